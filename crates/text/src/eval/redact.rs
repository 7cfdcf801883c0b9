//! What of a text names a person, and the text without it.

use crate::redact::PersonalKind;
use crate::rows::{self, Row};
use model::Result;
use std::io::{BufRead, Write};

/// - `input`: JSONL `{id, text}`
/// - `output`: JSONL `{id, spans: [[start, end, type]], text}`; offsets in code points of the text that came in,
///   `text` masked; links are masked but not listed, since they are no type of personal data
/// - returns: how many texts were read
pub fn redact(input: impl BufRead, mut output: impl Write) -> Result<usize> {
    rows::read(input, |row: Row| {
        let redacted = crate::redact(&row.text);
        let spans: Vec<(u32, u32, &str)> = redacted
            .spans
            .iter()
            .filter(|span| span.kind != PersonalKind::Link)
            .map(|span| (span.start, span.end, span.kind.code()))
            .collect();
        rows::write(&mut output, &serde_json::json!({ "id": row.id, "spans": spans, "text": redacted.text }))
    })
}
