//! The one error that crosses walls: a kind, and a key of the words that tell the reader.

/// What went wrong, as far as the reader is concerned. `web` alone turns a kind into a status and a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was asked for is not there, or not to be seen by whoever asks.
    NotFound,
    /// The input breaks a rule that the message names.
    Invalid,
    /// Whoever asks may not do this.
    Forbidden,
    /// Someone else changed it first.
    Conflict,
    /// Over capacity or waiting for something: try again.
    Busy,
    /// A fault of ours or of the machine. The detail is logged, never shown.
    Broken,
}

#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    /// A key in `locales/`, for example `error-not-found`; never a finished sentence.
    pub message: &'static str,
    /// For the log alone.
    detail: String,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub const fn new(kind: Kind, message: &'static str) -> Self {
        Error { kind, message, detail: String::new() }
    }

    pub const fn not_found() -> Self {
        Error::new(Kind::NotFound, "error-not-found")
    }

    pub const fn invalid(message: &'static str) -> Self {
        Error::new(Kind::Invalid, message)
    }

    pub const fn forbidden() -> Self {
        Error::new(Kind::Forbidden, "error-forbidden")
    }

    pub const fn conflict(message: &'static str) -> Self {
        Error::new(Kind::Conflict, message)
    }

    /// A broken invariant or a foreign failure told in words; the words go to the log.
    pub fn broken(detail: impl Into<String>) -> Self {
        Error { kind: Kind::Broken, message: "error-broken", detail: detail.into() }
    }

    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.detail.is_empty() {
            write!(f, "{}", self.message)
        } else {
            write!(f, "{}: {}", self.message, self.detail)
        }
    }
}

/// `?` turns every foreign error into `Broken`. `Error` itself must therefore not implement `std::error::Error`.
impl<E: std::error::Error> From<E> for Error {
    fn from(error: E) -> Self {
        let mut detail = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            detail = format!("{detail}: {inner}");
            cause = inner.source();
        }
        Error::broken(detail)
    }
}
