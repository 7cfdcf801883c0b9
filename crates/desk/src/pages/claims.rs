//! Claims: what waits for a second person, what the program suggests, what is being written, what stands.

use askama::Template;
use claims::Verdict;
use claims::matching::Strength;
use model::{ClaimId, Figure, StoryId, Time};
use web::{Frame, Html, Spoken, Staff};

#[derive(Template)]
#[template(path = "desk_claims.html")]
pub struct DeskClaimsView {
    pub f: Frame,
    pub staff: Staff,
    /// Drafts that wait for a second person, and proposals to withdraw.
    pub ready: Vec<ClaimRow>,
    /// Likely ones first.
    pub suggested: Vec<MatchRow>,
    pub drafts: Vec<ClaimRow>,
    /// Those that are due for another look first.
    pub published: Vec<ClaimRow>,
    pub withdrawn: Vec<ClaimRow>,
    pub may_write: bool,
}

pub struct ClaimRow {
    pub href: String,
    pub claim: Spoken,
    pub verdict: Option<Verdict>,
    pub owner: String,
    pub since: Time,
    /// What it needs, as a sentence; empty if nothing.
    pub needs: String,
    pub is_late: bool,
}

/// A story that may tell a claim.
pub struct MatchRow {
    pub claim: ClaimId,
    pub claim_href: String,
    pub claim_words: Spoken,
    pub story: StoryId,
    pub story_href: String,
    pub headline: Spoken,
    pub voices: Figure,
    pub strength: Strength,
    pub found: Time,
}

impl DeskClaimsView {
    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn strength(&self, strength: &Strength) -> String {
        strength_word(&self.f, *strength)
    }
}

pub(crate) fn strength_word(f: &Frame, strength: Strength) -> String {
    f.t(match strength {
        Strength::Likely => "desk-claims-likely",
        Strength::Possible => "desk-claims-possible",
        Strength::ByHand => "desk-claims-by-hand",
    })
}
