//! The kit that every page is made of, and the server that carries it.

mod body;
pub mod csrf;
pub mod error;
mod headers;
pub mod health;
pub mod input;
pub mod language;
pub mod limit;
pub mod live;
pub mod server;
pub mod session;
mod surface;

pub use body::BodyLimits;
pub use error::{ErrorPages, Fault, Problem};
pub use language::Languages;
pub use surface::{Reach, Surroundings};

#[cfg(test)]
mod tests;
