//! One topic as the public sees it: what is listened for, why, and how many speak of it.

use askama::Template;
use model::{Figure, Time};
use web::chart::{Bars, Spark, Split, Tiles, Timeline};
use web::{Frame, Spoken};

#[derive(Template)]
#[template(path = "topic.html")]
pub struct TopicView {
    pub f: Frame,
    pub name: String,
    pub purpose: String,
    pub query: String,
    pub since: Time,
    /// Whether days before `since` are shown, which were counted again from what was held.
    pub is_recounted: bool,
    pub ended: Option<(Time, String)>,
    pub voices: Figure,
    pub mentions: Figure,
    pub timeline: Timeline,
    pub kinds: Bars,
    pub feeling: Split,
    pub places: Option<Tiles>,
    pub stories: Vec<TopicStory>,
    pub k: u32,
    pub json_href: String,
}

/// A story that k voices told within the topic.
pub struct TopicStory {
    pub href: String,
    pub headline: Spoken,
    pub voices: Figure,
    pub spark: Spark,
}
