//! Checks beside a draft: is it timely, accurate, sincere, coordinated (及时、准确、诚恳、协同)?
//!
//! They advise; people decide. Each is a pure function of the draft and of what the room knows, and each finding quotes
//! the passage it is about. A check that cannot be sure says "look", never "wrong".

mod accurate;
mod coordinated;
mod numbers;
pub mod plain;
mod sentence;
mod sincere;
mod timely;

use model::{Lang, Time};
use org::DepartmentId;

/// What is about to be said, in both languages. Either may be empty.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub title_zh: String,
    pub text_zh: String,
    pub title_en: String,
    pub text_en: String,
}

/// What the room knows, as plain text and moments: no table and no other context is asked.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    pub facts: Vec<KnownFact>,
    /// Those that still run.
    pub clocks: Vec<OpenClock>,
    /// Departments that have a part in it, with what they are called.
    pub departments: Vec<(DepartmentId, String)>,
    /// Those of them that have read this very text.
    pub seen: Vec<DepartmentId>,
    /// What the office published in the last days.
    pub published: Vec<Published>,
    pub now: Option<Time>,
    /// The draft belongs to no incident, so nothing that only a room knows is asked of it.
    pub is_without_room: bool,
}

#[derive(Clone, Debug)]
pub struct KnownFact {
    pub what: String,
    pub origin: String,
    /// The moment of which it tells as the office's clock shows it: `2026-11-25 14:00`.
    pub as_of: String,
    pub is_confirmed: bool,
}

#[derive(Clone, Debug)]
pub struct OpenClock {
    /// In the reader's language.
    pub name: String,
    pub ends: Time,
    pub is_urgent: bool,
}

#[derive(Clone, Debug)]
pub struct Published {
    pub title: String,
    pub text: String,
    pub at: Time,
}

/// The four that a team is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quality {
    Timely,
    Accurate,
    Sincere,
    Coordinated,
}

impl Quality {
    pub const ALL: &'static [Quality] = &[Quality::Timely, Quality::Accurate, Quality::Sincere, Quality::Coordinated];

    pub const fn code(self) -> &'static str {
        match self {
            Quality::Timely => "timely",
            Quality::Accurate => "accurate",
            Quality::Sincere => "sincere",
            Quality::Coordinated => "coordinated",
        }
    }
}

/// One question that is asked of every draft.
pub struct Check {
    pub name: &'static str,
    pub quality: Quality,
    /// Whether it asks what only the room of an incident knows.
    pub needs_room: bool,
    pub run: fn(&Draft, &Scene) -> Vec<Finding>,
}

/// Something to look at before anyone approves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub quality: Quality,
    /// Its sentence is `check-KEY` in the words.
    pub key: &'static str,
    /// What the sentence names.
    pub said: Vec<(&'static str, String)>,
    /// The passage, as the draft has it; nothing if it is about the whole text.
    pub place: Option<Place>,
    /// Whether a reader would be misled, rather than merely less well served.
    pub is_grave: bool,
}

/// Where in the draft a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub lang: Lang,
    /// Characters of the text in that language, from and until.
    pub from: usize,
    pub until: usize,
    pub quote: String,
}

/// A new check is a function and a line here.
pub const CHECKS: &[Check] = &[
    Check { name: "clock", quality: Quality::Timely, needs_room: true, run: timely::clock },
    Check { name: "next-word", quality: Quality::Timely, needs_room: true, run: timely::next_word },
    Check { name: "blanks", quality: Quality::Accurate, needs_room: false, run: accurate::blanks },
    Check { name: "numbers", quality: Quality::Accurate, needs_room: true, run: accurate::numbers },
    Check { name: "claims", quality: Quality::Accurate, needs_room: true, run: accurate::claims },
    Check { name: "certainty", quality: Quality::Accurate, needs_room: false, run: accurate::certainty },
    Check { name: "languages", quality: Quality::Accurate, needs_room: false, run: accurate::languages },
    Check { name: "unknown", quality: Quality::Sincere, needs_room: true, run: sincere::unknown },
    Check { name: "regret", quality: Quality::Sincere, needs_room: false, run: sincere::regret },
    Check { name: "blame", quality: Quality::Sincere, needs_room: false, run: sincere::blame },
    Check { name: "plain", quality: Quality::Sincere, needs_room: false, run: plain::check },
    Check { name: "seen", quality: Quality::Coordinated, needs_room: true, run: coordinated::seen },
    Check { name: "contradiction", quality: Quality::Coordinated, needs_room: false, run: coordinated::contradiction },
];

/// Every finding of every check, in the order of [`CHECKS`].
pub fn run(draft: &Draft, scene: &Scene) -> Vec<Finding> {
    let asked = CHECKS.iter().filter(|check| !(check.needs_room && scene.is_without_room));
    asked.flat_map(|check| (check.run)(draft, scene)).collect()
}

impl Draft {
    /// The texts that are not empty, each with its language.
    fn texts(&self) -> Vec<(Lang, &str)> {
        [(Lang::ZhHans, self.text_zh.as_str()), (Lang::En, self.text_en.as_str())]
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .collect()
    }
}

/// The language a finding is about, as sentences name it: a code that the words choose by.
fn language(lang: Lang) -> (&'static str, String) {
    ("lang", if lang == Lang::En { "en" } else { "zh" }.to_owned())
}

/// A finding about the whole text.
fn whole(quality: Quality, key: &'static str, said: Vec<(&'static str, String)>, is_grave: bool) -> Finding {
    Finding { quality, key, said, place: None, is_grave }
}

/// A finding about a passage.
///
/// - `from`, `until`: bytes of `text`
fn placed(
    quality: Quality,
    key: &'static str,
    said: Vec<(&'static str, String)>,
    is_grave: bool,
    (lang, text, from, until): (Lang, &str, usize, usize),
) -> Finding {
    let place = Place {
        lang,
        from: text[..from].chars().count(),
        until: text[..until].chars().count(),
        quote: text[from..until].to_owned(),
    };
    Finding { quality, key, said, place: Some(place), is_grave }
}

#[cfg(test)]
mod tests;
