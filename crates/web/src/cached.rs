//! Answers that readers' programs and caches between us may keep and ask after: `ETag`, `Last-Modified`, 304.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::Time;

/// Keep it, and ask each time whether it still holds: a correction must be seen at once.
const ASK_FIRST: &str = "no-cache";

/// An answer with what identifies it.
pub struct Cached {
    content_type: &'static str,
    body: String,
    changed: Option<Time>,
}

impl Cached {
    pub fn of(content_type: &'static str, body: String) -> Self {
        Cached { content_type, body, changed: None }
    }

    pub fn page(body: String) -> Self {
        Cached::of("text/html; charset=utf-8", body)
    }

    pub fn json(body: String) -> Self {
        Cached::of("application/json", body)
    }

    /// When its content last changed, for those who ask by date.
    #[must_use]
    pub fn changed(mut self, at: Time) -> Self {
        self.changed = Some(at);
        self
    }

    /// The answer for a request: whole, or 304 if the asker has it.
    pub fn answer(self, asked: &HeaderMap) -> Response {
        let tag = format!("\"{:016x}\"", fnv(self.body.as_bytes()));
        let text = |name: header::HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
        let changed = self.changed.map(http_date);
        let is_known = match text(header::IF_NONE_MATCH) {
            // A cache on the way may have marked the tag as weak.
            Some(tags) => {
                tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*")
            }
            None => changed.is_some() && text(header::IF_MODIFIED_SINCE) == changed.as_deref(),
        };
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, self.content_type)], self.body).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK_FIRST));
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(header::ETAG, tag);
        }
        if let Some(changed) = changed.and_then(|changed| HeaderValue::try_from(changed).ok()) {
            headers.insert(header::LAST_MODIFIED, changed);
        }
        response
    }
}

/// A file that staff added, as readers' browsers get it: shown if it is a picture, saved otherwise, and never run.
///
/// - `called`: what it is saved as
pub fn download(called: &str, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let kind = if content_type.starts_with("image/") { "inline" } else { "attachment" };
    let plain: String =
        called.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let full: String = called
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let disposition = format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{full}");
    let mut response = ([(header::CONTENT_TYPE, content_type)], bytes).into_response();
    let headers = response.headers_mut();
    // It goes when what it belongs to is withdrawn, so a cache asks each time.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK_FIRST));
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// The address under which this site is reached, without a slash at its end: as configured, or as the asker names it.
pub fn base(public_url: &str, asked: &HeaderMap) -> String {
    if !public_url.is_empty() {
        return public_url.to_owned();
    }
    let host = asked.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let is_plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    format!("http://{}", if is_plain { host } else { "localhost" })
}

/// As HTTP writes a moment.
fn http_date(time: Time) -> String {
    let at = std::time::UNIX_EPOCH + std::time::Duration::from_millis(u64::try_from(time.ms()).unwrap_or_default());
    httpdate::fmt_http_date(at)
}

/// FNV-1a: it tells versions of one answer apart and guards nothing.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::try_from(value).expect("plain"))])
    }

    #[test]
    fn whoever_has_it_is_not_sent_it_again() {
        let one = || Cached::json("{}".to_owned()).changed(Time::from_ms(1_795_335_600_000));
        let first = one().answer(&HeaderMap::new());
        assert_eq!(first.status(), 200);
        let tag = first.headers()[header::ETAG].to_str().expect("plain").to_owned();
        let date = first.headers()[header::LAST_MODIFIED].to_str().expect("plain").to_owned();
        assert_eq!(date, "Sun, 22 Nov 2026 08:20:00 GMT");
        assert_eq!(one().answer(&asked(header::IF_NONE_MATCH, &format!("\"x\", W/{tag}"))).status(), 304);
        assert_eq!(one().answer(&asked(header::IF_NONE_MATCH, "\"x\"")).status(), 200);
        assert_eq!(one().answer(&asked(header::IF_MODIFIED_SINCE, &date)).status(), 304);
    }

    #[test]
    fn a_file_is_saved_under_its_own_name_and_nothing_else() {
        let answer = download("报告 \"x\".pdf", "application/pdf", vec![1]);
        let said = answer.headers()[header::CONTENT_DISPOSITION].to_str().expect("plain");
        assert_eq!(said, "attachment; filename=\"____x_.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%20%22x%22.pdf");
        let picture = download("a.png", "image/png", vec![1]);
        assert!(picture.headers()[header::CONTENT_DISPOSITION].as_bytes().starts_with(b"inline"));
    }

    #[test]
    fn the_address_is_ours_or_the_askers_never_markup() {
        assert_eq!(base("https://city.example", &asked(header::HOST, "x")), "https://city.example");
        assert_eq!(base("", &asked(header::HOST, "127.0.0.1:8080")), "http://127.0.0.1:8080");
        assert_eq!(base("", &asked(header::HOST, "a\"><b>")), "http://localhost");
    }
}
