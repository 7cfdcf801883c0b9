//! The first account, made once with a code that only whoever started the program has seen.

use askama::Template;
use web::{Field, Frame, Input};

#[derive(Template)]
#[template(path = "setup.html")]
pub struct SetupView {
    pub f: Frame,
    pub csrf: String,
    pub name: String,
    /// Keys of the words, for example `setup-code-wrong`.
    pub code_error: Option<&'static str>,
    pub name_error: Option<&'static str>,
    pub password_error: Option<&'static str>,
}

impl SetupView {
    fn fields(&self) -> [Field; 3] {
        [
            Field::new("code", "setup-code")
                .hint("setup-code-hint")
                .error(self.code_error)
                .autocomplete("one-time-code"),
            Field::new("name", "setup-name")
                .hint("setup-name-hint")
                .value(&self.name)
                .error(self.name_error)
                .autocomplete("username"),
            Field::new("password", "setup-password")
                .input(Input::Password)
                .hint("setup-password-hint")
                .error(self.password_error)
                .autocomplete("new-password"),
        ]
    }
}
