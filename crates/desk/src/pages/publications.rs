//! Publications: what waits for whom, writing in two languages side by side, and the page on which a second person decides.

use super::draft_checks::ChecksPanel;
use super::emergency::{EmergencyForm, Fact, FactChange};
use askama::Template;
use model::Time;
use publish::diff::{Changed, Run};
use publish::markdown::Printed;
use publish::{ChangeKind, Kind, Side};
use web::{Field, Frame, Input, Spoken, Staff};

/// The list: what waits for whom first.
#[derive(Template)]
#[template(path = "publications.html")]
pub struct PublicationsView {
    pub f: Frame,
    pub staff: Staff,
    /// Submitted, and waiting for a second person.
    pub waiting: Vec<PublicationRow>,
    /// Approved, and not out yet.
    pub approved: Vec<PublicationRow>,
    pub drafts: Vec<PublicationRow>,
    pub appeared: Vec<PublicationRow>,
    /// Pages of what appeared; nothing where there is none.
    pub earlier: Option<String>,
    pub later: Option<String>,
    pub may_write: bool,
    /// Open incidents that a new text may answer: id, and number with title.
    pub incident_choices: Vec<(String, String)>,
}

/// One line of the list.
pub struct PublicationRow {
    pub href: String,
    pub title: Spoken,
    pub kind: Kind,
    pub change: ChangeKind,
    /// Who did what it stands at: wrote, submitted, approved or published it.
    pub by: String,
    pub at: Time,
    pub due: Option<Time>,
    pub is_withdrawn: bool,
    /// Whether the reader may approve it, so that it stands out.
    pub is_yours: bool,
}

/// The editor.
#[derive(Template)]
#[template(path = "edit_publication.html")]
pub struct EditPublicationView {
    pub f: Frame,
    pub staff: Staff,
    pub id: String,
    pub title: Spoken,
    pub kind: Kind,
    pub slug: String,
    /// Whether address and kind can no longer be changed, since something appeared there.
    pub is_fixed: bool,
    pub change: ChangeKind,
    pub revision: u32,
    /// What an emergency adds; nothing where it can no longer become one.
    pub emergency: Option<EmergencyForm>,
    pub sides: Vec<SideForm>,
    /// What it answers, such as a story, with a link.
    pub subjects: Vec<web::Link>,
    /// Open incidents that it may answer as well: id, and number with title.
    pub incident_choices: Vec<(String, String)>,
    pub checks: ChecksPanel,
    /// Where the departments of its room say that they have read it; nothing for a text that belongs to no incident.
    pub checks_href: Option<String>,
    /// The duties that it meets by being published.
    pub words_met: Vec<String>,
    /// Further duties of the room: a code, the name, and whether the text is said to meet it.
    pub gives: Vec<(&'static str, String, bool)>,
    pub saved: Time,
    pub saved_by: String,
    /// Whether this page answers a save that went well.
    pub is_saved: bool,
    /// What stands in the way of it all: keys of words.
    pub faults: Vec<&'static str>,
    pub slug_error: Option<&'static str>,
    /// Someone else saved in between.
    pub overtaken: Option<Overtaken>,
    /// How the body speaks; empty if it has not said.
    pub tone: String,
    pub files: Vec<FileRow>,
    /// What was wrong with the file that was sent, and the words that were typed for it.
    pub file_error: Option<&'static str>,
    pub alt_zh: String,
    pub alt_en: String,
}

/// A picture or an attachment of the document.
pub struct FileRow {
    pub href: String,
    pub called: String,
    pub is_picture: bool,
    pub alt: String,
    /// What shows it in the text of each language.
    pub snippet_zh: String,
    pub snippet_en: String,
    /// What stops it from being published, as sentences.
    pub faults: Vec<String>,
}

/// One language of the editor.
pub struct SideForm {
    pub side: Side,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub change: String,
    pub title_error: Option<&'static str>,
    pub body_error: Option<&'static str>,
    pub change_error: Option<&'static str>,
    pub preview: Preview,
}

/// The text as readers will see it, without the page around it. The editor's module fetches it alone.
#[derive(Template)]
#[template(path = "publication_preview.html")]
pub struct Preview {
    pub f: Frame,
    pub side: Side,
    pub title: String,
    pub summary: String,
    pub body: Printed,
    /// Why it cannot be printed.
    pub error: Option<&'static str>,
}

/// What someone else saved while this text was being written.
pub struct Overtaken {
    pub by: String,
    pub at: Time,
    /// From theirs to what was sent, part by part.
    pub parts: Vec<DiffPart>,
    pub facts: Vec<FactChange>,
}

/// One part of two texts that are compared.
pub struct DiffPart {
    /// The key of its name.
    pub label: &'static str,
    pub lang: &'static str,
    pub runs: Vec<Run>,
}

/// One edition as it stands: to be approved, to be published, or as it appeared.
#[derive(Template)]
#[template(path = "publication.html")]
pub struct PublicationView {
    pub f: Frame,
    pub staff: Staff,
    pub id: String,
    pub title: Spoken,
    pub kind: Kind,
    pub change: ChangeKind,
    pub change_notes: Vec<Spoken>,
    pub stage: Stage,
    pub edition_index: u32,
    /// Of an emergency: what programs will act on.
    pub facts: Vec<Fact>,
    /// Its address for the public, as text.
    pub address: String,
    pub sides: Vec<Preview>,
    pub subjects: Vec<web::Link>,
    /// The duties that it meets once it is published, by name.
    pub meets: Vec<String>,
    /// While it can still be taken back.
    pub checks: Option<ChecksPanel>,
    pub digest: String,
    /// Against the edition in force; nothing for a first one.
    pub diff: Option<Vec<DiffPart>>,
    /// Of an emergency, what programs will act on otherwise than before.
    pub facts_changed: Vec<FactChange>,
    pub writers: Vec<String>,
    pub steps: Vec<Step>,
    pub may: May,
    /// When it appears by itself, and who set that.
    pub due: Option<(Time, String)>,
    pub due_typed: String,
    pub reason_zh: String,
    pub reason_en: String,
    /// What was wrong with the form that was sent: a key.
    pub fault: Option<&'static str>,
    pub editions: Vec<EditionRow>,
    pub receipts: Vec<Receipt>,
}

/// Where an edition stands, as the page says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Waiting,
    Approved,
    InForce,
    Superseded,
    Withdrawn,
}

/// What the reader may do here.
#[derive(Clone, Copy, Debug, Default)]
pub struct May {
    pub approve: bool,
    /// They could approve, had they not written it.
    pub is_own: bool,
    pub reopen: bool,
    pub publish: bool,
    /// Begin a correction or an update.
    pub follow: bool,
    pub withdraw: bool,
}

/// Who did what, when.
pub struct Step {
    pub what: String,
    pub by: String,
    pub at: Time,
}

/// Another edition of the same document.
pub struct EditionRow {
    pub href: String,
    pub index: u32,
    pub change: ChangeKind,
    pub at: Option<Time>,
    pub is_this: bool,
    pub is_withdrawn: bool,
}

/// One copy that went out, or did not.
pub struct Receipt {
    pub channel: String,
    pub at: Option<Time>,
    pub said: String,
    pub is_wrong: bool,
}

pub(crate) const fn side_name(side: &Side) -> &'static str {
    match side {
        Side::Zh => "publications-side-zh",
        Side::En => "publications-side-en",
    }
}

pub(crate) const fn change_name(change: &ChangeKind) -> &'static str {
    match change {
        ChangeKind::First => "publications-change-first",
        ChangeKind::Update => "publications-change-update",
        ChangeKind::Correction => "publications-change-correction",
    }
}

/// The kinds as a form offers them.
pub(crate) fn kind_field(f: &Frame, value: &str) -> Field {
    let choices = Kind::ALL.iter().map(|kind| (kind.code().to_owned(), f.t(kind.key()))).collect();
    Field::new("kind", "publications-kind").input(Input::Choice(choices)).value(value)
}

impl PublicationsView {
    fn kinds(&self) -> Field {
        kind_field(&self.f, Kind::Statement.code())
    }

    fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.approved.is_empty() && self.drafts.is_empty() && self.appeared.is_empty()
    }
}

impl EditPublicationView {
    fn kinds(&self) -> Field {
        kind_field(&self.f, self.kind.code())
    }

    fn address(&self) -> Field {
        Field::new("slug", "publications-address")
            .hint("publications-address-hint")
            .value(self.slug.clone())
            .error(self.slug_error)
    }

    fn is_correction(&self) -> bool {
        self.change == ChangeKind::Correction
    }

    fn is_first(&self) -> bool {
        self.change == ChangeKind::First
    }

    fn path(&self) -> String {
        format!("/desk/publications/{}", self.id)
    }
}

impl SideForm {
    pub(crate) const fn code(&self) -> &'static str {
        match self.side {
            Side::Zh => "zh",
            Side::En => "en",
        }
    }

    pub(crate) const fn name(&self) -> &'static str {
        side_name(&self.side)
    }

    /// The ids of what describes an input, in the order in which they should be read.
    pub(crate) fn described_by(&self, part: &str, error: &Option<&'static str>, hint: &str) -> String {
        match error {
            Some(_) => format!("{part}_{}-error {hint}", self.code()).trim().to_owned(),
            None => hint.to_owned(),
        }
    }
}

impl Preview {
    pub(crate) const fn name(&self) -> &'static str {
        side_name(&self.side)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.title.is_empty() && self.summary.is_empty() && self.body.as_str().is_empty()
    }
}

impl DiffPart {
    pub(crate) fn is_changed(&self) -> bool {
        self.runs.iter().any(|run| run.change != Changed::Same)
    }
}

impl PublicationView {
    const fn stage_key(&self) -> &'static str {
        match self.stage {
            Stage::Waiting => "publications-stage-waiting",
            Stage::Approved => "publications-stage-approved",
            Stage::InForce => "publications-stage-in-force",
            Stage::Superseded => "publications-stage-superseded",
            Stage::Withdrawn => "publications-stage-withdrawn",
        }
    }

    fn path(&self, verb: &str) -> String {
        format!("/desk/publications/{}/{verb}", self.id)
    }

    /// The digest in groups of eight, which two people can compare by reading aloud.
    fn digest_groups(&self) -> Vec<String> {
        self.digest.as_bytes().chunks(8).map(|group| String::from_utf8_lossy(group).into_owned()).collect()
    }

    fn is_shown(&self, receipt: &Receipt) -> bool {
        !receipt.said.is_empty()
    }
}

pub(crate) const fn mark_of(run: &Run) -> &'static str {
    match run.change {
        Changed::Same => "same",
        Changed::Added => "added",
        Changed::Removed => "removed",
    }
}
