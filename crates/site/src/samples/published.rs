//! What the body says, with invented content.

use super::{NOW, frame, print};
use crate::*;
use model::Lang;
use publish::{ChangeKind, Kind, Status, diff, markdown};
use web::{Spoken, UiLang};

const ZH: &str = "昨夜 22:00 至今晨 6:00，我们在老港片区 12 处取样，结果如下。\n\n## 检测结果\n\n- 12 处均**符合**饮用水标准。\n- 浑浊来自夜间检修后的管壁铁锈，冲洗后消失。\n\n| 片区 | 取样 | 合格 |\n| --- | --- | --- |\n| 老港 | 8 | 8 |\n| 河东 | 4 | 4 |\n\n## 我们还不知道\n\n河东两处小区的投诉尚未查明，今晚 20:00 前再次说明。给大家添了麻烦，我们很抱歉。";
const EN: &str = "Between 22:00 last night and 6:00 this morning we took samples at 12 places in the Old Harbour.\n\n## What we found\n\n- All 12 **meet** the drinking water standard.\n- The brown colour is rust, loosened by the night’s repairs; it goes after flushing.\n\n| District | Samples | Passed |\n| --- | --- | --- |\n| Old Harbour | 8 | 8 |\n| East Bank | 4 | 4 |\n\n## What we do not know yet\n\nComplaints from two blocks on the East Bank are still open. We will say more before 20:00 tonight. We are sorry for the trouble this has caused.";

pub(super) fn spoken(lang: UiLang, zh: &str, en: &str) -> Spoken {
    match lang {
        UiLang::Zh => Spoken::new(zh, Lang::ZhHans),
        UiLang::En => Spoken::new(en, Lang::En),
    }
}

pub fn items(lang: UiLang) -> Vec<PublishedItem> {
    let item = |slug: &str, kind, zh: (&str, &str), en: (&str, &str), hours: i64| PublishedItem {
        href: format!("/{}/published/{slug}", lang.segment()),
        title: spoken(lang, zh.0, en.0),
        summary: spoken(lang, zh.1, en.1),
        kind,
        at: NOW.plus_hours(-hours),
        edition_index: if slug == "tap-water" { 2 } else { 1 },
        is_withdrawn: slug == "north-hill-power",
    };
    vec![
        item(
            "tap-water",
            Kind::Statement,
            ("老港片区自来水检测结果", "12 处取样全部合格；河东两处投诉仍在核查。"),
            (
                "What the tests of tap water in the Old Harbour found",
                "All 12 samples meet the standard; two complaints on the East Bank are still open.",
            ),
            1,
        ),
        item(
            "school-road",
            Kind::Answer,
            ("学府路错峰通行：大家问得最多的五个问题", "12 月 1 日起试行四周，结果将公布。"),
            (
                "Staggered hours on School Road: the five questions asked most",
                "A trial of four weeks begins on 1 December; its results will be published.",
            ),
            26,
        ),
        item("north-hill-power", Kind::Notice, ("北山停电抢修进展", ""), ("Power repairs on North Hill", ""), 74),
    ]
}

pub fn list(lang: UiLang) -> String {
    let link = |kind: Option<Kind>, count| KindLink {
        href: format!("/{}/published", lang.segment()),
        kind,
        count,
        is_chosen: kind.is_none(),
    };
    let kinds = vec![
        link(None, 42),
        link(Some(Kind::Answer), 9),
        link(Some(Kind::Notice), 21),
        link(Some(Kind::Statement), 12),
    ];
    let earlier = Some(format!("/{}/published?page=1", lang.segment()));
    print(&PublishedView { kinds, items: items(lang), earlier, ..empty(lang) })
}

pub fn list_empty(lang: UiLang) -> String {
    print(&empty(lang))
}

fn empty(lang: UiLang) -> PublishedView {
    PublishedView {
        f: frame(lang, "/published"),
        kinds: vec![],
        items: vec![],
        later: None,
        earlier: None,
        formats: vec![(format!("/{}/published/feed/atom", lang.segment()), "Atom"), ("/published.json".into(), "JSON")],
    }
}

pub fn document(lang: UiLang) -> String {
    print(&one(lang))
}

pub fn earlier(lang: UiLang) -> String {
    let mut view = one(lang);
    view.shown = view.editions[1].clone();
    view.editions[0].is_shown = false;
    view.editions[1].is_shown = true;
    view.current_href = Some(format!("/{}/published/tap-water", lang.segment()));
    view.corrected = view.change.take();
    print(&view)
}

pub fn emergency(lang: UiLang) -> String {
    emergency_of(lang, Status::Actual)
}

pub fn drill(lang: UiLang) -> String {
    emergency_of(lang, Status::Exercise)
}

fn emergency_of(lang: UiLang, status: Status) -> String {
    let mut view = one(lang);
    view.kind = Kind::Emergency;
    view.title.text =
        status.marked(&view.title.text, if lang == UiLang::Zh { publish::Side::Zh } else { publish::Side::En });
    view.emergency = Some(EmergencyFacts {
        status,
        instruction: spoken(
            lang,
            "请先储两天的饮用水。\n浑浊的水不要饮用。",
            "Store drinking water for two days.\nDo not drink water that is cloudy.",
        ),
        areas: vec![if lang == UiLang::Zh { "老港".into() } else { "Old Harbour".into() }],
        until: NOW.plus_hours(12),
        is_over: false,
        cap_href: Some("/alerts/tap-water.2.xml".into()),
    });
    print(&view)
}

pub fn withdrawn(lang: UiLang) -> String {
    let mut view = one(lang);
    view.editions[0].is_withdrawn = true;
    view.change = None;
    view.summary = String::new();
    view.withdrawn = Some(Tombstone {
        at: NOW.plus_hours(-1),
        reason: spoken(
            lang,
            "检测样品标签混淆，结果不能采信。重新检测后将另行公布。",
            "Samples were mislabelled, so the results cannot be relied on. New results will be published.",
        ),
    });
    print(&view)
}

fn one(lang: UiLang) -> DocumentView {
    let zh = lang == UiLang::Zh;
    let body = if zh { ZH } else { EN };
    let before = if zh { body.replace("12 处均", "11 处") } else { body.replace("All 12", "Eleven") };
    let line = |index: u32, hours: i64, change, note: Option<Spoken>, diff| EditionLine {
        href: format!("/{}/published/tap-water?edition={index}", lang.segment()),
        index,
        change,
        at: NOW.plus_hours(-hours),
        note,
        diff,
        is_shown: index == 2,
        is_withdrawn: false,
    };
    let note = spoken(
        lang,
        "首版误写为 11 处合格，实为 12 处；漏计了码头路取样点。",
        "The first edition said that eleven places passed. It was twelve: Pier Road was left out.",
    );
    let editions = vec![
        line(2, 1, ChangeKind::Correction, Some(note.clone()), diff::runs(&before, body)),
        line(1, 20, ChangeKind::First, None, vec![]),
    ];
    let item = items(lang).swap_remove(0);
    DocumentView {
        owed: vec![if zh {
            ("持续发布进展".to_owned(), NOW.plus_hours(6), "国办发〔2016〕61号".to_owned())
        } else {
            ("Further word as facts develop".to_owned(), NOW.plus_hours(6), "Circular 61 of 2016".to_owned())
        }],
        kind: Kind::Statement,
        title: item.title,
        summary: item.summary.text,
        body: markdown::print(body).unwrap_or_default(),
        is_other_language: false,
        first: NOW.plus_hours(-20),
        shown: editions[0].clone(),
        change: Some(note),
        current_href: None,
        corrected: None,
        withdrawn: None,
        emergency: None,
        stories: vec![format!("/{}/stories/2.1", lang.segment())],
        editions,
        proof: Proof {
            digest: "4f6c1a9be02d7735c8f0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6".into(),
            leaf: "7d31c8a4e0925b6f".into(),
        },
        history: Some(super::log::history(lang)),
        json_href: "/published/tap-water.json".into(),
        share: None,
        linked_data: web::json_ld(&serde_json::json!({"@context": "https://schema.org", "@type": "NewsArticle"})),
        f: frame(lang, "/published/tap-water"),
    }
}

pub fn corrections(lang: UiLang) -> String {
    let line = |zh: (&str, &str), en: (&str, &str), hours: i64, is_withdrawal, is_claim| CorrectionItem {
        href: format!("/{}/published/tap-water", lang.segment()),
        title: spoken(lang, zh.0, en.0),
        note: spoken(lang, zh.1, en.1),
        at: NOW.plus_hours(-hours),
        is_withdrawal,
        is_claim,
    };
    let items = vec![
        line(
            ("老港片区自来水检测结果", "首版误写为 11 处合格，实为 12 处。"),
            (
                "What the tests of tap water in the Old Harbour found",
                "The first edition said that eleven places passed. It was twelve.",
            ),
            1,
            false,
            false,
        ),
        line(
            ("北山停电抢修进展", "误发了演练稿，并无停电。"),
            ("Power repairs on North Hill", "A text from an exercise went out by mistake. There was no power cut."),
            74,
            true,
            false,
        ),
        line(
            ("夜间施工都有许可", "当时核对的许可证不是这处工地的。"),
            ("All work at night had a permit", "The permit that was looked at belongs to another site."),
            96,
            false,
            true,
        ),
    ];
    print(&CorrectionsView { f: frame(lang, "/corrections"), items, later: None, earlier: None })
}

pub fn corrections_empty(lang: UiLang) -> String {
    print(&CorrectionsView { f: frame(lang, "/corrections"), items: vec![], later: None, earlier: None })
}
