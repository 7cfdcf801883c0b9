//! Publishing what is due, and handing releases to each channel.

use super::Work;
use super::queue::{JobKind, Run};
use desk::speaking::{self, Office};
use publish::{EditionId, channels, release};
use web::live::Update;

/// Publishes an approved edition when its moment has come, and meets what the room of its incident had promised.
pub const DUE: JobKind = JobKind {
    name: release::DUE,
    at_once: 2,
    attempts_max: 10,
    run: |work, key| -> Run {
        Box::pin(async move {
            let office = Office { library: &work.library, zone: &work.zone };
            let mut tx = work.db.write().await?;
            let spoken = speaking::publish_due(&mut tx, office, &EditionId::new(key), work.clock.now()).await?;
            tx.commit().await?;
            for room in spoken.into_iter().flat_map(|spoken| spoken.rooms) {
                work.hub.send(Update { name: "incident", id: room.to_string() });
            }
            Ok(())
        })
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
