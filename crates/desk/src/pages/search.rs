//! Search over what institutions and the press published, and over stories; never over private persons' posts.

use askama::Template;
use model::{Sentiment, SourceKind, Time};
use text::Piece;
use web::{Field, Frame, Input, Staff};

#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchView {
    pub f: Frame,
    pub staff: Staff,
    pub form: SearchForm,
    /// Id and name of each source that may be searched, and of each district.
    pub sources: Vec<(String, String)>,
    pub districts: Vec<(String, String)>,
    pub state: SearchState,
    pub saved: Vec<SavedRow>,
    /// The search as its address says it, for keeping it.
    pub address: String,
    pub saved_error: Option<&'static str>,
}

/// What was asked, each an empty text for "any".
#[derive(Clone, Debug, Default)]
pub struct SearchForm {
    pub q: String,
    pub corpus: String,
    pub source: String,
    pub kind: String,
    pub district: String,
    pub sentiment: String,
    pub time: String,
    pub order: String,
    pub purpose: String,
}

pub enum SearchState {
    /// Nothing was asked yet.
    New,
    /// The query holds no word that can be looked for.
    Empty,
    Nothing,
    Found {
        texts: Vec<FoundText>,
        /// How many there are to page through.
        count: u32,
        /// Whether more match, of which only the newest were ranked.
        is_more: bool,
        is_relaxed: bool,
        next_href: Option<String>,
        previous_href: Option<String>,
    },
}

pub struct FoundText {
    pub href: String,
    /// Whether the link leads to another site.
    pub is_outside: bool,
    pub tag: &'static str,
    pub title: Vec<Piece>,
    pub excerpt: Vec<Piece>,
    pub at: Time,
    /// The source, or that it is a story.
    pub source: String,
    pub sentiment: Option<Sentiment>,
    pub places: Vec<String>,
}

pub struct SavedRow {
    pub id: String,
    pub name: String,
    pub href: String,
}

impl SearchView {
    fn asked(&self) -> Field {
        Field::new("q", "search-query").input(Input::Search).hint("search-query-hint").value(&self.form.q)
    }

    /// Whether anything narrows the search, so that what does is seen.
    fn is_narrowed(&self) -> bool {
        let form = &self.form;
        let chosen = [&form.corpus, &form.source, &form.kind, &form.district, &form.sentiment, &form.time];
        chosen.iter().any(|value| !value.is_empty()) || form.order == "newest"
    }

    fn filters(&self) -> Vec<Field> {
        let t = |key: &str| self.f.t(key);
        let any = || (String::new(), t("stories-any"));
        let named = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(code, key)| ((*code).to_owned(), t(key))).collect()
        };
        let choice = |name, label, value: &str, choices: Vec<(String, String)>| {
            let choices = std::iter::once(any()).chain(choices).collect();
            Field::new(name, label).input(Input::Choice(choices)).value(value)
        };
        let kinds = [SourceKind::Institution, SourceKind::Press];
        let moods =
            Sentiment::ALL.iter().map(|mood| (mood.code().to_owned(), t(&format!("sentiment-{}", mood.code()))));
        let times = [("week", "stories-time-week"), ("month", "stories-time-month"), ("year", "search-time-year")];
        vec![
            choice(
                "corpus",
                "search-corpus",
                &self.form.corpus,
                named(&[
                    ("text", "search-corpus-text"),
                    ("story", "search-corpus-story"),
                    ("claim", "search-corpus-claim"),
                    ("document", "search-corpus-document"),
                ]),
            ),
            choice("time", "stories-time", &self.form.time, named(&times)),
            choice(
                "kind",
                "search-kind",
                &self.form.kind,
                kinds.iter().map(|kind| (kind.code().to_owned(), self.f.kind(kind))).collect(),
            ),
            choice("source", "search-source", &self.form.source, self.sources.clone()),
            choice("district", "search-district", &self.form.district, self.districts.clone()),
            choice("sentiment", "search-sentiment", &self.form.sentiment, moods.collect()),
            Field::new("order", "search-order")
                .input(Input::Choice(named(&[("best", "search-order-best"), ("newest", "search-order-newest")])))
                .value(&self.form.order),
        ]
    }

    /// Each search goes on record with it, so it is never folded away.
    fn purpose(&self) -> Field {
        let purposes = ["routine_watch", "incident", "source_care", "report"];
        let choice = |code: &&str| ((*code).to_owned(), self.f.t(&format!("purpose-{code}")));
        Field::new("purpose", "search-purpose")
            .input(Input::Choice(purposes.iter().map(choice).collect()))
            .value(&self.form.purpose)
    }

    fn name(&self) -> Field {
        Field::new("name", "search-save-name").error(self.saved_error)
    }

    fn drop_path(&self, saved: &SavedRow) -> String {
        format!("/desk/search/saved/{}/drop", saved.id)
    }

    fn mood(&self, mood: &Sentiment) -> String {
        self.f.t(&format!("sentiment-{}", mood.code()))
    }

    /// Whether there is a search that one could want to keep.
    fn has_asked(&self) -> bool {
        !matches!(self.state, SearchState::New | SearchState::Empty)
    }
}
