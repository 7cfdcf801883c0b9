//! How improbable a deviation is, judged by the series' own past deviations.
//!
//! Within the body of the distribution the answer is an interpolation; beyond its 97.7 % quantile the tail is taken to
//! fall off by a power, whose index is learnt. Some series burst every day, and their bursts are no news.

/// The share of deviations that lie in the tail.
const TAIL_SHARE: f64 = 0.023;
/// Where the tail begins and how heavy it is before anything is known: those of a noise with somewhat heavy tails.
const THRESHOLD: f64 = 2.0;
const INDEX: f64 = 0.2533;
const INDEX_WEIGHT: f64 = 19.0;
/// The threshold stays between these, in typical deviations.
const THRESHOLD_BOUNDS: (f64, f64) = (1.2, 8.0);
/// How fast threshold and index go on moving once much is known.
const THRESHOLD_RATE: f64 = 0.0267;
const INDEX_RATE: f64 = 0.0091;
/// One deviation adds no more than this to the index, in logarithms.
const EXCESS_MAX: f64 = 2.0;
/// From mean absolute to standard deviation, for a normal noise.
const MEAN_TO_STANDARD: f64 = 1.2533;

/// What is known in advance of counts: their typical deviation in Pearson residuals, worth this many values. Without
/// it a series' first burst would be what all later ones are measured by.
const COUNT_SCALE: f64 = 2.15;
const COUNT_WEIGHT: f64 = 4400.0;
const COUNT_RATE: f64 = 0.0001;
/// Measurements have no scale in advance.
const MEASURE_RATE: f64 = 0.006;
/// A deviation beyond this many typical ones counts as so many when the scale is learnt.
const SCALE_OUTLIER: f64 = 9.0;
const YOUNG: f64 = 20.0;

#[derive(Clone)]
pub(super) struct Tail {
    /// Deviations known, those in advance included.
    count: f64,
    /// Mean absolute deviation, and the least rate at which it moves.
    scale: f64,
    scale_rate: f64,
    threshold: f64,
    /// Mean logarithm by which deviations in the tail exceed the threshold (Hill's estimate).
    index: f64,
    index_count: f64,
}

impl Tail {
    pub(super) fn of_counts() -> Self {
        Tail {
            count: COUNT_WEIGHT,
            scale: COUNT_SCALE,
            scale_rate: COUNT_RATE,
            threshold: THRESHOLD,
            index: INDEX,
            index_count: INDEX_WEIGHT + COUNT_WEIGHT * TAIL_SHARE,
        }
    }

    pub(super) fn unknown() -> Self {
        Tail {
            count: 0.0,
            scale: 0.0,
            scale_rate: MEASURE_RATE,
            threshold: THRESHOLD,
            index: INDEX,
            index_count: INDEX_WEIGHT,
        }
    }

    /// Judges a deviation, then learns from it.
    ///
    /// - `floor`: the least standard deviation that is believed
    /// - returns: -ln p, in nats
    pub(super) fn judge(&mut self, deviation: f64, floor: f64) -> f64 {
        let size = deviation.abs();
        let standard = (self.scale * MEAN_TO_STANDARD).max(floor);
        let ratio = size / standard;
        let at_threshold = -TAIL_SHARE.ln();
        let is_tail = ratio > self.threshold;
        let surprise = if is_tail {
            at_threshold + (ratio / self.threshold).ln() / self.index
        } else {
            at_threshold * ratio / self.threshold
        };

        self.count += 1.0;
        if is_tail {
            let excess = (ratio / self.threshold).ln().min(EXCESS_MAX);
            self.index_count += 1.0;
            self.index += (1.0 / self.index_count).max(INDEX_RATE) * (excess - self.index);
        }
        let step = (5.0 / self.count).clamp(THRESHOLD_RATE, 0.05);
        let pull = if is_tail { 1.0 - TAIL_SHARE } else { -TAIL_SHARE };
        self.threshold = (self.threshold + step * pull).clamp(THRESHOLD_BOUNDS.0, THRESHOLD_BOUNDS.1);
        let learnt = if self.count > YOUNG && self.scale > 0.0 { size.min(SCALE_OUTLIER * standard) } else { size };
        self.scale += self.scale_rate.max(1.0 / self.count) * (learnt - self.scale);
        surprise
    }
}
