//! What someone who is signed in sees when a page is not there or not theirs to see.

use askama::Template;
use web::{Frame, Staff};

#[derive(Template)]
#[template(path = "desk_fault.html")]
pub struct DeskFaultView {
    pub f: Frame,
    pub staff: Staff,
    /// Keys of the words: `error-403-title` with `error-403-text`, and so on.
    pub title: &'static str,
    pub text: &'static str,
}
