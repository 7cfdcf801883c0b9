//! Claims at the desk, of the invented town.

use super::{K, NOW, frame, hours, live, print, staff};
use crate::*;
use ::claims::matches::Decision;
use ::claims::matching::Strength;
use ::claims::{Evidence, Verdict};
use model::{ClaimId, DAY_MS, Figure, Lang, StoryId, Time};
use org::Refusal;
use web::{Spoken, UiLang};

fn say(lang: UiLang, zh: &str, en: &str) -> Spoken {
    match lang {
        UiLang::Zh => Spoken::new(zh, Lang::ZhHans),
        UiLang::En => Spoken::new(en, Lang::En),
    }
}

fn days_ago(days: i64) -> Time {
    Time::from_ms(NOW.ms() - days * DAY_MS)
}

fn water(lang: UiLang) -> Spoken {
    say(lang, "老港片区自来水被污染，喝了会中毒", "The tap water in the Old Harbour is poisoned")
}

fn row(lang: UiLang, claim: Spoken, verdict: Option<Verdict>, days: i64) -> ClaimRow {
    ClaimRow {
        href: format!("/{}/desk/claims/sample-{days}", lang.segment()),
        claim,
        verdict,
        owner: "林澜".into(),
        since: days_ago(days),
        needs: String::new(),
        is_late: false,
    }
}

pub fn claims(lang: UiLang) -> String {
    let f = live(lang, "/desk/claims");
    let late = ClaimRow {
        needs: f.t1("desk-claims-overdue", "when", f.day(&days_ago(2))),
        is_late: true,
        ..row(
            lang,
            say(lang, "医保缴费下月翻倍", "Health insurance contributions double"),
            Some(Verdict::Misleading),
            40,
        )
    };
    let suggestion = |story: &str, headline: Spoken, voices, strength| MatchRow {
        claim: ClaimId::new("sample-0"),
        claim_href: format!("/{}/desk/claims/sample-0", lang.segment()),
        claim_words: water(lang),
        story: StoryId::new(story),
        story_href: format!("/{}/desk/stories/{story}", lang.segment()),
        headline,
        voices: Figure::Exactly(voices),
        strength,
        found: NOW.plus_hours(-1),
    };
    print(&DeskClaimsView {
        staff: staff(1),
        ready: vec![row(lang, water(lang), Some(Verdict::False), 0)],
        suggested: vec![
            suggestion(
                "2.1",
                say(lang, "自来水有异味，不敢喝", "Tap water smells, afraid to drink"),
                412,
                Strength::Likely,
            ),
            suggestion("2.7", say(lang, "水压低", "Low water pressure"), 31, Strength::Possible),
        ],
        drafts: vec![row(lang, say(lang, "图书馆要收费了", "The library will charge"), None, 1)],
        published: vec![
            late,
            row(
                lang,
                say(lang, "二号桥限行通知发晚了", "The notice for bridge 2 came too late"),
                Some(Verdict::WeWereWrong),
                6,
            ),
        ],
        withdrawn: Vec::new(),
        may_write: true,
        f,
    })
}

pub fn claims_empty(lang: UiLang) -> String {
    print(&DeskClaimsView {
        f: live(lang, "/desk/claims"),
        staff: staff(0),
        ready: Vec::new(),
        suggested: Vec::new(),
        drafts: Vec::new(),
        published: Vec::new(),
        withdrawn: Vec::new(),
        may_write: false,
    })
}

pub fn claim_new(lang: UiLang) -> String {
    print(&NewClaimView {
        f: frame(lang, "/desk/claims/new"),
        staff: staff(0),
        values: ClaimValues { claim_zh: "自来水有异味，不敢喝".into(), ..ClaimValues::default() },
        departments: vec![("water".into(), say(lang, "水务局", "Water Works").text)],
        refusals: vec![Refusal { field: "claim_zh", message: "claims-fault-words" }],
        story: Some((StoryId::new("2.1"), say(lang, "自来水有异味，不敢喝", "Tap water smells"))),
        incident: String::new(),
    })
}

fn one(lang: UiLang) -> DeskClaimView {
    let f = frame(lang, "/desk/claims/sample-0");
    let item = |story: &str, headline: Option<Spoken>, voices, strength, percent, decision| MatchItem {
        story: StoryId::new(story),
        href: format!("/{}/desk/stories/{story}", lang.segment()),
        headline,
        voices,
        strength,
        percent,
        decision,
        decided: decision.map(|_| ("林澜".to_owned(), NOW.plus_hours(-2))),
    };
    DeskClaimView {
        staff: staff(0),
        id: ClaimId::new("sample-0"),
        incident_choices: vec![(
            "i2".into(),
            say(
                lang,
                "2026-0011 · 学府路错峰通行引发不满",
                "2026-0011 · Anger about the new traffic hours on College Road",
            )
            .text,
        )],
        incidents: vec![ClaimIncident {
            href: format!("/{}/desk/incidents/i1", lang.segment()),
            number: "2026-0007".into(),
            title: say(lang, "老港片区自来水异味", "Tap water in the Old Harbour smells"),
            opened: NOW.plus_hours(-4),
            is_open: true,
        }],
        claim: water(lang),
        verdict: Some(Verdict::False),
        state: ClaimStateShown::Draft,
        owner: "林澜".into(),
        department: Some(say(lang, "水务局", "Water Works").text),
        public_href: None,
        review: Some(NOW.plus_hours(24 * 60)),
        is_overdue: false,
        writing: Some(Writing {
            index: 1,
            values: ClaimValues {
                claim_zh: "老港片区自来水被污染，喝了会中毒".into(),
                claim_en: "The tap water in the Old Harbour is poisoned".into(),
                verdict: "false".into(),
                answer_zh: "11月22日在三处取样，43项指标全部符合国家标准。".into(),
                answer_en: "Samples taken at three places meet the national standard on all 43 counts.".into(),
                review: "2026-13-40".into(),
                department: "water".into(),
                ..ClaimValues::default()
            },
            evidence: vec![Evidence {
                title: say(lang, "第47号水质检测报告", "Water quality report 47").text,
                publisher: say(lang, "疾控中心", "Centre for Disease Control").text,
                url: "https://cdc.example/reports/47".into(),
                dated: "2026-11-22".into(),
                quote: say(lang, "所检43项均符合标准。", "All 43 parameters meet the standard.").text,
                ..Evidence::default()
            }],
            typed: Evidence::default(),
            refusals: vec![Refusal { field: "review", message: "claims-date-form" }],
            evidence_refusals: Vec::new(),
            offers: vec![EvidenceOffer {
                title: say(lang, "关于北门片区夜间检修的说明", "On the works at night near the North Gate"),
                publisher: say(lang, "青屿水务", "Qingyu Water").text,
                url: "https://water.example/notice/118".into(),
                dated: "2026-11-22".into(),
                at: NOW.plus_hours(-5),
            }],
            missing: vec![f.t("claims-fault-review")],
            departments: vec![("water".into(), say(lang, "水务局", "Water Works").text)],
            saved_by: "林澜".into(),
            saved: NOW.plus_hours(-1),
        }),
        approval: None,
        leaving: None,
        may_write: true,
        matches: vec![
            item(
                "2.1",
                Some(say(lang, "自来水有异味，不敢喝", "Tap water smells")),
                Figure::Exactly(412),
                Strength::Likely,
                83,
                Some(Decision::Attached),
            ),
            item(
                "2.7",
                Some(say(lang, "水压低", "Low water pressure")),
                Figure::Exactly(31),
                Strength::Possible,
                41,
                None,
            ),
            item("2.9", None, Figure::FewerThan(K), Strength::ByHand, 100, Some(Decision::Rejected)),
        ],
        spread: Some(DeskSpread { before: Figure::Exactly(412), after: Figure::FewerThan(K), timeline: hours(&f) }),
        editions: Vec::new(),
        k: K,
        f,
    }
}

/// Being written, with a day that will not do.
pub fn claim_draft(lang: UiLang) -> String {
    print(&one(lang))
}

/// Waiting for a second person, who is the reader.
pub fn claim_ready(lang: UiLang) -> String {
    let mut view = one(lang);
    view.state = ClaimStateShown::Ready(NOW.plus_hours(-1));
    if let Some(writing) = &mut view.writing {
        writing.refusals.clear();
        writing.missing.clear();
        writing.values.review = "2027-01-21".into();
    }
    view.approval = Some(ApprovalPart {
        department: Some(say(lang, "市水务局", "Water Department").text),
        digest: "9f2c".into(),
        barred: None,
        texts: vec![PreviewText {
            claim: water(lang),
            answer: vec![say(lang, "三处取样，43项指标全部合格。", "All 43 parameters meet the standard.")],
            change: None,
        }],
    });
    print(&view)
}

pub fn claim_published(lang: UiLang) -> String {
    let line = |index, verdict, days| EditionLine {
        index,
        verdict: Some(verdict),
        published: days_ago(days),
        superseded: None,
        change: say(lang, "", ""),
    };
    let corrected = EditionLine {
        change: say(lang, "我们上次说错了：通知晚发了六小时。", "We were wrong: the notice came six hours late."),
        ..line(2, Verdict::WeWereWrong, 3)
    };
    print(&DeskClaimView {
        claim: say(lang, "二号桥限行通知发晚了", "The notice that bridge 2 would close came too late"),
        verdict: Some(Verdict::WeWereWrong),
        state: ClaimStateShown::Published,
        public_href: Some(format!("/{}/claims/bridge-2-3f2a9c", lang.segment())),
        is_overdue: true,
        writing: None,
        leaving: Some(("吴江".into(), say(lang, "内容已过时。", "It is out of date.").text, true)),
        editions: vec![corrected, EditionLine { superseded: Some(days_ago(3)), ..line(1, Verdict::False, 6) }],
        ..one(lang)
    })
}

pub fn story_answers(lang: UiLang) -> Vec<StoryAnswer> {
    vec![StoryAnswer {
        title: water(lang),
        href: format!("/{}/claims/sample-0", lang.segment()),
        at: NOW.plus_hours(-4),
        verdict: Some(Verdict::False),
    }]
}

pub fn story_claims(lang: UiLang) -> Vec<StoryClaim> {
    let href = format!("/{}/desk/claims/sample-0", lang.segment());
    vec![
        StoryClaim { claim: water(lang), href: href.clone(), verdict: Some(Verdict::False), suggested: None },
        StoryClaim {
            claim: say(lang, "学校停水一周", "Schools have no water for a week"),
            href,
            verdict: None,
            suggested: Some(Strength::Possible),
        },
    ]
}
