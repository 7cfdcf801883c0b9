//! Sources that took the story up in the recent hours.

use super::{Numbers, numbers};
use crate::policy::Bounds;
use crate::scene::Scene;

pub fn weigh(scene: &Scene, bounds: &Bounds) -> Option<(u32, Numbers)> {
    let weight = bounds.weigh(scene.recent.sources.into())?;
    let so_far = scene.hours.last()?.sources_so_far;
    Some((
        weight,
        numbers([
            ("new", scene.recent.sources.into()),
            ("sources", so_far.into()),
            ("hours", scene.recent_hours.into()),
        ]),
    ))
}
