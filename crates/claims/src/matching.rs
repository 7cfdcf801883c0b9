//! Which stories tell a claim: a thin use of the ranking that `candor eval claims` measures. Pure.
//!
//! Two thresholds, and a person behind both: what is possible is listed for a look, what is likely is offered for
//! attaching. A text under eight words says too little, so it is never more than possible.

use model::{ClaimId, StoryId};
use text::rank::Ranking;

/// From this share of what a claim says, a story may tell it.
pub const POSSIBLE: f32 = 0.32;
/// From this share it probably does.
pub const LIKELY: f32 = 0.58;
/// A text of fewer words is only ever suggested.
pub const WORDS_MIN: usize = 8;
/// Stories that one claim is suggested at once.
const SUGGESTIONS_MAX: usize = 5;

/// A claim as it is looked for: one wording a language; the answer is left out, since it says the opposite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub claim: ClaimId,
    pub texts: Vec<String>,
}

/// The head of a story: its headline and terms, never the posts in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub story: StoryId,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    Likely,
    Possible,
    /// Someone came from the story to the claim.
    ByHand,
}

impl Strength {
    pub const fn code(self) -> &'static str {
        match self {
            Strength::Likely => "likely",
            Strength::Possible => "possible",
            Strength::ByHand => "by-hand",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Strength::Likely, Strength::Possible, Strength::ByHand].into_iter().find(|known| known.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub claim: ClaimId,
    pub story: StoryId,
    pub strength: Strength,
    /// The share of what the claim says that the story's head says too, from 0 to about 1.
    pub score: f32,
}

/// Looks for each claim among the heads of stories.
///
/// - `heads`: all that were heard of late and not only those that moved: how rare a word is shows among many
/// - returns: the best few stories of each claim, best first
/// - cost: one ranking of all heads, then one query a wording
pub fn find(claims: &[Wording], heads: &[Head]) -> Vec<Found> {
    let mut ranking = Ranking::default();
    for head in heads {
        ranking.add("", &head.text);
    }
    // A score compares within its query alone; the wording itself, ranked beside the heads, says what the most would be.
    let wordings: Vec<(&Wording, &String)> =
        claims.iter().flat_map(|claim| claim.texts.iter().map(move |text| (claim, text))).collect();
    for (_, text) in &wordings {
        ranking.add("", text);
    }
    let mut found: Vec<Found> = Vec::new();
    for (place, (wording, text)) in wordings.iter().enumerate() {
        let own = u32::try_from(heads.len() + place).unwrap_or(u32::MAX);
        let ranked = ranking.rank(text, usize::MAX);
        let Some(most) = ranked.iter().find(|(document, _)| *document == own).map(|(_, score)| *score) else {
            continue;
        };
        for (document, score) in ranked {
            let Some(head) = heads.get(document as usize) else { continue };
            let share = score / most.max(f32::MIN_POSITIVE);
            if share < POSSIBLE {
                break;
            }
            let is_short = words(&head.text) < WORDS_MIN || words(text) < WORDS_MIN;
            let strength = if share >= LIKELY && !is_short { Strength::Likely } else { Strength::Possible };
            note(&mut found, Found { claim: wording.claim.clone(), story: head.story.clone(), strength, score: share });
        }
    }
    found.sort_by(|a, b| a.claim.cmp(&b.claim).then(b.score.total_cmp(&a.score)).then(a.story.cmp(&b.story)));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        if kept.iter().filter(|other| other.claim == one.claim).count() < SUGGESTIONS_MAX {
            kept.push(one);
        }
    }
    kept
}

/// A claim in two languages is found once, as well as in the better of them.
fn note(found: &mut Vec<Found>, new: Found) {
    match found.iter_mut().find(|known| known.claim == new.claim && known.story == new.story) {
        Some(known) if known.score < new.score => *known = new,
        Some(_) => {}
        None => found.push(new),
    }
}

/// Words of a text as the tokenizer cuts them; signs are none.
pub fn words(text: &str) -> usize {
    text::tokens(text).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(texts: &[&str]) -> Vec<Head> {
        let head =
            |(index, text): (usize, &&str)| Head { story: StoryId::new(format!("s{index}")), text: (*text).to_owned() };
        texts.iter().enumerate().map(head).collect()
    }

    fn claim(texts: &[&str]) -> Wording {
        Wording { claim: ClaimId::new("c"), texts: texts.iter().map(|text| (*text).to_owned()).collect() }
    }

    const TOWN: [&str; 8] = [
        "网传北城区自来水被化工厂污染，喝了会中毒，很多家长不敢给孩子喝水",
        "地铁二号线早高峰延误，乘客滞留站台一个小时",
        "People say the tap water in the north district is poisoned by a chemical plant and not safe to drink",
        "市图书馆周末开放时间延长到晚上九点，居民表示欢迎",
        "河滨路修路噪音扰民，夜里两点还在施工",
        "School lunches cost more this term, parents ask why the price rose",
        "水费账单",
        "北城区自来水水压低，高层住户晚上没水用",
    ];

    #[test]
    fn the_story_that_tells_a_claim_is_likely_in_either_language() {
        let both = claim(&[
            "北城区自来水被化工厂污染，喝了会中毒",
            "The tap water in the north district is poisoned by a chemical plant",
        ]);
        let found = find(&[both], &heads(&TOWN));
        let likely: Vec<&str> =
            found.iter().filter(|found| found.strength == Strength::Likely).map(|found| found.story.as_str()).collect();
        assert_eq!(likely.len(), 2, "{found:?}");
        assert!(likely.contains(&"s0") && likely.contains(&"s2"), "{found:?}");
        assert!(!found.iter().any(|found| ["s1", "s3", "s4", "s5"].contains(&found.story.as_str())), "{found:?}");
    }

    #[test]
    fn a_text_under_eight_words_is_only_ever_suggested() {
        let heads = heads(&["自来水有毒", "地铁延误", "图书馆延长开放时间"]);
        let found = find(&[claim(&["自来水有毒"])], &heads);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].strength, found[0].score > 0.9), (Strength::Possible, true), "{found:?}");
    }

    #[test]
    fn nothing_is_found_where_nothing_is_told() {
        assert_eq!(
            find(&[claim(&["The mayor has resigned and left the country last night, they say"])], &heads(&TOWN)),
            []
        );
        assert_eq!(find(&[], &heads(&TOWN)), []);
        assert_eq!(find(&[claim(&["自来水有毒"])], &[]), []);
    }
}
