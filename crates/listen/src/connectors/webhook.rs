//! Pushes from other systems: `{"posts": [{"id", "text", "title"?, "time"?, "author"?, "lang"?}, …]}` or one post,
//! signed by a secret that the two systems share.

use super::json_feed::collect;
use super::{Connector, Context, Input, Setting};
use crate::decode::decode;
use crate::fields::{List, json_object};
use crate::limits::{Reason, WEBHOOK_WINDOW};
use crate::raw::Parsed;
use courier::sign::sign;
use model::Time;
use serde::de::DeserializeSeed as _;
use subtle::ConstantTimeEq as _;

pub const CONNECTOR: Connector =
    Connector { name: "webhook", inputs: &[Input::Push], settings: &[Setting::Secret], parse, ..Connector::PLAIN };

/// The headers of a push.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// `candor-time`: seconds since 1970, by the sender's clock.
    pub time: &'a str,
    /// `candor-nonce`: 8 to 64 letters and digits, never used before.
    pub nonce: &'a str,
    /// `candor-signature`: HMAC-SHA-256(secret, time + "." + nonce + "." + body) in hex.
    pub signature: &'a str,
}

/// Whether a push comes from who shares the secret, and just now. The caller then asks [`crate::store::use_nonce`]
/// whether it came before, in the transaction that stores what it brought.
///
/// - errors: `SignatureOld` outside five minutes either way, `SignatureWrong` for anything else, told apart by no timing
pub fn verify(secret: &str, signed: &Signed, body: &[u8], now: Time) -> Result<(), Reason> {
    let is_nonce = (8..=64).contains(&signed.nonce.len()) && signed.nonce.bytes().all(|b| b.is_ascii_alphanumeric());
    let seconds: Option<i64> = signed.time.parse().ok();
    let expected = sign(secret, signed.time, signed.nonce, body);
    let is_right = expected.as_bytes().ct_eq(signed.signature.to_ascii_lowercase().as_bytes());
    let (true, Some(seconds), true) = (bool::from(is_right), seconds, is_nonce) else {
        return Err(Reason::SignatureWrong);
    };
    let apart_ms = now.since(Time::from_ms(seconds.saturating_mul(1000))).unsigned_abs();
    if u128::from(apart_ms) > WEBHOOK_WINDOW.as_millis() { Err(Reason::SignatureOld) } else { Ok(()) }
}

fn parse(bytes: &[u8], context: &Context) -> Result<Parsed, Reason> {
    let decoded = decode(bytes, context.charset.as_deref());
    let list = List { key: "posts", zone: &context.zone };
    let mut reader = serde_json::Deserializer::from_str(&decoded.text);
    let listed = list.deserialize(&mut reader).map_err(|_| Reason::NotThisFormat)?;
    let mut parsed = if listed.is_list {
        collect(listed)
    } else {
        let mut parsed = Parsed::default();
        parsed.push(json_object(decoded.text.as_bytes(), &context.zone).map_err(|_| Reason::NotThisFormat)?);
        parsed
    };
    if decoded.replaced {
        parsed.met.note(Reason::BytesReplaced);
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_ms(1_709_294_400_000);

    fn check(time: &str, nonce: &str, body: &str, expected: Result<(), Reason>) {
        let signature = sign("secret", "1709294400", "abcdefgh1", b"{}");
        let signed = Signed { time, nonce, signature: &signature };
        assert_eq!(verify("secret", &signed, body.as_bytes(), NOW), expected);
    }

    #[test]
    fn a_push_holds_for_its_own_bytes_nonce_and_minute() {
        check("1709294400", "abcdefgh1", "{}", Ok(()));
        check("1709294400", "abcdefgh1", "{ }", Err(Reason::SignatureWrong));
        check("1709294400", "abcdefgh2", "{}", Err(Reason::SignatureWrong));
        check("1709294401", "abcdefgh1", "{}", Err(Reason::SignatureWrong));
        let old = sign("secret", "1709294099", "abcdefgh1", b"");
        let signed = Signed { time: "1709294099", nonce: "abcdefgh1", signature: &old };
        assert_eq!(verify("secret", &signed, b"", NOW), Err(Reason::SignatureOld));
        assert_eq!(verify("other", &signed, b"", NOW), Err(Reason::SignatureWrong));
    }

    #[test]
    fn one_post_may_come_alone() {
        let context = Context::new(model::Zone::utc());
        let parsed = parse(br#"{"id": 7, "text": "water is off", "author": {"name": "lin"}}"#, &context);
        let parsed = parsed.unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!(parsed.posts[0].id.as_deref(), Some("7"));
        assert_eq!(parsed.posts[0].author.as_deref(), Some("lin"));
    }
}
