//! What is kept in memory between batches: live stories, the book of the day, headlines, and what was heard before.
//!
//! All of it but the day's voices can be taken up from the database, and is after every failure.

use super::Settings;
use super::headline::Headline;
use analyse::count::{Book, Counted, Rows};
use analyse::store::{FindingRow, SampleRow, StoryWords};
use analyse::{Finding, Stories, StoryState};
use listen::{DayKey, Heard};
use model::{Day, Lang, MentionId, Result, Threshold, Time, Voices};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::{Db, Tx};

pub struct State {
    epoch: i64,
    stories: Stories,
    book: Book,
    headlines: HashMap<u64, Headline>,
    /// Ids of all mentions that are stored, so that a poll that brings nothing new costs nothing.
    seen: HashSet<u128>,
    hour: Time,
}

/// What a batch found and changed, ready to be written.
pub struct Written {
    epoch: i64,
    day: Day,
    findings: Vec<FindingRow>,
    words: Vec<StoryWords>,
    rows: Rows,
    samples: Vec<SampleRow>,
    retired: Vec<u64>,
    /// Each story that moved, with the first of its hours that changed.
    pub moved: BTreeMap<u64, Time>,
    /// The newest hour in which anything of the batch was said.
    pub newest: Time,
}

impl State {
    pub async fn load(db: &Db, settings: &Settings) -> Result<Self> {
        let now = settings.clock.now();
        let mut state = State {
            epoch: 0,
            stories: Stories::default(),
            book: Book::new(settings.k, settings.zone.clone(), now),
            headlines: HashMap::new(),
            seen: HashSet::new(),
            hour: now.hour(),
        };
        state.reload(db).await?;
        Ok(state)
    }

    /// Takes up what is stored. The voices of the day that are already known stay known.
    pub async fn reload(&mut self, db: &Db) -> Result<()> {
        self.book.begin_restore();
        let (epoch, live) = analyse::store::restore(db, &mut self.book).await?;
        self.epoch = epoch;
        self.stories = Stories::restore(live.iter().map(|story| (story.story, story.state.as_slice())))?;
        let headline = |story: &analyse::store::LiveStory| Headline {
            text: story.headline.clone(),
            by: story.headline_by,
            lang: story.headline_lang,
        };
        self.headlines = live.iter().map(|story| (story.story, headline(story))).collect();
        self.seen = listen::store::known(db).await?.iter().filter_map(number).collect();
        Ok(())
    }

    pub fn epoch(&self) -> i64 {
        self.epoch
    }

    pub fn is_new(&self, id: &MentionId) -> bool {
        number(id).is_none_or(|number| !self.seen.contains(&number))
    }

    pub fn peak(&self, story: u64) -> Voices {
        self.book.peak(story)
    }

    /// Places each mention into its story and counts it. Memory is then ahead of the disk until the batch is committed.
    ///
    /// - `expires`: when a sample of the batch's texts must be gone
    pub fn place(&mut self, fresh: &[(&Heard, &Finding)], key: &DayKey, k: Threshold, expires: Time) -> Written {
        let mut written = self.nothing_written();
        for (heard, finding) in fresh {
            let mention = &heard.mention;
            let own = short(&mention.id);
            let placed = self.stories.assign(own, finding, mention.at);
            // Whoever gave no name is known by what they said, so that copies of a text are one voice.
            let said = placed.copy_of.unwrap_or(own);
            let voice = heard.voice.unwrap_or_else(|| key.voice_of(&mention.source, &said.to_be_bytes()));
            self.book.add(&Counted {
                story: placed.story,
                copy_of: placed.copy_of,
                at: mention.at,
                source: &mention.source,
                kind: mention.kind,
                lang: finding.lang,
                sentiment: finding.feeling.sentiment,
                need: finding.need,
                places: &finding.places,
                voice,
            });
            let hour = mention.at.hour();
            written.newest = written.newest.max(hour);
            written.moved.entry(placed.story).and_modify(|first| *first = hour.min(*first)).or_insert(hour);

            let many_say_it = placed.copy_of.filter(|group| self.book.copies(*group).reaches(k));
            if let Some(group) = many_say_it.filter(|_| mention.kind.is_private()) {
                written.samples.push(SampleRow {
                    group,
                    story: placed.story,
                    lang: finding.lang,
                    text: mention.text.clone(),
                    voices: self.book.copies(group),
                    expires,
                });
            }
            let headline = Headline::of_press(mention, finding.lang)
                .or_else(|| many_say_it.map(|_| Headline::of_copies(mention, finding.lang)));
            self.name(placed.story, headline, finding.lang);
            written.findings.push(FindingRow {
                mention: mention.id.clone(),
                story: placed.story,
                copy_of: placed.copy_of,
                lang: finding.lang,
                sentiment: finding.feeling.sentiment,
                need: finding.need,
            });
        }
        written.words = self.stories.take_changes().into_iter().map(|state| self.words(state)).collect();
        written.rows = self.book.take_rows();
        written.retired = self.stories.take_retired();
        for story in &written.retired {
            self.book.retire(*story);
            self.headlines.remove(story);
        }
        written
    }

    fn name(&mut self, story: u64, headline: Option<Headline>, lang: Lang) {
        let known = self.headlines.entry(story).or_insert_with(|| Headline::of_terms(lang));
        if let Some(headline) = headline.filter(|headline| headline.is_better_than(known)) {
            *known = headline;
        }
    }

    fn words(&self, state: StoryState) -> StoryWords {
        let headline = self.headlines.get(&state.story).cloned().unwrap_or(Headline::of_terms(Lang::Other));
        StoryWords {
            story: state.story,
            headline: headline.text,
            headline_by: headline.by,
            headline_lang: headline.lang,
            terms: state.terms,
            state: state.state,
        }
    }

    /// Wipes the day's voices if the office's midnight has passed.
    ///
    /// - returns: the counts of the closed day, if one was closed
    pub fn turn_day(&mut self, now: Time) -> Option<Written> {
        self.book.turn_day(now).then(|| Written { rows: self.book.take_rows(), ..self.nothing_written() })
    }

    /// - returns: whether an hour has begun since the last call
    pub fn turn_hour(&mut self, now: Time) -> bool {
        let is_new = now.hour() > self.hour;
        self.hour = self.hour.max(now.hour());
        is_new
    }

    pub fn committed(&mut self, epoch: i64, fresh: &[MentionId]) {
        self.epoch = epoch;
        self.seen.extend(fresh.iter().filter_map(number));
    }

    fn nothing_written(&self) -> Written {
        Written {
            epoch: self.epoch,
            day: self.book.day(),
            findings: Vec::new(),
            words: Vec::new(),
            rows: Rows::default(),
            samples: Vec::new(),
            retired: Vec::new(),
            moved: BTreeMap::new(),
            newest: Time::from_ms(i64::MIN),
        }
    }
}

impl Written {
    /// - returns: the epoch that this write makes
    pub async fn write(self, tx: &mut Tx) -> Result<i64> {
        let version = analyse::steps_version();
        let epoch =
            analyse::store::write(tx, self.epoch, self.day, &self.findings, self.words, self.rows, version).await?;
        analyse::store::write_samples(tx, self.samples).await?;
        analyse::store::retire(tx, &self.retired).await?;
        Ok(epoch)
    }
}

/// An id is 128 bits in hex.
fn number(id: &MentionId) -> Option<u128> {
    u128::from_str_radix(id.as_str(), 16).ok()
}

/// Its first half is how stories know it.
fn short(id: &MentionId) -> u64 {
    number(id).map_or(0, |number| (number >> 64) as u64)
}
