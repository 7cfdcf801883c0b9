//! Subscribing, with invented content.

use super::{frame, print};
use crate::pages::subscribe::{SubscribeState, SubscribeView};
use web::UiLang;

pub fn form(lang: UiLang) -> String {
    page(lang, SubscribeState::Form { address: String::new(), error: None })
}

pub fn wrong(lang: UiLang) -> String {
    page(lang, SubscribeState::Form { address: "lin@".into(), error: Some("subscribe-address-wrong") })
}

pub fn asked(lang: UiLang) -> String {
    page(lang, SubscribeState::Asked)
}

pub fn confirm(lang: UiLang) -> String {
    page(lang, SubscribeState::Confirm { token: "5e1f".repeat(12) })
}

pub fn left(lang: UiLang) -> String {
    page(lang, SubscribeState::Left)
}

fn page(lang: UiLang, state: SubscribeState) -> String {
    print(&SubscribeView { f: frame(lang, "/subscribe"), state })
}
