//! What an edition must have before anyone is asked to approve it, and the one form of it that is digested. No IO.

use crate::{Edition, Evidence};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// What is missing, as a key of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault(pub &'static str);

/// Everything that keeps an edition from being published; empty if nothing does.
pub fn faults(edition: &Edition) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut require = |holds: bool, key: &'static str| {
        if !holds {
            faults.push(Fault(key));
        }
    };
    let whole = |claim: &str, answer: &str| !claim.is_empty() && !answer.is_empty();
    let half = |claim: &str, answer: &str| claim.is_empty() != answer.is_empty();
    require(
        whole(&edition.claim_zh, &edition.answer_zh) || whole(&edition.claim_en, &edition.answer_en),
        "claims-fault-words",
    );
    require(
        !half(&edition.claim_zh, &edition.answer_zh) && !half(&edition.claim_en, &edition.answer_en),
        "claims-fault-half",
    );
    require(edition.verdict.is_some(), "claims-fault-verdict");
    // Also an unproven claim rests on something: where was looked, and what was not found.
    require(!edition.evidence.is_empty(), "claims-fault-evidence");
    require(edition.review.is_some(), "claims-fault-review");
    let says_what_changed = (edition.claim_zh.is_empty() || !edition.change_zh.is_empty())
        && (edition.claim_en.is_empty() || !edition.change_en.is_empty());
    require(edition.index == 1 || says_what_changed, "claims-fault-change");
    faults
}

/// What is wrong with a piece of evidence, by field.
pub fn evidence_faults(evidence: &Evidence) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    if evidence.title.is_empty() {
        faults.push(("title", "input-required"));
    }
    if evidence.publisher.is_empty() {
        faults.push(("publisher", "input-required"));
    }
    let is_web = evidence.url.starts_with("https://") || evidence.url.starts_with("http://");
    if !evidence.url.is_empty() && (!is_web || evidence.url.contains(char::is_whitespace)) {
        faults.push(("url", "claims-url-form"));
    }
    if !evidence.dated.is_empty() && evidence.dated.parse::<jiff::civil::Date>().is_err() {
        faults.push(("dated", "claims-date-form"));
    }
    faults
}

#[derive(Serialize)]
struct Canonical<'a> {
    kind: &'static str,
    claim: &'a str,
    edition: u32,
    claim_zh: &'a str,
    claim_en: &'a str,
    verdict: &'a str,
    answer_zh: &'a str,
    answer_en: &'a str,
    change_zh: &'a str,
    change_en: &'a str,
    review_ms: Option<i64>,
    evidence: &'a [Evidence],
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<&'a str>,
}

/// The canonical form: what is approved, digested and logged. The order of its fields never changes.
pub fn canonical(edition: &Edition) -> Vec<u8> {
    let form = Canonical {
        kind: "claim",
        claim: edition.claim.as_str(),
        edition: edition.index,
        claim_zh: &edition.claim_zh,
        claim_en: &edition.claim_en,
        verdict: edition.verdict.map_or("", crate::Verdict::code),
        answer_zh: &edition.answer_zh,
        answer_en: &edition.answer_en,
        change_zh: &edition.change_zh,
        change_en: &edition.change_en,
        review_ms: edition.review.map(model::Time::ms),
        evidence: &edition.evidence,
        department: edition.department.as_deref(),
    };
    serde_json::to_vec(&form).expect("texts and numbers serialise")
}

/// - returns: sha-256 of the bytes in lower-case hex
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The address of a claim: its English words, or none, and a few letters that no other claim has.
pub fn slug(claim_en: &str, id: &str) -> String {
    const LETTERS_MAX: usize = 56;
    let mut slug = String::new();
    for word in claim_en.to_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() > LETTERS_MAX {
            break;
        }
        slug.push_str(word);
        slug.push('-');
    }
    slug.push_str(&id[..id.len().min(6)]);
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_plain_words() {
        assert_eq!(slug("The tap water's unsafe, \"they\" say", "3f2a9c11"), "the-tap-water-s-unsafe-they-say-3f2a9c");
        assert_eq!(slug("", "3f2a9c11"), "3f2a9c");
        assert!(slug(&"long ".repeat(80), "3f2a9c11").len() < 70);
    }

    #[test]
    fn evidence_names_what_it_is_and_whose() {
        let bad = Evidence { url: "javascript:alert(1)".into(), dated: "yesterday".into(), ..Evidence::default() };
        let fields: Vec<&str> = evidence_faults(&bad).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title", "publisher", "url", "dated"]);
    }
}
