//! Topics with invented content.

use super::{K, NOW, few, frame, headlines, live, print, say, staff};
use crate::*;
use model::{DAY_MS, Figure, Time};
use text::Piece;
use text::query::Query;
use web::chart::{Bar, Bars, Bin, Part, Spark, Split, Timeline, Tone};
use web::{Frame, UiLang};

const QUERY: &str = "(自来水 OR 停水 OR \"tap water\") AND NOT 招聘";

pub fn topics(lang: UiLang) -> String {
    let row = |zh: &str, en: &str, why_zh: &str, why_en: &str, voices: u32| TopicRow {
        href: format!("/{}/desk/topics/3f2a", lang.segment()),
        name: say(lang, zh, en),
        purpose: say(lang, why_zh, why_en),
        voices: few(voices),
        mentions: few(voices * 3 / 2),
        spark: spark(&live(lang, "/desk/topics")),
        since: NOW.plus_hours(-24 * 40),
    };
    let view = TopicsView {
        topics: vec![
            row("供水", "Water supply", "及时了解停水与水质问题", "To hear early of outages and of water quality", 640),
            row("夜间噪声", "Noise at night", "评估施工许可的时段", "To judge the hours of building permits", 84),
            row("无障碍出行", "Getting about with a disability", "改进车站与路口", "To mend stations and crossings", 4),
        ],
        ended: vec![EndedTopic {
            href: format!("/{}/desk/topics/77aa", lang.segment()),
            name: say(lang, "马拉松改道", "Marathon diversions"),
            until: NOW.plus_hours(-24 * 20),
            reason: say(lang, "赛事已结束", "The race is over"),
        }],
        may_edit: true,
        k: K,
        staff: staff(2),
        f: live(lang, "/desk/topics"),
    };
    print(&view)
}

pub fn topics_empty(lang: UiLang) -> String {
    let f = live(lang, "/desk/topics");
    print(&TopicsView { topics: Vec::new(), ended: Vec::new(), may_edit: true, k: K, staff: staff(0), f })
}

fn spark(f: &Frame) -> Spark {
    let values = [3, 5, 4, 6, 12, 11, 14, 18, 25, 31, 48, 96, 160, 132].map(few).to_vec();
    Spark { label: f.words().t_number("story-spark", 14), values, band: None }
}

fn days(f: &Frame, name: &str, title: &str) -> Timeline {
    let values = [
        31, 28, 24, 40, 33, 22, 26, 30, 29, 35, 41, 27, 22, 31, 36, 30, 28, 33, 25, 21, 30, 34, 29, 40, 62, 118, 160,
        132,
    ];
    let bin = |(index, value): (usize, &u32)| {
        let label = f.day(&Time::from_ms(NOW.ms() - DAY_MS * (27 - index as i64)));
        Bin { tick: (index % 6 == 0).then(|| label.clone()), label, value: few(*value) }
    };
    Timeline {
        name: name.to_owned(),
        title: f.t(title),
        caption: say(f.lang, "上周五以后发声明显增多。", "Many more speak of it since last Friday."),
        unit: f.t("mirror-unit-day"),
        bins: values.iter().enumerate().map(bin).collect(),
        band: vec![(22.0, 62.0); 28],
        marks: vec![],
        spoke: vec![],
    }
}

pub fn topic(lang: UiLang) -> String {
    let f = live(lang, "/desk/topics/3f2a");
    let bars = |title: &str, head: &str, bars: Vec<Bar>| Bars {
        title: f.t(title),
        head: (f.t(head), f.t("topic-voices-head")),
        bars,
    };
    let bar = |label: String, value| Bar { label, value: few(value) };
    let part = |key: &str, value, tone| Part { label: f.t(key), value: Figure::Exactly(value), tone };
    let [water, road, ..] = headlines(lang);
    let story = |headline, voices| TopicStory {
        href: format!("/{}/desk/stories/2.1", lang.segment()),
        headline,
        voices: Figure::Exactly(voices),
        spark: spark(&f),
    };
    let view = TopicView {
        id: "3f2a".into(),
        name: say(lang, "供水", "Water supply"),
        purpose: say(lang, "及时了解停水与水质问题", "To hear early of outages and of water quality"),
        query: QUERY.into(),
        explained: explained(&f, QUERY),
        owner: say(lang, "林澜", "Lin Lan"),
        made: NOW.plus_hours(-24 * 40),
        since: NOW.plus_hours(-24 * 6),
        is_recounted: true,
        voices: Figure::Exactly(1_204),
        mentions: Figure::Exactly(1_731),
        timeline: days(&f, "topic", "topic-days-title"),
        places: None,
        kinds: bars(
            "topic-kinds",
            "topic-kinds-head",
            vec![bar(f.t("kind-public"), 1_150), bar(f.t("kind-press"), 41), bar(f.t("kind-institution"), 4)],
        ),
        sources: bars(
            "topic-sources",
            "topic-sources-head",
            vec![bar(say(lang, "青屿论坛", "Qingyu Forum"), 804), bar(say(lang, "青屿晚报", "Evening Post"), 41)],
        ),
        needs: bars(
            "topic-needs",
            "topic-needs-head",
            vec![bar(f.t("need-complaint"), 610), bar(f.t("need-question"), 302)],
        ),
        feeling: Split {
            title: f.t("topic-feeling"),
            parts: vec![
                part("sentiment-negative", 912, Tone::Full),
                part("sentiment-neutral", 640, Tone::Pale),
                part("sentiment-positive", 101, Tone::Accent),
                part("sentiment-unclear", 78, Tone::Faint),
            ],
        },
        mood: None,
        stories: vec![story(water, 412), story(road, 38)],
        versions: vec![
            TopicVersion {
                number: 2, query: QUERY.into(), at: NOW.plus_hours(-144), by: say(lang, "林澜", "Lin Lan")
            },
            TopicVersion {
                number: 1,
                query: "自来水 OR 停水".into(),
                at: NOW.plus_hours(-960),
                by: say(lang, "林澜", "Lin Lan"),
            },
        ],
        ended: None,
        may_edit: true,
        reason: String::new(),
        reason_error: None,
        k: K,
        staff: staff(2),
        f,
    };
    print(&view)
}

fn explained(f: &Frame, query: &str) -> String {
    let query = Query::parse(query).expect("the samples' queries can be read");
    crate::serve::explained(f, &query.explain())
}

fn editor(lang: UiLang, query: &str, reading: Reading) -> TopicEditorView {
    let f = frame(lang, "/desk/topics/new");
    TopicEditorView {
        id: None,
        version: 0,
        name_zh: String::new(),
        name_en: String::new(),
        purpose_zh: String::new(),
        purpose_en: String::new(),
        query: query.to_owned(),
        name_error: None,
        purpose_error: None,
        conflict: None,
        reading: ReadingView { f: f.clone(), reading },
        preview: None,
        k: K,
        staff: staff(2),
        f,
    }
}

pub fn topic_new(lang: UiLang) -> String {
    print(&editor(lang, "", Reading::Empty))
}

fn piece(text: &str, is_hit: bool) -> Piece {
    Piece { text: text.to_owned(), is_hit }
}

pub fn topic_wrong(lang: UiLang) -> String {
    let f = frame(lang, "/desk/topics/new");
    let marked = vec![piece("停水 ", false), piece("“", true), piece("老港 OR 水*", false)];
    let faults = vec![QueryFault { character: 4, text: f.t("topic-query-unclosed-quote") }];
    let view = TopicEditorView {
        name_error: Some("topic-name-missing"),
        ..editor(lang, "停水 “老港 OR 水*", Reading::Wrong { marked, faults })
    };
    print(&view)
}

pub fn topic_preview(lang: UiLang) -> String {
    let f = frame(lang, "/desk/topics/new");
    let shown = |pieces: Vec<Piece>, tag, voices: Option<u32>, href: Option<&str>| ShownText {
        pieces,
        tag,
        voices: voices.map(Figure::Exactly),
        href: href.map(str::to_owned),
    };
    let hit = shown(
        vec![
            piece("自来水", true),
            piece("一股怪味，烧开了也有 <b>，", false),
            piece("停水", true),
            piece("也不通知", false),
        ],
        "zh-Hans",
        Some(37),
        None,
    );
    let published = shown(
        vec![piece("The ", false), piece("tap water", true), piece(" in the Old Harbour is safe again", false)],
        "en",
        None,
        Some("https://water.example/notice/118"),
    );
    let reading = Reading::Good { explained: explained(&f, QUERY), canonical: QUERY.to_owned() };
    let near = Query::parse("招聘").map(|query| crate::serve::explained(&f, &query.explain())).unwrap_or_default();
    let view = TopicEditorView {
        name_zh: "供水".into(),
        name_en: "Water supply".into(),
        preview: Some(TopicPreview {
            read: 18_240,
            since: Some(NOW.plus_hours(-150)),
            mentions: Figure::Exactly(630),
            voices: Figure::Exactly(410),
            days: Some(days(&f, "preview", "topic-preview-days")),
            hits: vec![hit, published.clone()],
            barely: vec![published.clone()],
            near: vec![NearClause {
                text: f.t1("topic-near-excluded", "what", near),
                mentions: Figure::FewerThan(K),
                texts: vec![published],
            }],
        }),
        ..editor(lang, QUERY, reading)
    };
    print(&view)
}
