//! Rows of JSON lines, in and out.

use model::{Error, Result};
use serde::de::DeserializeOwned;
use std::io::{BufRead, Write};

/// A text to be looked at. Gold fields beside it are ignored.
#[derive(serde::Deserialize)]
pub(crate) struct Row {
    pub id: String,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub text: String,
}

/// A text under its title, where it has one.
pub(crate) fn titled(title: Option<&str>, text: &str) -> String {
    title.map_or_else(|| text.to_owned(), |title| format!("{title}\n{text}"))
}

/// Reads every line that is not empty.
///
/// - errors: `Invalid` with the number of the first line that is not of this shape
pub(crate) fn read<T: DeserializeOwned>(input: impl BufRead, mut each: impl FnMut(T) -> Result<()>) -> Result<usize> {
    let mut count = 0;
    for (line, number) in input.lines().zip(1..) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let row = serde_json::from_str(&line)
            .map_err(|error| Error::invalid("error-row").with_detail(format!("line {number}: {error}")))?;
        each(row)?;
        count += 1;
    }
    Ok(count)
}

pub(crate) fn write(output: &mut impl Write, row: &impl serde::Serialize) -> Result<()> {
    serde_json::to_writer(&mut *output, row)?;
    output.write_all(b"\n")?;
    Ok(())
}
