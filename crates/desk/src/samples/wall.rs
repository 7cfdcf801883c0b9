//! The links of the wall, with invented screens.

use super::*;
use crate::pages::wall::{WallLinkRow, WallLinksView};

pub fn links(lang: UiLang) -> String {
    print(&view(lang))
}

pub fn links_none(lang: UiLang) -> String {
    print(&WallLinksView { open: Vec::new(), ended: Vec::new(), label_error: Some("wall-label-missing"), ..view(lang) })
}

pub fn link_made(lang: UiLang) -> String {
    let made = format!("https://candor.example/{}/wall/{}", lang.segment(), "4c".repeat(32));
    print(&WallLinksView { made: Some(made), ..view(lang) })
}

fn view(lang: UiLang) -> WallLinksView {
    let link = |zh: &str, en: &str, days: i64, seen, ended| WallLinkRow {
        id: en.into(),
        label: say(lang, zh, en),
        made_by: say(lang, "林澜", "Lin Lan"),
        made: NOW.plus_hours(-24 * days),
        ended,
        seen,
    };
    WallLinksView {
        f: frame(lang, "/desk/wall"),
        staff: staff(1),
        open: vec![
            link("值班室大屏", "Duty room", 40, Some(NOW.plus_hours(-1)), None),
            link("一楼大厅", "Ground floor hall", 3, None, None),
        ],
        ended: vec![link("会议室（已撤）", "Meeting room", 90, None, Some(NOW.plus_hours(-50)))],
        label: String::new(),
        label_error: None,
        made: None,
        may_change: true,
    }
}
