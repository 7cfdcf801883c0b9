//! The month: thirty days of posts in order of time, the same on every machine. On the last day the rumour runs.

use crate::expand::{fill, hand_on, headline};
use crate::random::Random;
use crate::storyline::{Curve, Routine, Slots, Storyline};
use crate::{Source, Town};
use model::{DAY_MS, HOUR_MS, Lang, SourceId, SourceKind, Time};
use std::collections::{BTreeMap, HashMap};

pub const MONTH_DAYS: i64 = 30;

/// What is said on any day and belongs to no storyline.
const CHATTER_A_DAY: usize = 64;

/// How much is posted in each hour of a day. People sleep, read on the way to work, and complain after dinner.
const RHYTHM: [f64; 24] = [
    0.22, 0.12, 0.07, 0.05, 0.05, 0.10, 0.28, 0.62, 0.80, 0.72, 0.66, 0.68, 0.84, 0.70, 0.58, 0.56, 0.60, 0.72, 0.86,
    0.95, 1.00, 0.96, 0.74, 0.44,
];
const NIGHT: [f64; 24] = [
    0.95, 0.70, 0.50, 0.35, 0.20, 0.12, 0.15, 0.25, 0.25, 0.20, 0.15, 0.15, 0.18, 0.15, 0.12, 0.12, 0.12, 0.15, 0.20,
    0.25, 0.35, 0.60, 0.95, 1.00,
];

/// One thing said in the town, as its source would publish it.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub source: SourceId,
    /// An invented handle, or a byline; a source without handles gives none.
    pub author: Option<String>,
    pub at: Time,
    pub title: Option<String>,
    pub text: String,
    pub lang: Lang,
    /// Distinct over all sources, and the same in every run.
    pub guid: String,
    /// Under the reserved top-level domain `example`, so that it can lead nowhere.
    pub link: String,
    /// What it belongs to, for those who check the generator; it is in no feed. `chatter` and `routine` belong to nothing.
    pub storyline: String,
}

impl Town {
    /// Tells the month.
    ///
    /// - `start`: any moment of the first day; the month begins at that day's midnight in the town's zone
    /// - returns: the posts of [`MONTH_DAYS`] days, oldest first
    /// - cost: some tens of milliseconds
    pub fn month(&self, start: Time) -> Vec<Post> {
        let mut told = Telling::new(self, start);
        for storyline in &self.texts.storylines {
            told.storyline(storyline);
        }
        told.chatter();
        told.routines();
        told.posts.sort_by(|a, b| (a.at, &a.source, &a.text).cmp(&(b.at, &b.source, &b.text)));
        let mut counts: BTreeMap<SourceId, usize> = BTreeMap::new();
        for post in &mut told.posts {
            let count = counts.entry(post.source.clone()).or_default();
            *count += 1;
            post.guid = format!("urn:tinglan:{}:{count:05}", post.source);
            post.link = format!("https://{}.tinglan.example/{count}", post.source);
        }
        told.posts
    }
}

/// The month as far as it is told.
struct Telling<'a> {
    town: &'a Town,
    start: Time,
    /// By source: the handles that recur there, Chinese and English.
    handles: HashMap<&'a SourceId, [Vec<String>; 2]>,
    posts: Vec<Post>,
}

/// What a storyline remembers of itself while it is told.
struct Teller<'a> {
    name: &'a str,
    random: Random,
    slots: Vec<&'a Slots>,
    repost: f64,
    again: f64,
    /// How many times a text with several slots lies in its deck: in chatter it can come back without being the same.
    free_copies: usize,
    channels: Vec<(&'a Source, f64)>,
    /// By phase and language: written texts that wait for their turn, so that all are used before one comes back.
    decks: HashMap<(usize, Lang), Vec<&'a str>>,
    /// By source and script of the handle: the order in which people come forward, and how many have.
    queues: HashMap<(&'a SourceId, usize), (Vec<String>, usize)>,
    said: Vec<Post>,
}

impl<'a> Telling<'a> {
    fn new(town: &'a Town, start: Time) -> Self {
        let start = town.zone.start(town.zone.day(start));
        Telling { town, start, handles: deal_handles(town), posts: Vec::new() }
    }

    fn end(&self) -> Time {
        Time::from_ms(self.start.ms() + MONTH_DAYS * DAY_MS)
    }

    fn storyline(&mut self, storyline: &'a Storyline) {
        let town = self.town;
        let begins = Time::from_ms(self.start.ms() + (storyline.day - 1) * DAY_MS + storyline.hour * HOUR_MS);
        let channels = town
            .sources
            .iter()
            .filter(|source| source.kind == SourceKind::Public)
            .map(|source| match storyline.channels.get(source.id.as_str()) {
                Some(weight) => (source, *weight),
                None if storyline.channels.is_empty() => (source, source.weight),
                None => (source, 0.0),
            })
            .collect();
        let mut teller = Teller {
            name: &storyline.id,
            random: Random::named(&storyline.id),
            slots: vec![&storyline.slots, &town.words.slots, &town.words.personal],
            repost: storyline.repost,
            again: storyline.again,
            free_copies: 1,
            channels,
            decks: HashMap::new(),
            queues: HashMap::new(),
            said: Vec::new(),
        };
        let mut moments = if storyline.by_hour.is_empty() {
            self.spread(begins, storyline.days, storyline.posts, storyline.curve, &mut teller.random)
        } else {
            let hours = storyline.by_hour.iter().zip(0i64..);
            let within = |hour: i64, random: &mut Random| (hour as f64 + random.unit()) * HOUR_MS as f64;
            hours
                .flat_map(|(count, hour)| std::iter::repeat_n(hour, *count))
                .map(|hour| Time::from_ms(begins.ms() + within(hour, &mut teller.random) as i64))
                .collect()
        };
        moments.sort();
        let says: Vec<_> = storyline.says.iter().collect();
        for at in moments {
            let hour = at.since(begins).div_euclid(HOUR_MS);
            // A phase with more to say is heard more often, so that no text comes back much sooner than another.
            let weights: Vec<f64> = says
                .iter()
                .map(|say| if (say.from_hour..say.until_hour).contains(&hour) { say.all().count() as f64 } else { 0.0 })
                .collect();
            let Some(phase) = teller.random.weighted(&weights) else { continue };
            self.speak(&mut teller, phase, says[phase], at);
        }
        for item in &storyline.items {
            let at = Time::from_ms(begins.ms() + (item.hour * HOUR_MS as f64) as i64);
            if let Some(source) = town.source(item.source.as_str()).filter(|_| at < self.end()) {
                let title = fill(&item.title, &teller.slots, &mut teller.random);
                let text = fill(&item.text, &teller.slots, &mut teller.random);
                self.publish(source, item.lang, at, title, text, &storyline.id);
            }
        }
        self.posts.append(&mut teller.said);
    }

    fn chatter(&mut self) {
        let town = self.town;
        let Some(say) = &town.texts.chatter else { return };
        let mut teller = Teller {
            name: "chatter",
            random: Random::named("chatter"),
            slots: vec![&town.words.slots, &town.words.personal],
            repost: 0.02,
            again: 0.0,
            free_copies: 4,
            // Nobody rings the hotline to talk about noodles.
            channels: town
                .sources
                .iter()
                .filter(|source| source.handles > 0)
                .map(|source| (source, source.weight))
                .collect(),
            decks: HashMap::new(),
            queues: HashMap::new(),
            said: Vec::new(),
        };
        let count = CHATTER_A_DAY * MONTH_DAYS as usize;
        let mut moments = self.spread(self.start, MONTH_DAYS as f64, count, Curve::Steady, &mut teller.random);
        moments.sort();
        for at in moments {
            self.speak(&mut teller, 0, say, at);
        }
        self.posts.append(&mut teller.said);
    }

    fn routines(&mut self) {
        let town = self.town;
        let mut random = Random::named("routine");
        for source in &town.sources {
            let mut order: Vec<&Routine> =
                town.texts.routines.iter().filter(|routine| routine.source == source.id).collect();
            random.shuffle(&mut order);
            let mut next = order.iter().cycle();
            for day in 0..MONTH_DAYS {
                for _ in 0..source.routine_a_day {
                    let Some(routine) = next.next() else { break };
                    let at_ms = day * DAY_MS + 7 * HOUR_MS + (random.unit() * 12.0 * HOUR_MS as f64) as i64;
                    let slots = [&town.words.slots];
                    let (title, text) =
                        (fill(&routine.title, &slots, &mut random), fill(&routine.text, &slots, &mut random));
                    self.publish(source, None, Time::from_ms(self.start.ms() + at_ms), title, text, "routine");
                }
            }
        }
    }

    /// Draws moments under a curve and the town's rhythm of day and week, by rejection.
    fn spread(&self, begins: Time, days: f64, count: usize, curve: Curve, random: &mut Random) -> Vec<Time> {
        let mut moments = Vec::with_capacity(count);
        while moments.len() < count {
            let share = random.unit();
            let at = Time::from_ms(begins.ms() + (share * days * DAY_MS as f64) as i64);
            let civil = self.town.zone.civil(at);
            let is_weekend = civil.date().weekday().to_monday_one_offset() >= 6;
            let hours = if curve == Curve::Night { &NIGHT } else { &RHYTHM };
            let rhythm = hours[usize::from(civil.hour().unsigned_abs()) % 24] * if is_weekend { 0.82 } else { 1.0 };
            let height = match curve {
                Curve::Burst if share < 0.06 => share / 0.06,
                Curve::Burst => (-4.0 * (share - 0.06)).exp(),
                Curve::Swell => (std::f64::consts::PI * share).sin().powi(2),
                Curve::Steady | Curve::Night => 1.0,
            };
            // A moment after the end is refused too; every storyline begins before it, so the loop ends.
            if at < self.end() && random.chance(rhythm * height) {
                moments.push(at);
            }
        }
        moments
    }

    /// One private person says something: where, in which language, who, and what.
    fn speak(&self, teller: &mut Teller<'a>, phase: usize, say: &'a crate::storyline::Say, at: Time) {
        let languages = [Lang::ZhHans, Lang::ZhHant, Lang::En];
        let can_say = [!say.zh.is_empty(), !say.zh.is_empty() || !say.hant.is_empty(), !say.en.is_empty()];
        let choices: Vec<(&Source, Lang)> =
            teller.channels.iter().flat_map(|(source, _)| languages.map(|lang| (*source, lang))).collect();
        let weights: Vec<f64> = teller
            .channels
            .iter()
            .flat_map(|(source, weight)| {
                [0, 1, 2].map(|lang| if can_say[lang] { weight * source.mix[lang] } else { 0.0 })
            })
            .collect();
        let Some((source, lang)) = teller.random.weighted(&weights).map(|index| choices[index]) else { return };
        let author = self.step_forward(teller, source, lang);
        let earlier: Vec<&Post> = teller.said.iter().rev().take(60).filter(|post| post.lang == lang).collect();
        let text = if earlier.len() > 2 && teller.random.chance(teller.repost) {
            // What is near the top of the screen is handed on more often than what has scrolled away.
            let reach = teller.random.below(earlier.len()) + 1;
            let original = earlier[teller.random.below(reach)].clone();
            self.forward(teller, &original, lang)
        } else {
            self.compose(teller, phase, say, lang)
        };
        let text = text.trim().to_owned();
        let title = source.titled.then(|| headline(&text));
        teller.said.push(Post {
            source: source.id.clone(),
            author,
            at,
            title,
            text,
            lang,
            guid: String::new(),
            link: String::new(),
            storyline: teller.name.to_owned(),
        });
    }

    fn step_forward(&self, teller: &mut Teller<'a>, source: &'a Source, lang: Lang) -> Option<String> {
        let pools = self.handles.get(&source.id)?;
        let wanted = usize::from(lang == Lang::En);
        let script = if pools[wanted].is_empty() { 1 - wanted } else { wanted };
        if pools[script].is_empty() {
            return None;
        }
        let random = &mut teller.random;
        let (order, come) = teller.queues.entry((&source.id, script)).or_insert_with(|| {
            let mut order = pools[script].clone();
            random.shuffle(&mut order);
            (order, 0)
        });
        if *come > 0 && random.chance(teller.again) {
            return random.pick(&order[..(*come).min(order.len())]).cloned();
        }
        *come += 1;
        order.get((*come - 1) % order.len()).cloned()
    }

    fn compose(&self, teller: &mut Teller<'a>, phase: usize, say: &'a crate::storyline::Say, lang: Lang) -> String {
        let own =
            !say.texts(lang).is_empty() && (lang != Lang::ZhHant || say.zh.is_empty() || teller.random.chance(0.6));
        let written_in = if own { lang } else { Lang::ZhHans };
        let deck = teller.decks.entry((phase, written_in)).or_default();
        if deck.is_empty() {
            for text in say.texts(written_in) {
                let copies = if text.matches('{').count() > 1 { teller.free_copies } else { 1 };
                deck.extend(std::iter::repeat_n(text.as_str(), copies));
            }
            teller.random.shuffle(deck);
        }
        let template = deck.pop().unwrap_or_default();
        let words = &self.town.words;
        let key = if lang == Lang::En { "en" } else { "zh" };
        let opener = words.openers.get(key).and_then(|list| teller.random.pick(list)).map_or("", String::as_str);
        let closer = words.closers.get(key).and_then(|list| teller.random.pick(list)).map_or("", String::as_str);
        let text = fill(&format!("{opener}{template}{closer}"), &teller.slots, &mut teller.random);
        if lang == Lang::ZhHant { self.town.traditional.write(&text) } else { text }
    }

    fn forward(&self, teller: &mut Teller<'a>, original: &Post, lang: Lang) -> String {
        let handle = original.author.clone().unwrap_or_else(|| "…".to_owned());
        let named = Slots::from([("handle".to_owned(), vec![handle])]);
        let key = if lang == Lang::En { "en" } else { "zh" };
        let marks = self.town.words.forwards.get(key).map_or(&[][..], Vec::as_slice);
        let mark = teller.random.pick(marks).map_or("", String::as_str);
        let mark = fill(mark, &[&named], &mut teller.random);
        let mark = if lang == Lang::ZhHant { self.town.traditional.write(&mark) } else { mark };
        hand_on(&original.text, &mark, &mut teller.random)
    }

    fn publish(&mut self, source: &Source, lang: Option<Lang>, at: Time, title: String, text: String, storyline: &str) {
        self.posts.push(Post {
            source: source.id.clone(),
            author: Some(source.name_zh.clone()),
            at,
            title: Some(title),
            text,
            lang: lang.or(source.lang).unwrap_or(Lang::ZhHans),
            guid: String::new(),
            link: String::new(),
            storyline: storyline.to_owned(),
        });
    }
}

/// Deals every source its handles from two shuffled packs; no handle belongs to two sources.
fn deal_handles(town: &Town) -> HashMap<&SourceId, [Vec<String>; 2]> {
    let pack = |parts: &crate::storyline::HandleParts, name: &str| {
        let mut pack: Vec<String> = parts
            .first
            .iter()
            .flat_map(|first| parts.second.iter().map(move |second| format!("{first}{second}")))
            .collect();
        Random::named(name).shuffle(&mut pack);
        pack
    };
    let mut packs = [pack(&town.words.handles_zh, "handles-zh"), pack(&town.words.handles_en, "handles-en")];
    let mut dealt = HashMap::new();
    for source in town.sources.iter().filter(|source| source.handles > 0) {
        let english = (source.handles as f64 * source.mix[2]).round() as usize;
        let counts = [source.handles - english, english];
        let mut hands = [0, 1].map(|script| {
            let left = packs[script].len().saturating_sub(counts[script]);
            packs[script].split_off(left)
        });
        // Where people write in traditional characters, they also call themselves in them.
        if source.lang == Some(Lang::ZhHant) {
            hands[0] = hands[0].iter().map(|handle| town.traditional.write(handle)).collect();
        }
        dealt.insert(&source.id, hands);
    }
    dealt
}
