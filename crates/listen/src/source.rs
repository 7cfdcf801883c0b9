//! What is listened to: a source, as it stands in the public register.

use crate::connectors::Input;
use crate::options::Options;
use model::{DistrictId, Error, Lang, Result, SourceId, SourceKind};
use std::borrow::Cow;

/// The shortest and longest wait between two polls, in minutes.
pub const POLL_MINUTES_MIN: u32 = 1;
pub const POLL_MINUTES_MAX: u32 = 7 * 24 * 60;
pub const POLL_MINUTES_DEFAULT: u32 = 15;
const NAME_CHARS_MAX: usize = 80;
const PURPOSE_CHARS_MAX: usize = 300;
const URL_BYTES_MAX: usize = 2_000;

/// What intake needs to know of a source, and what the register shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    pub name_zh: String,
    pub name_en: String,
    /// The name in `CONNECTORS`.
    pub connector: String,
    /// Decides what may be kept.
    pub kind: SourceKind,
    /// Why this is listened to, in the words of the register.
    pub purpose_zh: String,
    pub purpose_en: String,
    /// Where to poll; none for files and webhooks. It may carry an access key, so the register shows less of it.
    pub url: Option<String>,
    pub lang_hint: Option<Lang>,
    pub district: Option<DistrictId>,
    pub poll_minutes: u32,
    /// What is asked for beyond the address.
    pub options: Options,
}

impl Source {
    /// Checks what an operator entered, so that the fault is named before anything is stored.
    pub fn check(&self) -> Result<()> {
        let connector = crate::connectors::named(&self.connector).ok_or(Error::invalid("listen-error-connector"))?;
        let is_name = |text: &str| !text.trim().is_empty() && text.chars().count() <= NAME_CHARS_MAX;
        if !is_name(&self.name_zh) || !is_name(&self.name_en) {
            return Err(Error::invalid("listen-error-name"));
        }
        let is_purpose = |text: &str| !text.trim().is_empty() && text.chars().count() <= PURPOSE_CHARS_MAX;
        if !is_purpose(&self.purpose_zh) || !is_purpose(&self.purpose_en) {
            return Err(Error::invalid("listen-error-purpose"));
        }
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.as_str().is_empty() || self.id.as_str().len() > 40 || !self.id.as_str().chars().all(is_id) {
            return Err(Error::invalid("listen-error-source-id"));
        }
        let is_fetched = connector.inputs == [Input::Poll] || connector.has_input(Input::Stream);
        match self.url.as_deref().map(|url| (url.len(), crate::fetch::readable(&web_form(url)))) {
            Some((length, Ok(url))) if length <= URL_BYTES_MAX => {
                if (connector.address)(&url, None).is_none() {
                    return Err(Error::invalid("listen-error-person-page"));
                }
            }
            None if !is_fetched => {}
            _ => return Err(Error::invalid("listen-error-url")),
        }
        if connector.has_persons && !self.kind.is_private() {
            return Err(Error::invalid("listen-error-persons"));
        }
        if connector.has_input(Input::Stream) {
            self.options.check_stream()?;
        }
        if connector.has_input(Input::Upload) && !self.options.columns.is_empty() {
            self.options.check_columns()?;
        }
        if !(POLL_MINUTES_MIN..=POLL_MINUTES_MAX).contains(&self.poll_minutes) {
            return Err(Error::invalid("listen-error-poll-minutes"));
        }
        Ok(())
    }

    /// The address as the register shows it: no credentials, no query, since both are where access keys travel.
    pub fn public_url(&self) -> Option<String> {
        let url = reqwest::Url::parse(self.url.as_deref()?.trim()).ok()?;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(format!("{}://{}{port}{}", url.scheme(), url.host_str()?, url.path()))
    }

    /// How its bytes reach us; nothing for a connector that is no more.
    pub fn has_input(&self, input: Input) -> bool {
        crate::connectors::named(&self.connector).is_some_and(|connector| connector.has_input(input))
    }
}

/// A stream's address in the words of the web: its connection begins as a request like every other.
pub(crate) fn web_form(url: &str) -> Cow<'_, str> {
    let url = url.trim();
    match url.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("wss") => Cow::Owned(format!("https://{rest}")),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("ws") => Cow::Owned(format!("http://{rest}")),
        _ => Cow::Borrowed(url),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sample(kind: SourceKind) -> Source {
        Source {
            id: SourceId::new("harbour-forum"),
            name_zh: "港湾论坛".to_owned(),
            name_en: "Harbour forum".to_owned(),
            connector: "rss".to_owned(),
            kind,
            purpose_zh: "了解居民关心的事".to_owned(),
            purpose_en: "To learn what residents care about".to_owned(),
            url: Some("https://forum.example/feed.xml?key=secret".to_owned()),
            lang_hint: None,
            district: None,
            poll_minutes: POLL_MINUTES_DEFAULT,
            options: Options::default(),
        }
    }

    #[test]
    fn where_private_persons_speak_no_source_can_be_said_to_be_the_press() {
        let on = |connector: &str, url: Option<&str>, kind| {
            let options = Options { query: "停水".to_owned(), ..Options::default() };
            let url = url.map(str::to_owned);
            let source = Source { connector: connector.to_owned(), url, kind, options, ..sample(SourceKind::Public) };
            source.check().map_err(|error| error.message)
        };
        for (connector, url) in [
            ("mastodon", Some("https://social.example/tags/harbour")),
            ("jetstream", Some("wss://stream.example/subscribe")),
            ("discourse", Some("https://forum.example")),
            ("lemmy", Some("https://lemmy.example/c/town")),
            ("mail", None),
            ("hotline", None),
        ] {
            assert_eq!(on(connector, url, SourceKind::Public), Ok(()), "{connector}");
            assert_eq!(on(connector, url, SourceKind::Press), Err("listen-error-persons"), "{connector}");
        }
        assert_eq!(on("news_sitemap", Some("https://daily.example/news.xml"), SourceKind::Press), Ok(()));
        let person = Some("https://social.example/@seeded");
        assert_eq!(on("mastodon", person, SourceKind::Public), Err("listen-error-person-page"));
        assert_eq!(on("jetstream", None, SourceKind::Public), Err("listen-error-url"));
    }

    #[test]
    fn the_register_shows_no_key_of_an_address() {
        let mut source = sample(SourceKind::Public);
        assert!(source.check().is_ok());
        assert_eq!(source.public_url().as_deref(), Some("https://forum.example/feed.xml"));
        source.url = Some("https://me:secret@forum.example:8443/a".to_owned());
        assert_eq!(source.public_url().as_deref(), Some("https://forum.example:8443/a"));
    }

    #[test]
    fn a_source_without_a_purpose_is_refused() {
        let source = Source { purpose_en: " ".to_owned(), ..sample(SourceKind::Public) };
        assert_eq!(source.check().map_err(|error| error.message), Err("listen-error-purpose"));
    }
}
