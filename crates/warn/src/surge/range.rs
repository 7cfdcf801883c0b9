//! Whether a measurement leaves all that the series has ever shown.
//!
//! A deviation is judged by deviations, and a series that jumps about every day comes to call a jump usual. That the
//! value itself was never seen before is a second voice, which needs no scale: it is silent within the range and speaks
//! up where the range is left.

/// Before so many values are known, everything is new.
const YOUNG: u32 = 30;
/// Leaving by this share of the range counts fully; by less, in proportion.
const MARGIN: f64 = 0.05;

#[derive(Clone)]
pub(super) struct Range {
    count: u32,
    low: f64,
    high: f64,
}

impl Range {
    pub(super) fn unknown() -> Self {
        Range { count: 0, low: f64::INFINITY, high: f64::NEG_INFINITY }
    }

    /// How far a value lies outside, from 0 (within, or nothing to compare with) to 1; then it belongs to the range.
    pub(super) fn leave(&mut self, level: f64) -> f64 {
        self.count = self.count.saturating_add(1);
        let width = self.high - self.low;
        let is_known = self.count > YOUNG && width > 0.0;
        let outside = (level - self.high).max(self.low - level);
        self.low = self.low.min(level);
        self.high = self.high.max(level);
        if is_known { (outside / (MARGIN * width)).clamp(0.0, 1.0) } else { 0.0 }
    }
}
