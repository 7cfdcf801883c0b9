//! The public log: where it stands, who watches it, what was logged last, and how to check it; and the check in the browser.

use askama::Template;
use ledger::LeafKind;
use model::Time;
use web::{Frame, Spoken};

#[derive(Template)]
#[template(path = "log.html")]
pub struct LogView {
    pub f: Frame,
    /// Nothing while the log has not begun.
    pub now: Option<LogNow>,
    /// Whether nothing new is signed at the moment.
    pub is_refused: bool,
    /// Newest first.
    pub latest: Vec<LogLine>,
    /// The log's address, such as `https://city.example/log`.
    pub url: String,
}

/// The last checkpoint that is served.
pub struct LogNow {
    pub size: u32,
    pub signed: Time,
    pub origin: String,
    pub vkey: String,
    pub witnesses: Vec<LogWitness>,
}

pub struct LogWitness {
    pub operator: String,
    pub key: String,
    pub at: Time,
}

pub struct LogLine {
    pub index: u32,
    /// In the page's language.
    pub kind: String,
    pub version: Option<u32>,
    pub subject: String,
    /// The title of what it is about with its address, while strangers may read that.
    pub title: Option<(Spoken, String)>,
    pub at: Time,
}

#[derive(Template)]
#[template(path = "log_check.html")]
pub struct LogCheckView {
    pub f: Frame,
    /// The log's key, as this site says it.
    pub vkey: String,
    /// The proof that the page before this one offers; nothing when the reader brings a file.
    pub proof: Option<LogProof>,
}

pub struct LogProof {
    pub subject: String,
    pub href: String,
}

impl LogCheckView {
    /// Each kind's code with its word, for the script.
    fn kinds(&self) -> Vec<(&'static str, String)> {
        LeafKind::ALL.iter().map(|leaf| (leaf.code(), kind(&self.f, *leaf))).collect()
    }

    /// Sentences whose gaps the script fills: each placeholder stands in it by its name, in braces.
    fn good(&self) -> String {
        let gaps = ["origin", "entries", "texts", "size"].map(|name| (name, format!("{{{name}}}").into()));
        self.f.words().t_with("log-check-good", &gaps)
    }

    fn bad(&self) -> String {
        self.f.t1("log-check-bad", "why", "{why}")
    }

    fn entry(&self) -> String {
        let gaps = ["index", "kind", "at"].map(|name| (name, format!("{{{name}}}").into()));
        self.f.words().t_with("log-check-entry", &gaps)
    }
}

/// What was done, in the page's language.
pub(crate) fn kind(f: &Frame, leaf: LeafKind) -> String {
    f.t(&format!("log-kind-{}", leaf.code()))
}
