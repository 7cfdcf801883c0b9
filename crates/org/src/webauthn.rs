//! What of a passkey's words is believed (Web Authentication Level 2, sections 7.1 and 7.2). No IO.
//!
//! Attestation is not asked for: who made a key is nobody's business here. What counts is that the answer belongs to the
//! question that was put, to this desk's address, that its owner was asked by their device, and that the key signed it.

use crate::store::hex;
use minicbor::Decoder;
use minicbor::data::Type;
use model::{Error, Result};
use ring::signature::{self, UnparsedPublicKey};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

/// Longer than any browser's; what is longer is not read.
const PART_BYTES_MAX: usize = 8 * 1024;
const HEAD_BYTES: usize = 37;
const AAGUID_BYTES: usize = 16;
const CREDENTIAL_BYTES_MAX: usize = 1023;

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const WITH_KEY: u8 = 1 << 6;
const WITH_EXTENSIONS: u8 = 1 << 7;

/// Which desk keys are made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Scheme, host and port, as a browser names where it is.
    pub origin: String,
    /// The host alone, by which keys are kept apart.
    pub host: String,
}

impl Place {
    /// - `address`: under which the desk is reached
    /// - returns: nothing where no browser makes keys: a number instead of a name, or neither TLS nor one's own machine
    pub fn of(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.split(':').next()?.to_ascii_lowercase();
        let is_name = host.ends_with(|c: char| c.is_ascii_alphabetic()) && !authority.contains(['@', '[']);
        let is_safe = scheme == "https" || host == "localhost" || host.ends_with(".localhost");
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let origin = format!("{scheme}://{}", authority.to_ascii_lowercase().trim_end_matches(usual));
        (is_name && is_safe).then_some(Place { origin, host })
    }
}

/// How a key signs. These two are what devices offer and what `ring` checks in constant time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Es256,
    EdDsa,
}

impl Algorithm {
    pub const fn code(self) -> &'static str {
        match self {
            Algorithm::Es256 => "ES256",
            Algorithm::EdDsa => "EdDSA",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Algorithm::Es256, Algorithm::EdDsa].into_iter().find(|known| known.code() == code)
    }

    /// The number of COSE.
    pub const fn number(self) -> i32 {
        match self {
            Algorithm::Es256 => -7,
            Algorithm::EdDsa => -8,
        }
    }
}

/// The public half of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    pub algorithm: Algorithm,
    /// A point with its leading 4, or the 32 bytes of Ed25519.
    pub bytes: Vec<u8>,
}

/// A key that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Base64url.
    pub credential: String,
    pub key: PublicKey,
    pub sign_count: u32,
}

/// What a browser says after a key was made, each part in base64url.
pub struct Registration<'a> {
    pub client_data: &'a str,
    pub attestation: &'a str,
}

/// What a browser says after a key was used, each part in base64url.
pub struct Assertion<'a> {
    /// Of the credential.
    pub id: &'a str,
    pub client_data: &'a str,
    pub authenticator_data: &'a str,
    pub signature: &'a str,
    /// Whose key it is, as the device remembers; empty if it does not say.
    pub user: &'a str,
}

/// The digest of the question that an answer belongs to, by which the question is looked up and used up.
pub fn question_digest(client_data: &str) -> Result<String> {
    let client: Client =
        serde_json::from_slice(&decoded(client_data)?).map_err(|_| no("the client's data is no JSON"))?;
    Ok(digest_of(&decoded(&client.challenge)?))
}

/// - `challenge`: its bytes
pub(crate) fn digest_of(challenge: &[u8]) -> String {
    hex(&Sha256::digest(challenge))
}

/// Reads a key that was just made.
///
/// - errors: `Invalid` with the reason in its detail
pub fn registered(place: &Place, said: &Registration<'_>) -> Result<Made> {
    client(place, "webauthn.create", said.client_data)?;
    let attestation = decoded(said.attestation)?;
    let data = authenticator_data(&attestation)?;
    let head = Head::read(place, &data)?;
    if head.flags & WITH_KEY == 0 {
        return Err(no("the answer carries no key"));
    }
    let rest = &data[HEAD_BYTES..];
    let id_at = AAGUID_BYTES + 2;
    let length = rest.get(AAGUID_BYTES..id_at).ok_or_else(cut)?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    if length == 0 || length > CREDENTIAL_BYTES_MAX {
        return Err(no("the credential's id has no length that could be"));
    }
    let id = rest.get(id_at..id_at + length).ok_or_else(cut)?;
    let mut decoder = Decoder::new(&rest[id_at + length..]);
    let key = public_key(&mut decoder)?;
    let has_more = decoder.position() < rest.len() - id_at - length;
    if has_more != (head.flags & WITH_EXTENSIONS != 0) {
        return Err(no("something follows the key"));
    }
    Ok(Made { credential: BASE64.encode(id), key, sign_count: head.sign_count })
}

/// Checks that a key signed an answer.
///
/// - returns: the key's counter
/// - errors: `Invalid` with the reason in its detail
pub fn used(place: &Place, key: &PublicKey, said: &Assertion<'_>) -> Result<u32> {
    let client_data = client(place, "webauthn.get", said.client_data)?;
    let data = decoded(said.authenticator_data)?;
    let head = Head::read(place, &data)?;
    if data.len() > HEAD_BYTES && head.flags & (WITH_KEY | WITH_EXTENSIONS) == 0 {
        return Err(no("something follows the counter"));
    }
    let message = [&data[..], &Sha256::digest(&client_data)].concat();
    let how: &dyn signature::VerificationAlgorithm = match key.algorithm {
        Algorithm::Es256 => &signature::ECDSA_P256_SHA256_ASN1,
        Algorithm::EdDsa => &signature::ED25519,
    };
    let signature = decoded(said.signature)?;
    let verified = UnparsedPublicKey::new(how, &key.bytes).verify(&message, &signature);
    verified.map_err(|_| no("the key did not sign this"))?;
    Ok(head.sign_count)
}

/// Whether a counter may follow another: it grows, or the device keeps none and says 0 for ever. One that stands still or
/// falls tells of a copied key.
pub fn may_follow(last: u32, next: u32) -> bool {
    (last == 0 && next == 0) || next > last
}

#[derive(Deserialize)]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    is_framed: bool,
    #[serde(rename = "topOrigin", default)]
    top: Option<String>,
}

/// - returns: the bytes as the browser wrote them, for they are what is signed
fn client(place: &Place, kind: &str, data: &str) -> Result<Vec<u8>> {
    let bytes = decoded(data)?;
    let client: Client = serde_json::from_slice(&bytes).map_err(|_| no("the client's data is no JSON"))?;
    if client.kind != kind {
        return Err(no("the answer is to another kind of question"));
    }
    if client.origin != place.origin || client.is_framed || client.top.is_some() {
        return Err(no("the answer was given at another address"));
    }
    Ok(bytes)
}

struct Head {
    flags: u8,
    sign_count: u32,
}

impl Head {
    fn read(place: &Place, data: &[u8]) -> Result<Self> {
        let head: &[u8; HEAD_BYTES] = data.first_chunk().ok_or_else(cut)?;
        if head[..32] != Sha256::digest(place.host.as_bytes())[..] {
            return Err(no("the key is for another address"));
        }
        let flags = head[32];
        if flags & PRESENT == 0 || flags & VERIFIED == 0 {
            return Err(no("the device did not ask its owner"));
        }
        Ok(Head { flags, sign_count: u32::from_be_bytes([head[33], head[34], head[35], head[36]]) })
    }
}

/// The one part of an attestation object that counts.
fn authenticator_data(attestation: &[u8]) -> Result<Vec<u8>> {
    let mut decoder = Decoder::new(attestation);
    let pairs =
        decoder.map().map_err(cbor)?.filter(|pairs| *pairs <= 8).ok_or_else(|| no("the object has no length"))?;
    let mut found = None;
    for _ in 0..pairs {
        match decoder.str().map_err(cbor)? {
            "authData" if found.is_none() => found = Some(decoder.bytes().map_err(cbor)?.to_vec()),
            "authData" => return Err(no("the object says it twice")),
            _ => decoder.skip().map_err(cbor)?,
        }
    }
    if decoder.position() != attestation.len() {
        return Err(no("something follows the object"));
    }
    found.ok_or_else(|| no("the object says nothing of the device"))
}

/// A key as COSE writes it: a map of small numbers to numbers and bytes.
fn public_key(decoder: &mut Decoder<'_>) -> Result<PublicKey> {
    let pairs = decoder.map().map_err(cbor)?.filter(|pairs| *pairs <= 8).ok_or_else(|| no("the key has no length"))?;
    let (mut kind, mut algorithm, mut curve) = (None, None, None);
    let (mut x, mut y): (Option<Vec<u8>>, Option<Vec<u8>>) = (None, None);
    for _ in 0..pairs {
        let label = decoder.i32().map_err(cbor)?;
        let number = |decoder: &mut Decoder<'_>| decoder.i32().map_err(cbor);
        match label {
            1 => kind = Some(number(decoder)?),
            3 => algorithm = Some(number(decoder)?),
            -1 => curve = Some(number(decoder)?),
            -2 => x = Some(decoder.bytes().map_err(cbor)?.to_vec()),
            -3 if decoder.datatype().map_err(cbor)? == Type::Bytes => y = Some(decoder.bytes().map_err(cbor)?.to_vec()),
            _ => return Err(no("the key says more than a key")),
        }
    }
    let x = x.filter(|x| x.len() == 32).ok_or_else(|| no("the key has no point"))?;
    match (kind, algorithm, curve, y) {
        (Some(2), Some(-7), Some(1), Some(y)) if y.len() == 32 => {
            Ok(PublicKey { algorithm: Algorithm::Es256, bytes: [&[4], &x[..], &y[..]].concat() })
        }
        (Some(1), Some(-8), Some(6), None) => Ok(PublicKey { algorithm: Algorithm::EdDsa, bytes: x }),
        _ => Err(no("the key is of a kind that was not asked for")),
    }
}

fn decoded(part: &str) -> Result<Vec<u8>> {
    if part.len() > PART_BYTES_MAX {
        return Err(no("the answer is too long"));
    }
    BASE64.decode(part).map_err(|_| no("the answer is not base64url"))
}

fn no(why: &str) -> Error {
    Error::invalid("passkey-refused").with_detail(why.to_owned())
}

fn cut() -> Error {
    no("the answer is cut off")
}

fn cbor(_: minicbor::decode::Error) -> Error {
    no("the answer is no CBOR")
}

/// A device for tests: it makes keys and signs as the standard says, and lies where a test tells it to.
#[cfg(test)]
pub(crate) mod device {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};

    pub enum Device {
        P256(Box<EcdsaKeyPair>),
        Ed25519(Box<Ed25519KeyPair>),
    }

    /// What a device says, each part of which a test may change.
    #[derive(Clone)]
    pub struct Said {
        pub kind: &'static str,
        pub origin: String,
        pub host: String,
        pub extra: &'static str,
        pub flags: u8,
        pub count: u32,
    }

    impl Said {
        pub fn at(place: &Place, kind: &'static str, count: u32) -> Self {
            let flags = PRESENT | VERIFIED | if kind == "webauthn.create" { WITH_KEY } else { 0 };
            Said { kind, origin: place.origin.clone(), host: place.host.clone(), extra: "", flags, count }
        }

        pub fn client_data(&self, challenge: &str) -> String {
            BASE64.encode(format!(
                r#"{{"type":"{}","challenge":"{challenge}","origin":"{}"{}}}"#,
                self.kind, self.origin, self.extra
            ))
        }

        fn head(&self) -> Vec<u8> {
            [&Sha256::digest(self.host.as_bytes())[..], &[self.flags], &self.count.to_be_bytes()].concat()
        }
    }

    /// What a device answered, as a page hands it on.
    pub struct Signed {
        pub client: String,
        pub data: String,
        pub signature: String,
    }

    impl Signed {
        /// - `id`: of the credential, base64url
        /// - `user`: whose it is, as the device says; may be empty
        pub fn by<'a>(&'a self, id: &'a str, user: &'a str) -> Assertion<'a> {
            Assertion {
                id,
                client_data: &self.client,
                authenticator_data: &self.data,
                signature: &self.signature,
                user,
            }
        }
    }

    impl Device {
        pub fn p256() -> Self {
            let random = SystemRandom::new();
            let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
            let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random);
            Device::P256(Box::new(key.expect("read")))
        }

        pub fn ed25519() -> Self {
            let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
            Device::Ed25519(Box::new(Ed25519KeyPair::from_pkcs8(made.as_ref()).expect("read")))
        }

        pub fn cose(&self) -> Vec<u8> {
            match self {
                Device::P256(key) => {
                    let point = key.public_key().as_ref();
                    [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[1..33], &[0x22, 0x58, 32], &point[33..]]
                        .concat()
                }
                Device::Ed25519(key) => {
                    [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32], key.public_key().as_ref()].concat()
                }
            }
        }

        /// - returns: the client's data and the attestation object
        pub fn make(&self, said: &Said, id: &[u8], challenge: &str) -> (String, String) {
            let length = u16::try_from(id.len()).expect("short").to_be_bytes();
            let data = [&said.head()[..], &[0; AAGUID_BYTES], &length, id, &self.cose()].concat();
            (said.client_data(challenge), BASE64.encode(object(&data)))
        }

        pub fn sign(&self, said: &Said, challenge: &str) -> Signed {
            let (client, data) = (said.client_data(challenge), said.head());
            let digest = Sha256::digest(BASE64.decode(&client).expect("our own"));
            let message = [&data[..], &digest[..]].concat();
            let signature = match self {
                Device::P256(key) => key.sign(&SystemRandom::new(), &message).expect("signed").as_ref().to_vec(),
                Device::Ed25519(key) => key.sign(&message).as_ref().to_vec(),
            };
            Signed { client, data: BASE64.encode(data), signature: BASE64.encode(signature) }
        }
    }

    /// An attestation object of the form `none` around some data.
    pub fn object(data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("short").to_be_bytes();
        let head: &[u8] = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59";
        [head, &length, data].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::device::{Device, Said, Signed, object};
    use super::*;

    fn place() -> Place {
        Place::of("https://desk.city.example").expect("a name over TLS")
    }

    const CHALLENGE: &str = "cXVlc3Rpb24";

    fn why(result: Result<impl std::fmt::Debug>) -> String {
        result.expect_err("it must be refused").detail().to_owned()
    }

    #[test]
    fn keys_are_made_where_a_browser_would_make_them() {
        let of = |address: &str| Place::of(address).map(|place| (place.origin, place.host));
        let pair = |origin: &str, host: &str| Some((origin.to_owned(), host.to_owned()));
        assert_eq!(of("https://Desk.city.example/"), pair("https://desk.city.example", "desk.city.example"));
        assert_eq!(of("https://desk.city.example:443"), pair("https://desk.city.example", "desk.city.example"));
        assert_eq!(of("https://desk.city.example:8443"), pair("https://desk.city.example:8443", "desk.city.example"));
        assert_eq!(of("http://localhost:8080"), pair("http://localhost:8080", "localhost"));
        for nowhere in [
            "http://desk.city.example",
            "https://127.0.0.1",
            "http://127.0.0.1:80",
            "https://[::1]",
            "https://a@b",
            "x",
            "",
        ] {
            assert_eq!(of(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn a_key_is_taken_only_if_all_of_it_is_right() {
        for device in [Device::p256(), Device::ed25519()] {
            let good = Said::at(&place(), "webauthn.create", 0);
            let read = |(client_data, attestation): (String, String)| {
                registered(&place(), &Registration { client_data: &client_data, attestation: &attestation })
            };
            let made = read(device.make(&good, b"one", CHALLENGE)).expect("it is right");
            assert_eq!((made.credential.as_str(), made.sign_count), ("b25l", 0));
            let with = |change: fn(&mut Said)| {
                let mut said = good.clone();
                change(&mut said);
                why(read(device.make(&said, b"one", CHALLENGE)))
            };
            assert_eq!(with(|said| said.kind = "webauthn.get"), "the answer is to another kind of question");
            assert_eq!(
                with(|said| said.origin = "https://evil.example".to_owned()),
                "the answer was given at another address"
            );
            assert_eq!(with(|said| said.origin.push_str(".evil.example")), "the answer was given at another address");
            assert_eq!(with(|said| said.extra = r#","crossOrigin":true"#), "the answer was given at another address");
            assert_eq!(
                with(|said| said.extra = r#","topOrigin":"https://x.example""#),
                "the answer was given at another address"
            );
            assert_eq!(with(|said| said.host = "city.example".to_owned()), "the key is for another address");
            assert_eq!(with(|said| said.flags &= !VERIFIED), "the device did not ask its owner");
            assert_eq!(with(|said| said.flags &= !PRESENT), "the device did not ask its owner");
            assert_eq!(with(|said| said.flags &= !WITH_KEY), "the answer carries no key");
            assert_eq!(with(|said| said.flags |= WITH_EXTENSIONS), "something follows the key");
            assert_eq!(
                why(read(device.make(&good, b"", CHALLENGE))),
                "the credential's id has no length that could be"
            );
            assert_eq!(
                why(read(device.make(&good, &[7; 1024], CHALLENGE))),
                "the credential's id has no length that could be"
            );
        }
    }

    #[test]
    fn no_bytes_make_it_stumble() {
        let device = Device::p256();
        let good = Said::at(&place(), "webauthn.create", 0);
        let (client_data, attestation) = device.make(&good, b"one", CHALLENGE);
        let whole = BASE64.decode(&attestation).expect("our own");
        let read = |bytes: &[u8]| {
            let attestation = BASE64.encode(bytes);
            registered(&place(), &Registration { client_data: &client_data, attestation: &attestation })
        };
        for end in 0..whole.len() {
            assert!(read(&whole[..end]).is_err(), "cut off at {end}");
        }
        // A changed byte may hit a coordinate or the id, which nothing here can tell; it must not make anything stumble.
        for at in 0..whole.len() {
            for change in [1u8, 0x20, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= change;
                let _ = read(&bytes);
            }
        }
        assert_eq!(why(read(&[&whole[..], b"\0"].concat())), "something follows the object");
        assert_eq!(why(read(b"\xbf")), "the object has no length");
        assert_eq!(why(read(&object(&[0; 10]))), "the answer is cut off");
        let deep = [&[0x81; 4000][..], &[0]].concat();
        let nested = [&b"\xa2\x63fmt"[..], &deep, b"\x68authData\x40"].concat();
        assert!(read(&nested).is_err());
        let long = "A".repeat(PART_BYTES_MAX + 1);
        assert_eq!(why(question_digest(&long)), "the answer is too long");
    }

    #[test]
    fn a_key_of_another_kind_is_not_taken() {
        let read = |bytes: &[u8]| public_key(&mut Decoder::new(bytes));
        let cose = Device::p256().cose();
        assert!(read(&cose).is_ok());
        let mut other = cose.clone();
        other[4] = 0x27;
        assert_eq!(why(read(&other)), "the key is of a kind that was not asked for");
        other = cose.clone();
        other[6] = 2;
        assert_eq!(why(read(&other)), "the key is of a kind that was not asked for");
        // RSA: modulus and exponent instead of a point.
        assert_eq!(
            why(read(&[&[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x41, 7][..], &[0x21, 0x43, 1, 0, 1]].concat())),
            "the answer is no CBOR"
        );
        assert_eq!(why(read(&[0xa1, 1, 2])), "the key has no point");
        // The sign of y in place of y.
        assert_eq!(why(read(&[&cose[..42], &[0x22, 0xf5]].concat())), "the key says more than a key");
    }

    #[test]
    fn an_answer_is_believed_only_if_the_key_signed_it_here() {
        for device in [Device::p256(), Device::ed25519()] {
            let key = public_key(&mut Decoder::new(&device.cose())).expect("a key");
            let good = Said::at(&place(), "webauthn.get", 8);
            let ask = |device: &Device, said: &Said| used(&place(), &key, &device.sign(said, CHALLENGE).by("b25l", ""));
            assert_eq!(ask(&device, &good).expect("it is right"), 8);
            let with = |change: fn(&mut Said)| {
                let mut said = good.clone();
                change(&mut said);
                why(ask(&device, &said))
            };
            assert_eq!(with(|said| said.kind = "webauthn.create"), "the answer is to another kind of question");
            assert_eq!(
                with(|said| said.origin = "http://desk.city.example".to_owned()),
                "the answer was given at another address"
            );
            assert_eq!(with(|said| said.host = "evil.example".to_owned()), "the key is for another address");
            assert_eq!(with(|said| said.flags = PRESENT), "the device did not ask its owner");
            for stranger in [Device::p256(), Device::ed25519()] {
                assert_eq!(why(ask(&stranger, &good)), "the key did not sign this");
            }
            // Another's words under a true signature.
            let other = Signed { client: device.sign(&good, "b3RoZXI").client, ..device.sign(&good, CHALLENGE) };
            assert_eq!(why(used(&place(), &key, &other.by("b25l", ""))), "the key did not sign this");
            let more = device.sign(&Said { count: 9, ..good.clone() }, CHALLENGE);
            let higher = Signed { data: more.data, ..device.sign(&good, CHALLENGE) };
            assert_eq!(why(used(&place(), &key, &higher.by("b25l", ""))), "the key did not sign this");
        }
    }

    #[test]
    fn a_counter_grows_or_is_not_kept() {
        for (last, next, may) in [(0, 0, true), (0, 1, true), (7, 8, true), (7, 7, false), (7, 6, false), (7, 0, false)]
        {
            assert_eq!(may_follow(last, next), may, "{last} then {next}");
        }
    }
}
