//! The rules: each looks at one thing, and says what it saw in numbers that may be shown.
//!
//! A new rule is one file here and one line in [`RULES`], a section in the policy, and its sentence
//! `warn-reason-<name>` in each language.

mod danger;
mod negative;
mod places;
mod press;
mod sources;
mod speed;
mod surge;

use crate::policy::{Bounds, Policy};
use crate::scene::Scene;
use model::{Threshold, Voices};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub struct Rule {
    /// As the policy, the stored reasons and the words on screen name it.
    pub name: &'static str,
    weigh: fn(&Scene, &Bounds) -> Option<(u32, Numbers)>,
}

/// In this order reasons of equal weight are listed.
pub const RULES: &[Rule] = &[
    Rule { name: "surge", weigh: surge::weigh },
    Rule { name: "speed", weigh: speed::weigh },
    Rule { name: "danger", weigh: danger::weigh },
    Rule { name: "sources", weigh: sources::weigh },
    Rule { name: "places", weigh: places::weigh },
    Rule { name: "negative", weigh: negative::weigh },
    Rule { name: "press", weigh: press::weigh },
];

/// What a reason's sentence is filled with, by placeholder. A number about people that is under k is 0, which the
/// sentences read as "fewer than k"; so nothing that must stay hidden is ever stored.
pub type Numbers = BTreeMap<String, i64>;

/// How many reasons an alert is remembered by.
pub const STRONGEST: usize = 3;

/// Why a level was given: one rule's part of it. In a list of reasons the strongest stand first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub rule: String,
    pub weight: u32,
    pub numbers: Numbers,
}

impl Reason {
    /// The key of its sentence in `locales/`.
    pub fn key(&self) -> String {
        format!("warn-reason-{}", self.rule)
    }
}

/// Asks every rule.
///
/// - returns: the reasons, by falling weight; the first [`STRONGEST`] are those a page shows first
pub fn reasons(scene: &Scene, policy: &Policy) -> Vec<Reason> {
    let ask = |rule: &Rule| {
        let (weight, numbers) = (rule.weigh)(scene, policy.bounds(rule.name)?)?;
        Some(Reason { rule: rule.name.to_owned(), weight, numbers })
    };
    let mut reasons: Vec<Reason> = RULES.iter().filter_map(ask).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight));
    reasons
}

fn numbers<const N: usize>(pairs: [(&str, i64); N]) -> Numbers {
    pairs.into_iter().map(|(name, number)| (name.to_owned(), number)).collect()
}

/// A number of voices for a sentence: itself from k on, else 0.
fn shown(voices: Voices, k: Threshold) -> i64 {
    if voices.reaches(k) { voices.count().into() } else { 0 }
}

/// A number of posts for a sentence. Each post has at most one voice, so fewer than k posts are fewer than k voices;
/// and posts of fewer than k voices are hidden with them.
fn shown_items(items: u32, voices: Voices, k: Threshold) -> i64 {
    if items >= k.get() && voices.reaches(k) { items.into() } else { 0 }
}
