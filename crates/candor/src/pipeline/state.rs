//! What is kept in memory between batches: live stories, the book of the day, headlines, and what was heard before.
//!
//! All of it but the day's voices can be taken up from the database, and is after every failure: the clustering from its last
//! checkpoint, followed with every mention since; the rest as it stands in the tables.

use super::headline::{Headline, Headlines};
use super::study;
use super::{Fresh, Settings};
use analyse::count::{Book, Counted, Rows};
use analyse::store::{Checkpoint, FindingRow, SampleRow, StoryWords};
use analyse::topics::TopicSet;
use analyse::{Merge, Stories};
use listen::DayKey;
use model::{Day, Error, Lang, Mention, MentionId, Result, Time, Voices};
use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};
use store::{Db, Tx};
use text::Gazetteer;

/// After so many mentions, or so long after the last one, the clustering is saved. What came since is studied again at the
/// next start, so this bounds how long a start takes.
const CHECKPOINT_MENTIONS: u64 = 50_000;
const CHECKPOINT_EVERY: Duration = Duration::from_secs(10 * 60);
/// How many mentions are read at once when following.
const PAGE: u32 = 5_000;

pub struct State {
    epoch: i64,
    steps_version: u32,
    stories: Stories,
    book: Book,
    headlines: Headlines,
    /// First halves of the ids of all mentions that are stored, so that a poll that brings nothing new costs nothing. They
    /// are keyed hashes: two of a hundred million mentions share one with a chance of one in three thousand.
    seen: HashSet<u64>,
    hour: Time,
    /// The number of the mention at the last checkpoint, and when that was.
    checkpoint: (u64, Instant),
    /// Up to this hour the voices of the hours before are not all in memory, so that nothing can be told from them.
    taken_up: Time,
}

/// What a batch found and changed, ready to be written.
pub struct Written {
    pub epoch: i64,
    /// By which analyses the findings were found.
    steps_version: u32,
    /// How many mentions have been placed with this batch.
    pub mentions: u64,
    day: Day,
    findings: Vec<FindingRow>,
    words: Vec<StoryWords>,
    rows: Rows,
    samples: Vec<SampleRow>,
    retired: Vec<u64>,
    pub merged: Vec<Merge>,
    checkpoint: Option<Checkpoint>,
    pub moved: BTreeMap<u64, Moved>,
    /// The newest hour in which anything of the batch was said.
    pub newest: Time,
}

/// A story that moved.
#[derive(Clone, Copy)]
pub struct Moved {
    /// Its best day by now.
    pub peak: Voices,
    /// The first of its hours that changed.
    pub since: Time,
    /// Whether any of these hours can raise an alert.
    pub may_rise: bool,
}

impl State {
    pub async fn load(db: &Db, settings: &Settings) -> Result<Self> {
        let now = settings.clock.now();
        let mut state = State {
            epoch: 0,
            steps_version: settings.knowledge.steps_version(),
            stories: Stories::default(),
            book: Book::new(settings.k, settings.zone.clone(), now),
            headlines: Headlines::default(),
            seen: HashSet::new(),
            hour: now.hour(),
            checkpoint: (0, Instant::now()),
            taken_up: Time::from_ms(i64::MIN),
        };
        state.reload(db, settings).await?;
        Ok(state)
    }

    /// Takes up what is stored. The voices of the day that are already known stay known.
    pub async fn reload(&mut self, db: &Db, settings: &Settings) -> Result<()> {
        let mark = analyse::store::mark(db).await?;
        let states = analyse::store::states(db).await?;
        let each = states.iter().map(|(story, state)| (*story, state.as_slice()));
        self.stories = Stories::restore(mark.checkpoint, each)?;
        self.checkpoint = (mark.checkpoint, Instant::now());
        self.book.begin_restore();
        self.headlines.clear();
        self.seen.clear();
        listen::store::known(db, |id| {
            self.seen.insert(short(&id));
        })
        .await?;
        self.epoch = -1;
        self.catch_up(db, settings).await
    }

    /// Follows with what was committed since: by an earlier run, or by another process.
    pub async fn catch_up(&mut self, db: &Db, settings: &Settings) -> Result<()> {
        let mark = analyse::store::mark(db).await?;
        if mark.epoch == self.epoch {
            return Ok(());
        }
        while self.stories.number() < mark.mentions {
            let from = self.stories.number();
            let mentions = listen::store::after(db, from, PAGE).await?;
            let placed = analyse::store::placed_after(db, from, PAGE).await?;
            let texts: Vec<&Mention> = mentions.iter().map(|stored| &stored.mention).collect();
            let findings = tokio::task::block_in_place(|| study::find(&texts, &settings.knowledge));
            for ((stored, placed), finding) in mentions.iter().zip(&placed).zip(&findings) {
                let own = short(&stored.mention.id);
                self.stories.follow(own, finding, stored.mention.at, placed.story, placed.copy_of);
                self.seen.insert(own);
                if stored.number != placed.number || stored.number != self.stories.number() {
                    return Err(Error::broken(format!("mention {} and its finding are apart", stored.number)));
                }
            }
            if self.stories.number() == from {
                return Err(Error::broken(format!("mention {} is missing", from + 1)));
            }
        }
        self.taken_up = self.stories.now().map_or(self.taken_up, Time::hour);
        // They are written already; what is taken here is only forgotten.
        self.stories.take_changes();
        for story in self.stories.take_retired() {
            self.book.retire(story);
        }
        for merge in self.stories.take_merged() {
            self.book.retire(merge.from);
            self.headlines.remove(merge.from);
        }
        for story in analyse::store::restore(db, self.epoch, &mut self.book).await? {
            let headline = Headline { text: story.headline, by: story.headline_by, lang: story.headline_lang };
            self.headlines.restore(story.story, headline);
        }
        self.epoch = mark.epoch;
        Ok(())
    }

    /// Notes that a mention was heard.
    ///
    /// - returns: whether it is new
    pub fn note(&mut self, id: &MentionId) -> bool {
        self.seen.insert(short(id))
    }

    pub fn peak(&self, story: u64) -> Voices {
        self.book.peak(story)
    }

    /// Places each mention into its story and counts it. Memory is then ahead of the disk until the batch is committed.
    ///
    /// - `expires`: when a sample of the batch's texts must be gone
    pub fn place(
        &mut self,
        fresh: &[Fresh],
        key: &DayKey,
        topics: &TopicSet,
        settings: &Settings,
        expires: Time,
    ) -> Written {
        let k = settings.k;
        let mut written = self.nothing_written();
        for Fresh { heard, finding, topics: matched, revision, .. } in fresh {
            let mention = &heard.mention;
            let own = short(&mention.id);
            let placed = self.stories.assign(own, finding, mention.at);
            // Whoever gave no name is known by what they said, so that copies of a text are one voice.
            let said = placed.copy_of.unwrap_or(own);
            let voice = heard.voice.unwrap_or_else(|| key.voice_of(&mention.source, &said.to_be_bytes()));
            let counted = Counted {
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
            };
            self.book.add(&counted);
            let keys = if *revision == topics.revision {
                topics.keys(matched)
            } else {
                // A topic changed between study and here.
                topics.keys(&topics.which(&mention.full_text()))
            };
            self.book.add_to_topics(&counted, &keys);
            let hour = mention.at.hour();
            written.newest = written.newest.max(hour);
            let moved = written.moved.entry(placed.story).or_insert(Moved {
                peak: Voices::default(),
                since: hour,
                may_rise: false,
            });
            moved.since = moved.since.min(hour);

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
                .or_else(|| many_say_it.and_then(|_| Headline::of_copies(mention, finding.lang)));
            self.headlines.name(placed.story, headline, finding.lang);
            written.findings.push(FindingRow {
                mention: self.stories.number(),
                story: placed.story,
                kind: mention.kind,
                copy_of: placed.copy_of,
                lang: finding.lang,
                sentiment: finding.feeling.sentiment,
                need: finding.need,
            });
            for merge in self.stories.take_merged() {
                self.merge(&merge, hour, &mut written);
            }
        }
        for (story, moved) in &mut written.moved {
            moved.peak = self.book.peak(*story);
        }
        let changes = self.stories.take_changes();
        written.words = changes
            .into_iter()
            .map(|change| self.words(change.story, change.terms, &settings.knowledge.gazetteer))
            .collect();
        written.rows = self.book.take_rows();
        self.glance(&mut written, &settings.policy.get());
        self.book.forget_hours();
        written.retired = self.stories.take_retired();
        for story in &written.retired {
            self.book.retire(*story);
            self.headlines.remove(*story);
        }
        let (last, when) = self.checkpoint;
        if self.stories.number() - last >= CHECKPOINT_MENTIONS || when.elapsed() >= CHECKPOINT_EVERY {
            written.checkpoint = self.checkpoint();
        }
        (self.epoch, written.epoch, written.mentions) = (self.epoch + 1, self.epoch + 1, self.stories.number());
        written
    }

    /// Tells which stories have an hour that can raise an alert; the others need not be looked at.
    fn glance(&self, written: &mut Written, policy: &warn::Policy) {
        let speed_hours = policy.speed_hours();
        for row in &written.rows.story_hours {
            let Some(moved) = written.moved.get_mut(&row.story).filter(|moved| moved.peak.reaches(policy.k)) else {
                continue;
            };
            let hour = Time::from_ms(row.hour_ms);
            let (voices, gained) = self.book.voices_within(row.story, hour, speed_hours);
            moved.may_rise |= hour <= self.taken_up.plus_hours(speed_hours.into())
                || policy.may_rise(&warn::Glance {
                    voices: Voices::counted(row.voices_so_far).min(moved.peak),
                    hour: voices,
                    gained,
                    danger: self.book.dangers(row.story),
                });
        }
    }

    fn checkpoint(&mut self) -> Option<Checkpoint> {
        let number = self.stories.number();
        if number == self.checkpoint.0 {
            return None;
        }
        self.checkpoint = (number, Instant::now());
        let (states, retired) = self.stories.take_checkpoint();
        Some(Checkpoint { number, states, retired })
    }

    /// What must be written before the program ends, so that the next start has nothing to follow.
    pub fn last_words(&mut self) -> Option<Written> {
        let checkpoint = self.checkpoint()?;
        self.epoch += 1;
        Some(Written { epoch: self.epoch, checkpoint: Some(checkpoint), ..self.nothing_written() })
    }

    /// Makes one story of two, in all that is known of them.
    fn merge(&mut self, merge: &Merge, hour: Time, written: &mut Written) {
        self.book.merge(merge);
        if let Some(headline) = self.headlines.remove(merge.from) {
            let lang = headline.lang;
            self.headlines.name(merge.into, Some(headline), lang);
        }
        for sample in written.samples.iter_mut().filter(|sample| sample.story == merge.from) {
            sample.story = merge.into;
        }
        let since = written.moved.remove(&merge.from).map_or(hour, |moved| moved.since);
        let moved = Moved { peak: Voices::default(), since, may_rise: true };
        let into = written.moved.entry(merge.into).or_insert(moved);
        (into.since, into.may_rise) = (into.since.min(since), true);
        written.merged.push(*merge);
    }

    fn words(&self, story: u64, terms: Vec<String>, gazetteer: &Gazetteer) -> StoryWords {
        let headline = self.headlines.get(story).cloned().unwrap_or(Headline::of_terms(Lang::Other));
        let lang = headline.lang;
        let headline = Some(headline).filter(|headline| headline.tells(&terms, gazetteer));
        let headline = headline.unwrap_or(Headline::of_terms(lang));
        StoryWords { story, headline: headline.text, headline_by: headline.by, headline_lang: headline.lang, terms }
    }

    /// Wipes the day's voices if the office's midnight has passed.
    ///
    /// - returns: the counts of the closed day, if one was closed
    pub fn turn_day(&mut self, now: Time) -> Option<Written> {
        if !self.book.turn_day(now) {
            return None;
        }
        self.epoch += 1;
        let rows = self.book.take_rows();
        Some(Written { rows, ..self.nothing_written() })
    }

    pub fn is_new_day(&self, now: Time) -> bool {
        self.book.is_over(now)
    }

    pub fn is_new_hour(&self, now: Time) -> bool {
        now.hour() > self.hour
    }

    pub fn turn_hour(&mut self, now: Time) {
        self.hour = self.hour.max(now.hour());
    }

    fn nothing_written(&self) -> Written {
        Written {
            epoch: self.epoch,
            steps_version: self.steps_version,
            mentions: self.stories.number(),
            day: self.book.day(),
            findings: Vec::new(),
            words: Vec::new(),
            rows: Rows::default(),
            samples: Vec::new(),
            retired: Vec::new(),
            merged: Vec::new(),
            checkpoint: None,
            moved: BTreeMap::new(),
            newest: Time::from_ms(i64::MIN),
        }
    }
}

impl Written {
    pub async fn write(self, tx: &mut Tx) -> Result<()> {
        for merge in &self.merged {
            analyse::store::merge(tx, merge).await?;
        }
        let steps = self.steps_version;
        analyse::store::write(tx, self.epoch, self.day, &self.findings, self.words, self.rows, steps).await?;
        analyse::store::write_samples(tx, self.samples).await?;
        analyse::store::retire(tx, &self.retired).await?;
        if let Some(checkpoint) = self.checkpoint {
            analyse::store::write_checkpoint(tx, checkpoint).await?;
        }
        Ok(())
    }
}

/// An id is 128 bits in hex; its first half is how stories know it.
fn short(id: &MentionId) -> u64 {
    id.as_str().get(..16).and_then(|half| u64::from_str_radix(half, 16).ok()).unwrap_or(0)
}
