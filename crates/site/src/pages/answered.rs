//! What we heard, what we did: stories beside the answers given to them, and how long each took.

use askama::Template;
use claims::Verdict;
use model::{Figure, Level, Time};
use web::{Frame, Html, Spoken, span};

#[derive(Template)]
#[template(path = "answered.html")]
pub struct AnsweredView {
    pub f: Frame,
    pub days: u32,
    /// Last heard first.
    pub stories: Vec<AnsweredItem>,
    pub warned: u32,
    pub warned_answered: u32,
    pub answered: u32,
    /// Half of the answered stories had their first word sooner.
    pub first_word_ms: Option<i64>,
    pub after_warning_ms: Option<i64>,
    pub json_href: String,
    pub k: u32,
}

pub struct AnsweredItem {
    pub href: String,
    pub headline: Spoken,
    pub voices: Figure,
    pub first_heard: Time,
    pub warned: Option<(Time, Level)>,
    /// Oldest first; empty while nothing was said.
    pub answers: Vec<AnswerItem>,
    pub first_word_ms: Option<i64>,
    pub after_warning_ms: Option<i64>,
}

pub struct AnswerItem {
    pub href: String,
    pub title: Spoken,
    pub at: Time,
    pub verdict: Option<Verdict>,
}

impl AnsweredView {
    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn span(&self, ms: &i64) -> String {
        span(self.f.words(), *ms)
    }

    /// The middle one of the times from warning to word. The number of nothing would read as if half had been sooner still.
    fn median(&self, ms: &i64) -> String {
        if *ms == 0 { self.f.t("answered-median-before") } else { self.span(ms) }
    }

    /// How long after its warning; what was answered before that took no time.
    fn since_warning(&self, ms: &i64) -> String {
        if *ms == 0 {
            self.f.t("answered-before-warning")
        } else {
            self.f.t1("answered-since-warning", "span", self.span(ms))
        }
    }

    /// How long it took, in the words of the page; an answer that was there before the story took no time.
    fn took(&self, ms: &i64) -> String {
        if *ms == 0 { self.f.t("answered-before") } else { span(self.f.words(), *ms) }
    }
}
