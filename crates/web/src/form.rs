//! The one form field: label, hint, input and error, tied together for those who hear a page instead of seeing it.

use askama::Template;

/// What kind of input a field is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Text,
    /// Never printed back.
    Password,
    Url,
    Search,
    Email,
    /// A day and a time of the office's zone, as `2026-11-25T08:00`; see [`model::Zone::read`].
    Moment,
    /// A time of day, as `08:00`.
    Clock,
    Area,
    /// Value and text of each choice, in order.
    Choice(Vec<(String, String)>),
}

/// One field of a form. Its texts are keys of the words; print it with [`crate::Frame::field`].
#[derive(Clone, Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: Option<&'static str>,
    pub input: Input,
    pub value: String,
    /// A key that says what is wrong and what to do.
    pub error: Option<&'static str>,
    pub autocomplete: &'static str,
    pub required: bool,
}

impl Field {
    /// A required field of text without hint, value or error.
    pub fn new(name: &'static str, label: &'static str) -> Self {
        Field {
            name,
            label,
            hint: None,
            input: Input::Text,
            value: String::new(),
            error: None,
            autocomplete: "off",
            required: true,
        }
    }

    #[must_use]
    pub fn input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }

    #[must_use]
    pub fn hint(mut self, key: &'static str) -> Self {
        self.hint = Some(key);
        self
    }

    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    #[must_use]
    pub fn error(mut self, key: Option<&'static str>) -> Self {
        self.error = key;
        self
    }

    /// What a browser may fill in, in the words of the HTML standard.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// A field that may stay empty, and says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}

#[derive(Template)]
#[template(path = "kit/field.html")]
pub(crate) struct FieldView<'a> {
    pub f: &'a crate::Frame,
    pub field: &'a Field,
}

impl FieldView<'_> {
    /// The ids of hint and error, in the order they should be read.
    fn described_by(&self) -> String {
        let hint = self.field.hint.map(|_| format!("{}-hint", self.field.name));
        let error = self.field.error.map(|_| format!("{}-error", self.field.name));
        [error, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn input_type(&self) -> &'static str {
        match self.field.input {
            Input::Password => "password",
            Input::Url => "url",
            Input::Search => "search",
            Input::Email => "email",
            Input::Moment => "datetime-local",
            Input::Clock => "time",
            Input::Text | Input::Area | Input::Choice(_) => "text",
        }
    }

    fn printed_value(&self) -> &str {
        if self.field.input == Input::Password { "" } else { &self.field.value }
    }
}
