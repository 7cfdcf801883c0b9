//! Emergencies for programs: each CAP 1.2 message at its address, an index of them, and those that hold now.

use super::Site;
use super::feeds::plain;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use model::{Error, Time};
use publish::public::{self, Cap};
use serde_json::{Value, json};
use web::Fault;
use web::cached::{Cached, base};

const ITEMS: u32 = 60;
const CAP: &str = "application/cap+xml; charset=utf-8";

/// A message as it was issued.
pub async fn one(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> std::result::Result<Response, Fault> {
    let identifier = name.strip_suffix(".xml").ok_or(Error::not_found())?;
    let (xml, sent) = public::cap(&site.db, identifier).await?.ok_or(Error::not_found())?;
    Ok(Cached::of(CAP, xml).changed(sent).answer(&headers))
}

/// The index that aggregators poll: an entry a message, with the message behind it.
pub async fn feed(State(site): State<Site>, headers: HeaderMap) -> std::result::Result<Response, Fault> {
    let base = base(&site.public_url, &headers);
    let messages = public::caps(&site.db, ITEMS).await?;
    let updated = messages.first().map_or(Time::from_ms(0), |message| message.sent);
    let own = format!("{base}/alerts/feed.atom");
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xmlns:candor=\"urn:candor:feed\">\n<id>{own}</id>\n<title>{} CAP · {}</title>\n<updated>{}</updated>\n\
         <author><name>{}</name><uri>{}/</uri></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n",
        plain(&office(&site, true)),
        plain(&office(&site, false)),
        updated.to_rfc3339(),
        plain(&office(&site, true)),
        plain(&base),
        own = plain(&own),
    );
    for message in &messages {
        let address = plain(&format!("{base}/alerts/{}.xml", message.identifier));
        xml.push_str(&format!(
            "<entry>\n<id>{address}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"application/cap+xml\" href=\"{address}\"/>\n\
             <link rel=\"related\" type=\"text/html\" hreflang=\"zh\" href=\"{page_zh}\"/>\n\
             <link rel=\"related\" type=\"text/html\" hreflang=\"en\" href=\"{page_en}\"/>\n\
             <category term=\"{}\"/>\n<category term=\"{}\"/>\n<summary>{}</summary>\n<candor:index>{}</candor:index>\n</entry>\n",
            plain(&titles(message)),
            message.sent.to_rfc3339(),
            plain(&message.kind),
            plain(&message.status),
            plain(&titles(message)),
            message.log_index,
            page_zh = plain(&format!("{base}/zh/published/{}", message.slug)),
            page_en = plain(&format!("{base}/en/published/{}", message.slug)),
        ));
    }
    xml.push_str("</feed>\n");
    Ok(Cached::of("application/atom+xml; charset=utf-8", xml).changed(updated).answer(&headers))
}

/// What holds now, for status pages and screens.
pub async fn active(State(site): State<Site>, headers: HeaderMap) -> std::result::Result<Response, Fault> {
    let base = base(&site.public_url, &headers);
    let messages = public::caps_in_force(&site.db, site.clock.now(), ITEMS).await?;
    let one = |message: &Cap| {
        json!({
            "identifier": message.identifier,
            "kind": message.kind,
            "status": message.status,
            "title_zh": message.texts.zh.title,
            "title_en": message.texts.en.title,
            "sent": message.sent.to_rfc3339(),
            "expires": message.expires.to_rfc3339(),
            "cap": format!("{base}/alerts/{}.xml", message.identifier),
            "page": format!("{base}/zh/published/{}", message.slug),
            "log_index": message.log_index,
        })
    };
    let body = json!({"alerts": messages.iter().map(one).collect::<Vec<Value>>()});
    Ok(Cached::json(body.to_string()).answer(&headers))
}

fn office(site: &Site, is_chinese: bool) -> String {
    site.identity.name(is_chinese, if is_chinese { &site.name_zh } else { &site.name_en })
}

fn titles(message: &Cap) -> String {
    let both = [message.texts.zh.title.as_str(), message.texts.en.title.as_str()];
    both.into_iter().filter(|title| !title.is_empty()).collect::<Vec<_>>().join(" · ")
}
