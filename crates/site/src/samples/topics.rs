//! Topics and search with invented content.

use super::{K, NOW, bar, few, frame, headlines, month, print, split, words};
use crate::*;
use model::Figure;
use text::Piece;
use web::UiLang;
use web::chart::{Bars, Spark};

const QUERY: &str = "(自来水 OR 停水 OR \"tap water\") AND NOT 招聘";

fn say(lang: UiLang, zh: &str, en: &str) -> String {
    if lang == UiLang::Zh { zh } else { en }.to_owned()
}

pub fn registered(lang: UiLang) -> Vec<RegisteredTopic> {
    let topic = |zh: &str, en: &str, why_zh: &str, why_en: &str, query: &str, ended| RegisteredTopic {
        href: format!("/{}/topics/3f2a", lang.segment()),
        name: say(lang, zh, en),
        purpose: say(lang, why_zh, why_en),
        query: query.to_owned(),
        since: NOW.plus_hours(-24 * 40),
        ended,
    };
    let over = Some((NOW.plus_hours(-24 * 20), say(lang, "赛事已结束", "The race is over")));
    vec![
        topic(
            "供水",
            "Water supply",
            "及时了解停水与水质问题",
            "To hear early of outages and of water quality",
            QUERY,
            None,
        ),
        topic(
            "马拉松改道",
            "Marathon diversions",
            "改进绕行安排",
            "To better the diversions",
            "马拉松 OR marathon",
            over,
        ),
    ]
}

pub fn topic(lang: UiLang) -> String {
    let f = frame(lang, "/topics/3f2a");
    let spark = || Spark {
        label: words(lang).t_number("story-spark", 14),
        values: [3, 5, 4, 6, 12, 11, 14, 18, 25, 31, 48, 96, 160, 132].map(few).to_vec(),
        band: None,
    };
    let story = |headline, voices| TopicStory {
        href: format!("/{}/stories/2.1", lang.segment()),
        headline,
        voices: Figure::Exactly(voices),
        spark: spark(),
    };
    let [water, road, ..] = headlines(lang);
    let view = TopicView {
        name: say(lang, "供水", "Water supply"),
        purpose: say(lang, "及时了解停水与水质问题", "To hear early of outages and of water quality"),
        query: QUERY.into(),
        since: NOW.plus_hours(-144),
        is_recounted: true,
        ended: None,
        voices: Figure::Exactly(1_204),
        mentions: Figure::Exactly(1_731),
        timeline: month(lang),
        kinds: Bars {
            title: f.t("topic-kinds"),
            head: (f.t("topic-kinds-head"), f.t("topic-voices-head")),
            bars: vec![bar(&f.t("kind-public"), few(1_150)), bar(&f.t("kind-institution"), few(4))],
        },
        feeling: split(lang, 1_204, [54, 30, 10, 6]),
        places: None,
        stories: vec![story(water, 412), story(road, 38)],
        k: K,
        json_href: "/topics/3f2a.json".into(),
        f,
    };
    print(&view)
}

pub fn search_new(lang: UiLang) -> String {
    let f = frame(lang, "/search");
    print(&SearchView { f, q: String::new(), found: None, is_more: false, is_relaxed: false })
}

pub fn search(lang: UiLang) -> String {
    let f = frame(lang, "/search");
    let piece = |text: &str, is_hit| Piece { text: text.to_owned(), is_hit };
    let item = FoundItem {
        href: format!("/{}/stories/2.1", lang.segment()),
        tag: "zh-Hans",
        what: f.t("search-corpus-one-story"),
        title: vec![piece("老港", false), piece("自来水", true), piece("发黄", false)],
        excerpt: vec![piece("自来水", true), piece("、发黄、<b>水务公司</b>", false)],
        at: NOW.plus_hours(-3),
    };
    let found = Some(vec![item]);
    print(&SearchView { f, q: "自来水".into(), found, is_more: true, is_relaxed: true })
}
