//! The ways in which what is published goes out: one release, all channels, each once, each with a receipt.
//!
//! To add one, write its file beside [`site`] and a line in [`CHANNELS`]. Its `deliver` may be called twice for the same
//! release when a machine dies between the delivery and its receipt, so it carries the edition's id where the other side can
//! tell a repetition. Feeds, pages and JSON are not delivered; they are read from the public views.

pub mod cap;
pub mod mail;
mod site;
pub mod webhook;

use crate::edition::EditionId;
use crate::store::{self, Delivery, Listed};
use ::store::{Db, Tx, args, job};
use courier::Courier;
use model::{Clock, Error, Result, Time, Zone};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// The kind of the job that delivers one copy; its key is `EDITION/WHAT/CHANNEL`.
pub const DELIVER: &str = "publish.deliver";

/// How long a release takes to its place in the log, which is looked for twice a second. A copy that came before it would be tried
/// again only after the queue's first pause of fifteen seconds, and in an emergency those count.
const NUMBER_WAIT: Duration = Duration::from_millis(1_200);

/// Every way out, in the order in which the desk lists them.
pub const CHANNELS: &[Channel] = &[site::CHANNEL, cap::CHANNEL, mail::CHANNEL, webhook::CHANNEL];

/// One way out.
pub struct Channel {
    /// What the receipt is filed under; the desk prints the words `outlet-NAME`.
    pub name: &'static str,
    /// Whether each copy carries its place in the log, by which a forged one can be told. It then waits the few seconds
    /// until the release has one.
    pub is_numbered: bool,
    /// Whether a release concerns this channel.
    pub wants: fn(&Release) -> bool,
    /// Hands the release over.
    ///
    /// - returns: the receipt: where it can be seen, or what the other side answered
    /// - errors: `Invalid` if trying again is of no use
    pub deliver: for<'a> fn(&'a Outlet, &'a Release) -> Delivering<'a>,
}

pub type Delivering<'a> = Pin<Box<dyn Future<Output = Result<String>> + Send + 'a>>;

/// What is handed over.
#[derive(Clone, Debug)]
pub struct Release {
    pub what: What,
    pub listed: Listed,
    /// What it answers: `story/ID`, `incident/ID`, `claim/ID`.
    pub subjects: Vec<String>,
    /// Its place in the log; nothing for a channel that is not numbered.
    pub log_index: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Publication,
    Withdrawal,
}

/// Whose release it is and by which means it goes out. Cloning it is cheap.
#[derive(Clone)]
pub struct Outlet {
    pub db: Db,
    pub courier: Arc<Courier>,
    pub clock: Clock,
    pub zone: Zone,
    /// The configuration's names; what is delivered carries those of the identity where it has any.
    pub office_zh: String,
    pub office_en: String,
    /// Without a slash at its end; empty where it is not configured.
    pub public_url: String,
    /// The words of a key with its values, in Chinese or English: letters are written in the words of the pages.
    pub say: fn(is_chinese: bool, key: &str, values: &[(&str, &str)]) -> String,
}

impl Outlet {
    pub fn office(&self, is_chinese: bool) -> &str {
        if is_chinese { &self.office_zh } else { &self.office_en }
    }
}

impl What {
    pub const fn code(self) -> &'static str {
        match self {
            What::Publication => "publication",
            What::Withdrawal => "withdrawal",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [What::Publication, What::Withdrawal].into_iter().find(|what| what.code() == code)
    }
}

impl Release {
    /// Whether it is an exercise or a test.
    pub fn is_drill(&self) -> bool {
        self.listed.edition.emergency.as_ref().is_some_and(|emergency| !emergency.status.is_actual())
    }

    /// The path of its page, without language.
    pub fn path(&self) -> String {
        format!("/published/{}", self.listed.slug)
    }
}

/// Enqueues one delivery for each channel, in the transaction that releases.
pub(crate) async fn announce(tx: &mut Tx, id: &EditionId, what: What, now: Time) -> Result<()> {
    for channel in CHANNELS {
        let key = format!("{}/{}/{}", id.as_str(), what.code(), channel.name);
        let due = if channel.is_numbered { now.plus(NUMBER_WAIT) } else { now };
        job::enqueue(tx, DELIVER, &key, due).await?;
    }
    Ok(())
}

/// Does one delivery, unless its receipt is there already.
///
/// - `key`: `EDITION/WHAT/CHANNEL`
/// - errors: `Busy` while the release waits for its place in the log; what the channel says otherwise
pub async fn deliver(outlet: &Outlet, key: &str) -> Result<()> {
    let mut parts = key.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default();
    let (id, what, name) = (EditionId::new(next()), What::from_code(next()), next());
    let what = what.ok_or(Error::invalid("error-invalid"))?;
    // A channel that a later version no longer has is nobody's any more.
    let Some(channel) = CHANNELS.iter().find(|channel| channel.name == name) else { return Ok(()) };
    if store::is_delivered(&outlet.db, &id, what.code(), channel.name).await? {
        return Ok(());
    }
    let listed = store::find_edition(&outlet.db, &id).await?;
    let document = store::find_document(&outlet.db, &listed.edition.document).await?;
    let mut release = Release { what, listed, subjects: document.subjects, log_index: None };
    if !(channel.wants)(&release) {
        return Ok(());
    }
    if channel.is_numbered {
        release.log_index = Some(log_index(&outlet.db, &release).await?);
    }
    let identity = store::identity(&outlet.db).await?.unwrap_or_default();
    let mut outlet = outlet.clone();
    for (own, configured) in [(identity.name_zh, &mut outlet.office_zh), (identity.name_en, &mut outlet.office_en)] {
        if !own.is_empty() {
            *configured = own;
        }
    }
    let receipt = (channel.deliver)(&outlet, &release).await?;
    let delivery =
        Delivery { what: what.code().to_owned(), channel: channel.name.to_owned(), at: outlet.clock.now(), receipt };
    let mut tx = outlet.db.write().await?;
    store::insert_delivery(&mut tx, &id, &delivery).await?;
    tx.commit().await
}

async fn log_index(db: &Db, release: &Release) -> Result<u64> {
    let edition = &release.listed.edition;
    let leaf = match release.what {
        What::Publication => edition.leaf.clone(),
        What::Withdrawal => edition.withdrawn.as_ref().and_then(|withdrawn| withdrawn.leaf.clone()),
    };
    let leaf = leaf.ok_or_else(|| Error::broken("a release without a leaf"))?;
    let found = db.one("select leaf_index from public_leaf where leaf_id = $1", args![leaf]).await?;
    let index = found.int_or_null(0).ok_or(Error::new(model::Kind::Busy, "error-busy"))?;
    Ok(u64::try_from(index)?)
}
