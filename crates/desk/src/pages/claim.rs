//! One claim at the desk: writing it, its evidence, the second person, and the stories that tell it.

use super::claims::strength_word;
use askama::Template;
use claims::matches::Decision;
use claims::matching::Strength;
use claims::{Evidence, Verdict};
use model::{ClaimId, Figure, StoryId, Time};
use org::Refusal;
use web::chart::Timeline;
use web::input::refusal;
use web::{Field, Frame, Html, Input, Spoken, Staff};

#[derive(Template)]
#[template(path = "desk_claim.html")]
pub struct DeskClaimView {
    pub f: Frame,
    pub staff: Staff,
    pub id: ClaimId,
    pub claim: Spoken,
    pub verdict: Option<Verdict>,
    pub state: ClaimStateShown,
    pub owner: String,
    pub department: Option<String>,
    pub public_href: Option<String>,
    pub review: Option<Time>,
    pub is_overdue: bool,
    /// The edition that is being written, as a form.
    pub writing: Option<Writing>,
    /// The edition that waits for a second person.
    pub approval: Option<ApprovalPart>,
    /// Who proposes to withdraw it, and why; and whether the reader may agree.
    pub leaving: Option<(String, String, bool)>,
    pub may_write: bool,
    pub matches: Vec<MatchItem>,
    pub spread: Option<DeskSpread>,
    /// What was published, newest first.
    pub editions: Vec<EditionLine>,
    /// Incidents about it or about a story that tells it, the last opened first.
    pub incidents: Vec<ClaimIncident>,
    /// Open ones that it could belong to as well: id, and number with title.
    pub incident_choices: Vec<(String, String)>,
    pub k: u32,
}

pub struct ClaimIncident {
    pub href: String,
    pub number: String,
    pub title: Spoken,
    pub opened: Time,
    pub is_open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimStateShown {
    Draft,
    Ready(Time),
    Published,
    Withdrawn,
}

/// What is being written, and what of it was refused.
pub struct Writing {
    pub index: u32,
    pub values: ClaimValues,
    pub evidence: Vec<Evidence>,
    /// A source that was typed and refused.
    pub typed: Evidence,
    pub refusals: Vec<Refusal>,
    pub evidence_refusals: Vec<Refusal>,
    /// What institutions and the press published about the stories that tell it: one press, and it is evidence.
    pub offers: Vec<EvidenceOffer>,
    /// What keeps it from being approved, each a sentence.
    pub missing: Vec<String>,
    pub departments: Vec<(String, String)>,
    pub saved_by: String,
    pub saved: Time,
}

/// A publication that may serve as evidence.
pub struct EvidenceOffer {
    pub title: Spoken,
    pub publisher: String,
    pub url: String,
    /// A day such as 2026-11-22.
    pub dated: String,
    pub at: Time,
}

/// The fields of the form as they stand.
#[derive(Clone, Default)]
pub struct ClaimValues {
    pub claim_zh: String,
    pub claim_en: String,
    pub verdict: String,
    pub answer_zh: String,
    pub answer_en: String,
    pub change_zh: String,
    pub change_en: String,
    pub review: String,
    pub department: String,
}

/// What the second person is shown: the very text, and whether they may approve it.
pub struct ApprovalPart {
    /// The department that will be named as having checked it.
    pub department: Option<String>,
    pub digest: String,
    /// A key that says why not; nothing if they may.
    pub barred: Option<&'static str>,
    pub texts: Vec<PreviewText>,
}

/// One language of an edition as the public will read it.
pub struct PreviewText {
    pub claim: Spoken,
    pub answer: Vec<Spoken>,
    pub change: Option<Spoken>,
}

pub struct MatchItem {
    pub story: StoryId,
    pub href: String,
    /// Nothing where the story is under the threshold.
    pub headline: Option<Spoken>,
    pub voices: Figure,
    pub strength: Strength,
    pub percent: u32,
    pub decision: Option<Decision>,
    /// Who decided, and when.
    pub decided: Option<(String, Time)>,
}

pub struct DeskSpread {
    pub before: Figure,
    pub after: Figure,
    pub timeline: Timeline,
}

pub struct EditionLine {
    pub index: u32,
    pub verdict: Option<Verdict>,
    pub published: Time,
    pub superseded: Option<Time>,
    pub change: Spoken,
}

impl DeskClaimView {
    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn strength(&self, strength: &Strength) -> String {
        strength_word(&self.f, *strength)
    }

    fn percent(&self, percent: &u32) -> String {
        format!("{percent}\u{202f}%")
    }

    fn path(&self, verb: &str) -> String {
        self.f.href(&format!("/desk/claims/{}{verb}", self.id))
    }

    fn is_attached(&self, item: &MatchItem) -> bool {
        item.decision == Some(Decision::Attached)
    }

    fn withdrawal_fields(&self) -> Vec<Field> {
        vec![
            Field::new("reason_zh", "desk-claim-withdraw-zh").input(Input::Area).optional(),
            Field::new("reason_en", "desk-claim-withdraw-en").input(Input::Area).optional(),
        ]
    }

    fn fields(&self, writing: &Writing) -> Vec<Field> {
        let (f, values) = (&self.f, &writing.values);
        let mut fields = word_fields(values);
        fields.push(verdict_field(f, values));
        let area = |name, label, value: &String| Field::new(name, label).input(Input::Area).value(value).optional();
        fields.push(area("answer_zh", "desk-claim-answer-zh", &values.answer_zh).hint("desk-claim-answer-hint"));
        fields.push(area("answer_en", "desk-claim-answer-en", &values.answer_en));
        if writing.index > 1 {
            fields.push(area("change_zh", "desk-claim-change-zh", &values.change_zh).hint("desk-claim-change-hint"));
            fields.push(area("change_en", "desk-claim-change-en", &values.change_en));
        }
        fields.push(
            Field::new("review", "desk-claim-review").hint("desk-claim-review-hint").value(&values.review).optional(),
        );
        fields.push(department_field(f, &writing.departments, values));
        for field in &mut fields {
            field.error = refusal(&writing.refusals, field.name);
        }
        fields
    }

    fn evidence_fields(&self, writing: &Writing) -> Vec<Field> {
        let typed = &writing.typed;
        let mut fields = vec![
            Field::new("title", "desk-claim-evidence-title").value(&typed.title),
            Field::new("publisher", "desk-claim-evidence-publisher").value(&typed.publisher),
            Field::new("url", "desk-claim-evidence-url")
                .input(Input::Url)
                .hint("desk-claim-evidence-url-hint")
                .value(&typed.url)
                .optional(),
            Field::new("dated", "desk-claim-evidence-dated").value(&typed.dated).optional(),
            Field::new("quote", "desk-claim-evidence-quote").input(Input::Area).value(&typed.quote).optional(),
            Field::new("archived", "desk-claim-evidence-archived").value(&typed.archived).optional(),
        ];
        for field in &mut fields {
            field.error = refusal(&writing.evidence_refusals, field.name);
        }
        fields
    }
}

/// Opening a claim: its words, and where it was met.
#[derive(Template)]
#[template(path = "desk_claim_new.html")]
pub struct NewClaimView {
    pub f: Frame,
    pub staff: Staff,
    pub values: ClaimValues,
    pub departments: Vec<(String, String)>,
    pub refusals: Vec<Refusal>,
    /// The story in which it was met.
    pub story: Option<(StoryId, Spoken)>,
    /// The incident from whose room it is opened; empty if from none.
    pub incident: String,
}

impl NewClaimView {
    fn fields(&self) -> Vec<Field> {
        let mut fields = word_fields(&self.values);
        fields.push(department_field(&self.f, &self.departments, &self.values));
        for field in &mut fields {
            field.error = refusal(&self.refusals, field.name);
        }
        fields
    }
}

fn word_fields(values: &ClaimValues) -> Vec<Field> {
    vec![
        Field::new("claim_zh", "desk-claim-words-zh").hint("desk-claim-words-hint").value(&values.claim_zh).optional(),
        Field::new("claim_en", "desk-claim-words-en").value(&values.claim_en).optional(),
    ]
}

fn verdict_field(f: &Frame, values: &ClaimValues) -> Field {
    let mut verdicts = vec![(String::new(), f.t("desk-claims-no-verdict"))];
    let named = |known: &Verdict| (known.code().to_owned(), mirror::verdict_word(f.words(), *known));
    verdicts.extend(Verdict::ALL.iter().map(named));
    Field::new("verdict", "desk-claim-verdict").input(Input::Choice(verdicts)).value(&values.verdict).optional()
}

fn department_field(f: &Frame, departments: &[(String, String)], values: &ClaimValues) -> Field {
    let mut choices = vec![(String::new(), f.t("desk-claim-department-none"))];
    choices.extend(departments.iter().cloned());
    Field::new("department", "desk-claim-department").input(Input::Choice(choices)).value(&values.department).optional()
}
