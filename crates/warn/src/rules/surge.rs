//! More voices in an hour than the story's own past would bring by chance.

use super::{Numbers, numbers, shown};
use crate::policy::Bounds;
use crate::scene::Scene;
use model::Voices;

/// Odds beyond a year of hours would claim to know more than a story's past can tell.
const ODDS_MAX: f64 = 8_760.0;

pub fn weigh(scene: &Scene, bounds: &Bounds) -> Option<(u32, Numbers)> {
    let hour = scene.hours.last().filter(|hour| hour.at == scene.at.ms())?;
    if !scene.surge.is_above || hour.voices.count() < bounds.least {
        return None;
    }
    // Odds grow by factors, so they are compared by their logarithms.
    let scale = Bounds { from: bounds.from.ln(), full: bounds.full.ln(), ..*bounds };
    let weight = scale.weigh(scene.surge.surprise)?;
    let usual = Voices::counted(scene.surge.expected.max(0.0).round() as u32);
    let odds = scene.surge.surprise.exp().min(ODDS_MAX);
    Some((
        weight,
        numbers([
            ("voices", shown(hour.voices, scene.k)),
            ("usual", shown(usual, scene.k)),
            ("odds", two_digits(odds)),
            ("k", scene.k.get().into()),
        ]),
    ))
}

/// Odds are an estimate, and say so by being round.
fn two_digits(odds: f64) -> i64 {
    let unit = 10f64.powf((odds.max(1.0).log10().floor() - 1.0).max(0.0));
    ((odds / unit).round() * unit) as i64
}
