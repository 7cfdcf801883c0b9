//! A Discourse forum: `posts.json`, the newest posts of all, and `latest.json` or a category's, the newest topics.

use super::json::{Document, at, object, text};
use super::{Connector, Context, with_query};
use crate::html;
use crate::limits::Reason;
use crate::raw::{Parsed, RawPost};
use model::Time;
use reqwest::Url;
use serde_json::Value;

pub const CONNECTOR: Connector =
    Connector { name: "discourse", parse, address, page, has_persons: true, ..Connector::PLAIN };

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let document = Document::read(bytes, context)?;
    if let Ok(posts) = document.list("/latest_posts") {
        let mut parsed = document.posts(posts, |post| read_post(post, context));
        // The page before the oldest post of this one.
        let oldest = posts.iter().filter_map(|post| post.pointer("/id").and_then(Value::as_i64)).min();
        parsed.next = oldest.map(|id| format!("before={id}"));
        return Ok(parsed);
    }
    let mut parsed = document.posts(document.list("/topic_list/topics")?, |topic| read_topic(topic, context));
    let more = text(&document.root, "/topic_list/more_topics_url");
    parsed.next = more.and_then(|more| more.split_once("page=").map(|(_, page)| format!("page={page}")));
    Ok(parsed)
}

fn read_post(post: &Value, context: &Context) -> Result<RawPost, Reason> {
    let post = object(post)?;
    // What was said in a whisper, or taken back, is not public.
    let is_open =
        post.pointer("/hidden") != Some(&Value::Bool(true)) && post.pointer("/deleted_at").is_none_or(Value::is_null);
    let said = text(post, "/cooked").map(|cooked| html::plain(&cooked)).or_else(|| text(post, "/raw"));
    let Some(said) = said.filter(|_| is_open) else { return Err(Reason::ItemBroken) };
    let is_first = post.pointer("/post_number").and_then(Value::as_i64) == Some(1);
    let title = text(post, "/topic_title").or_else(|| text(post, "/topic_html_title").map(|title| html::plain(&title)));
    Ok(RawPost {
        id: text(post, "/id").map(|id| format!("discourse post {id}")),
        // Of an answer the topic's title is not its own, and would make every answer a copy of the question.
        title: title.filter(|_| is_first).unwrap_or_default(),
        text: said,
        author: text(post, "/username"),
        link: text(post, "/post_url").filter(|link| link.starts_with("http")),
        at: at(post, "/created_at", &context.zone),
        lang: None,
        origin: None,
    })
}

fn read_topic(topic: &Value, context: &Context) -> Result<RawPost, Reason> {
    let topic = object(topic)?;
    let title = text(topic, "/title").ok_or(Reason::ItemBroken)?;
    Ok(RawPost {
        id: text(topic, "/id").map(|id| format!("discourse topic {id}")),
        title,
        text: html::plain(&text(topic, "/excerpt").unwrap_or_default()),
        // Who opened it stands first.
        author: text(topic, "/posters/0/user_id").or_else(|| text(topic, "/last_poster_username")),
        link: None,
        at: at(topic, "/created_at", &context.zone),
        lang: None,
        origin: None,
    })
}

fn address(url: &Url, _: Option<Time>) -> Option<Url> {
    let mut to = url.clone();
    let path = url.path().trim_end_matches('/').to_owned();
    let is_of_a_person =
        ["/u/", "/users/", "/user_actions", "/my/", "/directory_items"].iter().any(|of| path.starts_with(of));
    if is_of_a_person {
        return None;
    }
    match path.as_str() {
        "" | "/posts" => to.set_path("/posts.json"),
        _ if path.ends_with(".json") => {}
        _ if path.starts_with("/c/") => to.set_path(&format!("{path}/l/latest.json")),
        _ => to.set_path(&format!("{path}.json")),
    }
    Some(to)
}

fn page(first: &Url, next: &str) -> Option<Url> {
    with_query(first, next)
}
