//! Lists of feeds and exports of a hotline, with invented content.

use super::*;
use crate::pages::opml::{Feed, ListView};
use crate::pages::upload::{ColumnRow, Done, UploadView};

pub fn list(lang: UiLang) -> String {
    print(&list_view(lang))
}

pub fn list_read(lang: UiLang) -> String {
    let feed = |number, zh: &str, en: &str, address: &str, kind: SourceKind| Feed {
        number,
        address: address.into(),
        name: say(lang, zh, en),
        kind: kind.code().into(),
        purpose: String::new(),
        is_chosen: number == 0,
        error: (number == 0).then_some("list-purpose-missing"),
    };
    print(&ListView {
        feeds: vec![
            feed(0, "青屿日报", "Qingyu Daily", "https://daily.example/rss.xml", SourceKind::Press),
            feed(1, "青屿水务", "Qingyu Water", "https://water.example/notices.atom", SourceKind::Institution),
            feed(2, "老港论坛", "Old Harbour Forum", "https://forum.example/latest.rss", SourceKind::Public),
        ],
        known: 4,
        is_read: true,
        ..list_view(lang)
    })
}

pub fn upload(lang: UiLang) -> String {
    print(&upload_view(lang))
}

pub fn upload_columns(lang: UiLang) -> String {
    let column = |index: usize, zh: &str, en: &str, role: &str| ColumnRow {
        field: format!("column-{index}"),
        name: say(lang, zh, en),
        role: role.into(),
    };
    let item = |zh: &str, en: &str, hours: i64, place: usize| PreviewItem {
        text: spoken(lang, zh, en),
        at: NOW.plus_hours(-hours),
        lang: say(lang, "中文", "English"),
        places: vec![places(lang)[place].to_owned()],
    };
    print(&UploadView {
        columns: vec![
            column(0, "工单编号", "case_id", "id"),
            column(1, "来电人", "caller", "caller"),
            column(2, "来电号码", "number", ""),
            column(3, "诉求内容", "description", "text"),
            column(4, "受理时间", "received_at", "time"),
            column(5, "诉求地址", "address", ""),
        ],
        rows: 1_286,
        preview: Some(Preview::Read {
            items_count: 1_000,
            items: vec![
                item(
                    "老港片区自来水有异味，联系电话 [phone]",
                    "The tap water in the Old Harbour smells; call [phone]",
                    30,
                    0,
                ),
                item("夜里施工声音很大，睡不着", "Building work at night is so loud that nobody sleeps", 31, 1),
            ],
            left_out: vec![say(lang, "所有姓名与账号", "All names of persons and accounts")],
        }),
        ..upload_view(lang)
    })
}

pub fn upload_done(lang: UiLang) -> String {
    print(&UploadView { done: Some(Done { new: 1_204, known: 80, skipped: 2 }), ..upload_view(lang) })
}

fn list_view(lang: UiLang) -> ListView {
    ListView {
        f: frame(lang, "/desk/sources/list"),
        staff: staff(0),
        feeds: Vec::new(),
        known: 0,
        more: 0,
        is_read: false,
        error: None,
    }
}

fn upload_view(lang: UiLang) -> UploadView {
    UploadView {
        f: frame(lang, "/desk/sources/hotline/upload"),
        staff: staff(0),
        id: SourceId::new("hotline"),
        name: say(lang, "12345 热线工单", "Hotline tickets"),
        columns: Vec::new(),
        is_drawn: false,
        rows: 0,
        preview: None,
        error: None,
        done: None,
    }
}
