//! Connectors: each turns the bytes of one format into posts. To add one, write a file here, put samples into
//! `fixtures/<name>/`, and add a line to [`CONNECTORS`]; the tests below then run over it.
//!
//! A connector is a pure function. It holds no HTTP client and no clock, and it runs in a child process with limits
//! on time and memory, since its input is whatever a stranger sent.

pub mod csv_file;
pub mod discourse;
pub mod hotline;
pub mod jetstream;
mod json;
pub mod json_feed;
pub mod jsonl;
pub mod lemmy;
pub mod mail;
pub mod mastodon;
pub mod news_sitemap;
pub mod rss;
pub mod webhook;
mod xml;

use crate::limits::Reason;
use crate::options::Options;
use crate::raw::Parsed;
use model::{Time, Zone};
use reqwest::Url;

/// One format that can be listened to.
pub struct Connector {
    /// As the source table, the form and `fixtures/` call it.
    pub name: &'static str,
    /// How bytes of this format reach us.
    pub inputs: &'static [Input],
    /// What its form asks beside the fields that every source has.
    pub settings: &'static [Setting],
    pub(crate) parse: fn(&[u8], &Context) -> Result<Parsed, Reason>,
    /// From the address that a person knows, and the last success, to the one that is fetched; nothing for what is no
    /// source, such as a person's page.
    pub(crate) address: fn(&Url, Option<Time>) -> Option<Url>,
    /// From the first page's address and what an answer says of the page after it to that page's address.
    pub(crate) page: fn(&Url, &str) -> Option<Url>,
    /// Whether private persons speak there, so that a source of it can be of no other kind.
    pub has_persons: bool,
}

impl Connector {
    /// What most formats are: polled at the address as it stands, with whole addresses of further pages.
    pub(crate) const PLAIN: Connector = Connector {
        name: "",
        inputs: &[Input::Poll],
        settings: &[Setting::Url, Setting::PollMinutes],
        parse: |_, _| Err(Reason::NotThisFormat),
        address: |url, _| Some(url.clone()),
        page: |first, next| first.join(next.trim()).ok(),
        has_persons: false,
    };

    pub fn has_input(&self, input: Input) -> bool {
        self.inputs.contains(&input)
    }
}

/// The first page's address with one more or another value in its query, for formats that name a page by it.
fn with_query(first: &Url, pair: &str) -> Option<Url> {
    let (name, value) = pair.split_once('=')?;
    let kept: Vec<_> =
        first.query_pairs().filter(|(known, _)| known != name).map(|(a, b)| (a.into_owned(), b.into_owned())).collect();
    let mut to = first.clone();
    to.query_pairs_mut().clear().extend_pairs(kept).append_pair(name, value);
    Some(to)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Fetched from an address, again and again.
    Poll,
    /// Read once from a file.
    File,
    /// Sent to us by another system.
    Push,
    /// A connection that is held open.
    Stream,
    /// Files that appear in a folder of the operator's.
    Folder,
    /// Files that the desk uploads, again and again.
    Upload,
}

/// A field of a connector's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The address to poll.
    Url,
    /// Minutes between two polls.
    PollMinutes,
    /// The secret that signs a push; made by us and shown once.
    Secret,
    /// What a stream is narrowed to.
    Query,
    Langs,
    /// Which folder below the operator's.
    Folder,
    /// Which column holds what.
    Columns,
}

impl Setting {
    pub const fn name(self) -> &'static str {
        match self {
            Setting::Url => "url",
            Setting::PollMinutes => "poll-minutes",
            Setting::Secret => "secret",
            Setting::Query => "query",
            Setting::Langs => "langs",
            Setting::Folder => "folder",
            Setting::Columns => "columns",
        }
    }
}

/// What a parser is told beside the bytes.
#[derive(Clone, Debug)]
pub struct Context {
    /// The charset that HTTP named, if any.
    pub charset: Option<String>,
    /// The office's zone: a moment without an offset was read off a clock there.
    pub zone: Zone,
    /// What the source asks for.
    pub options: Options,
    /// The next page as HTTP named it, for formats whose pages are named there.
    pub next: Option<String>,
}

impl Context {
    pub fn new(zone: Zone) -> Self {
        Context { charset: None, zone, options: Options::default(), next: None }
    }
}

/// In the order in which forms offer them.
pub const CONNECTORS: &[Connector] = &[
    rss::CONNECTOR,
    json_feed::CONNECTOR,
    jsonl::CONNECTOR,
    csv_file::CONNECTOR,
    webhook::CONNECTOR,
    news_sitemap::CONNECTOR,
    mastodon::CONNECTOR,
    jetstream::CONNECTOR,
    discourse::CONNECTOR,
    lemmy::CONNECTOR,
    mail::CONNECTOR,
    hotline::CONNECTOR,
];

pub fn named(name: &str) -> Option<&'static Connector> {
    CONNECTORS.iter().find(|connector| connector.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Batch, Intake};
    use crate::keys::{DayKey, IntakeKey};
    use crate::source::tests::sample;
    use model::{SourceKind, Time};
    use std::path::{Path, PathBuf};

    const NOW: Time = Time::from_ms(1_709_550_000_000);

    /// Every sample in a connector's folder. One whose name begins with `refused-` must be refused.
    fn samples(connector: &Connector) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(connector.name);
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .unwrap_or_else(|_| panic!("{} has samples in {}", connector.name, folder.display()))
            .map(|entry| entry.expect("the folder can be read").path())
            .filter(|path| path.extension().is_none_or(|end| end != "md"))
            .collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a sample can be read"))).collect()
    }

    fn hear(connector: &Connector, bytes: &[u8], kind: SourceKind, day_key: &DayKey) -> Result<Batch, Reason> {
        let zone = Zone::named("Asia/Shanghai").expect("the zone is bundled");
        // A stream that asks for nothing hears nothing.
        let options = Options { query: "停水 OR water".to_owned(), ..Options::default() };
        let parsed = (connector.parse)(bytes, &Context { options, ..Context::new(zone) })?;
        let intake_key = IntakeKey::new(b"of this installation");
        Ok(Intake { day_key, intake_key: &intake_key, now: NOW }.hear(parsed, &sample(kind)))
    }

    #[test]
    fn every_connector_reads_its_samples_loses_every_author_and_adds_nothing_twice() {
        let day_key = DayKey::fresh(Zone::utc(), NOW);
        for connector in CONNECTORS {
            let samples = samples(connector);
            assert!(!samples.is_empty(), "{} has samples", connector.name);
            for (path, bytes) in samples {
                let name = path.file_name().and_then(|name| name.to_str()).expect("sample names are UTF-8");
                let public = hear(connector, &bytes, SourceKind::Public, &day_key);
                if name.starts_with("refused-") {
                    assert!(public.is_err(), "{name} must be refused");
                    continue;
                }
                let public = public.unwrap_or_else(|reason| panic!("{name}: {reason:?}"));
                assert!(public.heard.len() >= 2, "{name} holds {} posts", public.heard.len());
                assert!(public.heard.iter().any(|heard| heard.voice.is_some()), "{name} names an author");
                for heard in &public.heard {
                    // Samples name their authors and addresses so that any trace of one is found by this word.
                    let shown = format!("{:?}", heard.mention);
                    assert!(!shown.contains("seeded"), "{name}: {shown}");
                    assert!(heard.mention.link.is_none() && heard.mention.at == heard.mention.at.hour());
                }
                let press = hear(connector, &bytes, SourceKind::Press, &day_key).expect("kinds differ at intake only");
                for heard in &press.heard {
                    // The link stays as published, whatever it spells; the byline does not.
                    let shown = format!("{}{}", heard.mention.title, heard.mention.text);
                    assert!(!shown.replace("@seeded_author_1", "").contains("seeded_author"), "{name}");
                }
                let again = hear(connector, &bytes, SourceKind::Public, &day_key).expect("it did before");
                let names = |batch: &Batch| batch.heard.iter().map(|h| h.mention.id.clone()).collect::<Vec<_>>();
                assert_eq!(names(&public), names(&again), "{name} gives the same names again");
            }
        }
    }

    #[test]
    fn no_connector_panics_on_a_sample_cut_anywhere() {
        let day_key = DayKey::fresh(Zone::utc(), NOW);
        for connector in CONNECTORS {
            for (_, bytes) in samples(connector) {
                for end in (0..bytes.len()).step_by(97) {
                    // Refused or read in part: either will do.
                    let _ = hear(connector, &bytes[..end], SourceKind::Public, &day_key);
                }
            }
        }
    }
}
