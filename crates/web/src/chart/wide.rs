//! Bars over time for a page that is read from across a room: few words, large, and drawn to fill what there is.

use super::part::{Bin, height, highest, round_up, trim};
use crate::{Html, Words, escape, figure};

#[derive(Clone, Debug)]
pub struct Wide {
    /// In words, for those who cannot see it.
    pub label: String,
    /// Oldest first, no gaps.
    pub bins: Vec<Bin>,
}

const WIDTH: f64 = 1200.0;
const HEIGHT: f64 = 264.0;
const TOP: f64 = 48.0;
const BASE: f64 = 222.0;

impl Wide {
    pub fn draw(&self, words: &Words) -> Html {
        let top = round_up(highest(self.bins.iter().map(|bin| bin.value)));
        let step = WIDTH / self.bins.len().max(1) as f64;
        let peak = self
            .bins
            .iter()
            .enumerate()
            .filter(|(_, bin)| bin.value.exact().is_some())
            .max_by_key(|(_, bin)| bin.value);
        let mut drawn = String::new();
        for (index, bin) in self.bins.iter().enumerate() {
            let tall = (height(bin.value) / top * (BASE - TOP)).max(3.0);
            let is_peak = peak.is_some_and(|(at, _)| at == index);
            // As high as it could be at most, and pale: few spoke, and how few nobody may see.
            let class = match bin.value.exact() {
                None => "wide-few",
                Some(_) if is_peak => "wide-peak",
                Some(_) => "wide-bar",
            };
            drawn.push_str(&format!(
                r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}" rx="3"/>"#,
                trim(index as f64 * step + step * 0.1),
                trim(BASE - tall),
                trim(step * 0.8),
                trim(tall)
            ));
            let middle = index as f64 * step + step / 2.0;
            if let Some(tick) = &bin.tick {
                let (at, anchor) = edge(middle);
                drawn.push_str(&format!(
                    r#"<text class="wide-tick" x="{}" y="256" text-anchor="{anchor}">{}</text>"#,
                    trim(at),
                    escape(tick)
                ));
            }
            if is_peak {
                let (at, anchor) = edge(middle);
                drawn.push_str(&format!(
                    r#"<text class="wide-value" x="{}" y="{}" text-anchor="{anchor}">{}</text>"#,
                    trim(at),
                    trim(BASE - tall - 14.0),
                    escape(&figure(words, bin.value))
                ));
            }
        }
        Html::trusted(format!(
            r#"<svg class="wide-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}"><path class="axis" d="M0 {BASE}H{WIDTH}"/>{drawn}</svg>"#,
            escape(&self.label)
        ))
    }
}

/// Words at the edge stay within the drawing.
fn edge(middle: f64) -> (f64, &'static str) {
    const NEAR: f64 = 90.0;
    if middle < NEAR {
        ((middle - 14.0).max(0.0), "start")
    } else if middle > WIDTH - NEAR {
        ((middle + 14.0).min(WIDTH), "end")
    } else {
        (middle, "middle")
    }
}
