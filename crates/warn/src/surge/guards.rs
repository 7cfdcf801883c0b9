//! A guard of the measured figures: invented series with known events, so that a change that makes the detector deaf or
//! nervous is seen at once. The figures themselves are measured on others' series (`docs/analysis/warnings.md`).

use super::Surge;

/// A little noise that is the same everywhere: splitmix64, as a number from 0 to 1.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
    }

    /// About normal, with mean 0 and deviation 1.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

const HOURS: usize = 42 * 24;
const EVENT: usize = 30 * 24 + 5;
const EVENT_HOURS: usize = 12;
/// What an alarm must reach: about the value that serves the measured series best.
const ALARM: f64 = 7.5;

/// What one series is told by: voices by the hour, or a level.
fn series(number: u64, is_count: bool, has_event: bool) -> Vec<f64> {
    let mut noise = Noise(number * 7919);
    let base = 4.0 + 40.0 * noise.next();
    let rhythm = 0.8 * noise.next();
    (0..HOURS)
        .map(|hour| {
            let daily = 1.0 + rhythm * ((hour % 24) as f64 / 24.0 * std::f64::consts::TAU).sin();
            let grown = (EVENT..EVENT + EVENT_HOURS).contains(&hour) && has_event;
            // Half of the events come at once, half over some hours.
            let share =
                if number.is_multiple_of(2) { 1.0 } else { ((hour + 1).saturating_sub(EVENT) as f64 / 4.0).min(1.0) };
            let expected = base * daily + if grown { share * (30.0 + 2.0 * base) } else { 0.0 };
            if is_count {
                (expected + expected.sqrt() * noise.bell()).round().max(0.0)
            } else {
                expected + 0.1 * base * noise.bell()
            }
        })
        .collect()
}

fn alarms(values: &[f64]) -> Vec<usize> {
    let mut detector = Surge::new(60.0);
    let judged = (0i64..).zip(values).map(|(hour, value)| detector.push(*value, hour * 60).alarm);
    judged.enumerate().skip(7 * 24).filter(|(_, alarm)| *alarm >= ALARM).map(|(hour, _)| hour).collect()
}

#[test]
fn events_are_told_within_hours_and_calm_weeks_are_calm() {
    let (mut told, mut delay, mut false_alarms, mut weeks) = (0, 0, 0, 0.0);
    for number in 0..40u64 {
        let is_count = number < 20;
        let has_event = !number.is_multiple_of(4);
        let alarms = alarms(&series(number, is_count, has_event));
        let within = |hour: &&usize| has_event && (EVENT..EVENT + EVENT_HOURS).contains(*hour);
        if let Some(first) = alarms.iter().find(within) {
            told += 1;
            delay += first - EVENT;
        }
        false_alarms += alarms.iter().filter(|hour| !within(hour)).count();
        weeks += (HOURS - 7 * 24) as f64 / 168.0;
    }
    let delay = f64::from(u32::try_from(delay).unwrap_or(u32::MAX)) / f64::from(told);
    let false_a_week = false_alarms as f64 / weeks;
    assert!(told >= 28, "{told} of 30 events were told");
    assert!(delay <= 1.0, "on average {delay:.1} hours after they began");
    assert!(false_a_week <= 0.15, "{false_a_week:.2} false alarms a week and series");
}
