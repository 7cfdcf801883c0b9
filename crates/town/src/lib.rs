//! Tinglan (汀澜), the invented town that the demo listens to: its districts, its sources, and a month of what is said there.
//!
//! Nothing in it is real: no place, no person, no event, no number. See `data/README.md`. The crate is data and a
//! deterministic generator; it does no IO, and whoever calls it serves the feeds.
//!
//! Start with [`Town::load`], then [`Town::month`] for the posts, and [`Town::feed`] or [`history_jsonl`] for the forms in
//! which Candor can read them. Authors, links and exact times are in there on purpose: feeds carry them, and taking them
//! away is what intake has to show.

mod answers;
mod expand;
mod feed;
mod history;
mod month;
mod place;
mod random;
mod script;
mod storyline;

pub use answers::{Answers, CheckedClaim, Correction, EvidenceSource, PREPARED, Statement, answers};
pub use feed::Feed;
pub use history::history_jsonl;
pub use month::{MONTH_DAYS, Post};
pub use place::{Department, Format, Source};

use model::{District, Zone};
use script::Traditional;
use storyline::{Say, TextFile, Words};

const TOWN: &str = include_str!("../data/town.toml");
const WORDS: &str = include_str!("../data/words.toml");
const TRADITIONAL: &str = include_str!("../data/traditional.txt");

/// One file a theme, so that a writer finds the storyline that she wants to change.
const TEXTS: &[&str] = &[
    include_str!("../data/texts/chatter.toml"),
    include_str!("../data/texts/city.toml"),
    include_str!("../data/texts/homes.toml"),
    include_str!("../data/texts/river.toml"),
    include_str!("../data/texts/routine.toml"),
    include_str!("../data/texts/rumour.toml"),
    include_str!("../data/texts/schools.toml"),
    include_str!("../data/texts/small.toml"),
    include_str!("../data/texts/streets.toml"),
];

/// The whole town, as written in `data/`.
pub struct Town {
    /// Always true: whoever shows the town can print beside it that it is made up.
    pub invented: bool,
    pub name_zh: String,
    pub name_en: String,
    /// What a page that shows the town says about it, first of all that it does not exist.
    pub about_zh: String,
    pub about_en: String,
    pub zone_name: String,
    pub zone: Zone,
    pub districts: Vec<District>,
    pub departments: Vec<Department>,
    pub sources: Vec<Source>,
    texts: TextFile,
    words: Words,
    traditional: Traditional,
}

impl Town {
    /// Reads the files that are compiled in, which the tests of this crate hold to be sound.
    pub fn load() -> Self {
        let file: place::TownFile = toml::from_str(TOWN).expect("the town's file is checked by tests");
        let words: Words = toml::from_str(WORDS).expect("the file of words is checked by tests");
        let mut texts = TextFile::default();
        for source in TEXTS {
            let part: TextFile = toml::from_str(source).expect("the files of texts are checked by tests");
            texts.storylines.extend(part.storylines);
            texts.routines.extend(part.routines);
            texts.chatter = texts.chatter.or(part.chatter);
        }
        Town {
            invented: file.invented,
            name_zh: file.name_zh,
            name_en: file.name_en,
            about_zh: file.about_zh,
            about_en: file.about_en,
            zone: Zone::named(&file.zone).expect("the town's zone is in the bundled database"),
            zone_name: file.zone,
            districts: file.districts,
            departments: file.departments,
            sources: file.sources,
            texts,
            words,
            traditional: Traditional::read(TRADITIONAL),
        }
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id.as_str() == id)
    }

    /// Every invented name, number and address that private posts may carry, for a test that looks for them on disk.
    /// Copies in traditional characters write the names so too. The handles of authors are in the posts themselves.
    pub fn personal(&self) -> impl Iterator<Item = &str> {
        self.words.personal.values().flatten().map(String::as_str)
    }

    /// Every text as it was written, before anything is filled in.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        let says = self.texts.storylines.iter().flat_map(|story| &story.says).chain(&self.texts.chatter);
        let items = self.texts.storylines.iter().flat_map(|story| &story.items).map(|item| item.text.as_str());
        let routines = self.texts.routines.iter().map(|routine| routine.text.as_str());
        says.flat_map(Say::all).chain(items).chain(routines)
    }
}

#[cfg(test)]
mod tests;
