//! Headlines: what a story is called. Never one private person's words.

use analyse::store::HeadlineBy;
use model::{Lang, Mention};

/// Longer ones are cut at a character; a page cannot use them.
const CHARACTERS_MAX: usize = 90;

#[derive(Clone)]
pub struct Headline {
    pub text: String,
    pub by: HeadlineBy,
    pub lang: Lang,
}

impl Headline {
    /// A story that only its key terms may name.
    pub const fn of_terms(lang: Lang) -> Self {
        Headline { text: String::new(), by: HeadlineBy::Terms, lang }
    }

    /// The title under which an institution or the press published; nothing for a private person's post.
    pub fn of_press(mention: &Mention, lang: Lang) -> Option<Self> {
        let is_theirs = !mention.kind.is_private() && !mention.title.trim().is_empty();
        is_theirs.then(|| Headline { text: cut(&mention.title), by: HeadlineBy::Press, lang })
    }

    /// A sentence that at least k voices said nearly the same, if one of them reads as a report rather than as
    /// somebody's life. The caller has counted the voices.
    pub fn of_copies(mention: &Mention, lang: Lang) -> Option<Self> {
        let text = if mention.title.trim().is_empty() { &mention.text } else { &mention.title };
        Some(Headline { text: cut(telling_sentence(text)?), by: HeadlineBy::Copies, lang })
    }

    /// Whether `self` names a story better than `known` does. A first headline stays, so that a story keeps its name.
    pub fn is_better_than(&self, known: &Headline) -> bool {
        rank(self.by) > rank(known.by)
    }
}

const fn rank(by: HeadlineBy) -> u8 {
    match by {
        HeadlineBy::Terms => 0,
        HeadlineBy::Copies => 1,
        HeadlineBy::Press => 2,
    }
}

/// A shorter sentence names nothing.
const CHARACTERS_MIN: usize = 6;

/// The longest sentence that speaks of a thing: not of whoever says it, and not of passing it on.
fn telling_sentence(text: &str) -> Option<&str> {
    let ends = ['。', '！', '？', '!', '?', '\n', '：', '；'];
    let sentences: Vec<&str> = text.split(ends).flat_map(|part| part.split(". ")).map(str::trim).collect();
    let fits = |sentence: &&str| sentence.chars().count() >= CHARACTERS_MIN && !is_personal(sentence);
    // Of equals the first, so that two runs agree.
    sentences.into_iter().rev().filter(fits).max_by_key(|sentence| sentence.chars().count())
}

fn is_personal(sentence: &str) -> bool {
    const CHINESE: [&str; 9] = ["我", "咱", "俺", "转", "轉", "扩散", "擴散", "[", "//"];
    const ENGLISH: [&str; 14] =
        ["i", "i'm", "i’m", "my", "me", "we", "our", "us", "rt", "repost", "quoting", "copied", "passing", "fwd"];
    let is_own =
        |word: &str| ENGLISH.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str());
    CHINESE.iter().any(|sign| sentence.contains(sign)) || sentence.split_whitespace().any(is_own)
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_speaks_of_the_thing_and_not_of_whoever_said_it() {
        let of = |text: &'static str| telling_sentence(text).unwrap_or_default();
        assert_eq!(of("转：扩散一下！北汀自来水发黄。我家就在芦苇路，孩子不敢喝。"), "北汀自来水发黄");
        assert_eq!(
            of("Passing this on: my street. The tap water in Beiting is yellow! Is it safe?"),
            "The tap water in Beiting is yellow"
        );
        assert_eq!(of("我家也是。"), "");
        assert_eq!(of("同问"), "");
    }
}
