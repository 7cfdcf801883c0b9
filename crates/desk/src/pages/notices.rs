//! How warnings reach a person, and the log of all that was sent.

use askama::Template;
use model::Time;
use web::{Field, Frame, Input, Spoken, Staff};

#[derive(Template)]
#[template(path = "notices.html")]
pub struct NoticesView {
    pub f: Frame,
    pub staff: Staff,
    pub has_mail: bool,
    pub email: String,
    pub tongue: String,
    pub level_min: String,
    pub digests: String,
    pub quiet_from: String,
    pub quiet_to: String,
    /// The field that was refused, and why.
    pub refused: Option<(&'static str, &'static str)>,
    pub is_saved: bool,
    pub devices: Vec<DeviceLine>,
    /// Our public key, which the browser asks for.
    pub push_key: String,
}

pub struct DeviceLine {
    pub id: String,
    pub name: String,
    pub added: Time,
}

impl NoticesView {
    fn error(&self, field: &str) -> Option<&'static str> {
        self.refused.filter(|(name, _)| *name == field).map(|(_, why)| why)
    }

    fn fields(&self) -> [Field; 6] {
        let tongues = vec![("zh".to_owned(), "中文".to_owned()), ("en".to_owned(), "English".to_owned())];
        let word = |code: &str| (code.to_owned(), self.f.t(&format!("notice-from-{code}")));
        let levels = ["", "blue", "yellow", "orange", "red"];
        let levels = levels
            .iter()
            .map(|code| if code.is_empty() { (String::new(), self.f.t("notice-from-duty")) } else { word(code) });
        [
            Field::new("email", "notice-email")
                .input(Input::Email)
                .hint(if self.has_mail { "notice-email-hint" } else { "notice-email-off" })
                .value(&self.email)
                .error(self.error("email"))
                .autocomplete("email")
                .optional(),
            Field::new("tongue", "notice-tongue").input(Input::Choice(tongues)).value(&self.tongue),
            Field::new("level_min", "notice-level")
                .input(Input::Choice(levels.collect()))
                .hint("notice-level-hint")
                .value(&self.level_min),
            Field::new("digests", "notice-digests")
                .hint("notice-digests-hint")
                .value(&self.digests)
                .error(self.error("digests"))
                .optional(),
            Field::new("quiet_from", "notice-quiet-from")
                .input(Input::Clock)
                .hint("notice-quiet-hint")
                .value(&self.quiet_from)
                .error(self.error("quiet_from"))
                .optional(),
            Field::new("quiet_to", "notice-quiet-to").input(Input::Clock).value(&self.quiet_to).optional(),
        ]
    }
}

/// The log, and the other systems that are told.
#[derive(Template)]
#[template(path = "deliveries.html")]
pub struct DeliveriesView {
    pub f: Frame,
    pub staff: Staff,
    pub rows: Vec<DeliveryRow>,
    pub webhooks: Vec<WebhookRow>,
    /// The form of a webhook; nothing for those who may not add one.
    pub form: Option<WebhookForm>,
}

pub struct DeliveryRow {
    pub at: Time,
    pub channel: String,
    pub to: String,
    pub what: String,
    /// What it is about: a story's headline, an incident's title.
    pub about: Option<Spoken>,
    pub href: Option<String>,
    pub state: &'static str,
    pub attempts: u32,
    pub error: Option<String>,
}

impl DeliveryRow {
    fn state_key(&self) -> String {
        format!("delivery-{}", self.state)
    }
}

pub struct WebhookRow {
    pub id: String,
    pub name: String,
    /// Its host alone: the path may be a secret.
    pub host: String,
    pub level: String,
    pub since: Time,
}

#[derive(Default)]
pub struct WebhookForm {
    pub name: String,
    pub url: String,
    pub level: String,
    pub levels: Vec<(String, String)>,
    pub name_error: Option<&'static str>,
    pub url_error: Option<&'static str>,
}

impl WebhookForm {
    fn fields(&self) -> [Field; 3] {
        [
            Field::new("name", "webhook-name").hint("webhook-name-hint").value(&self.name).error(self.name_error),
            Field::new("url", "webhook-url")
                .input(Input::Url)
                .hint("webhook-url-hint")
                .value(&self.url)
                .error(self.url_error),
            Field::new("level", "webhook-level").input(Input::Choice(self.levels.clone())).value(&self.level),
        ]
    }
}

/// A webhook's secret, once.
#[derive(Template)]
#[template(path = "webhook_secret.html")]
pub struct WebhookSecretView {
    pub f: Frame,
    pub staff: Staff,
    pub name: String,
    pub secret: String,
}
