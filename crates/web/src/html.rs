//! A piece of HTML that is already safe to print.

use std::fmt;

/// Markup that this crate wrote, with every foreign string in it escaped. Templates print it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    pub(crate) fn trusted(markup: String) -> Self {
        Html(markup)
    }

    /// A part of a page that a template of its own prints.
    pub(crate) fn of(part: &impl askama::Template) -> Self {
        Html(part.render().expect("printing into a string does not fail"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A shape and a word side by side, for what must not be told by colour alone.
///
/// - `shape`: drawn in a box of 16 by 16, in the program's own markup
pub fn marked(class: &'static str, shape: &'static str, word: &str) -> Html {
    Html::trusted(format!(
        r#"<span class="{class}"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{shape}</svg>{}</span>"#,
        escape(word)
    ))
}

/// Data for machines inside a page (JSON-LD). It is no script: nothing runs it, and the content policy lets it stand.
pub fn json_ld(data: &serde_json::Value) -> Html {
    // Nothing in it can end the element, whatever the texts hold.
    let text = data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Html::trusted(format!("<script type=\"application/ld+json\">{text}</script>"))
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// Text as it may stand between tags and inside a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_in_a_page_cannot_end_its_element() {
        let printed = json_ld(&serde_json::json!({ "text": "</script><script>alert(1)</script>&" })).to_string();
        assert_eq!(printed.matches("<script").count(), 1, "{printed}");
        assert_eq!(printed.matches("</script>").count(), 1, "{printed}");
    }
}
