//! Looks for checked claims in the stories that moved, and keeps what was found for a person to decide.
//!
//! It reads the heads of stories (headline and terms, through the threshold) and never a post. The cost is bounded by the
//! register and by the stories of the last days, and the pause grows with it.

use super::Work;
use analyse::mirror::{Span, stories};
use claims::matches;
use claims::matching::{Found, Head, Wording, find};
use model::{DAY_MS, Result, Threshold, Time};
use std::collections::HashSet;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Between two looks at least; and never more than a twentieth of a core.
const PAUSE_MIN: Duration = Duration::from_secs(4);
const PAUSE_TIMES: u32 = 20;
const STORY_DAYS: i64 = 30;
const STORIES_MAX: u32 = 400;

/// Looks whenever something moved, until told to stop.
pub async fn run(work: Work, k: Threshold, mut stop: watch::Receiver<bool>) {
    let mut moved = work.pipeline.moved();
    let mut looker = Looker { k, looked_at: None, kept: HashSet::new() };
    loop {
        let begun = Instant::now();
        if let Err(error) = looker.look(&work).await {
            tracing::error!(%error, "claims could not be looked for; trying again");
        }
        let pause = PAUSE_MIN.max(begun.elapsed() * PAUSE_TIMES);
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(pause) => {}
        }
        // A new claim is looked for soon even where nothing is heard.
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = moved.changed() => {}
            () = tokio::time::sleep(PAUSE_MIN) => {}
        }
    }
}

struct Looker {
    k: Threshold,
    /// What was last looked at: without a change in it nothing new can be found.
    looked_at: Option<(Vec<Wording>, Vec<Head>)>,
    /// What is stored already, by claim, story and strength.
    kept: HashSet<(String, String, &'static str)>,
}

impl Looker {
    async fn look(&mut self, work: &Work) -> Result<()> {
        let wordings = matches::wordings(&work.db).await?;
        if wordings.is_empty() {
            return Ok(());
        }
        let now = work.clock.now();
        let since = Time::from_ms(now.ms() - STORY_DAYS * DAY_MS);
        let span = Span { since, until: now.plus_hours(24), limit: STORIES_MAX };
        let heads: Vec<Head> = stories(&work.db, self.k, span)
            .await?
            .into_iter()
            .map(|card| Head { text: format!("{} {}", card.headline, card.terms.join(" ")), story: card.id })
            .collect();
        if self.looked_at.as_ref().is_some_and(|(known, seen)| *known == wordings && *seen == heads) {
            return Ok(());
        }
        let found = tokio::task::block_in_place(|| find(&wordings, &heads));
        let new: Vec<Found> = found.into_iter().filter(|found| !self.kept.contains(&key(found))).collect();
        if !new.is_empty() {
            let mut tx = work.db.write().await?;
            let first_time = matches::suggest(&mut tx, &new, now).await?;
            tx.commit().await?;
            metrics::counter!("claim_matches_total").increment(first_time);
            self.kept.extend(new.iter().map(key));
        }
        self.looked_at = Some((wordings, heads));
        Ok(())
    }
}

fn key(found: &Found) -> (String, String, &'static str) {
    (found.claim.to_string(), found.story.to_string(), found.strength.code())
}
