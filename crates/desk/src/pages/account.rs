//! One's own account: where one is signed in, and the second step.

use askama::Template;
use model::Time;
use web::{Field, Frame, Html, Staff};

#[derive(Template)]
#[template(path = "account.html")]
pub struct AccountView {
    pub f: Frame,
    pub staff: Staff,
    pub role: &'static str,
    pub department: Option<String>,
    /// Since when a second step is asked for.
    pub app_since: Option<Time>,
    pub recovery_left: u32,
    /// This one first, then the latest.
    pub sessions: Vec<SessionRow>,
    /// Nothing where no browser would keep a key for this desk.
    pub passkeys: Option<Vec<PasskeyRow>>,
    pub links: Vec<String>,
}

pub struct SessionRow {
    pub id: String,
    pub block: String,
    pub since: Time,
    pub seen: Time,
    pub is_this: bool,
}

pub struct PasskeyRow {
    pub id: String,
    pub name: String,
    pub added: Time,
    pub used: Option<Time>,
}

/// Adding a key.
#[derive(Template)]
#[template(path = "passkey_add.html")]
pub struct PasskeyAddView {
    pub f: Frame,
    pub staff: Staff,
    pub name: String,
    pub refused: Option<&'static str>,
}

impl PasskeyAddView {
    fn name_field(&self) -> Field {
        Field::new("name", "passkey-name").hint("passkey-name-hint").value(&self.name).autocomplete("off").optional()
    }
}

impl AccountView {
    fn role_key(&self) -> String {
        role_key(self.role)
    }

    fn has_passkey(&self) -> bool {
        self.passkeys.as_ref().is_some_and(|keys| !keys.is_empty())
    }
}

/// The words for a role.
pub fn role_key(code: &str) -> String {
    format!("role-{code}")
}

/// The offer of an app: the square, the secret for typing, and the field for the first code.
#[derive(Template)]
#[template(path = "factor.html")]
pub struct FactorView {
    pub f: Frame,
    pub staff: Staff,
    pub square: Html,
    pub secret: String,
    pub is_wrong: bool,
}

impl FactorView {
    fn code(&self) -> Field {
        Field::new("code", "factor-code")
            .hint("factor-code-hint")
            .error(self.is_wrong.then_some("factor-code-wrong"))
            .autocomplete("one-time-code")
    }
}

/// The recovery codes, once.
#[derive(Template)]
#[template(path = "recovery.html")]
pub struct RecoveryView {
    pub f: Frame,
    pub staff: Staff,
    pub codes: Vec<String>,
}
