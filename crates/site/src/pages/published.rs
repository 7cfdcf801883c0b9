//! What the body says: the list, one document with its whole history, and the register of corrections and withdrawals.

use crate::pages::history::History;
use crate::pages::share::Share;
use askama::Template;
use model::Time;
use publish::diff::{Changed, Run};
use publish::markdown::Printed;
use publish::{ChangeKind, Kind, Status};
use web::{Frame, Html, Spoken};

#[derive(Template)]
#[template(path = "published.html")]
pub struct PublishedView {
    pub f: Frame,
    pub kinds: Vec<KindLink>,
    pub items: Vec<PublishedItem>,
    pub later: Option<String>,
    pub earlier: Option<String>,
    /// Where the list is as data and as feeds, with the name of each format.
    pub formats: Vec<(String, &'static str)>,
}

/// A kind to choose by.
pub struct KindLink {
    pub href: String,
    /// Nothing for all kinds.
    pub kind: Option<Kind>,
    pub count: u32,
    pub is_chosen: bool,
}

/// One document in a list.
#[derive(Clone)]
pub struct PublishedItem {
    pub href: String,
    pub title: Spoken,
    pub summary: Spoken,
    pub kind: Kind,
    /// When its latest edition appeared.
    pub at: Time,
    pub edition_index: u32,
    pub is_withdrawn: bool,
}

#[derive(Template)]
#[template(path = "document.html")]
pub struct DocumentView {
    pub f: Frame,
    pub kind: Kind,
    pub title: Spoken,
    pub summary: String,
    pub body: Printed,
    /// Whether the text is in the other language, since nobody has written it in the page's.
    pub is_other_language: bool,
    pub first: Time,
    pub shown: EditionLine,
    /// What changed in the edition that is shown, in words.
    pub change: Option<Spoken>,
    /// The address of the edition in force, when an earlier one is shown.
    pub current_href: Option<String>,
    /// What the next edition says was wrong with this one, when an earlier one is shown.
    pub corrected: Option<Spoken>,
    pub withdrawn: Option<Tombstone>,
    pub emergency: Option<EmergencyFacts>,
    /// Links to the stories it answers.
    pub stories: Vec<String>,
    /// What the body owes next in the matter, by when, and by which text; where it chose to show that.
    pub owed: Vec<(String, Time, String)>,
    /// Latest first.
    pub editions: Vec<EditionLine>,
    pub proof: Proof,
    /// What the log holds about it.
    pub history: Option<History>,
    pub json_href: String,
    /// What a shared link shows; nothing of what is withdrawn.
    pub share: Option<Share>,
    /// The document for search engines, in a block that no browser runs.
    pub linked_data: Html,
}

/// One edition in the history.
#[derive(Clone)]
pub struct EditionLine {
    pub href: String,
    pub index: u32,
    pub change: ChangeKind,
    pub at: Time,
    pub note: Option<Spoken>,
    /// From the edition before, in the language of the page.
    pub diff: Vec<Run>,
    pub is_shown: bool,
    pub is_withdrawn: bool,
}

/// That a document was withdrawn.
pub struct Tombstone {
    pub at: Time,
    pub reason: Spoken,
}

/// What people are to do in an emergency, where and until when.
pub struct EmergencyFacts {
    /// A drill says so before anything else.
    pub status: Status,
    pub instruction: Spoken,
    /// Names of districts; empty for everywhere.
    pub areas: Vec<String>,
    pub until: Time,
    pub is_over: bool,
    /// The message for programs, once it is out.
    pub cap_href: Option<String>,
}

/// What anyone needs to check that a text is the one that was logged.
pub struct Proof {
    pub digest: String,
    pub leaf: String,
}

#[derive(Template)]
#[template(path = "corrections.html")]
pub struct CorrectionsView {
    pub f: Frame,
    pub items: Vec<CorrectionItem>,
    pub later: Option<String>,
    pub earlier: Option<String>,
}

/// One line of the register.
pub struct CorrectionItem {
    pub href: String,
    pub title: Spoken,
    pub note: Spoken,
    pub at: Time,
    pub is_withdrawal: bool,
    /// Whether it is about a claim checked rather than a document.
    pub is_claim: bool,
}

/// The key of what an edition is to the one before it.
pub(crate) const fn change_name(change: &ChangeKind) -> &'static str {
    match change {
        ChangeKind::First => "published-change-first",
        ChangeKind::Update => "published-change-update",
        ChangeKind::Correction => "published-change-correction",
    }
}

pub(crate) const fn mark_of(run: &Run) -> &'static str {
    match run.change {
        Changed::Same => "same",
        Changed::Added => "added",
        Changed::Removed => "removed",
    }
}

impl PublishedView {
    fn kind_name(&self, link: &KindLink) -> String {
        self.f.t(link.kind.map_or("published-all", Kind::key))
    }

    fn is_filtered(&self) -> bool {
        self.kinds.iter().any(|link| link.is_chosen && link.kind.is_some())
    }
}

impl EmergencyFacts {
    /// The keys of what a drill says of itself; nothing for what is meant.
    pub(crate) const fn drill(&self) -> Option<(&'static str, &'static str)> {
        match self.status {
            Status::Actual => None,
            Status::Exercise => Some(("published-exercise", "published-exercise-text")),
            Status::Test => Some(("published-test", "published-test-text")),
        }
    }
}

impl DocumentView {
    fn digest_groups(&self) -> Vec<String> {
        self.proof.digest.as_bytes().chunks(8).map(|group| String::from_utf8_lossy(group).into_owned()).collect()
    }
}
