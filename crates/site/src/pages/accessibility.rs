//! The accessibility statement.

use askama::Template;
use web::Frame;

#[derive(Template)]
#[template(path = "accessibility.html")]
pub struct AccessibilityView {
    pub f: Frame,
    /// An address or telephone number of the office; nothing while the operator has named none.
    pub contact: Option<String>,
}
