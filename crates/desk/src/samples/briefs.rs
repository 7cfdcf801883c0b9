//! Briefs of an invented town.

use super::*;
use crate::pages::briefs::{BriefItem, BriefProof, BriefSection, BriefSentence, BriefView, BriefsView};

pub fn archive(lang: UiLang) -> String {
    print(&archive_view(lang))
}

pub fn archive_empty(lang: UiLang) -> String {
    print(&BriefsView { briefs: Vec::new(), error: Some("briefs-days-wrong"), ..archive_view(lang) })
}

pub fn brief(lang: UiLang) -> String {
    print(&view(lang))
}

/// The same brief on paper, for whoever looks at the design.
pub fn brief_pdf(lang: UiLang) -> Vec<u8> {
    paper::print(&crate::serve::sheet(&view(lang))).bytes
}

fn archive_view(lang: UiLang) -> BriefsView {
    let f = frame(lang, "/desk/briefs");
    let daily = |days: i64| BriefItem {
        href: f.href(&format!("/desk/briefs/2026-11-{}", 22 - days)),
        title: f.t1("brief-title-daily", "day", f.day(&NOW.plus_hours(-24 * days))),
        made: NOW.plus_hours(-24 * (days - 1) - 9),
        made_by: None,
    };
    let week = f.t2("brief-period", "from", f.day(&NOW.plus_hours(-24 * 6)), "to", f.day(&NOW));
    let asked = BriefItem {
        href: f.href("/desk/briefs/4c21"),
        title: f.t1("brief-title-asked", "period", week),
        made: NOW.plus_hours(-2),
        made_by: Some(say(lang, "林澜", "Lin Lan")),
    };
    BriefsView {
        briefs: vec![asked, daily(1), daily(2), daily(3)],
        hour: "07".to_owned(),
        from: "2026-11-16".into(),
        to: "2026-11-22".into(),
        error: None,
        staff: staff(1),
        f,
    }
}

fn view(lang: UiLang) -> BriefView {
    let f = frame(lang, "/desk/briefs/2026-11-21");
    let [water, road, ..] = headlines(lang);
    let t = |key: &str, args: &[(&str, &str)]| {
        let args: Vec<(&str, _)> = args.iter().map(|(name, value)| (*name, (*value).into())).collect();
        f.words().t_with(key, &args)
    };
    let proof = |key: &str, value: &str, story: bool| BriefProof {
        label: t(key, &[("of", places(lang)[0])]),
        value: value.into(),
        href: story.then(|| f.href("/desk/stories/2.1")),
    };
    let told = |text: String, proof: Vec<BriefProof>| BriefSentence { text, is_thin: false, proof };
    let thin = |text: String| BriefSentence { text, is_thin: true, proof: Vec::new() };
    let section = |key: &str, sentences| BriefSection { title: f.t(key), sentences };
    let story = |key: &str, headline: &str, voices: &str, mentions: &str, named: &str| {
        told(
            t(
                key,
                &[
                    ("headline", headline),
                    ("figure", voices),
                    ("mentions", mentions),
                    ("place", places(lang)[0]),
                    ("named", named),
                ],
            ),
            vec![
                proof("brief-proof-voices", voices, true),
                proof("brief-proof-mentions", mentions, true),
                proof("brief-proof-place", named, true),
            ],
        )
    };
    BriefView {
        title: f.t1("brief-title-daily", "day", f.day(&NOW.plus_hours(-24))),
        period: f.day(&NOW.plus_hours(-24)),
        made: NOW.plus_hours(-9),
        made_by: None,
        sections: vec![
            section(
                "brief-section-overview",
                vec![
                    told(
                        t("brief-heard", &[("figure", "1,206"), ("mentions", "2,480")]),
                        vec![
                            proof("brief-proof-voices", "1,206", false),
                            proof("brief-proof-mentions", "2,480", false),
                        ],
                    ),
                    told(
                        t("brief-more", &[("percent", "38"), ("before", "872")]),
                        vec![proof("brief-proof-voices", "1,206", false), proof("brief-proof-before", "872", false)],
                    ),
                ],
            ),
            section(
                "brief-section-stories",
                vec![
                    story("brief-story-new-place", &water.text, "412", "638", "310"),
                    told(
                        t("brief-feeling-negative", &[("percent", "58"), ("count", "370"), ("whole", "638")]),
                        vec![
                            proof("brief-proof-negative", "370", true),
                            proof("brief-proof-neutral", "198", true),
                            proof("brief-proof-positive", "70", true),
                        ],
                    ),
                    story("brief-story-place", &road.text, "24", "31", "12"),
                    thin(t("brief-story-thin", &[])),
                ],
            ),
            section(
                "brief-section-needs",
                vec![told(
                    t(
                        "brief-needs",
                        &[
                            ("need", &f.t("need-complaint")),
                            ("figure", "388"),
                            ("second", &f.t("need-question")),
                            ("fewer", "204"),
                        ],
                    ),
                    vec![proof("brief-proof-need", "388", false)],
                )],
            ),
            section("brief-section-places", vec![thin(t("brief-places-thin", &[("k", "10")]))]),
            section(
                "brief-section-basis",
                vec![
                    told(
                        t("brief-warnings", &[("raised", "2"), ("waiting", "1")]),
                        vec![proof("brief-proof-raised", "2", false), proof("brief-proof-waiting", "1", false)],
                    ),
                    told(
                        t("brief-sources", &[("answered", "11"), ("total", "12")]),
                        vec![proof("brief-proof-answered", "11", false), proof("brief-proof-sources", "12", false)],
                    ),
                ],
            ),
        ],
        pdf_href: f.href("/desk/briefs/2026-11-21/pdf"),
        data_href: "/heard.json?from=2026-11-21&to=2026-11-21".into(),
        k: K,
        staff: staff(1),
        f,
    }
}
