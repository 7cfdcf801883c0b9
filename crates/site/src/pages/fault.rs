//! Pages for when something goes wrong. Each says what it means and offers the way back.

use askama::Template;
use web::Frame;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Forbidden,
    NotFound,
    Broken,
    Busy,
}

#[derive(Template)]
#[template(path = "fault.html")]
pub struct FaultView {
    pub f: Frame,
    pub fault: Fault,
}

impl Fault {
    pub const fn status(self) -> u16 {
        match self {
            Fault::Forbidden => 403,
            Fault::NotFound => 404,
            Fault::Broken => 500,
            Fault::Busy => 503,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Fault::Forbidden => "error-403-title",
            Fault::NotFound => "error-404-title",
            Fault::Broken => "error-500-title",
            Fault::Busy => "error-503-title",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Fault::Forbidden => "error-403-text",
            Fault::NotFound => "error-404-text",
            Fault::Broken => "error-500-text",
            Fault::Busy => "error-503-text",
        }
    }
}
