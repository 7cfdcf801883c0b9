//! Subscribing by mail and leaving again.

use askama::Template;
use web::{Field, Frame, Input};

#[derive(Template)]
#[template(path = "subscribe.html")]
pub struct SubscribeView {
    pub f: Frame,
    pub state: SubscribeState,
}

/// Where a reader stands with their subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscribeState {
    /// The form, with what was typed and what is wrong with it.
    Form {
        address: String,
        error: Option<&'static str>,
    },
    /// The office sends no mail; feeds remain.
    NoMail,
    /// Told to whoever asked, whether the address was known or not.
    Asked,
    /// From the letter: one button that says yes.
    Confirm {
        token: String,
    },
    Confirmed {
        address: String,
    },
    /// One button that leaves.
    Leave {
        token: String,
    },
    Left,
}

impl SubscribeView {
    fn field(&self, address: &str, error: &Option<&'static str>) -> Field {
        Field::new("address", "subscribe-address")
            .hint("subscribe-address-hint")
            .input(Input::Text)
            .value(address)
            .error(*error)
            .autocomplete("email")
    }

    fn title(&self) -> &'static str {
        match self.state {
            SubscribeState::Form { .. } | SubscribeState::NoMail => "subscribe-title",
            SubscribeState::Asked => "subscribe-asked-title",
            SubscribeState::Confirm { .. } => "subscribe-confirm-title",
            SubscribeState::Confirmed { .. } => "subscribe-confirmed-title",
            SubscribeState::Leave { .. } => "subscribe-leave-title",
            SubscribeState::Left => "subscribe-left-title",
        }
    }
}
