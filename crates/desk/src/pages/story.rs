//! One story, from headline to evidence to history.

use super::alerts::AlertCard;
use super::claims::strength_word;
use askama::Template;
use claims::Verdict;
use claims::matching::Strength;
use model::{Figure, Level, Time};
use web::chart::{Bars, Multiples, Timeline};
use web::{Frame, Html, Spoken, Staff, span};

#[derive(Template)]
#[template(path = "desk_story.html")]
pub struct DeskStoryView {
    pub f: Frame,
    pub staff: Staff,
    /// Whether whoever looks may acknowledge, judge and open an incident.
    pub may_act: bool,
    pub headline: Spoken,
    pub level: Option<Level>,
    pub voices: Figure,
    pub mentions: Figure,
    /// Copies of texts, which count once.
    pub copies: Figure,
    pub places_named: Vec<String>,
    pub first_seen: Time,
    pub last_seen: Time,
    pub terms: Vec<Spoken>,
    /// Its alert, open or acknowledged, with its three strongest reasons.
    pub alert: Option<AlertCard>,
    pub timeline: Timeline,
    pub sentiment: Option<Multiples>,
    pub sources: Bars,
    pub places: Option<Bars>,
    /// Only texts that at least k voices said nearly alike.
    pub samples: Vec<Sample>,
    pub publications: Vec<Publication>,
    /// What the body published about it, oldest first.
    pub answers: Vec<StoryAnswer>,
    /// From the first that was heard to the first word, and how many spoke after it.
    pub first_word: Option<(i64, Figure)>,
    /// Claims that are told in it, or may be.
    pub claims: Vec<StoryClaim>,
    /// Where a claim in it is checked; nothing for who may not write.
    pub check_href: Option<String>,
    /// What happened to its alert and who did it, newest first.
    pub history: Vec<HistoryItem>,
    pub k: u32,
}

pub struct StoryAnswer {
    pub title: Spoken,
    pub href: String,
    pub at: Time,
    pub verdict: Option<Verdict>,
}

pub struct StoryClaim {
    pub claim: Spoken,
    pub href: String,
    pub verdict: Option<Verdict>,
    /// Nothing once a person has attached it.
    pub suggested: Option<Strength>,
}

impl DeskStoryView {
    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn strength(&self, strength: &Strength) -> String {
        strength_word(&self.f, *strength)
    }

    fn span(&self, ms: &i64) -> String {
        span(self.f.words(), *ms)
    }
}

/// A masked text that many said nearly alike.
pub struct Sample {
    pub text: Spoken,
    pub voices: Figure,
}

/// A text by an institution or the press, with its link.
pub struct Publication {
    pub title: Spoken,
    pub source: String,
    pub href: String,
    pub at: Time,
}

pub struct HistoryItem {
    pub at: Time,
    /// A finished sentence in the page's language.
    pub text: String,
}

impl DeskStoryView {
    /// The story's id, which is the end of its address.
    fn id(&self) -> &str {
        self.f.path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default()
    }
}
