//! One story as the public sees it: headline, course, who speaks, where, and in what mood.

use crate::AnswerItem;
use askama::Template;
use claims::Verdict;
use model::{Figure, Time};
use web::chart::{Bars, Multiples, Timeline};
use web::{Frame, Html, Spoken, span};

#[derive(Template)]
#[template(path = "story.html")]
pub struct StoryView {
    pub f: Frame,
    pub headline: Spoken,
    pub voices: Figure,
    pub mentions: Figure,
    pub first_seen: Time,
    pub last_seen: Time,
    pub terms: Vec<Spoken>,
    pub timeline: Timeline,
    pub sources: Bars,
    /// Nothing if no text names a place.
    pub places: Option<Bars>,
    /// One small chart a feeling; nothing while too few voices spoke.
    pub sentiment: Option<Multiples>,
    /// Only texts that at least k voices said nearly alike.
    pub samples: Vec<Sample>,
    /// What institutions and the press published about it, newest first.
    pub publications: Vec<Publication>,
    /// What the body published about it, oldest first.
    pub answers: Vec<AnswerItem>,
    /// From the first that was heard to the first word.
    pub first_word_ms: Option<i64>,
    /// Voices after the first word, hour by hour.
    pub after: Option<Figure>,
    pub k: u32,
    pub sources_answered: u32,
    pub sources_total: u32,
    pub json_href: String,
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

impl StoryView {
    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn took(&self, ms: &i64) -> String {
        span(self.f.words(), *ms)
    }

    fn counted(&self) -> String {
        let args =
            [("k", self.k.into()), ("answered", self.sources_answered.into()), ("total", self.sources_total.into())];
        self.f.words().t_with("story-count-text", &args)
    }
}
