//! Closed lists that the whole program shares, each with the code that the database and JSON hold.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// The language of a text.
    Lang { ZhHans = "zh-Hans", ZhHant = "zh-Hant", En = "en", Other = "other" }
}

words! {
    /// Who speaks through a source. It decides what may be kept.
    SourceKind {
        /// A public body, a utility, a school: text and link are kept as published.
        Institution = "institution",
        /// Newspapers, broadcasters, news sites: text and link are kept as published.
        Press = "press",
        /// Private persons in public: masked text for a few days, then aggregates alone.
        Public = "public",
    }
}

impl SourceKind {
    /// Whether intake must treat what comes from here as the words of private persons.
    pub const fn is_private(self) -> bool {
        matches!(self, SourceKind::Public)
    }
}

words! {
    /// How a text feels about what it speaks of. `Unclear` is an answer, not a failure.
    Sentiment { Positive = "positive", Neutral = "neutral", Negative = "negative", Unclear = "unclear" }
}

words! {
    /// What a text wants from the body.
    Need {
        Complaint = "complaint", Question = "question", Suggestion = "suggestion",
        Praise = "praise", Danger = "danger", News = "news",
    }
}

words! {
    /// The four levels of warning, lowest first.
    Level { Blue = "blue", Yellow = "yellow", Orange = "orange", Red = "red" }
}
