//! How the body appears, and what new drafts begin with.

use askama::Template;
use publish::Kind;
use web::{Field, Frame, Input, Staff};

#[derive(Template)]
#[template(path = "identity.html")]
pub struct IdentityView {
    pub f: Frame,
    pub staff: Staff,
    pub name_zh: String,
    pub name_en: String,
    pub accent: String,
    pub tone_zh: String,
    pub tone_en: String,
    /// The address of the mark; nothing without one.
    pub mark_href: Option<String>,
    /// Which field was wrong, and the key that says why.
    pub fault: Option<(&'static str, &'static str)>,
    pub is_saved: bool,
    pub templates: Vec<TemplateForm>,
}

/// What a new draft of a kind begins with.
pub struct TemplateForm {
    pub kind: Kind,
    pub body_zh: String,
    pub body_en: String,
}

impl IdentityView {
    fn error(&self, field: &str) -> Option<&'static str> {
        self.fault.filter(|(wrong, _)| *wrong == field).map(|(_, message)| message)
    }

    fn fields(&self) -> [Field; 5] {
        [
            Field::new("name_zh", "identity-name-zh").value(&self.name_zh).error(self.error("name_zh")).optional(),
            Field::new("name_en", "identity-name-en").value(&self.name_en).error(self.error("name_en")).optional(),
            Field::new("accent", "identity-accent")
                .hint("identity-accent-hint")
                .value(&self.accent)
                .error(self.error("accent"))
                .optional(),
            Field::new("tone_zh", "identity-tone-zh")
                .input(Input::Area)
                .value(&self.tone_zh)
                .error(self.error("tone_zh"))
                .optional(),
            Field::new("tone_en", "identity-tone-en")
                .input(Input::Area)
                .value(&self.tone_en)
                .error(self.error("tone_en"))
                .optional(),
        ]
    }

    fn mark_error(&self) -> Option<&'static str> {
        self.error("mark")
    }
}
