//! Reports in the press. They are published works, so their number is never hidden.

use super::{Numbers, numbers};
use crate::policy::Bounds;
use crate::scene::Scene;

pub fn weigh(scene: &Scene, bounds: &Bounds) -> Option<(u32, Numbers)> {
    let weight = bounds.weigh(scene.recent.press.into())?;
    Some((weight, numbers([("press", scene.recent.press.into()), ("hours", scene.recent_hours.into())])))
}
