//! What a brief is written from: the mirror's figures of a period, and the warnings of it.

use analyse::mirror::{self, Share, Span, StoryCard};
use brief::{Brief, Headline, Heard, Kind, Story};
use model::{Day, Figure, Result, StaffId, Threshold, Time, Zone};
use store::Db;

/// Stories that are looked at; a brief tells of the loudest.
const STORIES: u32 = 60;

/// Writes the brief of some whole days of the office.
///
/// - `since`, `until`: the first and the last day
/// - `by`: who asked; nobody for the daily one
pub async fn written(
    db: &Db,
    k: Threshold,
    zone: &Zone,
    since: Day,
    until: Day,
    by: Option<&StaffId>,
    now: Time,
) -> Result<Brief> {
    let heard = heard(db, k, zone, since, until, now).await?;
    let (kind, id) = match by {
        None => (Kind::Daily, daily_id(zone, until)),
        Some(_) => (Kind::Asked, model::random_hex(8)),
    };
    Ok(Brief {
        id,
        kind,
        since: zone.start(since),
        until: zone.start(Day(until.0 + 1)),
        made: now,
        made_by: by.cloned(),
        sections: brief::write(&heard),
    })
}

/// The day itself, such as 2026-11-21.
pub fn daily_id(zone: &Zone, day: Day) -> String {
    zone.civil(zone.start(day)).date().to_string()
}

async fn heard(db: &Db, k: Threshold, zone: &Zone, since: Day, until: Day, now: Time) -> Result<Heard> {
    let days = until.0 - since.0 + 1;
    let before = Day(since.0 - days);
    let read = mirror::Days::read(db, k, before, until).await?;
    let (overview, before) = (read.overview(since, until), read.overview(before, Day(since.0 - 1)));
    let (start, end) = (zone.start(since), zone.start(Day(until.0 + 1)));
    let cards = mirror::stories(db, k, Span { since: start, until: end, limit: STORIES }).await?;
    let mut stories: Vec<Story> = cards.iter().map(|card| story(card, k, zone, since, until)).collect();
    stories.sort_by_key(|story| std::cmp::Reverse(story.voices));
    let alerts: Vec<_> =
        warn::store::list_open(db).await?.into_iter().chain(warn::store::list_closed(db, start).await?).collect();
    let is_of_period = |record: &&warn::store::Record| record.alert.raised >= start && record.alert.raised < end;
    let raised = alerts.iter().filter(is_of_period).count();
    let waiting = alerts.iter().filter(is_of_period).filter(|record| record.acknowledged.is_none()).count();
    let register = listen::store::register(db).await?;
    let listened: Vec<_> = register.iter().filter(|source| source.removed.is_none()).collect();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Heard {
        voices: overview.voices,
        items: overview.items,
        voices_before: before.voices,
        days: u32::try_from(days).unwrap_or(1),
        k: k.get(),
        stories,
        needs: shares(&overview.needs),
        places: shares(&overview.places),
        alerts_raised: count(raised),
        alerts_waiting: count(waiting),
        sources_answered: count(listened.iter().filter(|source| source.answers(now)).count()),
        sources_total: count(listened.len()),
    })
}

fn shares(shares: &[Share]) -> Vec<(String, Figure)> {
    shares.iter().map(|share| (share.value.clone(), share.voices)).collect()
}

/// A story as far as the period goes: days under the threshold add nothing, as everywhere.
fn story(card: &StoryCard, k: Threshold, zone: &Zone, since: Day, until: Day) -> Story {
    let within = card.days.iter().filter(|share| (since.0..=until.0).contains(&share.day.0));
    let shown: Vec<_> = within.filter_map(|share| Some((share.voices.exact()?, share.items.exact()?))).collect();
    let hidden = Figure::FewerThan(k.get());
    let (voices, items) = if shown.is_empty() {
        (hidden, hidden)
    } else {
        (
            Figure::Exactly(shown.iter().map(|(voices, _)| voices).sum()),
            Figure::Exactly(shown.iter().map(|(_, items)| items).sum()),
        )
    };
    let feeling =
        |code: &str| card.sentiments.iter().find(|share| share.value == code).map_or(hidden, |share| share.items);
    let place = card.places.iter().find(|share| share.voices.exact().is_some());
    Story {
        id: card.id.clone(),
        headline: Headline { text: card.headline.clone(), lang: card.headline_lang, terms: card.terms.clone() },
        voices,
        items,
        is_new: zone.day(card.first) >= since,
        place: place.map(|share| (share.value.clone(), share.voices)),
        negative: feeling("negative"),
        neutral: feeling("neutral"),
        positive: feeling("positive"),
    }
}
