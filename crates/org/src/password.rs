//! Passwords: which are refused, how they are hashed, and how hashing is kept from filling the machine.

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use model::{Error, Kind, Result};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

pub const PASSWORD_CHARACTERS_MIN: usize = 12;
/// Argon2 reads any length, so a megabyte of password would be a way to keep it busy.
const PASSWORD_BYTES_MAX: usize = 512;
/// Each hash takes one core for tens of milliseconds and its memory, so few run at once and the rest wait.
const HASHES_AT_ONCE: usize = 2;
const WAIT_MAX: Duration = Duration::from_secs(10);

/// The commonest ways to reach twelve characters. Lists of millions stop few more, since guessing is slowed anyway.
const COMMON: &[&str] = &[
    "administrator",
    "adminadminadmin",
    "changeme1234",
    "correcthorsebatterystaple",
    "iloveyou1234",
    "iloveyouforever",
    "letmein12345",
    "passw0rd1234",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "welcome12345",
    "woaini1314520",
    "woaini5201314",
    "woaizhongguo",
    "zaq12wsxcde3",
    "zhongguo12345",
];

/// Says what is wrong with a password that someone wants to set.
///
/// - `sign_in_name`: folded
/// - returns: a message key, or nothing if it will do
pub fn weakness(password: &str, sign_in_name: &str) -> Option<&'static str> {
    let lower = password.to_lowercase();
    if password.len() > PASSWORD_BYTES_MAX {
        Some("password-too-long")
    } else if password.chars().count() < PASSWORD_CHARACTERS_MIN {
        Some("password-too-short")
    } else if !sign_in_name.is_empty() && without(&lower, sign_in_name) < PASSWORD_CHARACTERS_MIN / 2 {
        Some("password-is-name")
    } else if COMMON.contains(&lower.as_str()) || is_monotonous(&lower) {
        Some("password-common")
    } else {
        None
    }
}

/// How many characters remain when every copy of the sign-in name is taken out.
fn without(password: &str, sign_in_name: &str) -> usize {
    password.replace(sign_in_name, "").chars().count()
}

/// Few distinct characters (`aaaaaaaaaaaa`, `121212121212`), or nothing but steps up or down (`123456789012`, `abcdefghijkl`).
fn is_monotonous(password: &str) -> bool {
    let mut distinct: Vec<char> = password.chars().collect();
    let digit_after_nine = |pair: &[char]| pair == ['9', '0'] || pair == ['0', '9'];
    let steps = |by: i64| {
        distinct
            .windows(2)
            .all(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])) == by || digit_after_nine(pair))
    };
    if steps(1) || steps(-1) {
        return true;
    }
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() < 5
}

/// What one hash costs. Old hashes carry their own cost and stay valid when this is raised.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Default for Cost {
    /// The OWASP recommendation for argon2id with one lane (2023): 19 MiB and two passes.
    fn default() -> Self {
        Cost { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// Hashes and verifies, a few at a time, away from the async threads. Cloning it shares the places.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    places: Arc<Semaphore>,
    /// The hash of a password that nobody knows, verified in place of the hash of a name that does not exist.
    nobody: Arc<str>,
}

impl Passwords {
    /// - cost: one hash
    /// - errors: `Invalid` for a cost that argon2 refuses
    pub fn new(cost: Cost) -> Result<Self> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None)
            .map_err(|error| Error::invalid("check-password-cost").with_detail(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, &model::random_hex(32))?.into();
        Ok(Passwords { argon2, places: Arc::new(Semaphore::new(HASHES_AT_ONCE)), nobody })
    }

    /// - returns: the hash in PHC form, with salt and parameters
    /// - errors: `Busy` if no place was free for ten seconds
    pub async fn hash(&self, password: String) -> Result<String> {
        let argon2 = self.argon2.clone();
        self.apart(move || hash(&argon2, &password)).await
    }

    /// Takes as long whether or not there is a hash to verify against.
    ///
    /// - `stored`: the stored hash, or nothing if the sign-in name does not exist
    /// - errors: `Busy` if no place was free for ten seconds
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool> {
        let argon2 = self.argon2.clone();
        let nobody = self.nobody.clone();
        self.apart(move || {
            let known = stored.is_some() && password.len() <= PASSWORD_BYTES_MAX;
            let text = if known { stored.as_deref().unwrap_or(&nobody) } else { &nobody };
            let parsed = PasswordHash::new(text).map_err(|error| Error::broken(format!("a stored hash: {error}")))?;
            let end = password.floor_char_boundary(PASSWORD_BYTES_MAX);
            Ok(argon2.verify_password(&password.as_bytes()[..end], &parsed).is_ok() && known)
        })
        .await
    }

    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let place = tokio::time::timeout(WAIT_MAX, self.places.clone().acquire_owned())
            .await
            .map_err(|_| Error::new(Kind::Busy, "error-busy"))??;
        tokio::task::spawn_blocking(move || {
            let result = work();
            // The place is given back when the work ends, not when whoever asked gives up.
            drop(place);
            result
        })
        .await?
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String> {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt)?;
    let fault = |error| Error::broken(format!("hashing a password: {error}"));
    let salt = SaltString::encode_b64(&salt).map_err(fault)?;
    Ok(argon2.hash_password(password.as_bytes(), &salt).map_err(fault)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused_by_name() {
        assert_eq!(weakness("short", "chen"), Some("password-too-short"));
        assert_eq!(weakness("Password1234", "chen"), Some("password-common"));
        assert_eq!(weakness("123456789012", "chen"), Some("password-common"));
        assert_eq!(weakness("abababababab", "chen"), Some("password-common"));
        assert_eq!(weakness("chen.lan.2026", "chen.lan"), Some("password-is-name"));
        assert_eq!(weakness(&"长".repeat(300), "chen"), Some("password-too-long"));
        assert_eq!(weakness("两只黄鹂鸣翠柳一行白鹭上青天", "chen"), None);
        assert_eq!(weakness("river slate candle", "chen"), None);
    }
}
