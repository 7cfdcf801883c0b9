//! The words of an edition: a title, a summary and a body, in Chinese and in English.

use serde::Serialize;

pub const TITLE_CHARACTERS_MAX: usize = 160;
pub const SUMMARY_CHARACTERS_MAX: usize = 600;
/// A long report has 20,000 characters; beyond this it is a book, and belongs into an attachment. Two languages of this length still
/// fit into one form
pub const BODY_CHARACTERS_MAX: usize = 40_000;

/// The text of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub body: String,
}

/// Which of the two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Zh,
    En,
}

/// Both languages side by side. One may be empty; then the page says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Texts {
    pub zh: Text,
    pub en: Text,
}

impl Text {
    pub fn new(title: impl Into<String>, summary: impl Into<String>, body: impl Into<String>) -> Self {
        Text { title: title.into(), summary: summary.into(), body: body.into() }
    }

    /// Whether nothing was written in this language.
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.summary.is_empty() && self.body.is_empty()
    }

    /// Whether a reader of this language gets a whole text.
    pub fn is_whole(&self) -> bool {
        !self.title.is_empty() && !self.body.is_empty()
    }

    /// As it is stored and digested: line breaks of one kind, no spaces around, no control characters.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let tidy = |text: &str| {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
            text.chars().filter(kept).collect::<String>().trim().to_owned()
        };
        Text { title: tidy(&self.title).replace('\n', " "), summary: tidy(&self.summary), body: tidy(&self.body) }
    }
}

impl Texts {
    pub fn side(&self, side: Side) -> &Text {
        match side {
            Side::Zh => &self.zh,
            Side::En => &self.en,
        }
    }

    /// The text in a language, or the other one where that was not written.
    ///
    /// - returns: the text and the language it is in
    pub fn best(&self, side: Side) -> (&Text, Side) {
        let other = side.other();
        let has_own = self.side(side).is_whole() || !self.side(other).is_whole();
        // Of one that was withdrawn the titles alone are left.
        let has_only_others_title = self.side(side).title.is_empty() && !self.side(other).title.is_empty();
        if has_own && !has_only_others_title { (self.side(side), side) } else { (self.side(other), other) }
    }

    /// A title to name it by in a list: in the wanted language if it has one.
    pub fn title(&self, side: Side) -> (&str, Side) {
        let other = side.other();
        let has_own = !self.side(side).title.is_empty() || self.side(other).title.is_empty();
        if has_own { (&self.side(side).title, side) } else { (&self.side(other).title, other) }
    }

    #[must_use]
    pub fn tidied(&self) -> Self {
        Texts { zh: self.zh.tidied(), en: self.en.tidied() }
    }
}

impl Side {
    pub const fn other(self) -> Self {
        match self {
            Side::Zh => Side::En,
            Side::En => Side::Zh,
        }
    }

    /// As `lang` attributes and feeds say it.
    pub const fn tag(self) -> &'static str {
        match self {
            Side::Zh => "zh-Hans",
            Side::En => "en",
        }
    }
}
