//! The pages of notices and deliveries with invented content.

use super::{NOW, frame, print, say, spoken, staff};
use crate::pages::notices::{
    DeliveriesView, DeliveryRow, DeviceLine, NoticesView, WebhookForm, WebhookRow, WebhookSecretView,
};
use model::Level;
use web::{UiLang, level_word};

pub fn notices(lang: UiLang) -> String {
    print(&NoticesView {
        f: frame(lang, "/desk/account/notices"),
        staff: staff(2),
        has_mail: true,
        email: "lin@qingyu.example".into(),
        tongue: "zh".into(),
        level_min: "orange".into(),
        digests: "08:00, 17:00".into(),
        quiet_from: "22:00".into(),
        quiet_to: "25:00".into(),
        refused: Some(("quiet_from", "notice-quiet-form")),
        is_saved: false,
        devices: vec![DeviceLine { id: "d".into(), name: "Chromium, Linux".into(), added: NOW.plus_hours(-50) }],
        push_key: "BAAA".into(),
    })
}

pub fn deliveries(lang: UiLang) -> String {
    let f = frame(lang, "/desk/deliveries");
    let orange = level_word(f.words(), Level::Orange);
    let row = |hours: i64, channel: &str, to: String, state: &'static str, error: Option<&str>| DeliveryRow {
        at: NOW.plus_hours(-hours),
        channel: f.t(&format!("channel-{channel}")),
        to,
        what: f.t1("delivery-alert-on_duty", "level", orange.clone()),
        about: Some(spoken(lang, "老港片区自来水异味", "Tap water in the Old Harbour")),
        href: Some("/zh/desk/stories/3f2a".into()),
        state,
        attempts: if error.is_some() { 3 } else { 1 },
        error: error.map(str::to_owned),
    };
    let lin = || say(lang, "林澜", "Lin Lan");
    let rows = vec![
        row(1, "email", lin(), "sent", None),
        row(1, "webhook", say(lang, "应急指挥中心", "Emergency centre"), "waiting", Some("it answers 503")),
        DeliveryRow { what: f.t("delivery-digest"), about: None, href: None, ..row(8, "email", lin(), "sent", None) },
        row(30, "push", lin(), "dropped", None),
    ];
    let hook = WebhookRow {
        id: "w".into(),
        name: say(lang, "应急指挥中心", "Emergency centre"),
        host: "hooks.qingyu.example".into(),
        level: orange.clone(),
        since: NOW.plus_hours(-500),
    };
    let form = WebhookForm {
        level: "orange".into(),
        levels: Level::ALL.iter().map(|level| (level.code().to_owned(), level_word(f.words(), *level))).collect(),
        url_error: Some("webhook-url-form"),
        ..WebhookForm::default()
    };
    print(&DeliveriesView { rows, webhooks: vec![hook], form: Some(form), staff: staff(2), f })
}

pub fn deliveries_empty(lang: UiLang) -> String {
    let f = frame(lang, "/desk/deliveries");
    print(&DeliveriesView { f, staff: staff(0), rows: vec![], webhooks: vec![], form: None })
}

pub fn secret(lang: UiLang) -> String {
    let f = frame(lang, "/desk/deliveries");
    let name = say(lang, "应急指挥中心", "Emergency centre");
    print(&WebhookSecretView { f, staff: staff(0), name, secret: "5f".repeat(32) })
}
