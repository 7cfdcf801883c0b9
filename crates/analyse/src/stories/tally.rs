//! Adds up what stories share with a text.

use super::{HOLDERS_MAX, PROBES_MAX};

/// More than twice as many places as stories can be met, a power of two. They fit the memory next to the processor, which
/// one place for each of a hundred thousand live stories does not; most of the time went into waiting for those.
const PLACES: usize = 8192;
const _: () = assert!(PLACES.is_power_of_two() && PLACES > 2 * PROBES_MAX * HOLDERS_MAX);
/// No slot.
const FREE: u32 = u32::MAX;

/// A table by slot, empty between two texts.
pub(super) struct Tally {
    places: Box<[(u32, f32); PLACES]>,
    /// The places taken, in the order in which they were.
    taken: Vec<u16>,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { places: Box::new([(FREE, 0.0); PLACES]), taken: Vec::new() }
    }
}

impl Tally {
    pub fn add(&mut self, slot: u32, weight: f32) {
        let mut at = (slot.wrapping_mul(0x9e37_79b9) >> 16) as usize % PLACES;
        loop {
            let place = &mut self.places[at];
            if place.0 == slot {
                place.1 += weight;
                return;
            }
            if place.0 == FREE {
                *place = (slot, weight);
                self.taken.push(at as u16);
                return;
            }
            at = (at + 1) % PLACES;
        }
    }

    /// Gives each slot and its sum, in the order in which they were met, and forgets them.
    pub fn drain(&mut self, mut then: impl FnMut(u32, f32)) {
        for at in self.taken.drain(..) {
            let (slot, sum) = std::mem::replace(&mut self.places[at as usize], (FREE, 0.0));
            then(slot, sum);
        }
    }
}
