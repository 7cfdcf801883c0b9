//! Folding: one form for texts that differ only in how they are written.

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// Simplified forms of the characters of the basic plane; 0 where a character is its own form.
static SIMPLIFIED: LazyLock<Box<[u16; 0x1_0000]>> = LazyLock::new(|| {
    let mut table: Box<[u16; 0x1_0000]> =
        vec![0u16; 0x1_0000].into_boxed_slice().try_into().expect("the table covers the basic plane");
    for line in include_str!("../data/t2s.txt").lines() {
        let mut pair = line.chars();
        if let (Some(traditional), Some(simple)) = (pair.next(), pair.next()) {
            table[traditional as usize & 0xffff] = simple as u32 as u16;
        }
    }
    table
});

/// Folds script, width and case: compatibility forms composed (NFKC), lower case, traditional characters to simplified,
/// characters that are not seen removed, white space squeezed to single spaces.
///
/// - returns: text for comparing and searching, not for reading; folding it again changes nothing
/// - cost: one pass; only texts with characters beyond ASCII and common Chinese are normalised first
pub fn fold(text: &str) -> String {
    if text.chars().all(is_plain) {
        folded(text.chars().map(narrow), text.len())
    } else {
        folded(text.nfkc(), text.len())
    }
}

/// Characters that combine with nothing and that NFKC leaves as they are, or of which it makes the narrow form that
/// [`folded`] makes too: nearly every Chinese post has a comma of full width, and normalising costs four times the rest.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{9f}' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3015}' | '\u{2018}'..='\u{201d}'
        | '\u{2013}'..='\u{2014}' | '\u{200b}' | '\u{fe0f}' | '\u{1f300}'..='\u{1faff}')
        || WIDE.contains(&c)
}

/// The ASCII characters of full width.
const WIDE: std::ops::RangeInclusive<char> = '\u{ff01}'..='\u{ff5e}';

fn narrow(c: char) -> char {
    if WIDE.contains(&c) { char::from_u32(c as u32 - 0xfee0).unwrap_or(c) } else { c }
}

fn folded(chars: impl Iterator<Item = char>, length: usize) -> String {
    let table = &SIMPLIFIED;
    let mut folded = String::with_capacity(length);
    let mut pending_space = false;
    for c in chars {
        if c.is_whitespace() {
            // White space counts once, and not at either end.
            pending_space = !folded.is_empty();
            continue;
        }
        if is_unseen(c) {
            continue;
        }
        if pending_space {
            folded.push(' ');
            pending_space = false;
        }
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if c == '’' {
            // What phones write for an apostrophe, so that `don’t` is the word `don't`.
            folded.push('\'');
        } else if let Some(simple) = simplified(table, c) {
            folded.push(simple);
        } else if (c as u32) > 0x2e80 {
            // What lies here has no case, but in scripts that no press desk reads, and asking costs more than all the rest.
            folded.push(c);
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    folded
}

fn simplified(table: &[u16; 0x1_0000], c: char) -> Option<char> {
    let code = *table.get(c as usize)?;
    if code == 0 { None } else { char::from_u32(code.into()) }
}

/// Whether a character has a simplified form other than itself, that is, shows that a text is in traditional script.
pub(crate) fn is_traditional(c: char) -> bool {
    simplified(&SIMPLIFIED, c).is_some()
}

/// Control, zero-width and direction characters, soft hyphens and variation selectors: what is used to make two texts
/// differ that look the same.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
        assert_eq!(fold(&fold(text)), expected, "folding twice");
    }

    #[test]
    fn script_width_and_case_fold_together() {
        check("自來水發黃", "自来水发黄");
        check("ＡＢＣ１２３", "abc123");
        check("Water Works", "water works");
        check("ÉCOLE", "école");
    }

    #[test]
    fn normalising_changes_no_plain_character_but_its_width() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            assert!(std::iter::once(c).nfkc().eq([narrow(c)]), "{c:?}");
        }
    }

    #[test]
    fn what_is_not_seen_does_not_count() {
        check("停\u{200b}水\u{feff}了", "停水了");
        check("  two \t\n spaces\u{3000}", "two spaces");
    }
}
