//! Masking of personal data, as `text` does it.

/// - returns: the text with personal data replaced by its kind, such as `[phone]`
pub(crate) fn redact(text: &str) -> String {
    text::redact(text).text
}
