//! Voices that double within hours.

use super::{Numbers, numbers, shown};
use crate::policy::Bounds;
use crate::scene::Scene;
use model::{HOUR_MS, Voices};

/// Finds the shortest time in which the story's voices at least doubled.
pub fn weigh(scene: &Scene, bounds: &Bounds) -> Option<(u32, Numbers)> {
    // Only an hour that brings voices can show speed; in a silent one an old doubling would be told again.
    scene.hours.last().filter(|hour| hour.at == scene.at.ms())?;
    let now = scene.voices_so_far;
    let longest = bounds.from.max(bounds.full) as i64;
    let (hours, before) = (1..=longest)
        .map(|hours| (hours, so_far(scene, scene.at.ms() - hours * HOUR_MS)))
        .find(|(_, before)| now.count() >= 2 * before.count())?;
    let weight = bounds.weigh(hours as f64)?;
    Some((
        weight,
        numbers([
            ("hours", hours),
            ("before", shown(before, scene.k)),
            ("now", shown(now, scene.k)),
            ("k", scene.k.get().into()),
        ]),
    ))
}

/// A past count that was written down as "fewer than k" may have been k - 1, and is taken for that: a doubling is only
/// claimed where there was one for certain.
fn so_far(scene: &Scene, at: i64) -> Voices {
    let end = scene.hours.partition_point(|hour| hour.at <= at);
    scene.hours[..end].last().map_or(Voices::default(), |hour| match hour.voices_so_far.count() {
        0 => Voices::counted(scene.k.get() - 1),
        _ => hour.voices_so_far,
    })
}
