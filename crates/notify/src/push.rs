//! Web Push: messages sealed for one browser (RFC 8291), and who sends them (RFC 8292).
//!
//! The push service of the browser's maker carries the message and learns its size and time, nothing else.

use crate::store;
use ::store::{Db, Tx};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use model::{Error, Result, StaffId, Time};
use org::Seal;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

const PUBLIC_BYTES: usize = 65;
const AUTH_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
const RECORD_SIZE: u32 = 4096;
/// A token names its service and holds this long; services refuse more than a day.
const TOKEN_SECONDS: i64 = 12 * 60 * 60;
const DEVICES_MAX: usize = 10;

/// A browser that asked to be told. It has no `Debug`, since its address is a secret.
pub struct Device {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: Vec<u8>,
}

/// One line in a person's list of browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    pub id: String,
    pub name: String,
    pub added: Time,
}

/// Adds a browser for its owner.
///
/// - `p256dh`, `auth`: as the browser gives them, base64url
/// - errors: `Invalid` for keys or an address that no browser gives; `Conflict` beyond ten browsers
pub async fn add(
    tx: &mut Tx,
    seal: &Seal,
    staff: &StaffId,
    name: &str,
    (endpoint, p256dh, auth): (&str, &str, &str),
    now: Time,
) -> Result<()> {
    let refused = || Error::invalid("push-refused");
    let public = BASE64.decode(p256dh).map_err(|_| refused())?;
    let auth = BASE64.decode(auth).map_err(|_| refused())?;
    let is_address = endpoint.starts_with("https://") || endpoint.starts_with("http://127.0.0.1:");
    if !is_address || public.len() != PUBLIC_BYTES || public[0] != 4 || auth.len() != AUTH_BYTES {
        return Err(refused());
    }
    if store::device_count(tx, staff).await? >= DEVICES_MAX {
        return Err(Error::conflict("push-too-many"));
    }
    let id = model::random_hex(8);
    let endpoint = seal.close(&purpose("endpoint", &id), endpoint.as_bytes())?;
    let auth = seal.close(&purpose("auth", &id), &auth)?;
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    store::insert_device(tx, &id, staff, &name, (endpoint, p256dh, auth), now).await
}

pub async fn list(db: &Db, staff: &StaffId) -> Result<Vec<DeviceRow>> {
    store::devices(db, staff).await
}

/// Takes a browser out of its owner's list.
pub async fn remove(tx: &mut Tx, staff: &StaffId, id: &str) -> Result<()> {
    store::delete_device(tx, Some(staff), id).await
}

pub(crate) async fn forget(db: &Db, id: &str) -> Result<()> {
    let mut tx = db.write().await?;
    store::delete_device(&mut tx, None, id).await?;
    tx.commit().await
}

pub(crate) async fn device(db: &Db, seal: &Seal, id: &str) -> Result<Option<Device>> {
    let Some((endpoint, p256dh, auth)) = store::device(db, id).await? else { return Ok(None) };
    let endpoint = String::from_utf8(seal.open(&purpose("endpoint", id), &endpoint)?)?;
    Ok(Some(Device { endpoint, p256dh, auth: seal.open(&purpose("auth", id), &auth)? }))
}

fn purpose(what: &str, id: &str) -> String {
    format!("push/{what}/{id}")
}

/// Our own key, by which push services know us again.
pub struct Key(EcdsaKeyPair);

/// The key, made when it is first asked for.
pub async fn key(db: &Db, seal: &Seal) -> Result<Key> {
    let sealed = match store::push_key(db).await? {
        Some(sealed) => sealed,
        None => {
            let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                .map_err(|_| Error::broken("a key could not be made"))?;
            let mut tx = db.write().await?;
            // Of two that make one at once, the first one's stays.
            let sealed = store::put_push_key(&mut tx, seal.close("push/key", made.as_ref())?).await?;
            tx.commit().await?;
            sealed
        }
    };
    Key::of(&seal.open("push/key", &sealed)?)
}

impl Key {
    fn of(pkcs8: &[u8]) -> Result<Self> {
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new());
        Ok(Key(key.map_err(|_| Error::broken("the push key cannot be read"))?))
    }

    /// As a page hands it to the browser, base64url.
    pub fn public(&self) -> String {
        BASE64.encode(self.0.public_key().as_ref())
    }

    /// The header that says to a push service who we are: a token for this service alone, for half a day.
    ///
    /// - `office`: an address of `mailto:` or `https:`
    /// - returns: nothing for an endpoint without an origin
    pub fn authorization(&self, endpoint: &str, office: &str, now: Time) -> Result<Option<String>> {
        let Some(origin) = origin(endpoint) else { return Ok(None) };
        let head = BASE64.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let expires = now.ms() / 1000 + TOKEN_SECONDS;
        let claims = serde_json::json!({ "aud": origin, "exp": expires, "sub": office }).to_string();
        let said = format!("{head}.{}", BASE64.encode(claims));
        let signature = self.0.sign(&SystemRandom::new(), said.as_bytes());
        let signature = signature.map_err(|_| Error::broken("a push token could not be signed"))?;
        Ok(Some(format!("vapid t={said}.{}, k={}", BASE64.encode(signature), self.public())))
    }
}

/// Scheme, host and port.
fn origin(url: &str) -> Option<&str> {
    let scheme_end = url.find("://")? + 3;
    let end = url[scheme_end..].find('/').map_or(url.len(), |at| scheme_end + at);
    (end > scheme_end).then(|| &url[..end])
}

/// Seals a message so that this browser alone can read it; every message has a key and a salt of its own.
///
/// - errors: `Invalid` if the browser's public key is no point of the curve
pub fn seal_message(device: &Device, plain: &[u8]) -> Result<Vec<u8>> {
    let refused = || Error::invalid("push-refused");
    let theirs = BASE64.decode(&device.p256dh).map_err(|_| refused())?;
    let random = SystemRandom::new();
    let mine = EphemeralPrivateKey::generate(&ECDH_P256, &random).map_err(|_| Error::broken("no key could be made"))?;
    let my_public = mine.compute_public_key().map_err(|_| Error::broken("no key could be made"))?;
    let mut salt = [0u8; SALT_BYTES];
    ring::rand::SecureRandom::fill(&random, &mut salt).map_err(|_| Error::broken("no randomness"))?;
    agree_ephemeral(mine, &UnparsedPublicKey::new(&ECDH_P256, &theirs), |shared| {
        sealed(shared, (&device.auth, &theirs), my_public.as_ref(), &salt, plain)
    })
    .map_err(|_| refused())?
}

/// One record of `aes128gcm` (RFC 8188) with keys derived as RFC 8291 says.
fn sealed(
    shared: &[u8],
    (auth, theirs): (&[u8], &[u8]),
    mine: &[u8],
    salt: &[u8; SALT_BYTES],
    plain: &[u8],
) -> Result<Vec<u8>> {
    let input = expand(&extract(auth, shared), &[b"WebPush: info\0", theirs, mine].concat());
    let secret = extract(salt, input.as_ref());
    let key = expand(&secret, b"Content-Encoding: aes128gcm\0");
    let nonce = expand(&secret, b"Content-Encoding: nonce\0");
    let fault = |_| Error::broken("a push message could not be sealed");
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key.as_ref()[..16]).map_err(fault)?);
    let nonce = Nonce::try_assume_unique_for_key(&nonce.as_ref()[..12]).map_err(fault)?;
    // 2 marks the last record, and there is only one.
    let mut record = [plain, &[2]].concat();
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut record).map_err(fault)?;
    let length = u8::try_from(mine.len())?;
    Ok([&salt[..], &RECORD_SIZE.to_be_bytes(), &[length], mine, &record].concat())
}

fn extract(salt: &[u8], input: &[u8]) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salt), input)
}

/// The first block of HKDF, which is all that is needed: 32 bytes.
fn expand(secret: &hmac::Tag, info: &[u8]) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_ref()), &[info, &[1]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};

    fn bytes(text: &str) -> Vec<u8> {
        BASE64.decode(text).expect("base64url")
    }

    /// The example of RFC 8291, section 5 and appendix A.
    #[test]
    fn the_example_of_the_standard_comes_out_byte_by_byte() {
        let salt: [u8; 16] = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let message = sealed(
            &bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs"),
            (
                &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
                &bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            ),
            &bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
            &salt,
            b"When I grow up, I want to be a watermelon",
        )
        .expect("it is sealed");
        assert_eq!(
            BASE64.encode(message),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn a_token_names_its_service_and_is_signed() {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).expect("a key");
        let key = Key::of(made.as_ref()).expect("it is read");
        let header =
            key.authorization("https://push.example/send/secret", "mailto:desk@city.example", Time::from_ms(0));
        let header = header.expect("signed").expect("an origin");
        let token = header.strip_prefix("vapid t=").and_then(|rest| rest.split(',').next()).expect("a token");
        let (said, signature) = token.rsplit_once('.').expect("three parts");
        let verifier = Verifier::new(&ECDSA_P256_SHA256_FIXED, bytes(&key.public()));
        verifier.verify(said.as_bytes(), &bytes(signature)).expect("the signature holds");
        let claims = String::from_utf8(bytes(said.split('.').nth(1).expect("claims"))).expect("text");
        assert!(claims.contains(r#""aud":"https://push.example""#) && claims.contains("43200"), "{claims}");
        assert!(!header.contains("secret"), "the browser's address stays with its service");
        assert!(key.authorization("nonsense", "x", Time::from_ms(0)).expect("no fault").is_none());
    }

    #[test]
    fn each_message_has_its_own_key_and_a_false_point_is_refused() {
        let device = |p256dh: &str| Device {
            endpoint: "https://push.example/1".to_owned(),
            p256dh: p256dh.to_owned(),
            auth: vec![7; 16],
        };
        let good = device("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let (first, second) = (seal_message(&good, b"x").expect("sealed"), seal_message(&good, b"x").expect("sealed"));
        assert_ne!(first, second);
        assert_eq!(first.len(), 16 + 4 + 1 + 65 + 1 + 1 + 16);
        let bad = device(&BASE64.encode([4u8; 65]));
        assert!(seal_message(&bad, b"x").is_err());
    }
}
