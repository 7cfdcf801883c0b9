//! The share of negative posts among the recent ones.

use super::{Numbers, numbers, shown_items};
use crate::policy::Bounds;
use crate::scene::Scene;

/// The share of a handful says nothing, and would tell how a few people feel; so both the posts and the negative
/// ones among them must reach k.
pub fn weigh(scene: &Scene, bounds: &Bounds) -> Option<(u32, Numbers)> {
    let recent = &scene.recent;
    let (items, negative) =
        (shown_items(recent.items, recent.voices, scene.k), shown_items(recent.negative, recent.voices, scene.k));
    if items < i64::from(bounds.least) || negative == 0 {
        return None;
    }
    let weight = bounds.weigh(100.0 * negative as f64 / items as f64)?;
    Some((
        weight,
        numbers([
            ("negative", negative),
            ("items", items),
            ("percent", 100 * negative / items),
            ("hours", scene.recent_hours.into()),
        ]),
    ))
}
