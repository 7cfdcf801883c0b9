//! `candor eval warn`: the detector over series from a file, exactly as it runs over a story's hours.

use crate::surge::Surge;
use model::{Error, Result};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// One series, its values oldest first.
#[derive(Deserialize)]
struct Series {
    series: String,
    values: Vec<f64>,
    /// When each value was measured; without them the first is taken for a Thursday's midnight.
    timestamps: Option<Vec<Moment>>,
    bin_minutes: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Moment {
    /// `2026-03-01 14:05:00`, or RFC 3339.
    Text(String),
    /// Seconds since 1970.
    Seconds(i64),
}

#[derive(Serialize)]
struct Scores<'a> {
    series: &'a str,
    scores: Vec<f64>,
}

/// Scores each value of each series by how far it stands out from those before it; higher is further out.
///
/// - `input`: a JSON row `{series, values, timestamps?, bin_minutes?}` a line
/// - `output`: a row `{series, scores}` a line, in the same order; a score uses its own value and earlier ones only
/// - returns: how many values were scored
/// - errors: `Invalid` with the line's number
pub fn warn(input: impl BufRead, mut output: impl Write) -> Result<usize> {
    let mut count = 0;
    for (index, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let refuse = |what: String| Error::invalid("warn-input-row").with_detail(format!("line {}: {what}", index + 1));
        let row: Series = serde_json::from_str(&line).map_err(|error| refuse(error.to_string()))?;
        let scores = score(&row).map_err(refuse)?;
        count += scores.len();
        serde_json::to_writer(&mut output, &Scores { series: &row.series, scores })?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(count)
}

fn score(row: &Series) -> Result<Vec<f64>, String> {
    let minutes: Option<Vec<i64>> =
        row.timestamps.as_ref().map(|moments| moments.iter().map(minute).collect::<Result<_, _>>()).transpose()?;
    if minutes.as_ref().is_some_and(|minutes| minutes.len() != row.values.len()) {
        return Err("there must be as many timestamps as values".to_owned());
    }
    // Only the first step is looked at, since a later one would let the past know the future.
    let step = minutes.as_ref().and_then(|minutes| Some((minutes.get(1)? - minutes.first()?) as f64));
    let bin_minutes = row.bin_minutes.or(step).filter(|bin| *bin > 0.0).unwrap_or(60.0);
    let mut detector = Surge::new(bin_minutes);
    let at = |index: usize| minutes.as_ref().map_or((index as f64 * bin_minutes) as i64, |minutes| minutes[index]);
    Ok(row.values.iter().enumerate().map(|(index, value)| detector.push(*value, at(index)).alarm).collect())
}

/// Minutes since 1970, in whatever zone the series keeps.
fn minute(moment: &Moment) -> Result<i64, String> {
    match moment {
        Moment::Seconds(seconds) => Ok(seconds.div_euclid(60)),
        Moment::Text(text) => {
            let civil: jiff::civil::DateTime =
                text.trim_end_matches('Z').parse().map_err(|_| format!("{text} is not a moment"))?;
            let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).map_err(|error| error.to_string())?;
            Ok(zoned.timestamp().as_second().div_euclid(60))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &str) -> Result<String> {
        let mut output = Vec::new();
        warn(input.as_bytes(), &mut output)?;
        Ok(String::from_utf8(output).expect("JSON is text"))
    }

    #[test]
    fn each_value_gets_a_score_that_later_values_cannot_change() {
        let scores = |values: &str| -> Vec<f64> {
            let row = run(&format!(r#"{{"series":"s","bin_minutes":60,"values":{values},"label":"ignored"}}"#));
            let row: serde_json::Value = serde_json::from_str(&row.expect("it is scored")).expect("a row");
            serde_json::from_value(row["scores"].clone()).expect("numbers")
        };
        let all = scores("[3,2,4,3,2,3,40,3]");
        assert_eq!(all.len(), 8);
        assert_eq!(all[..5], scores("[3,2,4,3,2]"));
        assert!(all[6] > all[..6].iter().copied().fold(0.0, f64::max));
    }

    #[test]
    fn a_broken_row_is_named_by_its_line() {
        let error = run("{\"series\":\"s\",\"values\":[1]}\n{\"series\":7}\n").expect_err("the second row is refused");
        assert!(error.detail().starts_with("line 2:"), "{}", error.detail());
        let uneven = run(r#"{"series":"s","values":[1,2],"timestamps":["2026-03-01 00:00:00"]}"#);
        assert!(uneven.expect_err("it is refused").detail().contains("as many timestamps"));
    }
}
