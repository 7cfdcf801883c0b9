//! Signed notes (C2SP signed-note) and who signs them. The type of a signature is a byte, so that ML-DSA-44 can join Ed25519.

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signature as Ed25519Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// More than any checkpoint with its cosignatures needs.
pub const NOTE_BYTES_MAX: usize = 64 * 1024;
const SIGNATURES_MAX: usize = 128;

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// 0x01: Ed25519 over the text, as logs sign.
    Log,
    /// 0x04: Ed25519 over the text and a moment, as witnesses sign.
    Cosigner,
}

impl KeyKind {
    const fn byte(self) -> u8 {
        match self {
            KeyKind::Log => 0x01,
            KeyKind::Cosigner => 0x04,
        }
    }

    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(KeyKind::Log),
            0x04 => Some(KeyKind::Cosigner),
            // 0x06, ML-DSA-44, has its place here once installed verifiers read it.
            _ => None,
        }
    }
}

/// A key by which a signature is recognised. Its text form is the `vkey` that a log publishes outside of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    kind: KeyKind,
    key: VerifyingKey,
}

impl VerifierKey {
    /// - returns: nothing for a text that is no key, of a kind that we do not know, or whose id is not its own
    pub fn parse(vkey: &str) -> Option<Self> {
        let (name, rest) = vkey.trim().split_once('+')?;
        let (id, key) = rest.split_once('+')?;
        let bytes = Base64::decode_vec(key).ok()?;
        let (kind, key) = bytes.split_first()?;
        let kind = KeyKind::from_byte(*kind)?;
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let parsed = VerifierKey::new(name, kind, key)?;
        (hex(&parsed.id) == id && !parsed.key.is_weak()).then_some(parsed)
    }

    fn new(name: &str, kind: KeyKind, key: VerifyingKey) -> Option<Self> {
        let message = [name.as_bytes(), b"\n", &[kind.byte()], key.as_bytes().as_slice()].concat();
        let digest = Sha256::digest(message);
        let id = [digest[0], digest[1], digest[2], digest[3]];
        is_key_name(name).then(|| VerifierKey { name: name.to_owned(), id, kind, key })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub const fn kind(&self) -> KeyKind {
        self.kind
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex(&self.id), Base64::encode_string(&key))
    }
}

/// A key that signs. It is neither shown nor serialised except into its own file.
pub struct SignerKey {
    verifier: VerifierKey,
    key: SigningKey,
}

impl SignerKey {
    /// - returns: nothing for a name that a note cannot carry
    pub fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Option<Self> {
        let key = SigningKey::from_bytes(seed);
        Some(SignerKey { verifier: VerifierKey::new(name, kind, key.verifying_key())?, key })
    }

    /// Reads the text form that a key's file holds.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix("PRIVATE+KEY+")?;
        let (name, rest) = rest.split_once('+')?;
        let (id, key) = rest.split_once('+')?;
        let bytes = Base64::decode_vec(key).ok()?;
        let (kind, seed) = bytes.split_first()?;
        let parsed = SignerKey::from_seed(name, KeyKind::from_byte(*kind)?, seed.try_into().ok()?)?;
        (hex(&parsed.verifier.id) == id).then_some(parsed)
    }

    pub(crate) fn to_secret_text(&self) -> String {
        let key = [&[self.verifier.kind.byte()], self.key.as_bytes().as_slice()].concat();
        format!("PRIVATE+KEY+{}+{}+{}", self.verifier.name, hex(&self.verifier.id), Base64::encode_string(&key))
    }

    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// One signature line over a note's text, with its line end.
    ///
    /// - `second`: POSIX seconds, which a cosigner puts into what it signs
    pub fn sign(&self, text: &str, second: u64) -> String {
        let blob = match self.verifier.kind {
            KeyKind::Log => self.key.sign(text.as_bytes()).to_bytes().to_vec(),
            KeyKind::Cosigner => {
                let signature = self.key.sign(cosigned(text, second).as_bytes()).to_bytes();
                [second.to_be_bytes().as_slice(), &signature].concat()
            }
        };
        let line = [self.verifier.id.as_slice(), &blob].concat();
        format!("— {} {}\n", self.verifier.name, Base64::encode_string(&line))
    }
}

/// A note as it was given, its signatures not yet believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature {
    name: String,
    id: [u8; 4],
    blob: Vec<u8>,
    line: String,
}

/// What a key says of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// It signed the text; a cosigner also says at which POSIX second.
    Yes { second: Option<u64> },
    /// There is no line of this key.
    Not,
    /// There is a line of this key, and it is not over this text. The whole note is to be refused.
    Wrong,
}

impl Note {
    /// Reads a note within its limits.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > NOTE_BYTES_MAX {
            return None;
        }
        let whole = std::str::from_utf8(bytes).ok()?;
        if whole.chars().any(|c| c.is_ascii_control() && c != '\n') {
            return None;
        }
        // The text may hold empty lines of its own; the last one ends it.
        let split = whole.rfind("\n\n")?;
        let (text, signatures) = (&whole[..=split], &whole[split + 2..]);
        let signatures = signature_lines(signatures)?;
        (!signatures.is_empty()).then(|| Note { text: text.to_owned(), signatures })
    }

    /// What is signed, with its last line end.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn signed_by(&self, key: &VerifierKey) -> Signed {
        let mut found = Signed::Not;
        for signature in self.signatures.iter().filter(|line| line.name == key.name && line.id == key.id) {
            match verify(key, &self.text, &signature.blob) {
                Some(second) => found = Signed::Yes { second },
                None => return Signed::Wrong,
            }
        }
        found
    }

    /// The lines of one key, as they were given.
    pub fn lines_of(&self, key: &VerifierKey) -> String {
        let lines = self.signatures.iter().filter(|line| line.name == key.name && line.id == key.id);
        lines.map(|line| line.line.as_str()).collect()
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| f.write_str(&signature.line))
    }
}

/// Whether a line, as a witness answers with, is this key's over this text.
///
/// - returns: the POSIX second it names
pub fn cosigned_at(key: &VerifierKey, text: &str, lines: &str) -> Option<(u64, String)> {
    let lines = signature_lines(lines)?;
    let line = lines.into_iter().find(|line| line.name == key.name && line.id == key.id)?;
    let second = verify(key, text, &line.blob)??;
    Some((second, line.line))
}

/// - returns: nothing if the signature is wrong; otherwise the moment it names, if its kind names one
fn verify(key: &VerifierKey, text: &str, blob: &[u8]) -> Option<Option<u64>> {
    let (second, signature, message) = match key.kind {
        KeyKind::Log => (None, blob, text.to_owned()),
        KeyKind::Cosigner => {
            let (second, signature) = blob.split_first_chunk::<8>()?;
            let second = u64::from_be_bytes(*second);
            (Some(second), signature, cosigned(text, second))
        }
    };
    let signature = Ed25519Signature::from_slice(signature).ok()?;
    key.key.verify_strict(message.as_bytes(), &signature).ok().map(|()| second)
}

fn cosigned(text: &str, second: u64) -> String {
    format!("cosignature/v1\ntime {second}\n{text}")
}

fn signature_lines(text: &str) -> Option<Vec<Signature>> {
    let body = text.strip_suffix('\n')?;
    let mut signatures = Vec::new();
    for line in body.split('\n') {
        let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = Base64::decode_vec(encoded).ok()?;
        let (id, blob) = bytes.split_first_chunk::<4>()?;
        if !is_key_name(name) || blob.is_empty() || signatures.len() == SIGNATURES_MAX {
            return None;
        }
        signatures.push(Signature { name: name.to_owned(), id: *id, blob: blob.to_vec(), line: format!("{line}\n") });
    }
    Some(signatures)
}

pub fn is_key_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 255 && !name.chars().any(|c| c.is_whitespace() || c == '+' || c.is_control())
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// - returns: nothing for a text that is not lower-case hex of the right length
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N || !digits.iter().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}
