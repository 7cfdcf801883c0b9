//! Every page with invented content: what the tests render and what a designer looks at.
//!
//! The town, its people and their words do not exist.

pub mod claims;
pub mod log;
pub mod published;
pub mod subscribe;
pub mod topics;
pub mod wall;

use crate::*;
use askama::Template;
use model::{DAY_MS, Figure, HOUR_MS, Lang, Level, SourceKind, Time, Zone};
use web::chart::{Bar, Bars, Bin, Heat, Mark, Multiples, Part, Series, Spark, Split, Tile, Tiles, Timeline, Tone};
use web::{Frame, Spoken, UiLang};

/// 22 November 2026, 16:20 in Shanghai.
const NOW: Time = Time::from_ms(1_795_335_600_000);
const K: u32 = 10;

pub fn home(lang: UiLang) -> String {
    let stories = [
        ("2.1", 412, 638, [58, 31, 6, 5], &[3, 5, 4, 6, 12, 11, 14, 18, 25, 31, 48, 96, 160, 132]),
        ("2.2", 187, 240, [40, 44, 10, 6], &[14, 12, 18, 16, 12, 19, 22, 25, 21, 18, 24, 31, 28, 26]),
        ("2.3", 96, 131, [8, 28, 58, 6], &[4, 6, 5, 8, 9, 6, 12, 15, 22, 31, 28, 19, 16, 12]),
        ("2.4", 41, 44, [20, 60, 12, 8], &[2, 3, 2, 4, 5, 3, 6, 8, 4, 12, 11, 14, 12, 16]),
    ];
    let headlines = headlines(lang);
    let items = stories.into_iter().enumerate().map(|(index, (id, voices, mentions, feeling, days))| StoryItem {
        href: format!("/{}/stories/{id}", lang.segment()),
        headline: headlines[index].clone(),
        voices: Figure::Exactly(voices),
        mentions: Figure::Exactly(mentions),
        spark: Spark {
            label: words(lang).t_number("story-spark", days.len() as u64),
            values: days.iter().map(|count| few(*count)).collect(),
            band: None,
        },
        places: places(lang)[index..index + 2].iter().map(|place| (*place).to_owned()).collect(),
        sentiment: split(lang, voices, feeling),
        terms: terms(lang, index),
        first_seen: NOW.plus_hours(-24 * (9 - 2 * index as i64)).hour(),
        last_seen: NOW.plus_hours(-(index as i64)).hour(),
    });
    let view = HomeView {
        stories: items.collect(),
        timeline: Some(month(lang)),
        heat: Some(heat(lang)),
        tiles: Some(tiles(lang)),
        needs: Some(needs(lang)),
        heard_last: Some(NOW.plus_hours(-1)),
        mentions: Figure::Exactly(12_480),
        voices: Figure::Exactly(3_206),
        sources_answered: 11,
        said: published::items(lang),
        ..empty_home(lang)
    };
    print(&view)
}

pub fn home_empty(lang: UiLang) -> String {
    print(&empty_home(lang))
}

pub fn story(lang: UiLang) -> String {
    let zh = lang == UiLang::Zh;
    let sample = |text: &str, voices| Sample {
        text: Spoken::new(text, if text.is_ascii() { Lang::En } else { Lang::ZhHans }),
        voices: Figure::Exactly(voices),
    };
    let view = StoryView {
        f: frame(lang, "/stories/2.1"),
        headline: headlines(lang)[0].clone(),
        voices: Figure::Exactly(412),
        mentions: Figure::Exactly(638),
        first_seen: NOW.plus_hours(-216).hour(),
        last_seen: NOW.plus_hours(-1).hour(),
        terms: terms(lang, 0),
        timeline: hours(lang),
        sources: Bars {
            title: words(lang).t("story-sources-title"),
            head: (words(lang).t("story-sources-head"), words(lang).t("story-voices-head")),
            bars: vec![
                bar(&words(lang).t("kind-public"), Figure::Exactly(389)),
                bar(&words(lang).t("kind-press"), Figure::Exactly(14)),
                bar(&words(lang).t("kind-institution"), Figure::FewerThan(K)),
            ],
        },
        places: Some(Bars {
            title: words(lang).t("story-places-title"),
            head: (words(lang).t("story-places-head"), words(lang).t("story-voices-head")),
            bars: places(lang).iter().zip([208, 96, 44, 21, 8]).map(|(place, count)| bar(place, few(count))).collect(),
        }),
        sentiment: Some(mood(lang)),
        samples: vec![
            sample("自来水一股怪味，烧开了也有，老人孩子都不敢喝，能不能给个说法。", 37),
            sample("Tap water in [address] smells of chlorine and runs brown after ten at night.", 12),
        ],
        publications: vec![
            Publication {
                title: Spoken::new("青屿水务：夜间检修，部分片区水质短时浑浊", Lang::ZhHans),
                source: if zh { "青屿水务" } else { "Qingyu Water" }.into(),
                href: "https://water.example/notice/118".into(),
                at: NOW.plus_hours(-5),
            },
            Publication {
                title: Spoken::new("What <b>we</b> know about the water in the Old Harbour", Lang::En),
                source: "Qingyu Courier".into(),
                href: "https://courier.example/water".into(),
                at: NOW.plus_hours(-20),
            },
        ],
        answers: claims::answers(lang),
        first_word_ms: Some(199 * HOUR_MS),
        after: Some(Figure::Exactly(64)),
        k: K,
        sources_answered: 11,
        sources_total: 12,
        json_href: "/heard/2.1.json".into(),
    };
    print(&view)
}

/// A story that has only just reached the threshold: most of its figures are hidden.
pub fn story_small(lang: UiLang) -> String {
    let mut timeline = hours(lang);
    for bin in &mut timeline.bins {
        bin.value = Figure::FewerThan(K);
    }
    timeline.band = Vec::new();
    timeline.marks = Vec::new();
    let view = StoryView {
        f: frame(lang, "/stories/2.9"),
        headline: headlines(lang)[3].clone(),
        voices: Figure::Exactly(10),
        mentions: Figure::Exactly(11),
        first_seen: NOW.plus_hours(-30).hour(),
        last_seen: NOW.plus_hours(-2).hour(),
        terms: Vec::new(),
        timeline,
        sources: Bars {
            title: words(lang).t("story-sources-title"),
            head: (words(lang).t("story-sources-head"), words(lang).t("story-voices-head")),
            bars: vec![bar(&words(lang).t("kind-public"), Figure::Exactly(10))],
        },
        places: None,
        sentiment: None,
        samples: Vec::new(),
        publications: Vec::new(),
        answers: Vec::new(),
        first_word_ms: None,
        after: None,
        k: K,
        sources_answered: 9,
        sources_total: 12,
        json_href: "/heard/2.9.json".into(),
    };
    print(&view)
}

pub fn listening(lang: UiLang) -> String {
    let zh = lang == UiLang::Zh;
    let source = |zh_name: &str, en_name: &str, kind, zh_why: &str, en_why: &str, days_ago: i64| RegisteredSource {
        name: if zh { zh_name } else { en_name }.into(),
        kind,
        purpose: if zh { zh_why } else { en_why }.into(),
        since: NOW.plus_hours(-24 * days_ago),
        until: None,
        reason: None,
        asks: None,
        is_silent: false,
    };
    let mut gone = source("青屿闲谈", "Qingyu Chat", SourceKind::Public, "论坛已关闭", "The forum closed", 420);
    gone.until = Some(NOW.plus_hours(-24 * 60));
    let query =
        |zh_why: &str, en_why: &str, count| QueryCount { purpose: if zh { zh_why } else { en_why }.into(), count };
    let view = ListeningView {
        f: frame(lang, "/listening"),
        sources: vec![
            source(
                "青屿水务公告",
                "Qingyu Water notices",
                SourceKind::Institution,
                "了解停水与水质通报",
                "To know of outages and water quality",
                300,
            ),
            source(
                "青屿晚报",
                "Qingyu Courier",
                SourceKind::Press,
                "了解本地报道",
                "To know what is reported locally",
                300,
            ),
            source(
                "青屿论坛·市政版",
                "Qingyu Forum, town matters",
                SourceKind::Public,
                "了解居民对市政服务的意见",
                "To hear what residents say of town services",
                280,
            ),
            source(
                "市民热线公开摘要",
                "Citizen hotline, public digest",
                SourceKind::Public,
                "了解来电反映的集中问题",
                "To hear which matters callers raise most",
                41,
            ),
        ],
        topics: topics::registered(lang),
        removed: vec![gone],
        k: K,
        retention_days: 7,
        queries_days: 30,
        queries: vec![
            query("值班研判", "Duty review", 212),
            query("办理回应", "Preparing an answer", 64),
            query("核查来源故障", "Checking a failing source", 9),
        ],
        months: vec![
            MonthRow {
                month: "2026-11".into(),
                queries: vec![query("日常研判", "Routine watch", 212), query("来源维护", "Care of sources", 9)],
                added: vec![if zh { "Mastodon：青屿话题" } else { "Mastodon: #qingyu" }.into()],
                removed: Vec::new(),
                policies: 1,
            },
            MonthRow {
                month: "2026-10".into(),
                queries: vec![query("日常研判", "Routine watch", 640), query("报告", "Reports", 31)],
                added: Vec::new(),
                removed: vec![if zh { "青屿闲谈" } else { "Qingyu Chat" }.into()],
                policies: 0,
            },
        ],
    };
    print(&view)
}

pub fn listening_empty(lang: UiLang) -> String {
    let view = ListeningView {
        f: frame(lang, "/listening"),
        sources: Vec::new(),
        removed: Vec::new(),
        topics: Vec::new(),
        k: K,
        retention_days: 7,
        queries_days: 30,
        queries: Vec::new(),
        months: Vec::new(),
    };
    print(&view)
}

pub fn accessibility(lang: UiLang) -> String {
    print(&AccessibilityView { f: frame(lang, "/accessibility"), contact: Some("access@qingyu.example".into()) })
}

pub fn choice(lang: UiLang) -> String {
    let office = |lang| frame(lang, "/").office;
    print(&ChoiceView { f: frame(lang, "/"), office_zh: office(UiLang::Zh), office_en: office(UiLang::En) })
}

pub fn forbidden(lang: UiLang) -> String {
    print(&FaultView { f: frame(lang, "/stories/9"), fault: Fault::Forbidden })
}

pub fn not_found(lang: UiLang) -> String {
    print(&FaultView { f: frame(lang, "/stories/9"), fault: Fault::NotFound })
}

pub fn broken(lang: UiLang) -> String {
    print(&FaultView { f: frame(lang, "/"), fault: Fault::Broken })
}

pub fn busy(lang: UiLang) -> String {
    print(&FaultView { f: frame(lang, "/"), fault: Fault::Busy })
}

fn print(view: &impl Template) -> String {
    view.render().expect("printing into a string does not fail")
}

fn words(lang: UiLang) -> &'static web::Words {
    web::Words::for_lang(lang)
}

fn frame(lang: UiLang, path: &str) -> Frame {
    let office = match lang {
        UiLang::Zh => "青屿市人民政府",
        UiLang::En => "Qingyu City Government",
    };
    let zone = Zone::named("Asia/Shanghai").unwrap_or_else(Zone::utc);
    Frame { lang, office: office.into(), path: path.into(), now: NOW, zone, live: None }
}

fn empty_home(lang: UiLang) -> HomeView {
    HomeView {
        f: frame(lang, "/"),
        period_from: NOW.plus_hours(-24 * 6),
        period_to: NOW,
        heard_last: None,
        mentions: Figure::FewerThan(K),
        voices: Figure::FewerThan(K),
        sources_answered: 0,
        sources_total: 12,
        k: K,
        json_href: "/heard.json".into(),
        stories: Vec::new(),
        timeline: None,
        heat: None,
        tiles: None,
        needs: None,
        said: Vec::new(),
    }
}

fn few(count: u32) -> Figure {
    if count < K { Figure::FewerThan(K) } else { Figure::Exactly(count) }
}

fn bar(label: &str, value: Figure) -> Bar {
    Bar { label: label.to_owned(), value }
}

fn headlines(lang: UiLang) -> [Spoken; 4] {
    let other = match lang {
        UiLang::Zh => Spoken::new("Night bus 9 no longer stops at the university", Lang::En),
        UiLang::En => Spoken::new("夜班 9 路不再停靠大学城", Lang::ZhHans),
    };
    match lang {
        UiLang::Zh => [
            Spoken::new("老港片区自来水有异味，居民担心饮水安全", Lang::ZhHans),
            Spoken::new("学府路早高峰拥堵加剧，家长盼错峰放行", Lang::ZhHans),
            Spoken::new("湿地公园步道开放，晨练市民点赞", Lang::ZhHans),
            other,
        ],
        UiLang::En => [
            Spoken::new("Tap water in the Old Harbour smells, and residents ask whether it is safe to drink", Lang::En),
            Spoken::new("School Road is jammed each morning; parents ask for staggered hours", Lang::En),
            Spoken::new("The wetland park path has opened, and early walkers like it", Lang::En),
            other,
        ],
    }
}

fn places(lang: UiLang) -> [&'static str; 5] {
    match lang {
        UiLang::Zh => ["老港", "河东", "学府", "北山", "湾口"],
        UiLang::En => ["Old Harbour", "East Bank", "College Hill", "North Hill", "Bay Mouth"],
    }
}

fn terms(lang: UiLang, index: usize) -> Vec<Spoken> {
    let (texts, said): (&[&[&str]], Lang) = match lang {
        UiLang::Zh => (
            &[
                &["自来水", "异味", "发黄", "水务公司", "停水通知"],
                &["堵车", "校门口", "错峰"],
                &["步道", "晨练", "路灯"],
                &["夜班车", "大学城"],
            ],
            Lang::ZhHans,
        ),
        UiLang::En => (
            &[
                &["tap water", "smell", "brown", "water company"],
                &["traffic", "school gate", "staggered"],
                &["path", "morning", "lamps"],
                &["night bus", "campus"],
            ],
            Lang::En,
        ),
    };
    texts[index].iter().map(|text| Spoken::new(*text, said)).collect()
}

fn split(lang: UiLang, whole: u32, [negative, neutral, positive, unclear]: [u32; 4]) -> Split {
    let part =
        |key: &str, share: u32, tone| Part { label: words(lang).t(key), value: Figure::Exactly(whole * share), tone };
    Split {
        title: words(lang).t("story-feeling"),
        parts: vec![
            part("sentiment-negative", negative, Tone::Full),
            part("sentiment-neutral", neutral, Tone::Pale),
            part("sentiment-positive", positive, Tone::Accent),
            part("sentiment-unclear", unclear, Tone::Faint),
        ],
    }
}

fn month(lang: UiLang) -> Timeline {
    let f = frame(lang, "/");
    let counts = [
        88, 92, 104, 96, 61, 54, 90, 101, 97, 110, 108, 66, 58, 99, 94, 120, 131, 118, 72, 64, 108, 112, 125, 119, 140,
        98, 160, 310, 420, 365,
    ];
    let bin = |(index, count): (usize, &u32)| {
        let time = Time::from_ms(NOW.ms() - DAY_MS * (29 - index as i64));
        Bin {
            label: f.day(&time),
            tick: (index % 7 == 1).then(|| f.day(&time)),
            value: few(if index == 12 { 4 } else { *count }),
        }
    };
    Timeline {
        name: "month".into(),
        title: f.t("home-time-title"),
        caption: match lang {
            UiLang::Zh => "近三天的发声人数是平常的三倍，主要因老港片区自来水异味。",
            UiLang::En => "Three times as many people as usual spoke in the last three days, most of them about the water in the Old Harbour.",
        }
        .into(),
        unit: match lang {
            UiLang::Zh => "人 / 日",
            UiLang::En => "voices a day",
        }
        .into(),
        bins: counts.iter().enumerate().map(bin).collect(),
        band: counts
            .iter()
            .enumerate()
            .map(|(index, _)| if matches!(index % 7, 4 | 5) { (45.0, 80.0) } else { (80.0, 130.0) })
            .collect(),
        marks: vec![],
        spoke: vec![],
    }
}

fn hours(lang: UiLang) -> Timeline {
    let f = frame(lang, "/");
    let bin = |index: usize| {
        let time = Time::from_ms(NOW.hour().ms() - HOUR_MS * (119 - index as i64));
        let civil = f.zone.civil(time);
        let day_shape = [2, 1, 1, 1, 1, 2, 5, 9, 12, 11, 10, 12, 14, 12, 10, 9, 11, 13, 16, 18, 15, 11, 7, 4];
        let swell = match index {
            0..72 => 1,
            72..96 => 2,
            96..108 => 4,
            _ => 7,
        };
        Bin {
            label: format!("{} {:02}:00", f.day(&time), civil.hour()),
            tick: (civil.hour() == 0).then(|| f.day(&time)),
            value: few(day_shape[civil.hour() as usize] * swell),
        }
    };
    let bins: Vec<Bin> = (0..120).map(bin).collect();
    Timeline {
        name: "course".into(),
        title: f.t("story-timeline-title"),
        caption: match lang {
            UiLang::Zh => "周六夜间起发声明显增多，周日午后达到最高。",
            UiLang::En => "It grew quickly from Saturday night and was loudest on Sunday afternoon.",
        }
        .into(),
        unit: match lang {
            UiLang::Zh => "人 / 时",
            UiLang::En => "voices an hour",
        }
        .into(),
        band: bins.iter().map(|_| (2.0, 22.0)).collect(),
        bins,
        marks: vec![
            Mark { bin_index: 76, level: Level::Blue },
            Mark { bin_index: 100, level: Level::Yellow },
            Mark { bin_index: 112, level: Level::Orange },
        ],
        spoke: vec![128],
    }
}

fn mood(lang: UiLang) -> Multiples {
    let f = frame(lang, "/");
    let days: Vec<Time> = (0..10).map(|ago| Time::from_ms(NOW.ms() - DAY_MS * (9 - ago))).collect();
    let series =
        |key: &str, values: [u32; 10]| Series { label: f.t(key), values: values.iter().map(|v| few(*v)).collect() };
    Multiples {
        name: "mood".into(),
        title: f.t("story-sentiment-title"),
        caption: match lang {
            UiLang::Zh => "负面声音随事态上升，中性声音平稳。",
            UiLang::En => "Negative voices rose with the matter while neutral ones stayed level.",
        }
        .into(),
        unit: match lang {
            UiLang::Zh => "人 / 日",
            UiLang::En => "voices a day",
        }
        .into(),
        bins: days
            .iter()
            .enumerate()
            .map(|(index, day)| Bin {
                label: f.day(day),
                tick: (index == 0 || index == 9).then(|| f.day(day)),
                value: Figure::FewerThan(K),
            })
            .collect(),
        series: vec![
            series("sentiment-negative", [4, 6, 12, 14, 18, 22, 31, 60, 110, 96]),
            series("sentiment-neutral", [12, 14, 11, 16, 18, 17, 21, 26, 31, 28]),
            series("sentiment-positive", [2, 3, 4, 11, 12, 8, 6, 9, 12, 10]),
        ],
    }
}

fn heat(lang: UiLang) -> Heat {
    let mut cells = [[Figure::FewerThan(K); 24]; 7];
    for (day, row) in cells.iter_mut().enumerate() {
        for (hour, cell) in row.iter_mut().enumerate() {
            let morning = 60.0 * (-((hour as f64 - 8.5) / 2.0).powi(2)).exp();
            let evening = 95.0 * (-((hour as f64 - 20.0) / 2.5).powi(2)).exp();
            let weekend = if day >= 5 { 0.6 } else { 1.0 };
            *cell = few(((morning + evening + 8.0) * weekend) as u32);
        }
    }
    Heat {
        name: "hours".into(),
        title: words(lang).t("home-hours-title"),
        caption: match lang {
            UiLang::Zh => "工作日晚七时至十时发声最多，清晨上班前次之。",
            UiLang::En => "Most people speak on weekday evenings between seven and ten, and before work.",
        }
        .into(),
        cells,
    }
}

fn tiles(lang: UiLang) -> Tiles {
    let districts = [
        ("北山", "North Hill", (1, 0), 41_000, 64),
        ("学府", "College Hill", (2, 0), 63_000, 187),
        ("河西", "West Bank", (0, 1), 52_000, 71),
        ("中心", "Centre", (1, 1), 88_000, 143),
        ("河东", "East Bank", (2, 1), 57_000, 96),
        ("老港", "Old Harbour", (1, 2), 46_000, 412),
        ("湾口", "Bay Mouth", (2, 2), 23_000, 21),
        ("外岛", "Outer Isle", (3, 2), 11_000, 6),
    ];
    Tiles {
        title: words(lang).t("home-places-title"),
        caption: match lang {
            UiLang::Zh => "老港片区被提及最多，约为第二位的两倍。",
            UiLang::En => "The Old Harbour is named most, about twice as often as the next district.",
        }
        .into(),
        unit: words(lang).t("home-period-note"),
        tiles: districts
            .into_iter()
            .map(|(zh, en, place, population, count)| Tile {
                name: if lang == UiLang::Zh { zh } else { en }.into(),
                place,
                population,
                value: few(count),
            })
            .collect(),
    }
}

fn needs(lang: UiLang) -> Bars {
    let keys = ["need-complaint", "need-question", "need-suggestion", "need-danger", "need-praise", "need-news"];
    let counts = [1_402, 866, 410, 118, 205, 8];
    Bars {
        title: words(lang).t("home-needs-title"),
        head: (words(lang).t("home-needs-head"), words(lang).t("home-period-note")),
        bars: keys.iter().zip(counts).map(|(key, count)| bar(&words(lang).t(key), few(count))).collect(),
    }
}
