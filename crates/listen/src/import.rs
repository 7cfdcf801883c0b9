//! Reading a file that the operator brings, JSONL or CSV, block by block, so that it can be taken up where it stopped.
//!
//! [`Reader::next_block`] cuts whole rows off the file, which is fast and done in order; [`Reader::parse`] reads a block's rows,
//! and may run on several threads.

use crate::decode::encoding;
use crate::limits::{ROW_BYTES_MAX, Reason, Skipped};
use crate::raw::Parsed;
use crate::rows::{Format, Header, Rows, lines, read};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use model::{Error, Result, Zone};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// A block grows to about this before it is handed out.
const BLOCK_BYTES: usize = 1024 * 1024;

/// A place between two rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub bytes: u64,
    /// Lines before this place.
    pub lines: u64,
}

/// Some whole rows, not yet read.
pub struct Block {
    bytes: Vec<u8>,
    /// Of its first row, from 1.
    line: u64,
    /// Rows too long to be held, left out on the way.
    skipped: Vec<Skipped>,
    /// Behind its last row: where to go on once it is stored.
    pub end: Position,
}

/// A file being read.
pub struct Reader {
    file: File,
    size_bytes: u64,
    format: Format,
    encoding: &'static Encoding,
    zone: Zone,
    /// Read from the file and not yet handed out.
    ahead: Vec<u8>,
    position: Position,
    is_at_end: bool,
}

/// - returns: SHA-256 of a file, hex, which names its import
pub fn digest(path: &Path) -> Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    std::io::copy(&mut file, &mut hasher)?;
    Ok(crate::keys::hex(&hasher.finalize()))
}

impl Reader {
    /// Opens a file whose name ends in `.csv`, `.tsv` or, for everything else, holds JSON lines.
    ///
    /// - `from`: where an earlier run stopped; the start for a new one
    /// - errors: `Invalid` with the reason's key for a file that cannot be read by rows
    pub fn open(path: &Path, zone: Zone, from: Position) -> Result<Self> {
        let mut file = File::open(path)?;
        let size_bytes = file.metadata()?.len();
        let mut head = Vec::new();
        (&mut file).take(BLOCK_BYTES as u64).read_to_end(&mut head)?;
        let (encoding, mark) = encoding(&head, None);
        if encoding == UTF_16BE || encoding == UTF_16LE {
            return Err(Error::invalid(Reason::EncodingUnsuited.key()));
        }
        let ends_in = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
        let (format, start) = if matches!(ends_in.as_str(), "csv" | "tsv") {
            let length = Rows::of_unread_csv().first(&head[mark..]).unwrap_or(head.len() - mark);
            let header = encoding.decode_without_bom_handling(&head[mark..mark + length]).0;
            let format = Header::read(&header).map_err(|reason| Error::invalid(reason.key()))?;
            (Format::Csv(format), Position { bytes: (mark + length) as u64, lines: lines(&header) })
        } else {
            (Format::Jsonl, Position { bytes: mark as u64, lines: 0 })
        };
        let position = if from.bytes > start.bytes { from } else { start };
        file.seek(SeekFrom::Start(position.bytes))?;
        Ok(Reader { file, size_bytes, format, encoding, zone, ahead: Vec::new(), position, is_at_end: false })
    }

    /// The whole file, for a progress bar beside [`Block::end`].
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// The next rows.
    ///
    /// - returns: nothing at the end of the file
    pub fn next_block(&mut self) -> Result<Option<Block>> {
        let rows = Rows::of(&self.format);
        let mut skipped = Vec::new();
        loop {
            self.read_ahead(BLOCK_BYTES + ROW_BYTES_MAX)?;
            let good = self.whole_rows(&rows);
            if good > 0 {
                let rest = self.ahead.split_off(good);
                let bytes = std::mem::replace(&mut self.ahead, rest);
                let line = self.position.lines + 1;
                self.position.bytes += good as u64;
                self.position.lines += line_ends(&bytes);
                return Ok(Some(Block { bytes, line, skipped, end: self.position }));
            }
            if self.ahead.is_empty() {
                let is_last = skipped.is_empty();
                let line = self.position.lines + 1;
                let last = Block { bytes: Vec::new(), line, skipped, end: self.position };
                return Ok((!is_last).then_some(last));
            }
            skipped.push(Skipped { line: self.position.lines + 1, reason: Reason::RowOver });
            self.pass_line()?;
        }
    }

    /// How many of the bytes ahead are whole rows, up to about a block.
    fn whole_rows(&self, rows: &Rows) -> usize {
        let mut good = 0;
        while good < BLOCK_BYTES && good < self.ahead.len() {
            let ahead = &self.ahead[good..];
            match rows.first(&ahead[..ahead.len().min(ROW_BYTES_MAX)]) {
                Some(length) => good += length,
                // The last row of a file needs no line end.
                None if self.is_at_end && ahead.len() <= ROW_BYTES_MAX => return self.ahead.len(),
                None => break,
            }
        }
        good
    }

    fn read_ahead(&mut self, length: usize) -> Result<()> {
        if !self.is_at_end && self.ahead.len() < length {
            let missing = (length - self.ahead.len()) as u64;
            let read = (&mut self.file).take(missing).read_to_end(&mut self.ahead)?;
            self.is_at_end = (read as u64) < missing;
        }
        Ok(())
    }

    /// Passes over one line of any length, holding no more of it than a block.
    fn pass_line(&mut self) -> Result<()> {
        loop {
            let end = self.ahead.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(self.ahead.len(), |at| at + 1);
            self.ahead.drain(..length);
            self.position.bytes += length as u64;
            if end.is_some() || (self.is_at_end && self.ahead.is_empty()) {
                self.position.lines += 1;
                return Ok(());
            }
            self.read_ahead(BLOCK_BYTES)?;
        }
    }

    /// Reads a block's rows. Bad ones are in the answer's `skipped`, by line of the file.
    pub fn parse(&self, block: Block) -> Parsed {
        let (text, _) = self.encoding.decode_without_bom_handling(&block.bytes);
        let mut parsed = Parsed { skipped: block.skipped, ..Parsed::default() };
        read(&text, &self.format, block.line, &self.zone, &mut |line, post| match post {
            // A file is the operator's own and as long as it is: the limit on items guards answers of strangers.
            Ok(post) => parsed.posts.push(post.bounded()),
            Err(reason) => parsed.skip(line, reason),
        });
        if text.contains('\u{FFFD}') {
            parsed.met.note(Reason::BytesReplaced);
        }
        parsed
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn file(name: &str, bytes: &[u8]) -> PathBuf {
        let path = std::env::temp_dir().join(format!("candor-import-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).expect("the temporary folder can be written");
        path
    }

    fn read_from(path: &Path, from: Position, blocks: usize) -> (Vec<String>, Vec<Skipped>, Position) {
        let mut reader = Reader::open(path, Zone::utc(), from).expect("it opens");
        let (mut texts, mut skipped, mut position) = (Vec::new(), Vec::new(), from);
        for _ in 0..blocks {
            let Some(block) = reader.next_block().expect("it reads") else { break };
            position = block.end;
            let parsed = reader.parse(block);
            skipped.extend(parsed.skipped);
            texts.extend(parsed.posts.into_iter().map(|post| post.text));
        }
        (texts, skipped, position)
    }

    #[test]
    fn a_file_is_taken_up_where_it_stopped() {
        let row = |n: usize| format!("{{\"id\":{n},\"text\":\"{n} {}\"}}\n", "水".repeat(300));
        let rows: String = (0..4000).map(row).collect();
        let path = file("resume.jsonl", rows.as_bytes());
        let (all, _, end) = read_from(&path, Position::default(), 99);
        assert_eq!((all.len(), end.bytes, end.lines), (4000, rows.len() as u64, 4000));
        let (first, _, stopped) = read_from(&path, Position::default(), 1);
        let (rest, _, _) = read_from(&path, stopped, 99);
        assert!(!rest.is_empty() && !first.is_empty());
        assert!(first.iter().chain(&rest).eq(&all));
        assert_eq!(read_from(&path, end, 99).0.len(), 0);
    }

    #[test]
    fn a_row_beyond_the_limit_costs_itself_and_is_told_by_line() {
        let long = "x".repeat(ROW_BYTES_MAX * 4);
        let rows = format!("{{\"text\":\"a\"}}\n{{\"text\":\"{long}\"}}\n{{broken\n{{\"text\":\"b\"}}");
        let (texts, skipped, _) = read_from(&file("long.jsonl", rows.as_bytes()), Position::default(), 99);
        assert_eq!(texts, ["a", "b"]);
        let skipped: Vec<_> = skipped.iter().map(|skipped| (skipped.line, skipped.reason)).collect();
        assert_eq!(skipped, [(2, Reason::RowOver), (3, Reason::RowBroken)]);
    }

    #[test]
    fn a_spreadsheet_in_gbk_is_read() {
        let bytes = encoding_rs::GBK.encode("编号,内容\r\n1,\"东湖路\n停水\"\r\n2,路灯不亮\r\n3\r\n").0.into_owned();
        let (texts, skipped, position) = read_from(&file("gbk.csv", &bytes), Position::default(), 99);
        assert_eq!(texts, ["东湖路\n停水", "路灯不亮"]);
        assert_eq!(skipped, [Skipped { line: 5, reason: Reason::RowRagged }]);
        assert_eq!(position.lines, 5);
    }
}
