//! A claim, its editions and its evidence.

use model::{ClaimId, Error, Result, StaffId, Time};
use serde::Serialize;
use store::Row;

/// What checking a claim came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    True,
    Misleading,
    False,
    Unproven,
    /// It was true once.
    Outdated,
    /// The claim is right, and what the body had said was not.
    WeWereWrong,
}

impl Verdict {
    pub const ALL: &'static [Verdict] = &[
        Verdict::False,
        Verdict::Misleading,
        Verdict::Outdated,
        Verdict::Unproven,
        Verdict::True,
        Verdict::WeWereWrong,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Verdict::True => "true",
            Verdict::Misleading => "misleading",
            Verdict::False => "false",
            Verdict::Unproven => "unproven",
            Verdict::Outdated => "outdated",
            Verdict::WeWereWrong => "we-were-wrong",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Verdict::ALL.iter().copied().find(|verdict| verdict.code() == code)
    }

    /// How true the claim is, from 1 (false) to 5 (true), as aggregators of fact checks want it beside the word.
    pub const fn rating(self) -> u8 {
        match self {
            Verdict::False => 1,
            Verdict::Misleading | Verdict::Outdated => 2,
            Verdict::Unproven => 3,
            Verdict::True | Verdict::WeWereWrong => 5,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimState {
    Draft,
    Published,
    Withdrawn,
}

impl ClaimState {
    pub fn from_code(code: &str) -> Result<Self> {
        match code {
            "draft" => Ok(ClaimState::Draft),
            "published" => Ok(ClaimState::Published),
            "withdrawn" => Ok(ClaimState::Withdrawn),
            other => Err(Error::broken(format!("no state of a claim is named {other}"))),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditionState {
    Draft,
    Published,
    Superseded,
    Withdrawn,
}

impl EditionState {
    pub fn from_code(code: &str) -> Result<Self> {
        match code {
            "draft" => Ok(EditionState::Draft),
            "published" => Ok(EditionState::Published),
            "superseded" => Ok(EditionState::Superseded),
            "withdrawn" => Ok(EditionState::Withdrawn),
            other => Err(Error::broken(format!("no state of an edition is named {other}"))),
        }
    }
}

/// One thing that the answer rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    pub title: String,
    pub publisher: String,
    /// Empty for what lies in the office.
    pub url: String,
    /// A day such as 2026-11-22, or empty.
    pub dated: String,
    pub quote: String,
    /// Where a copy is kept, for the day on which the address answers no more.
    pub archived: String,
}

/// One wording of a claim and its answer. At least one language is whole; the other may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub id: String,
    pub claim: ClaimId,
    /// From 1.
    pub index: u32,
    pub state: EditionState,
    pub claim_zh: String,
    pub claim_en: String,
    pub verdict: Option<Verdict>,
    pub answer_zh: String,
    pub answer_en: String,
    /// What it corrects; empty in the first.
    pub change_zh: String,
    pub change_en: String,
    pub review: Option<Time>,
    pub evidence: Vec<Evidence>,
    pub written_by: StaffId,
    pub written: Time,
    /// Since when it waits for a second person.
    pub ready: Option<Time>,
    pub approved_by: Option<StaffId>,
    pub published: Option<Time>,
    pub superseded: Option<Time>,
    /// Its entry in the log.
    pub leaf: Option<String>,
    /// The department that checked it.
    pub department: Option<String>,
}

/// A proposal to withdraw a published claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub by: StaffId,
    pub reason_zh: String,
    pub reason_en: String,
}

/// A claim as the desk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: ClaimId,
    pub slug: String,
    pub state: ClaimState,
    pub owner: StaffId,
    pub department: Option<String>,
    pub opened: Time,
    pub published: Option<Time>,
    pub withdrawn: Option<Time>,
    pub withdrawn_zh: String,
    pub withdrawn_en: String,
    pub leaving: Option<Leaving>,
    /// Oldest first.
    pub editions: Vec<Edition>,
}

impl Claim {
    /// The edition that is being written.
    pub fn draft(&self) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.state == EditionState::Draft)
    }

    /// The edition that stands.
    pub fn standing(&self) -> Option<&Edition> {
        self.editions.iter().find(|edition| matches!(edition.state, EditionState::Published | EditionState::Withdrawn))
    }

    /// What a list shows: the draft while nothing stands.
    pub fn newest(&self) -> &Edition {
        self.standing().or(self.editions.last()).expect("a claim has an edition")
    }

    /// Whether the day on which it should have been looked at again has passed.
    pub fn is_overdue(&self, now: Time) -> bool {
        self.state == ClaimState::Published && self.newest().review.is_some_and(|review| review < now)
    }
}

/// Which columns [`edition_of`] reads, in its order.
macro_rules! edition_columns {
    () => {
        "edition_id, claim_id, edition_index, state, claim_zh, claim_en, verdict, answer_zh, answer_en, change_zh, \
         change_en, review_ms, written_by, written_ms, ready_ms, approved_by, published_ms, superseded_ms, leaf, \
         department_id"
    };
}
pub(crate) use edition_columns;
/// How many these are; further columns stand behind them.
pub(crate) const EDITION_COLUMNS: usize = 20;

pub(crate) fn edition_of(row: &Row) -> Result<Edition> {
    Ok(Edition {
        id: row.text(0),
        claim: ClaimId::new(row.text(1)),
        index: row.count(2),
        state: EditionState::from_code(&row.text(3))?,
        claim_zh: row.text(4),
        claim_en: row.text(5),
        verdict: verdict_of(row.text_or_null(6))?,
        answer_zh: row.text(7),
        answer_en: row.text(8),
        change_zh: row.text(9),
        change_en: row.text(10),
        review: row.time_or_null(11),
        evidence: Vec::new(),
        written_by: StaffId::new(row.text(12)),
        written: row.time(13),
        ready: row.time_or_null(14),
        approved_by: row.text_or_null(15).map(StaffId::new),
        published: row.time_or_null(16),
        superseded: row.time_or_null(17),
        leaf: row.text_or_null(18),
        department: row.text_or_null(19),
    })
}

pub(crate) fn verdict_of(code: Option<String>) -> Result<Option<Verdict>> {
    code.map(|code| Verdict::from_code(&code).ok_or_else(|| Error::broken(format!("no verdict is named {code}"))))
        .transpose()
}

/// From the columns title, publisher, url, dated, quote and archived.
pub(crate) fn evidence_of(row: &Row, first: usize) -> Evidence {
    Evidence {
        title: row.text(first),
        publisher: row.text(first + 1),
        url: row.text(first + 2),
        dated: row.text(first + 3),
        quote: row.text(first + 4),
        archived: row.text(first + 5),
    }
}
