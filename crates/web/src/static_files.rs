//! The files that pages load: compiled in, named by their content, kept by browsers for ever.

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

/// One file as it is served.
pub struct StaticFile {
    /// As templates ask for it: `candor.css`.
    pub name: &'static str,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
    hash: u64,
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

const FILES: &[StaticFile] = &[
    file("candor.css", CSS, include_bytes!("../static/candor.css")),
    file("site.css", CSS, include_bytes!("../static/site.css")),
    file("desk.css", CSS, include_bytes!("../static/desk.css")),
    file("wall.css", CSS, include_bytes!("../static/wall.css")),
    file("wall.js", JS, include_bytes!("../static/wall.js")),
    file("chart.js", JS, include_bytes!("../static/chart.js")),
    file("editor.js", JS, include_bytes!("../static/editor.js")),
    file("live.js", JS, include_bytes!("../static/live.js")),
    file("passkey.js", JS, include_bytes!("../static/passkey.js")),
    file("push.js", JS, include_bytes!("../static/push.js")),
    file("push-worker.js", JS, include_bytes!("../static/push-worker.js")),
    file("proof.js", JS, include_bytes!("../static/proof.js")),
    file("topic.js", JS, include_bytes!("../static/topic.js")),
    file("mark.svg", "image/svg+xml", include_bytes!("../static/mark.svg")),
];

/// A page that names an old hash must not be answered with new content, so a browser may keep a file for a year.
pub const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";

impl StaticFile {
    pub fn etag(&self) -> String {
        format!("\"{:016x}\"", self.hash)
    }

    /// The last segment of its address, such as `candor.0123456789abcdef.css`.
    pub fn hashed_name(&self) -> String {
        let (stem, extension) = self.name.rsplit_once('.').unwrap_or((self.name, ""));
        format!("{stem}.{:016x}.{extension}", self.hash)
    }
}

pub fn all() -> &'static [StaticFile] {
    FILES
}

/// The address of a file by its plain name.
pub fn href(name: &str) -> String {
    let file = FILES.iter().find(|file| file.name == name).expect("templates name only files that are compiled in");
    format!("/static/{}", file.hashed_name())
}

/// A file under an address of its own, which must not change with its content: a browser knows a worker by it.
pub fn as_it_is(name: &str) -> Response {
    let file = FILES.iter().find(|file| file.name == name).expect("only files that are compiled in are served");
    ([(header::CONTENT_TYPE, file.content_type), (header::CACHE_CONTROL, "no-cache")], file.bytes).into_response()
}

/// Serves `/static/…`. State is the caller's to add.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    // Browsers ask for this address where a document names no icon of its own, as with the public JSON.
    Router::new()
        .route("/static/{name}", get(serve))
        .route("/favicon.ico", get(async || Redirect::to(&href("mark.svg"))))
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.hashed_name() == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let caching = [(header::CACHE_CONTROL, CACHE_FOREVER.to_owned()), (header::ETAG, file.etag())];
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == file.etag().as_bytes());
    if known {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(header::CONTENT_TYPE, file.content_type)], file.bytes).into_response()
}

const fn file(name: &'static str, content_type: &'static str, bytes: &'static [u8]) -> StaticFile {
    StaticFile { name, content_type, bytes, hash: fnv(bytes) }
}

/// FNV-1a, which runs at compile time. It tells versions of our own files apart and guards nothing.
const fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_view_stays_small() {
        // What a page asks for before anyone does anything: what all pages load, the sheet of its surface, and the one module
        // that a page may bring along. No page brings two.
        let every = ["candor.css", "chart.js", "live.js", "mark.svg"];
        for (sheet, modules) in [
            ("site.css", &["proof.js"][..]),
            ("desk.css", &["editor.js", "topic.js", "push.js", "passkey.js"]),
            ("wall.css", &["wall.js"]),
        ] {
            for module in modules {
                let is_asked = |file: &&StaticFile| every.contains(&file.name) || [sheet, module].contains(&file.name);
                let bytes: usize = FILES.iter().filter(is_asked).map(|file| file.bytes.len()).sum();
                assert!(bytes < 64 * 1024, "{sheet} and {module} with what all pages load are {bytes} bytes");
            }
        }
    }

    #[test]
    fn a_changed_file_gets_another_address() {
        assert_ne!(file("a.css", CSS, b"a").hashed_name(), file("a.css", CSS, b"b").hashed_name());
        assert!(href("candor.css").starts_with("/static/candor."));
    }

    #[test]
    fn no_file_reaches_out_to_another_host() {
        for file in FILES {
            let text = String::from_utf8_lossy(file.bytes).replace("http://www.w3.org/", "");
            assert!(!text.contains("http:") && !text.contains("https:") && !text.contains("@import"), "{}", file.name);
        }
    }
}
