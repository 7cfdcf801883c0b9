//! A line small enough to stand in a row of a table.

use super::part::{highest, trim};
use crate::{Html, escape};
use model::Figure;

#[derive(Clone, Debug)]
pub struct Spark {
    /// What it shows, in words, for those who cannot see it: "voices a day, last 14 days".
    pub label: String,
    /// Oldest first.
    pub values: Vec<Figure>,
    /// The usual range of a value, drawn behind.
    pub band: Option<(f32, f32)>,
}

const WIDTH: f64 = 112.0;
const HEIGHT: f64 = 28.0;
/// Room for the dot at the end.
const MARGIN: f64 = 3.0;

impl Spark {
    pub fn draw(&self) -> Html {
        let band_top = self.band.map_or(0.0, |(_, high)| f64::from(high));
        let top = highest(self.values.iter().copied()).max(band_top).max(1.0);
        let x = |index: usize| MARGIN + index as f64 / (self.values.len().max(2) - 1) as f64 * (WIDTH - 2.0 * MARGIN);
        let y = |value: f64| HEIGHT - MARGIN - value / top * (HEIGHT - 2.0 * MARGIN);
        let mut line = String::new();
        let mut dashes = String::new();
        for (index, value) in self.values.iter().enumerate() {
            // Under the threshold the line lies on the floor, dashed: how far above nought it is, nobody may see.
            let (here, pen) = match value.exact() {
                Some(count) => (y(f64::from(count)), "L"),
                None => (HEIGHT - MARGIN, "M"),
            };
            if value.exact().is_none() {
                let left = (x(index) - 1.5).max(0.0);
                dashes.push_str(&format!("M{} {}h3", trim(left), trim(HEIGHT - MARGIN)));
            }
            let pen = if line.is_empty() { "M" } else { pen };
            line.push_str(&format!("{pen}{} {}", trim(x(index)), trim(here)));
        }
        let band = self.band.map_or(String::new(), |(low, high)| {
            let (high_y, low_y) = (y(f64::from(high)), y(f64::from(low)));
            format!(
                r#"<rect class="band" x="0" y="{}" width="{WIDTH}" height="{}"/>"#,
                trim(high_y),
                trim((low_y - high_y).max(1.0))
            )
        });
        let dot = self.values.iter().enumerate().next_back().and_then(|(index, value)| {
            let count = value.exact()?;
            Some(format!(r#"<circle class="dot" cx="{}" cy="{}" r="2.5"/>"#, trim(x(index)), trim(y(f64::from(count)))))
        });
        Html::trusted(format!(
            r#"<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{}">{band}<path class="dashes" d="{dashes}"/><path class="line" d="{line}"/>{}</svg>"#,
            escape(&self.label),
            dot.unwrap_or_default()
        ))
    }
}
