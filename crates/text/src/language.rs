//! The language of a text: its script first, since that settles nearly all.

use crate::fold::is_traditional;
use model::Lang;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The commonest English words. A Latin text that has few of them is in another language.
static ENGLISH: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an will my \
     one all would there their what so up out if about who get which go me when make can like time no just him know take \
     into your good some could them see other than then now look only come its over think also back after use two how our \
     work first well way even new want because any these give day most us is are was were has had been did does am im \
     don't dont can't cant it's its please thanks thank very more where why here again still near every year week today"
        .split_whitespace()
        .collect()
});

/// - returns: `Other` for an empty text, for one without letters, and for languages Candor does not analyse
/// - cost: about a microsecond for a short text
pub fn language(text: &str) -> Lang {
    let (mut han, mut traditional, mut kana, mut hangul, mut latin, mut letters) = (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    for c in text.chars().take(2_000) {
        match c {
            'a'..='z' | 'A'..='Z' => latin += 1,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => {
                han += 1;
                traditional += u32::from(is_traditional(c));
            }
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            _ if c.is_alphabetic() => letters += 1,
            _ => {}
        }
    }
    // One character says about as much as four letters.
    let total = han * 4 + kana * 4 + hangul * 4 + latin + letters;
    if total == 0 {
        Lang::Other
    } else if (kana + hangul) * 8 > han {
        if han + kana + hangul == 0 { latin_language(text) } else { Lang::Other }
    } else if han * 8 >= total {
        // Some characters are shared by both scripts, so a tenth is enough to tell.
        if traditional * 10 > han { Lang::ZhHant } else { Lang::ZhHans }
    } else if latin * 2 >= letters {
        latin_language(text)
    } else {
        Lang::Other
    }
}

fn latin_language(text: &str) -> Lang {
    let (mut words, mut english, mut accented) = (0u32, 0u32, 0u32);
    for word in text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()).take(200) {
        words += 1;
        english += u32::from(ENGLISH.contains(word.to_lowercase().as_str()));
        accented += u32::from(!word.is_ascii());
    }
    // A title may hold no common word at all; what speaks against English is an accent.
    let is_english = words > 0 && (english * 6 >= words || (accented == 0 && words < 8));
    if is_english { Lang::En } else { Lang::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_languages_are_told_apart() {
        for (text, lang) in [
            ("北城的自来水今天发黄", Lang::ZhHans),
            ("北城的自來水今天發黃", Lang::ZhHant),
            ("APP打不开了", Lang::ZhHans),
            ("The water in the north is yellow today", Lang::En),
            ("Bus 17 late again", Lang::En),
            ("El agua del barrio norte está amarilla desde ayer", Lang::Other),
            ("水道の水が黄色いです", Lang::Other),
            ("수돗물이 노랗다", Lang::Other),
            ("12345 !!", Lang::Other),
            ("", Lang::Other),
        ] {
            assert_eq!(language(text), lang, "{text}");
        }
    }
}
