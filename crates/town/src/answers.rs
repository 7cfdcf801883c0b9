//! What the town's offices said in the past month, so that its public pages are not empty when the demo begins.

use serde::Deserialize;

const ANSWERS: &str = include_str!("../data/answers.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    #[serde(rename = "claim")]
    pub claims: Vec<CheckedClaim>,
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
}

/// A claim that was checked, and perhaps corrected later.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckedClaim {
    /// From 1, the first day of the month.
    pub day: i64,
    /// Of the office's day.
    pub hour: i64,
    /// The id of a [`crate::Department`].
    pub department: String,
    pub verdict: String,
    /// Words by which its story is found, as a person would look for it.
    pub about: String,
    pub claim_zh: String,
    pub claim_en: String,
    pub answer_zh: String,
    pub answer_en: String,
    pub evidence: Vec<EvidenceSource>,
    pub correction: Option<Correction>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    pub day: i64,
    pub hour: i64,
    pub verdict: String,
    pub answer_zh: String,
    pub answer_en: String,
    pub change_zh: String,
    pub change_en: String,
    pub evidence: Vec<EvidenceSource>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceSource {
    pub title: String,
    pub publisher: String,
    pub quote: String,
}

/// A statement about one of the town's stories.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub day: i64,
    pub hour: i64,
    /// Words by which its story is found.
    pub about: String,
    pub title_zh: String,
    pub title_en: String,
    pub summary_zh: String,
    pub summary_en: String,
    pub body_zh: String,
    pub body_en: String,
}

/// A statement that the town's desk has prepared for the rumour of the last day, as a part of a playbook's file.
pub const PREPARED: &str = include_str!("../data/prepared.toml");

/// - returns: claims and statements, each in the order of their time
pub fn answers() -> Answers {
    toml::from_str(ANSWERS).expect("the file of answers is checked by a test")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_answers_read_and_follow_each_other() {
        let answers = super::answers();
        let times: Vec<_> = answers.claims.iter().map(|claim| (claim.day, claim.hour)).collect();
        assert!(times.is_sorted() && times.len() >= 5);
        let departments: Vec<String> = crate::Town::load().departments.iter().map(|one| one.id.clone()).collect();
        for claim in &answers.claims {
            assert!(departments.contains(&claim.department), "{}", claim.department);
            assert!(!claim.evidence.is_empty());
        }
    }
}
