//! What is listened to: a source, as it stands in the public register.

use model::{DistrictId, Error, Lang, Result, SourceId, SourceKind};

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
        match &self.url {
            Some(url) if url.len() > URL_BYTES_MAX || crate::fetch::readable(url).is_err() => {
                return Err(Error::invalid("listen-error-url"));
            }
            None if connector.inputs == [crate::connectors::Input::Poll] => {
                return Err(Error::invalid("listen-error-url"));
            }
            _ => {}
        }
        if !(POLL_MINUTES_MIN..=POLL_MINUTES_MAX).contains(&self.poll_minutes) {
            return Err(Error::invalid("listen-error-poll-minutes"));
        }
        Ok(())
    }

    /// The address as the register shows it: no credentials, no query, since both are where access keys travel.
    pub fn public_url(&self) -> Option<String> {
        let url = reqwest::Url::parse(self.url.as_deref()?).ok()?;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(format!("{}://{}{port}{}", url.scheme(), url.host_str()?, url.path()))
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
        }
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
