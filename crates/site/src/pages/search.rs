//! Search over what is public here: stories of the mirror, and what else the list of search calls public.

use askama::Template;
use model::Time;
use text::Piece;
use web::{Field, Frame, Input};

#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchView {
    pub f: Frame,
    pub q: String,
    /// Nothing while nothing was asked.
    pub found: Option<Vec<FoundItem>>,
    pub is_more: bool,
    pub is_relaxed: bool,
}

pub struct FoundItem {
    pub href: String,
    pub tag: &'static str,
    /// What it is, in words.
    pub what: String,
    pub title: Vec<Piece>,
    pub excerpt: Vec<Piece>,
    pub at: Time,
}

impl SearchView {
    fn asked(&self) -> Field {
        Field::new("q", "search-query").input(Input::Search).value(&self.q)
    }
}
