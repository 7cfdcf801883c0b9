//! How a whole divides: one strip, each part named beside its share.

use crate::{Html, Words, escape, percent, share};
use model::Figure;

/// The ink of a part. Warning colours are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Full,
    Accent,
    Pale,
    Faint,
}

#[derive(Clone, Debug)]
pub struct Part {
    pub label: String,
    pub value: Figure,
    pub tone: Tone,
}

#[derive(Clone, Debug)]
pub struct Split {
    /// In words: "How people feel about it".
    pub title: String,
    /// Parts of one whole that do not overlap.
    pub parts: Vec<Part>,
}

impl Split {
    /// Draws the strip; a sentence instead while a part is too small to show, because the rest would give it away.
    pub fn draw(&self, words: &Words) -> Html {
        let Some(whole) = self.whole() else {
            return Html::trusted(format!(
                r#"<p class="split-none quiet">{}</p>"#,
                escape(&words.t("chart-split-hidden"))
            ));
        };
        let (mut strip, mut labels, mut left) = (String::new(), String::new(), 0.0);
        for part in &self.parts {
            let Some(share) = share(part.value, Figure::Exactly(whole)) else { continue };
            let exact = part.value.exact().map_or(0.0, |count| f64::from(count) / f64::from(whole) * 100.0);
            let class = part.tone.class();
            strip.push_str(&format!(
                r#"<rect class="{class}" x="{}" width="{}" height="12"/>"#,
                percent(left),
                percent((exact - 0.4).max(0.0))
            ));
            left += exact;
            labels.push_str(&format!(
                r#"<li><svg class="swatch" width="10" height="10" aria-hidden="true"><rect class="{class}" width="10" height="10"/></svg>{} <b>{}</b></li>"#,
                escape(&part.label),
                escape(&words.t_with("kit-percent", &[("share", share.into())]))
            ));
        }
        Html::trusted(format!(
            r#"<div class="split"><svg class="split-strip" width="100%" height="12" aria-hidden="true">{strip}</svg><ul aria-label="{}">{labels}</ul></div>"#,
            escape(&self.title)
        ))
    }

    /// Whether there are shares to draw, so that a list of many stories need not repeat why there are none.
    pub fn is_shown(&self) -> bool {
        self.whole().is_some()
    }

    fn whole(&self) -> Option<u32> {
        let mut whole = 0_u32;
        for part in &self.parts {
            whole = whole.saturating_add(part.value.exact()?);
        }
        (whole > 0).then_some(whole)
    }
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Tone::Full => "tone-full",
            Tone::Accent => "tone-accent",
            Tone::Pale => "tone-pale",
            Tone::Faint => "tone-faint",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UiLang;

    #[test]
    fn a_small_part_hides_the_shares_of_all() {
        let part = |label: &str, value| Part { label: label.into(), value, tone: Tone::Full };
        let split = Split {
            title: "Feeling".into(),
            parts: vec![part("negative", Figure::Exactly(31)), part("positive", Figure::FewerThan(10))],
        };
        let drawn = split.draw(Words::for_lang(UiLang::En)).to_string();
        assert!(!drawn.contains("31") && !drawn.contains('%'), "{drawn}");
    }
}
