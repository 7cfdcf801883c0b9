//! Channels of warning (通知): how a warning reaches the people who must hear of it, once for each rise of its level.
//!
//! What this crate must never do: say the same thing twice to the same person by the same channel, wake somebody in their
//! quiet hours for what can wait, or carry the words of a private person. It is handed finished messages: a headline that
//! has been through the threshold, the level, three reasons and a link.
//!
//! Start with [`CHANNELS`]; [`delivery`] is the log and the promise of once; [`rules`] decides who is woken, without IO.

pub mod channels;
pub mod delivery;
pub mod message;
pub mod push;
pub mod rules;
pub mod settings;
mod store;
pub mod webhook;

pub use channels::{CHANNELS, Channel, Ways};
pub use delivery::Delivery;
pub use message::Message;
pub use settings::Settings;
pub use store::MIGRATIONS;

#[cfg(test)]
mod tests;
