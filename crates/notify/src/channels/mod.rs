//! The channels, each in a file of its own. A new one is its file and one line in [`CHANNELS`].

mod email;
mod push;
mod webhook;

use crate::Message;
use courier::{Courier, Failure};
use model::{Result, Time};
use org::Seal;
use std::pin::Pin;
use store::Db;

/// What a delivery is on its way to become.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<std::result::Result<(), Failure>>> + Send + 'a>>;

/// A way by which a warning reaches people.
pub struct Channel {
    pub name: &'static str,
    /// Nothing for the desk itself, which is told by its own open pages.
    pub send: Option<for<'a> fn(&'a Ways<'a>, &'a Parcel<'a>) -> Sending<'a>>,
}

/// What channels send through.
pub struct Ways<'a> {
    pub db: &'a Db,
    pub courier: &'a Courier,
    pub seal: &'a Seal,
    /// The office's own address, for those who ask a push service who it is.
    pub office: &'a str,
    /// The wall's time: signatures hold by it.
    pub wall: Time,
}

/// One message for one target.
pub struct Parcel<'a> {
    pub delivery: &'a str,
    pub target: &'a str,
    pub message: &'a Message,
}

/// In the order in which pages list them.
pub const CHANNELS: &[Channel] = &[
    Channel { name: "desk", send: None },
    Channel { name: "email", send: Some(email::send) },
    Channel { name: "push", send: Some(push::send) },
    Channel { name: "webhook", send: Some(webhook::send) },
];

pub fn find(name: &str) -> Option<&'static Channel> {
    CHANNELS.iter().find(|channel| channel.name == name)
}

fn refused(detail: impl Into<String>) -> Failure {
    Failure { is_final: true, detail: detail.into() }
}

fn later(detail: impl Into<String>) -> Failure {
    Failure { is_final: false, detail: detail.into() }
}
