//! What the charts share: bins, scales, hatching, the figure around a drawing and the table behind it.

use crate::{Html, Words, escape, figure};
use model::Figure;

/// One stretch of time on a horizontal axis.
#[derive(Clone, Debug)]
pub struct Bin {
    /// As the table and the reader say it: "12 November, 14:00".
    pub label: String,
    /// What stands under the axis here, if anything: "12 Nov".
    pub tick: Option<String>,
    pub value: Figure,
}

/// The least round number that covers a value: 1, 2, 5 or 10 times a power of ten.
pub(super) fn round_up(value: f64) -> f64 {
    if value <= 4.0 {
        return 4.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.iter().map(|step| step * power).find(|round| *round >= value).unwrap_or(value)
}

/// How high a figure stands; a hidden one as high as it could be at most.
pub(super) fn height(value: Figure) -> f64 {
    match value {
        Figure::Exactly(count) | Figure::AtLeast(count) => f64::from(count),
        Figure::FewerThan(k) => f64::from(k.saturating_sub(1)),
    }
}

pub(super) fn highest(values: impl Iterator<Item = Figure>) -> f64 {
    values.map(height).fold(0.0, f64::max)
}

/// Runs of neighbours under the threshold, as first index and length.
pub(super) fn hidden_runs(values: &[Figure]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        if value.exact().is_some() {
            continue;
        }
        match runs.last_mut() {
            Some((first, length)) if *first + *length == index => *length += 1,
            _ => runs.push((index, 1)),
        }
    }
    runs
}

/// The step of a shade from 1 (pale) to 5 (full) for a value on a scale.
pub(super) fn shade(value: u32, highest: f64) -> u32 {
    ((f64::from(value) / highest.max(1.0) * 5.0).ceil() as u32).clamp(1, 5)
}

/// A hatch that a drawing can fill with. The name must be the drawing's own: patterns share the page's ids.
pub(super) fn hatch(name: &str) -> String {
    format!(
        r#"<defs><pattern id="{name}" class="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5"/></pattern></defs>"#
    )
}

/// A length without more digits than a screen can show.
pub(super) fn trim(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The figure around a drawing: drawing, one sentence, and the table that says the same.
///
/// - `drawing`: an `<svg>` that names itself by title and description
/// - `reads`: whether each row of the table is a place on the horizontal axis, so that a pointer can read it off
pub(super) fn wrap(words: &Words, class: &str, drawing: &str, caption: &str, table: &Table, reads: bool) -> Html {
    let (caption, behind) = (escape(caption), escape(&words.t("chart-table")));
    let read = if reads { format!(r#" data-read="{}""#, escape(&words.t("chart-read"))) } else { String::new() };
    let table = table.print();
    Html::trusted(format!(
        r#"<figure class="chart {class}"{read}><div class="chart-plot">{drawing}</div><figcaption>{caption}</figcaption><details class="chart-table"><summary>{behind}</summary>{table}</details></figure>"#
    ))
}

/// The open tag of a drawing with its name and description for those who cannot see it.
pub(super) fn open(name: &str, title: &str, caption: &str, height_px: u32) -> String {
    format!(
        r#"<svg class="drawing" width="100%" height="{height_px}" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc"><title id="{name}-title">{}</title><desc id="{name}-desc">{}</desc>"#,
        escape(title),
        escape(caption)
    )
}

/// The table behind a chart. The first cell of a row is its head.
pub(super) struct Table {
    pub caption: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn print(&self) -> String {
        let heads: String = self.head.iter().map(|cell| format!(r#"<th scope="col">{}</th>"#, escape(cell))).collect();
        let mut rows = String::new();
        for row in &self.rows {
            rows.push_str("<tr>");
            for (index, cell) in row.iter().enumerate() {
                let cell = escape(cell);
                rows.push_str(&if index == 0 {
                    format!(r#"<th scope="row">{cell}</th>"#)
                } else {
                    format!("<td>{cell}</td>")
                });
            }
            rows.push_str("</tr>");
        }
        let caption = escape(&self.caption);
        format!(
            r#"<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table class="figures"><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"#
        )
    }
}

pub(super) fn say(words: &Words, value: Figure) -> String {
    figure(words, value)
}
