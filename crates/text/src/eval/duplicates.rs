//! Pairs of texts that nearly repeat each other.

use crate::near::{Index, Signature};
use crate::rows::{self, Row};
use model::Result;
use std::io::{BufRead, Write};

/// - `input`: JSONL `{id, text}`
/// - `output`: JSONL `{a, b}`, one row a pair, the earlier text first
/// - returns: how many texts were read
pub fn duplicates(input: impl BufRead, mut output: impl Write) -> Result<usize> {
    let mut index = Index::default();
    let mut ids: Vec<String> = Vec::new();
    rows::read(input, |row: Row| {
        let signature = Signature::of(&row.text);
        for earlier in index.near(&signature) {
            let pair = serde_json::json!({ "a": ids[earlier as usize], "b": row.id });
            rows::write(&mut output, &pair)?;
        }
        index.insert(ids.len() as u64, signature);
        ids.push(row.id);
        Ok(())
    })
}
