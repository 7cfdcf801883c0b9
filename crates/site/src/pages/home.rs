//! "What we hear": the mirror of what the desk sees.

use super::published::PublishedItem;
use askama::Template;
use model::{Figure, Time};
use web::chart::{Bars, Heat, Spark, Split, Tiles, Timeline};
use web::{Frame, Spoken};

#[derive(Template)]
#[template(path = "home.html")]
pub struct HomeView {
    pub f: Frame,
    pub period_from: Time,
    pub period_to: Time,
    /// When something was last heard; nothing while nothing ever was.
    pub heard_last: Option<Time>,
    pub mentions: Figure,
    pub voices: Figure,
    pub sources_answered: u32,
    pub sources_total: u32,
    pub k: u32,
    /// Where the same figures are as JSON.
    pub json_href: String,
    /// Largest first; only stories that reach k.
    pub stories: Vec<StoryItem>,
    /// The last 30 days; nothing before the first day is over.
    pub timeline: Option<Timeline>,
    pub heat: Option<Heat>,
    pub tiles: Option<Tiles>,
    pub needs: Option<Bars>,
    /// What the body said last.
    pub said: Vec<PublishedItem>,
}

/// One story in the list.
pub struct StoryItem {
    pub href: String,
    pub headline: Spoken,
    pub voices: Figure,
    pub mentions: Figure,
    /// Voices a day.
    pub spark: Spark,
    pub places: Vec<String>,
    pub sentiment: Split,
    pub terms: Vec<Spoken>,
    pub first_seen: Time,
    pub last_seen: Time,
}
