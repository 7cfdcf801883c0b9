//! Pictures and attachments of a document. A file's name is made of its content, so a text that names it fixes it too.
//!
//! Strangers can read a file once an edition that names it is published, and no longer once that document is withdrawn.

use crate::document::DocumentId;
use crate::{inspect, markdown, picture, store};
use ::store::{Db, Tx};
use model::{Error, Result, StaffId, Time};
use sha2::{Digest as _, Sha256};

/// A file as large as this is a film or a mistake.
pub const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Files of one document.
pub const FILES_MAX: usize = 40;
const NAME_CHARACTERS_MAX: usize = 120;
const ALT_CHARACTERS_MAX: usize = 400;

/// A file that was added to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The last segment of its address: its content's digest and its ending.
    pub name: String,
    /// What it was called where it came from; readers save it under this.
    pub called: String,
    pub content_type: &'static str,
    pub size_bytes: u64,
    /// What it shows or holds, in words.
    pub alt_zh: String,
    pub alt_en: String,
    /// What stops it from being published, each as a key with the place.
    pub faults: Vec<inspect::Finding>,
}

/// What someone sends.
pub struct NewFile {
    pub called: String,
    pub bytes: Vec<u8>,
    pub alt_zh: String,
    pub alt_en: String,
}

impl File {
    pub fn is_picture(&self) -> bool {
        self.content_type.starts_with("image/")
    }

    /// What goes into the text of a language to show it.
    pub fn snippet(&self, alt: &str) -> String {
        let mark = if self.is_picture() { "!" } else { "" };
        format!("{mark}[{}]({}{})", alt.replace(['[', ']'], ""), markdown::FILES, self.name)
    }
}

/// Adds a file to a document. Pictures are drawn anew, so that nothing but the picture is in them; other files are looked through.
///
/// - errors: `Invalid` for what is no such file, too large, or without words in both languages
/// - cost: pictures are decoded and encoded; call it from a thread that may block
pub fn prepared(new: NewFile) -> Result<(File, Vec<u8>)> {
    let (alt_zh, alt_en) = (new.alt_zh.trim().to_owned(), new.alt_en.trim().to_owned());
    if alt_zh.is_empty() || alt_en.is_empty() {
        return Err(Error::invalid("publish-file-alt-missing"));
    }
    if alt_zh.chars().count() > ALT_CHARACTERS_MAX || alt_en.chars().count() > ALT_CHARACTERS_MAX {
        return Err(Error::invalid("publish-file-alt-long"));
    }
    if new.bytes.is_empty() {
        return Err(Error::invalid("publish-file-missing"));
    }
    if new.bytes.len() > FILE_BYTES_MAX {
        return Err(Error::invalid("publish-file-large"));
    }
    let (kind, bytes, faults) = if picture::is_picture(&new.bytes) {
        let (kind, bytes) = picture::redrawn(&new.bytes)?;
        (kind, bytes, Vec::new())
    } else {
        let kind = inspect::kind(&new.called, &new.bytes).ok_or(Error::invalid("publish-file-kind"))?;
        let faults = inspect::look(kind, &new.bytes)?;
        (kind, new.bytes, faults)
    };
    let called: String = new
        .called
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '/' | '\\' | '"'))
        .take(NAME_CHARACTERS_MAX)
        .collect();
    let file = File {
        name: format!("{}.{}", digest_of(&bytes), kind.ending),
        called: if called.is_empty() { format!("file.{}", kind.ending) } else { called },
        content_type: kind.content_type,
        size_bytes: bytes.len() as u64,
        alt_zh,
        alt_en,
        faults,
    };
    Ok((file, bytes))
}

/// By which a file is named.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps a prepared file. The same file again only changes its words, and nothing once readers have it.
///
/// - errors: `Conflict` if the document has too many
pub async fn keep(
    tx: &mut Tx,
    document: &DocumentId,
    file: &File,
    bytes: Vec<u8>,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    if store::file_count(tx, document).await? >= FILES_MAX as i64 {
        return Err(Error::conflict("publish-file-many"));
    }
    store::upsert_file(tx, document, file, bytes, by, now).await
}

/// The files of a document, in the order in which they came.
pub async fn list(db: &Db, document: &DocumentId) -> Result<Vec<File>> {
    store::files(db, document).await
}

/// A kind of file that may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    pub ending: &'static str,
    pub content_type: &'static str,
}

/// The kinds by their endings; what is not here is not published.
pub const FORMATS: &[Format] = &[
    Format { ending: "png", content_type: "image/png" },
    Format { ending: "jpg", content_type: "image/jpeg" },
    Format { ending: "pdf", content_type: "application/pdf" },
    Format { ending: "csv", content_type: "text/csv; charset=utf-8" },
    Format { ending: "docx", content_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    Format { ending: "xlsx", content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
];

pub(crate) fn format(ending: &str) -> Option<Format> {
    FORMATS.iter().copied().find(|format| format.ending == ending)
}
