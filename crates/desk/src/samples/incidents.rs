//! Incidents with invented content: a room in full swing, one that has just been opened, and what stands around them.

use super::{K, NOW, calm_story, frame, live, path, print, say, spoken, staff};
use crate::*;
use ::claims::Verdict;
use ::claims::matching::Strength;
use model::{Figure, Lang, Time};
use publish::ChangeKind;
use respond::{Quality, State};
use web::{Link, Spoken, UiLang};

const MINUTE: i64 = 60_000;

fn ago(minutes: i64) -> Time {
    Time::from_ms(NOW.ms() - minutes * MINUTE)
}

fn title(lang: UiLang) -> Spoken {
    spoken(lang, "老港片区自来水异味", "Tap water in the Old Harbour smells")
}

fn water(lang: UiLang) -> String {
    say(lang, "市水务局", "Water Department")
}

fn health(lang: UiLang) -> String {
    say(lang, "市卫生健康委", "Public Health")
}

fn departments(lang: UiLang) -> Vec<(String, String)> {
    vec![
        ("water".into(), water(lang)),
        ("health".into(), health(lang)),
        ("press".into(), say(lang, "市政府新闻办", "Press Office")),
    ]
}

/// - `minutes`: until its end; negative when it is over
fn clock(lang: UiLang, id: &str, names: (&str, &str), state: State, minutes: i64, elapsed: u32) -> ClockCard {
    let span = |minutes: i64| match minutes {
        1440.. => say(
            lang,
            &format!("{} 天 {} 小时", minutes / 1440, minutes % 1440 / 60),
            &format!("{} d {} h", minutes / 1440, minutes % 1440 / 60),
        ),
        60.. => say(
            lang,
            &format!("{} 小时 {} 分", minutes / 60, minutes % 60),
            &format!("{} h {} min", minutes / 60, minutes % 60),
        ),
        _ => say(lang, &format!("{minutes} 分钟"), &format!("{minutes} min")),
    };
    let left = match state {
        State::Overdue => say(lang, &format!("逾期 {}", span(-minutes)), &format!("{} late", span(-minutes))),
        State::Paused => {
            say(lang, &format!("恢复后还剩 {}", span(minutes)), &format!("{} left when it runs on", span(minutes)))
        }
        State::Met => {
            say(lang, &format!("提前 {} 办结", span(minutes)), &format!("met {} before the end", span(minutes)))
        }
        _ => say(lang, &format!("还剩 {}", span(minutes)), &format!("{} left", span(minutes))),
    };
    ClockCard {
        id: id.into(),
        name: say(lang, names.0, names.1),
        state,
        left,
        ends: ago(-minutes),
        elapsed,
        rule: say(lang, "24 小时内", "within 24 hours"),
        citation: say(
            lang,
            "国办发〔2016〕61号（2016年7月30日）",
            "State Council General Office circular 61 of 2016 (30 July 2016)",
        ),
        is_confirmed: true,
        started: ago(260),
        pauses: Vec::new(),
        words: Vec::new(),
        rests_on_nothing: false,
        is_paused: state == State::Paused,
        holder: water(lang),
        met: (state == State::Met).then(|| ago(95)),
        caveat: None,
        is_task: false,
    }
}

fn first_word(lang: UiLang) -> ClockCard {
    ClockCard {
        rule: say(lang, "5 小时内", "within 5 hours"),
        citation: say(
            lang,
            "国办发〔2016〕80号（2016年11月10日）",
            "State Council General Office circular 80 of 2016 (10 November 2016)",
        ),
        ..clock(lang, "c1", ("发布权威信息", "First authoritative information"), State::Soon, 42, 86)
    }
}

pub fn list(lang: UiLang) -> String {
    let row = |number: &str, title: Spoken, kind: String, next: Option<ClockCard>, tasks_open, people| IncidentRow {
        href: path(lang, "/desk/incidents/i1"),
        number: number.into(),
        title,
        kind,
        lead: water(lang),
        next,
        tasks_open,
        people,
    };
    let vital = say(lang, "涉及公众切身利益", "Vital interests of the public");
    let late = clock(lang, "c9", ("作出回应", "Response"), State::Overdue, -75, 100);
    print(&IncidentsView {
        f: live(lang, "/desk/incidents"),
        staff: staff(2),
        open: vec![
            row(
                "2026-0006",
                spoken(lang, "夜班 9 路停运", "Night bus 9 no longer stops at the university"),
                vital.clone(),
                Some(late),
                2,
                1,
            ),
            row("2026-0007", title(lang), say(lang, "重大突发事件", "Serious emergency"), Some(first_word(lang)), 3, 4),
            row(
                "2026-0005",
                spoken(lang, "学区划分误读", "School districts misread"),
                say(lang, "政策误解误读", "Policy misread"),
                None,
                0,
                0,
            ),
        ],
        past: vec![PastRow {
            href: path(lang, "/desk/incidents/i3"),
            number: "2026-0004".into(),
            title: spoken(lang, "北山社区停电", "Power cut on North Hill"),
            kind: vital,
            opened: ago(9_000),
            ended: ago(6_000),
            how: say(lang, "恢复供电，补偿办法已公布。", "Power is back and compensation is published."),
        }],
        unconfirmed: 6,
        may_act: true,
    })
}

pub fn list_empty(lang: UiLang) -> String {
    print(&IncidentsView {
        f: live(lang, "/desk/incidents"),
        staff: staff(0),
        open: Vec::new(),
        past: Vec::new(),
        unconfirmed: 0,
        may_act: false,
    })
}

pub fn new(lang: UiLang) -> String {
    let kinds =
        [("serious_emergency", "重大突发事件", "Serious emergency"), ("hot_topic", "社会热点问题", "Hot social issue")];
    print(&NewIncidentView {
        f: frame(lang, "/desk/incidents/new"),
        staff: staff(2),
        kinds: kinds.iter().map(|(id, zh, en)| ((*id).into(), say(lang, zh, en))).collect(),
        kind: "hot_topic".into(),
        title: String::new(),
        title_error: Some("input-required"),
        playbooks: vec![("false-rumour".into(), say(lang, "不实信息", "A false rumour"))],
        playbook: "false-rumour".into(),
        departments: departments(lang),
        department: "water".into(),
        known: "2026-11-22T16:20".into(),
        subjects: "story/2.1 alert/a1".into(),
        about: Some(title(lang)),
        already: Some(Link { href: path(lang, "/desk/incidents/i1"), text: "2026-0007".into() }),
        duties: vec![
            (
                say(lang, "重大突发事件", "Serious emergency"),
                vec![
                    say(lang, "发布权威信息：5 小时内", "First authoritative information: within 5 hours"),
                    say(lang, "举行新闻发布会：24 小时内", "Press conference: within 24 hours"),
                ],
            ),
            (
                say(lang, "社会热点问题", "Hot social issue"),
                vec![say(lang, "作出回应：48 小时内", "Response: within 48 hours")],
            ),
        ],
    })
}

pub fn room(lang: UiLang) -> String {
    print(&busy(lang))
}

pub fn room_new(lang: UiLang) -> String {
    print(&RoomView {
        clocks: vec![clock(lang, "c1", ("作出回应", "Response"), State::Running, 2_870, 1)],
        clocks_done: Vec::new(),
        facts: Vec::new(),
        people_say: Vec::new(),
        tasks: Vec::new(),
        drafts: Vec::new(),
        people: Vec::new(),
        am_here: false,
        claims: Vec::new(),
        story_id: String::new(),
        shows_limits: false,
        waiting: Vec::new(),
        run: None,
        merged: Vec::new(),
        others: Vec::new(),
        ..busy(lang)
    })
}

pub fn room_closed(lang: UiLang) -> String {
    print(&RoomView {
        may_act: false,
        clocks: Vec::new(),
        closed: Some(ClosedNote {
            at: ago(10),
            by: "林澜".into(),
            reason: say(
                lang,
                "水质已恢复，原因和补偿办法已公布。",
                "The water is well again; cause and compensation are published.",
            ),
        }),
        ..busy(lang)
    })
}

fn busy(lang: UiLang) -> RoomView {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let s = |zh: &str, en: &str| spoken(lang, zh, en);
    let paused = ClockCard {
        pauses: vec![t(
            "自今天 15:10起：等待第三方检测机构意见（吴昊）",
            "since today, 15:10: waiting for the testing body’s opinion (Wu Hao)",
        )],
        ..clock(lang, "c2", ("举行新闻发布会", "Press conference"), State::Paused, 1_172, 18)
    };
    let follow_up = ClockCard {
        is_confirmed: false,
        citation: t(
            "国办发〔2016〕61号要求持续发布，未定间隔；24小时为本单位自定",
            "Circular 61 of 2016 sets no interval; 24 hours is the office’s own",
        ),
        rule: t("24 小时内，此后每次重新起算", "within 24 hours, and again each time"),
        caveat: None,
        ..clock(lang, "c3", ("持续发布进展", "Further word as facts develop"), State::Running, 1_345, 7)
    };
    let fact = |id: &str, what: Spoken, origin: String, minutes, confirmed: bool| FactRow {
        id: id.into(),
        what,
        origin,
        as_of: ago(minutes),
        noted_by: "林澜".into(),
        confirmed: confirmed.then(|| ("吴昊".to_owned(), ago(minutes - 10))),
        withdrawn: None,
    };
    let step = |id: &str, what: String, who: String, minutes, done: bool| StepRow {
        id: id.into(),
        what,
        who,
        due: ago(minutes),
        done: done.then(|| ("吴昊".to_owned(), ago(minutes + 3))),
        is_late: !done && minutes > 0,
    };
    let task = |id: &str, what: Spoken, department: String, clock: Option<ClockCard>, done| TaskRow {
        id: id.into(),
        what,
        department,
        given_by: "林澜".into(),
        given: ago(200),
        clock,
        done,
    };
    let entry = |minutes, by: &str, text: String, is_decision| LogRow {
        at: ago(minutes),
        by: by.into(),
        text,
        is_decision,
        number: None,
    };
    let line = |zh: &str, en: &str| t(zh, en);
    RoomView {
        f: live(lang, "/desk/incidents/i1"),
        staff: staff(2),
        id: "i1".into(),
        number: "2026-0007".into(),
        title: title(lang),
        kind: t("重大突发事件", "Serious emergency"),
        lead: water(lang),
        known: ago(258),
        opened: ago(250),
        opened_by: "林澜".into(),
        subjects: vec![
            Link { href: path(lang, "/desk/stories/2.1"), text: t("话题", "the story") },
            Link { href: path(lang, "/desk/alerts"), text: t("预警", "the alert") },
        ],
        merged: vec![("2026-0008".into(), s("河东水质传言", "Rumour about water in East Bank"))],
        closed: None,
        may_act: true,
        clocks: vec![first_word(lang), paused, follow_up],
        clocks_done: vec![clock(lang, "c0", ("持续发布进展", "Further word as facts develop"), State::Met, 30, 100)],
        facts: vec![
            fact(
                "f1",
                s(
                    "水务公司在老港片区 12 处取样，送检 8 项指标。",
                    "The water company took samples at 12 places in the Old Harbour and tests 8 values.",
                ),
                t("市水务公司", "the water company"),
                30,
                true,
            ),
            fact(
                "f2",
                s("3 个小区反映异味，约 1.2 万户。", "3 estates report the smell, about 12,000 homes."),
                t("12345 热线工单", "hotline tickets"),
                80,
                true,
            ),
            fact(
                "f3",
                s("可能与昨夜管网施工有关。", "It may have to do with last night’s pipe works."),
                t("施工单位电话", "the contractor, by phone"),
                95,
                false,
            ),
            FactRow {
                withdrawn: Some(("吴昊".into(), t("现场核查未见停水", "the site visit found water running"))),
                ..fact("f4", s("湾口片区停水。", "Bay Mouth has no water."), t("网友留言", "a post"), 140, false)
            },
        ],
        shows_limits: true,
        story_id: "2.1".into(),
        claims: vec![
            StoryClaim {
                claim: s("老港自来水被工业废水污染", "The tap water of the Old Harbour is polluted by a factory"),
                href: path(lang, "/desk/claims/sample-0"),
                verdict: Some(Verdict::False),
                suggested: None,
            },
            StoryClaim {
                claim: s("停水三天以上", "There will be no water for three days"),
                href: path(lang, "/desk/claims/sample-1"),
                verdict: None,
                suggested: Some(Strength::Possible),
            },
        ],
        people_say: vec![StoryVoice {
            headline: s(
                "老港片区自来水有异味，居民担心饮水安全",
                "Tap water in the Old Harbour smells, and residents ask whether it is safe",
            ),
            href: path(lang, "/desk/stories/2.1"),
            voices: Figure::Exactly(412),
            asking: Figure::Exactly(138),
            samples: vec![
                Said {
                    text: s("现在的水到底能不能喝？", "Can we drink the water now or not?"),
                    voices: Figure::Exactly(64),
                    is_question: true,
                },
                Said {
                    text: s(
                        "老人小孩怎么办，哪里可以接水？",
                        "What about children and the old? Where can we get water?",
                    ),
                    voices: Figure::Exactly(31),
                    is_question: true,
                },
                Said {
                    text: s("打开水龙头一股怪味，已经两天了。", "The tap has had an odd smell for two days."),
                    voices: Figure::Exactly(22),
                    is_question: false,
                },
            ],
        }],
        tasks: vec![
            task(
                "t1",
                s("公布应急取水点的地点和时间", "Publish where and when to get water"),
                t("老港街道", "Old Harbour Subdistrict"),
                Some(ClockCard {
                    is_task: true,
                    rule: t("2 小时内", "within 2 hours"),
                    citation: String::new(),
                    ..clock(lang, "c5", ("", ""), State::Overdue, -25, 100)
                }),
                None,
            ),
            task(
                "t2",
                s("给出饮用和使用建议", "Advise on drinking and use"),
                health(lang),
                Some(ClockCard {
                    is_task: true,
                    rule: t("4 小时内", "within 4 hours"),
                    citation: String::new(),
                    ..clock(lang, "c6", ("", ""), State::Running, 130, 45)
                }),
                None,
            ),
            task(
                "t3",
                s("到反映地点取样", "Take samples where residents report it"),
                water(lang),
                None,
                Some((t("12 处已取样。", "Samples taken at 12 places."), "赵宁".into(), ago(60))),
            ),
        ],
        drafts: vec![DraftRow {
            title: s("关于老港片区自来水情况的说明", "Tap water in the Old Harbour: what we know now"),
            href: path(lang, "/desk/publications/e1"),
            checks_href: path(lang, "/desk/incidents/i1/drafts/d1"),
            state: t("起草中", "being written"),
            saved: ago(12),
            saved_by: "林澜".into(),
            is_published: false,
            findings: (2, 5),
        }],
        people: vec![
            PersonRow { name: "林澜".into(), department: t("市政府新闻办", "Press Office"), since: ago(250) },
            PersonRow { name: "吴昊".into(), department: water(lang), since: ago(180) },
            PersonRow { name: "陈思".into(), department: health(lang), since: ago(64) },
        ],
        am_here: true,
        waiting: vec![Waiting {
            id: "h1".into(),
            text: t(
                "任务由市水务局移交市卫生健康委：水质对健康的影响归卫健判断",
                "a task goes from the Water Department to Public Health: effects on health are theirs to judge",
            ),
            handed: ago(20),
        }],
        run: Some(RunView {
            id: "water-fault".into(),
            title: t("供水异常", "A fault of the water supply"),
            href: path(lang, "/desk/playbooks/water-fault"),
            steps: vec![
                step(
                    "open",
                    line("开设处置室，列出公众在问什么。", "Open the room; see what people ask."),
                    line("值班员", "Duty officer"),
                    248,
                    true,
                ),
                step(
                    "sample",
                    line("到反映地点取样送检。", "Take samples where residents report it."),
                    line("水务公司", "Water company"),
                    228,
                    true,
                ),
                step(
                    "advice",
                    line("给出饮用和使用建议。", "Advise on drinking and use."),
                    line("卫生健康部门", "Public health"),
                    213,
                    false,
                ),
                step(
                    "results",
                    line("公布检测结果原文。", "Publish the results as they are."),
                    line("水务与卫生健康部门", "Water and public health"),
                    -1_182,
                    false,
                ),
            ],
            done_count: 2,
            first_hour: vec![
                line(
                    "现在能不能喝；不确定时按最稳妥的说。",
                    "Whether it may be drunk now; where uncertain, the safest advice.",
                ),
                line("涉及哪些地方，去哪里取水。", "Which places, and where to get water."),
            ],
            signers: vec![line("水务部门负责人", "The head of the water department")],
        }),
        playbooks: vec![("water-fault".into(), t("供水异常", "A fault of the water supply"))],
        statements: vec![(
            "water-fault/holding".into(),
            t("供水异常 · 首份说明", "A fault of the water supply · First statement"),
        )],
        log: vec![
            entry(
                12,
                "林澜",
                t(
                    "开始起草「关于老港片区自来水情况的说明」",
                    "began the statement “Tap water in the Old Harbour: what we know now”",
                ),
                false,
            ),
            entry(
                20,
                "吴昊",
                t(
                    "把「水质影响」由市水务局移交市卫生健康委：健康影响归卫健判断",
                    "handed “effects of the water” from the Water Department to Public Health: effects on health are theirs to judge",
                ),
                false,
            ),
            entry(
                42,
                "林澜",
                t(
                    "决定：结果未出前不说「安全」，先说怎么用水。",
                    "decided: before results we do not say “safe”; we say how to use the water.",
                ),
                true,
            ),
            entry(
                70,
                "吴昊",
                t(
                    "暂停「举行新闻发布会」计时：等待第三方检测机构意见",
                    "let “Press conference” stand still: waiting for the testing body’s opinion",
                ),
                false,
            ),
            LogRow {
                number: Some("2026-0008".into()),
                ..entry(
                    110,
                    "陈思",
                    t("立项，编号 2026-0008，市卫生健康委牵头", "opened 2026-0008; Public Health leads"),
                    false,
                )
            },
            entry(
                130,
                "",
                t(
                    "已提醒市水务局：「发布权威信息」还剩 120 分钟。",
                    "Water Department was reminded of “First authoritative information”: 120 minutes left.",
                ),
                false,
            ),
            entry(
                250,
                "林澜",
                t("立项，编号 2026-0007，市水务局牵头", "opened 2026-0007; Water Department leads"),
                false,
            ),
        ],
        departments: departments(lang),
        others: vec![("i2".into(), "2026-0006".into())],
        now_local: "2026-11-22T16:20".into(),
        k: K,
    }
}

pub fn after(lang: UiLang) -> String {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let said = |zh: &str, en: &str, minutes, after: String, voices, negative| SaidWhen {
        title: spoken(lang, zh, en),
        href: path(lang, "/desk/publications/e1"),
        change: ChangeKind::First,
        at: ago(minutes),
        withdrawn: None,
        after,
        voices,
        negative,
    };
    let line = |text: String, is_decision| LogRow { at: ago(42), by: "林澜".into(), text, is_decision, number: None };
    let late = ClockCard {
        met: Some(ago(400)),
        left: t("逾期 22 分钟 办结", "met 22 min after the end"),
        ..clock(lang, "c2", ("举行新闻发布会", "Press conference"), State::MetLate, -378, 100)
    };
    print(&AfterView {
        f: frame(lang, "/desk/incidents/i1/after"),
        staff: staff(0),
        id: "i1".into(),
        number: "2026-0007".into(),
        title: title(lang),
        kind: t("重大突发事件", "Serious emergency"),
        known: ago(2_000),
        opened: ago(1_990),
        closed: None,
        duties: vec![clock(lang, "c1", ("发布权威信息", "First authoritative information"), State::Met, 42, 100), late],
        met_in_time: 1,
        met_of: 2,
        said: vec![
            said(
                "首份说明",
                "First statement",
                1_790,
                t("得知后 3 小时 30 分", "3 h 30 min after it became known"),
                Some((Figure::Exactly(286), Figure::Exactly(331))),
                Some((Figure::Exactly(172), Figure::Exactly(118))),
            ),
            said(
                "检测结果",
                "Test results",
                900,
                t("得知后 18 小时 20 分", "18 h 20 min after it became known"),
                Some((Figure::Exactly(240), Figure::Exactly(61))),
                Some((Figure::Exactly(97), Figure::FewerThan(K))),
            ),
            said(
                "恢复供水",
                "Water is well again",
                60,
                t("得知后 1 天 8 小时", "1 d 8 h after it became known"),
                None,
                None,
            ),
        ],
        timeline: Some(calm_story(lang).timeline),
        hand_overs: 1,
        tasks_done: 5,
        tasks: 6,
        facts_withdrawn: 1,
        decisions: vec![line(
            t(
                "决定：结果未出前不说「安全」，先说怎么用水。",
                "decided: before results we do not say “safe”; we say how to use the water.",
            ),
            true,
        )],
        lessons: vec![line(
            t("取水点的信息应与首份说明同时发布。", "Water points should be published with the first statement."),
            false,
        )],
        may_act: true,
        hours: 12,
    })
}

/// What the checks say of a draft that promises too much.
pub(super) fn panel(lang: UiLang) -> ChecksPanel {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let zh = |text: &str| Spoken::new(text, Lang::ZhHans);
    let row = |text: String, quote: Option<Spoken>, is_grave| FindingRow {
        text,
        quotes: quote.into_iter().collect(),
        is_grave,
        count: 1,
    };
    let group = |quality, findings: Vec<FindingRow>| QualityGroup::gathered(quality, findings);
    ChecksPanel {
        f: frame(lang, "/desk/incidents/i1/drafts/d1"),
        has_room: true,
        groups: vec![
            group(
                Quality::Timely,
                vec![row(
                    t("「发布权威信息」还剩 42 分钟。", "“First authoritative information” is due in 42 minutes."),
                    None,
                    false,
                )],
            ),
            group(
                Quality::Accurate,
                vec![
                    row(
                        t("处置室里没有哪条情况含有数字 15。", "No fact in the room has the number 15."),
                        Some(zh("15")),
                        true,
                    ),
                    row(
                        t(
                            "话说得太满。改为说明测得了什么。",
                            "This leaves no room for error. Say what was measured instead.",
                        ),
                        Some(zh("绝对")),
                        false,
                    ),
                ],
            ),
            group(
                Quality::Sincere,
                vec![row(
                    t(
                        "借口抵消了歉意。原因请另起一句，放到别处。",
                        "The excuse takes the apology back. Put the cause into a sentence of its own, elsewhere.",
                    ),
                    Some(zh("我们深表歉意，但这是不可抗力造成的。")),
                    true,
                )],
            ),
            group(Quality::Coordinated, Vec::new()),
        ],
        measures: vec![t(
            "中文：平均每句 24 字，最长 41 字。",
            "Chinese: 24 characters a sentence on average, 41 at most.",
        )],
    }
}

pub fn checks(lang: UiLang) -> String {
    let zh = |text: &str| Spoken::new(text, Lang::ZhHans);
    let f = live(lang, "/desk/incidents/i1/drafts/d1");
    print(&DraftChecksView {
        staff: staff(2),
        incident_href: path(lang, "/desk/incidents/i1"),
        number: "2026-0007".into(),
        draft_title: spoken(lang, "关于老港片区自来水情况的说明", "Tap water in the Old Harbour: what we know now"),
        draft_href: path(lang, "/desk/publications/e1"),
        panel: panel(lang),
        texts: vec![
            (
                zh("关于老港片区自来水情况的说明"),
                vec![zh("水务公司已在 15 处取样。自来水绝对安全。"), zh("我们深表歉意，但这是不可抗力造成的。")],
            ),
            (
                Spoken::new("Tap water in the Old Harbour", Lang::En),
                vec![Spoken::new("Samples were taken at 15 places.", Lang::En)],
            ),
        ],
        seen_href: path(lang, "/desk/incidents/i1/drafts/d1/seen"),
        departments: vec![("water".into(), water(lang), true), ("health".into(), health(lang), false)],
        may_act: true,
        f,
    })
}

pub fn duties(lang: UiLang) -> String {
    print(&duties_view(lang, ApprovalState::None { may_propose: true }))
}

pub fn duties_waiting(lang: UiLang) -> String {
    print(&duties_view(lang, ApprovalState::Waiting { by: "吴昊".into(), at: ago(90), may_approve: true }))
}

fn duties_view(lang: UiLang, approval: ApprovalState) -> DutiesView {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    let duty = |zh: &str, en: &str, rule: String, citation: String, is_confirmed| DutyRow {
        name: t(zh, en),
        rule,
        reminders: t("到期前 2 小时和 1 小时提醒。", "Reminders 2 hours and 1 hour before the end."),
        citation,
        note: String::new(),
        checked: "2026-11-25".into(),
        is_confirmed,
    };
    DutiesView {
        f: frame(lang, "/desk/duties"),
        staff: staff(0),
        jurisdiction: t("中国", "China"),
        digest: "892601b482773a39".into(),
        zone: "Asia/Shanghai".into(),
        incidents: vec![KindDuties {
            name: t("重大突发事件", "Serious emergency"),
            note: t(
                "涉及特别重大、重大突发事件的政务舆情。",
                "Public concern about an especially serious or serious emergency.",
            ),
            duties: vec![
                duty(
                    "发布权威信息",
                    "First authoritative information",
                    t("5 小时内", "within 5 hours"),
                    t(
                        "国办发〔2016〕80号（2016年11月10日）",
                        "State Council General Office circular 80 of 2016 (10 November 2016)",
                    ),
                    true,
                ),
                duty(
                    "持续发布进展",
                    "Further word as facts develop",
                    t("24 小时内，此后每次重新起算", "within 24 hours, and again each time"),
                    t(
                        "国办发〔2016〕61号未定间隔；24小时为本单位自定",
                        "Circular 61 of 2016 sets no interval; 24 hours is the office’s own",
                    ),
                    false,
                ),
            ],
        }],
        requests: vec![KindDuties {
            name: t("主动公开", "Proactive disclosure"),
            note: String::new(),
            duties: vec![duty(
                "主动公开政府信息",
                "Publish what must be published",
                t("20 个工作日内", "within 20 working days"),
                t("政府信息公开条例第二十六条", "Regulations on the Disclosure of Government Information, article 26"),
                true,
            )],
        }],
        unconfirmed: vec![t("持续发布进展", "Further word as facts develop")],
        years: vec![YearRow {
            year: "2026".into(),
            notice: "国办发明电〔2025〕7号".into(),
            off_days: 33,
            work_days: 6,
            breaks: vec![t("元旦", "New Year"), t("春节", "Spring Festival")],
            checked: "2026-11-25".into(),
            is_confirmed: true,
        }],
        year_missing: Some("2027".into()),
        approval,
        history: vec![RuleRow {
            digest: "71c0aa02be44d19f".into(),
            proposed_by: "吴昊".into(),
            proposed: ago(90_000),
            approved: Some(("林澜".into(), ago(89_000))),
        }],
    }
}

pub fn playbooks(lang: UiLang) -> String {
    let row = |zh: &str, en: &str, when: String| PlaybookRow {
        href: path(lang, "/desk/playbooks/flood"),
        title: say(lang, zh, en),
        when,
        steps: 8,
        statements: 1,
    };
    print(&PlaybooksView {
        f: frame(lang, "/desk/playbooks"),
        staff: staff(0),
        playbooks: vec![
            row(
                "洪涝与内涝",
                "A flood",
                say(lang, "城区积水威胁人身安全时启用。", "Take it up when water threatens people."),
            ),
            row(
                "供水异常",
                "A fault of the water supply",
                say(
                    lang,
                    "自来水有异味、变色或停水时启用。",
                    "Take it up when tap water smells, is discoloured or stops.",
                ),
            ),
        ],
    })
}

pub fn playbook(lang: UiLang) -> String {
    let t = |zh: &str, en: &str| say(lang, zh, en);
    print(&PlaybookView {
        f: frame(lang, "/desk/playbooks/water-fault"),
        staff: staff(0),
        title: t("供水异常", "A fault of the water supply"),
        when: t(
            "自来水有异味、变色、水质疑问或停水，居民已在反映时启用。",
            "Take it up when tap water smells, is discoloured or stops, and residents say so.",
        ),
        kinds: vec![t("涉及公众切身利益", "Vital interests of the public")],
        first_hour: vec![t("现在能不能喝、能不能用。", "Whether the water may be drunk and used now.")],
        signers: vec![t("水务部门负责人", "The head of the water department")],
        steps: vec![PlaybookStepRow {
            within: t("10 分钟内", "within 10 min"),
            who: t("值班员", "Duty officer"),
            what: t("开设处置室。", "Open the room."),
        }],
        statements: vec![StatementText {
            name: t("首份说明", "First statement"),
            zh: (
                Spoken::new("关于【地点】自来水情况的说明", Lang::ZhHans),
                Spoken::new("检测结果出来之前，请【煮沸后饮用】。", Lang::ZhHans),
            ),
            en: (
                Spoken::new("Tap water in [place]: what we know now", Lang::En),
                Spoken::new("Until we have the results, please [boil it first].", Lang::En),
            ),
        }],
        digest: "5bb0c1".into(),
    })
}
