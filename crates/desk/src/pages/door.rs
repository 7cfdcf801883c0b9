//! What stands between a password and the desk: the second step, choosing a password, and being asked again.

use askama::Template;
use model::Time;
use web::{Field, Frame, Input};

/// The second step of signing in.
#[derive(Template)]
#[template(path = "second_step.html")]
pub struct SecondStepView {
    pub f: Frame,
    /// Names this try.
    pub half: String,
    pub next: String,
    pub is_wrong: bool,
    /// Whether a browser would keep keys for this desk.
    pub has_keys: bool,
}

impl SecondStepView {
    fn code(&self) -> Field {
        Field::new("code", "step-code")
            .hint("step-code-hint")
            .error(self.is_wrong.then_some("step-code-wrong"))
            .autocomplete("one-time-code")
    }
}

/// Choosing a password with a one-time code.
#[derive(Template)]
#[template(path = "choose_password.html")]
pub struct ChoosePasswordView {
    pub f: Frame,
    pub code: String,
    pub code_error: Option<&'static str>,
    pub password_error: Option<&'static str>,
}

impl ChoosePasswordView {
    fn fields(&self) -> [Field; 2] {
        [
            Field::new("code", "choose-code").hint("choose-code-hint").value(&self.code).error(self.code_error),
            Field::new("password", "setup-password")
                .input(Input::Password)
                .hint("setup-password-hint")
                .error(self.password_error)
                .autocomplete("new-password"),
        ]
    }
}

/// Asking again who it is, before something that matters is done. Everything the person had filled in travels along.
#[derive(Template)]
#[template(path = "confirm.html")]
pub struct ConfirmView {
    pub f: Frame,
    pub csrf: String,
    /// Where it goes on: an address of this desk.
    pub next: String,
    /// What the form said, but for its token.
    pub kept: Vec<(String, String)>,
    pub is_form: bool,
    pub is_wrong: bool,
    /// Whether a browser would keep keys for this desk.
    pub has_keys: bool,
    pub locked_until: Option<Time>,
}

impl ConfirmView {
    fn proof(&self) -> Field {
        Field::new("confirm-proof", "confirm-proof")
            .input(Input::Password)
            .hint("confirm-proof-hint")
            .error(self.is_wrong.then_some("confirm-wrong"))
            .autocomplete("current-password")
    }
}
