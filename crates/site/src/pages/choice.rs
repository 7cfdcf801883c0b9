//! The root of the site for a reader whose language is not known: two doors, each in its own language.

use askama::Template;
use web::Frame;

#[derive(Template)]
#[template(path = "choice.html")]
pub struct ChoiceView {
    pub f: Frame,
    /// The body's name in each language.
    pub office_zh: String,
    pub office_en: String,
}
