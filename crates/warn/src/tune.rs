//! What verdicts do to the weights: small steps, within what the policy allows, each with its reason on record.
//!
//! A rule that keeps raising false alarms weighs less; one whose alarms are useful again goes back to what is written, and never
//! above it by itself beyond the same bounds. People can undo each step.

use crate::verdict::Usefulness;

/// So many alerts with a rule among their strongest reasons are judged before the rule is looked at.
pub const JUDGED_MIN: u32 = 10;
/// One step, in percent of the written weight.
const STEP_PERCENT: u32 = 5;
/// From this share of false alarms on, a rule weighs less.
const FALSE_PERCENT: u32 = 40;
/// From this share of useful alerts on, it weighs more again.
const USEFUL_PERCENT: u32 = 80;

/// Where the weight of a rule goes after so many verdicts since its last step.
///
/// - `percent`: where it stands, of the written weight
/// - `most`: how far it may lie from 100
/// - returns: nothing if it stays
pub fn step(since: Usefulness, percent: u32, most: u32) -> Option<u32> {
    let judged = since.judged();
    if judged < JUDGED_MIN {
        return None;
    }
    let next = if since.false_alarms * 100 >= judged * FALSE_PERCENT {
        percent.saturating_sub(STEP_PERCENT)
    } else if since.useful * 100 >= judged * USEFUL_PERCENT {
        percent + STEP_PERCENT
    } else {
        percent
    };
    let next = next.clamp(100 - most.min(100), 100 + most);
    (next != percent).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(useful: u32, not_useful: u32, false_alarms: u32, percent: u32, expected: Option<u32>) {
        let since = Usefulness { useful, not_useful, false_alarms };
        assert_eq!(step(since, percent, 20), expected, "{since:?} at {percent}");
    }

    #[test]
    fn false_alarms_lower_a_weight_and_useful_ones_bring_it_back() {
        check(5, 0, 4, 100, None);
        check(6, 0, 4, 100, Some(95));
        check(2, 8, 0, 100, None);
        check(8, 2, 0, 90, Some(95));
        check(8, 2, 0, 120, None);
        check(0, 0, 50, 80, None);
        check(0, 0, 50, 82, Some(80));
    }
}
