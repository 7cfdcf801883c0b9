//! The texts as they were written: storylines, what people say in each phase, and what is published at which hour.

use model::{Lang, SourceId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Alternatives by slot name. A text writes `{road}` for one of a named list, `{a|b}` for one of those given and `{3-40}` for a number.
pub(crate) type Slots = BTreeMap<String, Vec<String>>;

/// How a storyline's posts spread over its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Curve {
    /// Rises within hours and fades over days, as after an accident.
    Burst,
    /// Gathers slowly, crests, and is forgotten, as a debate does.
    Swell,
    /// Goes on at one level.
    Steady,
    /// Heard when people lie awake.
    Night,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Storyline {
    pub(crate) id: String,
    /// Day of the month it begins on, 1 to 30.
    pub(crate) day: i64,
    /// Hour of that day, in the town's zone.
    pub(crate) hour: i64,
    #[serde(default)]
    pub(crate) days: f64,
    #[serde(default)]
    pub(crate) posts: usize,
    #[serde(default = "burst")]
    pub(crate) curve: Curve,
    /// Posts in each hour from the first on. Where it is given it replaces `days`, `posts` and `curve`.
    #[serde(default)]
    pub(crate) by_hour: Vec<usize>,
    /// How often a post hands on an earlier one.
    #[serde(default = "often")]
    pub(crate) repost: f64,
    /// How often a handle that has already spoken speaks again.
    #[serde(default = "seldom")]
    pub(crate) again: f64,
    /// How often each public source is chosen; empty for the sources' own weights.
    #[serde(default)]
    pub(crate) channels: BTreeMap<String, f64>,
    #[serde(default)]
    pub(crate) slots: Slots,
    #[serde(default, rename = "say")]
    pub(crate) says: Vec<Say>,
    #[serde(default, rename = "item")]
    pub(crate) items: Vec<Item>,
}

/// What private persons say between two hours of a storyline.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Say {
    #[serde(default)]
    pub(crate) from_hour: i64,
    #[serde(default = "forever")]
    pub(crate) until_hour: i64,
    #[serde(default)]
    pub(crate) zh: Vec<String>,
    #[serde(default)]
    pub(crate) hant: Vec<String>,
    #[serde(default)]
    pub(crate) en: Vec<String>,
}

impl Say {
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.zh.iter().chain(&self.hant).chain(&self.en).map(String::as_str)
    }

    pub(crate) fn texts(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::ZhHans => &self.zh,
            Lang::ZhHant => &self.hant,
            Lang::En => &self.en,
            Lang::Other => &[],
        }
    }
}

/// What an institution or the press publishes once, so many hours after the storyline began.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    pub(crate) source: SourceId,
    pub(crate) hour: f64,
    pub(crate) lang: Option<Lang>,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// What an institution or the press publishes on any day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Routine {
    pub(crate) source: SourceId,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// One file of `data/texts`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextFile {
    #[serde(default, rename = "storyline")]
    pub(crate) storylines: Vec<Storyline>,
    #[serde(default, rename = "routine")]
    pub(crate) routines: Vec<Routine>,
    /// What is said on any day, a storyline without beginning or end.
    #[serde(default)]
    pub(crate) chatter: Option<Say>,
}

/// Words that texts are filled and dressed with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) handles_zh: HandleParts,
    pub(crate) handles_en: HandleParts,
    /// In front of a copy, by language: `zh`, `en`. `@` stands for the handle that is copied.
    pub(crate) forwards: Slots,
    /// In front of or behind a text of one's own, by language; most are empty.
    pub(crate) openers: Slots,
    pub(crate) closers: Slots,
    pub(crate) slots: Slots,
    /// Invented personal data that some private posts carry; also slots.
    pub(crate) personal: Slots,
}

/// A handle is one of `first` and one of `second`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandleParts {
    pub(crate) first: Vec<String>,
    pub(crate) second: Vec<String>,
}

fn burst() -> Curve {
    Curve::Burst
}

fn often() -> f64 {
    0.22
}

fn seldom() -> f64 {
    0.15
}

fn forever() -> i64 {
    i64::MAX
}
