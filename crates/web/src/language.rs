//! Which language a page speaks: its path says so, and where it does not, the reader's browser does.

use crate::{Fault, UiLang};
use axum::extract::{FromRequestParts, Path};
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use model::Error;
use std::collections::HashMap;

/// A reader who once chose a language by hand gets it again at `/`.
const COOKIE: &str = "candor-language";

/// The languages on offer, by the first segment of their paths.
#[derive(Clone, Copy)]
pub struct Languages {
    /// Such as `zh` and `en`; the first is spoken where nothing says which is wanted.
    pub segments: &'static [&'static str],
    /// From an `Accept-Language` header to one of the segments.
    pub negotiate: fn(&str) -> &'static str,
}

impl Languages {
    /// The languages that Candor's pages are written in.
    pub const OURS: Languages = Languages {
        segments: &[UiLang::Zh.segment(), UiLang::En.segment()],
        negotiate: |asked| UiLang::negotiate(asked).segment(),
    };

    /// The language that a path names: `/zh/stories` and `/zh` are Chinese, `/zhuhai` names none.
    pub fn of_path(&self, path: &str) -> Option<&'static str> {
        let first = path.strip_prefix('/')?.split('/').next()?;
        self.segments.iter().copied().find(|segment| *segment == first)
    }

    /// The language for an answer: by the path, then by what the reader chose before, then by what their browser asks for.
    pub fn wanted(&self, path: &str, headers: &HeaderMap) -> &'static str {
        self.of_path(path).or_else(|| self.remembered(headers)).unwrap_or_else(|| {
            let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            asked.map_or(self.segments[0], self.negotiate)
        })
    }

    fn remembered(&self, headers: &HeaderMap) -> Option<&'static str> {
        let chosen = crate::session::cookie(headers, COOKIE)?;
        self.segments.iter().copied().find(|segment| *segment == chosen)
    }
}

/// The language that the path of a page names, as its segment `lang`; where it names none of ours there is no such page.
pub struct Lang(pub UiLang);

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let Path(segments) =
            Path::<HashMap<String, String>>::from_request_parts(parts, state).await.map_err(|_| Error::not_found())?;
        let segment = segments.get("lang").map_or("", String::as_str);
        Ok(Lang(UiLang::from_segment(segment).ok_or(Error::not_found())?))
    }
}

/// The cookie that remembers a choice for a year. It says nothing else about the reader.
///
/// - `segment`: one of [`Languages::segments`]
pub fn remember(segment: &'static str) -> HeaderValue {
    let cookie = format!("{COOKIE}={segment}; Path=/; Max-Age=31536000; SameSite=Lax");
    HeaderValue::try_from(cookie).expect("a segment is plain ASCII")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Stands in for real negotiation, which has its own tests.
    pub(crate) const LANGUAGES: Languages =
        Languages { segments: &["zh", "en"], negotiate: |asked| if asked.starts_with("en") { "en" } else { "zh" } };

    #[test]
    fn the_path_wins_then_the_choice_then_the_browser() {
        let mut headers = HeaderMap::new();
        let wanted = |path: &str, headers: &HeaderMap| LANGUAGES.wanted(path, headers);
        assert_eq!(wanted("/", &headers), "zh");
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en-GB,en;q=0.9"));
        assert_eq!((wanted("/", &headers), wanted("/zh/heard", &headers)), ("en", "zh"));
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; candor-language=zh"));
        assert_eq!((wanted("/", &headers), wanted("/en", &headers), wanted("/english", &headers)), ("zh", "en", "zh"));
    }
}
