//! All stories, one a row, filtered by a form that is also the page's address.

use askama::Template;
use model::{Figure, Level, Need, Time};
use web::chart::Spark;
use web::{Field, Frame, Input, Spoken, Staff, level_word};

#[derive(Template)]
#[template(path = "stories.html")]
pub struct StoriesView {
    pub f: Frame,
    pub staff: Staff,
    pub filter: StoryFilter,
    /// Most voices first; only stories that reach k.
    pub stories: Vec<StoryRow>,
    /// How many fit the filter in all.
    pub count: u32,
    pub k: u32,
    /// The next page, if there is one.
    pub next_href: Option<String>,
}

/// What the address says, each an empty text for "any".
#[derive(Clone, Debug, Default)]
pub struct StoryFilter {
    /// A code of [`Need`].
    pub kind: String,
    /// A code of [`Level`], or `none`.
    pub level: String,
    /// `day`, `week` or `month`.
    pub time: String,
    /// `zh` or `en`.
    pub lang: String,
}

pub struct StoryRow {
    pub href: String,
    pub headline: Spoken,
    pub level: Option<Level>,
    pub voices: Figure,
    pub mentions: Figure,
    pub change: Change,
    pub spark: Spark,
    pub places: Vec<String>,
    pub first_seen: Time,
}

/// Voices of the last day against the day before; told only where both days reach k.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    New,
    /// In per cent.
    Up(u32),
    /// In per cent.
    Down(u32),
    Same,
    /// One of the two days is under the threshold.
    Hidden,
}

impl StoriesView {
    fn fields(&self) -> Vec<Field> {
        let t = |key: &str| self.f.t(key);
        let any = || (String::new(), t("stories-any"));
        let needs = Need::ALL.iter().map(|need| (need.code().to_owned(), t(need_key(*need))));
        let levels = Level::ALL.iter().rev().map(|l| (l.code().to_owned(), level_word(self.f.words(), *l)));
        let times = [("day", "stories-time-day"), ("week", "stories-time-week"), ("month", "stories-time-month")];
        let langs = [("zh", "stories-lang-zh"), ("en", "stories-lang-en")];
        let named = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(code, key)| ((*code).to_owned(), t(key))).collect()
        };
        let choice = |name, label, value: &str, choices: Vec<(String, String)>| {
            let choices = std::iter::once(any()).chain(choices).collect();
            Field::new(name, label).input(Input::Choice(choices)).value(value)
        };
        let mut level_choices: Vec<_> = levels.collect();
        level_choices.push(("none".to_owned(), t("stories-level-none")));
        vec![
            choice("kind", "stories-kind", &self.filter.kind, needs.collect()),
            choice("level", "stories-level", &self.filter.level, level_choices),
            choice("time", "stories-time", &self.filter.time, named(&times)),
            choice("lang", "stories-lang", &self.filter.lang, named(&langs)),
        ]
    }

    fn is_filtered(&self) -> bool {
        let StoryFilter { kind, level, time, lang } = &self.filter;
        [kind, level, time, lang].iter().any(|value| !value.is_empty())
    }

    fn change(&self, change: &Change) -> String {
        match *change {
            Change::New => self.f.t("stories-new"),
            Change::Up(percent) => self.f.t1("stories-up", "percent", percent),
            Change::Down(percent) => self.f.t1("stories-down", "percent", percent),
            Change::Same => self.f.t("stories-level-same"),
            Change::Hidden => "–".to_owned(),
        }
    }
}

const fn need_key(need: Need) -> &'static str {
    match need {
        Need::Complaint => "need-complaint",
        Need::Question => "need-question",
        Need::Suggestion => "need-suggestion",
        Need::Praise => "need-praise",
        Need::Danger => "need-danger",
        Need::News => "need-news",
    }
}
