//! The words of a text that is written in Markdown.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

/// The words alone, for a summary or a search.
///
/// - `characters_max`: where it is cut, at the end of a word or a Chinese character
pub fn plain(body: &str, characters_max: usize) -> String {
    let mut plain = String::new();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                plain.push_str(&text)
            }
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock,
            ) => plain.push(' '),
            _ => {}
        }
        if plain.chars().count() > characters_max * 2 {
            break;
        }
    }
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.char_indices().nth(characters_max) {
        None => plain,
        Some((end, _)) => {
            let cut = &plain[..end];
            let cut = cut.rfind(' ').filter(|at| *at > end * 3 / 4).map_or(cut, |at| &cut[..at]);
            format!("{}…", cut.trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let body =
            "## 水质\n\n**九个**样品都[合格](https://example.org)。\n\n- 一\n- 二\n\n| a | b |\n|---|---|\n| 1 | `2` |";
        assert_eq!(plain(body, 500), "水质 九个样品都合格。 一 二 a b 1 2");
        assert_eq!(plain("one *two* three four five", 14), "one two three…");
        assert_eq!(plain("水水水水", 2), "水水…");
    }
}
