//! One claim: what it says, whether it holds, on what that rests, how far it went, and everything said of it before.

use askama::Template;
use claims::Verdict;
use model::{Figure, Time};
use web::chart::Timeline;
use web::{Frame, Html, Link, Spoken};

#[derive(Template)]
#[template(path = "claim.html")]
pub struct ClaimView {
    pub f: Frame,
    pub claim: Spoken,
    /// Nothing of a withdrawn claim, which has `withdrawn` instead.
    pub verdict: Option<Verdict>,
    /// In paragraphs.
    pub answer: Vec<Spoken>,
    pub first: Time,
    pub published: Time,
    pub edition_index: u32,
    /// Until when it should be looked at again.
    pub review: Option<Time>,
    pub department: Option<String>,
    pub evidence: Vec<EvidenceItem>,
    /// Newest first; the one that stands is the first.
    pub editions: Vec<EditionItem>,
    pub spread: Option<SpreadPart>,
    pub withdrawn: Option<(Time, Spoken)>,
    pub json_href: String,
    /// What a shared link shows; nothing of what is withdrawn.
    pub share: Option<crate::Share>,
    pub json_ld: Option<Html>,
    /// What the log holds about it.
    pub history: Option<crate::History>,
    pub k: u32,
}

pub struct EvidenceItem {
    pub title: String,
    pub publisher: String,
    /// Empty for what lies in the office.
    pub url: String,
    pub dated: String,
    pub quote: String,
    pub archived: String,
}

/// One edition, as it can be compared with the others.
pub struct EditionItem {
    pub index: u32,
    pub verdict: Verdict,
    pub published: Time,
    pub superseded: Option<Time>,
    /// What it corrects, in its own words.
    pub change: Option<Spoken>,
    pub claim: Spoken,
    pub answer: Vec<Spoken>,
    pub digest: String,
    pub proof_href: Option<String>,
}

/// How far the claim spread: before and after it was answered.
pub struct SpreadPart {
    pub before: Figure,
    pub after: Figure,
    /// Of the loudest story that tells it.
    pub timeline: Timeline,
    /// The stories that tell it, as far as they may be shown.
    pub stories: Vec<Link>,
}

impl ClaimView {
    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn word(&self, verdict: &Verdict) -> String {
        mirror::verdict_word(self.f.words(), *verdict)
    }

    fn is_overdue(&self) -> bool {
        self.review.is_some_and(|review| review < self.f.now)
    }

    /// The edition in which something else was said, where the body admits that it was wrong.
    fn mistaken(&self) -> Option<&EditionItem> {
        let standing = self.editions.first().filter(|edition| edition.verdict == Verdict::WeWereWrong)?;
        self.editions.iter().find(|edition| edition.index < standing.index && edition.verdict != Verdict::WeWereWrong)
    }

    fn admits(&self) -> bool {
        self.verdict == Some(Verdict::WeWereWrong)
    }

    /// What each verdict means, for whoever meets the word for the first time.
    fn meaning(&self) -> String {
        self.verdict.map(|verdict| self.f.t(&format!("claims-means-{}", verdict.code()))).unwrap_or_default()
    }

    fn earlier(&self) -> &[EditionItem] {
        self.editions.get(1..).unwrap_or_default()
    }
}
