//! Why a file of the office was refused, and where in it.

use toml::Spanned;

/// A fault of a rule file, a calendar or a playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// In words that an office can act on.
    pub what: String,
}

impl Fault {
    pub(crate) fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        Fault { line, what: error.message().to_owned() }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Fault {}

/// A fault at a value of the file.
pub(crate) fn located<T, V>(text: &str, at: &Spanned<V>, what: String) -> Result<T, Fault> {
    Err(Fault { line: line_of(text, at.span().start), what })
}

fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}
