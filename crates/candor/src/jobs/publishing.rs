//! Publishing what is due, and handing releases to each channel.

use super::Work;
use super::queue::{JobKind, Run};
use publish::{EditionId, channels, release};

/// Publishes an approved edition when its moment has come.
pub const DUE: JobKind = JobKind {
    name: release::DUE,
    at_once: 2,
    attempts_max: 10,
    run: |work, key| -> Run {
        Box::pin(async move { release::publish_due(&work.db, &EditionId::new(key), work.clock.now()).await })
    },
};

/// Hands one copy of a release to one channel.
pub const DELIVER: JobKind = JobKind {
    name: channels::DELIVER,
    at_once: 4,
    attempts_max: 12,
    run: |work: Work, key| -> Run { Box::pin(async move { channels::deliver(&work.outlet, &key).await }) },
};

/// Asks someone who subscribed whether it was them.
pub const CONFIRM: JobKind = JobKind {
    name: publish::subscription::CONFIRM,
    at_once: 2,
    attempts_max: 8,
    run: |work: Work, key| -> Run { Box::pin(async move { channels::mail::ask(&work.outlet, &key).await }) },
};

/// Writes to one subscriber about one release.
pub const LETTER: JobKind = JobKind {
    name: channels::mail::LETTER,
    at_once: 4,
    attempts_max: 10,
    run: |work: Work, key| -> Run { Box::pin(async move { channels::mail::write(&work.outlet, &key).await }) },
};

/// Tells one other system of one release.
pub const PUSH: JobKind = JobKind {
    name: channels::webhook::PUSH,
    at_once: 4,
    attempts_max: 12,
    run: |work: Work, key| -> Run { Box::pin(async move { channels::webhook::push(&work.outlet, &key).await }) },
};
