//! HTML to plain text, in one pass. What comes out is text and is escaped wherever it is shown, so this is no
//! sanitiser; it keeps words, and drops what a mention must not hold: addresses in links, pictures, scripts.

/// Elements whose content is no text of the post.
const SILENT: &[&str] = &["script", "style", "head", "template", "noscript", "iframe", "svg"];
/// Elements that end a line.
const BREAKS: &[&str] = &[
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "hr",
    "dt",
    "dd",
    "figcaption",
    "pre",
];

/// - returns: words and line breaks, spaces squeezed; the input itself if it holds no markup
/// - cost: O(n), never nested
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.trim().to_owned();
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        push_words(&mut text, &rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('&') { entity(&mut text, rest) } else { tag(&mut text, rest) };
    }
    push_words(&mut text, rest);
    text.truncate(text.trim_end().len());
    text
}

fn push_words(text: &mut String, words: &str) {
    for c in words.chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

fn push_break(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Reads what begins with `<` and returns what follows it.
fn tag<'a>(text: &mut String, rest: &'a str) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, after)| after);
    }
    let inner = &rest[1..];
    let closing = inner.starts_with('/');
    let named = inner.trim_start_matches('/');
    if !named.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        // `a < b` is text.
        text.push('<');
        return inner;
    }
    let name_end = named.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(named.len());
    let name = named[..name_end].to_ascii_lowercase();
    let after = end_of_tag(inner);
    if BREAKS.contains(&name.as_str()) {
        push_break(text);
    }
    if SILENT.contains(&name.as_str()) && !closing {
        return after_closing(after, &name);
    }
    after
}

/// What follows the tag's `>`, minding quotes; a tag that never ends takes the rest with it.
fn end_of_tag(inner: &str) -> &str {
    let mut quote = None;
    for (index, byte) in inner.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return &inner[index + 1..],
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // An odd quote is likelier than a tag without end.
    inner.split_once('>').map_or("", |(_, after)| after)
}

fn after_closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at + 2;
        let is_it = rest.get(start..start + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if is_it {
            return end_of_tag(&rest[start..]);
        }
        from = start;
    }
    ""
}

/// Reads what begins with `&` and returns what follows it. What is no entity is an ampersand.
fn entity<'a>(text: &mut String, rest: &'a str) -> &'a str {
    const LENGTH_MAX: usize = 12;
    let end = rest.bytes().take(LENGTH_MAX).position(|byte| byte == b';');
    let found = end.and_then(|end| Some((named(&rest[1..end])?, end)));
    match found {
        Some((c, end)) => {
            // A decoded space is squeezed like any other.
            push_words(text, c.encode_utf8(&mut [0; 4]));
            &rest[end + 1..]
        }
        None => {
            text.push('&');
            &rest[1..]
        }
    }
}

fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "middot" => '·',
        "bull" => '•',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "laquo" => '«',
        "raquo" => '»',
        "deg" => '°',
        "yen" => '¥',
        "pound" => '£',
        "euro" => '€',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "times" => '×',
        "eacute" => 'é',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_stay_and_markup_goes() {
        assert_eq!(plain("<p>Road <b>closed</b>&nbsp;today</p><p>Detour</p>"), "Road closed today\nDetour");
        assert_eq!(plain("东湖路&#20572;&#x6C34;<br/>请储水"), "东湖路停水\n请储水");
        assert_eq!(plain("3 < 4 & 5 > 2 &bogus; &amp;lt;"), "3 < 4 & 5 > 2 &bogus; &lt;");
        assert_eq!(
            plain("see <a href=\"https://x.example/u/7?a='b'>c\">this</a><script>var a='<p>';</script>."),
            "see this."
        );
        assert_eq!(plain("a<!-- hidden -->b<img alt='me' src=x"), "ab");
        assert_eq!(plain("无标记"), "无标记");
    }
}
