//! Slowing those who guess passwords, by sign-in name and by address block. Held in memory only.

use crate::AddressBlock;
use model::Time;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const FAILURES_FREE: u32 = 5;
/// An office of a hundred people sits behind one address, so a block is given more tries than a name.
const FAILURES_FREE_BLOCK: u32 = 20;
const DELAY_FIRST: Duration = Duration::from_secs(15);
/// Anyone can lock a name whose owner they dislike, so the longest wait must be one that its owner can bear.
const DELAY_MAX: Duration = Duration::from_secs(15 * 60);
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60 * 60);
/// About 1 MiB. Past it the oldest failures are forgotten first.
const ENTRIES_MAX: usize = 20_000;

/// How often each name and block failed lately.
#[derive(Default)]
pub struct Lockout {
    /// Names are kept as keyed hashes: what strangers type into the field is often a password.
    hasher: RandomState,
    failures: Mutex<HashMap<Key, Failures>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Name(u64),
    Block(AddressBlock),
}

struct Failures {
    count: u32,
    last: Time,
}

/// One try that is under way. It counts as failed until [`Lockout::succeeded`] takes it back.
pub struct Attempt {
    name: Key,
    block: Key,
}

impl Lockout {
    /// Asks whether a try may be made now, and counts it.
    ///
    /// It counts before the password is verified, so that a hundred tries at the same instant are not all the first.
    ///
    /// - `sign_in_name`: folded, existing or not
    /// - errors: how long to wait, if there were too many failures; such a try is not counted
    pub fn attempt(&self, sign_in_name: &str, block: AddressBlock, now: Time) -> Result<Attempt, Duration> {
        let attempt = Attempt { name: Key::Name(self.hasher.hash_one(sign_in_name)), block: Key::Block(block) };
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = |key: &Key, free: u32| failures.get(key).map_or(Duration::ZERO, |known| known.wait(free, now));
        let wait = wait(&attempt.name, FAILURES_FREE).max(wait(&attempt.block, FAILURES_FREE_BLOCK));
        if wait > Duration::ZERO {
            return Err(wait);
        }
        [attempt.name, attempt.block].into_iter().for_each(|key| count(&mut failures, key, now));
        Ok(attempt)
    }

    /// Counts the wrong answer of a key. A right one enters also past a closed lock, since a key cannot be guessed, so there
    /// is nothing to ask beforehand.
    ///
    /// - `sign_in_name`: whose key it should have been; nothing at the door, where nobody said who they are
    pub fn failed(&self, sign_in_name: Option<&str>, block: AddressBlock, now: Time) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let name = sign_in_name.map(|name| Key::Name(self.hasher.hash_one(name)));
        name.into_iter().chain([Key::Block(block)]).for_each(|key| count(&mut failures, key, now));
    }

    /// Takes a try back: the name starts anew, the block is only given back this one try, since whoever
    /// owns one account could otherwise guess at all the others without end.
    pub fn succeeded(&self, attempt: Attempt) {
        self.take_back(&attempt, 1);
    }

    /// The same after a second step: the password before it was a try of its own, and right.
    ///
    /// Otherwise each morning of an office with second steps would bring its block nearer to being shut.
    pub fn succeeded_in_two(&self, attempt: Attempt) {
        self.take_back(&attempt, 2);
    }

    fn take_back(&self, attempt: &Attempt, tries: u32) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&attempt.name);
        if let Some(known) = failures.get_mut(&attempt.block) {
            known.count = known.count.saturating_sub(tries);
        }
    }
}

impl Failures {
    fn is_forgotten(&self, now: Time) -> bool {
        now >= self.last.plus(FORGOTTEN_AFTER)
    }

    /// Nothing for the first `free` failures, then a delay that doubles with each further one.
    fn wait(&self, free: u32, now: Time) -> Duration {
        if self.count < free || self.is_forgotten(now) {
            return Duration::ZERO;
        }
        let doublings = (self.count - free).min(16);
        let delay = DELAY_FIRST.saturating_mul(1 << doublings).min(DELAY_MAX);
        let left_ms = self.last.plus(delay).since(now);
        Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)).min(DELAY_MAX)
    }
}

fn count(failures: &mut HashMap<Key, Failures>, key: Key, now: Time) {
    if failures.len() >= ENTRIES_MAX && !failures.contains_key(&key) {
        make_room(failures, now);
    }
    let known = failures.entry(key).or_insert(Failures { count: 0, last: now });
    known.count = if known.is_forgotten(now) { 1 } else { known.count.saturating_add(1) };
    known.last = now;
}

/// Drops what is forgotten anyway, and if that is too little, the older half.
fn make_room(failures: &mut HashMap<Key, Failures>, now: Time) {
    failures.retain(|_, known| !known.is_forgotten(now));
    if failures.len() >= ENTRIES_MAX {
        let mut times: Vec<Time> = failures.values().map(|known| known.last).collect();
        let (_, middle, _) = times.select_nth_unstable(ENTRIES_MAX / 2);
        let middle = *middle;
        failures.retain(|_, known| known.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{IpAddr, Ipv4Addr};

    fn block(third: u8) -> AddressBlock {
        AddressBlock::of(IpAddr::V4(Ipv4Addr::new(198, 51, third, 1)))
    }

    fn at(second: u64) -> Time {
        Time::from_ms(1_800_000_000_000).plus(Duration::from_secs(second))
    }

    #[test]
    fn the_sixth_try_waits_and_each_further_failure_doubles_it() {
        let lockout = Lockout::default();
        for _ in 0..5 {
            assert!(lockout.attempt("chen", block(1), at(0)).is_ok());
        }
        assert_eq!(lockout.attempt("chen", block(2), at(0)).err(), Some(Duration::from_secs(15)));
        assert!(lockout.attempt("chen", block(2), at(15)).is_ok());
        assert_eq!(lockout.attempt("chen", block(3), at(15)).err(), Some(Duration::from_secs(30)));
        assert!(lockout.attempt("lin", block(3), at(15)).is_ok(), "another name is free");
    }

    #[test]
    fn no_wait_is_longer_than_a_quarter_of_an_hour() {
        let lockout = Lockout::default();
        let mut now = at(0);
        for _ in 0..40 {
            if let Err(wait) = lockout.attempt("chen", block(1), now) {
                assert!(wait <= Duration::from_secs(900));
                now = now.plus(wait);
            }
        }
    }

    #[test]
    fn success_frees_the_name_but_not_the_block() {
        let lockout = Lockout::default();
        for n in 0..19 {
            assert!(lockout.attempt(&format!("name{n}"), block(1), at(0)).is_ok());
        }
        let own = lockout.attempt("own", block(1), at(0)).expect("the twentieth try is free");
        lockout.succeeded(own);
        assert!(lockout.attempt("name20", block(1), at(0)).is_ok());
        assert!(lockout.attempt("name21", block(1), at(0)).is_err());
        assert!(lockout.attempt("name21", block(1), at(3_600)).is_ok(), "an hour later it is forgotten");
    }

    #[test]
    fn memory_stays_bounded() {
        let lockout = Lockout::default();
        for n in 0..(ENTRIES_MAX as u64 + 10) {
            // A new block every try, as far as one byte goes, and always a new name.
            let _ = lockout.attempt(&format!("name{n}"), block((n % 250) as u8), at(n * 60));
        }
        assert!(lockout.failures.lock().expect("no test panicked").len() <= ENTRIES_MAX);
    }
}
