//! What each person chose: where, in which language, from which level, when a digest, when quiet.

use crate::rules::{DAY_MINUTES, Quiet};
use crate::store;
use ::store::{Db, Tx};
use model::{Error, Level, Result, StaffId};

const EMAIL_CHARACTERS_MAX: usize = 254;
const DIGESTS_MAX: usize = 6;

/// A language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    #[default]
    Zh,
    En,
}

impl Tongue {
    pub const fn code(self) -> &'static str {
        match self {
            Tongue::Zh => "zh",
            Tongue::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Tongue::Zh, Tongue::En].into_iter().find(|tongue| tongue.code() == code)
    }
}

/// One person's choices. Whoever chose nothing hears at the desk alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Empty: no mail.
    pub email: String,
    pub tongue: Tongue,
    /// Off duty too, from this level on; nothing: on duty alone.
    pub level_min: Option<Level>,
    /// Minutes of the day, in order.
    pub digests: Vec<u16>,
    pub quiet: Option<Quiet>,
}

impl Settings {
    /// - errors: `Invalid` naming the first choice that will not do
    pub fn check(&self) -> Result<()> {
        if !self.email.is_empty() && !is_address(&self.email) {
            return Err(Error::invalid("notice-email-form"));
        }
        if self.digests.len() > DIGESTS_MAX || self.digests.iter().any(|minute| *minute >= DAY_MINUTES) {
            return Err(Error::invalid("notice-digests-form"));
        }
        Ok(())
    }
}

/// One `@`, something on either side, and nothing that could begin another header or another address. Whether mail arrives
/// is for the mail server to say.
fn is_address(email: &str) -> bool {
    let is_plain = email.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"<>(),;:\\\"[]".contains(c));
    let parts: Vec<&str> = email.split('@').collect();
    is_plain && email.chars().count() <= EMAIL_CHARACTERS_MAX && parts.len() == 2 && parts.iter().all(|p| !p.is_empty())
}

pub async fn load(db: &Db, staff: &StaffId) -> Result<Settings> {
    Ok(store::settings(db, staff).await?.unwrap_or_default())
}

/// Everyone who chose something.
pub async fn all(db: &Db) -> Result<Vec<(StaffId, Settings)>> {
    store::all_settings(db).await
}

/// - errors: `Invalid`, see [`Settings::check`]
pub async fn save(tx: &mut Tx, staff: &StaffId, settings: &Settings) -> Result<()> {
    settings.check()?;
    store::put_settings(tx, staff, settings).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_nothing_but_itself() {
        for good in ["a@example.org", "林@例子.中国", "first.last+desk@mail.example.org"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a@b@c", "a@b\nBcc: x@y", "a b@c", "<a@b>", "a@b,c@d"] {
            assert!(!is_address(bad), "{bad:?}");
        }
    }
}
