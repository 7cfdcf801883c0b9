//! What stands around the content of every page. It is printed here and not by each page's own template, into each of which
//! it would be compiled again.

use crate::{Frame, Html, Staff};
use askama::Template;

/// The desk's menu, at the side or behind a button, and who is signed in.
#[derive(Template)]
#[template(path = "kit/rail.html")]
struct RailView<'a> {
    f: &'a Frame,
    staff: &'a Staff,
}

#[derive(Template)]
#[template(path = "kit/masthead.html")]
struct MastheadView<'a> {
    f: &'a Frame,
}

#[derive(Template)]
#[template(path = "kit/colophon.html")]
struct ColophonView<'a> {
    f: &'a Frame,
}

/// For the layouts.
impl Frame {
    pub fn rail(&self, staff: &Staff) -> Html {
        Html::of(&RailView { f: self, staff })
    }

    pub fn masthead(&self) -> Html {
        Html::of(&MastheadView { f: self })
    }

    pub fn colophon(&self) -> Html {
        Html::of(&ColophonView { f: self })
    }
}
