//! How a text feels: words that carry a feeling, turned by negation and strengthened by degree, and the tone of the rest.
//!
//! The lexicon is ours (`data/feelings.txt`), with words beside it that were weighed by what they are near to
//! (`data/feelings_learnt.txt`). How much feeling must be heard before a text counts as moved depends on how plain it sounds
//! (`tone.rs`). It says nothing where it knows too little: `Unclear` is an answer.

use crate::fold::fold;
use crate::matcher::Matcher;
use crate::tone::{Tone, tone};
use model::Sentiment;
use std::sync::LazyLock;

/// A sentiment with its strength.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feeling {
    pub sentiment: Sentiment,
    /// From -1, as negative as can be, to 1.
    pub score: f32,
}

impl Default for Feeling {
    fn default() -> Self {
        Feeling { sentiment: Sentiment::Unclear, score: 0.0 }
    }
}

static FEELINGS: LazyLock<Matcher<f32>> = LazyLock::new(|| {
    // The words that we weighed ourselves come last and stand.
    let files = [include_str!("../data/feelings_learnt.txt"), include_str!("../data/feelings.txt")];
    let mut words = std::collections::BTreeMap::new();
    for line in files.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')) {
        let Some((weight, list)) = line.split_once(": ") else { continue };
        let weight: f32 = weight.parse().unwrap_or(0.0);
        for word in list.split(' ') {
            words.insert(word.replace('_', " "), weight);
        }
    }
    Matcher::new(words)
});

/// What turns the word after it: not, never, no.
static NEGATIONS: LazyLock<Matcher<bool>> = LazyLock::new(|| {
    // Longer words that only look like a negation: of two that overlap the longer one counts.
    let harmless = "特别 差别 个别 区别 级别 别的 别人 分别 性别 别墅 不但 不仅 不断 不过 不同 不少 无线 无锡 不禁 不止 未来 无论 no1";
    let words = "不 没 没有 不太 不是 不会 不能 并不 并非 毫不 未 无 别 not no never isn't wasn't don't didn't doesn't won't can't cannot without hardly barely nothing";
    let negations = words.split(' ').map(|word| (word.to_owned(), true));
    Matcher::new(negations.chain(harmless.split(' ').map(|word| (word.to_owned(), false))))
});

/// After these the rest of the sentence is what is meant.
static TURNS: LazyLock<Matcher<()>> = LazyLock::new(|| {
    let words = "但 但是 可是 不过 然而 就是 只是 but however though yet except";
    Matcher::new(words.split(' ').map(|word| (word.to_owned(), ())))
});

static DEGREES: LazyLock<Matcher<f32>> = LazyLock::new(|| {
    let strong = "太 很 非常 十分 特别 超 超级 极其 真 真的 最 极 very so really extremely too totally absolutely most"
        .split(' ');
    let faint = "有点|稍微|还算|比较|略|a bit|slightly|somewhat|fairly|rather".split('|');
    // Ten minutes are no degree, though they are written like one.
    let minutes = std::iter::once(("十分钟".to_owned(), 1.0));
    Matcher::new(
        strong.map(|word| (word.to_owned(), 1.4)).chain(faint.map(|word| (word.to_owned(), 0.6))).chain(minutes),
    )
});

/// How many bytes in front of a word a negation or degree reaches: three Chinese characters, two short Latin words.
const REACH_BYTES: usize = 12;
/// Evidence under this is none; a margin under this share of the evidence is no answer.
const EVIDENCE_MIN: f32 = 1.3;
const MARGIN_MIN: f32 = 0.15;
/// Evidence at which a score is half way to certainty.
const EVIDENCE_HALF: f32 = 3.0;
/// What a glad tone adds to the score. Words say far more; it decides where they say nothing.
const GLAD: f32 = 0.05;
/// The score that a text of no particular tone must reach to count as moved, and how much more a plain one must.
const MOVED: f32 = 0.45;
const MOVED_BY_PLAIN: f32 = 0.3;
/// A tone spreads further than a score, so as a hint it is brought to the same size.
const PLAIN_AS_HINT: f32 = 0.15;

/// - returns: three classes, or `Unclear` where words speak against each other
/// - cost: some microseconds for a short text
pub fn sentiment(text: &str) -> Feeling {
    sentiment_of_folded(&fold(text))
}

/// The same for a text that is folded already.
pub fn sentiment_of_folded(folded: &str) -> Feeling {
    let tone = tone(folded);
    let (for_, against) = weigh(folded);
    let score = score_of(for_, against, tone);
    let sentiment = if score.abs() >= MOVED + MOVED_BY_PLAIN * tone.plain {
        if score > 0.0 { Sentiment::Positive } else { Sentiment::Negative }
    } else if for_ + against >= EVIDENCE_MIN && (for_ - against).abs() < MARGIN_MIN * (for_ + against) {
        Sentiment::Unclear
    } else {
        Sentiment::Neutral
    };
    Feeling { sentiment, score }
}

/// The same for whoever needs one of two answers.
pub fn sentiment_binary(text: &str) -> Feeling {
    let folded = fold(text);
    let (for_, against) = weigh(&folded);
    let score = score_of(for_, against, tone(&folded));
    let sentiment = if score >= 0.0 { Sentiment::Positive } else { Sentiment::Negative };
    Feeling { sentiment, score }
}

/// What is known of a folded text before any label of an office: its score, how strong that is, and how plain it sounds.
pub(crate) fn hints_of_folded(folded: &str) -> [f32; 3] {
    let tone = tone(folded);
    let (for_, against) = weigh(folded);
    let score = score_of(for_, against, tone);
    [score, score.abs(), PLAIN_AS_HINT * tone.plain]
}

fn score_of(for_: f32, against: f32, tone: Tone) -> f32 {
    ((for_ - against) / (for_ + against + EVIDENCE_HALF) + GLAD * tone.glad).clamp(-1.0, 1.0)
}

/// The evidence for and against, each at least 0.
fn weigh(folded: &str) -> (f32, f32) {
    let negations: Vec<usize> =
        NEGATIONS.find(folded).filter(|(_, turns)| *turns).map(|(range, _)| range.end).collect();
    let degrees: Vec<(usize, f32)> = DEGREES.find(folded).map(|(range, degree)| (range.end, degree)).collect();
    let turn = TURNS.find(folded).last().map_or(0, |(range, ())| range.end);
    let (mut for_, mut against) = (0.0, 0.0);
    for (range, weight) in FEELINGS.find(folded) {
        let reaches = |end: &usize| *end <= range.start && range.start - end <= REACH_BYTES;
        let between = |end: usize| folded[end..range.start].contains(['，', '。', ',', '.', '!', '?', ';', '、']);
        let is_turned =
            weight.abs() > 1.0 && negations.iter().filter(|end| reaches(end) && !between(**end)).count() % 2 == 1;
        let degree = degrees
            .iter()
            .filter(|(end, _)| reaches(end) && !between(*end))
            .map(|(_, degree)| *degree)
            .fold(1.0, f32::max);
        let later = if turn > 0 && range.start >= turn { 1.6 } else { 1.0 };
        let weight = weight * degree * later * if is_turned { -0.7 } else { 1.0 };
        if weight > 0.0 { for_ += weight } else { against -= weight }
    }
    (for_, against)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Sentiment::{Negative, Neutral, Positive};

    fn check(text: &str, expected: Sentiment) {
        let feeling = sentiment(text);
        assert_eq!(feeling.sentiment, expected, "{text}: {feeling:?}");
    }

    #[test]
    fn plain_feelings_are_heard() {
        check("师傅修得又快又好，太感谢了", Positive);
        check("半夜还在施工，吵死了，投诉三次没人管", Negative);
        check("The new park is wonderful, thanks to the gardeners", Positive);
        check("Another hour late, terrible service", Negative);
        check("本周六上午九点举行消防演练", Neutral);
        check("A talk on the history of the town, and you can see it at six", Neutral);
    }

    #[test]
    fn negation_turns_and_the_later_clause_weighs_more() {
        check("服务不好", Negative);
        check("not good at all, very rude", Negative);
        check("特别满意", Positive);
        check("isn’t good, very disappointed", Negative);
        check("房间很干净，但是隔音差，吵得睡不着", Negative);
    }
}
