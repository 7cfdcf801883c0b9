//! Plain language, measured: how long sentences are, how hard their words, how much of it is said out of habit.

use super::sentence::{Sentence, sentences};
use super::{Draft, Finding, Quality, Scene, placed, whole};
use model::Lang;
use regex::Regex;
use std::sync::LazyLock;

/// A Chinese sentence of more characters than this is read twice, and an English one of more words.
const CHARACTERS_LONG: usize = 60;
const WORDS_LONG: usize = 30;
/// And so is a text whose sentences have so many on average.
const CHARACTERS_AVERAGE: f64 = 38.0;
const WORDS_AVERAGE: f64 = 20.0;
/// Under this an English text asks for a college education (Flesch 1948).
const EASE_MIN: f64 = 50.0;

/// Phrases that say nothing, and words that have a plainer one.
static HABIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)高度重视|第一时间|积极稳妥|扎实推进|有序推进|全力以赴|举一反三|压实责任|狠抓落实|统筹推进|切实加强|进一步加强|深入开展|有关部门|相关部门|相关单位|妥善处置|特此(?:通报|说明|公告)|予以(?:回应|处理|解决)|attach(?:es)? great importance|relevant (?:departments|authorities|units)|in due course|at this point in time|going forward|in the event that|pursuant to|\butili[sz]e\w*|\bleverage\w*|\bstakeholders?\b|\bcommence\w*|\bfacilitate\w*|\bprior to\b|with (?:regard|respect) to|in (?:accordance|conjunction) with")
        .expect("the pattern that ships is well-formed")
});

/// How plain a text is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plain {
    pub sentence_count: usize,
    /// Characters in Chinese, words in English.
    pub average: f64,
    pub longest: usize,
    /// Phrases said out of habit.
    pub habit_count: usize,
    /// Flesch reading ease, for English alone: 100 is easy, under 50 is hard.
    pub ease: Option<f64>,
}

/// Measures a text.
///
/// - source of the ease: R. Flesch, A new readability yardstick, 1948: 206.835 - 1.015 words a sentence - 84.6 syllables a word
pub fn measure(lang: Lang, text: &str) -> Plain {
    let all = sentences(text);
    let lengths: Vec<usize> = all.iter().map(|sentence| length(lang, sentence.text)).collect();
    let total: usize = lengths.iter().sum();
    let average = if lengths.is_empty() { 0.0 } else { total as f64 / lengths.len() as f64 };
    let ease = (lang == Lang::En && total > 0).then(|| {
        let syllables: usize = words(text).map(syllables).sum();
        206.835 - 1.015 * average - 84.6 * syllables as f64 / total as f64
    });
    Plain {
        sentence_count: lengths.len(),
        average,
        longest: lengths.into_iter().max().unwrap_or(0),
        habit_count: HABIT.find_iter(text).count(),
        ease,
    }
}

pub fn check(draft: &Draft, _: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for (lang, text) in draft.texts() {
        let (long, much) =
            if lang == Lang::En { (WORDS_LONG, WORDS_AVERAGE) } else { (CHARACTERS_LONG, CHARACTERS_AVERAGE) };
        let plain = measure(lang, text);
        let place = |sentence: &Sentence<'_>| (lang, text, sentence.from, sentence.until);
        for sentence in sentences(text).iter().filter(|sentence| length(lang, sentence.text) > long) {
            let said = vec![("length", length(lang, sentence.text).to_string())];
            let key = if lang == Lang::En { "plain-long-words" } else { "plain-long-characters" };
            found.push(placed(Quality::Sincere, key, said, false, place(sentence)));
        }
        if plain.average > much {
            let said = vec![("average", format!("{:.0}", plain.average)), ("most", format!("{much:.0}"))];
            let key = if lang == Lang::En { "plain-average-words" } else { "plain-average-characters" };
            found.push(whole(Quality::Sincere, key, said, false));
        }
        if let Some(ease) = plain.ease.filter(|ease| *ease < EASE_MIN) {
            found.push(whole(Quality::Sincere, "plain-ease", vec![("ease", format!("{ease:.0}"))], false));
        }
        for phrase in HABIT.find_iter(text) {
            let place = (lang, text, phrase.start(), phrase.end());
            found.push(placed(Quality::Sincere, "plain-habit", Vec::new(), false, place));
        }
    }
    found
}

fn length(lang: Lang, text: &str) -> usize {
    if lang == Lang::En { words(text).count() } else { text.chars().filter(|c| c.is_alphanumeric()).count() }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
}

/// Groups of vowels, without a silent e at the end: right for nine words in ten, which is enough for an average.
fn syllables(word: &str) -> usize {
    let word = word.to_ascii_lowercase();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut count = 0;
    let mut before = false;
    for c in word.chars() {
        let now = is_vowel(c);
        if now && !before {
            count += 1;
        }
        before = now;
    }
    if word.ends_with('e') && !word.ends_with("le") && count > 1 {
        count -= 1;
    }
    count.max(1)
}
