//! The public timelines and tags of a Mastodon server, through its interface.
//!
//! A person's own page is no source: topics, not people. What a server's account asks not to have indexed is passed over.

use super::json::{Document, at, object, text};
use super::{Connector, Context};
use crate::html;
use crate::limits::Reason;
use crate::raw::{Parsed, RawPost};
use model::Time;
use reqwest::Url;
use serde_json::Value;

pub const CONNECTOR: Connector = Connector { name: "mastodon", parse, address, has_persons: true, ..Connector::PLAIN };

const TIMELINES: &str = "/api/v1/timelines/";
/// The most that a server gives at once.
const PAGE: &str = "40";

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let document = Document::read(bytes, context)?;
    let mut parsed = document.posts(document.list("")?, |status| {
        let status = object(status)?;
        if status.pointer("/account/noindex") == Some(&Value::Bool(true)) {
            return Err(Reason::AuthorDeclines);
        }
        let is_public = status.pointer("/visibility").and_then(Value::as_str).is_none_or(|who| who == "public");
        if !is_public || text(status, "/content").is_none() {
            return Err(Reason::ItemBroken);
        }
        Ok(RawPost {
            id: text(status, "/uri").or_else(|| text(status, "/id")),
            title: html::plain(&text(status, "/spoiler_text").unwrap_or_default()),
            text: html::plain(&text(status, "/content").unwrap_or_default()),
            author: text(status, "/account/acct"),
            link: text(status, "/url"),
            at: at(status, "/created_at", &context.zone),
            lang: text(status, "/language"),
            origin: None,
        })
    });
    // Older posts, newest of them first: the server names the page by the last id that it gave.
    parsed.next.clone_from(&context.next);
    Ok(parsed)
}

/// From what an officer copies out of a browser to the interface behind it.
///
/// - `since`: of the last success. The lower bound that is sent is an id that no post has: it is made of an hour, and
///   so tells the server nothing of what was read, and needs no post's id kept here.
fn address(url: &Url, since: Option<Time>) -> Option<Url> {
    let mut to = url.clone();
    let path = url.path().trim_end_matches('/').to_owned();
    if let Some(tag) = path.strip_prefix("/tags/") {
        to.set_path(&format!("{TIMELINES}tag/{tag}"));
    } else if matches!(path.as_str(), "" | "/public" | "/public/local" | "/about") {
        to.set_path(&format!("{TIMELINES}public"));
        to.set_query(Some("local=true"));
    } else if !path.starts_with(TIMELINES) || path.contains("/home") || path.contains("/list/") {
        return None;
    }
    let has = |name: &str| to.query_pairs().any(|(known, _)| known == name);
    let (has_limit, has_since) = (has("limit"), has("since_id"));
    if !has_limit {
        to.query_pairs_mut().append_pair("limit", PAGE);
    }
    if let Some(since) = since.filter(|_| !has_since) {
        // Ids of posts begin with the millisecond of their making, followed by 16 bits.
        let id = since.hour().plus_hours(-1).ms().max(0) << 16;
        to.query_pairs_mut().append_pair("since_id", &id.to_string());
    }
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_shows_leads_to_its_interface_and_a_person_leads_nowhere() {
        let check = |url: &str, expected: Option<&str>| {
            let found = address(&Url::parse(url).expect("an address"), None);
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{url}");
        };
        let api = "https://social.example/api/v1/timelines/";
        check("https://social.example", Some(&format!("{api}public?local=true&limit=40")));
        check("https://social.example/tags/harbour", Some(&format!("{api}tag/harbour?limit=40")));
        check(&format!("{api}tag/a?limit=5"), Some(&format!("{api}tag/a?limit=5")));
        for person in
            ["/@seeded", "/@seeded/1", "/users/seeded", "/api/v1/accounts/1/statuses", "/api/v1/timelines/home"]
        {
            check(&format!("https://social.example{person}"), None);
        }
    }

    #[test]
    fn the_lower_bound_is_an_hour_and_no_post() {
        let url = Url::parse("https://social.example/tags/a").expect("an address");
        let to = address(&url, Some(Time::from_ms(1_709_294_412_345))).expect("it is a tag");
        let since = to.query_pairs().find(|(name, _)| name == "since_id").expect("it is bounded").1.into_owned();
        assert_eq!(since.parse::<i64>().map(|id| id >> 16), Ok(1_709_290_800_000));
    }
}
