//! The channels with invented content.

use super::{NOW, frame, print, staff};
use crate::{AttemptLine, ChannelsView, HookLine};
use web::UiLang;

pub fn channels(lang: UiLang) -> String {
    print(&view(lang))
}

pub fn fresh(lang: UiLang) -> String {
    print(&ChannelsView { fresh: Some(("Qingyu App".into(), "7d0c".repeat(16))), ..view(lang) })
}

pub fn empty(lang: UiLang) -> String {
    let wrong = ChannelsView {
        hooks: Vec::new(),
        attempts: Vec::new(),
        subscribers: None,
        url: "qingyu".into(),
        url_error: Some("hook-url"),
        ..view(lang)
    };
    print(&wrong)
}

fn view(lang: UiLang) -> ChannelsView {
    let hook = |id: &str, name: &str, host: &str| HookLine {
        id: id.into(),
        name: name.into(),
        host: host.into(),
        added: NOW.plus_hours(-700),
    };
    let attempt = |attempt: u32, answer: &str, is_taken| AttemptLine {
        hook: "Qingyu App".into(),
        slug: "tap-water".into(),
        is_withdrawal: false,
        attempt,
        at: NOW.plus_hours(-3),
        answer: answer.into(),
        is_taken,
    };
    ChannelsView {
        f: frame(lang, "/desk/channels"),
        staff: staff(2),
        subscribers: Some(1_284),
        hooks: vec![hook("a1", "Qingyu App", "push.qingyu.example"), hook("b2", "12345", "10.20.0.7:8443")],
        attempts: vec![attempt(2, "200", true), attempt(1, "push.qingyu.example: no answer in time", false)],
        fresh: None,
        may_change: true,
        name: String::new(),
        url: String::new(),
        name_error: None,
        url_error: None,
    }
}
