//! Signing in through another house by OpenID Connect: what is asked for, and what of the answer is believed. No IO.
//!
//! Only the authorization code flow with PKCE is spoken, and only tokens signed with a key of the house's own list are
//! believed: RSA or P-256 with SHA-256, or Ed25519. An unsigned token, or one signed with a shared secret, is not.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use model::{Error, Result, Time};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Clocks of two houses differ by some seconds.
const SKEW_SECONDS: i64 = 60;
const TOKEN_BYTES_MAX: usize = 32 * 1024;

/// The other house, as the operator configured it. It has no `Debug`, since it carries a secret.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct House {
    /// What the sign-in page calls it.
    pub name_zh: String,
    pub name_en: String,
    /// Its address, exactly as it names itself; empty: there is no other house.
    pub issuer: String,
    pub client_id: String,
    /// Empty for a client that has none and relies on PKCE alone.
    pub client_secret: String,
}

/// Where the house does what, from its own description.
#[derive(Clone, Debug, Deserialize)]
pub struct Provider {
    issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
}

impl House {
    /// What to call it; nothing if there is none.
    pub fn name(&self, is_chinese: bool) -> Option<&str> {
        let name = if is_chinese { &self.name_zh } else { &self.name_en };
        (!self.issuer.is_empty()).then_some(if name.is_empty() { &self.issuer } else { name })
    }

    /// Where it describes itself.
    pub fn description(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'))
    }

    /// Reads the description.
    ///
    /// - errors: `Invalid` if it is another house's
    pub fn provider(&self, json: &[u8]) -> Result<Provider> {
        let provider: Provider = serde_json::from_slice(json)?;
        if provider.issuer != self.issuer {
            return Err(Error::invalid("house-failed").with_detail("the description names another issuer"));
        }
        Ok(provider)
    }

    /// Where the person is sent.
    ///
    /// - `back`: where they are sent back to
    /// - `verifier`: of PKCE; only its digest goes along
    pub fn address(&self, provider: &Provider, back: &str, state: &str, nonce: &str, verifier: &str) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let joint = if provider.authorization_endpoint.contains('?') { '&' } else { '?' };
        let fields = form(&[
            ("response_type", "code"),
            ("scope", "openid"),
            ("client_id", &self.client_id),
            ("redirect_uri", back),
            ("state", state),
            ("nonce", nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        format!("{}{joint}{fields}", provider.authorization_endpoint)
    }

    /// What is sent to the token endpoint: the body, and the header that says who we are.
    pub fn question(&self, code: &str, back: &str, verifier: &str) -> (String, Option<String>) {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", verifier),
        ];
        if self.client_secret.is_empty() {
            fields.push(("client_id", &self.client_id));
            return (form(&fields), None);
        }
        let pair = format!("{}:{}", escaped(&self.client_id), escaped(&self.client_secret));
        (form(&fields), Some(format!("Basic {}", STANDARD.encode(pair))))
    }

    /// Whom a token stands for, if it is believed.
    ///
    /// - `keys`: the house's list of keys, as JSON
    /// - returns: the subject
    /// - errors: `Invalid` with the reason in its detail, for the log alone
    pub fn subject(&self, token: &str, keys: &[u8], nonce: &str, now: Time) -> Result<String> {
        let no = |why: &str| Error::invalid("house-failed").with_detail(why.to_owned());
        let parts: Vec<&str> = token.split('.').collect();
        let [head, claims, signature] = parts[..] else { return Err(no("a token has three parts")) };
        if token.len() > TOKEN_BYTES_MAX {
            return Err(no("the token is too long"));
        }
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| no("the token is not base64url"));
        let header: Header = serde_json::from_slice(&decode(head)?)?;
        let keys: Keys = serde_json::from_slice(keys)?;
        let said = &token[..head.len() + 1 + claims.len()];
        let signature = decode(signature)?;
        let candidates = keys.keys.iter().filter(|key| key.fits(&header));
        if !candidates.into_iter().any(|key| key.verifies(&header.alg, said.as_bytes(), &signature)) {
            return Err(no("no key of the house signed the token"));
        }
        let claims: Claims = serde_json::from_slice(&decode(claims)?)?;
        let seconds = now.ms().div_euclid(1000);
        let audience = claims.aud.list();
        let is_ours = audience.contains(&self.client_id.as_str());
        let is_for_us = audience.len() == 1 || claims.azp.as_deref() == Some(&self.client_id);
        if claims.iss != self.issuer {
            return Err(no("the token is another issuer's"));
        }
        if !is_ours || !is_for_us || claims.azp.as_deref().is_some_and(|azp| azp != self.client_id) {
            return Err(no("the token is for somebody else"));
        }
        if claims.exp + SKEW_SECONDS <= seconds || claims.iat > seconds + SKEW_SECONDS {
            return Err(no("the token is not of now"));
        }
        if !bool::from(claims.nonce.unwrap_or_default().as_bytes().ct_eq(nonce.as_bytes())) {
            return Err(no("the token answers another question"));
        }
        if claims.sub.is_empty() || claims.sub.len() > 255 {
            return Err(no("the token names nobody"));
        }
        Ok(claims.sub)
    }
}

/// What the token endpoint answers.
#[derive(Deserialize)]
pub struct Answer {
    pub id_token: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that must be understood; none are.
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn list(&self) -> Vec<&str> {
        match self {
            Audience::One(one) => vec![one],
            Audience::Many(many) => many.iter().map(String::as_str).collect(),
        }
    }
}

impl Key {
    fn fits(&self, header: &Header) -> bool {
        header.crit.is_none()
            && (header.kid.is_none() || self.kid == header.kid)
            && self.alg.as_ref().is_none_or(|alg| *alg == header.alg)
            && self.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
    }

    fn verifies(&self, alg: &str, said: &[u8], signature: &[u8]) -> bool {
        let part =
            |part: &Option<String>| URL_SAFE_NO_PAD.decode(part.as_deref().unwrap_or_default()).unwrap_or_default();
        match (alg, self.kty.as_str(), self.crv.as_deref()) {
            ("RS256" | "PS256", "RSA", _) => {
                let key = RsaPublicKeyComponents { n: part(&self.n), e: part(&self.e) };
                let way = if alg == "RS256" {
                    &signature::RSA_PKCS1_2048_8192_SHA256
                } else {
                    &signature::RSA_PSS_2048_8192_SHA256
                };
                key.verify(way, said, signature).is_ok()
            }
            ("ES256", "EC", Some("P-256")) => {
                let point = [&[4][..], &part(&self.x), &part(&self.y)].concat();
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).verify(said, signature).is_ok()
            }
            ("EdDSA", "OKP", Some("Ed25519")) => {
                UnparsedPublicKey::new(&signature::ED25519, part(&self.x)).verify(said, signature).is_ok()
            }
            _ => false,
        }
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    pairs.join("&")
}

/// Percent-encodes what is no letter, digit or `-._~`.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

    const NOW: Time = Time::from_ms(1_800_000_000_000);

    fn house() -> House {
        House {
            issuer: "https://id.example".to_owned(),
            client_id: "candor".to_owned(),
            client_secret: "a b".to_owned(),
            ..House::default()
        }
    }

    struct Signer(EcdsaKeyPair);

    impl Signer {
        fn new() -> Self {
            let random = SystemRandom::new();
            let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
            Signer(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("read"))
        }

        fn keys(&self) -> Vec<u8> {
            let point = self.0.public_key().as_ref();
            let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
            serde_json::json!({ "keys": [
                { "kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig", "x": part(&point[1..33]), "y": part(&point[33..]) }
            ] })
            .to_string()
            .into_bytes()
        }

        fn token(&self, header: &str, claims: &serde_json::Value) -> String {
            let said = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims.to_string()));
            let signature = self.0.sign(&SystemRandom::new(), said.as_bytes()).expect("signed");
            format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature))
        }
    }

    const HEADER: &str = r#"{"alg":"ES256","kid":"k1"}"#;

    fn claims() -> serde_json::Value {
        let now = NOW.ms() / 1000;
        serde_json::json!({ "iss": "https://id.example", "sub": "s-1", "aud": "candor", "exp": now + 300, "iat": now, "nonce": "n" })
    }

    #[test]
    fn a_token_is_believed_only_if_all_of_it_is_right() {
        let (signer, other) = (Signer::new(), Signer::new());
        let ask = |token: &str| house().subject(token, &signer.keys(), "n", NOW);
        assert_eq!(ask(&signer.token(HEADER, &claims())).expect("it is right"), "s-1");
        let why = |token: &str| ask(token).expect_err("it must be refused").detail().to_owned();
        let with = |name: &str, value: serde_json::Value| {
            let mut claims = claims();
            claims[name] = value;
            why(&signer.token(HEADER, &claims))
        };
        let now = NOW.ms() / 1000;
        assert_eq!(why(&other.token(HEADER, &claims())), "no key of the house signed the token");
        assert_eq!(why(&signer.token(r#"{"alg":"none"}"#, &claims())), "no key of the house signed the token");
        assert_eq!(
            why(&signer.token(r#"{"alg":"HS256","kid":"k1"}"#, &claims())),
            "no key of the house signed the token"
        );
        assert_eq!(
            why(&signer.token(r#"{"alg":"ES256","kid":"k1","crit":["x"]}"#, &claims())),
            "no key of the house signed the token"
        );
        assert_eq!(with("iss", "https://evil.example".into()), "the token is another issuer's");
        assert_eq!(with("aud", "other".into()), "the token is for somebody else");
        assert_eq!(with("aud", serde_json::json!(["candor", "other"])), "the token is for somebody else");
        assert_eq!(with("azp", "other".into()), "the token is for somebody else");
        assert_eq!(with("exp", (now - 61).into()), "the token is not of now");
        assert_eq!(with("iat", (now + 120).into()), "the token is not of now");
        assert_eq!(with("nonce", "other".into()), "the token answers another question");
        assert_eq!(with("sub", "".into()), "the token names nobody");
        let token = signer.token(HEADER, &claims());
        let changed = token.replacen('.', ".e30", 1);
        assert!(ask(&changed).is_err() && ask("a.b").is_err() && ask("").is_err());
    }

    #[test]
    fn what_is_asked_carries_no_secret_through_the_browser() {
        let json = br#"{"issuer":"https://id.example","authorization_endpoint":"https://id.example/auth",
            "token_endpoint":"https://id.example/token","jwks_uri":"https://id.example/jwks"}"#;
        let provider = house().provider(json).expect("its own description");
        let address = house().address(&provider, "https://city.example/desk/house/back", "st", "n", "verifier");
        assert!(address.starts_with("https://id.example/auth?response_type=code&scope=openid&client_id=candor&"));
        assert!(!address.contains("verifier") && !address.contains("a%20b"), "{address}");
        let (body, authorization) = house().question("c", "https://city.example/x", "verifier");
        assert!(body.contains("code_verifier=verifier") && !body.contains("secret"));
        assert_eq!(authorization.as_deref(), Some("Basic Y2FuZG9yOmElMjBi"));
        let other = House { issuer: "https://other.example".to_owned(), ..house() };
        assert!(other.provider(json).is_err());
    }
}
