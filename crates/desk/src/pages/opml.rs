//! Lists of feeds (OPML): what an import would add, each with its purpose asked, and what the register holds.

use askama::Template;
use model::SourceKind;
use web::{Frame, Staff};

#[derive(Template)]
#[template(path = "feed_list.html")]
pub struct ListView {
    pub f: Frame,
    pub staff: Staff,
    /// Feeds that are not listened to yet; empty before a list was read.
    pub feeds: Vec<Feed>,
    /// Feeds of the list that are listened to already.
    pub known: u32,
    /// Feeds beyond those that are shown at once.
    pub more: u32,
    pub is_read: bool,
    /// A key that says what is wrong with the file.
    pub error: Option<&'static str>,
}

/// One feed that could be added.
pub struct Feed {
    /// Counts the fields of the form.
    pub number: usize,
    pub address: String,
    pub name: String,
    /// A code of [`SourceKind`].
    pub kind: String,
    pub purpose: String,
    pub is_chosen: bool,
    pub error: Option<&'static str>,
}

impl ListView {
    fn kinds(&self) -> Vec<(&'static str, String)> {
        SourceKind::ALL.iter().map(|kind| (kind.code(), self.f.kind(kind))).collect()
    }
}
