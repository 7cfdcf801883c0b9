//! The kit that every page is made of, and the server that carries it.
//!
//! Pages are plain HTML that works without scripts and without inline styles, because the content policy forbids both.
//! A number about people reaches a page only as a [`model::Figure`]; nothing here accepts a raw count of voices.
//! Start with [`Frame`], which every view carries, and with [`Surroundings`], through which every request passes.

mod body;
pub mod cached;
pub mod chart;
pub mod csrf;
mod date;
pub mod error;
mod figure;
mod form;
mod frame;
mod headers;
pub mod health;
mod html;
pub mod input;
mod kept;
pub mod language;
mod layout;
mod level;
pub mod limit;
pub mod live;
pub mod menu;
mod qr;
pub mod route;
pub mod server;
pub mod session;
mod spoken;
pub mod static_files;
mod surface;
pub mod testing;
mod words;

pub use body::BodyLimits;
pub use cached::download;
pub use date::{When, day, exact, span, when};
pub use error::{ErrorPages, Fault, Problem};
pub use figure::{figure, number, percent, share};
/// A value of a placeholder.
pub use fluent_bundle::FluentValue as Value;
pub use form::{Field, Input};
pub use frame::{Frame, Link, Staff};
pub use html::{Html, escape, json_ld, marked};
pub use language::Languages;
pub use level::{level_mark, level_word};
pub use qr::square;
pub use spoken::Spoken;
pub use surface::{Reach, Surroundings};
pub use words::{UiLang, Words};

#[cfg(test)]
mod tests;
