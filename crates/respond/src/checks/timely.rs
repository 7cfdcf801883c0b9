//! Timely (及时): does it come within its clock, and does it say when the next word comes?

use super::sentence::NEXT;
use super::{Draft, Finding, Quality, Scene, whole};

/// Names the clock that ends next, if it is urgent or over.
pub fn clock(_: &Draft, scene: &Scene) -> Vec<Finding> {
    let Some(now) = scene.now else { return Vec::new() };
    let Some(next) = scene.clocks.iter().min_by_key(|clock| clock.ends) else { return Vec::new() };
    let said = |ms: i64| vec![("duty", next.name.clone()), ("minutes", (ms / 60_000).to_string())];
    if now > next.ends {
        vec![whole(Quality::Timely, "clock-over", said(now.since(next.ends)), true)]
    } else if next.is_urgent {
        vec![whole(Quality::Timely, "clock-soon", said(next.ends.since(now)), false)]
    } else {
        Vec::new()
    }
}

/// A statement that does not say when the next one comes leaves people to others for news.
pub fn next_word(draft: &Draft, _: &Scene) -> Vec<Finding> {
    let missing = draft.texts().into_iter().filter(|(_, text)| !NEXT.is_match(text));
    missing.map(|(lang, _)| whole(Quality::Timely, "next-missing", vec![super::language(lang)], false)).collect()
}
