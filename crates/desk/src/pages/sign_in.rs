//! Signing in, and why one has to.

use askama::Template;
use model::Time;
use web::{Field, Frame, Input};

#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignInView {
    pub f: Frame,
    pub csrf: String,
    /// What was typed before, if anything.
    pub name: String,
    pub state: SignInState,
    /// Where to go afterwards: an address of this desk, checked by whoever fills the view.
    pub next: String,
}

/// Why the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInState {
    Fresh,
    /// Says nothing on which of the two was wrong.
    Wrong,
    LockedUntil(Time),
    /// The session idled out or reached its end.
    Expired,
    SignedOut,
}

impl SignInView {
    fn notice(&self) -> Option<String> {
        match self.state {
            SignInState::Fresh => None,
            SignInState::Wrong => Some(self.f.t("sign-in-wrong")),
            SignInState::LockedUntil(time) => Some(self.f.t1("sign-in-locked", "when", self.f.when(&time).text)),
            SignInState::Expired => Some(self.f.t("sign-in-expired")),
            SignInState::SignedOut => Some(self.f.t("sign-in-left")),
        }
    }

    fn is_refusal(&self) -> bool {
        matches!(self.state, SignInState::Wrong | SignInState::LockedUntil(_))
    }

    fn fields(&self) -> [Field; 2] {
        [
            Field::new("name", "sign-in-name").value(&self.name).autocomplete("username"),
            Field::new("password", "sign-in-password").input(Input::Password).autocomplete("current-password"),
        ]
    }
}
