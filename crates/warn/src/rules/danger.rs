//! Posts that report a danger to people.

use super::{Numbers, numbers, shown_items};
use crate::policy::Bounds;
use crate::scene::Scene;

pub fn weigh(scene: &Scene, bounds: &Bounds) -> Option<(u32, Numbers)> {
    let recent = &scene.recent;
    let weight = bounds.weigh(recent.danger.into())?;
    Some((
        weight,
        numbers([
            ("danger", shown_items(recent.danger, recent.voices, scene.k)),
            ("items", shown_items(recent.items, recent.voices, scene.k)),
            ("hours", scene.recent_hours.into()),
            ("k", scene.k.get().into()),
        ]),
    ))
}
