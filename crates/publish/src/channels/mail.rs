//! Letters to those who subscribed: one job a reader, so that one full mailbox holds nobody up.

use super::{Channel, Delivering, Outlet, Release, What};
use crate::edition::EditionId;
use crate::subscription::{self, Subscription};
use crate::{Text, store};
use ::store::job;
use courier::Mail;
use model::{Error, Result};

/// The kind of the job that writes one letter; its key is `EDITION/WHAT/SUBSCRIPTION`.
pub const LETTER: &str = "publish.letter";

/// Nobody is woken by a drill.
pub const CHANNEL: Channel = Channel {
    name: "mail",
    is_numbered: true,
    wants: |release| !release.is_drill(),
    deliver: |outlet, release| deliver(outlet, release),
};

fn deliver<'a>(outlet: &'a Outlet, release: &'a Release) -> Delivering<'a> {
    Box::pin(hand_out(outlet, release))
}

async fn hand_out(outlet: &Outlet, release: &Release) -> Result<String> {
    if !outlet.courier.has_mail() || outlet.public_url.is_empty() {
        return Ok("-".to_owned());
    }
    let now = outlet.clock.now();
    let mut tx = outlet.db.write().await?;
    let readers = subscription::confirmed(&mut tx).await?;
    for reader in &readers {
        let key = format!("{}/{}/{reader}", release.listed.edition.id.as_str(), release.what.code());
        job::enqueue(&mut tx, LETTER, &key, now).await?;
    }
    tx.commit().await?;
    Ok(readers.len().to_string())
}

/// Asks someone whether they really want to be written to.
pub async fn ask(outlet: &Outlet, id: &str) -> Result<()> {
    let Some(reader) = subscription::find(&outlet.db, id).await? else { return Ok(()) };
    if reader.confirmed.is_some() || !outlet.courier.has_mail() {
        return Ok(());
    }
    let link = format!("{}/{}/subscribe/{}", outlet.public_url, reader.segment(), reader.token);
    let values = [("office", outlet.office(reader.is_chinese)), ("link", link.as_str())];
    let subject = (outlet.say)(reader.is_chinese, "letter-confirm-subject", &values);
    let text = (outlet.say)(reader.is_chinese, "letter-confirm-text", &values);
    send(outlet, &Mail { to: reader.address, subject, text, ..Mail::default() }).await
}

/// Writes one letter, unless it went out already or its reader has left.
///
/// - `key`: `EDITION/WHAT/SUBSCRIPTION`
pub async fn write(outlet: &Outlet, key: &str) -> Result<()> {
    let mut parts = key.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default();
    let (edition, what, reader) = (next(), next(), next());
    let kind = What::from_code(what).ok_or(Error::invalid("error-invalid"))?;
    let Some(reader) = subscription::find(&outlet.db, reader).await? else { return Ok(()) };
    if reader.confirmed.is_none() || subscription::is_sent(&outlet.db, edition, what, &reader.id).await? {
        return Ok(());
    }
    let listed = store::find_edition(&outlet.db, &EditionId::new(edition)).await?;
    let mut release = Release { what: kind, listed, subjects: Vec::new(), log_index: None };
    release.log_index = Some(super::log_index(&outlet.db, &release).await?);
    send(outlet, &letter(outlet, &release, &reader)).await?;
    let mut tx = outlet.db.write().await?;
    subscription::sent(&mut tx, edition, what, &reader.id, outlet.clock.now()).await?;
    tx.commit().await
}

/// The letter of one release to one reader, in their language where there is a text in it.
fn letter(outlet: &Outlet, release: &Release, reader: &Subscription) -> Mail {
    let texts = &release.listed.edition.texts;
    let (own, other) = if reader.is_chinese { (&texts.zh, &texts.en) } else { (&texts.en, &texts.zh) };
    let Text { title, summary, .. } = if own.title.is_empty() { other } else { own };
    let page = format!("{}/{}{}", outlet.public_url, reader.segment(), release.path());
    let leave = format!("{}/unsubscribe/{}", outlet.public_url, reader.token);
    let number = release.log_index.map_or(String::new(), |index| index.to_string());
    let values = [
        ("office", outlet.office(reader.is_chinese)),
        ("title", title.as_str()),
        ("summary", summary.as_str()),
        ("page", page.as_str()),
        ("number", number.as_str()),
        ("leave", leave.as_str()),
    ];
    let (subject, text) = match release.what {
        What::Publication => ("letter-publication-subject", "letter-publication-text"),
        What::Withdrawal => ("letter-withdrawal-subject", "letter-withdrawal-text"),
    };
    let subject = (outlet.say)(reader.is_chinese, subject, &values);
    let text = (outlet.say)(reader.is_chinese, text, &values);
    let headers = vec![
        ("List-Unsubscribe", format!("<{leave}>")),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ("Candor-Log-Index", number),
    ];
    Mail { to: reader.address.clone(), subject, text, html: None, headers }
}

async fn send(outlet: &Outlet, mail: &Mail) -> Result<()> {
    outlet.courier.mail(mail).await.map_err(|failure| {
        if failure.is_final {
            Error::invalid("mail-refused").with_detail(failure.detail)
        } else {
            Error::new(model::Kind::Busy, "error-busy").with_detail(failure.detail)
        }
    })
}
