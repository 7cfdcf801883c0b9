//! Who is told when: quiet hours and the hours of a digest. No IO.

use model::Level;

pub const DAY_MINUTES: u16 = 24 * 60;

/// A stretch of the day in which somebody wants to be left alone; it may run past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Minutes of the day.
    pub from: u16,
    pub to: u16,
}

impl Quiet {
    pub fn holds(self, minute: u16) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// Minutes until it ends.
    pub fn ends_in(self, minute: u16) -> u16 {
        (self.to + DAY_MINUTES - minute % DAY_MINUTES) % DAY_MINUTES
    }
}

/// How long a message waits for the end of quiet hours, in minutes. Red wakes everyone, and orange whoever is on duty:
/// quiet hours are for what can wait.
pub fn wait(quiet: Option<Quiet>, minute: u16, level: Level, is_on_duty: bool) -> u16 {
    let is_urgent = level == Level::Red || (level == Level::Orange && is_on_duty);
    match quiet {
        Some(quiet) if quiet.holds(minute) && !is_urgent => quiet.ends_in(minute),
        _ => 0,
    }
}

/// The latest hour of a digest between two minutes of a day, both included. A digest is named by its day and hour, so
/// finding it at several looks sends it once.
///
/// - `hours`: minutes of the day, in any order
pub fn digest_due(hours: &[u16], from: u16, to: u16) -> Option<u16> {
    hours.iter().copied().filter(|hour| (from..=to).contains(hour)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_hold_what_can_wait_and_nothing_else() {
        let night = Some(Quiet { from: 22 * 60, to: 7 * 60 });
        assert_eq!(wait(night, 23 * 60, Level::Yellow, true), 8 * 60);
        assert_eq!(wait(night, 60, Level::Orange, false), 6 * 60);
        assert_eq!(wait(night, 60, Level::Orange, true), 0, "duty is duty");
        assert_eq!(wait(night, 60, Level::Red, false), 0, "red wakes everyone");
        assert_eq!(wait(night, 7 * 60, Level::Blue, false), 0, "they end on the minute");
        assert_eq!(wait(None, 60, Level::Blue, false), 0);
        let noon = Some(Quiet { from: 12 * 60, to: 13 * 60 });
        assert_eq!((wait(noon, 12 * 60, Level::Blue, true), wait(noon, 11 * 60, Level::Blue, true)), (60, 0));
        let none = Some(Quiet { from: 60, to: 60 });
        assert_eq!(wait(none, 60, Level::Blue, true), 0, "a stretch of no length");
    }

    #[test]
    fn a_digest_comes_at_its_hour() {
        let hours = [8 * 60, 17 * 60];
        assert_eq!(digest_due(&hours, 7 * 60, 8 * 60), Some(8 * 60));
        assert_eq!(digest_due(&hours, 7 * 60, 8 * 60 - 1), None);
        assert_eq!(digest_due(&[0], 0, 5), Some(0), "midnight is an hour too");
        assert_eq!(digest_due(&hours, 7 * 60, 18 * 60), Some(17 * 60), "after a stop the last one tells all");
    }
}
