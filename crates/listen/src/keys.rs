//! The two keys of listening: one that lives for a day in memory, and one that belongs to the installation.

use hmac::{Hmac, Mac as _};
use model::{Day, SourceId, Time, Voice, Zone};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The key by which voices are told apart for one day. It is in memory only, is replaced when the office's day ends,
/// and is wiped when replaced or dropped. Without it, a voice can be computed by nobody, and never again.
pub struct DayKey {
    key: Zeroizing<[u8; 32]>,
    day: Day,
    zone: Zone,
}

impl DayKey {
    /// A fresh key from the operating system's randomness.
    pub fn fresh(zone: Zone, now: Time) -> Self {
        DayKey { key: random(), day: zone.day(now), zone }
    }

    /// Replaces the key if the office's midnight has passed.
    ///
    /// - returns: whether it did; whoever counts voices then closes the day's sketches
    pub fn roll(&mut self, now: Time) -> bool {
        let day = self.zone.day(now);
        if day == self.day {
            return false;
        }
        self.key = random();
        self.day = day;
        true
    }

    pub fn day(&self) -> Day {
        self.day
    }

    /// The voice behind some bytes of one source: a normalised handle, or the near-duplicate group of a post whose
    /// author is not known, so that copies count once.
    ///
    /// - source: first 64 bits of HMAC-SHA-256(day key, source, zero byte, bytes)
    pub fn voice_of(&self, source: &SourceId, bytes: &[u8]) -> Voice {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key[..]).expect("any key length suits HMAC");
        mac.update(source.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(bytes);
        let digest = mac.finalize().into_bytes();
        Voice::from_hash(u64::from_be_bytes(std::array::from_fn(|index| digest[index])))
    }
}

/// The key that names mentions in this installation. It lies in the database, since the same post must get the same
/// name next month; being random, it keeps a stranger from looking up a URL by its plain hash, and two installations
/// from comparing what they heard.
pub struct IntakeKey(Hmac<Sha256>);

impl IntakeKey {
    pub const BYTES: usize = 32;

    pub fn new(key: &[u8]) -> Self {
        IntakeKey(Hmac::new_from_slice(key).expect("any key length suits HMAC"))
    }

    /// - `parts`: kept apart by their lengths, so that no two lists of parts give the same bytes
    /// - returns: 128 bits in lower-case hex
    pub(crate) fn name(&self, parts: &[&[u8]]) -> String {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        hex(&mac.finalize().into_bytes()[..16])
    }
}

pub(crate) fn random() -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(&mut key[..]).expect("the operating system has randomness");
    key
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::HOUR_MS;

    #[test]
    fn a_voice_is_the_same_within_a_day_and_another_after_the_offices_midnight() {
        let shanghai = Zone::named("Asia/Shanghai").expect("the zone is bundled");
        let noon = Time::from_ms(4 * HOUR_MS);
        let mut key = DayKey::fresh(shanghai, noon);
        let source = SourceId::new("bbs");
        let before = key.voice_of(&source, b"someone");
        assert!(!key.roll(noon.plus_hours(11)));
        assert!(before == key.voice_of(&source, b"someone"));
        assert!(key.roll(noon.plus_hours(12)));
        assert!(before != key.voice_of(&source, b"someone"));
    }

    #[test]
    fn one_handle_on_two_sources_is_two_voices() {
        let key = DayKey::fresh(Zone::utc(), Time::from_ms(0));
        assert!(key.voice_of(&SourceId::new("a"), b"x") != key.voice_of(&SourceId::new("b"), b"x"));
    }
}
