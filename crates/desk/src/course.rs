//! What warning looks at, from what analysing stored: the one place where the two meet.

use analyse::mirror::{self, Span};
use analyse::store::{HourOfStory, past_hours};
use model::{Result, Threshold, Time, Voices};
use std::collections::HashMap;
use store::Db;
use warn::replay::Course;
use warn::{PAST_HOURS, StoryHour, StoryHours};

/// Stories that a replay looks at, the loudest of its span.
pub const COURSES_MAX: u32 = 500;

/// One hour of a story, as the rules of warning read it.
pub fn hour(hour: &HourOfStory) -> StoryHour {
    StoryHour {
        at: hour.hour.ms(),
        voices: Voices::stored(hour.voices),
        voices_so_far: hour.voices_so_far,
        items: u32::try_from(hour.items).unwrap_or(0),
        negative: hour.negative,
        danger: hour.danger,
        press: hour.press,
        sources_so_far: hour.sources_so_far,
        places_so_far: hour.places_so_far,
    }
}

/// The stories of a span with their hours, and what people made of their alerts, for replaying a policy.
///
/// - cost: two reads for each of at most [`COURSES_MAX`] stories
pub async fn courses(db: &Db, k: Threshold, from: Time, until: Time) -> Result<Vec<Course>> {
    let span = Span { since: from, until, limit: COURSES_MAX };
    let outcomes = warn::store::raised_between(db, from, until).await?;
    let outcomes: HashMap<_, _> = outcomes.into_iter().map(|outcome| (outcome.story.clone(), outcome)).collect();
    let mut courses = Vec::new();
    for card in mirror::stories(db, k, span).await? {
        let hours = past_hours(db, &card.id, from.plus_hours(-PAST_HOURS)).await?;
        let outcome = outcomes.get(&card.id);
        courses.push(Course {
            noticed: outcome.and_then(|outcome| outcome.acknowledged),
            verdict: outcome.and_then(|outcome| outcome.verdict),
            hours: StoryHours {
                story: card.id,
                voices: Voices::counted(card.voices.exact().unwrap_or(0)),
                hours: hours.iter().map(hour).collect(),
            },
        });
    }
    Ok(courses)
}
