//! Several small charts on one scale, so that they can be compared at a glance.

use super::part::{Bin, Table, hatch, hidden_runs, highest, open, round_up, say, trim, wrap};
use super::timeline::draw_ticks;
use crate::{Html, Words, escape, number, percent};
use model::Figure;

#[derive(Clone, Debug)]
pub struct Series {
    pub label: String,
    /// One value for each bin.
    pub values: Vec<Figure>,
}

#[derive(Clone, Debug)]
pub struct Multiples {
    /// Letters and hyphens, and no other chart of the page has it.
    pub name: String,
    pub title: String,
    /// One sentence that says what to see.
    pub caption: String,
    pub unit: String,
    /// Oldest first; the values in them are not read.
    pub bins: Vec<Bin>,
    pub series: Vec<Series>,
}

const PLOT_TOP: f64 = 18.0;
const PLOT_HEIGHT: f64 = 56.0;
const BASE: f64 = PLOT_TOP + PLOT_HEIGHT;
const HEIGHT: u32 = 94;
/// From this many bins on, bars fill the width.
const BINS_FULL_WIDTH: f64 = 10.0;

impl Multiples {
    pub fn draw(&self, words: &Words) -> Html {
        let name = escape(&self.name);
        let top = round_up(highest(self.series.iter().flat_map(|series| series.values.iter().copied())));
        let mut drawn = String::from(r#"<div class="multiples">"#);
        for (index, series) in self.series.iter().enumerate() {
            drawn.push_str(&self.draw_one(&format!("{name}-{index}"), series, top));
        }
        drawn.push_str("</div>");
        wrap(words, "chart-multiples", &drawn, &self.caption, &self.table(words), false)
    }

    fn draw_one(&self, name: &str, series: &Series, top: f64) -> String {
        let count = self.bins.len().max(1) as f64;
        let rise = |value: f64| value / top * PLOT_HEIGHT;
        let mut svg = open(name, &series.label, &self.title, HEIGHT);
        svg.push_str(&hatch(&format!("{name}-hatch")));
        svg.push_str(&format!(
            r#"<text class="multiple-title" x="0" y="12">{}</text><text class="tick" x="100%" y="12" text-anchor="end">{} {}</text><line class="grid" x1="0" x2="100%" y1="{PLOT_TOP}" y2="{PLOT_TOP}"/>"#,
            escape(&series.label),
            number(top as u64),
            escape(&self.unit)
        ));
        // A single day drawn over the whole width would look like a wall and not like a bar.
        let width = 0.8 * (count / BINS_FULL_WIDTH).min(1.0);
        let mut bars = String::new();
        for (index, value) in series.values.iter().enumerate() {
            let Some(value) = value.exact() else { continue };
            let y = trim(PLOT_HEIGHT - rise(f64::from(value)));
            bars.push_str(&format!(
                "M{} {PLOT_HEIGHT}V{y}h{}V{PLOT_HEIGHT}z",
                trim(index as f64 + (1.0 - width) / 2.0),
                trim(width)
            ));
        }
        svg.push_str(&format!(
            r#"<svg y="{PLOT_TOP}" width="100%" height="{PLOT_HEIGHT}" viewBox="0 0 {count} {PLOT_HEIGHT}" preserveAspectRatio="none"><path class="bar-unusual" d="{bars}"/></svg>"#
        ));
        for (first, length) in hidden_runs(&series.values) {
            let height = rise(super::part::height(series.values[first])).max(4.0);
            svg.push_str(&format!(
                r#"<rect class="hidden" fill="url(#{name}-hatch)" x="{}" y="{}" width="{}" height="{}"/>"#,
                percent(first as f64 / count * 100.0),
                trim(BASE - height),
                percent(length as f64 / count * 100.0),
                trim(height)
            ));
        }
        svg.push_str(&format!(r#"<line class="axis" x1="0" x2="100%" y1="{BASE}" y2="{BASE}"/>"#));
        svg.push_str(&draw_ticks(&self.bins, BASE + 16.0));
        svg.push_str("</svg>");
        svg
    }

    fn table(&self, words: &Words) -> Table {
        let mut head = vec![words.t("chart-time")];
        head.extend(self.series.iter().map(|series| series.label.clone()));
        let row = |(index, bin): (usize, &Bin)| {
            let mut row = vec![bin.label.clone()];
            let cell = |series: &Series| series.values.get(index).map(|value| say(words, *value)).unwrap_or_default();
            row.extend(self.series.iter().map(cell));
            row
        };
        Table { caption: self.title.clone(), head, rows: self.bins.iter().enumerate().map(row).collect() }
    }
}
