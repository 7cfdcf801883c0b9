//! The wall: a page for a big screen, legible from five metres, that turns by itself from one panel to the next.
//!
//! It lies in this crate, which reads public views alone, and so cannot show what the public mirror would not.

use askama::Template;
use model::Figure;
use web::chart::{Bar, Bars, Spark, Split, Tiles, Wide};
use web::{Frame, Spoken};

/// What the stage shows, in the order in which it turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    Rising,
    Loudest,
    Needs,
    Watch,
}

impl Panel {
    pub const ALL: &'static [Panel] = &[Panel::Rising, Panel::Loudest, Panel::Needs, Panel::Watch];

    /// The key of its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Panel::Rising => "wall-rising",
            Panel::Loudest => "wall-loudest",
            Panel::Needs => "wall-needs",
            Panel::Watch => "wall-watch",
        }
    }
}

/// Seconds that a panel stands, with and without scripts.
pub const SECONDS: u32 = 18;

#[derive(Template)]
#[template(path = "wall.html")]
pub struct WallView {
    pub f: Frame,
    pub panel: Panel,
    /// Where the next panel is.
    pub next: String,
    /// The hour and the day, as the office's clock reads.
    pub clock: String,
    pub date: String,
    pub voices: Figure,
    pub mentions: Figure,
    pub sources_answered: u32,
    pub sources_total: u32,
    pub k: u32,
    /// Nothing while no districts are named.
    pub map: Option<Tiles>,
    pub rising: Vec<Rising>,
    pub loudest: Option<Loudest>,
    pub needs: Option<Bars>,
    pub days: Option<Wide>,
    /// How many matters the office is dealing with, and how many time limits run for them.
    pub incidents_open: u32,
    pub limits_open: u32,
    /// The limits that the office lets the public see, nearest end first.
    pub clocks: Vec<WallClock>,
    pub sources: Vec<WallSource>,
}

/// A story that more people speak of than before.
pub struct Rising {
    pub headline: Spoken,
    pub voices: Figure,
    /// How many more voices than on an ordinary day before; nothing if it only began.
    pub more: Option<u32>,
    pub is_new: bool,
    pub places: Vec<String>,
    pub spark: Spark,
}

pub struct Loudest {
    pub headline: Spoken,
    pub voices: Figure,
    pub mentions: Figure,
    pub since: String,
    pub places: Vec<String>,
    pub course: Wide,
    pub feeling: Split,
}

/// Something that the office has until a moment to say.
pub struct WallClock {
    /// What was published about the matter last.
    pub subject: Spoken,
    /// What is owed next.
    pub duty: String,
    /// How long is left, or by how much it is over, in words.
    pub left: String,
    pub is_over: bool,
}

pub struct WallSource {
    pub name: String,
    pub answers: bool,
}

impl WallView {
    fn panels(&self) -> &'static [Panel] {
        Panel::ALL
    }

    fn counted(&self) -> String {
        let args = [("answered", self.sources_answered.into()), ("total", self.sources_total.into())];
        self.f.words().t_with("wall-sources-value", &args)
    }

    /// Bars with their share of the longest, in steps of five, since widths come from classes.
    fn need_bars(&self) -> Vec<(&Bar, u32)> {
        let Some(needs) = &self.needs else { return Vec::new() };
        let most = needs.bars.iter().filter_map(|bar| bar.value.exact()).max().unwrap_or(1).max(1);
        let step = |bar: &Bar| bar.value.exact().map_or(0, |count| (count * 20).div_ceil(most) * 5);
        needs.bars.iter().map(|bar| (bar, step(bar))).collect()
    }

    fn seconds(&self) -> u32 {
        SECONDS
    }
}
