//! The kit that every page is made of: words in two languages, dates, figures, charts, forms and the files a page loads.
//!
//! Pages are plain HTML that works without scripts and without inline styles, because the content policy forbids both.
//! A number about people reaches a page only as a [`model::Figure`]; nothing here accepts a raw count of voices.
//! Start with [`Frame`], which every view carries.

pub mod chart;
mod date;
mod figure;
mod form;
mod frame;
mod html;
mod level;
mod spoken;
pub mod static_files;
pub mod testing;
mod words;

pub use date::{When, day, exact, span, when};
pub use figure::{figure, number, percent, share};
pub use form::{Field, Input};
pub use frame::{Frame, Link, Staff};
pub use html::{Html, escape};
pub use level::{level_mark, level_word};
pub use spoken::Spoken;
pub use words::{UiLang, Words};
