//! What a page says of itself where its link is shared.

use askama::Template;
use web::Frame;

/// Title, words and card of a page, in its head.
#[derive(Template)]
#[template(path = "share.html")]
pub struct Share {
    pub f: Frame,
    /// Whole addresses, since others read them.
    pub url: String,
    pub image: String,
    pub title: String,
    pub description: String,
}
