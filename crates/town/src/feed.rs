//! Feeds of the town's sources: RSS 2.0, Atom and JSON Feed, with the authors that real feeds carry.

use crate::{Format, Post, Source, Town};
use model::{Lang, SourceId, Time, Zone};
use std::fmt::Write;

/// A feed shows no more than its newest items, as most real ones do.
const ITEMS_MAX: usize = 200;

/// A feed as a server would answer with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    pub body: String,
    pub content_type: &'static str,
    /// The time of the newest item; nothing for a feed without items.
    pub last_modified: Option<Time>,
}

impl Feed {
    /// The value of the header `Last-Modified`.
    pub fn last_modified_http(&self) -> Option<String> {
        self.last_modified.map(http_date)
    }
}

impl Town {
    /// Renders the newest items of one source.
    ///
    /// - `posts`: what has been said up to now, oldest first, of any source; cost grows with how far back the items lie
    /// - `format`: usually the source's own
    /// - returns: nothing for a source that the town does not have
    pub fn feed(&self, source: &SourceId, posts: &[Post], format: Format) -> Option<Feed> {
        let source = self.source(source.as_str())?;
        let newest: Vec<&Post> = posts.iter().rev().filter(|post| post.source == source.id).take(ITEMS_MAX).collect();
        let last_modified = newest.first().map(|post| post.at);
        let (body, content_type) = match format {
            Format::Rss => (rss(source, &newest), "application/rss+xml; charset=utf-8"),
            Format::Atom => (atom(source, &newest), "application/atom+xml; charset=utf-8"),
            Format::JsonFeed => (json_feed(source, &newest), "application/feed+json; charset=utf-8"),
        };
        Some(Feed { body, content_type, last_modified })
    }
}

fn rss(source: &Source, posts: &[&Post]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str("<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n");
    element(&mut xml, "title", &title_of(source));
    element(&mut xml, "link", &home(source));
    element(&mut xml, "description", &source.purpose_zh);
    if let Some(lang) = source.lang {
        element(&mut xml, "language", lang.code());
    }
    for post in posts {
        xml.push_str("<item>\n");
        if let Some(title) = &post.title {
            element(&mut xml, "title", title);
        }
        element(&mut xml, "link", &post.link);
        let _ = writeln!(xml, "<guid isPermaLink=\"false\">{}</guid>", escape(&post.guid));
        element(&mut xml, "pubDate", &http_date(post.at));
        if let Some(author) = &post.author {
            element(&mut xml, "dc:creator", author);
        }
        // An RSS description is HTML inside XML, so plain text is escaped once for each.
        element(&mut xml, "description", &escape(&post.text));
        xml.push_str("</item>\n");
    }
    xml.push_str("</channel>\n</rss>\n");
    xml
}

fn atom(source: &Source, posts: &[&Post]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&mut xml, "title", &title_of(source));
    element(&mut xml, "id", &home(source));
    let _ = writeln!(xml, "<link rel=\"alternate\" href=\"{}\"/>", escape(&home(source)));
    element(&mut xml, "updated", &posts.first().map_or(Time::from_ms(0), |post| post.at).to_rfc3339());
    for post in posts {
        let _ = writeln!(xml, "<entry xml:lang=\"{}\">", lang_tag(post.lang));
        // Atom demands a title; where people write none, platforms repeat the beginning of the text.
        let title = post.title.clone().unwrap_or_else(|| post.text.chars().take(24).collect());
        element(&mut xml, "title", &title);
        element(&mut xml, "id", &post.guid);
        let _ = writeln!(xml, "<link rel=\"alternate\" href=\"{}\"/>", escape(&post.link));
        element(&mut xml, "published", &post.at.to_rfc3339());
        element(&mut xml, "updated", &post.at.to_rfc3339());
        if let Some(author) = &post.author {
            let _ = writeln!(xml, "<author><name>{}</name></author>", escape(author));
        }
        let _ = writeln!(xml, "<content type=\"text\">{}</content>", escape(&post.text));
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn json_feed(source: &Source, posts: &[&Post]) -> String {
    let items: Vec<serde_json::Value> = posts
        .iter()
        .map(|post| {
            let mut item = serde_json::json!({
                "id": post.guid,
                "url": post.link,
                "content_text": post.text,
                "date_published": post.at.to_rfc3339(),
                "language": lang_tag(post.lang),
            });
            // JSON Feed leaves out what is not there; a null is not allowed for these two.
            if let Some(title) = &post.title {
                item["title"] = title.as_str().into();
            }
            if let Some(author) = &post.author {
                item["authors"] = serde_json::json!([{ "name": author }]);
            }
            item
        })
        .collect();
    serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title_of(source),
        "home_page_url": home(source),
        "description": source.purpose_zh,
        "items": items,
    })
    .to_string()
}

fn title_of(source: &Source) -> String {
    format!("{} {}", source.name_zh, source.name_en)
}

fn home(source: &Source) -> String {
    format!("https://{}.tinglan.example/", source.id)
}

const fn lang_tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Other => "und",
        known => known.code(),
    }
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = writeln!(xml, "<{name}>{}</{name}>", escape(text));
}

/// Escapes for XML text and attributes, and drops the control characters that XML 1.0 cannot hold.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            control if control.is_control() => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// The date of RFC 9110, which is also a date of RFC 822 as RSS wants it.
fn http_date(time: Time) -> String {
    Zone::utc().civil(time).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
