//! How far a claim spread before it was answered and after, from the hours or days of the stories that tell it.

use crate::is_by_hour;
use analyse::mirror::{StoryCard, StoryHour};
use model::{Figure, Time, Zone};
use serde::Serialize;

/// Voices before and after an answer.
///
/// The formula, as pages print it: voices of each hour in which at least k spoke (of each day, for a story that went on for
/// longer), added up; up to and including the hour or day of the answer, and after it. What lies under k adds nothing, so
/// both numbers are lower bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spread {
    pub before: Figure,
    pub after: Figure,
}

/// - `stories`: each with its hours
/// - `answered`: when the body first spoke about it
pub fn spread<'a>(
    zone: &Zone,
    stories: impl IntoIterator<Item = (&'a StoryCard, &'a [StoryHour])>,
    answered: Time,
    k: u32,
) -> Spread {
    let (mut before, mut after) = (0, 0);
    let mut add = |voices: Figure, is_before: bool| {
        *if is_before { &mut before } else { &mut after } += voices.exact().unwrap_or(0);
    };
    for (card, hours) in stories {
        if is_by_hour(zone, card) {
            hours.iter().for_each(|hour| add(hour.voices, hour.hour <= answered.hour()));
        } else {
            let day = zone.day(answered);
            card.days.iter().for_each(|share| add(share.voices, share.day <= day));
        }
    }
    let figure = |sum: u32| if sum == 0 { Figure::FewerThan(k) } else { Figure::Exactly(sum) };
    Spread { before: figure(before), after: figure(after) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyse::mirror::DayShare;
    use model::{Day, HOUR_MS, Lang, StoryId};

    const FEW: Figure = Figure::FewerThan(10);

    fn card(days: &[(i64, Figure)]) -> StoryCard {
        let day = |(day, voices): &(i64, Figure)| DayShare { day: Day(*day), items: *voices, voices: *voices };
        StoryCard {
            id: StoryId::new("2.1"),
            headline: String::new(),
            headline_lang: Lang::En,
            terms: Vec::new(),
            first: Time::from_ms(0),
            last: Time::from_ms(days.last().map_or(0, |(day, _)| day * 24 * HOUR_MS)),
            items: FEW,
            voices: FEW,
            copies: FEW,
            days: days.iter().map(day).collect(),
            places: Vec::new(),
            kinds: Vec::new(),
            sources: Vec::new(),
            sentiments: Vec::new(),
            needs: Vec::new(),
            langs: Vec::new(),
        }
    }

    #[test]
    fn hours_under_the_threshold_add_nothing_on_either_side() {
        let hour = |(at, voices): (i64, Figure)| StoryHour {
            hour: Time::from_ms(at * HOUR_MS),
            voices,
            items: voices,
            negative: voices,
            positive: voices,
        };
        let hours: Vec<StoryHour> =
            [(1, Figure::Exactly(20)), (2, FEW), (3, Figure::Exactly(40)), (4, FEW), (5, FEW)].map(hour).into();
        let at = Time::from_ms(3 * HOUR_MS + HOUR_MS / 2);
        let young = card(&[(0, Figure::Exactly(55))]);
        let told = spread(&Zone::utc(), [(&young, hours.as_slice())], at, 10);
        assert_eq!(told, Spread { before: Figure::Exactly(60), after: FEW });
    }

    #[test]
    fn a_story_that_went_on_is_told_by_its_days() {
        let old = card(&[(0, Figure::Exactly(20)), (3, FEW), (5, Figure::Exactly(12)), (9, Figure::Exactly(14))]);
        let told = spread(&Zone::utc(), [(&old, [].as_slice())], Time::from_ms(5 * 24 * HOUR_MS + 1), 10);
        assert_eq!(told, Spread { before: Figure::Exactly(32), after: Figure::Exactly(14) });
    }
}
