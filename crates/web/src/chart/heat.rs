//! When people speak: hours across, weekdays down, darker where there are more.

use super::part::{Table, hatch, hidden_runs, highest, open, say, shade, trim, wrap};
use crate::{Html, Words, escape, percent};
use model::Figure;

#[derive(Clone, Debug)]
pub struct Heat {
    /// Letters and hyphens, and no other chart of the page has it.
    pub name: String,
    pub title: String,
    /// One sentence that says what to see.
    pub caption: String,
    /// Seven weekdays from Monday, each with 24 hours from midnight.
    pub cells: [[Figure; 24]; 7],
}

const WEEKDAYS: [&str; 7] = [
    "weekday-monday",
    "weekday-tuesday",
    "weekday-wednesday",
    "weekday-thursday",
    "weekday-friday",
    "weekday-saturday",
    "weekday-sunday",
];

const ROW: f64 = 21.0;
/// Where the cells begin, in per cent of the width: room for the name of a day.
const LEFT: f64 = 11.0;
const HEIGHT: u32 = 170;

impl Heat {
    pub fn draw(&self, words: &Words) -> Html {
        let name = escape(&self.name);
        let top = highest(self.cells.iter().flatten().copied().filter(|value| value.exact().is_some()));
        let mut svg = open(&name, &self.title, &self.caption, HEIGHT);
        svg.push_str(&hatch(&format!("{name}-hatch")));
        let mut steps: [String; 5] = Default::default();
        let across = 100.0 - LEFT;
        for (row, day) in self.cells.iter().enumerate() {
            let y = row as f64 * ROW;
            svg.push_str(&format!(
                r#"<text class="tick" x="0" y="{}">{}</text>"#,
                trim(y + 14.0),
                escape(&words.t(WEEKDAYS[row]))
            ));
            for (hour, value) in day.iter().enumerate() {
                let Some(count) = value.exact() else { continue };
                let step = shade(count, top) as usize - 1;
                steps[step].push_str(&format!("M{hour} {row}h.93v.91h-.93z"));
            }
            for (first, length) in hidden_runs(day) {
                svg.push_str(&format!(
                    r#"<rect class="hidden" fill="url(#{name}-hatch)" x="{}" y="{}" width="{}" height="{}"/>"#,
                    percent(LEFT + first as f64 / 24.0 * across),
                    trim(y),
                    percent((length as f64 - 0.07) / 24.0 * across),
                    trim(ROW * 0.91)
                ));
            }
        }
        svg.push_str(&format!(
            r#"<svg x="{}" width="{}" height="{}" viewBox="0 0 24 7" preserveAspectRatio="none">"#,
            percent(LEFT),
            percent(across),
            trim(ROW * 7.0)
        ));
        for (step, path) in steps.iter().enumerate() {
            if !path.is_empty() {
                svg.push_str(&format!(r#"<path class="heat-{}" d="{path}"/>"#, step + 1));
            }
        }
        svg.push_str("</svg>");
        for hour in [0, 6, 12, 18] {
            svg.push_str(&format!(
                r#"<text class="tick" x="{}" y="{}">{hour:02}:00</text>"#,
                percent(LEFT + f64::from(hour) / 24.0 * across),
                trim(ROW * 7.0 + 16.0)
            ));
        }
        svg.push_str("</svg>");
        wrap(words, "chart-heat", &svg, &self.caption, &self.table(words), false)
    }

    /// Hours go down in the table and days across, so that it is narrow enough to read.
    fn table(&self, words: &Words) -> Table {
        let mut head = vec![words.t("chart-hour")];
        head.extend(WEEKDAYS.iter().map(|key| words.t(key)));
        let row = |hour: usize| {
            let mut row = vec![format!("{hour:02}:00")];
            row.extend(self.cells.iter().map(|day| say(words, day[hour])));
            row
        };
        Table { caption: self.title.clone(), head, rows: (0..24).map(row).collect() }
    }
}
