//! One cell's count over days: what is settled, what today adds, and the most that one day ever had.

use super::voices::VoiceSet;
use model::{Figure, Threshold, Voice, Voices};

/// Items and voices of one cell, for example of one story in one district.
///
/// Voices are distinct within a day, because the key that tells them apart lives for a day. Over days they are added
/// up, so a person who speaks on two days counts twice; whether the cell may be shown is therefore judged by
/// its best day alone.
#[derive(Default)]
pub struct Cell {
    items: u32,
    /// The sum of the closed days that reached the threshold.
    settled: u32,
    /// What the database already held for today when this process began. The larger of it and of what
    /// this process counts is taken, never the sum: a restart can hide a cell, it cannot reveal one.
    before: u32,
    /// The most distinct voices on one closed day.
    peak: u32,
    today: VoiceSet,
}

/// A cell as the database holds it; in JSON a list of its four numbers, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
pub struct StoredCell {
    pub items: u32,
    pub settled: u32,
    pub open: u32,
    pub peak: u32,
}

impl StoredCell {
    /// What a page may print of its voices. An open day under the threshold adds nothing, because the difference between two
    /// readings would tell it.
    pub fn shown(self, k: Threshold) -> Figure {
        let open = Voices::counted(self.open);
        let total = self.settled + if open.reaches(k) { self.open } else { 0 };
        if Voices::counted(self.peak).reaches(k) {
            Figure::of(Voices::counted(total), k)
        } else {
            Figure::FewerThan(k.get())
        }
    }

    /// What a page may print of its items.
    pub fn shown_items(self, k: Threshold) -> Figure {
        Figure::items(self.items, Voices::counted(self.peak), k)
    }
}

impl From<[u32; 4]> for StoredCell {
    fn from([items, settled, open, peak]: [u32; 4]) -> Self {
        StoredCell { items, settled, open, peak }
    }
}

impl From<StoredCell> for [u32; 4] {
    fn from(cell: StoredCell) -> Self {
        [cell.items, cell.settled, cell.open, cell.peak]
    }
}

impl Cell {
    /// Takes the counts from the database; the voices of today that are already known stay known.
    pub fn reset(&mut self, stored: StoredCell) {
        self.items = stored.items;
        self.settled = stored.settled;
        self.before = stored.open;
        self.peak = stored.peak;
    }

    pub fn add(&mut self, voice: Option<Voice>) {
        self.items = self.items.saturating_add(1);
        if let Some(voice) = voice {
            self.today.add(voice);
        }
    }

    /// Takes in another cell. Of counts whose voices are gone nobody knows who is in both, so the greater stands where a sum
    /// could show what neither may.
    pub fn unite(&mut self, other: Cell) {
        self.items = self.items.saturating_add(other.items);
        self.settled = self.settled.saturating_add(other.settled);
        self.before = self.before.max(other.before);
        self.peak = self.peak.max(other.peak);
        self.today.unite(other.today);
    }

    pub fn items(&self) -> u32 {
        self.items
    }

    fn open(&self) -> u32 {
        self.before.max(self.today.count().count())
    }

    /// The best day, which decides whether the cell may be shown.
    pub fn peak(&self) -> Voices {
        Voices::counted(self.peak.max(self.open()))
    }

    pub fn stored(&self) -> StoredCell {
        let open = self.open();
        StoredCell { items: self.items, settled: self.settled, open, peak: self.peak.max(open) }
    }

    /// Closes the day: its integer is kept if it reached the threshold, its voices are wiped.
    pub fn close_day(&mut self, k: Threshold) {
        let open = self.open();
        if Voices::counted(open).reaches(k) {
            self.settled += open;
            self.peak = self.peak.max(open);
        }
        self.before = 0;
        self.today = VoiceSet::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(cell: &mut Cell, voices: std::ops::Range<u64>) {
        for voice in voices {
            cell.add(Some(Voice::from_hash(voice)));
        }
    }

    #[test]
    fn a_restart_can_hide_and_never_reveal() {
        let mut morning = Cell::default();
        spoken(&mut morning, 0..9);
        // After the restart the key is new, so the same nine people look like nine others.
        let mut afternoon = Cell::default();
        afternoon.reset(morning.stored());
        spoken(&mut afternoon, 100..109);
        assert!(!afternoon.peak().reaches(Threshold::default()));
        assert_eq!(afternoon.stored().items, 18);
    }

    #[test]
    fn nine_voices_a_day_stay_hidden_however_many_days() {
        let k = Threshold::default();
        let mut cell = Cell::default();
        for day in 0..30u64 {
            spoken(&mut cell, day * 9..day * 9 + 9);
            cell.close_day(k);
        }
        assert!(!cell.peak().reaches(k));
        assert_eq!(cell.stored().shown(k), Figure::FewerThan(10));
    }

    #[test]
    fn a_day_that_reached_the_threshold_is_kept() {
        let k = Threshold::default();
        let mut cell = Cell::default();
        spoken(&mut cell, 0..12);
        cell.close_day(k);
        spoken(&mut cell, 0..3);
        // Today's three are not added: who saw 12 before and 15 now would know them.
        assert_eq!(cell.stored().shown(k), Figure::Exactly(12));
        spoken(&mut cell, 3..11);
        assert_eq!(cell.stored().shown(k), Figure::Exactly(23));
    }
}
