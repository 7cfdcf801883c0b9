//! The pages of the policy with invented content.

use super::{NOW, frame, print, say, staff};
use crate::*;
use model::Level;
use std::collections::BTreeMap;
use warn::versions::VersionState;
use warn::{Plain, Policy, RULES};
use web::UiLang;

fn versions(lang: UiLang) -> Vec<VersionLine> {
    let line = |number: u32, state, note: &str, by: Option<&str>| VersionLine {
        number,
        state,
        note: note.to_owned(),
        digest: format!("{number}f3a90c1d27e").repeat(5),
        written: NOW.plus_hours(-24 * i64::from(9 - number)),
        written_by: by.map(str::to_owned),
        in_force: (state == VersionState::InForce).then_some(NOW.plus_hours(-90)),
        approved_by: (state == VersionState::InForce).then(|| "周启".to_owned()),
        superseded: None,
    };
    let night = say(lang, "夜间发声人数少，黄色预警来得太晚。", "At night few people speak, and yellow came too late.");
    let fewer = say(lang, "蓝色预警过多：提高最低人数。", "Too many blue alerts: ask for more voices.");
    vec![
        line(3, VersionState::Draft, &night, Some("林澜")),
        line(2, VersionState::InForce, &fewer, Some("林澜")),
        line(1, VersionState::Superseded, "", None),
    ]
}

pub fn policy(lang: UiLang) -> String {
    let policy = Policy::default();
    let rule = |rule: &warn::Rule| {
        let bounds = policy.bounds(rule.name)?;
        Some(RuleLine {
            name: rule.name.to_owned(),
            weight: bounds.weight,
            weight_now: if rule.name == "speed" { 24 } else { bounds.weight },
            from: bounds.from,
            full: bounds.full,
            least: bounds.least,
            rises: policy.rises_on(rule.name),
        })
    };
    let level = |level: &Level| {
        let criteria = policy.criteria(*level);
        LevelLine {
            level: *level,
            score: criteria.score,
            voices: criteria.voices,
            acknowledge_hours: criteria.acknowledge_hours,
        }
    };
    let step = |id: &str, rule: &str, percent: u32, hours: i64, undone| TuningLine {
        id: id.to_owned(),
        rule: rule.to_owned(),
        percent,
        useful: 3,
        false_alarms: 5,
        judged: 11,
        at: NOW.plus_hours(-hours),
        undone,
    };
    let month = |name: &str, alerts, judged, useful, false_alarms, late, minutes| MonthLine {
        month: name.to_owned(),
        alerts,
        judged,
        useful,
        false_alarms,
        late_hours: late,
        acknowledged_minutes: minutes,
    };
    let versions = versions(lang);
    print(&PolicyView {
        f: frame(lang, "/desk/policy"),
        staff: staff(2),
        in_force: versions[1].clone(),
        k: 10,
        levels: Level::ALL.iter().rev().map(level).collect(),
        rules: RULES.iter().filter_map(rule).collect(),
        tuning_percent: 20,
        tunings: vec![
            step("a1", "speed", 95, 50, None),
            step("a0", "press", 95, 120, Some((NOW.plus_hours(-100), "周启".to_owned()))),
        ],
        months: vec![
            month(&say(lang, "2026年11月", "11/2026"), 18, 11, 8, 2, Some(3), Some(24)),
            month(&say(lang, "2026年10月", "10/2026"), 31, 0, 0, 0, None, Some(95)),
        ],
        versions,
        may_write: true,
        may_undo: true,
    })
}

pub fn edit(lang: UiLang) -> String {
    print(&edit_view(lang, Policy::default().written().clone()))
}

pub fn edit_wrong(lang: UiLang) -> String {
    let mut wrong = Policy::default().written().clone();
    wrong.levels[2].score = 30;
    wrong.k = 3;
    let problems = wrong.problems();
    print(&PolicyEditView { problems, note_error: Some("input-required"), ..edit_view(lang, wrong) })
}

fn edit_view(lang: UiLang, policy: Plain) -> PolicyEditView {
    PolicyEditView {
        f: frame(lang, "/desk/policy/new"),
        staff: staff(2),
        fields: policy.fields().into_iter().collect::<BTreeMap<_, _>>(),
        note: String::new(),
        note_error: None,
        problems: Vec::new(),
    }
}

pub fn version(lang: UiLang) -> String {
    let change = |place: &str, was: &str, is: &str| PolicyChange {
        place: place.to_owned(),
        was: was.to_owned(),
        is: is.to_owned(),
    };
    let column = |title: &str, counts: [u32; 4], useful, idle, lead_hours| ReplayColumn {
        title: title.to_owned(),
        alerts: counts.iter().sum(),
        by_level: Level::ALL.iter().copied().zip(counts).collect(),
        a_day: "0.6".to_owned(),
        busiest_day: 3,
        useful,
        idle,
        lead_hours,
    };
    print(&PolicyVersionView {
        f: frame(lang, "/desk/policy/3"),
        staff: staff(2),
        version: versions(lang).remove(0),
        text: Policy::default().written().write(),
        changes: vec![
            change(&say(lang, "黄色：所需人数", "Yellow: voices"), "20", "15"),
            change(&say(lang, "速度：权重", "Speed: weight"), "25", "30"),
        ],
        replay: vec![
            column(&say(lang, "现行规则", "In force"), [9, 5, 3, 1], (7, 8), (3, 4), Some(2)),
            column(&say(lang, "第 3 版", "Version 3"), [9, 8, 4, 1], (8, 8), (4, 4), Some(4)),
        ],
        replay_days: 30,
        replay_stories: 214,
        may_approve: true,
        may_drop: true,
        why_not: None,
    })
}
