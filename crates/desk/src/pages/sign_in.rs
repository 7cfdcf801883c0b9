//! Signing in, and why one has to.

use askama::Template;
use model::Time;
use web::{Field, Frame, Input, Link};

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
    /// The way to another house through which one may sign in.
    pub house: Option<Link>,
    /// Whether a browser would keep keys for this desk.
    pub has_keys: bool,
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
    /// A password was chosen with a one-time code.
    Chosen,
    /// The other house knows the person, but here the account stands for nobody.
    Unknown,
    /// What the other house said could not be used.
    HouseFailed,
    /// What a device said was not believed.
    KeyRefused,
}

impl SignInView {
    fn notice(&self) -> Option<String> {
        match self.state {
            SignInState::Fresh => None,
            SignInState::Wrong => Some(self.f.t("sign-in-wrong")),
            SignInState::LockedUntil(time) => Some(self.f.t1("sign-in-locked", "when", self.f.when(&time).text)),
            SignInState::Expired => Some(self.f.t("sign-in-expired")),
            SignInState::SignedOut => Some(self.f.t("sign-in-left")),
            SignInState::Unknown => Some(self.f.t("house-unknown")),
            SignInState::HouseFailed => Some(self.f.t("house-failed")),
            SignInState::KeyRefused => Some(self.f.t("passkey-refused")),
            SignInState::Chosen => Some(self.f.t("sign-in-chosen")),
        }
    }

    fn is_refusal(&self) -> bool {
        matches!(
            self.state,
            SignInState::Wrong
                | SignInState::LockedUntil(_)
                | SignInState::Unknown
                | SignInState::HouseFailed
                | SignInState::KeyRefused
        )
    }

    fn fields(&self) -> [Field; 2] {
        [
            Field::new("name", "sign-in-name").value(&self.name).autocomplete("username"),
            Field::new("password", "sign-in-password").input(Input::Password).autocomplete("current-password"),
        ]
    }
}
