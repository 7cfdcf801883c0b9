//! Looks through attachments for what nobody meant to publish: hidden sheets, tracked changes, comments, names in the
//! properties. What is found is named with its place and stops a publication; nothing is taken out silently, since whoever
//! made the file decides what it should say.

mod office;
mod pdf;
mod table;

use crate::file::{Format, format};
use model::{Error, Result};

/// Places that are named; more are counted.
const FINDINGS_MAX: usize = 20;

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// A code; the words are `publish-found-CODE`.
    pub code: String,
    /// Where or what: a sheet's name, a property's value.
    pub place: String,
}

impl Finding {
    pub(crate) fn new(code: &str, place: impl Into<String>) -> Self {
        let place: String = place.into().chars().filter(|c| !c.is_control()).take(120).collect();
        Finding { code: code.to_owned(), place }
    }

    /// The key of its words.
    pub fn key(&self) -> String {
        format!("publish-found-{}", self.code)
    }
}

/// The kind of a file, by its ending and by what it begins with; nothing for what is not published.
pub(crate) fn kind(called: &str, bytes: &[u8]) -> Option<Format> {
    let ending = called.rsplit('.').next()?.to_ascii_lowercase();
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let fits = match ending.as_str() {
        "pdf" => begins(b"%PDF-"),
        "docx" | "xlsx" => begins(b"PK\x03\x04"),
        "csv" => std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')),
        _ => false,
    };
    fits.then(|| format(&ending)).flatten()
}

/// What stops a file from being published, in order and each once.
///
/// - errors: `Invalid` for a file that cannot be looked through: what cannot be checked is not published
pub(crate) fn look(kind: Format, bytes: &[u8]) -> Result<Vec<Finding>> {
    let mut findings = match kind.ending {
        "pdf" => pdf::look(bytes)?,
        "docx" | "xlsx" => office::look(bytes)?,
        "csv" => table::look(bytes),
        _ => return Err(Error::invalid("publish-file-kind")),
    };
    findings.sort();
    findings.dedup();
    findings.truncate(FINDINGS_MAX);
    Ok(findings)
}

#[cfg(test)]
mod tests;
