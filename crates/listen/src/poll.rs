//! One poll: fetch, then parse in the child, page after page. What is stored of it is the caller's to say.

use crate::connectors::{Context, Input};
use crate::fetch::{Body, Failure, Fetched, Fetcher, Validators, readable};
use crate::intake::{Intake, names};
use crate::isolate::Parser;
use crate::keys::{DayKey, IntakeKey, random};
use crate::limits::{Met, PAGES_MAX, PAGES_TIMEOUT, Reason, Skipped};
use crate::raw::Parsed;
use crate::source::Source;
use model::{Mention, MentionId, Time, Zone};
use reqwest::Url;
use std::collections::HashSet;
use std::time::Duration;
use store::Db;

/// What a poll brought.
pub enum Polled {
    /// Nothing new since the last one: the source is well, and its validators stand.
    Unchanged,
    New {
        parsed: Parsed,
        /// To be stored with what was parsed, and not before.
        validators: Validators,
        /// How long the server wants to be left alone, if it said so.
        rest: Option<Duration>,
    },
}

/// What tells posts that are stored from new ones: nobody reads further back than there is something new.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub db: &'a Db,
    pub intake_key: &'a IntakeKey,
}

/// Fetches a source and parses what it sent; where that names a next page, the pages up to the first that brings
/// nothing new, at most [`PAGES_MAX`] in all. They are one answer, so that they become durable together: were the
/// first stored alone and the program ended, the second would never be asked for.
///
/// - `known`: what is stored; without it the first page alone is read
/// - errors: as values, for [`crate::store::failed`]; of the first page only, since a broken second page must not keep
///   the first one out. It is noted among the limits that were met.
pub async fn poll(
    fetcher: &Fetcher,
    parser: &Parser,
    source: &Source,
    validators: &Validators,
    zone: &Zone,
    now: Time,
    known: Option<Known<'_>>,
) -> Result<Polled, Failure> {
    let missing = || Failure { reason: Reason::UrlRefused, detail: String::new(), wait: None };
    let connector = crate::connectors::named(&source.connector).ok_or_else(missing)?;
    let since = match known {
        Some(known) => crate::store::last_success(known.db, &source.id).await.unwrap_or_default(),
        None => None,
    };
    let asked = source.url.as_deref().and_then(|url| readable(url).ok());
    let first = asked.and_then(|url| (connector.address)(&url, since)).ok_or_else(missing)?;
    let body = match fetcher.fetch(first.as_str(), validators, now).await? {
        Fetched::Unchanged => return Ok(Polled::Unchanged),
        Fetched::Body(body) => body,
    };
    let (validators, mut rest) = (body.validators.clone(), body.rest);
    let mut parsed = read(parser, source, zone, body).await?;
    if rest.is_some() {
        parsed.met.note(Reason::AllowanceSpent);
    } else if let Some(known) = known {
        let (page, seen) = (connector.page, HashSet::new());
        let mut pages = Pages { fetcher, parser, source, zone, now, known, first, page, seen, rest: None };
        // What was read until then is whole pages, and stays.
        if tokio::time::timeout(PAGES_TIMEOUT, pages.follow(&mut parsed)).await.is_err() {
            parsed.met.note(Reason::TimedOut);
        }
        rest = pages.rest;
    }
    Ok(Polled::New { parsed, validators, rest })
}

async fn read(parser: &Parser, source: &Source, zone: &Zone, body: Body) -> Result<Parsed, Failure> {
    let options = source.options.clone();
    let context = Context { charset: body.charset, zone: zone.clone(), options, next: body.next };
    let parsed = parser.parse(&source.connector, &context, &body.bytes).await;
    let mut parsed = parsed.map_err(|reason| Failure { reason, detail: String::new(), wait: None })?;
    if body.is_cut {
        parsed.met.note(Reason::BodyCut);
    }
    Ok(parsed)
}

/// The pages of one poll after its first.
struct Pages<'a> {
    fetcher: &'a Fetcher,
    parser: &'a Parser,
    source: &'a Source,
    zone: &'a Zone,
    now: Time,
    known: Known<'a>,
    first: Url,
    /// The connector's way from what an answer says of its next page to that page's address.
    page: fn(&Url, &str) -> Option<Url>,
    /// The posts of this poll so far.
    seen: HashSet<MentionId>,
    /// How long the server wants to be left alone, once it said so.
    rest: Option<Duration>,
}

impl Pages<'_> {
    /// Adds to the first page what the ones after it hold.
    async fn follow(&mut self, parsed: &mut Parsed) {
        let mut addresses = vec![self.first.clone()];
        // An index holds no post, and leads to what does.
        let mut is_new = parsed.next.is_some() && (parsed.posts.is_empty() || self.is_new(parsed).await);
        while let Some(next) = parsed.next.take().filter(|_| is_new) {
            let next = match self.address(&next) {
                Ok(next) if addresses.contains(&next) => return,
                Ok(_) if addresses.len() == PAGES_MAX => return parsed.met.note(Reason::PagesOver),
                Ok(next) => next,
                Err(reason) => return parsed.met.note(reason),
            };
            let page = match self.page(&next).await {
                Ok(page) => page,
                Err(failure) => return parsed.met.note(failure.reason),
            };
            addresses.push(next);
            is_new = self.is_new(&page).await;
            parsed.append(page);
            if self.rest.is_some() {
                return parsed.met.note(Reason::AllowanceSpent);
            }
        }
    }

    /// The register names the hosts that are listened to. A page cannot lead to another one, nor carry a name and a
    /// password of its own; whatever else an address must be, the fetcher asks of it.
    fn address(&self, next: &str) -> Result<Url, Reason> {
        let mut next = (self.page)(&self.first, next).ok_or(Reason::UrlRefused)?;
        // What stands behind the sign never reaches the server, so with another one it is the same page.
        next.set_fragment(None);
        let next = readable(next.as_str())?;
        let is_here = next.host_str() == self.first.host_str()
            && (next.username(), next.password()) == (self.first.username(), self.first.password());
        if is_here { Ok(next) } else { Err(Reason::PageElsewhere) }
    }

    async fn page(&mut self, url: &Url) -> Result<Parsed, Failure> {
        match self.fetcher.fetch(url.as_str(), &Validators::default(), self.now).await? {
            Fetched::Body(body) => {
                self.rest = body.rest;
                read(self.parser, self.source, self.zone, body).await
            }
            // No validators were sent, so nobody can say so; a server that does has nothing to show.
            Fetched::Unchanged => Ok(Parsed::default()),
        }
    }

    /// Whether a page holds a post that is neither stored nor on a page before it.
    async fn is_new(&mut self, page: &Parsed) -> bool {
        let unseen = names(page, self.source, self.known.intake_key);
        let unseen: Vec<_> = unseen.into_iter().filter(|name| self.seen.insert(name.clone())).collect();
        for name in &unseen {
            match crate::store::is_known(self.known.db, name).await {
                Ok(true) => {}
                Ok(false) => return true,
                // What cannot be asked cannot be stored either, and the poll is tried again.
                Err(_) => return false,
            }
        }
        false
    }
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
    let parsed = if source.has_input(Input::Stream) {
        crate::stream::taste(fetcher, parser, source, zone, now).await?
    } else {
        match poll(fetcher, parser, source, &Validators::default(), zone, now, None).await? {
            Polled::New { parsed, .. } => parsed,
            // No validators were sent, so nobody can say so; a server that does has nothing to show.
            Polled::Unchanged => Parsed::default(),
        }
    };
    Ok(shown(parsed, source, zone, now))
}

/// What intake would make of some posts, with keys that are made for this and dropped.
pub(crate) fn shown(parsed: Parsed, source: &Source, zone: &Zone, now: Time) -> Preview {
    let (day_key, intake_key) = (DayKey::fresh(zone.clone(), now), IntakeKey::new(&random()[..]));
    let batch = Intake { day_key: &day_key, intake_key: &intake_key, now }.hear(parsed, source);
    let count = batch.heard.len();
    let mentions = batch.heard.into_iter().take(PREVIEW_MAX).map(|heard| heard.mention).collect();
    Preview { mentions, count, skipped: batch.skipped, met: batch.met }
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

    /// A page of a JSON feed with these posts.
    fn page(next: &str, ids: &[&str]) -> Vec<u8> {
        let items: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}","content_text":"停水 {id}"}}"#)).collect();
        answer("", format!(r#"{{"items":[{}],"next_url":"{next}"}}"#, items.join(",")).as_bytes())
    }

    /// Polls a feed whose pages lie under `/a`, and tells the texts and what was met.
    async fn follow(known: Known<'_>, pages: Vec<(&'static str, Vec<u8>)>) -> (String, Vec<Reason>) {
        let place = serve(pages).await;
        let policy = Policy { own_hosts: vec![place.clone()], ..Policy::default() };
        let fetcher = Fetcher::new(policy).expect("TLS is there");
        let source = Source {
            url: Some(format!("http://{place}/a")),
            connector: "json_feed".to_owned(),
            ..sample(SourceKind::Public)
        };
        let (parser, none, now) = (Parser::in_process(), Validators::default(), Time::from_ms(1_709_550_000_000));
        let polled = poll(&fetcher, &parser, &source, &none, &Zone::utc(), now, Some(known)).await;
        let Ok(Polled::New { parsed, .. }) = polled else { panic!("the first page is there") };
        let read: Vec<_> = parsed.posts.iter().map(|post| post.text.trim_start_matches("停水 ")).collect();
        (read.join(" "), parsed.met.iter().map(|(reason, _)| reason).collect())
    }

    #[tokio::test]
    async fn pages_are_followed_as_long_as_they_bring_something_new_on_this_host() {
        let db = store::testing::sqlite("listen_pages", &[crate::store::MIGRATIONS]).await;
        let intake_key = IntakeKey::new(&[7; 32]);
        let known = Known { db: &db, intake_key: &intake_key };
        let check = async |pages: Vec<(&'static str, Vec<u8>)>, expected: &str, met: &[Reason]| {
            assert_eq!(follow(known, pages).await, (expected.to_owned(), met.to_vec()));
        };
        // To the end, by addresses whole and short.
        check(vec![("/a", page("/b", &["1", "2"])), ("/b", page("c", &["3"])), ("/c", page("", &[]))], "1 2 3", &[])
            .await;
        // An address that was read before, whatever stands behind its sign; a page of posts that were read before.
        check(vec![("/a", page("/b", &["1"])), ("/b", page("/a#again", &["2"]))], "1 2", &[]).await;
        check(vec![("/a", page("/b", &["1"])), ("/b", page("/c", &["1"])), ("/c", page("", &["3"]))], "1 1", &[]).await;
        // A page that is not there is told, and the one before it stays.
        check(vec![("/a", page("/gone", &["1"]))], "1", &[Reason::StatusRefused]).await;
        check(vec![("/a", page("/b", &["1"])), ("/b", answer("", b"hello"))], "1", &[Reason::NotThisFormat]).await;
        let refusing = ("/robots.txt", answer("", b"User-agent: *\nDisallow: /b\n"));
        check(vec![refusing, ("/a", page("/b", &["1"])), ("/b", page("", &["2"]))], "1", &[Reason::RobotsRefused])
            .await;
        // A feed cannot send us elsewhere: not to another host, not to another service of this machine.
        for next in ["http://169.254.169.254/latest/", "http://localhost/b", "http://me:secret@127.0.0.1/b"] {
            check(vec![("/a", page(next, &["1"]))], "1", &[Reason::PageElsewhere]).await;
        }
        check(vec![("/a", page("http://127.0.0.1:1/b", &["1"]))], "1", &[Reason::PortRefused]).await;
        check(vec![("/a", page("file:///etc/passwd", &["1"]))], "1", &[Reason::UrlRefused]).await;
        // A feed without end.
        let endless = vec![
            ("/a", page("/b", &["1"])),
            ("/b", page("/c", &["2"])),
            ("/c", page("/d", &["3"])),
            ("/d", page("/e", &["4"])),
            ("/e", page("/f", &["5"])),
            ("/f", page("/g", &["6"])),
        ];
        check(endless, "1 2 3 4 5", &[Reason::PagesOver]).await;
    }

    #[tokio::test]
    async fn what_is_stored_already_is_not_followed_further_back() {
        for db in store::testing::databases("listen_stored_pages", &[crate::store::MIGRATIONS]).await {
            let intake_key = IntakeKey::new(&[7; 32]);
            let known = Known { db: &db, intake_key: &intake_key };
            let pages = || vec![("/a", page("/b", &["1"])), ("/b", page("/c", &["2"])), ("/c", page("", &["3"]))];
            let source = sample(SourceKind::Public);
            let now = Time::from_ms(1_709_550_000_000);
            let day_key = DayKey::fresh(Zone::utc(), now);
            let mut number = 0;
            let mut store = async |id: &str| {
                let mut parsed = Parsed::default();
                parsed.push(crate::raw::RawPost { id: Some(id.to_owned()), text: id.to_owned(), ..Default::default() });
                let batch = Intake { day_key: &day_key, intake_key: &intake_key, now }.hear(parsed, &source);
                let mut tx = db.write().await.expect("it begins");
                number += 1;
                let heard: Vec<_> = batch.heard.iter().collect();
                crate::store::add(&mut tx, number, &heard, now.plus_hours(24), now).await.expect("it is new");
                tx.commit().await.expect("it commits");
            };
            assert_eq!(follow(known, pages()).await.0, "1 2 3");
            store("2").await;
            assert_eq!(follow(known, pages()).await.0, "1 2");
            store("1").await;
            assert_eq!(follow(known, pages()).await.0, "1");
        }
    }
}
