//! Words that someone else said, with the language they were said in.

use model::Lang;

/// A headline, term or sample. It keeps its own language on a page in the other one, so that it is set and read aloud rightly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    pub text: String,
    pub lang: Lang,
}

impl Spoken {
    pub fn new(text: impl Into<String>, lang: Lang) -> Self {
        Spoken { text: text.into(), lang }
    }

    /// For a `lang` attribute; `und` is the standard's word for a language that is not known.
    pub const fn tag(&self) -> &'static str {
        match self.lang {
            Lang::Other => "und",
            known => known.code(),
        }
    }
}
