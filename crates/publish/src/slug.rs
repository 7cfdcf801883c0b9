//! The last segment of a document's address: short, readable, lower case.

const CHARACTERS_MAX: usize = 60;

/// Makes an address of a title.
///
/// - returns: nothing if no Latin letter or digit is in it, as with a Chinese title
pub fn slugged(title: &str) -> Option<String> {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    }
    if slug.len() > CHARACTERS_MAX {
        slug.truncate(CHARACTERS_MAX);
        // Half a word reads worse than one word less.
        if let Some(end) = slug.rfind('-').filter(|end| *end > CHARACTERS_MAX / 2) {
            slug.truncate(end);
        }
    }
    let slug = slug.trim_matches('-').to_owned();
    (!slug.is_empty()).then_some(slug)
}

/// Whether someone may choose this address by hand.
pub(crate) fn is_slug(text: &str) -> bool {
    text.len() <= CHARACTERS_MAX && slugged(text).as_deref() == Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_an_address() {
        for (title, slug) in [
            ("Water is safe: what we know", Some("water-is-safe-what-we-know")),
            ("  The town’s 2nd notice ", Some("the-towns-2nd-notice")),
            ("自来水检测结果", None),
            ("关于 A12 线", Some("a12")),
        ] {
            assert_eq!(slugged(title).as_deref(), slug, "{title}");
        }
        let long = slugged(&"seven letters ".repeat(20)).expect("letters");
        assert!(long.len() <= CHARACTERS_MAX && !long.ends_with('-'), "{long}");
        assert!(is_slug("a-1") && !is_slug("A 1") && !is_slug("../x") && !is_slug(""));
    }
}
