//! Finding claims among texts as the desk finds them among the heads of stories, for measuring the two thresholds.

use crate::matching::{Head, Wording, find};
use model::{ClaimId, Error, Result, StoryId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    text: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    ranked: Vec<&'a str>,
    score: f32,
    strength: Option<&'static str>,
}

/// Looks for claims in texts.
///
/// - `claims`: JSONL `{id, text}`, of which the text is the claim's wording; `input`: JSONL `{id, text}`
/// - `output`: JSONL `{id, ranked, score, strength}`: the claims that were found in a text, best first, and of the first the
///   share and how strong that is; nothing under [`crate::matching::POSSIBLE`] is found
/// - returns: how many texts were read
pub fn matches(claims: impl BufRead, input: impl BufRead, mut output: impl Write) -> Result<usize> {
    let claims: Vec<Row> = read(claims)?;
    let texts: Vec<Row> = read(input)?;
    let wording = |claim: &Row| Wording { claim: ClaimId::new(claim.id.as_str()), texts: vec![claim.text.clone()] };
    let heads: Vec<Head> =
        texts.iter().map(|row| Head { story: StoryId::new(row.id.as_str()), text: row.text.clone() }).collect();
    let found = find(&claims.iter().map(wording).collect::<Vec<_>>(), &heads);
    let mut by_text: HashMap<&str, Vec<_>> = HashMap::new();
    for one in &found {
        by_text.entry(one.story.as_str()).or_default().push(one);
    }
    for text in &texts {
        let mut here = by_text.remove(text.id.as_str()).unwrap_or_default();
        here.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.claim.cmp(&b.claim)));
        let answer = Answer {
            id: &text.id,
            ranked: here.iter().map(|one| one.claim.as_str()).collect(),
            score: here.first().map_or(0.0, |one| one.score),
            strength: here.first().map(|one| one.strength.code()),
        };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    Ok(texts.len())
}

fn read<T: DeserializeOwned>(input: impl BufRead) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    for (line, number) in input.lines().zip(1..) {
        let line = line?;
        if !line.trim().is_empty() {
            let row = serde_json::from_str(&line);
            rows.push(row.map_err(|error| Error::invalid("error-row").with_detail(format!("line {number}: {error}")))?);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_is_answered_with_the_claims_found_in_it() {
        let claims = r#"{"id":"c","text":"北城区自来水被化工厂污染，喝了会中毒"}"#;
        let texts = "{\"id\":\"a\",\"text\":\"网传北城区自来水被化工厂污染，喝了会中毒\"}\n{\"id\":\"b\",\"text\":\"地铁二号线早高峰延误\"}\n";
        let mut out = Vec::new();
        assert_eq!(super::matches(claims.as_bytes(), texts.as_bytes(), &mut out).expect("it answers"), 2);
        let lines: Vec<serde_json::Value> =
            String::from_utf8_lossy(&out).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!((&lines[0]["ranked"][0], &lines[0]["strength"]), (&"c".into(), &"likely".into()));
        assert_eq!(lines[1]["ranked"], serde_json::json!([]));
    }
}
