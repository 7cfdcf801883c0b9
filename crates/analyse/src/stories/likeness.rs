//! How alike a text and a story are. One rule for posts, titles and articles in every language.
//!
//! The base is the cosine of term weights times rarity. Two random long texts share more than two random short
//! ones, so what is asked for grows with the length of the text; and what a story holds in another language cannot be
//! shared, so there the comparison is made over what every language has in common: places, numbers and concepts.

use super::index::Index;
use super::story::{Held, Story};
use crate::term::{Term, TermId, TermKind};
use model::{DAY_MS, Time};

/// Live stories of usual words that are imagined besides the real ones, so that the first hour's rarities are not all
/// alike.
pub const STORIES_PRIOR: f32 = 400.0;
/// Imagined holders of every term, besides those of usual words.
pub const RARITY_PRIOR: f32 = 1.35;
/// Rare terms weigh a little less than in proportion.
const RARITY_POWER: f32 = 0.9;

/// What a text of about twenty terms must reach to join a story.
const ASKED: f32 = 0.145;
/// How much more is asked each time the text has e times as many terms.
const ASKED_BY_LENGTH: f32 = 0.025;
const USUAL_TERMS_LN: f32 = 3.0;
/// What its title must reach where titles are compared: a title and the text below it have an equal say, since a title
/// names the thing and a long text drowns it in everything else.
const ASKED_OF_TITLE: f32 = 0.135;
/// A story that many joined draws a little more.
const DRAW_OF_SIZE: f32 = 0.0035;
/// A term in this share of a story's mentions counts as in all of them.
pub const SHARE_ENOUGH: f32 = 0.75;
/// What is left of the likeness when text and story name districts, and none in common: the same trouble in another
/// district is another trouble, in however like words.
const ELSEWHERE: f32 = 0.1;
/// A district counts as the story's own when this share of its mentions name it.
const OWN_PLACE_SHARE: f32 = 0.3;
/// What is asked of places, numbers and concepts between languages, and how many must be shared.
const ASKED_BETWEEN_LANGUAGES: f32 = 0.34;
const SHARED_BETWEEN_LANGUAGES: usize = 3;
/// What is asked of two stories to be one, and of two in different languages.
const ASKED_OF_STORIES: f32 = 0.28;
const ASKED_OF_STORIES_BETWEEN_LANGUAGES: f32 = 0.42;
/// A story speaks a language once this share of its mentions do.
const LANGUAGE_SHARE: f32 = 0.2;

/// How much more is asked each time the silence of a story is e times as long as what it has been silent for before.
const ASKED_BY_SILENCE: f32 = 0.1;
/// A day of silence is none. Beyond it a week is little, and so are five times what usually passes between its mentions.
const SILENCE_FREE_DAYS: f32 = 1.0;
const SILENCE_DAYS: f32 = 7.0;
const SILENCE_INTERVALS: f32 = 5.0;
/// A story of few mentions has not shown yet how long it can be silent: as if it had been told of for so long already.
const SPAN_PRIOR_DAYS: f32 = 30.0;

/// The louder a story was, the more the first hours of its silence say: what was told of every second and then not for
/// an hour is told. How much more is asked each time the pause is e times as long as some minutes and five of the
/// story's usual pauses.
const ASKED_BY_PAUSE: f32 = 0.06;
const PAUSE_HOURS: f32 = 0.2;
/// Nights are long, and everybody sleeps: no more of a pause counts.
const PAUSE_HOURS_MAX: f32 = 6.0;
/// A story of so many mentions is half as loud as can be, and has been told of for so long already.
const LOUD_MENTIONS: f32 = 7.0;
const LOUD_PRIOR_HOURS: f32 = 2.0;

/// A text made ready to be compared with many stories.
pub struct Probe<'a> {
    pub terms: &'a [Term],
    /// Weight times rarity, term by term.
    pub weights: Vec<f32>,
    /// Rarity as it weighs, term by term.
    rarities: Vec<f32>,
    norm: f32,
    neutral_norm: f32,
    names_places: bool,
    is_chinese: bool,
    asked: f32,
    /// Of the title alone; 0 if it has none beside its text.
    title_norm: f32,
    asked_of_title: f32,
}

impl<'a> Probe<'a> {
    /// - `names_places`: whether it says itself where it happened; where a source is at home says less
    pub fn new(terms: &'a [Term], is_chinese: bool, names_places: bool, index: &Index) -> Self {
        let rarities: Vec<f32> = terms.iter().map(|term| weight_of(index.rarity(term.id))).collect();
        let weights: Vec<f32> = terms.iter().zip(&rarities).map(|(term, rarity)| term.weight * rarity).collect();
        let norm_of = |keep: fn(TermId) -> bool| {
            let squares = terms.iter().zip(&weights).filter(|(term, _)| keep(term.id)).map(|(_, w)| w * w);
            squares.sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
        };
        let titled = terms.iter().zip(&rarities).filter(|(term, _)| term.in_title > 0.0);
        let (mut title_count, mut title_squares) = (0, 0.0_f32);
        for (term, rarity) in titled {
            title_count += 1;
            title_squares += (term.in_title * rarity) * (term.in_title * rarity);
        }
        Probe {
            terms,
            norm: norm_of(|_| true),
            neutral_norm: norm_of(TermId::is_neutral),
            names_places,
            is_chinese,
            asked: asked(ASKED, terms.len()),
            title_norm: title_squares.sqrt(),
            asked_of_title: asked(ASKED_OF_TITLE, title_count),
            weights,
            rarities,
        }
    }

    /// Whether the text tells of a district and the story of another.
    pub fn is_elsewhere(&self, story: &Story) -> bool {
        let is_shared = |term: &Term| term.id.kind() == TermKind::Place && story.holds(term.id);
        self.names_places && story.holds_place(OWN_PLACE_SHARE) && !self.terms.iter().rev().any(is_shared)
    }

    /// How far the story is over what is asked; 0 or more means that the text belongs to it.
    pub fn likeness(&self, story: &Story) -> f32 {
        let (mut shared, mut title, mut neutral, mut neutral_count) = (0.0, 0.0, 0.0, 0);
        let mut place_shared = false;
        // Both lists are sorted by term, so one walk along both finds what they share.
        let mut own = self.terms.iter().zip(self.weights.iter().zip(&self.rarities)).peekable();
        for held in &story.terms {
            while own.next_if(|(term, _)| term.id < held.term).is_some() {}
            let Some((term, (weight, rarity))) = own.peek() else { break };
            if term.id != held.term {
                continue;
            }
            let product = *weight * (held.weight / story.mass).min(SHARE_ENOUGH) * *rarity;
            shared += product;
            if held.in_title > 0.0 {
                title += term.in_title * *rarity * (held.in_title / story.titled).min(SHARE_ENOUGH) * *rarity;
            }
            if term.id.is_neutral() {
                neutral += product;
                neutral_count += 1;
                place_shared |= term.id.kind() == TermKind::Place;
            }
        }
        let mut likeness = shared / (self.norm * story.norm());
        if self.names_places && !place_shared && story.holds_place(OWN_PLACE_SHARE) {
            likeness *= ELSEWHERE;
        }
        let mut over = likeness - self.asked;
        if self.title_norm > 0.0 && story.is_titled() {
            over = 0.5 * over + 0.5 * (title / (self.title_norm * story.title_norm) - self.asked_of_title);
        }
        let over = over + DRAW_OF_SIZE * (story.count() as f32).ln();
        if story.speaks(self.is_chinese) >= LANGUAGE_SHARE || neutral_count < SHARED_BETWEEN_LANGUAGES || !place_shared
        {
            return over;
        }
        let between = neutral / (self.neutral_norm * story.neutral_norm());
        over.max(between - ASKED_BETWEEN_LANGUAGES)
    }
}

/// What a text of `count` terms must reach.
fn asked(base: f32, count: usize) -> f32 {
    base + ASKED_BY_LENGTH * ((count.max(1) as f32).ln() - USUAL_TERMS_LN).max(-2.0)
}

/// How much more is asked of what comes after a silence: two quakes some months apart are two events in however like
/// words, and a quarrel over a building site comes back after weeks, as it did before.
pub fn asked_after_silence(story: &Story, at: Time) -> f32 {
    let days = |ms: i64| ms as f32 / DAY_MS as f32;
    let count = story.count().max(1) as f32;
    let (span, silence) = (days(story.last.since(story.first)), days(at.since(story.last)));

    let interval = (span + SPAN_PRIOR_DAYS) / count;
    let long = (silence - SILENCE_FREE_DAYS).max(0.0) / (SILENCE_DAYS + SILENCE_INTERVALS * interval);

    let interval = (24.0 * span + LOUD_PRIOR_HOURS) / count;
    let pause = (24.0 * silence).clamp(0.0, PAUSE_HOURS_MAX) / (PAUSE_HOURS + SILENCE_INTERVALS * interval);
    let loudness = count / (count + LOUD_MENTIONS);

    ASKED_BY_SILENCE * (1.0 + long).ln() + ASKED_BY_PAUSE * loudness * (1.0 + pause).ln()
}

/// How far two stories are over what is asked to be one; 0 or more means that they tell of the same event.
///
/// What many posts have in common is far surer than what one says, so stories are compared by their shares, which leave
/// little of what only some of their mentions said.
pub fn sameness(one: &Story, other: &Story) -> f32 {
    let (mut shared, mut neutral, mut neutral_count) = (0.0, 0.0, 0);
    let mut place_shared = false;
    let mut theirs = other.terms.iter().peekable();
    for held in &one.terms {
        while theirs.next_if(|their| their.term < held.term).is_some() {}
        let Some(their) = theirs.peek() else { break };
        if their.term != held.term {
            continue;
        }
        let part = |held: &Held, story: &Story| (held.weight / story.mass).min(SHARE_ENOUGH) * held.rarity;
        let product = part(held, one) * part(their, other);
        shared += product;
        if held.term.is_neutral() {
            neutral += product;
            neutral_count += 1;
            place_shared |= held.term.kind() == TermKind::Place;
        }
    }
    let is_elsewhere = !place_shared && one.holds_place(OWN_PLACE_SHARE) && other.holds_place(OWN_PLACE_SHARE);
    let elsewhere = if is_elsewhere { ELSEWHERE } else { 1.0 };
    let (earlier, later) = if one.last <= other.last { (one, other) } else { (other, one) };
    let over =
        elsewhere * shared / (one.norm() * other.norm()) - ASKED_OF_STORIES - asked_after_silence(earlier, later.first);
    let is_between = (one.speaks(true) - other.speaks(true)).abs() > 0.5;
    if !is_between || neutral_count < SHARED_BETWEEN_LANGUAGES || !place_shared {
        return over;
    }
    over.max(neutral / (one.neutral_norm() * other.neutral_norm()) - ASKED_OF_STORIES_BETWEEN_LANGUAGES)
}

/// A rarity as it weighs in a comparison.
pub fn weight_of(rarity: f32) -> f32 {
    rarity.powf(RARITY_POWER)
}
