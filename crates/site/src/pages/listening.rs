//! "How we listen": the public register of sources, what is kept, for how long, and who has looked.

use askama::Template;
use model::{SourceKind, Time};
use web::Frame;

#[derive(Template)]
#[template(path = "listening.html")]
pub struct ListeningView {
    pub f: Frame,
    /// In the order in which they were added.
    pub sources: Vec<RegisteredSource>,
    /// Sources that were removed, last removed first. They stay on the page.
    pub removed: Vec<RegisteredSource>,
    /// What is listened for on purpose, those that count first.
    pub topics: Vec<RegisteredTopic>,
    pub k: u32,
    pub retention_days: u32,
    /// Over how many days the queries were counted.
    pub queries_days: u32,
    /// Most frequent purpose first.
    pub queries: Vec<QueryCount>,
    /// Latest first.
    pub months: Vec<MonthRow>,
}

/// What was done about listening in a month.
pub struct MonthRow {
    /// Such as 2026-11.
    pub month: String,
    pub queries: Vec<QueryCount>,
    /// Names of sources.
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub policies: u32,
}

/// One topic of the register.
pub struct RegisteredTopic {
    pub href: String,
    pub name: String,
    pub purpose: String,
    pub query: String,
    pub since: Time,
    pub ended: Option<(Time, String)>,
}

/// One line of the register.
pub struct RegisteredSource {
    pub name: String,
    pub kind: SourceKind,
    pub purpose: String,
    pub since: Time,
    pub until: Option<Time>,
    /// Why it was removed.
    pub reason: Option<String>,
    /// What narrows it, where something does.
    pub asks: Option<String>,
    /// Whether it has not answered for a day.
    pub is_silent: bool,
}

/// How often staff queried listening data for one purpose. These are acts of office, so no threshold hides them.
pub struct QueryCount {
    pub purpose: String,
    pub count: u32,
}
