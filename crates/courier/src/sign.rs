//! How a request shows who it comes from: the same scheme in both directions.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The headers that carry the moment, the number used once, and the signature.
pub const TIME_HEADER: &str = "candor-time";
pub const NONCE_HEADER: &str = "candor-nonce";
pub const SIGNATURE_HEADER: &str = "candor-signature";

/// HMAC-SHA-256 with the shared secret over `time.nonce.body`.
///
/// - `time`: seconds since 1970, in decimal
/// - returns: lower-case hex
pub fn sign(secret: &str, time: &str, nonce: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key length suits HMAC");
    for part in [time.as_bytes(), b".", nonce.as_bytes(), b".", body] {
        mac.update(part);
    }
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
