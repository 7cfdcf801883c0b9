//! What the body says as Atom, RSS and JSON Feed: the same items in all three, one set of feeds a language.
//!
//! An item's id never changes, a correction moves its `updated`, and what was withdrawn leaves the feeds with a last item that
//! says so, since readers' programs keep what they once fetched.

use super::published::side_of;
use super::{Lang, Site};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use ledger::history;
use model::{Error, Result, Time};
use publish::{Kind, Side, markdown, public};
use serde_json::{Value, json};
use web::cached::{Cached, base};
use web::input::Asked;
use web::{Fault, UiLang, escape};

const ITEMS: u32 = 40;

/// One item, ready for any of the formats.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) html: String,
    pub(super) lang: &'static str,
    pub(super) category: String,
    pub(super) published: Time,
    pub(super) updated: Time,
    pub(super) leaf: String,
    /// Its place in the log; nothing for the seconds until it has one.
    pub(super) log_index: Option<u64>,
    pub(super) digest: String,
}

pub(super) struct Feed {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) lang: &'static str,
    pub(super) home: String,
    pub(super) own: String,
    pub(super) base: String,
    pub(super) office: String,
    pub(super) updated: Time,
    pub(super) items: Vec<Item>,
}

pub async fn feed(
    State(site): State<Site>,
    Lang(lang): Lang,
    Path((_, format)): Path<(String, String)>,
    Asked(asked): Asked,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let kind = Kind::from_code(&asked.text("kind"));
    let feed = gathered(&site, lang, kind, &format, &base(&site.public_url, &headers)).await?;
    Ok(answered(&feed, &format, &headers)?)
}

/// A feed in the format that was asked for.
///
/// - errors: `NotFound` for a format that is not ours
pub(super) fn answered(feed: &Feed, format: &str, headers: &HeaderMap) -> Result<Response> {
    let (content_type, body) = match format {
        "atom" => atom(feed),
        "rss" => rss(feed),
        "json" => json_feed(feed),
        _ => return Err(Error::not_found()),
    };
    Ok(Cached::of(content_type, body).changed(feed.updated).answer(headers))
}

async fn gathered(site: &Site, lang: UiLang, kind: Option<Kind>, format: &str, base: &str) -> Result<Feed> {
    let f = site.frame(lang, "/published");
    let own_side = side_of(lang);
    let mut items = Vec::new();
    for (entry, edition) in public::recent(&site.db, kind, ITEMS).await? {
        let (text, side) = edition.texts.best(own_side);
        let note = if side == Side::Zh { &edition.change.zh } else { &edition.change.en };
        let mut html = String::new();
        if !note.is_empty() {
            html.push_str(&format!("<blockquote><p>{}</p></blockquote>\n", escape(note)));
        }
        match &edition.withdrawn {
            Some(withdrawn) => {
                let reason = if side == Side::Zh { &withdrawn.zh } else { &withdrawn.en };
                let reason =
                    if reason.is_empty() { format!("{}{}", withdrawn.zh, withdrawn.en) } else { reason.clone() };
                html = format!("<p>{}</p>\n<p>{}</p>\n", escape(&f.t("published-withdrawn")), escape(&reason));
            }
            None => html.push_str(&absolute(markdown::print(&text.body)?.as_str(), base)),
        }
        let summary =
            if text.summary.is_empty() { text::markdown::plain(&text.body, 200) } else { text.summary.clone() };
        let title = match edition.withdrawn {
            Some(_) => f.t1("published-withdrawn-title", "title", text.title.as_str()),
            None => text.title.clone(),
        };
        items.push(Item {
            id: format!("{base}/published/{}", entry.slug),
            url: format!("{base}{}", f.href(&format!("/published/{}", entry.slug))),
            title,
            summary,
            html,
            lang: side.tag(),
            category: f.t(entry.kind.key()),
            published: entry.first,
            updated: edition.withdrawn.as_ref().map_or(edition.published, |withdrawn| withdrawn.at),
            log_index: history::place_of(&site.db, &edition.leaf).await?,
            leaf: edition.leaf,
            digest: edition.digest,
        });
    }
    let suffix = kind.map(|kind| format!("?kind={}", kind.code())).unwrap_or_default();
    let title = match kind {
        Some(kind) => format!("{} · {}", f.office, f.t(kind.key())),
        None => format!("{} · {}", f.office, f.t("published-title")),
    };
    Ok(Feed {
        title,
        description: f.t("published-lead"),
        lang: lang.tag(),
        home: format!("{base}{}{suffix}", f.href("/published")),
        own: format!("{base}{}{suffix}", f.href(&format!("/published/feed/{format}"))),
        base: base.to_owned(),
        office: f.office.clone(),
        updated: items.iter().map(|item| item.updated).max().unwrap_or(Time::from_ms(0)),
        items,
    })
}

/// Links and pictures of ours with their whole address, since a reader's program shows them elsewhere.
fn absolute(html: &str, base: &str) -> String {
    html.replace("href=\"/", &format!("href=\"{base}/")).replace("src=\"/", &format!("src=\"{base}/"))
}

fn atom(feed: &Feed) -> (&'static str, String) {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xmlns:candor=\"urn:candor:feed\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n\
         <updated>{}</updated>\n<author><name>{}</name><uri>{}/</uri></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        feed.lang,
        plain(&feed.own),
        plain(&feed.title),
        plain(&feed.description),
        feed.updated.to_rfc3339(),
        plain(&feed.office),
        plain(&feed.base),
        plain(&feed.own),
        plain(&feed.home),
    );
    for item in &feed.items {
        xml.push_str(&format!(
            "<entry xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<published>{}</published>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<category term=\"{}\"/>\n<summary>{}</summary>\n\
             <content type=\"html\">{}</content>\n<candor:leaf digest=\"{}\"{}>{}</candor:leaf>\n</entry>\n",
            item.lang,
            plain(&item.id),
            plain(&item.title),
            item.published.to_rfc3339(),
            item.updated.to_rfc3339(),
            plain(&item.url),
            plain(&item.category),
            plain(&item.summary),
            plain(&item.html),
            plain(&item.digest),
            index(item),
            plain(&item.leaf),
        ));
    }
    xml.push_str("</feed>\n");
    ("application/atom+xml; charset=utf-8", xml)
}

fn rss(feed: &Feed) -> (&'static str, String) {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:candor=\"urn:candor:feed\">\n<channel>\n<title>{}</title>\n<link>{}</link>\n\
         <description>{}</description>\n<language>{}</language>\n<lastBuildDate>{}</lastBuildDate>\n\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n",
        plain(&feed.title),
        plain(&feed.home),
        plain(&feed.description),
        feed.lang,
        rfc822(feed.updated),
        plain(&feed.own),
    );
    for item in &feed.items {
        xml.push_str(&format!(
            "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}</guid>\n<pubDate>{}</pubDate>\n\
             <atom:updated>{}</atom:updated>\n<category>{}</category>\n<description>{}</description>\n\
             <content:encoded>{}</content:encoded>\n<candor:leaf digest=\"{}\"{}>{}</candor:leaf>\n</item>\n",
            plain(&item.title),
            plain(&item.url),
            plain(&item.id),
            rfc822(item.published),
            item.updated.to_rfc3339(),
            plain(&item.category),
            plain(&item.summary),
            plain(&item.html),
            plain(&item.digest),
            index(item),
            plain(&item.leaf),
        ));
    }
    xml.push_str("</channel>\n</rss>\n");
    ("application/rss+xml; charset=utf-8", xml)
}

fn json_feed(feed: &Feed) -> (&'static str, String) {
    let authors = json!([{"name": feed.office, "url": format!("{}/", feed.base)}]);
    let item = |item: &Item| {
        json!({
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "summary": item.summary,
            "content_html": item.html,
            "date_published": item.published.to_rfc3339(),
            "date_modified": item.updated.to_rfc3339(),
            "language": item.lang,
            "tags": [item.category],
            "authors": authors,
            "_candor": {"leaf": item.leaf, "log_index": item.log_index, "digest": item.digest},
        })
    };
    let body = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": feed.lang,
        "authors": authors,
        "items": feed.items.iter().map(item).collect::<Vec<Value>>(),
    });
    ("application/feed+json", body.to_string())
}

/// The attribute that says where in the log an item stands, if it does yet.
fn index(item: &Item) -> String {
    item.log_index.map(|index| format!(" index=\"{index}\"")).unwrap_or_default()
}

/// Text within XML: escaped, and without the control characters that XML cannot carry at all.
pub(super) fn plain(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    escape(&kept)
}

/// As RSS writes a moment: `Sun, 22 Nov 2026 08:20:00 +0000`.
fn rfc822(time: Time) -> String {
    let civil = model::Zone::utc().civil(time);
    let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        [usize::try_from(civil.weekday().to_monday_zero_offset()).unwrap_or_default() % 7];
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        [usize::try_from(civil.month() - 1).unwrap_or_default() % 12];
    format!(
        "{day}, {:02} {month} {} {:02}:{:02}:{:02} +0000",
        civil.day(),
        civil.year(),
        civil.hour(),
        civil.minute(),
        civil.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_rss_wants_it() {
        assert_eq!(rfc822(Time::from_ms(1_795_335_600_000)), "Sun, 22 Nov 2026 08:20:00 +0000");
    }

    #[test]
    fn what_xml_cannot_carry_is_left_out() {
        assert_eq!(plain("a\u{0}\u{1b}<b>&\"水"), "a&lt;b&gt;&amp;&quot;水");
    }
}
