//! Letters of a maildir: a folder with `new`, into which a mail system puts messages, and `cur`, into which they go once
//! what they say is stored. Nothing here ever deletes one: how long an office keeps its mail is its own rule.

use crate::connectors::Context;
use crate::isolate::Parser;
use crate::limits::{LETTER_BYTES_MAX, LETTERS_MAX, Reason};
use crate::poll::{Preview, shown};
use crate::raw::Parsed;
use crate::source::Source;
use model::{SourceId, Time, Zone};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// What lay in a folder.
pub struct Letters {
    pub parsed: Parsed,
    /// Where each message lies; to be filed away once what was parsed is stored.
    files: Vec<PathBuf>,
    folder: PathBuf,
}

/// The maildir of a source: below the operator's folder, named as the source. An id holds no sign that could lead elsewhere.
pub fn place(root: &Path, source: &SourceId) -> PathBuf {
    root.join(source.as_str())
}

/// Reads what is new, oldest first by name, at most [`LETTERS_MAX`] at once. Each letter is parsed by itself, so that one
/// which costs the child its life costs no other.
///
/// - errors: `FolderMissing` if there is no maildir
pub async fn read(parser: &Parser, root: &Path, source: &Source, zone: &Zone) -> Result<Letters, Reason> {
    let folder = place(root, &source.id);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("new"))
        .map_err(|_| Reason::FolderMissing)?
        .filter_map(|entry| entry.ok())
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')))
        .collect();
    files.sort();
    files.truncate(LETTERS_MAX);
    let context = Context { options: source.options.clone(), ..Context::new(zone.clone()) };
    let mut parsed = Parsed::default();
    for (number, path) in (1..).zip(&files) {
        let mut bytes = Vec::new();
        let read =
            std::fs::File::open(path).and_then(|file| file.take(LETTER_BYTES_MAX as u64).read_to_end(&mut bytes));
        let letter = match read {
            Ok(_) => parser.parse(&source.connector, &context, &bytes).await,
            Err(_) => Err(Reason::BodyFailed),
        };
        if bytes.len() == LETTER_BYTES_MAX {
            parsed.met.note(Reason::BodyCut);
        }
        match letter {
            Ok(letter) => parsed.append(letter),
            Err(reason) => parsed.skip(number, reason),
        }
    }
    Ok(Letters { parsed, files, folder })
}

impl Letters {
    /// Takes what was parsed; the files stay known.
    pub fn take(&mut self) -> Parsed {
        std::mem::take(&mut self.parsed)
    }

    /// Whether there may be more.
    pub fn is_full(&self) -> bool {
        self.files.len() == LETTERS_MAX
    }

    /// Files the letters away as seen. Call it once they are stored: one that is read twice is known by its name.
    ///
    /// - returns: how many could not be moved, and will be read again
    pub fn file_away(&self) -> usize {
        let cur = self.folder.join("cur");
        let _ = std::fs::create_dir_all(&cur);
        let is_stuck = |path: &&PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let name = name.split_once(":2,").map_or(name.as_str(), |(name, _)| name).to_owned();
            std::fs::rename(path, cur.join(format!("{name}:2,S"))).is_err()
        };
        self.files.iter().filter(is_stuck).count()
    }
}

/// What would be stored of what lies there; nothing is moved.
pub async fn preview(parser: &Parser, root: &Path, source: &Source, zone: &Zone, now: Time) -> Result<Preview, Reason> {
    let letters = read(parser, root, source, zone).await?;
    Ok(shown(letters.parsed, source, zone, now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::source::tests::sample;
    use model::SourceKind;

    fn source() -> Source {
        Source { connector: "mail".to_owned(), url: None, options: Options::default(), ..sample(SourceKind::Public) }
    }

    #[tokio::test]
    async fn letters_are_read_filed_away_and_lose_their_sender() {
        let root = std::env::temp_dir().join(format!("candor-mail-{}", std::process::id()));
        let source = source();
        let folder = place(&root, &source.id);
        let parser = Parser::in_process();
        let read = async || read(&parser, &root, &source, &Zone::utc()).await;
        assert_eq!(read().await.err(), Some(Reason::FolderMissing));
        std::fs::create_dir_all(folder.join("new")).expect("the temporary folder can be written");
        let letter = "From: Seeded Author <seeded_author_1@mail.example>\r\nMessage-ID: <1@mail.example>\r\nSubject: Water\r\nDate: Sat, 2 Mar 2024 10:00:00 +0800\r\n\r\nNo water in Donghu Road since Friday.\r\n";
        std::fs::write(folder.join("new/1.host"), letter).expect("it can be written");
        std::fs::write(folder.join("new/2.host"), [0u8, 159, 146, 150]).expect("it can be written");
        let shown = preview(&parser, &root, &source, &Zone::utc(), Time::from_ms(1_709_550_000_000)).await;
        let shown = shown.unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!(shown.mentions[0].text, "No water in Donghu Road since Friday.");
        assert!(!format!("{:?}", shown.mentions).contains("eeded"));
        let letters = read().await.unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!(letters.file_away(), 0);
        assert!(folder.join("cur/1.host:2,S").exists() && !folder.join("new/1.host").exists());
        assert_eq!(read().await.map(|letters| letters.parsed.post_count()).ok(), Some(0));
        let _ = std::fs::remove_dir_all(&root);
    }
}
