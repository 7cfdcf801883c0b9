//! What a series is expected to bring at an hour of day and a day of week.
//!
//! Three forecasts run side by side: the plain level, the level of this hour of day, and that of this hour of the
//! week. The one that has lately been least wrong is used, so a rhythm counts only where the past shows one.

const HOURS_A_DAY: usize = 24;
const HOURS_A_WEEK: usize = 168;

/// The plain level and the errors move by this share of a new value, once enough are known.
const LEVEL_RATE: f64 = 0.0018;
const ERROR_RATE: f64 = 0.0019;
/// How many hours the coarser forecast weighs against what is known of an hour.
const SHRINK_HOURS: f64 = 0.43;
/// For how many days an hour of day is remembered, and for how many weeks an hour of the week.
const DAYS: f64 = 90.0;
const WEEKS: f64 = 8.5;
/// A value moves what is expected no further than this many mean errors would, so that a burst is not learnt as usual.
const OUTLIER_ERRORS: f64 = 19.0;
/// Before so many values are known, none is called an outlier.
const YOUNG: f64 = 30.0;

#[derive(Clone)]
pub(super) struct Forecast {
    /// How many values make an hour; at least 1.
    values_an_hour: f64,
    count: f64,
    level: f64,
    days: [Mean; HOURS_A_DAY],
    weeks: [Mean; HOURS_A_WEEK],
    /// Mean absolute errors of level, day and week.
    errors: [f64; 3],
}

/// A mean that forgets.
#[derive(Clone, Copy, Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

/// Where a moment lies in the day and in the week.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    day: usize,
    week: usize,
}

impl Mean {
    /// - `coarse`: what to expect where nothing is known, as heavy as `prior` values
    fn shrunk(&self, coarse: f64, prior: f64) -> f64 {
        (self.sum + prior * coarse) / (self.weight + prior)
    }

    fn learn(&mut self, value: f64, memory: f64) {
        let keep = 1.0 - 1.0 / memory;
        self.sum = self.sum * keep + value;
        self.weight = self.weight * keep + 1.0;
    }
}

impl Forecast {
    pub(super) fn new(bin_minutes: f64) -> Self {
        Forecast {
            values_an_hour: (60.0 / bin_minutes).max(1.0),
            count: 0.0,
            level: 0.0,
            days: [Mean::default(); HOURS_A_DAY],
            weeks: [Mean::default(); HOURS_A_WEEK],
            errors: [0.0; 3],
        }
    }

    pub(super) fn slot(&self, minute: i64) -> Slot {
        let hour = minute.div_euclid(60);
        Slot { day: hour.rem_euclid(HOURS_A_DAY as i64) as usize, week: hour.rem_euclid(HOURS_A_WEEK as i64) as usize }
    }

    pub(super) fn level(&self) -> f64 {
        self.level
    }

    /// - returns: nothing before the first value
    pub(super) fn expected(&self, slot: Slot) -> Option<f64> {
        (self.count > 0.0).then(|| self.all(slot)[self.best()])
    }

    fn all(&self, slot: Slot) -> [f64; 3] {
        let prior = SHRINK_HOURS * self.values_an_hour;
        let day = self.days[slot.day].shrunk(self.level, prior);
        let week = self.weeks[slot.week].shrunk(day, prior);
        [self.level, day, week]
    }

    fn best(&self) -> usize {
        let [level, day, week] = self.errors;
        if week < day && week < level {
            2
        } else if day < level {
            1
        } else {
            0
        }
    }

    /// - `floor`: the least error that counts as one
    pub(super) fn learn(&mut self, slot: Slot, value: f64, floor: f64) {
        if self.count == 0.0 {
            self.level = value;
        }
        self.count += 1.0;
        let [level, day, week] = self.all(slot);
        let best = self.best();
        let error_rate = ERROR_RATE.max(1.0 / self.count);
        for (error, forecast) in self.errors.iter_mut().zip([level, day, week]) {
            *error += error_rate * ((value - forecast).abs() - *error);
        }
        let reach = if self.count > YOUNG { OUTLIER_ERRORS * self.errors[best].max(floor) } else { f64::INFINITY };
        let towards = |forecast: f64| forecast + (value - forecast).clamp(-reach, reach);
        self.level += LEVEL_RATE.max(1.0 / self.count) * (towards(level) - level);
        self.days[slot.day].learn(towards(day), DAYS * self.values_an_hour);
        self.weeks[slot.week].learn(towards(week), WEEKS * self.values_an_hour);
    }
}
