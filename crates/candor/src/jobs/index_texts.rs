//! Brings what was published and the stories into the index of search, behind intake and never in its way.

use super::Work;
use model::Threshold;
use std::time::Duration;
use text::Gazetteer;
use tokio::sync::watch;

/// How often it is looked whether anything is new: as long as someone may wait to find what was just heard.
const LOOK: Duration = Duration::from_secs(3);
/// Between two pages of a backlog, so that intake gets its turn at the one writer.
const PAUSE: Duration = Duration::from_millis(40);

pub async fn index_texts(work: Work, gazetteer: Gazetteer, k: Threshold, mut stop: watch::Receiver<bool>) {
    loop {
        let pause = match search::index::index(&work.db, &gazetteer, k).await {
            Ok(true) => PAUSE,
            Ok(false) => LOOK,
            Err(error) => {
                tracing::error!(%error, "what was published could not be indexed; trying again");
                LOOK
            }
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
