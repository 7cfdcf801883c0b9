//! The book of one day: every live story's cells, and those of everything heard.

use super::cell::{Cell, StoredCell};
use super::topics::{TopicCells, TopicDayRow, TopicHourRow, TopicKey};
use super::voices::VoiceSet;
use crate::Merge;
use model::{Day, DistrictId, Lang, Need, Sentiment, SourceId, SourceKind, Threshold, Time, Voice, Voices, Zone};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// How long behind the newest hour a cell of an hour is kept in memory. A voice that comes later still counts in the story and the
/// day; its hour starts anew and can only stay the same or grow.
const HOURS_OPEN: i64 = 72;

/// By what a story's or a day's voices are divided. The codes stand in `facets` and `tally_day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    All,
    Place,
    Kind,
    Source,
    Sentiment,
    Need,
    Lang,
    /// The day it was said, of a story alone.
    Day,
    /// The story it belongs to, of a topic alone.
    Story,
}

impl Facet {
    pub const fn code(self) -> &'static str {
        match self {
            Facet::All => "all",
            Facet::Place => "place",
            Facet::Kind => "kind",
            Facet::Source => "source",
            Facet::Sentiment => "sentiment",
            Facet::Need => "need",
            Facet::Lang => "lang",
            Facet::Day => "day",
            Facet::Story => "story",
        }
    }
}

/// One mention, as far as counting goes.
pub struct Counted<'a> {
    pub story: u64,
    /// The group of near-same texts it belongs to, if it is not the first of it.
    pub copy_of: Option<u64>,
    pub at: Time,
    pub source: &'a SourceId,
    pub kind: SourceKind,
    pub lang: Lang,
    pub sentiment: Sentiment,
    pub need: Need,
    pub places: &'a [DistrictId],
    pub voice: Voice,
}

/// Sorted by facet and value. A list, because most stories hold one value a facet and there may be a hundred thousand of them.
type Facets = Vec<(Facet, Box<str>, Cell)>;

#[derive(Default)]
struct StoryCells {
    all: Cell,
    copies: u32,
    first: Option<Time>,
    last: Option<Time>,
    facets: Facets,
}

#[derive(Default)]
pub(super) struct HourCell {
    pub voices: VoiceSet,
    pub added: StoryHourRow,
    pub is_dirty: bool,
}

/// Counts since the last [`Book::take_rows`], and the voices of the day behind them.
pub struct Book {
    k: Threshold,
    zone: Zone,
    day: Day,
    newest: Time,
    stories: HashMap<u64, StoryCells>,
    dirty: BTreeSet<u64>,
    story_hours: HashMap<(u64, Time), HourCell>,
    dirty_hours: Vec<(u64, Time)>,
    hours: HashMap<Time, (VoiceSet, u32)>,
    days: HashMap<(Day, &'static str, String), (VoiceSet, u32)>,
    dirty_tallies: bool,
    copies: HashMap<u64, VoiceSet>,
    topics: TopicCells,
}

/// What a batch changes, ready to be written; sorted, so that two runs write in the same order.
#[derive(Default)]
pub struct Rows {
    pub stories: Vec<StoryRow>,
    pub story_hours: Vec<StoryHourRow>,
    pub hours: Vec<HourRow>,
    pub days: Vec<DayRow>,
    pub topic_hours: Vec<TopicHourRow>,
    pub topic_days: Vec<TopicDayRow>,
}

/// A story's counts as they now stand; they replace the stored ones.
pub struct StoryRow {
    pub story: u64,
    pub first: Time,
    pub last: Time,
    pub all: StoredCell,
    pub copies: u32,
    /// JSON: facet, value, cell.
    pub facets: String,
}

/// An hour of a story: counts to be added, and voices to be raised to.
#[derive(Clone, Copy, Default)]
pub struct StoryHourRow {
    pub story: u64,
    pub hour_ms: i64,
    pub items: u32,
    pub voices: u32,
    pub negative: u32,
    pub positive: u32,
    pub danger: u32,
    /// Items from the press.
    pub press: u32,
    /// Distinct voices, sources and districts of the story up to the end of this hour.
    pub voices_so_far: u32,
    pub sources_so_far: u32,
    pub places_so_far: u32,
}

pub struct HourRow {
    pub hour: Time,
    pub items: u32,
    pub voices: u32,
}

pub struct DayRow {
    pub day: Day,
    pub facet: &'static str,
    pub value: String,
    pub items: u32,
    pub voices: u32,
}

impl StoryHourRow {
    fn add(&mut self, other: &StoryHourRow) {
        self.items += other.items;
        self.negative += other.negative;
        self.positive += other.positive;
        self.danger += other.danger;
        self.press += other.press;
    }
}

impl Book {
    pub fn new(k: Threshold, zone: Zone, now: Time) -> Self {
        let day = zone.day(now);
        Book {
            k,
            zone,
            day,
            newest: Time::from_ms(i64::MIN),
            stories: HashMap::new(),
            dirty: BTreeSet::new(),
            story_hours: HashMap::new(),
            dirty_hours: Vec::new(),
            hours: HashMap::new(),
            days: HashMap::new(),
            dirty_tallies: false,
            copies: HashMap::new(),
            topics: TopicCells::default(),
        }
    }

    pub fn day(&self) -> Day {
        self.day
    }

    /// Whether `now` lies in another day than the open one.
    pub fn is_over(&self, now: Time) -> bool {
        self.zone.day(now) != self.day
    }

    /// Begins to take up what is stored: counts that were not written yet are dropped, voices of the day stay known, so that
    /// taking up the state in the middle of a day makes nobody a new voice.
    pub fn begin_restore(&mut self) {
        self.dirty.clear();
        self.dirty_hours.clear();
        self.dirty_tallies = false;
        for cell in self.story_hours.values_mut() {
            (cell.added, cell.is_dirty) = (StoryHourRow::default(), false);
        }
        self.hours.values_mut().for_each(|(_, items)| *items = 0);
        self.days.values_mut().for_each(|(_, items)| *items = 0);
        self.topics.begin_restore();
        for cells in self.stories.values_mut() {
            (cells.copies, cells.first, cells.last) = (0, None, None);
            cells.all.reset(StoredCell::default());
            cells.facets.iter_mut().for_each(|(.., cell)| cell.reset(StoredCell::default()));
        }
    }

    /// Takes up a story from its stored row.
    ///
    /// - `facets`: the JSON of its row; what cannot be read counts as empty, which can only hide
    /// - `open_day`: the day that the row's open counts belong to
    pub fn restore(&mut self, row: &StoryRow, open_day: Day) {
        let stored: BTreeMap<String, BTreeMap<String, StoredCell>> =
            serde_json::from_str(&row.facets).unwrap_or_default();
        let cells = self.stories.entry(row.story).or_default();
        cells.all.reset(row.all);
        (cells.copies, cells.first, cells.last) = (row.copies, Some(row.first), Some(row.last));
        for (facet, values) in stored {
            let Some(facet) = FACETS.into_iter().find(|known| known.code() == facet) else { continue };
            for (value, stored) in values {
                cell(&mut cells.facets, facet, &value).reset(stored);
            }
        }
        if open_day != self.day {
            cells.close_day(self.k);
        }
    }

    /// Lets go of a story that will not be heard of again.
    pub fn retire(&mut self, story: u64) {
        self.stories.remove(&story);
    }

    /// Counts a mention for the topics whose queries it matches.
    pub fn add_to_topics(&mut self, heard: &Counted<'_>, topics: &[Arc<TopicKey>]) {
        let day = self.zone.day(heard.at);
        topics.iter().for_each(|topic| self.topics.add(topic, heard, day));
    }

    pub(super) fn merge_in_topics(&mut self, from: u64, into: u64) {
        self.topics.merge_stories(from, into);
    }

    /// Makes one story of two.
    pub fn merge(&mut self, merge: &Merge) {
        self.merge_in_topics(merge.from, merge.into);
        let Some(theirs) = self.stories.remove(&merge.from) else { return };
        self.dirty.remove(&merge.from);
        self.dirty.insert(merge.into);
        let (first, last) = (theirs.first, theirs.last);
        let own = self.stories.entry(merge.into).or_default();
        own.all.unite(theirs.all);
        own.copies += theirs.copies;
        own.first = [own.first, first].into_iter().flatten().min();
        own.last = own.last.max(last);
        for (facet, value, theirs) in theirs.facets {
            cell(&mut own.facets, facet, &value).unite(theirs);
        }
        let so_far = own.so_far();
        let (Some(first), Some(last)) = (first, last) else { return };
        // Older hours are not in memory any more; their rows are merged where they are stored.
        let mut hour = first.hour().max(self.newest.plus_hours(-HOURS_OPEN));
        while hour <= last {
            if let Some(theirs) = self.story_hours.remove(&(merge.from, hour)) {
                let own = self.story_hours.entry((merge.into, hour)).or_default();
                own.voices.unite(theirs.voices);
                own.added.add(&theirs.added);
                (own.added.voices_so_far, own.added.sources_so_far, own.added.places_so_far) = so_far;
                if theirs.is_dirty && !std::mem::replace(&mut own.is_dirty, true) {
                    self.dirty_hours.push((merge.into, hour));
                }
            }
            hour = hour.plus_hours(1);
        }
    }

    /// Closes the day if `now` lies in another one: every integer is settled, every voice wiped, every story written.
    ///
    /// - returns: whether a day was closed; the caller then renews the key that tells voices apart
    pub fn turn_day(&mut self, now: Time) -> bool {
        let day = self.zone.day(now);
        if day == self.day {
            return false;
        }
        self.day = day;
        for (story, cells) in &mut self.stories {
            if cells.all.stored().open > 0 {
                self.dirty.insert(*story);
            }
            cells.close_day(self.k);
        }
        self.story_hours.retain(|_, cell| {
            cell.voices = VoiceSet::default();
            cell.is_dirty
        });
        self.hours.clear();
        self.days.clear();
        self.copies.clear();
        self.topics.wipe();
        true
    }

    pub fn add(&mut self, heard: &Counted<'_>) {
        let voice = Some(heard.voice);
        let hour = heard.at.hour();
        self.newest = self.newest.max(hour);

        let story = self.stories.entry(heard.story).or_default();
        story.all.add(voice);
        story.copies += u32::from(heard.copy_of.is_some());
        story.first = Some(story.first.map_or(heard.at, |first| first.min(heard.at)));
        story.last = Some(story.last.map_or(heard.at, |last| last.max(heard.at)));
        for (facet, value) in facets_of(heard) {
            cell(&mut story.facets, facet, value).add(voice);
        }
        let day = self.zone.day(heard.at);
        cell(&mut story.facets, Facet::Day, &day.0.to_string()).add(voice);
        self.dirty.insert(heard.story);
        let so_far = story.so_far();

        let cell = self.story_hours.entry((heard.story, hour)).or_default();
        cell.voices.add(heard.voice);
        cell.added.items += 1;
        cell.added.negative += u32::from(heard.sentiment == Sentiment::Negative);
        cell.added.positive += u32::from(heard.sentiment == Sentiment::Positive);
        cell.added.danger += u32::from(heard.need == Need::Danger);
        cell.added.press += u32::from(heard.kind == SourceKind::Press);
        (cell.added.voices_so_far, cell.added.sources_so_far, cell.added.places_so_far) = so_far;
        if !cell.is_dirty {
            cell.is_dirty = true;
            self.dirty_hours.push((heard.story, hour));
        }

        let (voices, items) = self.hours.entry(hour).or_default();
        voices.add(heard.voice);
        *items += 1;
        for (facet, value) in std::iter::once((Facet::All, "")).chain(facets_of(heard)) {
            let (voices, items) = self.days.entry((day, facet.code(), value.to_owned())).or_default();
            voices.add(heard.voice);
            *items += 1;
        }
        self.dirty_tallies = true;

        if let Some(group) = heard.copy_of {
            self.copies.entry(group).or_default().add(heard.voice);
        }
    }

    /// How many voices said nearly the same, apart from the first who did: what decides whether that text may be shown.
    pub fn copies(&self, group: u64) -> Voices {
        self.copies.get(&group).map(VoiceSet::count).unwrap_or_default()
    }

    /// The best day of a story, all facets together.
    pub fn peak(&self, story: u64) -> Voices {
        self.stories.get(&story).map(|cells| cells.all.peak()).unwrap_or_default()
    }

    /// Voices of a story's hour, and the sum over it and as many hours before: at least as many as were new in them.
    ///
    /// Only what this process has heard itself is in it.
    pub fn voices_within(&self, story: u64, hour: Time, before: u32) -> (Voices, u32) {
        let voices = |hour| self.story_hours.get(&(story, hour)).map(|cell| cell.voices.count()).unwrap_or_default();
        let sum = (0..=i64::from(before)).map(|back| voices(hour.plus_hours(-back)).count()).sum();
        (voices(hour), sum)
    }

    /// How many posts of a story report a danger.
    pub fn dangers(&self, story: u64) -> u32 {
        let Some(cells) = self.stories.get(&story) else { return 0 };
        let is_danger =
            |(facet, value, _): &&(Facet, Box<str>, Cell)| *facet == Facet::Need && **value == *Need::Danger.code();
        cells.facets.iter().find(is_danger).map_or(0, |(.., cell)| cell.items())
    }

    pub fn items(&self, story: u64) -> u32 {
        self.stories.get(&story).map_or(0, |cells| cells.all.items())
    }

    /// What changed since the last call.
    pub fn take_rows(&mut self) -> Rows {
        let mut rows = Rows::default();
        for story in std::mem::take(&mut self.dirty) {
            let Some(cells) = self.stories.get(&story) else { continue };
            let (Some(first), Some(last)) = (cells.first, cells.last) else { continue };
            rows.stories.push(StoryRow {
                story,
                first,
                last,
                all: cells.all.stored(),
                copies: cells.copies,
                facets: facets_json(&cells.facets),
            });
        }
        for (story, hour) in std::mem::take(&mut self.dirty_hours) {
            let Some(cell) = self.story_hours.get_mut(&(story, hour)) else { continue };
            let added = std::mem::take(&mut cell.added);
            cell.is_dirty = false;
            rows.story_hours.push(StoryHourRow {
                story,
                hour_ms: hour.ms(),
                voices: cell.voices.count().count(),
                ..added
            });
        }
        rows.story_hours.sort_unstable_by_key(|row| (row.story, row.hour_ms));
        if std::mem::take(&mut self.dirty_tallies) {
            for (hour, (voices, items)) in self.hours.iter_mut().filter(|(_, (_, items))| *items > 0) {
                rows.hours.push(HourRow { hour: *hour, items: std::mem::take(items), voices: voices.count().count() });
            }
            rows.hours.sort_unstable_by_key(|row| row.hour);
            for ((day, facet, value), (voices, items)) in self.days.iter_mut().filter(|(_, (_, items))| *items > 0) {
                rows.days.push(DayRow {
                    day: *day,
                    facet,
                    value: value.clone(),
                    items: std::mem::take(items),
                    voices: voices.count().count(),
                });
            }
            rows.days.sort_unstable_by(|a, b| (a.day, a.facet, &a.value).cmp(&(b.day, b.facet, &b.value)));
        }
        (rows.topic_hours, rows.topic_days) = self.topics.take();
        rows
    }

    /// Lets go of hours and days that lie far behind the newest, so that a long import stays within its memory.
    pub fn forget_hours(&mut self) {
        let oldest = self.newest.plus_hours(-HOURS_OPEN);
        let oldest_day = self.zone.day(oldest);
        self.story_hours.retain(|(_, hour), _| *hour >= oldest);
        self.hours.retain(|hour, _| *hour >= oldest);
        self.days.retain(|(day, _, _), _| *day >= oldest_day);
        self.topics.forget(oldest, oldest_day);
    }
}

impl StoryCells {
    /// Voices, sources and districts by now.
    fn so_far(&self) -> (u32, u32, u32) {
        let all = self.all.stored();
        let count = |facet| self.facets.iter().filter(|(known, ..)| *known == facet).count() as u32;
        (all.settled + all.open, count(Facet::Source), count(Facet::Place))
    }

    fn close_day(&mut self, k: Threshold) {
        self.all.close_day(k);
        for (.., cell) in &mut self.facets {
            cell.close_day(k);
        }
    }
}

const FACETS: [Facet; 7] =
    [Facet::Place, Facet::Kind, Facet::Source, Facet::Sentiment, Facet::Need, Facet::Lang, Facet::Day];

pub(super) fn facets_of<'a>(heard: &'a Counted<'_>) -> impl Iterator<Item = (Facet, &'a str)> {
    [
        (Facet::Kind, heard.kind.code()),
        (Facet::Source, heard.source.as_str()),
        (Facet::Sentiment, heard.sentiment.code()),
        (Facet::Need, heard.need.code()),
        (Facet::Lang, heard.lang.code()),
    ]
    .into_iter()
    .chain(heard.places.iter().map(|place| (Facet::Place, place.as_str())))
}

fn cell<'a>(facets: &'a mut Facets, facet: Facet, value: &str) -> &'a mut Cell {
    let found = facets.binary_search_by(|(known, held, _)| (*known, &**held).cmp(&(facet, value)));
    let index = found.unwrap_or_else(|index| {
        facets.insert(index, (facet, value.into(), Cell::default()));
        index
    });
    &mut facets[index].2
}

fn facets_json(facets: &Facets) -> String {
    let mut stored: BTreeMap<&str, BTreeMap<&str, StoredCell>> = BTreeMap::new();
    for (facet, value, cell) in facets {
        stored.entry(facet.code()).or_default().insert(value, cell.stored());
    }
    serde_json::to_string(&stored).expect("cells are plain numbers")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{DAY_MS, HOUR_MS};

    const START: Time = Time::from_ms(20_000 * DAY_MS);

    fn book() -> Book {
        Book::new(Threshold::default(), Zone::utc(), START)
    }

    fn say(book: &mut Book, voice: u64, hour: i64) {
        book.add(&Counted {
            story: 1,
            copy_of: None,
            at: Time::from_ms(START.ms() + hour * HOUR_MS),
            source: &SourceId::new("forum"),
            kind: SourceKind::Public,
            lang: Lang::ZhHans,
            sentiment: Sentiment::Negative,
            need: Need::Complaint,
            places: &[DistrictId::new("north")],
            voice: Voice::from_hash(voice),
        });
    }

    #[test]
    fn a_voice_counts_once_in_each_cell() {
        let mut book = book();
        for voice in [1, 2, 1, 1] {
            say(&mut book, voice, 0);
        }
        let rows = book.take_rows();
        let hour = rows.story_hours[0];
        assert_eq!((hour.items, hour.voices, hour.negative), (4, 2, 4));
        assert_eq!((rows.hours[0].items, rows.hours[0].voices), (4, 2));
        let place = rows.days.iter().find(|row| row.facet == "place").expect("the place was counted");
        assert_eq!((place.value.as_str(), place.items, place.voices), ("north", 4, 2));
    }

    #[test]
    fn rows_are_given_once() {
        let mut book = book();
        say(&mut book, 1, 0);
        book.take_rows();
        let rows = book.take_rows();
        assert!(
            rows.stories.is_empty() && rows.story_hours.is_empty() && rows.hours.is_empty() && rows.days.is_empty()
        );
    }

    #[test]
    fn a_story_goes_on_after_a_restart() {
        let mut before = book();
        (0..12).for_each(|voice| say(&mut before, voice, 0));
        let rows = before.take_rows();
        let mut after = book();
        after.restore(&rows.stories[0], after.day());
        say(&mut after, 99, 1);
        let row = &after.take_rows().stories[0];
        assert_eq!((row.all.items, row.all.open, row.all.peak), (13, 12, 12));
        assert!(row.facets.contains(r#""north":[13,0,12,12]"#), "{}", row.facets);
    }

    #[test]
    fn at_midnight_voices_are_wiped_and_small_days_leave_nothing() {
        let mut book = book();
        (0..9).for_each(|voice| say(&mut book, voice, 0));
        assert!(book.turn_day(Time::from_ms(START.ms() + DAY_MS)));
        let row = &book.take_rows().stories[0];
        assert_eq!((row.all.settled, row.all.open, row.all.peak), (0, 0, 0));
    }
}
