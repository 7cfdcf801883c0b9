//! ClaimReview, as search engines and aggregators of fact checks read it (schema.org).

use crate::public::{Checked, Published, pick};
use model::Time;
use serde_json::{Value, json};

/// Who checked, and where it can be read.
pub struct Reviewer<'a> {
    pub name: &'a str,
    /// Of the body's site, without a slash at its end.
    pub home: &'a str,
    /// The department that checked it.
    pub department: Option<&'a str>,
    /// Of the claim's page in this language.
    pub url: &'a str,
    /// The verdict in words.
    pub verdict: &'a str,
    /// Says that a public body here judges what is said about itself: aggregators ask that a reviewer be independent.
    pub conflict_note: &'a str,
}

/// The review of a claim that stands.
///
/// - `editions`: newest first, the standing one among them
/// - `heard_first`: when a story told it first, if one is attached
pub fn review(
    checked: &Checked,
    editions: &[Published],
    reviewer: &Reviewer<'_>,
    heard_first: Option<Time>,
    chinese: bool,
) -> Value {
    let (claim, is_chinese) = checked.claim(chinese);
    let (answer, _) = checked.answer(chinese);
    let mut item = json!({ "@type": "Claim", "text": claim });
    if let Some(first) = heard_first {
        item["datePublished"] = json!(first.hour().to_rfc3339());
    }
    let mut author = json!({ "@type": "GovernmentOrganization", "name": reviewer.name, "url": reviewer.home });
    if let Some(department) = reviewer.department {
        author["department"] = json!({ "@type": "GovernmentOrganization", "name": department });
    }
    let evidence = editions.first().map_or(&[][..], |edition| &edition.evidence);
    let citation = |evidence: &crate::Evidence| {
        let mut cited = json!({
            "@type": "CreativeWork", "name": evidence.title,
            "publisher": { "@type": "Organization", "name": evidence.publisher }
        });
        if !evidence.url.is_empty() {
            cited["url"] = json!(evidence.url);
        }
        if !evidence.dated.is_empty() {
            cited["datePublished"] = json!(evidence.dated);
        }
        cited
    };
    let correction = |edition: &Published| {
        let (text, _) = pick(chinese, &edition.change_zh, &edition.change_en);
        json!({ "@type": "CorrectionComment", "text": text, "datePublished": edition.published.to_rfc3339() })
    };
    let corrections: Vec<Value> = editions.iter().filter(|edition| edition.index > 1).map(correction).collect();
    let mut review = json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": reviewer.url,
        "inLanguage": if is_chinese { "zh-Hans" } else { "en" },
        "datePublished": checked.first.to_rfc3339(),
        "dateModified": checked.published.to_rfc3339(),
        "claimReviewed": claim,
        "reviewBody": answer,
        "author": author,
        "itemReviewed": item,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": checked.verdict.rating(),
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": reviewer.verdict,
            "ratingExplanation": reviewer.conflict_note,
        },
        "citation": evidence.iter().map(citation).collect::<Vec<_>>(),
    });
    if !corrections.is_empty() {
        review["correction"] = json!(corrections);
    }
    review
}
