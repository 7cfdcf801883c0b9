//! The four levels of warning as a mark: each has a colour, a shape and a word, so that colour is never the only carrier.

use crate::{Html, Words, escape};
use model::Level;

pub fn level_word(words: &Words, level: Level) -> String {
    words.t(match level {
        Level::Blue => "level-blue",
        Level::Yellow => "level-yellow",
        Level::Orange => "level-orange",
        Level::Red => "level-red",
    })
}

/// The shape and the word side by side.
pub fn level_mark(words: &Words, level: Level) -> Html {
    let (code, word) = (level.code(), escape(&level_word(words, level)));
    let shape = level_shape(level);
    Html::trusted(format!(
        r#"<span class="level level-{code}"><svg class="level-shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{shape}</svg>{word}</span>"#
    ))
}

/// More corners, more urgent: circle, triangle, diamond, octagon. Drawn in a box of 16 by 16.
pub(crate) const fn level_shape(level: Level) -> &'static str {
    match level {
        Level::Blue => r#"<circle cx="8" cy="8" r="6"/>"#,
        Level::Yellow => r#"<path d="M8 1.5 15 14H1z"/>"#,
        Level::Orange => r#"<path d="M8 .5 15.5 8 8 15.5.5 8z"/>"#,
        Level::Red => r#"<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/>"#,
    }
}
