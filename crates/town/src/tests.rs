//! What a person could check by reading the month.

use crate::{Format, MONTH_DAYS, Post, Town, history_jsonl};
use model::{DAY_MS, HOUR_MS, Lang, SourceKind, Time};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Some Monday's midnight in the town's zone.
const START: Time = Time::from_ms(1_790_524_800_000);

/// The month that most tests read, told once.
fn month() -> &'static [Post] {
    static MONTH: OnceLock<Vec<Post>> = OnceLock::new();
    MONTH.get_or_init(|| Town::load().month(START))
}

fn by_storyline(posts: &[Post]) -> BTreeMap<&str, Vec<&Post>> {
    let mut told: BTreeMap<&str, Vec<&Post>> = BTreeMap::new();
    for post in posts {
        told.entry(&post.storyline).or_default().push(post);
    }
    told
}

fn voices<'a>(posts: impl Iterator<Item = &'a &'a Post>) -> usize {
    posts.filter_map(|post| Some((&post.source, post.author.as_ref()?))).collect::<BTreeSet<_>>().len()
}

fn is_public(town: &Town, post: &Post) -> bool {
    town.source(post.source.as_str()).is_some_and(|source| source.kind == SourceKind::Public)
}

#[test]
fn the_town_says_that_it_is_invented_and_its_facts_fit_together() {
    let town = Town::load();
    assert!(town.invented);
    assert!(town.districts.iter().all(|district| district.population >= 10_000));
    let tiles: BTreeSet<_> = town.districts.iter().map(|district| district.tile).collect();
    assert_eq!(tiles.len(), town.districts.len(), "two districts lie on one tile");
    let places: Vec<&String> = town.districts.iter().flat_map(|district| &district.places).collect();
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "a place lies in two districts");
    for source in &town.sources {
        let known = |id| town.districts.iter().any(|district| &district.id == id);
        assert!(source.district.as_ref().is_none_or(known), "{} names an unknown district", source.id);
    }
    let named = town.texts.storylines.iter().flat_map(|story| story.channels.keys());
    assert!(named.into_iter().all(|id| town.source(id).is_some()), "a storyline names an unknown channel");
    let published = town.texts.storylines.iter().flat_map(|story| &story.items).map(|item| &item.source);
    let routine = town.texts.routines.iter().map(|routine| &routine.source);
    assert!(published.chain(routine).all(|id| town.source(id.as_str()).is_some()), "an item names an unknown source");
}

#[test]
fn at_least_400_texts_are_written_and_about_a_third_are_english() {
    let town = Town::load();
    let texts: BTreeSet<&str> = town.written().collect();
    let english = texts.iter().filter(|text| text.is_ascii()).count();
    assert!(texts.len() >= 400, "{} texts", texts.len());
    assert!((25..=40).contains(&(english * 100 / texts.len())), "{english} of {} are English", texts.len());
}

#[test]
fn the_month_is_the_same_every_time() {
    let town = Town::load();
    let posts = town.month(START);
    assert!(posts == Town::load().month(START));
    assert!(posts == town.month(START.plus_hours(5)), "the month begins at midnight, whatever hour it is asked at");
    assert!(posts.is_sorted_by_key(|post| post.at));
    assert_eq!(posts.iter().map(|post| &post.guid).collect::<BTreeSet<_>>().len(), posts.len());
}

#[test]
fn days_are_as_full_as_days_are() {
    let posts = month();
    let mut days = [0usize; MONTH_DAYS as usize];
    for post in posts {
        days[usize::try_from(post.at.since(START) / DAY_MS).expect("no post lies before the month")] += 1;
    }
    let history: usize = days[..29].iter().sum();
    assert!((4_000..=9_000).contains(&history), "{history} in the history: {days:?}");
    assert!(days[..29].iter().all(|count| (70..=420).contains(count)), "{days:?}");
    assert!((700..=1_050).contains(&days[29]), "{} on the last day", days[29]);
}

#[test]
fn nothing_is_left_unfilled() {
    for post in month() {
        let shown = format!("{}{}", post.title.as_deref().unwrap_or_default(), post.text);
        assert!(!shown.contains(['{', '}', '|']), "{shown}");
    }
}

#[test]
fn storylines_differ_in_size_and_the_small_ones_stay_small() {
    let town = Town::load();
    let posts = month();
    let told = by_storyline(posts);
    for (id, said) in &told {
        let heard = voices(said.iter().filter(|post| is_public(&town, post)));
        match *id {
            "routine" | "chatter" => {}
            "rumour-water" => assert!(heard > 350, "{heard} voices carry the rumour"),
            small if small.starts_with("small-") => assert!(heard < 10, "{small} has {heard} voices"),
            _ => assert!((12..=160).contains(&heard), "{id} has {heard} voices"),
        }
    }
    assert!(told.len() >= 32, "{} storylines", told.len());
}

#[test]
fn the_rumour_climbs_to_its_peak_and_falls_after_the_clarification() {
    let town = Town::load();
    let posts = month();
    let begins = START.plus_hours(29 * 24 + 6);
    let rumour: Vec<&Post> =
        posts.iter().filter(|post| post.storyline == "rumour-water" && is_public(&town, post)).collect();
    let hour = |index: i64| voices(rumour.iter().filter(|post| post.at.since(begins).div_euclid(HOUR_MS) == index));
    let hours: Vec<usize> = (0..18).map(hour).collect();
    assert!(hours[..3].iter().all(|count| *count <= 6), "{hours:?}");
    assert!((60..=90).contains(&hours[9]), "{hours:?}");
    assert!(hours[3] < hours[5] && hours[5] < hours[7] && hours[7] < hours[9], "{hours:?}");
    assert!(hours[17] < 12, "{hours:?}");
    for source in town.sources.iter().filter(|source| source.kind == SourceKind::Public) {
        let share = rumour.iter().filter(|post| post.source == source.id).count() * 100 / rumour.len();
        assert!(share <= 23, "{} carries {share} % of the rumour", source.id);
    }
}

#[test]
fn every_feed_is_well_formed_and_holds_what_was_said() {
    let town = Town::load();
    let posts = month();
    for source in &town.sources {
        let expected = posts.iter().filter(|post| post.source == source.id).count().min(200);
        for format in [Format::Rss, Format::Atom, Format::JsonFeed] {
            let rendered = town.feed(&source.id, posts, format).expect("the source is the town's");
            let parsed = feed_rs::parser::parse(rendered.body.as_bytes()).expect("the feed is well-formed");
            assert_eq!(parsed.entries.len(), expected, "{} as {format:?}", source.id);
            let newest = posts.iter().rfind(|post| post.source == source.id).expect("every source speaks");
            let first = parsed.entries.first().expect("the feed has entries");
            assert_eq!(first.published.map(|at| at.timestamp()), Some(newest.at.ms() / 1000));
            let shown = match format {
                Format::Rss => first.summary.as_ref().map(|text| text.content.clone()),
                _ => first.content.as_ref().and_then(|content| content.body.clone()),
            };
            assert_eq!(shown.as_deref(), Some(newest.text.as_str()), "{} as {format:?}", source.id);
            assert!(rendered.last_modified_http().is_some_and(|date| date.ends_with(" GMT")));
        }
    }
}

#[test]
fn a_feed_of_the_past_knows_nothing_of_the_future() {
    let town = Town::load();
    let posts = month();
    let until = posts.partition_point(|post| post.at < START.plus_hours(24));
    let source = &town.sources[0].id;
    let rendered = town.feed(source, &posts[..until], Format::Rss).expect("the source is the town's");
    assert!(rendered.last_modified.is_some_and(|at| at < START.plus_hours(24)));
}

#[test]
fn history_has_a_row_a_post_and_personal_data_to_mask() {
    let posts = month();
    let rows: Vec<String> = history_jsonl(posts).collect();
    assert_eq!(rows.len(), posts.len());
    let first: serde_json::Value = serde_json::from_str(&rows[0]).expect("a row is JSON");
    for field in ["id", "time", "lang", "source", "title", "text", "author"] {
        assert!(first.get(field).is_some(), "no {field}");
    }
    let town = Town::load();
    let missing: Vec<&str> =
        town.personal().filter(|item| !posts.iter().any(|post| post.text.contains(item))).collect();
    assert!(missing.is_empty(), "never said: {missing:?}");
}

#[test]
fn people_recur_and_a_handle_belongs_to_one_source() {
    let town = Town::load();
    let posts = month();
    let mut homes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for post in posts.iter().filter(|post| is_public(&town, post)) {
        if let Some(author) = &post.author {
            homes.entry(author).or_default().insert(post.source.as_str());
        }
    }
    assert!((550..=700).contains(&homes.len()), "{} handles", homes.len());
    assert!(homes.values().all(|sources| sources.len() == 1));
    let traditional = posts.iter().filter(|post| post.lang == Lang::ZhHant).count();
    assert!(traditional > 150, "{traditional} posts in traditional Chinese");
}
