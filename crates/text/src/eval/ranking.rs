//! Claims for a post, and documents for a query: the same ranking over different shelves.

use crate::rank::Ranking;
use crate::rows::{self, Row};
use model::Result;
use std::io::{BufRead, Write};

const RANKED_MAX: usize = 100;

#[derive(serde::Deserialize)]
struct Document {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: String,
}

#[derive(serde::Serialize)]
struct Answer<'a> {
    id: &'a str,
    ranked: Vec<&'a str>,
    score: f32,
}

/// Matches posts to claims already checked.
///
/// - `claims`: JSONL `{id, title?, text}`; `input`: JSONL `{id, text}`
/// - `output`: JSONL `{id, ranked, score}`: at most 100 claims, best first, and how sure the first is, from 0 to 1
/// - returns: how many posts were read
pub fn claims(claims: impl BufRead, input: impl BufRead, output: impl Write) -> Result<usize> {
    rank(claims, input, output)
}

/// Ranks documents for queries; rows and answers as for [`claims`].
pub fn search(docs: impl BufRead, input: impl BufRead, output: impl Write) -> Result<usize> {
    rank(docs, input, output)
}

fn rank(shelf: impl BufRead, input: impl BufRead, mut output: impl Write) -> Result<usize> {
    let mut ranking = Ranking::default();
    let mut ids: Vec<String> = Vec::new();
    rows::read(shelf, |document: Document| {
        ranking.add(document.title.as_deref().unwrap_or_default(), &document.text);
        ids.push(document.id);
        Ok(())
    })?;
    rows::read(input, |row: Row| {
        let found = ranking.rank(&row.text, RANKED_MAX);
        let ranked = found.iter().map(|(document, _)| ids[*document as usize].as_str()).collect();
        rows::write(&mut output, &Answer { id: &row.id, ranked, score: ranking.confidence(&row.text, &found) })
    })
}
