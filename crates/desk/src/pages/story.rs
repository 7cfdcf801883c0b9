//! One story, from headline to evidence to history.

use super::alerts::AlertCard;
use askama::Template;
use model::{Figure, Level, Time};
use web::chart::{Bars, Multiples, Timeline};
use web::{Frame, Spoken, Staff};

#[derive(Template)]
#[template(path = "desk_story.html")]
pub struct DeskStoryView {
    pub f: Frame,
    pub staff: Staff,
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
    /// What happened to its alert and who did it, newest first.
    pub history: Vec<HistoryItem>,
    pub k: u32,
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
