//! Search with invented content.

use super::{NOW, frame, print, say, staff};
use crate::*;
use model::Sentiment;
use text::Piece;
use web::UiLang;

fn view(lang: UiLang, q: &str, state: SearchState) -> SearchView {
    SearchView {
        form: SearchForm { q: q.to_owned(), order: "best".into(), purpose: "incident".into(), ..SearchForm::default() },
        sources: vec![("water".into(), say(lang, "青屿水务", "Qingyu Water"))],
        districts: vec![("old-harbour".into(), say(lang, "老港", "Old Harbour"))],
        state,
        saved: vec![SavedRow {
            id: "1".into(),
            name: say(lang, "供水通报", "Notices on water"),
            href: format!("/{}/desk/search?q=x", lang.segment()),
        }],
        address: "q=water&purpose=incident".into(),
        saved_error: None,
        staff: staff(2),
        f: frame(lang, "/desk/search?q=water"),
    }
}

pub fn search_new(lang: UiLang) -> String {
    print(&SearchView { saved: Vec::new(), address: String::new(), ..view(lang, "", SearchState::New) })
}

pub fn search_nothing(lang: UiLang) -> String {
    print(&SearchView { saved_error: Some("input-required"), ..view(lang, "xyzzy", SearchState::Nothing) })
}

pub fn search(lang: UiLang) -> String {
    let piece = |text: &str, is_hit| Piece { text: text.to_owned(), is_hit };
    let texts = vec![
        FoundText {
            href: "https://water.example/notice/118".into(),
            is_outside: true,
            tag: "zh-Hans",
            title: vec![piece("青屿水务：夜间检修，部分片区", false), piece("自来水", true), piece("短时浑浊", false)],
            excerpt: vec![
                piece("…今晚十时起检修 <b>主管</b>，老港片区", false),
                piece("自來水", true),
                piece("可能短时浑浊，放水几分钟即可…", false),
            ],
            at: NOW.plus_hours(-5),
            source: say(lang, "青屿水务", "Qingyu Water"),
            sentiment: Some(Sentiment::Neutral),
            places: vec![say(lang, "老港", "Old Harbour")],
        },
        FoundText {
            href: format!("/{}/desk/stories/2.1", lang.segment()),
            is_outside: false,
            tag: "en",
            title: vec![
                piece("What we know about the ", false),
                piece("water", true),
                piece(" in the Old Harbour", false),
            ],
            excerpt: vec![piece("tap ", false), piece("water", true), piece(", smell, brown, water company", false)],
            at: NOW.plus_hours(-30),
            source: frame(lang, "").t("search-corpus-one-story"),
            sentiment: Some(Sentiment::Negative),
            places: Vec::new(),
        },
    ];
    let state = SearchState::Found {
        texts,
        count: 200,
        is_more: true,
        is_relaxed: true,
        next_href: Some(format!("/{}/desk/search?q=water&page=3", lang.segment())),
        previous_href: Some(format!("/{}/desk/search?q=water&page=1", lang.segment())),
    };
    print(&view(lang, "自来水 water", state))
}
