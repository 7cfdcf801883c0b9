//! What warning looks at, from what analysing stored: the one place where the two meet.

use analyse::mirror::{Span, stories};
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

/// The stories of a span with their hours, and what people made of their alerts, for replaying a policy. A person acted when
/// the first of three came: a warning was acknowledged, an incident opened, an answer published.
///
/// - cost: two reads for each of at most [`COURSES_MAX`] stories
pub async fn courses(db: &Db, k: Threshold, from: Time, until: Time) -> Result<Vec<Course>> {
    let span = Span { since: from, until, limit: COURSES_MAX };
    let outcomes = warn::store::raised_between(db, from, until).await?;
    let outcomes: HashMap<_, _> = outcomes.into_iter().map(|outcome| (outcome.story.clone(), outcome)).collect();
    let opened = respond::store::incident::first_opened(db, "story", from).await?;
    let answered = mirror::answers::answered(db, k, from, until).await?.into_iter();
    let answered: HashMap<_, _> =
        answered.filter_map(|one| Some((one.story.id.clone(), one.answers.first()?.at))).collect();
    let mut courses = Vec::new();
    for card in stories(db, k, span).await? {
        let hours = past_hours(db, &card.id, from.plus_hours(-PAST_HOURS)).await?;
        let outcome = outcomes.get(&card.id);
        let acknowledged = outcome.and_then(|outcome| outcome.acknowledged);
        let acted = [acknowledged, opened.get(card.id.as_str()).copied(), answered.get(&card.id).copied()];
        courses.push(Course {
            noticed: acted.into_iter().flatten().min(),
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
