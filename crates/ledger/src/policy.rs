//! Whom a reader believes: the log's key, and which witnesses must have signed too (C2SP tlog-policy).
//!
//! A quorum counts groups, so that several keys of one operator can be made to count once.

use crate::checkpoint::{Checkpoint, Unbelievable};
use crate::note::{KeyKind, Note, Signed, VerifierKey};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Policy {
    log: VerifierKey,
    members: BTreeMap<String, Member>,
    /// Nothing for `quorum none`.
    quorum: Option<String>,
}

#[derive(Clone, Debug)]
enum Member {
    Witness(Box<VerifierKey>),
    Group { least: usize, members: Vec<String> },
}

/// A checkpoint that a policy accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Believed {
    pub checkpoint: Checkpoint,
    /// The policy's witnesses that signed it, by the names it gives them.
    pub witnesses: Vec<String>,
}

/// Why a policy does not accept a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    Checkpoint(Unbelievable),
    /// A witness's line is there and is not over this text.
    Witness(String),
    Quorum,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refused::Checkpoint(why) => write!(f, "the checkpoint is not to be believed: {why}"),
            Refused::Witness(name) => write!(f, "the cosignature of {name} is not over this checkpoint"),
            Refused::Quorum => f.write_str("too few of the witnesses you asked for signed the checkpoint"),
        }
    }
}

impl Policy {
    /// The log's key alone, and no witness asked for.
    pub fn of_key(log: VerifierKey) -> Self {
        Policy { log, members: BTreeMap::new(), quorum: None }
    }

    /// Reads a policy file.
    ///
    /// - errors: the first line that cannot be followed, counted from 1
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut log = None;
        let mut members: BTreeMap<String, Member> = BTreeMap::new();
        let mut grouped: Vec<String> = Vec::new();
        let mut quorum = None;
        for (line, number) in text.lines().zip(1..) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let fault = Err(number);
            match words[..] {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["log", vkey] | ["log", vkey, _] => match VerifierKey::parse(vkey) {
                    Some(key) if key.kind() == KeyKind::Log && log.is_none() => log = Some(key),
                    _ => return fault,
                },
                ["witness", name, vkey] | ["witness", name, vkey, _] => match VerifierKey::parse(vkey) {
                    Some(key) if key.kind() == KeyKind::Cosigner && !members.contains_key(name) && name != "none" => {
                        let is_known =
                            members.values().any(|member| matches!(member, Member::Witness(known) if **known == key));
                        if is_known {
                            return fault;
                        }
                        members.insert(name.to_owned(), Member::Witness(Box::new(key)));
                    }
                    _ => return fault,
                },
                ["group", name, least, ref names @ ..] if !names.is_empty() => {
                    let least = match least {
                        "all" => names.len(),
                        "any" => 1,
                        number => number.parse().unwrap_or(0),
                    };
                    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
                    let is_sound = (1..=names.len()).contains(&least)
                        && !members.contains_key(name)
                        && name != "none"
                        && names.iter().all(|name| members.contains_key(name) && !grouped.contains(name));
                    if !is_sound {
                        return fault;
                    }
                    grouped.extend(names.iter().cloned());
                    members.insert(name.to_owned(), Member::Group { least, members: names });
                }
                ["quorum", name] if quorum.is_none() && (name == "none" || members.contains_key(name)) => {
                    quorum = Some((name != "none").then(|| name.to_owned()));
                }
                _ => return fault,
            }
        }
        let end = text.lines().count();
        match (log, quorum) {
            (Some(log), Some(quorum)) => Ok(Policy { log, members, quorum }),
            _ => Err(end),
        }
    }

    pub fn log(&self) -> &VerifierKey {
        &self.log
    }

    pub fn believe(&self, note: &Note) -> Result<Believed, Refused> {
        let checkpoint = Checkpoint::verified(note, &self.log).map_err(Refused::Checkpoint)?;
        let mut witnesses = Vec::new();
        for (name, member) in &self.members {
            let Member::Witness(key) = member else { continue };
            match note.signed_by(key) {
                Signed::Yes { .. } => witnesses.push(name.clone()),
                Signed::Not => {}
                Signed::Wrong => return Err(Refused::Witness(name.clone())),
            }
        }
        let is_enough = self.quorum.as_ref().is_none_or(|quorum| self.is_met(quorum, &witnesses));
        if is_enough { Ok(Believed { checkpoint, witnesses }) } else { Err(Refused::Quorum) }
    }

    /// Names are defined before they are used, so this ends.
    fn is_met(&self, name: &str, witnesses: &[String]) -> bool {
        match self.members.get(name) {
            Some(Member::Witness(_)) => witnesses.iter().any(|witness| witness == name),
            Some(Member::Group { least, members }) => {
                members.iter().filter(|member| self.is_met(member, witnesses)).count() >= *least
            }
            None => false,
        }
    }
}
