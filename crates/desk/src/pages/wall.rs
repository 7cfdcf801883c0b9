//! Links that open the wall: who made them, when a screen last used them, and how to end one.

use askama::Template;
use model::Time;
use web::{Field, Frame, Staff};

#[derive(Template)]
#[template(path = "wall_links.html")]
pub struct WallLinksView {
    pub f: Frame,
    pub staff: Staff,
    pub open: Vec<WallLinkRow>,
    pub ended: Vec<WallLinkRow>,
    /// What was typed, and a key that says what is wrong with it.
    pub label: String,
    pub label_error: Option<&'static str>,
    /// The address of a link that was just made: shown this once.
    pub made: Option<String>,
    /// Whether who is signed in may make and end links.
    pub may_change: bool,
}

pub struct WallLinkRow {
    pub id: String,
    pub label: String,
    pub made_by: String,
    pub made: Time,
    pub ended: Option<Time>,
    pub seen: Option<Time>,
}

impl WallLinksView {
    fn label(&self) -> Field {
        Field::new("label", "wall-label").hint("wall-label-hint").value(&self.label).error(self.label_error)
    }
}
