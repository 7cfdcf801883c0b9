//! What stands beside a total must not tell what is hidden: the remainder of a subtraction is a group of people too, and
//! where it is under the threshold it is shown by no figure.
//!
//! Totals are exact, so a reader can take what is shown from them. Two rules hold, day by day, since whoever asks for two
//! spans learns their difference:
//!
//! - What a day has beyond the stories that are shown of it either reaches the threshold or adds nothing to the day's total.
//! - Within a facet the hidden values together either reach the threshold, or the smallest shown one says no more than
//!   that it reaches it.

use crate::count::StoredCell;
use ::store::{Db, args};
use model::{DAY_MS, Day, Figure, Result, StoryId, Threshold, Time, Voices};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Items, and voices.
pub type Cell = (u32, Voices);

/// What a story that is shown has of each day.
pub struct Told {
    pub story: StoryId,
    pub first: Time,
    /// Days that are shown.
    pub days: Vec<(i64, Cell)>,
}

/// The stories that are shown of some days.
///
/// - cost: one query over the stories that reach the threshold; their facets are read for the days alone
pub async fn told_by_stories(db: &Db, k: Threshold, since: Day, until: Day) -> Result<Vec<Told>> {
    #[derive(Default, Deserialize)]
    struct Days {
        #[serde(default)]
        day: BTreeMap<String, StoredCell>,
    }
    // Days are the office's and moments are not; a day more on either side is read and left out below.
    let (from, to) = (Time::from_ms((since.0 - 1) * DAY_MS), Time::from_ms((until.0 + 2) * DAY_MS));
    let rows = db
        .rows(
            // The signs keep SQLite on the index of the loudest, which holds all that is asked here.
            "select story_id, first_ms, facets from public_story
             where settled + open >= $1 and +peak >= $1 and +last_ms >= $2 and +first_ms < $3",
            args![k.get(), from, to],
        )
        .await?;
    let shown = |(day, cell): (String, StoredCell)| {
        let day = day.parse::<i64>().ok().filter(|day| (since.0..=until.0).contains(day))?;
        Some((day, (cell.shown_items(k).exact()?, Voices::counted(cell.shown(k).exact()?))))
    };
    let told = rows.iter().map(|row| {
        let days = serde_json::from_str::<Days>(&row.text(2)).unwrap_or_default().day;
        Told {
            story: StoryId::new(row.text(0)),
            first: row.time(1),
            days: days.into_iter().filter_map(shown).collect(),
        }
    });
    Ok(told.filter(|told| !told.days.is_empty()).collect())
}

/// What they have of each day together.
pub fn by_day(told: &[Told]) -> BTreeMap<i64, Cell> {
    let mut days: BTreeMap<i64, Cell> = BTreeMap::new();
    for (day, (items, voices)) in told.iter().flat_map(|told| &told.days) {
        let cell = days.entry(*day).or_default();
        *cell = (cell.0 + items, Voices::counted(cell.1.count() + voices.count()));
    }
    days
}

/// What the stories that are shown have of each hour.
pub async fn told_by_hours(db: &Db, k: Threshold, since: Time, until: Time) -> Result<BTreeMap<i64, Cell>> {
    let rows = db
        .rows(
            // The number in the text lets the engine use an index that holds no smaller cell; no threshold is under it.
            "select hour_ms, cast(sum(items) as bigint), cast(sum(voices) as bigint) from public_story_hour
             where hour_ms >= $1 and hour_ms < $2 and voices >= 5 and voices >= $3 group by hour_ms order by hour_ms",
            args![since, until, k.get()],
        )
        .await?;
    Ok(rows.iter().map(|row| (row.int(0), (row.count(1), Voices::stored(row.int(2))))).collect())
}

/// A total as it may be shown beside the stories.
#[derive(Clone, Copy)]
pub struct Total {
    pub items: u32,
    pub voices: Voices,
    /// Whether it is all that was heard; else it is what the stories have, and no facet may add up to more.
    pub is_whole: bool,
}

/// - `told`: of the stories that are shown
pub fn total((items, voices): Cell, told: Cell, k: Threshold) -> Total {
    let left = Voices::counted(voices.count().saturating_sub(told.1.count()));
    if items <= told.0 || left.reaches(k) || told.0 == 0 {
        return Total { items, voices, is_whole: true };
    }
    // Whoever speaks in two stories is two of their voices and one of the day's.
    Total { items: told.0, voices: voices.min(told.1), is_whole: false }
}

/// The values of a facet that say no more than that they reach the threshold, since a hidden one would follow from them.
///
/// - `cells`: of one facet, by value
pub fn withheld<'a>(
    (items, voices): Cell,
    cells: impl Iterator<Item = (&'a str, Cell)>,
    k: Threshold,
) -> BTreeSet<&'a str> {
    let (mut shown, mut has_hidden) = (Vec::new(), false);
    for (value, cell) in cells {
        if cell.1.reaches(k) {
            shown.push((value, cell));
        } else {
            has_hidden |= cell.0 > 0;
        }
    }
    shown.sort_by(|a, b| b.1.1.cmp(&a.1.1).then_with(|| a.0.cmp(b.0)));
    let (mut told_items, mut told_voices) =
        shown.iter().fold((0, 0), |sum: (u32, u32), (_, cell)| (sum.0 + cell.0, sum.1 + cell.1.count()));
    let mut out = BTreeSet::new();
    // Where values overlap (a person in two moods) the shown ones may add up to more than there is, and nothing follows.
    while has_hidden
        && items > told_items
        && !Voices::counted(voices.count().saturating_sub(told_voices)).reaches(k)
        && let Some((value, cell)) = shown.pop()
    {
        told_items -= cell.0;
        told_voices -= cell.1.count();
        out.insert(value);
        if told_voices >= voices.count() {
            break;
        }
    }
    out
}

/// A sum of cells that may be shown.
#[derive(Default)]
pub struct Sum {
    items: u32,
    voices: u32,
    is_shown: bool,
    is_withheld: bool,
}

impl Sum {
    /// A cell under the threshold adds nothing: two sums that differ by it would tell it.
    pub fn add(&mut self, (items, voices): Cell, is_withheld: bool, k: Threshold) {
        match (voices.reaches(k), is_withheld) {
            (false, _) => {}
            (true, true) => self.is_withheld = true,
            (true, false) => {
                self.items += items;
                self.voices += voices.count();
                self.is_shown = true;
            }
        }
    }

    /// Items and voices.
    pub fn figures(&self, k: Threshold) -> (Figure, Figure) {
        if self.is_shown {
            (Figure::Exactly(self.items), Figure::Exactly(self.voices))
        } else if self.is_withheld {
            (Figure::AtLeast(k.get()), Figure::AtLeast(k.get()))
        } else {
            (Figure::FewerThan(k.get()), Figure::FewerThan(k.get()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const K: u32 = 10;

    fn cell(items: u32, voices: u32) -> Cell {
        (items, Voices::counted(voices))
    }

    /// A small generator (splitmix64), so that every run tries the same thousands of days.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, end: u32) -> u32 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) % u64::from(end)) as u32
        }
    }

    #[test]
    fn no_subtraction_from_a_days_total_tells_a_hidden_story() {
        let k = Threshold::new(K);
        let mut dice = Dice(7);
        let mut kept_back = 0;
        for _ in 0..20_000 {
            // Nobody speaks in two stories here: the day on which a subtraction tells most.
            let stories: Vec<u32> = (0..=dice.below(6)).map(|_| 1 + dice.below(24)).collect();
            let posts = |voices: u32| voices + voices / 3;
            let all = stories.iter().fold((0, 0), |sum, voices| (sum.0 + posts(*voices), sum.1 + voices));
            let shown = || stories.iter().filter(|voices| **voices >= K);
            let told = shown().fold((0, 0), |sum, voices| (sum.0 + posts(*voices), sum.1 + voices));
            let total = total(cell(all.0, all.1), cell(told.0, told.1), k);
            if !total.voices.reaches(k) {
                continue;
            }
            let rest = total.voices.count() - told.1;
            assert!(rest == 0 || rest >= K, "{stories:?}: taking away what is shown leaves {rest} people");
            assert!(rest > 0 || total.items == told.0, "{stories:?}: the items tell of {rest}");
            assert!(rest == 0 || stories.iter().filter(|voices| **voices < K).count() > 1, "{stories:?}");
            kept_back += u32::from(!total.is_whole);
        }
        assert!(kept_back > 1_000, "the dice made {kept_back} such days");
    }

    #[test]
    fn no_subtraction_within_a_facet_tells_a_hidden_value() {
        let k = Threshold::new(K);
        let mut dice = Dice(11);
        let names = ["a", "b", "c", "d", "e", "f"];
        for _ in 0..20_000 {
            let voices: Vec<u32> = (0..=dice.below(6)).map(|_| dice.below(30)).collect();
            let cells = || names.iter().copied().zip(voices.iter().map(|voices| cell(2 * voices, *voices)));
            let all: u32 = voices.iter().sum();
            if all < K {
                continue;
            }
            let out = withheld(cell(2 * all, all), cells(), k);
            let shown = cells().filter(|(name, cell)| cell.1.reaches(k) && !out.contains(name));
            let rest = all - shown.map(|(_, cell)| cell.1.count()).sum::<u32>();
            assert!(rest == 0 || rest >= K, "{voices:?}: taking away what is shown leaves {rest} people");
        }
    }

    #[test]
    fn a_smallest_value_is_withheld_only_where_something_would_follow() {
        let k = Threshold::new(K);
        let out = |all: Cell, cells: &[(&'static str, Cell)]| -> Vec<&'static str> {
            withheld(all, cells.iter().copied(), k).into_iter().collect()
        };
        let moods = [("negative", cell(80, 60)), ("neutral", cell(30, 25)), ("positive", cell(4, 4))];
        assert_eq!(out(cell(114, 89), &moods), ["neutral"]);
        assert!(out(cell(110, 85), &moods[..2]).is_empty(), "nothing is hidden");
        assert!(out(cell(200, 140), &moods).is_empty(), "the hidden ones and those without a mood are many");
        let districts = [("north", cell(90, 70)), ("south", cell(40, 35)), ("west", cell(3, 3))];
        assert!(out(cell(100, 80), &districts).is_empty(), "who speaks of two districts blurs it");
    }
}
