//! What stands between a password and the desk: the second step, choosing a password, and being asked again.

use askama::Template;
use model::Time;
use org::Proofs;
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
    /// Whether they have an app for codes; otherwise a recovery code is what they can type.
    pub has_app: bool,
    /// Whether they have a key, and a browser would use it here.
    pub has_keys: bool,
}

impl SecondStepView {
    fn code(&self) -> Field {
        let field = if self.has_app {
            Field::new("code", "step-code").hint("step-code-hint")
        } else {
            Field::new("code", "step-recovery")
        };
        field.error(self.is_wrong.then_some("step-code-wrong")).autocomplete("one-time-code")
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
    /// Whether a file was chosen, which has to be chosen again.
    pub has_file: bool,
    pub is_wrong: bool,
    /// What they have; a key only where a browser would use it here.
    pub proofs: Proofs,
    pub locked_until: Option<Time>,
}

impl ConfirmView {
    /// The field for what they can type; nothing for somebody who has neither a password nor an app.
    fn proof(&self) -> Option<Field> {
        let field = match (self.proofs.has_password, self.proofs.has_app) {
            (true, true) => Field::new("confirm-proof", "confirm-proof").hint("confirm-proof-hint"),
            (true, false) => Field::new("confirm-proof", "confirm-proof"),
            (false, true) => Field::new("confirm-proof", "step-code"),
            (false, false) => return None,
        };
        let error = self.is_wrong.then_some("confirm-wrong");
        Some(field.input(Input::Password).error(error).autocomplete("current-password"))
    }
}
