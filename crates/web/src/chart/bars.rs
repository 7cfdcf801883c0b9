//! Amounts side by side: a table whose cells carry bars, so it needs no second table behind it.

use super::part::highest;
use crate::{Html, Words, escape, figure, percent};
use model::Figure;

#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    pub value: Figure,
}

#[derive(Clone, Debug)]
pub struct Bars {
    /// The table's caption.
    pub title: String,
    /// Heads of the two columns: what is compared, and what is counted.
    pub head: (String, String),
    pub bars: Vec<Bar>,
}

impl Bars {
    pub fn draw(&self, words: &Words) -> Html {
        let top = highest(self.bars.iter().map(|bar| bar.value)).max(1.0);
        let mut rows = String::new();
        for bar in &self.bars {
            let (class, length) = match bar.value {
                Figure::Exactly(count) => ("bar-unusual", f64::from(count) / top * 100.0),
                Figure::AtLeast(k) => ("bar-few", f64::from(k) / top * 100.0),
                Figure::FewerThan(k) => ("bar-few", f64::from(k.saturating_sub(1)) / top * 100.0),
            };
            rows.push_str(&format!(
                r#"<tr><th scope="row">{}</th><td class="bars-bar"><svg width="100%" height="10" aria-hidden="true"><rect class="{class}" width="{}" height="10"/></svg></td><td class="number">{}</td></tr>"#,
                escape(&bar.label),
                percent(length.clamp(0.5, 100.0)),
                escape(&figure(words, bar.value))
            ));
        }
        Html::trusted(format!(
            r#"<table class="bars"><caption class="away">{}</caption><thead class="away"><tr><th scope="col">{}</th><td></td><th scope="col">{}</th></tr></thead><tbody>{rows}</tbody></table>"#,
            escape(&self.title),
            escape(&self.head.0),
            escape(&self.head.1)
        ))
    }
}
