//! All sources with their health, so that a silent or flooding one is seen.

use askama::Template;
use model::{SourceKind, Time};
use web::chart::Spark;
use web::{Frame, Staff};

#[derive(Template)]
#[template(path = "sources.html")]
pub struct SourcesView {
    pub f: Frame,
    pub staff: Staff,
    /// Whether whoever looks may add and remove sources.
    pub may_change: bool,
    /// What is not well first.
    pub sources: Vec<SourceRow>,
    /// What is no longer listened to, last removed first.
    pub removed: Vec<RemovedRow>,
}

pub struct RemovedRow {
    pub name: String,
    pub until: Option<Time>,
    pub reason: String,
}

pub struct SourceRow {
    pub href: String,
    pub name: String,
    pub kind: SourceKind,
    pub health: Health,
    /// Items a day over four weeks before their own usual band. Items are counted, not people, so no threshold applies.
    pub spark: Spark,
    pub items_today: u32,
    pub answered_last: Option<Time>,
    /// What went wrong last, as a sentence in the page's language.
    pub error: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Well,
    Silent,
    Flooding,
    Failing,
    New,
}

impl Health {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Health::Well => "health-well",
            Health::Silent => "health-silent",
            Health::Flooding => "health-flooding",
            Health::Failing => "health-failing",
            Health::New => "health-new",
        }
    }

    pub(crate) const fn class(self) -> &'static str {
        match self {
            Health::Well => "health-well",
            Health::Silent | Health::Flooding => "health-odd",
            Health::Failing => "health-failing",
            Health::New => "health-new",
        }
    }
}
