//! How a page prints numbers. Those about people arrive as [`Figure`] and may say no more than "fewer than k".

use crate::Words;
use model::Figure;

/// A number about people: `1,234`, or "fewer than 10" in the reader's language.
pub fn figure(words: &Words, figure: Figure) -> String {
    match figure {
        Figure::Exactly(count) => number(u64::from(count)),
        Figure::FewerThan(k) => words.t_with("kit-fewer-than", &[("k", k.into())]),
        Figure::AtLeast(k) => words.t_with("kit-at-least", &[("k", k.into())]),
    }
}

/// A number that is not about people, with thousands separators, which both languages here set as commas.
pub fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The share of one figure in another as whole per cent; nothing while either is hidden or the whole is nought.
pub fn share(part: Figure, whole: Figure) -> Option<u32> {
    let (part, whole) = (part.exact()?, whole.exact()?);
    (whole > 0).then(|| ((f64::from(part) * 100.0 / f64::from(whole)).round()) as u32)
}

/// A length for SVG geometry: per cent with at most two decimals and no trailing noughts, so that pages stay small.
pub fn percent(value: f64) -> String {
    let text = format!("{value:.2}");
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    format!("{trimmed}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UiLang;

    #[test]
    fn a_figure_says_its_number_or_only_that_it_is_small() {
        let (zh, en) = (Words::for_lang(UiLang::Zh), Words::for_lang(UiLang::En));
        assert_eq!(figure(en, Figure::Exactly(1_234_567)), "1,234,567");
        assert_eq!(figure(en, Figure::FewerThan(10)), "fewer than 10");
        assert_eq!(figure(zh, Figure::FewerThan(10)), "少于 10");
        assert_eq!(
            (figure(en, Figure::AtLeast(10)), figure(zh, Figure::AtLeast(10))),
            ("10 or more".into(), "至少 10".into())
        );
    }

    #[test]
    fn no_share_gives_a_hidden_figure_away() {
        assert_eq!(share(Figure::FewerThan(10), Figure::Exactly(40)), None);
        assert_eq!(share(Figure::Exactly(10), Figure::Exactly(40)), Some(25));
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(percent(12.5), "12.5%");
        assert_eq!(percent(100.0), "100%");
    }
}
