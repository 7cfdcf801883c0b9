//! 简报: what was heard in a period, in sentences that each carry the figures and the stories they rest on.
//!
//! A brief is written by rules, never by a model of language: a sentence is a key of the words and its numbers, and is said in
//! either language when it is read. Where the evidence is thin it says so instead of prose. What this crate must never do: hold
//! a number about people that is no [`model::Figure`]. Start with [`write`].

mod rules;
mod shown;
mod store;

pub use rules::write;
pub use shown::Shown;
pub use store::{BriefRow, MIGRATIONS, add, has, list, one};

use model::{Figure, Lang, StoryId, Time};
use serde::{Deserialize, Serialize};

/// What is known of a period, from the mirror's own queries.
#[derive(Clone, Debug)]
pub struct Heard {
    pub voices: Figure,
    pub items: Figure,
    /// Of the period of the same length before.
    pub voices_before: Figure,
    /// Days of the period.
    pub days: u32,
    pub k: u32,
    /// Most voices in the period first.
    pub stories: Vec<Story>,
    /// Codes of needs with their voices, most first.
    pub needs: Vec<(String, Figure)>,
    /// Ids of districts with their voices, most first.
    pub places: Vec<(String, Figure)>,
    pub alerts_raised: u32,
    pub alerts_waiting: u32,
    pub sources_answered: u32,
    pub sources_total: u32,
}

/// A story as far as the period goes.
#[derive(Clone, Debug)]
pub struct Story {
    pub id: StoryId,
    pub headline: Headline,
    pub voices: Figure,
    pub items: Figure,
    pub is_new: bool,
    /// The district that most voices named, if it can be shown.
    pub place: Option<(String, Figure)>,
    /// Items since it began, by feeling.
    pub negative: Figure,
    pub neutral: Figure,
    pub positive: Figure,
}

/// As the mirror shows it: a text that may stand for the story, or else its key terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    pub text: String,
    pub lang: Lang,
    pub terms: Vec<String>,
}

/// What a sentence is told with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// Of things that are not people.
    Count(u32),
    Figure(Shown),
    Headline(Headline),
    /// The id of a district.
    Place(String),
    /// The code of a need.
    Need(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Of the words, such as `brief-story`.
    pub key: String,
    pub args: Vec<(String, Arg)>,
    /// What it rests on.
    pub proof: Vec<Proof>,
    /// Said in place of prose, because the evidence does not carry any.
    pub is_thin: bool,
}

/// One figure that a sentence rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// Of the words, such as `brief-proof-voices`.
    pub key: String,
    pub value: Arg,
    /// What the figure is of, where the words name it.
    pub of: Option<Arg>,
    /// Where it can be looked at.
    pub story: Option<StoryId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Of its heading.
    pub key: String,
    pub sentences: Vec<Sentence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Written by itself each day.
    Daily,
    /// Asked for by a member of staff.
    Asked,
}

/// A brief as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    pub id: String,
    pub kind: Kind,
    pub since: Time,
    /// Exclusive.
    pub until: Time,
    pub made: Time,
    pub made_by: Option<model::StaffId>,
    pub sections: Vec<Section>,
}

impl Kind {
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Daily => "daily",
            Kind::Asked => "asked",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Kind::Daily, Kind::Asked].into_iter().find(|kind| kind.code() == code)
    }
}
