//! Topics in the book: the cells of the open hours and days of what standing monitors listen for.
//!
//! The rules are those of everything else that is counted: a voice counts once in a cell, voices are wiped at midnight,
//! and after a restart the larger of what was stored and what is counted anew stands.

use super::book::{Counted, Facet, HourCell, StoryHourRow, facets_of};
use super::voices::VoiceSet;
use model::{Day, Need, Sentiment, SourceKind, Time, TopicId};
use std::collections::HashMap;
use std::sync::Arc;

/// A topic with the version of its query. What another version counted is another count.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicKey {
    pub id: TopicId,
    pub version: u32,
}

pub struct TopicHourRow {
    pub topic: Arc<TopicKey>,
    /// Its `story` means nothing; what is "so far" is so of the day.
    pub hour: StoryHourRow,
}

pub struct TopicDayRow {
    pub topic: Arc<TopicKey>,
    pub day: Day,
    pub facet: &'static str,
    pub value: String,
    pub items: u32,
    pub voices: u32,
}

#[derive(Default)]
pub(super) struct TopicCells {
    hours: HashMap<(Arc<TopicKey>, Time), HourCell>,
    days: HashMap<(Arc<TopicKey>, Day), DayCells>,
    has_changed: bool,
}

#[derive(Default)]
struct DayCells {
    by_facet: HashMap<(Facet, Box<str>), DayCell>,
    sources: u32,
    places: u32,
}

/// Items are those since the rows were last taken.
#[derive(Default)]
struct DayCell {
    voices: VoiceSet,
    items: u32,
}

impl DayCell {
    fn add(&mut self, heard: &Counted<'_>) {
        self.voices.add(heard.voice);
        self.items += 1;
    }
}

impl TopicCells {
    pub fn add(&mut self, topic: &Arc<TopicKey>, heard: &Counted<'_>, day: Day) {
        self.has_changed = true;
        let cells = self.days.entry((topic.clone(), day)).or_default();
        let story = format!("{:016x}", heard.story);
        let facets = [(Facet::All, ""), (Facet::Story, story.as_str())];
        let mut voices = 0;
        for (facet, value) in facets.into_iter().chain(facets_of(heard)) {
            let cell = cells.by_facet.entry((facet, value.into())).or_default();
            let is_new = cell.voices.is_empty();
            cell.add(heard);
            match facet {
                Facet::All => voices = cell.voices.count().count(),
                Facet::Source => cells.sources += u32::from(is_new),
                Facet::Place => cells.places += u32::from(is_new),
                _ => {}
            }
        }
        let (sources, places) = (cells.sources, cells.places);

        let cell = self.hours.entry((topic.clone(), heard.at.hour())).or_default();
        cell.voices.add(heard.voice);
        cell.is_dirty = true;
        let added = &mut cell.added;
        added.items += 1;
        added.negative += u32::from(heard.sentiment == Sentiment::Negative);
        added.positive += u32::from(heard.sentiment == Sentiment::Positive);
        added.danger += u32::from(heard.need == Need::Danger);
        added.press += u32::from(heard.kind == SourceKind::Press);
        (added.voices_so_far, added.sources_so_far, added.places_so_far) = (voices, sources, places);
    }

    /// Drops counts that were not written; the voices stay known.
    pub fn begin_restore(&mut self) {
        self.has_changed = false;
        for cell in self.hours.values_mut() {
            (cell.added, cell.is_dirty) = (StoryHourRow::default(), false);
        }
        self.days.values_mut().flat_map(|cells| cells.by_facet.values_mut()).for_each(|cell| cell.items = 0);
    }

    /// Makes one story of two in what topics know of their stories.
    pub fn merge_stories(&mut self, from: u64, into: u64) {
        let (from, into) = (format!("{from:016x}"), format!("{into:016x}"));
        for cells in self.days.values_mut() {
            let Some(theirs) = cells.by_facet.remove(&(Facet::Story, from.as_str().into())) else { continue };
            let own = cells.by_facet.entry((Facet::Story, into.as_str().into())).or_default();
            own.voices.unite(theirs.voices);
            own.items += theirs.items;
        }
    }

    pub fn wipe(&mut self) {
        self.days.clear();
        self.hours.retain(|_, cell| {
            cell.voices = VoiceSet::default();
            cell.is_dirty
        });
    }

    pub fn forget(&mut self, oldest: Time, oldest_day: Day) {
        self.hours.retain(|(_, hour), _| *hour >= oldest);
        self.days.retain(|(_, day), _| *day >= oldest_day);
    }

    /// What changed since the last call, sorted.
    pub fn take(&mut self) -> (Vec<TopicHourRow>, Vec<TopicDayRow>) {
        if !std::mem::take(&mut self.has_changed) {
            return (Vec::new(), Vec::new());
        }
        let mut hours = Vec::new();
        for ((topic, hour), cell) in self.hours.iter_mut().filter(|(_, cell)| cell.is_dirty) {
            cell.is_dirty = false;
            let added = std::mem::take(&mut cell.added);
            let voices = cell.voices.count().count();
            let hour = StoryHourRow { hour_ms: hour.ms(), voices, ..added };
            hours.push(TopicHourRow { topic: topic.clone(), hour });
        }
        hours.sort_unstable_by(|a, b| (&a.topic, a.hour.hour_ms).cmp(&(&b.topic, b.hour.hour_ms)));
        let mut days = Vec::new();
        for ((topic, day), cells) in &mut self.days {
            for ((facet, value), cell) in cells.by_facet.iter_mut().filter(|(_, cell)| cell.items > 0) {
                days.push(TopicDayRow {
                    topic: topic.clone(),
                    day: *day,
                    facet: facet.code(),
                    value: value.to_string(),
                    items: std::mem::take(&mut cell.items),
                    voices: cell.voices.count().count(),
                });
            }
        }
        let key = |row: &TopicDayRow| (row.topic.clone(), row.day, row.facet, row.value.clone());
        days.sort_by_cached_key(key);
        (hours, days)
    }
}

#[cfg(test)]
mod tests {
    use crate::count::{Book, Counted, TopicKey};
    use model::*;
    use std::sync::Arc;

    const START: Time = Time::from_ms(20_000 * DAY_MS);

    fn water() -> Arc<TopicKey> {
        Arc::new(TopicKey { id: TopicId::new("water"), version: 1 })
    }

    fn say(book: &mut Book, voice: u64, story: u64) {
        let heard = Counted {
            story,
            copy_of: None,
            at: START,
            source: &SourceId::new("forum"),
            kind: SourceKind::Public,
            lang: Lang::ZhHans,
            sentiment: Sentiment::Negative,
            need: Need::Complaint,
            places: &[DistrictId::new("north")],
            voice: Voice::from_hash(voice),
        };
        book.add_to_topics(&heard, &[water()]);
    }

    fn voices(rows: &[super::TopicDayRow], facet: &str) -> Vec<(String, u32, u32)> {
        rows.iter().filter(|row| row.facet == facet).map(|row| (row.value.clone(), row.items, row.voices)).collect()
    }

    #[test]
    fn a_voice_counts_once_in_each_cell_of_a_topic() {
        let mut book = Book::new(Threshold::default(), Zone::utc(), START);
        for voice in [1, 2, 1, 1] {
            say(&mut book, voice, 7);
        }
        let rows = book.take_rows();
        assert_eq!((rows.topic_hours[0].hour.items, rows.topic_hours[0].hour.voices), (4, 2));
        assert_eq!(voices(&rows.topic_days, "all"), [(String::new(), 4, 2)]);
        assert_eq!(voices(&rows.topic_days, "place"), [("north".to_owned(), 4, 2)]);
        say(&mut book, 2, 7);
        let rows = book.take_rows();
        // Items are added to what is stored, voices raise it.
        assert_eq!(voices(&rows.topic_days, "all"), [(String::new(), 1, 2)]);
        assert!(book.take_rows().topic_days.is_empty());
    }

    #[test]
    fn stories_that_become_one_are_one_in_a_topic_too() {
        let mut book = Book::new(Threshold::default(), Zone::utc(), START);
        say(&mut book, 1, 7);
        say(&mut book, 1, 8);
        say(&mut book, 2, 8);
        book.merge_in_topics(8, 7);
        let rows = book.take_rows();
        assert_eq!(voices(&rows.topic_days, "story"), [("0000000000000007".to_owned(), 3, 2)]);
    }

    #[test]
    fn at_midnight_the_voices_of_topics_are_wiped() {
        let mut book = Book::new(Threshold::default(), Zone::utc(), START);
        say(&mut book, 1, 7);
        book.take_rows();
        assert!(book.turn_day(Time::from_ms(START.ms() + DAY_MS)));
        say(&mut book, 1, 7);
        // Whoever speaks after midnight of the hours before is nobody's acquaintance any more.
        assert_eq!(voices(&book.take_rows().topic_days, "all"), [(String::new(), 1, 1)]);
    }
}
