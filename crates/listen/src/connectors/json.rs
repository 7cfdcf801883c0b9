//! What the connectors of JSON interfaces share: a document, its items, and fields by their place.

use super::Context;
use crate::decode::decode;
use crate::limits::Reason;
use crate::moment;
use crate::raw::{Moment, Parsed, RawPost};
use model::Zone;
use serde_json::Value;

pub(super) struct Document {
    pub root: Value,
    replaced: bool,
}

impl Document {
    /// - errors: `NotThisFormat` for what is no JSON; the reader itself gives up at a depth of 128
    pub fn read(bytes: &[u8], context: &Context) -> Result<Self, Reason> {
        let decoded = decode(bytes, context.charset.as_deref());
        let root = serde_json::from_str(&decoded.text).map_err(|_| Reason::NotThisFormat)?;
        Ok(Document { root, replaced: decoded.replaced })
    }

    /// The list at a place.
    pub fn list(&self, pointer: &str) -> Result<&[Value], Reason> {
        self.root.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).ok_or(Reason::NotThisFormat)
    }

    /// Reads items one by one, so that a bad one costs itself.
    pub fn posts(&self, items: &[Value], read: impl Fn(&Value) -> Result<RawPost, Reason>) -> Parsed {
        let mut parsed = Parsed::default();
        for (number, item) in (1..).zip(items) {
            match read(item) {
                Ok(post) => parsed.push(post),
                Err(reason) => parsed.skip(number, reason),
            }
        }
        if self.replaced {
            parsed.met.note(Reason::BytesReplaced);
        }
        parsed
    }
}

/// A string or number at a place, as text; nothing for what is empty or anything else.
pub(super) fn text(value: &Value, pointer: &str) -> Option<String> {
    match value.pointer(pointer)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn at(value: &Value, pointer: &str, zone: &Zone) -> Moment {
    text(value, pointer).map_or(Moment::Unsaid, |text| moment::read(&text, zone))
}

/// - errors: `ItemBroken` for what is no object
pub(super) fn object(value: &Value) -> Result<&Value, Reason> {
    value.is_object().then_some(value).ok_or(Reason::ItemBroken)
}
