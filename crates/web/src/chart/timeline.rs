//! Voices over time as bars: the usual range as a pale band, the unusual in full ink, warnings marked where they rose, answers where they were given.

use super::part::{Bin, Table, hatch, hidden_runs, highest, open, round_up, say, trim, wrap};
use crate::level::level_shape;
use crate::{Html, Words, escape, level_word, number, percent};
use model::Level;

/// A warning that rose or fell at one bin.
#[derive(Clone, Debug)]
pub struct Mark {
    pub bin_index: usize,
    pub level: Level,
}

#[derive(Clone, Debug)]
pub struct Timeline {
    /// Letters and hyphens, and no other chart of the page has it.
    pub name: String,
    pub title: String,
    /// One sentence that says what to see.
    pub caption: String,
    /// What is counted, per what: "voices a day".
    pub unit: String,
    /// Oldest first, no gaps.
    pub bins: Vec<Bin>,
    /// The lowest and highest usual value of each bin, as many as there are bins; empty while nothing is known.
    pub band: Vec<(f32, f32)>,
    pub marks: Vec<Mark>,
    /// The bins in which the body spoke, in rising order.
    pub spoke: Vec<usize>,
}

/// A mark as it is drawn: a warning, or the moment at which the body spoke.
struct Drawn {
    bin_index: usize,
    class: String,
    shape: &'static str,
    word: String,
}

/// A speech bubble, in the box of 16 by 16 that the shapes of the levels are drawn in.
const BUBBLE: &str = r#"<path d="M2 2h12v9H8l-4 4v-4H2z"/>"#;

const PLOT_TOP: f64 = 44.0;
const PLOT_HEIGHT: f64 = 132.0;
const BASE: f64 = PLOT_TOP + PLOT_HEIGHT;
const HEIGHT: u32 = 202;
/// What a word beside its mark takes up on a phone, in percent of the width.
const LABEL_PERCENT: f64 = 22.0;
/// What it takes up on a wide page. A word that has only this much room is left out where the chart is narrow.
const LABEL_WIDE_PERCENT: f64 = 8.0;

impl Timeline {
    pub fn draw(&self, words: &Words) -> Html {
        let name = escape(&self.name);
        let count = self.bins.len().max(1) as f64;
        let values: Vec<_> = self.bins.iter().map(|bin| bin.value).collect();
        let band_top = self.band.iter().map(|(_, high)| f64::from(*high)).fold(0.0, f64::max);
        let top = round_up(highest(values.iter().copied()).max(band_top));
        let rise = |value: f64| value / top * PLOT_HEIGHT;

        let mut svg = open(&name, &self.title, &self.caption, HEIGHT);
        let hatch_name = format!("{name}-hatch");
        svg.push_str(&hatch(&hatch_name));
        for value in [top / 2.0, top] {
            let y = trim(BASE - rise(value));
            svg.push_str(&format!(r#"<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>"#));
        }

        let plot = format!(
            r#"<svg y="{PLOT_TOP}" width="100%" height="{PLOT_HEIGHT}" viewBox="0 0 {count} {PLOT_HEIGHT}" preserveAspectRatio="none">"#
        );
        svg.push_str(&plot);
        svg.push_str(&self.draw_band(rise));
        let (mut usual, mut unusual) = (String::new(), String::new());
        // Thin bars need every pixel; thick ones read better with air between them.
        let gap = if self.bins.len() > 60 { 0.0 } else { 0.12 };
        for (index, bin) in self.bins.iter().enumerate() {
            let Some(value) = bin.value.exact() else { continue };
            let bar = format!(
                "M{} {PLOT_HEIGHT}V{}h{}V{PLOT_HEIGHT}z",
                trim(index as f64 + gap),
                trim(PLOT_HEIGHT - rise(f64::from(value))),
                trim(1.0 - 2.0 * gap)
            );
            if self.is_unusual(index, value) { &mut unusual } else { &mut usual }.push_str(&bar);
        }
        svg.push_str(&format!(r#"<path class="bar" d="{usual}"/><path class="bar-unusual" d="{unusual}"/></svg>"#));

        for (first, length) in hidden_runs(&values) {
            let height = rise(super::part::height(values[first])).max(5.0);
            svg.push_str(&format!(
                r#"<rect class="hidden" fill="url(#{hatch_name})" x="{}" y="{}" width="{}" height="{}"/>"#,
                percent(first as f64 / count * 100.0),
                trim(BASE - height),
                percent(length as f64 / count * 100.0),
                trim(height)
            ));
        }
        svg.push_str(&format!(r#"<line class="axis" x1="0" x2="100%" y1="{BASE}" y2="{BASE}"/>"#));
        svg.push_str(&format!(
            r#"<text class="tick" x="0" y="{}">{} {}</text>"#,
            trim(PLOT_TOP - 5.0),
            number(top as u64),
            escape(&self.unit)
        ));
        svg.push_str(&format!(
            r#"<text class="tick" x="0" y="{}">{}</text>"#,
            trim(BASE - rise(top / 2.0) - 5.0),
            escape(&trim(top / 2.0))
        ));
        svg.push_str(&draw_ticks(&self.bins, BASE + 17.0));
        svg.push_str(&self.draw_marks(words, count));
        svg.push_str("</svg>");
        wrap(words, "chart-timeline", &svg, &self.caption, &self.table(words), true)
    }

    fn is_unusual(&self, index: usize, value: u32) -> bool {
        self.band.get(index).is_some_and(|(_, high)| f64::from(value) > f64::from(*high))
    }

    /// A staircase, because each bin has its own usual range: no slope between bins was measured.
    fn draw_band(&self, rise: impl Fn(f64) -> f64) -> String {
        if self.band.len() != self.bins.len() || self.band.is_empty() {
            return String::new();
        }
        let mut path = String::new();
        for (index, (_, high)) in self.band.iter().enumerate() {
            let y = trim(PLOT_HEIGHT - rise(f64::from(*high)));
            path.push_str(&if index == 0 { format!("M0 {y}H1") } else { format!("V{y}H{}", index + 1) });
        }
        for (index, (low, _)) in self.band.iter().enumerate().rev() {
            path.push_str(&format!("V{}H{index}", trim(PLOT_HEIGHT - rise(f64::from(*low)))));
        }
        format!(r#"<path class="band" d="{path}z"/>"#)
    }

    /// Warnings and words in the order of time; of one bin the warning first, since it was what was answered.
    fn drawn(&self, words: &Words) -> Vec<Drawn> {
        let warning = |mark: &Mark| Drawn {
            bin_index: mark.bin_index,
            class: format!("level-{}", mark.level.code()),
            shape: level_shape(mark.level),
            word: level_word(words, mark.level),
        };
        let spoke = |bin_index: &usize| Drawn {
            bin_index: *bin_index,
            class: "mark-spoke".to_owned(),
            shape: BUBBLE,
            word: words.t("chart-spoke"),
        };
        // Of several warnings in one bin the last is drawn, as in the table: shapes on one spot would hide each other.
        let is_last = |(index, mark): &(usize, &Mark)| {
            self.marks[index + 1..].iter().all(|later| later.bin_index != mark.bin_index)
        };
        let warnings = self.marks.iter().enumerate().filter(is_last).map(|(_, mark)| warning(mark));
        let mut drawn: Vec<Drawn> = warnings.chain(self.spoke.iter().map(spoke)).collect();
        drawn.sort_by_key(|mark| mark.bin_index);
        drawn
    }

    fn draw_marks(&self, words: &Words, count: f64) -> String {
        let mut drawn = String::new();
        let marks = self.drawn(words);
        let places: Vec<f64> = marks.iter().map(|mark| (mark.bin_index as f64 + 0.5) / count * 100.0).collect();
        let mut taken: Vec<(f64, f64)> = Vec::new();
        // Later marks matter more, so words are given out from the right. A word that would run into another mark or word
        // stays away: the mark's shape and the table still say it.
        for Drawn { bin_index, class, shape, word } in marks.iter().rev() {
            let x = (*bin_index as f64 + 0.5) / count * 100.0;
            let at = percent(x);
            drawn.push_str(&format!(
                r#"<line class="mark-line {class}" x1="{at}" x2="{at}" y1="18" y2="{BASE}"/><svg class="mark {class}" x="{at}" y="2" width="16" height="16" overflow="visible"><g class="level-shape" transform="translate(-8 0)">{shape}</g></svg>"#
            ));
            let is_free = |(from, to): (f64, f64)| {
                from >= 0.0
                    && to <= 100.0
                    && !places.iter().any(|place| *place != x && *place > from - 2.0 && *place < to + 2.0)
                    && !taken.iter().any(|(other_from, other_to)| *other_from < to && *other_to > from)
            };
            let rooms = [LABEL_PERCENT, LABEL_WIDE_PERCENT]
                .into_iter()
                .flat_map(|room| [("start", 12, room, (x, x + room)), ("end", -12, room, (x - room, x))]);
            if let Some((anchor, dx, room, span)) = rooms.into_iter().find(|(.., span)| is_free(*span)) {
                let class = if room < LABEL_PERCENT { "mark-word mark-word-wide" } else { "mark-word" };
                drawn.push_str(&format!(
                    r#"<text class="{class}" x="{at}" dx="{dx}" y="15" text-anchor="{anchor}">{}</text>"#,
                    escape(word)
                ));
                taken.push(span);
            }
        }
        drawn
    }

    fn table(&self, words: &Words) -> Table {
        let with_band = self.band.len() == self.bins.len() && !self.band.is_empty();
        let mut head = vec![words.t("chart-time"), self.unit.clone()];
        if with_band {
            head.push(words.t("chart-usual"));
        }
        if !self.marks.is_empty() {
            head.push(words.t("chart-warning"));
        }
        if !self.spoke.is_empty() {
            head.push(words.t("chart-answer"));
        }
        let row = |(index, bin): (usize, &Bin)| {
            let mut row = vec![bin.label.clone(), say(words, bin.value)];
            if with_band {
                let (low, high) = self.band[index];
                let range = [("low", low.round().into()), ("high", high.round().into())];
                row.push(words.t_with("chart-range", &range));
            }
            if !self.marks.is_empty() {
                let mark = self.marks.iter().rev().find(|mark| mark.bin_index == index);
                row.push(mark.map(|mark| level_word(words, mark.level)).unwrap_or_default());
            }
            if !self.spoke.is_empty() {
                row.push(if self.spoke.contains(&index) { words.t("chart-spoke") } else { String::new() });
            }
            row
        };
        Table { caption: self.title.clone(), head, rows: self.bins.iter().enumerate().map(row).collect() }
    }
}

/// Every second tick is dropped on a narrow screen by its class.
pub(super) fn draw_ticks(bins: &[Bin], y: f64) -> String {
    let count = bins.len().max(1) as f64;
    let ticks = bins.iter().enumerate().filter_map(|(index, bin)| bin.tick.as_ref().map(|tick| (index, tick)));
    let mut drawn = String::new();
    for (order, (index, tick)) in ticks.enumerate() {
        let x = (index as f64 + 0.5) / count * 100.0;
        let anchor = match x {
            x if x < 6.0 => "start",
            x if x > 94.0 => "end",
            _ => "middle",
        };
        let at = match anchor {
            "start" => "0%".to_owned(),
            "end" => "100%".to_owned(),
            _ => percent(x),
        };
        let class = if order % 2 == 0 { "tick" } else { "tick tick-minor" };
        drawn.push_str(&format!(
            r#"<text class="{class}" x="{at}" y="{}" text-anchor="{anchor}">{}</text>"#,
            trim(y),
            escape(tick)
        ));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UiLang;
    use model::Figure;

    fn timeline(values: &[Figure], band: Vec<(f32, f32)>) -> Timeline {
        let bin = |(index, value): (usize, &Figure)| Bin { label: format!("day {index}"), tick: None, value: *value };
        Timeline {
            name: "t".into(),
            title: "Voices".into(),
            caption: "Quiet, then not.".into(),
            unit: "voices a day".into(),
            bins: values.iter().enumerate().map(bin).collect(),
            band,
            marks: vec![Mark { bin_index: 2, level: Level::Orange }],
            spoke: Vec::new(),
        }
    }

    #[test]
    fn a_hidden_figure_is_hatched_and_its_number_is_nowhere() {
        let few = Figure::FewerThan(10);
        let drawn = timeline(&[few, few, Figure::Exactly(40)], vec![]).draw(Words::for_lang(UiLang::En)).to_string();
        assert_eq!(drawn.matches("<rect class=\"hidden\"").count(), 1, "neighbours share one hatch");
        assert!(drawn.contains("<td>fewer than 10</td>"));
        assert!(drawn.contains("<td>40</td>"));
    }

    #[test]
    fn a_mark_whose_word_would_run_into_another_goes_without() {
        let mut crowded = timeline(&[Figure::Exactly(12); 100], vec![]);
        let mark = |(bin_index, level)| Mark { bin_index, level };
        crowded.marks = [(80, Level::Blue), (82, Level::Yellow), (85, Level::Red)].into_iter().map(mark).collect();
        let drawn = crowded.draw(Words::for_lang(UiLang::En)).to_string();
        let words: Vec<&str> = drawn.split(r#"<text class="mark-word"#).skip(1).collect();
        assert_eq!(words.len(), 2, "the one in the middle has no room on either side");
        assert!(words[0].contains("Red") && words[0].starts_with(" mark-word-wide"), "it needs a wide page");
        assert!(words[1].contains("Blue") && words[1].contains(r#"text-anchor="end""#));
        assert_eq!(drawn.matches("<svg class=\"mark ").count(), 3, "every mark keeps its shape");
    }

    #[test]
    fn a_warning_that_rose_within_one_bin_is_marked_once_at_its_last_level() {
        let mut risen = timeline(&[Figure::Exactly(12); 60], vec![]);
        risen.marks = [Level::Blue, Level::Yellow, Level::Red].map(|level| Mark { bin_index: 40, level }).to_vec();
        let drawn = risen.draw(Words::for_lang(UiLang::En)).to_string();
        assert_eq!(drawn.matches("<svg class=\"mark ").count(), 1);
        assert_eq!(drawn.matches("<svg class=\"mark level-red\"").count(), 1, "{drawn}");
    }

    #[test]
    fn where_the_body_spoke_is_marked_and_told_in_the_table() {
        let mut answered = timeline(&[Figure::Exactly(12); 60], vec![]);
        answered.spoke = vec![40];
        let drawn = answered.draw(Words::for_lang(UiLang::En)).to_string();
        assert_eq!(drawn.matches("<svg class=\"mark mark-spoke\"").count(), 1);
        assert!(drawn.contains("<td>We answered</td>"), "{drawn}");
    }

    #[test]
    fn only_what_exceeds_the_band_is_in_full_ink() {
        let values = [Figure::Exactly(12), Figure::Exactly(14), Figure::Exactly(40)];
        let drawn = timeline(&values, vec![(10.0, 20.0); 3]).draw(Words::for_lang(UiLang::En)).to_string();
        assert!(drawn.contains(r#"class="bar-unusual" d="M2.12"#));
        assert!(drawn.contains("Orange"));
        assert!(!drawn.contains("style="));
    }
}
