//! Claims checked, and what was done about what was heard: of the invented town.

use super::{K, NOW, frame, hours, print};
use crate::*;
use ::claims::Verdict;
use model::{DAY_MS, Figure, HOUR_MS, Lang, Level, Time};
use web::{Link, Spoken, UiLang, Words};

fn say(lang: UiLang, zh: &str, en: &str) -> Spoken {
    match lang {
        UiLang::Zh => Spoken::new(zh, Lang::ZhHans),
        UiLang::En => Spoken::new(en, Lang::En),
    }
}

fn days_ago(days: i64) -> Time {
    Time::from_ms(NOW.ms() - days * DAY_MS)
}

fn t(lang: UiLang, key: &str) -> String {
    Words::for_lang(lang).t(key)
}

fn item(lang: UiLang, claim: Spoken, verdict: Verdict, answer: Spoken, days: i64) -> ClaimItem {
    ClaimItem {
        href: format!("/{}/claims/sample-{days}", lang.segment()),
        claim,
        verdict: Some(verdict),
        answer,
        first: days_ago(days),
        corrected: None,
        withdrawn: None,
    }
}

pub fn claims(lang: UiLang) -> String {
    let water = item(
        lang,
        say(lang, "老港片区自来水被污染，喝了会中毒", "The tap water in the Old Harbour is poisoned"),
        Verdict::False,
        say(
            lang,
            "三处取样全部合格；异味来自夜间检修。",
            "Samples from three places meet the standard; the smell came from works at night.",
        ),
        0,
    );
    let bridge = item(
        lang,
        say(lang, "二号桥限行通知发晚了", "The notice that bridge 2 would close came too late"),
        Verdict::WeWereWrong,
        say(
            lang,
            "说法属实。通知晚发了六小时，责任在我们。",
            "It did. Our notice came six hours late, and that was our doing.",
        ),
        6,
    );
    let insurance = item(
        lang,
        say(lang, "医保缴费下月翻倍", "Health insurance contributions double next month"),
        Verdict::Misleading,
        say(lang, "只有一档自愿加缴的费用上调。", "Only one voluntary tier goes up."),
        12,
    );
    let kitchen = item(
        lang,
        say(lang, "学校食堂供应商被处罚", "The supplier of the school kitchens was fined"),
        Verdict::Unproven,
        say(lang, "", ""),
        19,
    );
    let link = |href: String, key: String| Link { href, text: t(lang, &key) };
    let feed = |kind| link(format!("/{}/claims/feed/{kind}", lang.segment()), format!("claims-feed-{kind}"));
    let export = |kind| link(format!("/claims/export.{kind}"), format!("claims-export-{kind}"));
    print(&ClaimsView {
        f: frame(lang, "/claims"),
        claims: vec![
            water,
            ClaimItem { corrected: Some(days_ago(3)), ..bridge },
            insurance,
            ClaimItem { verdict: None, withdrawn: Some(days_ago(1)), ..kitchen },
        ],
        count: 24,
        verdict: None,
        state: None,
        words: String::new(),
        before_href: None,
        next_href: Some(format!("/{}/claims?page=2", lang.segment())),
        feeds: ["atom", "rss", "json"].into_iter().map(feed).collect(),
        exports: ["json", "csv"].into_iter().map(export).collect(),
    })
}

pub fn claims_empty(lang: UiLang) -> String {
    print(&ClaimsView {
        f: frame(lang, "/claims"),
        claims: Vec::new(),
        count: 0,
        verdict: None,
        state: None,
        words: String::new(),
        before_href: None,
        next_href: None,
        feeds: Vec::new(),
        exports: Vec::new(),
    })
}

fn edition(lang: UiLang, index: u32, verdict: Verdict, days: i64, change: Option<Spoken>) -> EditionItem {
    EditionItem {
        index,
        verdict,
        published: days_ago(days),
        superseded: None,
        change,
        claim: say(lang, "二号桥限行通知发晚了", "The notice that bridge 2 would close came too late"),
        answer: vec![say(lang, "通知在限行前一天发布。", "The notice was out the day before the bridge closed.")],
        digest: "9f2c4b1e7a50d3886c0b5f4a21e9d7736b8814cf0a92de5573b1c6e8f4027d19".into(),
        proof_href: Some(format!("/{}/log/check?of=claim/3f2a", lang.segment())),
    }
}

fn evidence(lang: UiLang) -> Vec<EvidenceItem> {
    vec![
        EvidenceItem {
            title: say(lang, "第47号水质检测报告", "Water quality report 47").text,
            publisher: say(lang, "青屿市疾控中心", "Qingyu Centre for Disease Control").text,
            url: "https://cdc.example/reports/47".into(),
            dated: "2026-11-22".into(),
            quote: say(lang, "所检43项均符合GB 5749-2022。", "All 43 parameters meet GB 5749-2022.").text,
            archived: "archive.example/2026/11/22/47".into(),
        },
        EvidenceItem {
            title: say(lang, "夜间检修工单", "Work order of the night shift").text,
            publisher: say(lang, "青屿水务", "Qingyu Water").text,
            url: String::new(),
            dated: "2026-11-20".into(),
            quote: String::new(),
            archived: String::new(),
        },
    ]
}

fn one(lang: UiLang) -> ClaimView {
    let found = "Samples taken on 22 November at three places meet the national standard on all 43 counts.";
    let smell = "The smell came from sediment stirred up when a valve was replaced at night. It is harmless and \
                 unpleasant, and we should have told you before.";
    ClaimView {
        f: frame(lang, "/claims/the-tap-water-3f2a9c"),
        claim: say(lang, "老港片区自来水被污染，喝了会中毒", "The tap water in the Old Harbour is poisoned"),
        verdict: Some(Verdict::False),
        answer: vec![
            say(lang, "11月22日在三处取样，43项指标全部符合国家标准。", found),
            say(lang, "异味来自夜间更换阀门时搅起的沉积物，无害但不好看。我们事先没有通知，对此致歉。", smell),
        ],
        first: NOW.plus_hours(-3),
        published: NOW.plus_hours(-3),
        edition_index: 1,
        review: Some(NOW.plus_hours(24 * 60)),
        department: Some(say(lang, "水务局", "Water Works").text),
        evidence: evidence(lang),
        editions: vec![edition(lang, 1, Verdict::False, 0, None)],
        spread: Some(SpreadPart {
            before: Figure::Exactly(412),
            after: Figure::Exactly(64),
            timeline: hours(lang),
            stories: vec![Link {
                href: format!("/{}/stories/2.1", lang.segment()),
                text: say(lang, "自来水有异味", "The tap water smells").text,
            }],
        }),
        withdrawn: None,
        json_href: "/claims/the-tap-water-3f2a9c.json".into(),
        share: None,
        json_ld: Some(web::json_ld(&serde_json::json!({ "@type": "ClaimReview" }))),
        history: None,
        k: K,
    }
}

pub fn claim(lang: UiLang) -> String {
    print(&one(lang))
}

/// The body was wrong, and says so first.
pub fn claim_wrong(lang: UiLang) -> String {
    let change = say(
        lang,
        "我们上次说通知在限行前一天发布。查阅记录后确认，通知晚发了六小时。向所有被堵在桥上的人道歉；今后限行通知改为提前四十八小时自动发出。",
        "We said that the notice was out the day before. Our records show that it came six hours late. We apologise to \
         everyone who stood on the bridge; from now on such notices go out forty-eight hours ahead by themselves.",
    );
    let mut first = edition(lang, 1, Verdict::False, 6, None);
    first.superseded = Some(days_ago(3));
    print(&ClaimView {
        claim: say(lang, "二号桥限行通知发晚了", "The notice that bridge 2 would close came too late"),
        verdict: Some(Verdict::WeWereWrong),
        answer: vec![say(lang, "说法属实。通知晚发了六小时。", "It did. The notice came six hours late.")],
        first: days_ago(6),
        published: days_ago(3),
        edition_index: 2,
        review: Some(days_ago(1)),
        editions: vec![edition(lang, 2, Verdict::WeWereWrong, 3, Some(change)), first],
        spread: None,
        ..one(lang)
    })
}

pub fn claim_withdrawn(lang: UiLang) -> String {
    print(&ClaimView {
        verdict: None,
        answer: Vec::new(),
        review: None,
        evidence: Vec::new(),
        editions: Vec::new(),
        spread: None,
        withdrawn: Some((
            days_ago(1),
            say(lang, "回应中出现了一家企业员工的姓名。", "The answer named an employee of a company."),
        )),
        json_ld: None,
        ..one(lang)
    })
}

pub fn answers(lang: UiLang) -> Vec<AnswerItem> {
    vec![
        AnswerItem {
            href: format!("/{}/claims/the-tap-water-3f2a9c", lang.segment()),
            title: say(lang, "老港片区自来水被污染，喝了会中毒", "The tap water in the Old Harbour is poisoned"),
            at: NOW.plus_hours(-17),
            verdict: Some(Verdict::False),
        },
        AnswerItem {
            href: format!("/{}/published/water-night-works", lang.segment()),
            title: say(lang, "关于老港片区夜间检修的说明", "About the works at night in the Old Harbour"),
            at: NOW.plus_hours(-3),
            verdict: None,
        },
    ]
}

pub fn answered(lang: UiLang) -> String {
    let item = |headline: Spoken, voices: u32, hours: i64| AnsweredItem {
        href: format!("/{}/stories/2.{hours}", lang.segment()),
        headline,
        voices: Figure::Exactly(voices),
        first_heard: NOW.plus_hours(-hours).hour(),
        warned: None,
        answers: Vec::new(),
        first_word_ms: None,
        after_warning_ms: None,
    };
    print(&AnsweredView {
        stories: vec![
            AnsweredItem {
                warned: Some((NOW.plus_hours(-20).hour(), Level::Orange)),
                answers: answers(lang),
                first_word_ms: Some(5 * HOUR_MS),
                after_warning_ms: Some(3 * HOUR_MS),
                ..item(say(lang, "自来水有异味", "The tap water smells"), 412, 22)
            },
            AnsweredItem {
                warned: Some((NOW.plus_hours(-50).hour(), Level::Yellow)),
                ..item(say(lang, "地铁二号线早高峰延误", "Delays on metro line 2"), 187, 60)
            },
            AnsweredItem {
                answers: answers(lang).into_iter().skip(1).collect(),
                first_word_ms: Some(0),
                ..item(say(lang, "图书馆周末延长开放", "The library opens longer at weekends"), 96, 90)
            },
        ],
        warned: 2,
        warned_answered: 1,
        answered: 2,
        first_word_ms: Some(5 * HOUR_MS),
        after_warning_ms: Some(3 * HOUR_MS),
        ..nothing_answered(lang)
    })
}

pub fn answered_empty(lang: UiLang) -> String {
    print(&nothing_answered(lang))
}

fn nothing_answered(lang: UiLang) -> AnsweredView {
    AnsweredView {
        f: frame(lang, "/answered"),
        days: 30,
        stories: Vec::new(),
        warned: 0,
        warned_answered: 0,
        answered: 0,
        first_word_ms: None,
        after_warning_ms: None,
        json_href: "/answered.json".into(),
        k: K,
    }
}
