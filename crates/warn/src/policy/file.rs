//! A policy as a file; the spans let a fault name its line.

use super::plain::{Plain, Problem};
use super::{Bounds, Criteria, Fault};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    k: Spanned<u32>,
    recent_hours: Spanned<u32>,
    rises_on: Vec<Spanned<String>>,
    fall_after_hours: Spanned<u32>,
    close_after_hours: Spanned<u32>,
    /// A file of before verdicts could tune lets them tune nothing.
    tuning_percent: Option<Spanned<u32>>,
    levels: Levels,
    rules: BTreeMap<Spanned<String>, Spanned<Bounds>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    blue: Spanned<Criteria>,
    yellow: Spanned<Criteria>,
    orange: Spanned<Criteria>,
    red: Spanned<Criteria>,
}

/// - errors: the first fault with its line
pub fn read(text: &str) -> Result<Plain, Fault> {
    let file: File = toml::from_str(text).map_err(|error| Fault {
        line: error.span().map_or(1, |span| line_of(text, span.start)),
        what: error.message().to_owned(),
    })?;
    let levels = &file.levels;
    let plain = Plain {
        k: *file.k.get_ref(),
        recent_hours: *file.recent_hours.get_ref(),
        fall_after_hours: *file.fall_after_hours.get_ref(),
        close_after_hours: *file.close_after_hours.get_ref(),
        tuning_percent: file.tuning_percent.as_ref().map_or(0, |percent| *percent.get_ref()),
        rises_on: file.rises_on.iter().map(|name| name.get_ref().clone()).collect(),
        levels: [&levels.blue, &levels.yellow, &levels.orange, &levels.red].map(|level| *level.get_ref()),
        rules: file.rules.iter().map(|(name, bounds)| (name.get_ref().clone(), *bounds.get_ref())).collect(),
    };
    match plain.problems().into_iter().next() {
        None => Ok(plain),
        Some(problem) => Err(Fault { line: line_of(text, file.start(&problem)), what: problem.to_string() }),
    }
}

impl File {
    /// Where in the file a problem stands.
    fn start(&self, problem: &Problem) -> usize {
        let mut parts = problem.place.split('.');
        match (parts.next().unwrap_or_default(), parts.next().unwrap_or_default()) {
            ("k", _) => self.k.span().start,
            ("recent_hours", _) => self.recent_hours.span().start,
            ("fall_after_hours", _) => self.fall_after_hours.span().start,
            ("close_after_hours", _) => self.close_after_hours.span().start,
            ("tuning_percent", _) => self.tuning_percent.as_ref().map_or(0, |percent| percent.span().start),
            ("rises_on", index) => {
                index.parse().ok().and_then(|index: usize| self.rises_on.get(index)).map_or(0, |name| name.span().start)
            }
            ("levels", "blue") => self.levels.blue.span().start,
            ("levels", "yellow") => self.levels.yellow.span().start,
            ("levels", "orange") => self.levels.orange.span().start,
            ("levels", _) => self.levels.red.span().start,
            (_, name) => self.rules.keys().find(|known| known.get_ref() == name).map_or(0, |known| known.span().start),
        }
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}
