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
