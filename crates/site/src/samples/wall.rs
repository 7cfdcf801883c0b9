//! The wall's panels with invented content.

use super::*;
use crate::pages::wall::{Loudest, Panel, Rising, WallClock, WallSource, WallView};
use web::chart::Wide;

pub fn rising(lang: UiLang) -> String {
    print(&view(lang, Panel::Rising))
}

pub fn loudest(lang: UiLang) -> String {
    print(&view(lang, Panel::Loudest))
}

pub fn needs_panel(lang: UiLang) -> String {
    print(&view(lang, Panel::Needs))
}

pub fn watch(lang: UiLang) -> String {
    print(&view(lang, Panel::Watch))
}

pub fn empty(lang: UiLang) -> String {
    let view = WallView {
        rising: Vec::new(),
        loudest: None,
        needs: None,
        days: None,
        incidents_open: 0,
        limits_open: 0,
        clocks: Vec::new(),
        sources: Vec::new(),
        voices: Figure::FewerThan(K),
        mentions: Figure::FewerThan(K),
        ..view(lang, Panel::Rising)
    };
    print(&view)
}

fn view(lang: UiLang, panel: Panel) -> WallView {
    let zh = lang == UiLang::Zh;
    let say = |zh_text: &str, en_text: &str| if zh { zh_text.to_owned() } else { en_text.to_owned() };
    let courses: [(u32, Option<u32>, &[u32]); 4] = [
        (160, Some(131), &[3, 5, 4, 6, 12, 11, 14, 18, 25, 31, 48, 96, 160, 132]),
        (96, None, &[1, 1, 2, 1, 2, 1, 1, 2, 1, 1, 2, 4, 58, 96]),
        (31, Some(12), &[14, 12, 18, 16, 12, 19, 22, 25, 21, 18, 24, 31, 28, 26]),
        (22, Some(8), &[2, 3, 2, 4, 5, 3, 6, 8, 4, 12, 11, 14, 22, 16]),
    ];
    let rising =
        courses.iter().zip(headlines(lang)).enumerate().map(|(index, ((voices, more, days), headline))| Rising {
            headline,
            voices: Figure::Exactly(*voices),
            more: *more,
            is_new: more.is_none(),
            places: places(lang)[index..index + 2].iter().map(|place| (*place).to_owned()).collect(),
            spark: Spark {
                label: words(lang).t_number("story-spark", 14),
                values: days.iter().map(|count| few(*count)).collect(),
                band: None,
            },
        });
    let wide = |values: &[u32]| Wide {
        label: words(lang).t("wall-days"),
        bins: values
            .iter()
            .enumerate()
            .map(|(index, count)| {
                let at = NOW.plus_hours(-24 * (values.len() - 1 - index) as i64);
                let label = frame(lang, "/").day(&at);
                Bin {
                    tick: (values.len() - 1 - index).is_multiple_of(values.len().div_ceil(4)).then(|| label.clone()),
                    label,
                    value: few(*count),
                }
            })
            .collect(),
    };
    let [headline, ..] = headlines(lang);
    let source = |zh_name: &str, en_name: &str, answers| WallSource { name: say(zh_name, en_name), answers };
    WallView {
        f: frame(lang, "/wall/sample"),
        panel,
        next: format!("/{}/wall/sample?panel=1", lang.segment()),
        clock: "16:20".into(),
        date: frame(lang, "/").day(&NOW),
        voices: Figure::Exactly(3_206),
        mentions: Figure::Exactly(12_480),
        sources_answered: 11,
        sources_total: 12,
        k: K,
        map: Some(tiles(lang)),
        rising: rising.collect(),
        loudest: Some(Loudest {
            headline,
            voices: Figure::Exactly(412),
            mentions: Figure::Exactly(638),
            since: frame(lang, "/").day(&NOW.plus_hours(-24 * 9)),
            places: places(lang)[..2].iter().map(|place| (*place).to_owned()).collect(),
            course: wide(&[3, 5, 4, 12, 11, 14, 18, 25, 31, 48, 96, 160, 132]),
            feeling: split(lang, 412, [58, 31, 6, 5]),
        }),
        needs: Some(needs(lang)),
        days: Some(wide(&[
            310, 295, 330, 342, 301, 280, 296, 322, 351, 340, 330, 298, 310, 340, 362, 370, 341, 335, 350, 366, 380,
            372, 351, 344, 360, 402, 455, 520, 610, 574,
        ])),
        incidents_open: 3,
        limits_open: 7,
        clocks: vec![
            WallClock {
                subject: headlines(lang)[0].clone(),
                duty: say("持续发布进展", "Further word as facts develop"),
                left: say("还剩 3 小时 10 分", "3 h 10 min left"),
                is_over: false,
            },
            WallClock {
                subject: headlines(lang)[1].clone(),
                duty: say("作出回应", "Response"),
                left: say("已超 1 小时", "over by 1 h"),
                is_over: true,
            },
        ],
        sources: vec![
            source("夜班公交群公告", "Night bus notices", false),
            source("青屿日报", "Qingyu Daily", true),
            source("青屿论坛·市政版", "Qingyu Forum, town matters", true),
            source("青屿水务公告", "Qingyu Water notices", true),
            source("老港社区布告", "Old Harbour board", true),
            source("12345 热线工单", "Hotline tickets", true),
            source("青屿交通广播", "Qingyu Traffic Radio", true),
            source("大学城论坛", "University Town Forum", true),
            source("Mastodon：青屿话题", "Mastodon: #qingyu", true),
            source("市民来信", "Letters from residents", true),
            source("北山社区", "North Hill community", true),
            source("港口观察", "Harbour Observer", true),
        ],
    }
}
