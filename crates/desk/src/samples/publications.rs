//! Publications with invented content.

use super::{NOW, frame, path, print, say, spoken, staff};
use crate::*;
use model::Time;
use publish::{ChangeKind, Emergency, Kind, Side, markdown};
use web::{Frame, Link, UiLang};

const ZH: &str = "昨夜 22:00 至今晨 6:00，我们在老港片区 12 处取样。\n\n## 结果\n\n- 12 处均**符合**饮用水标准。\n- 浑浊来自夜间检修后的管壁铁锈，冲洗后消失。\n\n## 我们还不知道\n\n河东两处小区的投诉尚未查明，今晚 20:00 前再次说明。";
const EN: &str = "Between 22:00 last night and 6:00 this morning we took samples at 12 places in the Old Harbour.\n\n## What we found\n\n- All 12 **meet** the drinking water standard.\n- The brown colour is rust, loosened by the night’s repairs; it goes after flushing.\n\n## What we do not know yet\n\nComplaints from two blocks on the East Bank are still open. We will say more before 20:00 tonight.";

pub fn list(lang: UiLang) -> String {
    let row = |zh: &str, en: &str, kind: Kind, hours: i64, is_yours: bool| PublicationRow {
        href: format!("/{}/desk/publications/a1", lang.segment()),
        title: spoken(lang, zh, en),
        kind,
        change: ChangeKind::First,
        by: say(lang, "何敏", "He Min"),
        at: NOW.plus_hours(-hours),
        due: None,
        is_withdrawn: false,
        is_yours,
    };
    let water =
        row("老港片区自来水检测结果", "What the tests of tap water in the Old Harbour found", Kind::Statement, 1, true);
    let road = row("学府路错峰通行问答", "Questions about staggered hours on School Road", Kind::Answer, 26, false);
    let park = row("湿地公园步道开放", "The wetland park path is open", Kind::Notice, 74, false);
    let power = row("北山停电抢修进展", "Power repairs on North Hill", Kind::Notice, 130, false);
    let view = PublicationsView {
        waiting: vec![water],
        approved: vec![PublicationRow { due: Some(NOW.plus_hours(16)), ..road }],
        drafts: vec![row("", "", Kind::Explainer, 3, false)],
        appeared: vec![park, PublicationRow { is_withdrawn: true, ..power }],
        earlier: None,
        later: None,
        may_write: true,
        incident_choices: incidents(lang),
        staff: staff(1),
        f: frame(lang, "/desk/publications"),
    };
    let untitled = say(lang, "未命名", "Untitled");
    let mut view = view;
    for row in &mut view.drafts {
        row.title = spoken(lang, &untitled, &untitled);
    }
    print(&view)
}

pub fn list_empty(lang: UiLang) -> String {
    print(&PublicationsView {
        waiting: vec![],
        approved: vec![],
        drafts: vec![],
        appeared: vec![],
        earlier: None,
        later: None,
        incident_choices: Vec::new(),
        may_write: true,
        staff: staff(0),
        f: frame(lang, "/desk/publications"),
    })
}

pub fn edit(lang: UiLang) -> String {
    print(&editor(lang))
}

pub fn emergency_edit(lang: UiLang) -> String {
    print(&EditPublicationView { kind: Kind::Emergency, ..editor(lang) })
}

fn emergency(lang: UiLang) -> EmergencyForm {
    let area = |id: &str, zh: &str, en: &str, is_chosen| (id.to_owned(), say(lang, zh, en), is_chosen);
    EmergencyForm {
        f: frame(lang, "/desk/publications/a1"),
        facts: Emergency {
            event_zh: "停水".into(),
            event_en: "Water cut".into(),
            category: "Infra".into(),
            urgency: "Immediate".into(),
            severity: "Moderate".into(),
            ..Emergency::default()
        },
        expires: "2026-11-22T22:00".into(),
        areas: vec![
            area("old-harbour", "老港", "Old Harbour", true),
            area("east-bank", "河东", "East Bank", false),
            area("north-hill", "北山", "North Hill", false),
        ],
        wrong: vec!["certainty"],
    }
}

pub fn overtaken(lang: UiLang) -> String {
    let runs = publish::diff::runs("All 12 meet the standard.", "All 12 **meet** the drinking water standard.");
    let view = EditPublicationView {
        overtaken: Some(Overtaken {
            by: say(lang, "何敏", "He Min"),
            at: NOW.plus_hours(-1),
            parts: vec![DiffPart { label: "publications-part-body", lang: "en", runs }],
            facts: Vec::new(),
        }),
        change: ChangeKind::Correction,
        is_fixed: true,
        faults: vec!["publish-change-missing"],
        ..editor(lang)
    };
    print(&view)
}

fn editor(lang: UiLang) -> EditPublicationView {
    let f = frame(lang, "/desk/publications/a1");
    let own = if lang == UiLang::Zh { Side::Zh } else { Side::En };
    let form = |side: Side| {
        let (title, summary, body) = words(side);
        SideForm {
            side,
            title: title.into(),
            summary: summary.into(),
            body: body.into(),
            change: String::new(),
            title_error: None,
            body_error: None,
            change_error: None,
            preview: preview(&f, side),
        }
    };
    EditPublicationView {
        id: "a1".into(),
        title: title(lang),
        kind: Kind::Statement,
        slug: "tap-water-old-harbour".into(),
        is_fixed: false,
        change: ChangeKind::First,
        revision: 3,
        emergency: Some(emergency(lang)),
        sides: vec![form(own), form(own.other())],
        subjects: vec![story(lang)],
        incident_choices: incidents(lang),
        checks: super::incidents::panel(lang),
        checks_href: Some(path(lang, "/desk/incidents/i1/drafts/d1")),
        words_met: vec![say(lang, "发布权威信息", "First authoritative information")],
        gives: vec![("full_response", say(lang, "作出回应", "Response"), true)],
        saved: NOW.plus_hours(-1),
        saved_by: say(lang, "林澜", "Lin Lan"),
        is_saved: false,
        faults: vec![],
        slug_error: None,
        overtaken: None,
        tone: say(lang, "直接、平实，先说结论。", "Direct and plain; the conclusion first."),
        files: vec![
            file(lang, "map.png", "取样点地图", "Map of the places sampled", vec![]),
            file(
                lang,
                "results.xlsx",
                "检测结果表",
                "Table of results",
                vec![f.t1("publish-found-hidden-sheet", "place", "内部底稿")],
            ),
        ],
        file_error: None,
        alt_zh: String::new(),
        alt_en: String::new(),
        staff: staff(1),
        f,
    }
}

fn file(lang: UiLang, called: &str, zh: &str, en: &str, faults: Vec<String>) -> FileRow {
    let mark = if called.ends_with(".png") { "!" } else { "" };
    FileRow {
        href: format!("/{}/desk/files/ab12cd34.png", lang.segment()),
        called: called.into(),
        is_picture: false,
        alt: say(lang, zh, en),
        snippet_zh: format!("{mark}[{zh}](/files/ab12cd34.png)"),
        snippet_en: format!("{mark}[{en}](/files/ab12cd34.png)"),
        faults,
    }
}

pub fn identity(lang: UiLang) -> String {
    print(&IdentityView {
        name_zh: "青屿市人民政府".into(),
        name_en: "Qingyu City Government".into(),
        accent: "#ffcc00".into(),
        tone_zh: "直接、平实，先说结论。".into(),
        tone_en: "Direct and plain; the conclusion first.".into(),
        mark_href: None,
        fault: Some(("accent", "identity-accent-pale")),
        is_saved: false,
        templates: vec![TemplateForm { kind: Kind::Statement, body_zh: ZH.into(), body_en: EN.into() }],
        staff: staff(1),
        f: frame(lang, "/desk/identity"),
    })
}

fn words(side: Side) -> (&'static str, &'static str, &'static str) {
    match side {
        Side::Zh => ("老港片区自来水检测结果", "12 处取样全部合格；河东两处投诉仍在核查。", ZH),
        Side::En => (
            "What the tests of tap water in the Old Harbour found",
            "All 12 samples meet the standard; two complaints on the East Bank are still open.",
            EN,
        ),
    }
}

fn title(lang: UiLang) -> web::Spoken {
    spoken(lang, words(Side::Zh).0, words(Side::En).0)
}

fn story(lang: UiLang) -> Link {
    Link { href: format!("/{}/desk/stories/2.1", lang.segment()), text: say(lang, "事件 2.1", "Story 2.1") }
}

fn preview(f: &Frame, side: Side) -> TextPreview {
    let (title, summary, body) = words(side);
    TextPreview {
        f: f.clone(),
        side,
        title: title.into(),
        summary: summary.into(),
        body: markdown::print(body).unwrap_or_default(),
        error: None,
    }
}

fn incidents(lang: UiLang) -> Vec<(String, String)> {
    vec![("i1".into(), say(lang, "2026-0007 · 翠柏小区自来水异味", "2026-0007 · Smell of the tap water at Cuibai"))]
}

pub fn waiting(lang: UiLang) -> String {
    let runs = publish::diff::runs("11 处合格。", "12 处均合格。");
    let diff = Some(vec![DiffPart { label: "publications-part-body", lang: "zh-Hans", runs }]);
    let may = May { approve: true, reopen: true, ..May::default() };
    print(&PublicationView {
        change: ChangeKind::Correction,
        change_notes: vec![spoken(lang, "此前误写为 11 处。", "We first wrote 11.")],
        diff,
        facts_changed: vec![FactChange {
            label: say(lang, "严重程度", "How grave"),
            old: vec![spoken(lang, "可能威胁生命财产", "Possible threat to life or property")],
            new: vec![spoken(lang, "对生命财产构成重大威胁", "Significant threat to life or property")],
        }],
        may,
        ..one(lang, Stage::Waiting)
    })
}

pub fn approved(lang: UiLang) -> String {
    let may = May { publish: true, reopen: true, ..May::default() };
    print(&PublicationView {
        may,
        due: Some((NOW.plus_hours(16), "林澜".into())),
        due_typed: "2026-11-23T08:20".into(),
        ..one(lang, Stage::Approved)
    })
}

pub fn in_force(lang: UiLang) -> String {
    let row = |index, hours: i64, is_this, change| EditionRow {
        href: format!("/{}/desk/publications/a{index}", lang.segment()),
        index,
        change,
        at: Some(NOW.plus_hours(-hours)),
        is_this,
        is_withdrawn: false,
    };
    let receipt = |channel: &str, at: Option<Time>, said: &str| Receipt {
        channel: channel.into(),
        at,
        said: said.into(),
        is_wrong: at.is_none(),
    };
    print(&PublicationView {
        may: May { follow: true, withdraw: true, ..May::default() },
        editions: vec![row(2, 1, true, ChangeKind::Correction), row(1, 20, false, ChangeKind::First)],
        receipts: vec![receipt(
            &say(lang, "网站", "Site"),
            Some(NOW.plus_hours(-1)),
            "/published/tap-water-old-harbour",
        )],
        ..one(lang, Stage::InForce)
    })
}

fn one(lang: UiLang, stage: Stage) -> PublicationView {
    let f = frame(lang, "/desk/publications/a1");
    let own = if lang == UiLang::Zh { Side::Zh } else { Side::En };
    let step = |what, zh: &str, en: &str, hours: i64| Step {
        what: f.t(what),
        by: say(lang, zh, en),
        at: NOW.plus_hours(-hours),
    };
    PublicationView {
        id: "a1".into(),
        title: title(lang),
        kind: Kind::Statement,
        change: ChangeKind::First,
        change_notes: vec![],
        stage,
        edition_index: 2,
        facts: vec![],
        address: format!("https://qingyu.example/{}/published/tap-water-old-harbour", lang.segment()),
        sides: [own, own.other()].map(|side| preview(&f, side)).into(),
        subjects: vec![story(lang)],
        meets: vec![say(lang, "发布权威信息", "First authoritative information"), say(lang, "作出回应", "Response")],
        checks: matches!(stage, Stage::Waiting | Stage::Approved).then(|| super::incidents::panel(lang)),
        digest: "4f6c1a9be02d7735c8f0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6".into(),
        diff: None,
        facts_changed: vec![],
        writers: vec![say(lang, "林澜", "Lin Lan"), say(lang, "何敏", "He Min")],
        steps: vec![step("publications-step-submitted", "林澜", "Lin Lan", 2)],
        may: May::default(),
        due: None,
        due_typed: String::new(),
        reason_zh: String::new(),
        reason_en: String::new(),
        fault: None,
        editions: vec![],
        receipts: vec![],
        staff: staff(1),
        f,
    }
}
