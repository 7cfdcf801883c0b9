//! Other systems that are told of warnings: their addresses and the secrets by which they know us.

use crate::store;
use ::store::{Db, Tx};
use model::{Error, Level, Result, Time};
use org::{Recent, Seal};

const NAME_CHARACTERS_MAX: usize = 80;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: String,
    pub name: String,
    pub url: String,
    pub level_min: Level,
    pub added: Time,
}

/// Adds one.
///
/// - returns: it and its secret, to be shown once
/// - errors: `Invalid` for a name or an address that will not do
pub async fn add(
    tx: &mut Tx,
    seal: &Seal,
    by: Recent<'_>,
    (name, url, level_min): (&str, &str, Level),
    now: Time,
) -> Result<(Webhook, String)> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX {
        return Err(Error::invalid("webhook-name-length"));
    }
    let is_address = (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace);
    if !is_address {
        return Err(Error::invalid("webhook-url-form"));
    }
    let webhook =
        Webhook { id: model::random_hex(8), name: name.to_owned(), url: url.to_owned(), level_min, added: now };
    let secret = model::random_hex(32);
    let sealed = seal.close(&purpose(&webhook.id), secret.as_bytes())?;
    store::insert_webhook(tx, &webhook, sealed, by.id()).await?;
    org::audit::note(tx, by.id(), "webhook_added", &format!("webhook/{}", webhook.id), name, now).await?;
    Ok((webhook, secret))
}

/// - errors: `NotFound`
pub async fn remove(tx: &mut Tx, by: Recent<'_>, id: &str, now: Time) -> Result<()> {
    if !store::remove_webhook(tx, id, now).await? {
        return Err(Error::not_found());
    }
    org::audit::note(tx, by.id(), "webhook_removed", &format!("webhook/{id}"), "", now).await
}

/// Those in use, oldest first.
pub async fn list(db: &Db) -> Result<Vec<Webhook>> {
    store::webhooks(db).await
}

pub(crate) async fn address(db: &Db, seal: &Seal, id: &str) -> Result<Option<(String, String)>> {
    let Some((url, sealed)) = store::webhook(db, id).await? else { return Ok(None) };
    let secret = String::from_utf8(seal.open(&purpose(id), &sealed)?)?;
    Ok(Some((url, secret)))
}

fn purpose(id: &str) -> String {
    format!("webhook/{id}")
}
