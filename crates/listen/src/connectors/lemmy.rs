//! The public posts and comments of a Lemmy server. Its RSS is read by `rss`; its interface gives the text whole.

use super::json::{Document, at, object, text};
use super::{Connector, Context, with_query};
use crate::limits::Reason;
use crate::raw::{Parsed, RawPost};
use model::Time;
use reqwest::Url;
use serde_json::Value;

pub const CONNECTOR: Connector =
    Connector { name: "lemmy", parse, address, page, has_persons: true, ..Connector::PLAIN };

const INTERFACE: &str = "/api/v3/";

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let document = Document::read(bytes, context)?;
    let (list, key) = match document.list("/posts") {
        Ok(posts) => (posts, "post"),
        Err(_) => (document.list("/comments")?, "comment"),
    };
    let mut parsed = document.posts(list, |item| read(object(item)?, key, context));
    let next = text(&document.root, "/next_page");
    parsed.next = next.map(|next| format!("page_cursor={next}"));
    Ok(parsed)
}

fn read(item: &Value, key: &str, context: &Context) -> Result<RawPost, Reason> {
    let field = |name: &str| text(item, &format!("/{key}/{name}"));
    let is = |name: &str| item.pointer(&format!("/{key}/{name}")) == Some(&Value::Bool(true));
    let (title, said) = if key == "post" { (field("name"), field("body")) } else { (None, field("content")) };
    if is("deleted") || is("removed") || (title.is_none() && said.is_none()) {
        return Err(Reason::ItemBroken);
    }
    Ok(RawPost {
        id: field("ap_id").or_else(|| field("id")),
        title: title.unwrap_or_default(),
        text: said.unwrap_or_default(),
        // One name on many servers is many people; the actor's address tells them apart.
        author: text(item, "/creator/actor_id").or_else(|| text(item, "/creator/name")),
        link: field("ap_id"),
        at: at(item, &format!("/{key}/published"), &context.zone),
        lang: None,
        origin: None,
    })
}

fn address(url: &Url, _: Option<Time>) -> Option<Url> {
    let mut to = url.clone();
    let path = url.path().trim_end_matches('/').to_owned();
    let lists = ["post/list", "comment/list"].map(|list| format!("{INTERFACE}{list}"));
    if lists.contains(&path) {
        let names_a_person = url.query_pairs().any(|(name, _)| matches!(&*name, "creator_id" | "saved_only" | "auth"));
        return (!names_a_person).then_some(to);
    }
    let of = match path.as_str() {
        "" => "type_=Local".to_owned(),
        _ => format!("community_name={}", path.strip_prefix("/c/")?),
    };
    to.set_path(&format!("{INTERFACE}post/list"));
    to.set_query(Some(&format!("{of}&sort=New&limit=50")));
    Some(to)
}

fn page(first: &Url, next: &str) -> Option<Url> {
    with_query(first, next)
}
