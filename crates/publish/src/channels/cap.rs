//! CAP 1.2: an emergency as the message that programs of radio, screens and phones act on. The standard fixes the order of the
//! elements and the form of moments; source: OASIS CAP 1.2 with the patterns of the stricter published schema.
//!
//! A message is made from nothing but the release, so it comes out the same however often it is made, and is stored once. Its
//! identifier is the document's address with the edition's number, which is unique for good.

use super::{Channel, Delivering, Outlet, Release, What};
use crate::emergency::{Emergency, Status};
use crate::store::{self, Message, Sent};
use crate::{Side, Text};
use ledger::{LeafKind, NewLeaf, Public};
use model::{Error, Result, Time, Zone};

pub const CHANNEL: Channel = Channel {
    name: "cap",
    is_numbered: true,
    wants: |release| release.listed.edition.emergency.is_some(),
    deliver: |outlet, release| deliver(outlet, release),
};

/// Of the description; what is longer stands on the page.
const DESCRIPTION_CHARACTERS_MAX: usize = 2_000;

/// The word by which leaves name a message.
const LEAF: &str = "message";

/// How the log gets back at what was digested for a message.
pub const CONTENTS: ledger::Contents = ledger::Contents {
    prefix: LEAF,
    content: |db, about| Box::pin(async move { Ok(text(db, about).await?.map(String::into_bytes)) }),
    is_shown: |db, about| Box::pin(async move { Ok(crate::public::cap(db, identifier_of(about)).await?.is_some()) }),
    changed: |db| Box::pin(crate::audit::changed_messages(db)),
};

async fn text(db: &::store::Db, about: &ledger::About) -> Result<Option<String>> {
    store::message_text(db, identifier_of(about)).await
}

fn identifier_of(about: &ledger::About) -> &str {
    about.subject.split_once('/').map_or("", |(_, identifier)| identifier)
}

fn deliver<'a>(outlet: &'a Outlet, release: &'a Release) -> Delivering<'a> {
    Box::pin(issue(outlet, release))
}

async fn issue(outlet: &Outlet, release: &Release) -> Result<String> {
    // Whoever has no address of their own can be named as the sender of nothing.
    let Some(sender) = sender(&outlet.public_url) else { return Ok("-".to_owned()) };
    let edition = &release.listed.edition;
    let emergency = edition.emergency.as_ref().ok_or_else(|| Error::broken("an emergency without its facts"))?;
    let before = before(outlet, release, &sender).await?;
    let message = Message {
        identifier: identifier(&release.listed.slug, edition.index, release.what),
        kind: match (release.what, before.is_empty()) {
            (What::Publication, true) => "Alert",
            (What::Publication, false) => "Update",
            (What::Withdrawal, _) => "Cancel",
        },
        status: emergency.status,
        sender,
        sent: sent(release)?,
        expires: emergency.expires(),
        log_index: release.log_index.ok_or_else(|| Error::broken("a message without its place in the log"))?,
    };
    let xml = written(outlet, release, emergency, &message, &before);
    let address = format!("{}/alerts/{}.xml", outlet.public_url, message.identifier);
    let mut tx = outlet.db.write().await?;
    if store::insert_message(&mut tx, &edition.id, release.what.code(), &message, &xml).await? {
        // The text's own leaf does not hold the message, in which more is said: who sends it, when, and what it refers to.
        let leaf = NewLeaf {
            kind: LeafKind::Message,
            subject: format!("{LEAF}/{}", message.identifier),
            content: xml.as_bytes(),
            public: Public {
                of: Some(format!("document/{}", edition.document.as_str())),
                version: Some(edition.index),
                ..Public::default()
            },
        };
        ledger::append(&mut tx, leaf, outlet.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(address)
}

/// The messages that this one is about: those of the earlier editions, back to the last that was cancelled.
async fn before(outlet: &Outlet, release: &Release, sender: &str) -> Result<Vec<Sent>> {
    let edition = &release.listed.edition;
    let is_withdrawal = release.what == What::Withdrawal;
    let known = store::sent_messages(&outlet.db, &edition.document).await?;
    let mut before = Vec::new();
    for other in store::editions(&outlet.db, &edition.document).await? {
        let other = other.edition;
        let is_earlier = other.index < edition.index || (is_withdrawal && other.index == edition.index);
        if !is_earlier {
            continue;
        }
        if other.withdrawn.is_some() && !(is_withdrawal && other.index == edition.index) {
            break;
        }
        let (Some(published), Some(_)) = (other.published, &other.emergency) else { continue };
        let identifier = identifier(&release.listed.slug, other.index, What::Publication);
        // One that is still on its way will come out as it is computed here.
        let sent = known.iter().find(|sent| sent.identifier == identifier).cloned();
        before.push(sent.unwrap_or(Sent { sender: sender.to_owned(), identifier, sent: published }));
    }
    before.reverse();
    Ok(before)
}

pub(crate) fn identifier(slug: &str, edition_index: u32, what: What) -> String {
    match what {
        What::Publication => format!("{slug}.{edition_index}"),
        What::Withdrawal => format!("{slug}.{edition_index}.cancel"),
    }
}

/// The host of the body's own address, which nobody else can have.
fn sender(public_url: &str) -> Option<String> {
    let host = public_url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default())?;
    let is_plain = host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    (!host.is_empty() && is_plain).then(|| host.to_owned())
}

fn sent(release: &Release) -> Result<Time> {
    let edition = &release.listed.edition;
    let at = match release.what {
        What::Publication => edition.published,
        What::Withdrawal => edition.withdrawn.as_ref().map(|withdrawn| withdrawn.at),
    };
    at.ok_or_else(|| Error::broken("a release without its moment"))
}

fn written(outlet: &Outlet, release: &Release, emergency: &Emergency, message: &Message, before: &[Sent]) -> String {
    let edition = &release.listed.edition;
    let mut xml = Xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
    xml.0.push_str("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n");
    xml.line("identifier", &message.identifier);
    xml.line("sender", &message.sender);
    xml.line("sent", &moment(message.sent));
    xml.line("status", message.status.code());
    xml.line("msgType", message.kind);
    xml.line("scope", "Public");
    let note = note(outlet, release, message);
    if !note.is_empty() {
        xml.line("note", &note);
    }
    if !before.is_empty() {
        let references: Vec<String> =
            before.iter().map(|sent| format!("{},{},{}", sent.sender, sent.identifier, moment(sent.sent))).collect();
        xml.line("references", &references.join(" "));
    }
    for (is_chinese, text) in [(true, &edition.texts.zh), (false, &edition.texts.en)] {
        if text.is_whole() {
            info(&mut xml, outlet, release, emergency, message, is_chinese, text);
        }
    }
    xml.0.push_str("</alert>\n");
    xml.0
}

/// Why it is cancelled; and of a drill, that it is one. The standard asks for the drill's name in this place.
fn note(outlet: &Outlet, release: &Release, message: &Message) -> String {
    let edition = &release.listed.edition;
    let mut lines = Vec::new();
    if !message.status.is_actual() {
        let key = if message.status == Status::Exercise { "cap-note-exercise" } else { "cap-note-test" };
        let name = |side| edition.texts.title(side).0;
        lines.push((outlet.say)(true, key, &[("title", name(Side::Zh))]));
        lines.push((outlet.say)(false, key, &[("title", name(Side::En))]));
    }
    if let Some(withdrawn) = edition.withdrawn.as_ref().filter(|_| release.what == What::Withdrawal) {
        lines.extend([&withdrawn.zh, &withdrawn.en].into_iter().filter(|reason| !reason.is_empty()).cloned());
    }
    lines.join("\n")
}

/// One language of a message.
fn info(
    xml: &mut Xml,
    outlet: &Outlet,
    release: &Release,
    emergency: &Emergency,
    message: &Message,
    is_chinese: bool,
    text: &Text,
) {
    let is_withdrawal = release.what == What::Withdrawal;
    xml.0.push_str("<info>\n");
    xml.line("language", if is_chinese { "zh-CN" } else { "en" });
    xml.line("category", &emergency.category);
    xml.line("event", emergency.event(is_chinese));
    if is_withdrawal {
        xml.line("responseType", "AllClear");
    }
    xml.line("urgency", if is_withdrawal { "Past" } else { &emergency.urgency });
    xml.line("severity", &emergency.severity);
    xml.line("certainty", &emergency.certainty);
    xml.line("expires", &moment(message.expires));
    xml.line("senderName", outlet.office(is_chinese));
    let (headline, description) = match &release.listed.edition.withdrawn {
        Some(withdrawn) if is_withdrawal => {
            let (own, other) = if is_chinese { (&withdrawn.zh, &withdrawn.en) } else { (&withdrawn.en, &withdrawn.zh) };
            let headline = (outlet.say)(is_chinese, "cap-cancelled", &[("title", text.title.as_str())]);
            (headline, if own.is_empty() { other.clone() } else { own.clone() })
        }
        _ => {
            let body = text::markdown::plain(&text.body, DESCRIPTION_CHARACTERS_MAX);
            let description = if text.summary.is_empty() { body } else { format!("{}\n\n{body}", text.summary) };
            (text.title.clone(), description)
        }
    };
    xml.line("headline", &headline);
    xml.line("description", &description);
    if !is_withdrawal {
        xml.line("instruction", emergency.instruction(is_chinese));
    }
    let segment = if is_chinese { "zh" } else { "en" };
    xml.line("web", &format!("{}/{segment}{}", outlet.public_url, release.path()));
    xml.parameter("candor-log-index", &message.log_index.to_string());
    xml.parameter("candor-digest", release.listed.edition.digest.as_deref().unwrap_or_default());
    for area in &emergency.areas {
        xml.0.push_str("<area>\n");
        xml.line("areaDesc", if is_chinese { &area.zh } else { &area.en });
        xml.0.push_str("<geocode>\n");
        xml.line("valueName", "district");
        xml.line("value", &area.id);
        xml.0.push_str("</geocode>\n</area>\n");
    }
    if emergency.areas.is_empty() {
        xml.0.push_str("<area>\n");
        xml.line("areaDesc", &(outlet.say)(is_chinese, "cap-everywhere", &[("office", outlet.office(is_chinese))]));
        xml.0.push_str("</area>\n");
    }
    xml.0.push_str("</info>\n");
}

struct Xml(String);

impl Xml {
    /// An element with its text; XML cannot carry most control characters at all, so they are left out.
    fn line(&mut self, name: &str, text: &str) {
        self.0.push_str(&format!("<{name}>"));
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '\n' | '\t' => self.0.push(c),
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
                c => self.0.push(c),
            }
        }
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn parameter(&mut self, name: &str, value: &str) {
        self.0.push_str("<parameter>\n");
        self.line("valueName", name);
        self.line("value", value);
        self.0.push_str("</parameter>\n");
    }
}

/// As CAP writes a moment: whole seconds and an offset in figures, never `Z`.
pub(crate) fn moment(time: Time) -> String {
    let at = Zone::utc().civil(time);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_the_host_and_nothing_that_a_reference_could_not_hold() {
        assert_eq!(sender("https://city.example/portal").as_deref(), Some("city.example"));
        assert_eq!(sender("http://127.0.0.1:8080").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!((sender(""), sender("https://a b,c")), (None, None));
    }

    #[test]
    fn a_moment_has_figures_and_no_fraction() {
        assert_eq!(moment(Time::from_ms(1_795_335_600_999)), "2026-11-22T08:20:00+00:00");
    }

    #[test]
    fn text_stays_text() {
        let mut xml = Xml(String::new());
        xml.line("event", "a<b>&\u{0}\u{1b}水");
        assert_eq!(xml.0, "<event>a&lt;b&gt;&amp;水</event>\n");
    }
}
