//! Districts that the story reached in the recent hours.

use super::{Numbers, numbers};
use crate::policy::Bounds;
use crate::scene::Scene;

pub fn weigh(scene: &Scene, bounds: &Bounds) -> Option<(u32, Numbers)> {
    let weight = bounds.weigh(scene.recent.places.into())?;
    let so_far = scene.hours.last()?.places_so_far;
    Some((
        weight,
        numbers([("new", scene.recent.places.into()), ("places", so_far.into()), ("hours", scene.recent_hours.into())]),
    ))
}
