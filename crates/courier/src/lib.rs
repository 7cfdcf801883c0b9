//! Everything that leaves the house: requests to other systems, and mail.
//!
//! What it must never do: connect to an address of the machine's own network that the operator has not listed, follow a redirect by
//! itself, or hand over a password without a checked certificate. Listening goes out through [`Network`] too, with its own manners on top.
//!
//! Start with [`Courier`]; [`sign`] is how a request shows who it comes from.

mod address;
mod mail;
mod network;
mod send;
pub mod sign;

pub use address::Unreached;
pub use mail::{Mail, MailSettings, Security};
pub use network::{Network, Policy, Refused};
pub use send::{Courier, Failure, Reply, Request};
