//! `candor eval stories`: the clustering over a file, by the very code that the pipeline runs.

use crate::finding::{Knowledge, study};
use crate::stories::Stories;
use model::{DAY_MS, Error, Lang, Mention, MentionId, Result, SourceId, SourceKind, Time};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{BufRead, Write};
use text::Gazetteer;

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    /// RFC 3339, with or without an offset; without one it is read as UTC.
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    cluster: String,
}

/// Assigns each row of a stream to a story.
///
/// - `input`: JSONL `{id, text, title?, time?, lang?, source?}` in the order of the stream; other fields are ignored
/// - `output`: JSONL `{id, cluster}`, one row each, in the same order
/// - returns: how many rows were read
/// - errors: `Invalid` for a row that is not of this shape, with its line number for the log
pub fn stories(input: impl BufRead, mut output: impl Write) -> Result<usize> {
    let knowledge = Knowledge::of_places(Gazetteer::new(&[]));
    let mut stories = Stories::default();
    let mut at = Time::from_ms(0);
    let mut assigned: Vec<(String, u64)> = Vec::new();
    // Where the posts of a story are found that turned out to be part of another.
    let mut merged: HashMap<u64, u64> = HashMap::new();
    for (index, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let row: Row = serde_json::from_str(&line)
            .map_err(|error| Error::invalid("error-row").with_detail(format!("line {}: {error}", index + 1)))?;
        // A row without a time was said when the one before it was.
        at = row.time.as_deref().and_then(moment).unwrap_or(at);
        let mention = Mention {
            id: MentionId::new(&row.id),
            source: SourceId::new(row.source.unwrap_or_default()),
            kind: SourceKind::Public,
            title: row.title.unwrap_or_default(),
            text: row.text.unwrap_or_default(),
            lang_hint: row.lang.as_deref().and_then(Lang::from_code),
            at,
            link: None,
            district: None,
        };
        let assignment = stories.assign(index as u64, &study(&mention, &knowledge), at);
        merged.extend(stories.take_merged().into_iter().map(|merge| (merge.from, merge.into)));
        assigned.push((row.id, assignment.story));
    }
    for (id, story) in &assigned {
        let mut story = *story;
        while let Some(into) = merged.get(&story) {
            story = *into;
        }
        serde_json::to_writer(&mut output, &Answer { id, cluster: format!("{story:016x}") })?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(assigned.len())
}

/// `2026-03-01T08:30:00` with or without seconds, fraction and offset, in the proleptic Gregorian calendar.
fn moment(text: &str) -> Option<Time> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let seconds = part(11, 13).unwrap_or(0) * 3600 + part(14, 16).unwrap_or(0) * 60 + part(17, 19).unwrap_or(0);
    let offset = text.get(19..).and_then(|tail| tail.rfind(['+', '-']).map(|sign| &tail[sign..])).map_or(0, |zone| {
        let minutes = zone.get(1..3).and_then(|h| h.parse::<i64>().ok()).unwrap_or(0) * 60
            + zone.get(4..6).and_then(|m| m.parse::<i64>().ok()).unwrap_or(0);
        if zone.starts_with('-') { -minutes } else { minutes }
    });
    // Days since 1970 by counting from March, so that the leap day is the last of its year.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * m + 2) / 5 + day - 1 - 719_468;
    Some(Time::from_ms(days * DAY_MS + (seconds - offset * 60) * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_with_and_without_an_offset() {
        assert_eq!(moment("1970-01-01T00:00:01"), Some(Time::from_ms(1000)));
        assert_eq!(moment("2024-02-29T08:00:00+08:00"), Some(Time::from_ms(1_709_164_800_000)));
        assert_eq!(moment("2024-02-29T00:00:00Z"), Some(Time::from_ms(1_709_164_800_000)));
        assert_eq!(moment("yesterday"), None);
    }

    #[test]
    fn every_row_is_answered_in_order_and_gold_is_ignored() {
        let input = r#"{"id":"a","text":"Lakeside bridge closed after crack found","event":"x"}
{"id":"b","text":"Crack found, Lakeside bridge is closed","time":null,"event":"y"}
{"id":"c","title":"Library opens on Sundays"}
"#;
        let mut output = Vec::new();
        assert_eq!(stories(input.as_bytes(), &mut output).expect("the rows are sound"), 3);
        let rows: Vec<serde_json::Value> = String::from_utf8(output)
            .expect("JSON is UTF-8")
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect();
        assert_eq!(rows.iter().map(|row| row["id"].as_str()).collect::<Vec<_>>(), [Some("a"), Some("b"), Some("c")]);
        assert_eq!(rows[0]["cluster"], rows[1]["cluster"]);
        assert_ne!(rows[0]["cluster"], rows[2]["cluster"]);
    }
}
