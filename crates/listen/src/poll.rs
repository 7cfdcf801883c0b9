//! One poll: fetch, then parse in the child. What is stored of it is the caller's to say.

use crate::connectors::Context;
use crate::fetch::{Failure, Fetched, Fetcher, Validators};
use crate::intake::Intake;
use crate::isolate::Parser;
use crate::keys::{DayKey, IntakeKey, random};
use crate::limits::{Met, Reason, Skipped};
use crate::raw::Parsed;
use crate::source::Source;
use model::{Mention, Time, Zone};

/// What a poll brought.
pub enum Polled {
    /// Nothing new since the last one: the source is well, and its validators stand.
    Unchanged,
    New {
        parsed: Parsed,
        /// To be stored with what was parsed, and not before.
        validators: Validators,
    },
}

/// Fetches a source and parses what it sent.
///
/// - errors: as values, for [`crate::store::failed`]
pub async fn poll(
    fetcher: &Fetcher,
    parser: &Parser,
    source: &Source,
    validators: &Validators,
    zone: &Zone,
    now: Time,
) -> Result<Polled, Failure> {
    let missing = || Failure { reason: Reason::UrlRefused, detail: String::new(), wait: None };
    let url = source.url.as_deref().ok_or_else(missing)?;
    let body = match fetcher.fetch(url, validators, now).await? {
        Fetched::Unchanged => return Ok(Polled::Unchanged),
        Fetched::Body(body) => body,
    };
    let context = Context { charset: body.charset, zone: zone.clone() };
    let parsed = parser.parse(&source.connector, &context, &body.bytes).await;
    let mut parsed = parsed.map_err(|reason| Failure { reason, detail: String::new(), wait: None })?;
    if body.is_cut {
        parsed.met.note(Reason::BodyCut);
    }
    Ok(Polled::New { parsed, validators: body.validators })
}

/// What would be stored if this source were added.
pub struct Preview {
    /// As they would be stored, at most [`PREVIEW_MAX`]; the rest is only counted.
    pub mentions: Vec<Mention>,
    pub count: usize,
    pub skipped: Vec<Skipped>,
    pub met: Met,
}

/// A page shows no more.
pub const PREVIEW_MAX: usize = 20;

/// Polls a source that is not added yet, takes in what comes, and keeps nothing: its keys are made for this and dropped.
///
/// - errors: why it would fail
pub async fn preview(
    fetcher: &Fetcher,
    parser: &Parser,
    source: &Source,
    zone: &Zone,
    now: Time,
) -> Result<Preview, Failure> {
    let parsed = match poll(fetcher, parser, source, &Validators::default(), zone, now).await? {
        Polled::New { parsed, .. } => parsed,
        // No validators were sent, so nobody can say so; a server that does has nothing to show.
        Polled::Unchanged => Parsed::default(),
    };
    let (day_key, intake_key) = (DayKey::fresh(zone.clone(), now), IntakeKey::new(&random()[..]));
    let batch = Intake { day_key: &day_key, intake_key: &intake_key, now }.hear(parsed, source);
    let count = batch.heard.len();
    let mentions = batch.heard.into_iter().take(PREVIEW_MAX).map(|heard| heard.mention).collect();
    Ok(Preview { mentions, count, skipped: batch.skipped, met: batch.met })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Policy;
    use crate::fetch::tests::{answer, serve};
    use crate::source::tests::sample;
    use model::SourceKind;

    #[tokio::test]
    async fn a_preview_shows_what_would_be_stored_and_a_failure_why_nothing_would() {
        let feed = include_bytes!("../fixtures/rss/rss-2.0-gbk.xml");
        let place =
            serve(vec![("/feed", answer("content-type: text/xml\r\n", feed)), ("/page", answer("", b"hello"))]).await;
        let policy = Policy { own_hosts: vec![place.clone()], ..Policy::default() };
        let fetcher = Fetcher::new(policy).expect("TLS is there");
        let now = Time::from_ms(1_709_550_000_000);
        let show = async |path: &str| {
            let source = Source { url: Some(format!("http://{place}{path}")), ..sample(SourceKind::Public) };
            preview(&fetcher, &Parser::in_process(), &source, &Zone::utc(), now).await
        };
        let shown = show("/feed").await.unwrap_or_else(|failure| panic!("{failure:?}"));
        assert_eq!((shown.count, shown.mentions.len()), (3, 3));
        assert_eq!(shown.mentions[0].title, "东湖路又停水了");
        assert!(
            shown.mentions.iter().all(|mention| mention.link.is_none() && !format!("{mention:?}").contains("seeded"))
        );
        assert_eq!(show("/page").await.err().map(|failure| failure.reason), Some(Reason::NotThisFormat));
        assert_eq!(show("/none").await.err().map(|failure| failure.detail), Some("404".to_owned()));
    }
}
