//! Each check against a draft that a tired person could write, and one that should pass.

use super::*;

fn fact(what: &str, is_confirmed: bool) -> KnownFact {
    KnownFact {
        what: what.to_owned(),
        origin: "水务公司".to_owned(),
        as_of: "2026-11-25 14:00".to_owned(),
        is_confirmed,
    }
}

fn zh(text: &str) -> Draft {
    Draft { text_zh: text.to_owned(), ..Draft::default() }
}

fn en(text: &str) -> Draft {
    Draft { text_en: text.to_owned(), ..Draft::default() }
}

/// The keys of what one check finds, each with the passage.
fn found(name: &str, draft: &Draft, scene: &Scene) -> Vec<(&'static str, String)> {
    let check = CHECKS.iter().find(|check| check.name == name).expect("the check is in the list");
    let findings = (check.run)(draft, scene);
    for finding in &findings {
        assert_eq!(finding.quality, check.quality);
        if let Some(place) = &finding.place {
            let text = if place.lang == Lang::En { &draft.text_en } else { &draft.text_zh };
            let quoted: String = text.chars().skip(place.from).take(place.until - place.from).collect();
            let title = [&draft.title_zh, &draft.title_en].iter().any(|title| title.contains(&place.quote));
            assert!(quoted == place.quote || title, "{} is where it is said to be: {quoted}", place.quote);
        }
    }
    findings.into_iter().map(|one| (one.key, one.place.map_or(String::new(), |place| place.quote))).collect()
}

fn room() -> Scene {
    Scene {
        facts: vec![
            fact("水务公司在老港片区12处取样，送检8项指标", true),
            fact("居民反映自来水有异味，涉及3个小区", true),
            fact("初步判断与管网施工有关", false),
        ],
        ..Scene::default()
    }
}

const GOOD: &str = "11月25日14时起，老港片区3个小区的居民反映自来水有异味。水务公司已在12处取样，送检8项指标。\n\
    原因目前还不清楚。给大家的生活带来不便，我们深表歉意。\n结果将在11月26日18时前公布。请先煮沸再饮用。";

#[test]
fn a_good_statement_passes() {
    let draft = zh(GOOD);
    let findings = run(&draft, &room());
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn numbers_need_a_source_in_the_room() {
    let scene = room();
    let draft = zh("水务公司已在15处取样，老港片区3个小区的居民反映自来水有异味。");
    assert_eq!(found("numbers", &draft, &scene), [("number-unsourced", "15".to_owned())]);
    let half = Scene { facts: vec![fact("已有40户停水", false)], ..Scene::default() };
    assert_eq!(found("numbers", &zh("目前四十户停水。"), &half), [("number-unconfirmed", "四十".to_owned())]);
    let english = Scene { facts: vec![fact("Samples were taken at 12 places", true)], ..Scene::default() };
    assert_eq!(
        found("numbers", &en("We took samples at twelve places. Our next update comes at 18:00."), &english),
        []
    );
    assert_eq!(
        found("numbers", &en("We took samples at 21 places."), &english),
        [("number-unsourced", "21".to_owned())]
    );
}

#[test]
fn claims_need_a_source_in_the_room() {
    let scene = room();
    assert_eq!(found("claims", &zh("水务公司在老港片区取样并送检。"), &scene), []);
    let unsourced = "学校食堂的直饮水设备全部更换完毕。";
    assert_eq!(found("claims", &zh(unsourced), &scene), [("claim-unsourced", unsourced.to_owned())]);
    let early = "初步判断异味与管网施工有关。";
    assert_eq!(found("claims", &zh(early), &scene), [("claim-unconfirmed", early.to_owned())]);
    // Regret, advice and what is not known claim nothing.
    assert_eq!(found("claims", &zh("原因还不清楚。我们深表歉意。请到社区中心领取瓶装水。"), &scene), []);
}

#[test]
fn what_leaves_no_room_for_error_is_named() {
    let quotes =
        |draft: &Draft| found("certainty", draft, &Scene::default()).into_iter().map(|one| one.1).collect::<Vec<_>>();
    assert_eq!(quotes(&zh("自来水绝对安全，零风险。")), ["绝对", "零风险"]);
    assert_eq!(
        quotes(&en("The water is completely safe; there is no risk at all.")),
        ["completely safe", "no risk at all"]
    );
    assert_eq!(quotes(&zh("8项指标均在国家标准限值以内。")), Vec::<String>::new());
}

#[test]
fn blanks_that_nobody_filled_are_named() {
    let draft = Draft {
        title_zh: "关于【地点】的说明".to_owned(),
        text_zh: "截至【时间】，【地点】积水。".to_owned(),
        text_en: "As of [time], see [our page](https://example.org).".to_owned(),
        ..Draft::default()
    };
    let quotes: Vec<String> = found("blanks", &draft, &Scene::default()).into_iter().map(|one| one.1).collect();
    assert_eq!(quotes, ["【时间】", "【地点】", "[time]", "【地点】"]);
}

#[test]
fn both_languages_must_say_the_same_figures() {
    let draft = Draft {
        text_zh: "影响3个小区约1.2万人。".to_owned(),
        text_en: "Three estates and 1,200 people are affected.".to_owned(),
        ..Draft::default()
    };
    assert_eq!(
        found("languages", &draft, &Scene::default()),
        [("number-one-language", "1.2万".to_owned()), ("number-one-language", "1,200".to_owned())]
    );
}

#[test]
fn what_is_not_known_is_said() {
    let scene = room();
    assert_eq!(found("unknown", &zh("已取样检测。"), &scene), [("unknown-missing", String::new())]);
    for text in ["原因尚不清楚。", "我们正在核实人数。", "结果还没有确认。"] {
        assert_eq!(found("unknown", &zh(text), &scene), [], "{text}");
    }
    for text in ["We do not yet know the cause.", "The cause is still being tested.", "It is unclear how it began."] {
        assert_eq!(found("unknown", &en(text), &scene), [], "{text}");
    }
    assert_eq!(found("unknown", &en("All is well."), &scene), [("unknown-missing", String::new())]);
}

#[test]
fn regret_comes_without_an_excuse_and_without_a_condition() {
    let keys =
        |draft: &Draft| found("regret", draft, &Scene::default()).into_iter().map(|one| one.0).collect::<Vec<_>>();
    let cases = [
        (zh("给大家的生活带来不便，我们深表歉意。"), vec![]),
        (zh("我们深表歉意，但这是不可抗力造成的。"), vec!["regret-excuse"]),
        (zh("对此我们表示歉意，由于客观原因工期延误。"), vec!["regret-excuse"]),
        (zh("如给您带来不便，我们深表歉意。"), vec!["regret-conditional"]),
        (zh("已完成抢修。"), vec!["regret-missing"]),
        (en("We are sorry for the trouble this brings to your homes."), vec![]),
        (en("We are sorry, but the weather was beyond our control."), vec!["regret-excuse"]),
        (en("We apologise if anyone was offended."), vec!["regret-conditional"]),
        (en("Repairs are complete."), vec!["regret-missing"]),
    ];
    for (draft, expected) in cases {
        assert_eq!(keys(&draft), expected, "{}{}", draft.text_zh, draft.text_en);
    }
}

#[test]
fn residents_are_not_blamed() {
    let quotes =
        |draft: &Draft| found("blame", draft, &Scene::default()).into_iter().map(|one| one.1).collect::<Vec<_>>();
    assert_eq!(quotes(&zh("个别居民不明真相，以讹传讹。")), ["个别居民", "不明真相", "以讹传讹"]);
    assert_eq!(quotes(&en("A small number of people overreacted.")), ["A small number of people", "overreacted"]);
    assert_eq!(quotes(&zh(GOOD)), Vec::<String>::new());
}

#[test]
fn plain_language_is_measured_in_both_languages() {
    let long = "针对近期部分区域居民反映的自来水感官性状异常情况我市供水主管部门会同卫生健康主管部门和供水企业组织专业技术人员开展了全面细致深入的排查检测和原因分析工作并将根据结果采取措施。";
    let keys =
        |draft: &Draft| found("plain", draft, &Scene::default()).into_iter().map(|one| one.0).collect::<Vec<_>>();
    assert_eq!(keys(&zh(long)), ["plain-long-characters", "plain-average-characters"]);
    assert_eq!(
        found("plain", &zh("我局高度重视，第一时间处理。"), &Scene::default()),
        [("plain-habit", "高度重视".to_owned()), ("plain-habit", "第一时间".to_owned())]
    );
    assert_eq!(keys(&zh(GOOD)), Vec::<&str>::new());
    let heavy = "The municipal administration, in accordance with applicable regulatory requirements, has initiated a comprehensive \
        investigation regarding organoleptic irregularities, the determination of which necessitates considerable additional \
        laboratory examination.";
    let keys_en = keys(&en(heavy));
    assert!(keys_en.contains(&"plain-ease") && keys_en.contains(&"plain-average-words"), "{keys_en:?}");
    let easy = measure_easy("We do not know the cause yet. Please boil the water. We will tell you more at six.");
    assert!(easy.ease.is_some_and(|ease| ease > 80.0), "{easy:?}");
    assert_eq!(easy.sentence_count, 3);
}

fn measure_easy(text: &str) -> plain::Plain {
    plain::measure(Lang::En, text)
}

#[test]
fn the_clock_stands_beside_the_draft() {
    let clock =
        |ends: i64, is_urgent| OpenClock { name: "首次回应".to_owned(), ends: Time::from_ms(ends), is_urgent };
    let at = |now: i64, is_urgent| Scene {
        clocks: vec![clock(600_000, is_urgent), clock(9_000_000, false)],
        now: Some(Time::from_ms(now)),
        ..Scene::default()
    };
    assert_eq!(found("clock", &zh(GOOD), &at(0, false)), []);
    assert_eq!(found("clock", &zh(GOOD), &at(0, true)), [("clock-soon", String::new())]);
    assert_eq!(found("clock", &zh(GOOD), &at(700_000, true)), [("clock-over", String::new())]);
}

#[test]
fn a_statement_says_when_the_next_one_comes() {
    let scene = Scene::default();
    for draft in [zh("下次通报时间：18时。"), zh("检测结果将在26日前公布。"), en("Our next update comes at 18:00.")]
    {
        assert_eq!(found("next-word", &draft, &scene), []);
    }
    assert_eq!(found("next-word", &zh("已取样。"), &scene), [("next-missing", String::new())]);
}

#[test]
fn departments_that_have_not_seen_it_are_named() {
    let (water, health) = (DepartmentId::new("water"), DepartmentId::new("health"));
    let scene = Scene {
        departments: vec![(water.clone(), "水务局".to_owned()), (health, "卫健委".to_owned())],
        seen: vec![water],
        ..Scene::default()
    };
    let findings = (CHECKS.iter().find(|check| check.name == "seen").expect("it is there").run)(&zh(GOOD), &scene);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].said, [("department", "卫健委".to_owned())]);
}

#[test]
fn what_was_published_in_the_last_days_is_not_contradicted() {
    let published = |text: &str| Scene {
        published: vec![Published { title: "首份说明".to_owned(), text: text.to_owned(), at: Time::from_ms(0) }],
        ..Scene::default()
    };
    let before = published("老港片区3个小区自来水有异味。检测结果显示水质不符合饮用标准。截至14时已抢修完成两处管道。");
    let other = "老港片区5个小区自来水有异味。";
    assert_eq!(found("contradiction", &zh(other), &before), [("contradicts", other.to_owned())]);
    let opposite = "检测结果显示水质符合饮用标准。";
    assert_eq!(found("contradiction", &zh(opposite), &before), [("contradicts", opposite.to_owned())]);
    assert_eq!(found("contradiction", &zh("老港片区3个小区自来水有异味。"), &before), []);
    assert_eq!(
        found("contradiction", &zh("截至18时已抢修完成两处管道。"), &before),
        [],
        "a later hour is no contradiction"
    );
    assert_eq!(found("contradiction", &zh("公园步道周五开放。"), &before), []);
    let english = published("The outage affects 3 schools in the Old Harbour.");
    let other = "The outage affects 7 schools in the Old Harbour.";
    assert_eq!(found("contradiction", &en(other), &english), [("contradicts", other.to_owned())]);
}
