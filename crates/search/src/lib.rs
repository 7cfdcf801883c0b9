//! Search: finding what institutions and the press published, and stories, by their words.
//!
//! [`corpus`] lists what is indexed, [`index`] brings it into the index batch by batch, [`find`] answers, and [`saved`] keeps
//! what a person asks again. What this crate must never do: index or find a private person's post. It reads views that hold none, a row of a private kind
//! cannot become a [`Passage`], and a test looks for planted ones. Start with [`CORPORA`].

pub mod corpus;
mod find;
pub mod index;
mod passage;
pub mod saved;
mod store;

pub use corpus::{CORPORA, Corpus};
pub use find::{Answer, Asked, Audience, Found, Order, find};
pub use passage::Passage;
pub use store::MIGRATIONS;
