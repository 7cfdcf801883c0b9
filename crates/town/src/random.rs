//! A small generator of numbers that only look random, so that every run of the demo tells the same month.

/// SplitMix64: one addition and three mixing steps a number, and the same numbers on every machine.
///
/// - source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014
pub(crate) struct Random(u64);

impl Random {
    /// - `name`: each part of the month draws from its own stream, so that editing one storyline leaves the others as they were
    pub(crate) fn named(name: &str) -> Self {
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Random(hash)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// - returns: a number from 0 up to but without `end`; 0 if `end` is 0
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    /// - returns: a number from 0.0 up to but without 1.0
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// - returns: nothing only if there is nothing to pick from
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// - returns: the index of one weight, each as likely as it is heavy; nothing if all are zero
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let mut mark = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            if mark < *weight {
                return Some(index);
            }
            mark -= weight;
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            let other = self.below(index + 1);
            items.swap(index, other);
        }
    }
}
