//! How far a claim spread before it was answered and after, from the hours of the stories that tell it.

use analyse::mirror::StoryHour;
use model::{Figure, Time};
use serde::Serialize;

/// Voices before and after an answer.
///
/// The formula, as pages print it: voices of each hour in which at least k spoke, added up; up to and including the hour
/// of the answer, and after it. Hours under k add nothing, so both numbers are lower bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spread {
    pub before: Figure,
    pub after: Figure,
}

/// - `hours`: of one story or of several, in any order
/// - `answered`: when the body first spoke about it
pub fn spread<'a>(hours: impl IntoIterator<Item = &'a StoryHour>, answered: Time, k: u32) -> Spread {
    let (mut before, mut after) = (0, 0);
    for hour in hours {
        let Some(voices) = hour.voices.exact() else { continue };
        if hour.hour <= answered.hour() {
            before += voices;
        } else {
            after += voices;
        }
    }
    let figure = |sum: u32| if sum == 0 { Figure::FewerThan(k) } else { Figure::Exactly(sum) };
    Spread { before: figure(before), after: figure(after) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::HOUR_MS;

    #[test]
    fn hours_under_the_threshold_add_nothing_on_either_side() {
        let hour = |(at, voices): (i64, Figure)| StoryHour {
            hour: Time::from_ms(at * HOUR_MS),
            voices,
            items: voices,
            negative: voices,
            positive: voices,
        };
        let few = Figure::FewerThan(10);
        let hours: Vec<StoryHour> = [(1, Figure::Exactly(20)), (2, few), (3, Figure::Exactly(40)), (4, few), (5, few)]
            .into_iter()
            .map(hour)
            .collect();
        let at = Time::from_ms(3 * HOUR_MS + HOUR_MS / 2);
        assert_eq!(spread(&hours, at, 10), Spread { before: Figure::Exactly(60), after: few });
    }
}
