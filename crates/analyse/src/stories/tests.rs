//! What the clustering promises whatever its constants are.

use super::*;
use crate::finding::{Knowledge, study};
use model::{DAY_MS, HOUR_MS, Lang, Mention, MentionId, SourceId, SourceKind};
use text::Gazetteer;

const WORDS: [&str; 24] = [
    "harbour",
    "bridge",
    "school",
    "market",
    "tram",
    "lantern",
    "orchard",
    "quarry",
    "ferry",
    "library",
    "clinic",
    "stadium",
    "reservoir",
    "tunnel",
    "museum",
    "bakery",
    "depot",
    "garden",
    "tower",
    "theatre",
    "canal",
    "viaduct",
    "airfield",
    "mill",
];

fn mention(number: u64, text: String) -> Mention {
    Mention {
        id: MentionId::new(format!("{number:032x}")),
        source: SourceId::new("forum"),
        kind: SourceKind::Public,
        title: String::new(),
        text,
        lang_hint: Some(Lang::En),
        at: Time::from_ms(20_000 * DAY_MS + number as i64 * HOUR_MS),
        link: None,
        district: None,
    }
}

/// Posts about things that are named by two words each, among remarks that name nothing else.
fn posts(count: u64) -> Vec<(Mention, Finding)> {
    let knowledge = Knowledge::of_places(Gazetteer::new(&[]));
    let word = |number: u64| WORDS[(scatter(number) % WORDS.len() as u64) as usize];
    (0..count)
        .map(|number| {
            let event = number % 7;
            let text = format!(
                "The {} beside the {} is closed, says {} near {} number {number}",
                WORDS[event as usize],
                WORDS[event as usize + 7],
                word(number),
                word(number + 1000)
            );
            let mention = mention(number, text);
            let finding = study(&mention, &knowledge);
            (mention, finding)
        })
        .collect()
}

#[test]
fn going_on_from_a_checkpoint_is_the_same_as_never_having_stopped() {
    let posts = posts(400);
    let mut unbroken = Stories::default();
    let mut assigned = Vec::new();
    let mut saved = HashMap::new();
    for (number, (mention, finding)) in (0_u64..).zip(&posts) {
        if [150, 250].contains(&number) {
            let (states, ended) = unbroken.take_checkpoint();
            saved.extend(states);
            ended.iter().for_each(|story| drop(saved.remove(story)));
        }
        assigned.push(unbroken.assign(number, finding, mention.at));
    }

    let states = saved.iter().map(|(story, state): (&u64, &Vec<u8>)| (*story, state.as_slice()));
    let mut restored = Stories::restore(250, states).expect("the states are its own");
    for (number, (mention, finding)) in (0_u64..).zip(&posts).skip(250).take(50) {
        let known = assigned[number as usize];
        restored.follow(number, finding, mention.at, known.story, known.copy_of);
    }
    for (number, (mention, finding)) in (0_u64..).zip(&posts).skip(300) {
        assert_eq!(restored.assign(number, finding, mention.at), assigned[number as usize], "post {number}");
    }
    assert_eq!(restored.live_count(), unbroken.live_count());
    assert!(assigned.iter().any(|assigned| assigned.is_new) && assigned[399].story != 0);
}

#[test]
fn a_state_that_is_not_its_own_is_refused() {
    let mut stories = Stories::default();
    for (number, (mention, finding)) in (0_u64..).zip(&posts(3)) {
        stories.assign(number, finding, mention.at);
    }
    let (states, _) = stories.take_checkpoint();
    let (story, state) = states.first().expect("a story was begun");
    for cut in 0..state.len() {
        assert!(Stories::restore(3, [(*story, &state[..cut])]).is_err(), "{cut} bytes");
    }
}

#[test]
fn what_a_mention_costs_does_not_grow_with_the_number_of_stories() {
    let knowledge = Knowledge::of_places(Gazetteer::new(&[]));
    let mut stories = Stories::default();
    let mut costs = Vec::new();
    for number in 0..6_000 {
        // Every post shares a common word with all others, and names things of its own.
        let own: String = (0..15).map(|part| format!(" q{:x}", scatter(number * 16 + part))).collect();
        let text = format!("market{own}");
        let mention = mention(0, text);
        let before = stories.work();
        stories.assign(number, &study(&mention, &knowledge), mention.at);
        costs.push(stories.work().postings_read - before.postings_read);
    }
    let early: u64 = costs[1_000..2_000].iter().sum();
    let late: u64 = costs[5_000..].iter().sum();
    assert!(stories.live_count() > 3_000, "{} stories", stories.live_count());
    assert!(late <= early + early / 100, "{late} postings for a thousand posts, {early} before");
}

/// What a forum says of districts that a gazetteer knows, in order; each part of it by its story in the end.
fn told(parts: &[&[&str]]) -> Vec<HashSet<u64>> {
    let district = |id: &str, zh: &str, en: &str| model::District {
        id: model::DistrictId::new(id),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        population: 100_000,
        tile: (0, 0),
        places: Vec::new(),
    };
    let knowledge = Knowledge::of_places(Gazetteer::new(&[
        district("north", "北汀", "Beiting"),
        district("south", "南篁", "Nanhuang"),
    ]));
    let mut stories = Stories::default();
    let mut into: HashMap<u64, u64> = HashMap::new();
    let mut assigned = vec![Vec::new(); parts.len()];
    let longest = parts.iter().map(|part| part.len()).max().unwrap_or(0);
    let mut number = 0;
    for row in 0..longest {
        for (part, assigned) in parts.iter().zip(&mut assigned) {
            let Some(text) = part.get(row) else { continue };
            let mention = mention(number, (*text).to_owned());
            assigned.push(stories.assign(number, &study(&mention, &knowledge), mention.at).story);
            into.extend(stories.take_merged().iter().map(|merge| (merge.from, merge.into)));
            number += 1;
        }
    }
    let end = |mut story: u64| {
        while let Some(other) = into.get(&story) {
            story = *other;
        }
        story
    };
    assigned.into_iter().map(|stories| stories.into_iter().map(end).collect()).collect()
}

const CHINESE: [&str; 4] = [
    "北汀今早自来水发黄，有异味，听说化工厂泄漏",
    "北汀的自来水又黄又臭，化工厂是不是泄漏了，水有没有毒",
    "化工厂泄漏，北汀自来水有毒？水都发黄了，怪味很重",
    "北汀自来水发黄有异味，化工厂泄漏的说法是真的吗",
];
const ENGLISH: [&str; 4] = [
    "Yellow tap water in Beiting this morning with a strange smell, they say the chemical plant leaked",
    "The tap water in Beiting turned yellow and has a smell. Did the chemical plant leak?",
    "Is the tap water poisoned? Chemical plant leak near Beiting, yellow water, terrible smell",
    "Beiting: tap water turned yellow, a bad smell, and talk of a leak at the chemical plant",
];

#[test]
fn one_event_in_two_languages_is_one_story() {
    let stories = told(&[&CHINESE, &ENGLISH]);
    assert_eq!(stories[0].len(), 1, "{stories:?}");
    assert_eq!(stories[0], stories[1]);
}

#[test]
fn the_same_kind_of_event_in_another_district_is_another_story() {
    let elsewhere = CHINESE.map(|text| text.replace("北汀", "南篁"));
    let stories = told(&[&CHINESE, &elsewhere.each_ref().map(String::as_str)]);
    assert!(stories[0].is_disjoint(&stories[1]), "{stories:?}");
}

#[test]
fn the_louder_a_story_was_the_more_is_asked_after_its_silence() {
    let day = |day: i64| Time::from_ms((20_000 + day) * DAY_MS);
    let asked = |count: u32, last: i64, now: i64| {
        let mut story = Story::new(1, day(0));
        (story.last, story.count) = (day(last), count);
        likeness::asked_after_silence(&story, day(now))
    };
    assert!(asked(800, 25, 26) < 0.06, "a day is hardly a silence");
    assert!(asked(800, 25, 90) > 0.2, "a quake is over when nobody spoke of it for two months");
    assert!(asked(4, 60, 90) < 0.07, "a quarrel that is spoken of every other week goes on");
    assert!(asked(800, 25, 90) > asked(800, 25, 60) && asked(800, 25, 60) > asked(80, 25, 60));
}
