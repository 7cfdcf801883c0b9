//! One live story: what its mentions have in common, fading, and enough of them to know a copy.

use super::index::Index;
use super::likeness::{SHARE_ENOUGH, weight_of};
use crate::finding::Finding;
use crate::term::{Term, TermId, TermKind};
use model::{DAY_MS, Time};
use text::near::Signature;

impl Held {
    /// As a text of its own would hold it.
    ///
    /// - `mass`: of the story
    pub(super) fn as_term(&self, mass: f32) -> Term {
        Term { id: self.term, weight: (self.weight / mass).min(SHARE_ENOUGH), in_title: 0.0, word: None }
    }
}

/// A story is known by at most so many terms.
const TERMS_MAX: usize = 128;
/// A mention's say in what its story is about halves in this time.
const HALF_LIFE_MS: f32 = 7.0 * DAY_MS as f32;
/// A story of one mention is over when nothing follows for so long; each doubling of its mentions adds as much again.
/// A quarrel over a building site comes back after weeks, a stray remark does not.
const QUIET_MS: i64 = 14 * DAY_MS;
const QUIET_MS_MAX: i64 = 90 * DAY_MS;
/// The latest texts that a newcomer may be a copy of.
const RECENT_MAX: usize = 6;
const LABELS_MAX: usize = 10;

/// A story that stands further back than this in a term's list is brought forward when the term comes again.
const NEAR: usize = super::HOLDERS_MAX / 2;

/// A mention on its way into a story.
#[derive(Clone, Copy)]
pub(super) struct Joining<'a> {
    pub mention: u64,
    pub finding: &'a Finding,
    pub at: Time,
    /// Of this mention, higher than any before.
    pub number: u64,
    pub slot: u32,
    pub is_copy: bool,
}

/// A term that the story holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Held {
    pub term: TermId,
    /// Summed weight over the mentions, fading.
    pub weight: f32,
    /// The same in titles.
    pub in_title: f32,
    /// Its rarity as it weighs, when it was last said. Looking up each one at every mention would cost more than all else.
    pub rarity: f32,
    /// Its place in the list of the index.
    pub entered: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    pub(super) key: u64,
    pub(super) first: Time,
    pub(super) last: Time,
    /// Number of the last mention that joined: no two stories have the same.
    pub(super) touched: u64,
    pub(super) count: u32,
    /// Mentions, fading; and those of them in Chinese.
    pub(super) mass: f32,
    pub(super) chinese: f32,
    pub(super) norm: f32,
    pub(super) neutral_norm: f32,
    /// Mentions with a title beside their text, fading; and what their titles have in common, as long as a vector.
    pub(super) titled: f32,
    pub(super) title_norm: f32,
    /// Sorted by term.
    pub(super) terms: Vec<Held>,
    pub(super) labels: Vec<(TermId, Box<str>)>,
    pub(super) recent: Vec<(u64, Signature)>,
}

impl Story {
    pub(super) fn new(key: u64, at: Time) -> Self {
        Story {
            key,
            first: at,
            last: at,
            touched: 0,
            count: 0,
            mass: 0.0,
            chinese: 0.0,
            norm: 0.0,
            neutral_norm: 0.0,
            titled: 0.0,
            title_norm: 0.0,
            terms: Vec::new(),
            labels: Vec::new(),
            recent: Vec::new(),
        }
    }

    pub fn count(&self) -> u32 {
        self.count
    }

    fn held(&self, term: TermId) -> Option<&Held> {
        self.terms.binary_search_by_key(&term, |held| held.term).ok().map(|at| &self.terms[at])
    }

    pub fn holds(&self, term: TermId) -> bool {
        self.held(term).is_some()
    }

    /// Whether any district is named in at least this share of the mentions.
    pub fn holds_place(&self, share: f32) -> bool {
        // Kinds are the highest bits of the ids, so places stand together at the end.
        self.terms
            .iter()
            .rev()
            .take_while(|held| held.term.kind() == TermKind::Place)
            .any(|held| held.weight / self.mass >= share)
    }

    /// The share of its mentions that are in Chinese, or that are not.
    pub fn speaks(&self, chinese: bool) -> f32 {
        if chinese { self.chinese / self.mass } else { 1.0 - self.chinese / self.mass }
    }

    /// Whether most of its mentions have a title beside their text.
    pub fn is_titled(&self) -> bool {
        self.titled > 0.5 * self.mass
    }

    pub fn norm(&self) -> f32 {
        self.norm
    }

    pub fn neutral_norm(&self) -> f32 {
        self.neutral_norm
    }

    /// When the story retires unless something is added.
    pub(super) fn over_at(&self) -> Time {
        let doublings = i64::from(self.count.max(1).ilog2());
        Time::from_ms(self.last.ms().saturating_add((QUIET_MS * (1 + doublings)).min(QUIET_MS_MAX)))
    }

    /// The text of the story that this one nearly repeats.
    pub(super) fn copied(&self, signature: &Signature) -> Option<u64> {
        self.recent.iter().rev().find(|(_, known)| known.is_near(signature)).map(|(mention, _)| *mention)
    }

    /// Words to show, the most telling first. A part of a longer one beside it is left out.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for (_, word) in &self.labels {
            if !words.iter().any(|kept| kept.contains(&**word)) {
                words.push(word.to_string());
            }
        }
        words
    }

    /// Takes a mention in: fades what was, adds what is new, and keeps the index in step.
    pub(super) fn absorb(&mut self, joining: &Joining<'_>, index: &mut Index) {
        let Joining { mention, finding, at, number, slot, is_copy } = *joining;
        self.fade(at);
        self.mass += 1.0;
        if finding.is_chinese() {
            self.chinese += 1.0;
        }
        self.count = self.count.saturating_add(1);
        self.touched = number;
        if finding.terms.iter().any(|term| term.in_title > 0.0) {
            self.titled += 1.0;
        }
        self.add_terms(finding, number, slot, index);
        self.measure(index);
        self.choose_labels(finding);
        if !is_copy {
            if self.recent.len() == RECENT_MAX {
                self.recent.remove(0);
            }
            self.recent.push((mention, finding.signature));
        }
    }

    /// Takes in all that another story holds, which then is no story any more. The caller takes the other out of the index.
    ///
    /// - `number`: of the mention that showed the two to be one; higher than any but its own
    pub(super) fn merge(&mut self, other: Story, number: u64, slot: u32, index: &mut Index) {
        let later = self.last.max(other.last);
        let mut other = other;
        self.fade(later);
        other.fade(later);
        self.first = self.first.min(other.first);
        self.mass += other.mass;
        self.chinese += other.chinese;
        self.titled += other.titled;
        self.count = self.count.saturating_add(other.count);
        self.touched = number;
        for theirs in &other.terms {
            match self.terms.binary_search_by_key(&theirs.term, |held| held.term) {
                Ok(at) => {
                    self.terms[at].weight += theirs.weight;
                    self.terms[at].in_title += theirs.in_title;
                }
                Err(at) => {
                    index.enter(theirs.term, number, slot);
                    self.terms.insert(at, Held { entered: number, ..*theirs });
                }
            }
        }
        self.keep_heaviest(index);
        self.measure(index);
        self.rank_labels(other.labels.iter().map(|(id, word)| (*id, word)));
        self.recent.extend(other.recent);
        self.recent.drain(..self.recent.len().saturating_sub(RECENT_MAX));
    }

    fn fade(&mut self, at: Time) {
        let gap_ms = at.since(self.last).max(0);
        if gap_ms > 0 {
            let left = (-std::f32::consts::LN_2 * gap_ms as f32 / HALF_LIFE_MS).exp();
            self.mass *= left;
            self.chinese *= left;
            self.titled *= left;
            for held in &mut self.terms {
                held.weight *= left;
                held.in_title *= left;
            }
        }
        self.first = self.first.min(at);
        self.last = self.last.max(at);
    }

    fn add_terms(&mut self, finding: &Finding, number: u64, slot: u32, index: &mut Index) {
        let old = std::mem::take(&mut self.terms);
        let mut merged = Vec::with_capacity(old.len() + finding.terms.len());
        let mut old = old.into_iter().peekable();
        for term in &finding.terms {
            while let Some(held) = old.next_if(|held| held.term < term.id) {
                merged.push(held);
            }
            if let Some(mut held) = old.next_if(|held| held.term == term.id) {
                held.weight += term.weight;
                held.in_title += term.in_title;
                if let Some(entered) = index.renew(term.id, held.entered, number, NEAR, slot) {
                    held.entered = entered;
                }
                held.rarity = weight_of(index.rarity(term.id));
                merged.push(held);
            } else {
                let rarity = weight_of(index.enter(term.id, number, slot));
                merged.push(Held {
                    term: term.id,
                    weight: term.weight,
                    in_title: term.in_title,
                    rarity,
                    entered: number,
                });
            }
        }
        merged.extend(old);
        self.terms = merged;
        self.keep_heaviest(index);
    }

    fn keep_heaviest(&mut self, index: &mut Index) {
        let merged = &mut self.terms;
        if merged.len() > TERMS_MAX {
            let worth = |held: &Held| held.weight * held.rarity;
            merged.select_nth_unstable_by(TERMS_MAX, |a, b| worth(b).total_cmp(&worth(a)).then(a.term.cmp(&b.term)));
            for held in merged.drain(TERMS_MAX..) {
                index.leave(held.term, held.entered);
            }
            merged.sort_unstable_by_key(|held| held.term);
        }
        merged.shrink_to_fit();
    }

    /// The length of the story as a vector. Rarities are those of when a term was last said, and all of this moment each
    /// time the story has doubled: they move slowly once some hundred stories are known.
    fn measure(&mut self, index: &Index) {
        let is_renewed = self.count.is_power_of_two();
        let (mut all, mut neutral, mut title) = (0.0_f32, 0.0_f32, 0.0_f32);
        for held in &mut self.terms {
            // The first mention's rarities are of this moment already.
            if is_renewed && self.count > 1 {
                held.rarity = weight_of(index.rarity(held.term));
            }
            let part = (held.weight / self.mass).min(SHARE_ENOUGH) * held.rarity;
            all += part * part;
            if held.in_title > 0.0 {
                let part = (held.in_title / self.titled).min(SHARE_ENOUGH) * held.rarity;
                title += part * part;
            }
            if held.term.is_neutral() {
                neutral += part * part;
            }
        }
        self.title_norm = title.sqrt().max(f32::MIN_POSITIVE);
        self.norm = all.sqrt().max(f32::MIN_POSITIVE);
        self.neutral_norm = neutral.sqrt().max(f32::MIN_POSITIVE);
    }

    fn choose_labels(&mut self, finding: &Finding) {
        self.rank_labels(finding.terms.iter().filter_map(|term| Some((term.id, term.word.as_ref()?))));
    }

    /// Keeps the most telling of the known words and these.
    fn rank_labels<'a>(&mut self, words: impl Iterator<Item = (TermId, &'a Box<str>)>) {
        let worth = |term: TermId| self.held(term).map_or(0.0, |held| (held.weight / self.mass).min(1.0) * held.rarity);
        let known = self.labels.iter().map(|(id, word)| (worth(*id), *id, word));
        let new = words.filter(|(id, _)| self.labels.iter().all(|(known, _)| known != id));
        let mut ranked: Vec<(f32, TermId, &Box<str>)> =
            known.chain(new.map(|(id, word)| (worth(id), id, word))).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(LABELS_MAX);
        // Words that stay are not copied, which is nearly all of them once a story has a few mentions.
        if !ranked.iter().map(|(_, id, _)| id).eq(self.labels.iter().map(|(id, _)| id)) {
            self.labels = ranked.into_iter().map(|(_, id, word)| (id, word.clone())).collect();
        }
    }
}
