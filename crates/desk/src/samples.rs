//! Every desk page with invented content: what the tests render and what a designer looks at.
//!
//! The town, its people and their words do not exist.

pub mod briefs;
pub mod channels;
pub mod claims;
pub mod incidents;
pub mod notices;
pub mod org;
pub mod policy;
pub mod publications;
pub mod search;
pub mod sources;
pub mod topics;
pub mod wall;

use crate::*;
use ::org::Role;
use askama::Template;
use model::{AlertId, DAY_MS, Figure, HOUR_MS, Lang, Level, SourceId, SourceKind, Time, Zone};
use web::chart::{Bar, Bars, Bin, Mark, Multiples, Series, Spark, Timeline};
use web::{Frame, Link, Spoken, Staff, UiLang, Words};

/// 22 November 2026, 16:20 in Shanghai.
const NOW: Time = Time::from_ms(1_795_335_600_000);
const K: u32 = 10;

pub fn sign_in(lang: UiLang) -> String {
    gate(lang, SignInState::Fresh)
}

pub fn sign_in_wrong(lang: UiLang) -> String {
    gate(lang, SignInState::Wrong)
}

pub fn sign_in_locked(lang: UiLang) -> String {
    gate(lang, SignInState::LockedUntil(NOW.plus_hours(1)))
}

pub fn setup(lang: UiLang) -> String {
    print(&setup_view(lang))
}

pub fn setup_wrong(lang: UiLang) -> String {
    let view = SetupView {
        name: "林澜".into(),
        code_error: Some("setup-code-wrong"),
        password_error: Some("setup-password-short"),
        ..setup_view(lang)
    };
    print(&view)
}

pub fn today(lang: UiLang) -> String {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let [water, road, park, ..] = headlines(lang);
    let view = TodayView {
        log_refused: None,
        f: live(lang, "/desk"),
        staff: staff(2),
        away_since: Some(NOW.plus_hours(-22)),
        duty: vec![t("林澜", "Lin Lan")],
        note: Some(crate::pages::today::Note {
            id: "n1".into(),
            name: t("吴敏", "Wu Min"),
            at: NOW.plus_hours(-8),
            note: t("水务局 18 点前给出检测结果。", "The water bureau has results by 18:00."),
            waits: true,
        }),
        brief: Some(Link {
            text: t("每日简报 · 11月21日", "Daily brief, 21 November"),
            href: path(lang, "/desk/briefs/b1"),
        }),
        happened: Happened {
            mentions: Figure::Exactly(1_904),
            voices: Figure::Exactly(733),
            stories_new: 6,
            alerts_raised: 2,
            sources_answered: 11,
            sources_total: 12,
        },
        moved: vec![item(lang, water.clone(), Some(Level::Orange), 412, None), item(lang, park, None, 96, None)],
        needs: vec![
            Due {
                level: None,
                what: "desk-menu-sources",
                subject: spoken(lang, "青屿论坛·市政版", "Qingyu Forum, town matters"),
                href: path(lang, "/desk/sources/forum"),
                reason: t("已有 9 小时未响应：网站返回 503。", "It has not answered for 9 hours: the site says 503."),
                until: Until::By(NOW.plus_hours(-2)),
            },
            Due {
                level: None,
                what: "today-incident",
                subject: spoken(lang, "老港片区自来水异味", "Tap water in the Old Harbour"),
                href: path(lang, "/desk/incidents/i1"),
                reason: t(
                    "发布权威信息，市水务局承办",
                    "First authoritative information, held by the Water Department",
                ),
                until: Until::By(NOW.plus_hours(1)),
            },
            Due {
                level: None,
                what: "desk-menu-publications",
                subject: spoken(lang, "关于翠柏路施工时间的答复", "About the hours of work in Cypress Road"),
                href: path(lang, "/desk/publications/e1"),
                reason: web::Words::for_lang(lang).t("today-approval-due"),
                until: Until::Waiting(NOW.plus_hours(-3)),
            },
            Due {
                level: Some(Level::Orange),
                what: "desk-menu-alerts",
                subject: water,
                href: path(lang, "/desk/stories/2.1"),
                reason: t(
                    "由黄色升为橙色，尚未确认。",
                    "It rose from yellow to orange and nobody has acknowledged it.",
                ),
                until: Until::By(NOW.plus_hours(1)),
            },
            Due {
                level: Some(Level::Blue),
                what: "desk-menu-alerts",
                subject: road.clone(),
                href: path(lang, "/desk/stories/2.2"),
                reason: t("新发出，尚未确认。", "It is new and nobody has acknowledged it."),
                until: Until::By(NOW.plus_hours(18)),
            },
        ],
        open: vec![item(lang, road, Some(Level::Yellow), 187, Some("林澜"))],
    };
    print(&view)
}

pub fn today_calm(lang: UiLang) -> String {
    let view = TodayView {
        log_refused: Some((web::Words::for_lang(lang).t("ledger-refusal-clock-backwards"), 3)),
        f: live(lang, "/desk"),
        staff: staff(0),
        away_since: None,
        duty: vec![],
        note: None,
        brief: None,
        happened: Happened {
            mentions: Figure::FewerThan(K),
            voices: Figure::FewerThan(K),
            stories_new: 0,
            alerts_raised: 0,
            sources_answered: 12,
            sources_total: 12,
        },
        moved: Vec::new(),
        needs: Vec::new(),
        open: Vec::new(),
    };
    print(&view)
}

pub fn stories(lang: UiLang) -> String {
    let rows = [
        (Some(Level::Orange), 412, 638, Change::Up(212), 9_i64),
        (Some(Level::Yellow), 187, 240, Change::Down(8), 21),
        (None, 96, 131, Change::Same, 4),
        (None, 41, 44, Change::New, 1),
        (None, 12, 12, Change::Hidden, 2),
    ];
    let row = |(index, (level, voices, mentions, change, days)): (usize, _)| StoryRow {
        href: path(lang, &format!("/desk/stories/2.{index}")),
        headline: headlines(lang)[index].clone(),
        level,
        voices: Figure::Exactly(voices),
        mentions: Figure::Exactly(mentions),
        change,
        spark: spark(lang, voices),
        places: places(lang)[index..(index + 2).min(5)].iter().map(|place| (*place).to_owned()).collect(),
        first_seen: NOW.plus_hours(-24 * days),
    };
    let view = StoriesView {
        f: live(lang, "/desk/stories?time=week"),
        staff: staff(2),
        filter: StoryFilter { time: "week".into(), ..StoryFilter::default() },
        stories: rows.into_iter().enumerate().map(row).collect(),
        count: 38,
        k: K,
        next_href: Some(path(lang, "/desk/stories?time=week&page=2")),
    };
    print(&view)
}

pub fn stories_empty(lang: UiLang) -> String {
    let view = StoriesView {
        f: live(lang, "/desk/stories?level=red"),
        staff: staff(0),
        filter: StoryFilter { level: "red".into(), ..StoryFilter::default() },
        stories: Vec::new(),
        count: 0,
        k: K,
        next_href: None,
    };
    print(&view)
}

pub fn story(lang: UiLang) -> String {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let [water, ..] = headlines(lang);
    let view = DeskStoryView {
        level: Some(Level::Orange),
        alert: Some(alert(lang, water.clone(), Level::Orange, None)),
        samples: vec![Sample {
            text: spoken(
                lang,
                "自来水一股怪味，烧开了也有，老人孩子都不敢喝，能不能给个说法。",
                "Tap water in [address] smells of chlorine and runs brown after ten at night.",
            ),
            voices: Figure::Exactly(37),
        }],
        publications: vec![Publication {
            title: Spoken::new("青屿水务：夜间检修，部分片区水质短时浑浊", Lang::ZhHans),
            source: t("青屿水务", "Qingyu Water"),
            href: "https://water.example/notice/118".into(),
            at: NOW.plus_hours(-5),
        }],
        answers: claims::story_answers(lang),
        first_word: Some((19 * HOUR_MS, Figure::Exactly(64))),
        claims: claims::story_claims(lang),
        check_href: Some(format!("/{}/desk/claims/new?story=2.1", lang.segment())),
        history: vec![
            HistoryItem {
                at: NOW.plus_hours(-3),
                text: t("预警由黄色升为橙色。", "The warning rose from yellow to orange."),
            },
            HistoryItem {
                at: NOW.plus_hours(-15),
                text: t("林澜确认了黄色预警。", "Lin Lan acknowledged the yellow warning."),
            },
            HistoryItem { at: NOW.plus_hours(-39), text: t("发出蓝色预警。", "A blue warning was raised.") },
        ],
        ..calm_story(lang)
    };
    print(&view)
}

pub fn story_calm(lang: UiLang) -> String {
    let view = DeskStoryView {
        headline: headlines(lang)[2].clone(),
        voices: Figure::Exactly(24),
        mentions: Figure::Exactly(26),
        copies: Figure::FewerThan(K),
        sentiment: None,
        places: None,
        places_named: Vec::new(),
        ..calm_story(lang)
    };
    print(&view)
}

pub fn alerts(lang: UiLang) -> String {
    let [water, road, park, bus, _] = headlines(lang);
    let by = say(lang, "林澜", "Lin Lan");
    let closed = |headline: Spoken, level, days: i64, verdict| ClosedAlert {
        story_href: path(lang, "/desk/stories/1.1"),
        headline,
        level,
        raised: NOW.plus_hours(-24 * days - 5),
        closed: NOW.plus_hours(-24 * days),
        verdict,
    };
    let view = AlertsView {
        may_act: true,
        f: live(lang, "/desk/alerts"),
        staff: staff(1),
        open: vec![
            alert(lang, water, Level::Orange, None),
            AlertCard {
                id: AlertId::new("a2"),
                verdict: Some(Verdict::Useful),
                ..alert(lang, road, Level::Blue, Some((by, NOW.plus_hours(-4))))
            },
        ],
        closed: vec![closed(park, Level::Yellow, 2, Some(Verdict::Useful)), closed(bus, Level::Blue, 9, None)],
        k: K,
    };
    print(&view)
}

pub fn alerts_empty(lang: UiLang) -> String {
    let view = AlertsView {
        f: live(lang, "/desk/alerts"),
        staff: staff(0),
        may_act: true,
        open: Vec::new(),
        closed: Vec::new(),
        k: K,
    };
    print(&view)
}

pub fn sources(lang: UiLang) -> String {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let failing = t("网站返回 503，已连续 9 小时。", "The site has said 503 for 9 hours.");
    let quiet = t("今日 2 条，往常周日为 14 至 30 条。", "2 items today, where a Sunday has 14 to 30.");
    let row = |id: &str, name: String, kind, health, today: u32, hours: Option<i64>, error| SourceRow {
        href: path(lang, &format!("/desk/sources/{id}")),
        name,
        kind,
        health,
        spark: Spark {
            label: Words::for_lang(lang).t("sources-spark"),
            values: (0..28)
                .map(|day| Figure::Exactly(20 + (day * 7) % 11 - if day == 27 { 18 - today.min(18) } else { 0 }))
                .collect(),
            band: Some((14.0, 30.0)),
        },
        items_today: today,
        answered_last: hours.map(|hours| NOW.plus_hours(-hours)),
        error,
    };
    let view = SourcesView {
        may_change: true,
        f: live(lang, "/desk/sources"),
        removed: vec![crate::pages::sources::RemovedRow {
            name: t("旧港论坛", "Old harbour forum"),
            until: Some(NOW.plus_hours(-24 * 30)),
            reason: t("论坛已关闭。", "The forum has closed."),
        }],
        staff: staff(1),
        sources: vec![
            row(
                "forum",
                t("青屿论坛·市政版", "Qingyu Forum, town matters"),
                SourceKind::Public,
                Health::Failing,
                0,
                Some(9),
                Some(failing),
            ),
            row(
                "hotline",
                t("市民热线公开摘要", "Citizen hotline, public digest"),
                SourceKind::Public,
                Health::Silent,
                2,
                Some(1),
                Some(quiet),
            ),
            row("courier", t("青屿晚报", "Qingyu Courier"), SourceKind::Press, Health::Well, 18, Some(0), None),
            row(
                "water",
                t("青屿水务公告", "Qingyu Water notices"),
                SourceKind::Institution,
                Health::Well,
                16,
                Some(0),
                None,
            ),
            row("bus", t("公交集团微站", "Bus company bulletin"), SourceKind::Institution, Health::New, 1, None, None),
        ],
    };
    print(&view)
}

pub fn sources_empty(lang: UiLang) -> String {
    print(&SourcesView {
        f: live(lang, "/desk/sources"),
        staff: staff(0),
        may_change: true,
        sources: Vec::new(),
        removed: Vec::new(),
    })
}

pub fn source(lang: UiLang) -> String {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let f = live(lang, "/desk/sources/forum");
    let bin = |ago: i64| {
        let time = NOW.plus_hours(-24 * ago);
        let count = if ago == 0 { 0 } else { 40 + (ago as u32 * 13) % 31 };
        Bin { label: f.day(&time), tick: (ago % 7 == 6).then(|| f.day(&time)), value: Figure::Exactly(count) }
    };
    let view = SourceView {
        may_change: true,
        staff: staff(1),
        id: SourceId::new("forum"),
        name: t("青屿论坛·市政版", "Qingyu Forum, town matters"),
        is_push: false,
        is_upload: false,
        asks: None,
        kind: SourceKind::Public,
        health: Health::Failing,
        error: Some(t(
            "网站返回“服务不可用”（503）。将于 17:00 再次读取；若持续超过一天，请联系论坛管理方。",
            "The site says that it is unavailable (503). It is tried again at 17:00. If this lasts longer than a day, ask whoever runs the forum.",
        )),
        timeline: Timeline {
            name: "days".into(),
            title: f.t("source-days"),
            caption: t("今日无内容，往常为 40 至 70 条。", "Nothing today, where 40 to 70 items are usual."),
            unit: t("条 / 日", "items a day"),
            bins: (0..28).rev().map(bin).collect(),
            band: vec![(40.0, 70.0); 28],
            marks: Vec::new(),
            spoke: Vec::new(),
        },
        address: "https://forum.example/town/feed.xml".into(),
        purpose: t("了解居民对市政服务的意见", "To hear what residents say of town services"),
        lang: None,
        district: None,
        since: NOW.plus_hours(-24 * 280),
        answered_last: Some(NOW.plus_hours(-9)),
        next: Some(NOW.plus_hours(1)),
        reason: String::new(),
        reason_error: None,
        f,
    };
    print(&view)
}

pub fn add_source(lang: UiLang) -> String {
    print(&add_view(lang))
}

pub fn add_source_refused(lang: UiLang) -> String {
    let view = AddSourceView {
        address: "http://192.168.0.1/feed".into(),
        address_error: Some("add-address-refused"),
        preview: Some(Preview::Failed(say(lang, "该地址属于内部网络。", "The address lies in a private network."))),
        ..add_view(lang)
    };
    print(&view)
}

pub fn add_source_preview(lang: UiLang) -> String {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let item = |zh: &str, en: &str, places: &[&str]| PreviewItem {
        text: spoken(lang, zh, en),
        at: NOW.plus_hours(-3).hour(),
        lang: t("简体中文", "English"),
        places: places.iter().map(|place| (*place).to_owned()).collect(),
    };
    let view = AddSourceView {
        address: "https://forum.example/town/feed.xml".into(),
        name: t("青屿论坛·市政版", "Qingyu Forum, town matters"),
        purpose: t("了解居民对市政服务的意见", "To hear what residents say of town services"),
        preview: Some(Preview::Read {
            items_count: 24,
            items: vec![
                item(
                    "老港三街路灯坏了一周了，联系 [电话] 没人接。",
                    "The lamps in Third Street have been out for a week; nobody answers [phone].",
                    &places(lang)[..1],
                ),
                item(
                    "学府路校门口能不能早上单行？",
                    "Could School Road be one-way in the morning?",
                    &places(lang)[2..3],
                ),
                item("谢谢湿地公园的园丁。", "Thanks to the gardeners of the wetland park.", &[]),
            ],
            left_out: vec![
                t("24 个作者姓名或账号", "24 authors’ names or accounts"),
                t("24 个帖子链接", "24 links to posts"),
                t("3 个电话号码", "3 telephone numbers"),
                t("精确时间，只留所在小时", "exact times, of which only the hour stays"),
            ],
        }),
        ..add_view(lang)
    };
    print(&view)
}

pub fn forbidden(lang: UiLang) -> String {
    let view = DeskFaultView {
        f: frame(lang, "/desk/sources"),
        staff: staff(0),
        title: "error-403-title",
        text: "error-403-text",
    };
    print(&view)
}

fn print(view: &impl Template) -> String {
    view.render().expect("printing into a string does not fail")
}

fn say(lang: UiLang, zh: &str, en: &str) -> String {
    match lang {
        UiLang::Zh => zh.to_owned(),
        UiLang::En => en.to_owned(),
    }
}

fn spoken(lang: UiLang, zh: &str, en: &str) -> Spoken {
    match lang {
        UiLang::Zh => Spoken::new(zh, Lang::ZhHans),
        UiLang::En => Spoken::new(en, Lang::En),
    }
}

fn path(lang: UiLang, path: &str) -> String {
    format!("/{}{path}", lang.segment())
}

fn frame(lang: UiLang, path: &str) -> Frame {
    let zone = Zone::named("Asia/Shanghai").unwrap_or_else(Zone::utc);
    let office = say(lang, "青屿市人民政府", "Qingyu City Government");
    Frame { lang, office, path: path.into(), now: NOW, zone, live: None }
}

fn live(lang: UiLang, path: &str) -> Frame {
    Frame { live: Some("/desk/live".into()), ..frame(lang, path) }
}

fn staff(alerts_waiting: u32) -> Staff {
    Staff { name: "林澜".into(), csrf: "sample-token".into(), alerts_waiting, role: Some(Role::Approver) }
}

fn gate(lang: UiLang, state: SignInState) -> String {
    let name = if state == SignInState::Fresh { "" } else { "林澜" };
    print(&SignInView {
        f: frame(lang, "/desk/sign-in"),
        csrf: "sample-token".into(),
        name: name.into(),
        state,
        next: path(lang, "/desk"),
        house: Some(web::Link {
            href: "/zh/desk/house?next=".into(),
            text: frame(lang, "").t1("house-do", "house", say(lang, "市统一身份认证", "the city directory")),
        }),
        has_keys: true,
    })
}

fn setup_view(lang: UiLang) -> SetupView {
    SetupView {
        f: frame(lang, "/desk/setup"),
        csrf: "sample-token".into(),
        name: String::new(),
        code_error: None,
        name_error: None,
        password_error: None,
    }
}

pub fn add_source_push(lang: UiLang) -> String {
    let name = say(lang, "12345 热线工单", "Hotline tickets");
    print(&AddSourceView { way: "push".into(), name, preview: Some(Preview::Push), ..add_view(lang) })
}

pub fn source_secret(lang: UiLang) -> String {
    print(&SecretView {
        f: frame(lang, "/desk/sources"),
        staff: staff(0),
        id: model::SourceId::new("hotline"),
        name: say(lang, "12345 热线工单", "Hotline tickets"),
        secret: "0f".repeat(32),
        address: "https://candor.example/hooks/hotline".into(),
    })
}

fn add_view(lang: UiLang) -> AddSourceView {
    AddSourceView {
        f: frame(lang, "/desk/sources/new"),
        staff: staff(0),
        way: "poll".into(),
        address: String::new(),
        name: String::new(),
        kind: "public".into(),
        purpose: String::new(),
        query: String::new(),
        langs: String::new(),
        lang: String::new(),
        district: String::new(),
        districts: places(lang).iter().map(|place| ((*place).to_owned(), (*place).to_owned())).collect(),
        address_error: None,
        name_error: None,
        query_error: None,
        preview: None,
    }
}

fn headlines(lang: UiLang) -> [Spoken; 5] {
    [
        spoken(
            lang,
            "老港片区自来水有异味，居民担心饮水安全",
            "Tap water in the Old Harbour smells, and residents ask whether it is safe to drink",
        ),
        spoken(
            lang,
            "学府路早高峰拥堵加剧，家长盼错峰放行",
            "School Road is jammed each morning; parents ask for staggered hours",
        ),
        spoken(lang, "湿地公园步道开放，晨练市民点赞", "The wetland park path has opened, and early walkers like it"),
        spoken(lang, "夜班 9 路不再停靠大学城", "夜班 9 路不再停靠大学城"),
        spoken(lang, "北山社区停电后恢复供电", "Power is back on North Hill"),
    ]
    .map(|headline| {
        let lang = if headline.text.is_ascii() { Lang::En } else { Lang::ZhHans };
        Spoken { lang, ..headline }
    })
}

fn places(lang: UiLang) -> [&'static str; 5] {
    match lang {
        UiLang::Zh => ["老港", "河东", "学府", "北山", "湾口"],
        UiLang::En => ["Old Harbour", "East Bank", "College Hill", "North Hill", "Bay Mouth"],
    }
}

fn few(count: u32) -> Figure {
    if count < K { Figure::FewerThan(K) } else { Figure::Exactly(count) }
}

fn spark(lang: UiLang, top: u32) -> Spark {
    let course = [2, 3, 2, 4, 3, 5, 6, 5, 8, 12, 20, 38, 30, 26];
    Spark {
        label: Words::for_lang(lang).t_number("story-spark", course.len() as u64),
        values: course.iter().map(|part| few(part * top / 90)).collect(),
        band: None,
    }
}

fn item(lang: UiLang, headline: Spoken, level: Option<Level>, voices: u32, by: Option<&str>) -> OpenItem {
    OpenItem {
        href: path(lang, "/desk/stories/2.1"),
        level,
        headline,
        voices: Figure::Exactly(voices),
        spark: spark(lang, voices),
        since: NOW.plus_hours(-24 * 4),
        acknowledged_by: by.map(str::to_owned),
    }
}

fn alert(lang: UiLang, headline: Spoken, level: Level, acknowledged: Option<(String, Time)>) -> AlertCard {
    AlertCard {
        id: AlertId::new("a1"),
        story_href: path(lang, "/desk/stories/2.1"),
        headline,
        level,
        voices: Figure::Exactly(412),
        raised: NOW.plus_hours(-3),
        due: NOW.plus_hours(1),
        reasons: vec![
            say(
                lang,
                "过去一小时有 96 人发声，往常周日同一时段为 2 至 22 人。",
                "96 voices in the last hour, where a Sunday afternoon has 2 to 22.",
            ),
            say(
                lang,
                "负面声音占 58%，前一周为 21%。",
                "58% of the voices are negative; in the week before it was 21%.",
            ),
            say(lang, "已从 1 个区域扩散到 4 个区域。", "It spread from 1 district to 4."),
        ],
        acknowledged,
        verdict: None,
    }
}

fn calm_story(lang: UiLang) -> DeskStoryView {
    let f = live(lang, "/desk/stories/2.1");
    let bars = |title: &str, head: &str, bars: Vec<Bar>| Bars {
        title: f.t(title),
        head: (f.t(head), f.t("desk-story-voices-head")),
        bars,
    };
    let bar = |label: String, value| Bar { label, value };
    DeskStoryView {
        may_act: true,
        staff: staff(2),
        headline: headlines(lang)[0].clone(),
        level: None,
        voices: Figure::Exactly(412),
        mentions: Figure::Exactly(638),
        copies: Figure::Exactly(171),
        places_named: places(lang)[..3].iter().map(|place| (*place).to_owned()).collect(),
        first_seen: NOW.plus_hours(-216).hour(),
        last_seen: NOW.plus_hours(-1).hour(),
        terms: match lang {
            UiLang::Zh => ["自来水", "异味", "发黄", "水务公司"].map(|term| Spoken::new(term, Lang::ZhHans)).to_vec(),
            UiLang::En => {
                ["tap water", "smell", "brown", "water company"].map(|term| Spoken::new(term, Lang::En)).to_vec()
            }
        },
        alert: None,
        timeline: hours(&f),
        sentiment: Some(mood(&f)),
        sources: bars(
            "desk-story-sources",
            "desk-story-sources-head",
            vec![
                bar(f.kind(&SourceKind::Public), Figure::Exactly(389)),
                bar(f.kind(&SourceKind::Press), Figure::Exactly(14)),
                bar(f.kind(&SourceKind::Institution), Figure::FewerThan(K)),
            ],
        ),
        places: Some(bars(
            "desk-story-places",
            "desk-story-places-head",
            places(lang).iter().zip([208, 96, 44, 21, 8]).map(|(place, n)| bar((*place).into(), few(n))).collect(),
        )),
        samples: Vec::new(),
        publications: Vec::new(),
        answers: Vec::new(),
        first_word: None,
        claims: Vec::new(),
        check_href: None,
        history: Vec::new(),
        k: K,
        f,
    }
}

fn hours(f: &Frame) -> Timeline {
    let day_shape = [2, 1, 1, 1, 1, 2, 5, 9, 12, 11, 10, 12, 14, 12, 10, 9, 11, 13, 16, 18, 15, 11, 7, 4];
    let bin = |index: usize| {
        let time = Time::from_ms(NOW.hour().ms() - HOUR_MS * (119 - index as i64));
        let hour = f.zone.civil(time).hour();
        let swell = match index {
            0..72 => 1,
            72..96 => 2,
            96..108 => 4,
            _ => 7,
        };
        Bin {
            label: format!("{} {hour:02}:00", f.day(&time)),
            tick: (hour == 0).then(|| f.day(&time)),
            value: few(day_shape[hour as usize] * swell),
        }
    };
    Timeline {
        name: "course".into(),
        title: f.t("desk-story-timeline"),
        caption: say(
            f.lang,
            "周六夜间起发声明显增多，周日午后达到最高。",
            "It grew quickly from Saturday night and was loudest on Sunday afternoon.",
        ),
        unit: say(f.lang, "人 / 时", "voices an hour"),
        bins: (0..120).map(bin).collect(),
        band: vec![(2.0, 22.0); 120],
        marks: vec![
            Mark { bin_index: 76, level: Level::Blue },
            Mark { bin_index: 100, level: Level::Yellow },
            Mark { bin_index: 116, level: Level::Orange },
        ],
        spoke: vec![],
    }
}

fn mood(f: &Frame) -> Multiples {
    let series = |key: &str, values: [u32; 10]| Series { label: f.t(key), values: values.map(few).to_vec() };
    let bin = |ago: i64| {
        let day = Time::from_ms(NOW.ms() - DAY_MS * ago);
        Bin { label: f.day(&day), tick: (ago == 0 || ago == 9).then(|| f.day(&day)), value: Figure::FewerThan(K) }
    };
    Multiples {
        name: "mood".into(),
        title: f.t("desk-story-mood"),
        caption: say(
            f.lang,
            "负面声音随事态上升，中性声音平稳。",
            "Negative voices rose with the matter while neutral ones stayed level.",
        ),
        unit: say(f.lang, "人 / 日", "voices a day"),
        bins: (0..10).rev().map(bin).collect(),
        series: vec![
            series("sentiment-negative", [4, 6, 12, 14, 18, 22, 31, 60, 110, 96]),
            series("sentiment-neutral", [12, 14, 11, 16, 18, 17, 21, 26, 31, 28]),
            series("sentiment-positive", [2, 3, 4, 11, 12, 8, 6, 9, 12, 10]),
        ],
    }
}
