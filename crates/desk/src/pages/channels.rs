//! Where what is published goes: subscribers by mail, and other systems that are told.

use askama::Template;
use model::Time;
use web::{Field, Frame, Input, Staff};

#[derive(Template)]
#[template(path = "channels.html")]
pub struct ChannelsView {
    pub f: Frame,
    pub staff: Staff,
    /// How many get letters; nothing while the office sends none.
    pub subscribers: Option<u32>,
    pub hooks: Vec<HookLine>,
    /// The last attempts, the latest first.
    pub attempts: Vec<AttemptLine>,
    /// Just entered: its name and the secret, which is shown this once.
    pub fresh: Option<(String, String)>,
    pub may_change: bool,
    /// What was typed, and what is wrong with it.
    pub name: String,
    pub url: String,
    pub name_error: Option<&'static str>,
    pub url_error: Option<&'static str>,
}

pub struct HookLine {
    pub id: String,
    pub name: String,
    /// The host alone: the rest of an address may hold a secret.
    pub host: String,
    pub added: Time,
}

pub struct AttemptLine {
    pub hook: String,
    pub slug: String,
    pub is_withdrawal: bool,
    pub attempt: u32,
    pub at: Time,
    pub answer: String,
    pub is_taken: bool,
}

impl ChannelsView {
    fn name_field(&self) -> Field {
        Field::new("name", "channels-name").hint("channels-name-hint").value(&self.name).error(self.name_error)
    }

    fn url_field(&self) -> Field {
        let field = Field::new("url", "channels-url").hint("channels-url-hint");
        field.input(Input::Url).value(&self.url).error(self.url_error)
    }
}

impl HookLine {
    pub(crate) fn end_path(&self) -> String {
        format!("/desk/channels/{}/end", self.id)
    }
}
