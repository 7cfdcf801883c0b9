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

    /// A text that at least k voices said nearly the same. The caller has counted them.
    pub fn of_copies(mention: &Mention, lang: Lang) -> Self {
        let text = if mention.title.trim().is_empty() { telling_sentence(&mention.text) } else { &mention.title };
        Headline { text: cut(text), by: HeadlineBy::Copies, lang }
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

/// The longest sentence: copies often begin with a remark of whoever passed the text on.
fn telling_sentence(text: &str) -> &str {
    let ends = ['。', '！', '？', '!', '?', '\n', '：'];
    let sentences = text.split(ends).map(str::trim);
    // Of equals the first, so that two runs agree.
    sentences.rev().max_by_key(|sentence| sentence.chars().count()).unwrap_or(text.trim())
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
