//! Distinct voices of one cell, in memory only: exact while few, a HyperLogLog once many.

use model::{Voice, Voices};
use std::collections::HashSet;

/// Up to here a cell is counted exactly. Every threshold that hides or warns lies far below it.
const EXACT_MAX: usize = 4096;
/// Up to here a plain list is smaller and faster than a hash set.
const LIST_MAX: usize = 24;
/// 2^14 registers: a standard error of 0.8 % in 16 KiB (Flajolet, Fusy, Gandouet and Meunier 2007).
const REGISTER_BITS: u32 = 14;
const REGISTERS: usize = 1 << REGISTER_BITS;

/// The voices heard in one cell during one day. It is wiped at midnight and never written: only its count is.
#[derive(Default)]
pub struct VoiceSet(Held);

#[derive(Default)]
enum Held {
    #[default]
    None,
    /// Most cells hold one voice, so the first costs no allocation.
    One(u64),
    List(Vec<u64>),
    Set(HashSet<u64>),
    Sketch(Box<Sketch>),
}

/// A HyperLogLog that also counts its registers by rank, so that an estimate reads 52 numbers instead of 16,384.
struct Sketch {
    registers: [u8; REGISTERS],
    by_rank: [u32; RANKS],
}

const RANKS: usize = 64 - REGISTER_BITS as usize + 2;

impl VoiceSet {
    pub fn add(&mut self, voice: Voice) {
        let hash = voice.hash();
        match &mut self.0 {
            Held::None => self.0 = Held::One(hash),
            Held::One(one) if *one == hash => {}
            Held::One(one) => self.0 = Held::List(vec![*one, hash]),
            Held::List(list) if list.contains(&hash) => {}
            Held::List(list) if list.len() < LIST_MAX => list.push(hash),
            Held::List(list) => {
                let mut set: HashSet<u64> = list.drain(..).collect();
                set.insert(hash);
                self.0 = Held::Set(set);
            }
            Held::Set(set) => {
                set.insert(hash);
                if set.len() > EXACT_MAX {
                    let mut sketch = Box::new(Sketch::new());
                    set.drain().for_each(|hash| sketch.note(hash));
                    self.0 = Held::Sketch(sketch);
                }
            }
            Held::Sketch(sketch) => sketch.note(hash),
        }
    }

    pub const fn is_empty(&self) -> bool {
        matches!(self.0, Held::None)
    }

    /// Takes in the voices of another cell; whoever is in both is one voice.
    pub fn unite(&mut self, other: VoiceSet) {
        match other.0 {
            Held::Sketch(mut sketch) => {
                match std::mem::take(&mut self.0) {
                    Held::Sketch(own) => sketch.unite(&own),
                    few => VoiceSet(few).each(|hash| sketch.note(hash)),
                }
                self.0 = Held::Sketch(sketch);
            }
            few => VoiceSet(few).each(|hash| self.add(Voice::from_hash(hash))),
        }
    }

    /// Calls back with each voice that is held exactly.
    fn each(self, mut note: impl FnMut(u64)) {
        match self.0 {
            Held::None | Held::Sketch(_) => {}
            Held::One(one) => note(one),
            Held::List(list) => list.into_iter().for_each(note),
            Held::Set(set) => set.into_iter().for_each(note),
        }
    }

    /// - cost: constant
    pub fn count(&self) -> Voices {
        Voices::counted(match &self.0 {
            Held::None => 0,
            Held::One(_) => 1,
            Held::List(list) => list.len() as u32,
            Held::Set(set) => set.len() as u32,
            Held::Sketch(sketch) => sketch.estimate(),
        })
    }
}

impl Sketch {
    fn new() -> Self {
        let mut by_rank = [0; RANKS];
        by_rank[0] = REGISTERS as u32;
        Sketch { registers: [0; REGISTERS], by_rank }
    }

    fn note(&mut self, hash: u64) {
        let register = &mut self.registers[(hash >> (64 - REGISTER_BITS)) as usize];
        // The bit set below the last one that is left ends the run of zeros.
        let rank = ((hash << REGISTER_BITS) | (1 << (REGISTER_BITS - 1))).leading_zeros() as u8 + 1;
        if rank > *register {
            self.by_rank[usize::from(*register)] -= 1;
            self.by_rank[usize::from(rank)] += 1;
            *register = rank;
        }
    }

    fn unite(&mut self, other: &Sketch) {
        for (register, theirs) in self.registers.iter_mut().zip(&other.registers) {
            if theirs > register {
                self.by_rank[usize::from(*register)] -= 1;
                self.by_rank[usize::from(*theirs)] += 1;
                *register = *theirs;
            }
        }
    }

    fn estimate(&self) -> u32 {
        let m = REGISTERS as f64;
        let sum: f64 =
            self.by_rank.iter().zip(0..).map(|(count, rank)| f64::from(*count) * f64::from(-rank).exp2()).sum();
        let raw = 0.7213 / (1.0 + 1.079 / m) * m * m / sum;
        let empty = f64::from(self.by_rank[0]);
        // Under 2.5 m the empty registers tell more than the ranks do (linear counting).
        let count = if raw <= 2.5 * m && empty > 0.0 { m * (m / empty).ln() } else { raw };
        count.round() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// splitmix64: hashes as even as an HMAC's, and the same in every run.
    fn hash(n: u64) -> Voice {
        let mut z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Voice::from_hash(z ^ (z >> 31))
    }

    fn counted(voices: u64) -> u32 {
        let mut set = VoiceSet::default();
        for n in 0..voices {
            set.add(hash(n));
            // Whoever speaks twice is one voice.
            set.add(hash(n / 2));
        }
        set.count().count()
    }

    #[test]
    fn united_cells_count_whoever_is_in_both_once() {
        let heard = |voices: std::ops::Range<u64>| {
            let mut set = VoiceSet::default();
            voices.for_each(|n| set.add(hash(n)));
            set
        };
        for (one, other, both) in
            [(0..0, 0..3, 3), (0..1, 0..1, 1), (0..20, 10..40, 40), (0..3_000, 2_000..4_000, 4_000)]
        {
            let mut united = heard(one);
            united.unite(heard(other));
            assert_eq!(united.count().count(), both);
        }
        for (one, other) in [(0..60_000, 30_000..90_000), (0..90_000, 5..10), (5..10, 0..90_000)] {
            let mut united = heard(one);
            united.unite(heard(other));
            let error = (f64::from(united.count().count()) / 90_000.0 - 1.0).abs();
            assert!(error < 0.025, "90000 voices are off by {error}");
        }
    }

    #[test]
    fn few_voices_are_counted_exactly() {
        for voices in [0, 1, 2, 9, 10, 24, 25, 26, 100, 4096] {
            assert_eq!(u64::from(counted(voices)), voices);
        }
    }

    #[test]
    fn many_voices_are_counted_within_three_standard_errors() {
        for voices in [5_000u64, 20_000, 60_000, 300_000] {
            let error = (f64::from(counted(voices)) / voices as f64 - 1.0).abs();
            assert!(error < 0.025, "{voices} voices are off by {error}");
        }
    }
}
