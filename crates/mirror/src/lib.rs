//! What was heard, drawn: the charts that the desk and the public site share, made from the same figures.
//!
//! It holds no number of its own: [`analyse::mirror`] gives figures that have been through the threshold, and this crate
//! turns them into charts with a sentence and a table each. The desk and the public therefore cannot see two different
//! pictures. What was done about what was heard ([`answers`], [`spread()`]) is joined here from public views alone.

pub mod answers;
mod spread;
mod verdict;

pub use spread::{Spread, spread};
pub use verdict::{verdict, verdict_word};

use analyse::mirror::{DayShare, HourShare, Share, StoryCard, StoryHour};
use model::{DAY_MS, Day, District, Figure, HOUR_MS, Lang, Need, Sentiment, SourceKind, Time};
use std::collections::BTreeMap;
use web::chart::{Bar, Bars, Bin, Heat, Mark, Multiples, Part, Series, Spark, Split, Tile, Tiles, Timeline, Tone};
use web::{Frame, Spoken, UiLang};

/// A story is drawn by the hour if all that can be shown of it lies within so many hours.
const BY_HOUR_MAX: i64 = 72;
/// An answer this long after the last voice is still drawn.
const ANSWER_HOURS: i64 = 24;
/// The days of a small line in a list.
const SPARK_DAYS: i64 = 14;

/// A district's name in the language of the page.
pub fn district_name<'a>(districts: &'a [District], id: &'a str, lang: UiLang) -> &'a str {
    districts.iter().find(|district| district.id.as_str() == id).map_or(id, |district| match lang {
        UiLang::Zh => &district.name_zh,
        UiLang::En => &district.name_en,
    })
}

/// A story's headline; its key terms where no text may stand for it.
pub fn headline(f: &Frame, card: &StoryCard) -> Spoken {
    headline_of(f, &card.headline, card.headline_lang, &card.terms)
}

/// The same, of a story that was kept.
pub fn headline_of(f: &Frame, text: &str, lang: Lang, terms: &[String]) -> Spoken {
    if !text.is_empty() {
        return Spoken::new(text.to_owned(), lang);
    }
    if terms.is_empty() {
        let lang = if f.lang == UiLang::Zh { Lang::ZhHans } else { Lang::En };
        return Spoken::new(f.t("mirror-headline-none"), lang);
    }
    // A point stands between words of either script.
    let terms: Vec<&str> = terms.iter().take(4).map(String::as_str).collect();
    Spoken::new(terms.join(" · "), lang)
}

pub fn terms(card: &StoryCard) -> Vec<Spoken> {
    let lang = |term: &str| if term.chars().any(|c| c > '\u{2e7f}') { Lang::ZhHans } else { Lang::En };
    card.terms.iter().map(|term| Spoken::new(term.clone(), lang(term))).collect()
}

/// Voices a day.
pub fn days(f: &Frame, name: &str, title: String, days: &[DayShare]) -> Timeline {
    let every = days.len().div_ceil(5).max(1);
    let bins: Vec<Bin> = days
        .iter()
        .enumerate()
        .map(|(index, share)| {
            let label = f.day(&f.zone.start(share.day));
            Bin { tick: (index % every == 0).then(|| label.clone()), label, value: share.voices }
        })
        .collect();
    Timeline {
        name: name.to_owned(),
        title,
        caption: course_caption(f, "mirror-days-caption", &bins),
        unit: f.t("mirror-unit-day"),
        band: band(&bins),
        bins,
        marks: Vec::new(),
        spoke: Vec::new(),
    }
}

/// Whether a story is young as far as anything of it can be shown, and is told by the hour. One that smouldered for weeks
/// and flared up now is.
pub(crate) fn is_by_hour(zone: &model::Zone, card: &StoryCard) -> bool {
    let last_day = zone.day(card.last).0;
    let mut shown = card.days.iter().filter(|share| share.voices.exact().is_some()).map(|share| share.day);
    shown.all(|day| last_day - day.0 < BY_HOUR_MAX / 24)
}

/// How a story went: by the hour while what can be shown of it is young, by the day once it has lasted.
///
/// - `alerts`: when its warning changed, and to which level
/// - `answers`: when the body spoke about it
pub fn course(
    f: &Frame,
    card: &StoryCard,
    hours: &[StoryHour],
    alerts: &[(Time, model::Level)],
    answers: &[Time],
) -> Timeline {
    let is_by_hour = is_by_hour(&f.zone, card);
    let first_hour = card.first.hour().max(card.last.hour().plus_hours(1 - BY_HOUR_MAX));
    // An answer after the last voice still stands on the chart, if it came soon.
    let soon = |at: &Time| *at <= card.last.plus_hours(if is_by_hour { ANSWER_HOURS } else { ANSWER_HOURS * 7 });
    let last = answers.iter().copied().filter(soon).fold(card.last, Time::max);
    let lasted = last.since(first_hour) / HOUR_MS + 1;
    let (start, step, count) = if is_by_hour {
        (first_hour, HOUR_MS, lasted)
    } else {
        let (first, last) = (f.zone.day(card.first), f.zone.day(last));
        (f.zone.start(first), DAY_MS, last.0 - first.0 + 1)
    };
    let hidden = hidden_like(card.voices, hours);
    let by_hour: BTreeMap<Time, Figure> = hours.iter().map(|hour| (hour.hour, hour.voices)).collect();
    let by_day: BTreeMap<Day, Figure> = card.days.iter().map(|share| (share.day, share.voices)).collect();
    let bin = |index: i64| {
        if is_by_hour {
            let time = start.plus_hours(index);
            let clock = f.zone.civil(time).hour();
            let label = format!("{} {clock:02}:00", f.day(&time));
            let tick = match clock {
                0 => Some(f.day(&time)),
                6 | 12 | 18 if lasted <= 36 => Some(format!("{clock:02}:00")),
                _ => None,
            };
            Bin { label, tick, value: by_hour.get(&time).copied().unwrap_or(hidden) }
        } else {
            let day = Day(f.zone.day(start).0 + index);
            let label = f.day(&f.zone.start(day));
            let every = (count / 6).max(1);
            Bin {
                tick: (index % every == 0).then(|| label.clone()),
                label,
                value: by_day.get(&day).copied().unwrap_or(hidden),
            }
        }
    };
    let bins: Vec<Bin> = (0..count.clamp(1, 400)).map(bin).collect();
    let bin_of = |at: Time| {
        let index = if is_by_hour { at.since(start) / step } else { f.zone.day(at).0 - f.zone.day(start).0 };
        usize::try_from(index).ok().filter(|index| *index < bins.len())
    };
    let mark = |(at, level): &(Time, model::Level)| Some(Mark { bin_index: bin_of(*at)?, level: *level });
    let marks = alerts.iter().filter_map(mark).collect();
    let mut spoke: Vec<usize> = answers.iter().filter_map(|at| bin_of(*at)).collect();
    spoke.sort_unstable();
    spoke.dedup();
    let caption = if is_by_hour { "mirror-hours-caption" } else { "mirror-days-caption" };
    Timeline {
        name: "course".to_owned(),
        title: f.t("story-timeline-title"),
        caption: course_caption(f, caption, &bins),
        unit: f.t(if is_by_hour { "mirror-unit-hour" } else { "mirror-unit-day" }),
        bins,
        band: Vec::new(),
        marks,
        spoke,
    }
}

/// What an hour in which nothing was heard looks like: the same as one in which too few spoke.
fn hidden_like(whole: Figure, hours: &[StoryHour]) -> Figure {
    let hidden = hours.iter().map(|hour| hour.voices).find(|voices| voices.exact().is_none());
    hidden.unwrap_or(match whole {
        Figure::FewerThan(k) | Figure::AtLeast(k) => Figure::FewerThan(k),
        Figure::Exactly(_) => Figure::FewerThan(model::K_DEFAULT),
    })
}

fn course_caption(f: &Frame, key: &str, bins: &[Bin]) -> String {
    let most = bins.iter().filter(|bin| bin.value.exact().is_some()).max_by_key(|bin| bin.value);
    match most {
        Some(bin) => f.t2(key, "when", bin.label.clone(), "figure", f.figure(&bin.value)),
        None => f.t("mirror-course-hidden"),
    }
}

/// The range in which four of five shown bins lie; nothing while too few are shown to speak of what is usual.
fn band(bins: &[Bin]) -> Vec<(f32, f32)> {
    let mut values: Vec<u32> = bins.iter().filter_map(|bin| bin.value.exact()).collect();
    if values.len() < 10 {
        return Vec::new();
    }
    values.sort_unstable();
    let at = |share: usize| values[(values.len() - 1) * share / 10] as f32;
    vec![(at(1), at(9)); bins.len()]
}

/// When people speak.
pub fn week(f: &Frame, title: String, cells: [[Figure; 24]; 7]) -> Heat {
    const WEEKDAYS: [&str; 7] = [
        "weekday-monday",
        "weekday-tuesday",
        "weekday-wednesday",
        "weekday-thursday",
        "weekday-friday",
        "weekday-saturday",
        "weekday-sunday",
    ];
    let hours =
        cells.iter().enumerate().flat_map(|(day, row)| row.iter().enumerate().map(move |(hour, v)| (v, day, hour)));
    let most = hours.filter(|(value, ..)| value.exact().is_some()).max_by_key(|(value, ..)| **value);
    let caption = match most {
        Some((_, day, hour)) => f.t2("mirror-week-caption", "weekday", f.t(WEEKDAYS[day]), "hour", hour as u32),
        None => f.t("mirror-week-hidden"),
    };
    Heat { name: "week".to_owned(), title, caption, cells }
}

/// Districts by voices. Those that nobody named stand there too, hidden like those that few named.
pub fn places(f: &Frame, title: String, unit: String, districts: &[District], shares: &[Share], k: u32) -> Tiles {
    let tile = |district: &District| {
        let share = shares.iter().find(|share| share.value == district.id.as_str());
        Tile {
            name: district_name(districts, district.id.as_str(), f.lang).to_owned(),
            place: district.tile,
            population: district.population,
            value: share.map_or(Figure::FewerThan(k), |share| share.voices),
        }
    };
    let tiles: Vec<Tile> = districts.iter().map(tile).collect();
    let most = tiles.iter().filter(|tile| tile.value.exact().is_some()).max_by_key(|tile| tile.value);
    let caption = match most {
        Some(tile) => f.t2("mirror-places-caption", "place", tile.name.clone(), "figure", f.figure(&tile.value)),
        None => f.t("mirror-places-hidden"),
    };
    Tiles { title, caption, unit, tiles }
}

/// Shares as bars, each value named by `label`; what it does not know is left out.
pub fn bars(title: String, head: (String, String), shares: &[Share], label: impl Fn(&str) -> Option<String>) -> Bars {
    let bar = |share: &Share| Some(Bar { label: label(&share.value)?, value: share.voices });
    Bars { title, head, bars: shares.iter().filter_map(bar).collect() }
}

pub fn need_label(f: &Frame, code: &str) -> Option<String> {
    Need::from_code(code).map(|need| f.t(&format!("need-{}", need.code())))
}

pub fn kind_label(f: &Frame, code: &str) -> Option<String> {
    SourceKind::from_code(code).map(|kind| f.kind(&kind))
}

/// Voices a day over the last days, as a small line.
pub fn spark(f: &Frame, card: &StoryCard, k: u32) -> Spark {
    spark_of(f, &card.days, f.zone.day(card.last.max(card.first)), k)
}

/// The same for any days, up to `last`.
pub fn spark_of(f: &Frame, days: &[DayShare], last: Day, k: u32) -> Spark {
    let values = (last.0 - SPARK_DAYS + 1..=last.0)
        .map(|day| days.iter().find(|share| share.day.0 == day).map_or(Figure::FewerThan(k), |share| share.voices))
        .collect();
    Spark { label: f.words().t_number("story-spark", SPARK_DAYS as u64), values, band: None }
}

/// How a story's items divide by mood.
pub fn split(f: &Frame, card: &StoryCard, k: u32) -> Split {
    split_of(f, &card.sentiments, k)
}

/// The same for the shares of anything by mood.
pub fn split_of(f: &Frame, sentiments: &[Share], k: u32) -> Split {
    let part = |(mood, tone): (Sentiment, Tone)| {
        let share = sentiments.iter().find(|share| share.value == mood.code());
        Part {
            label: f.t(&format!("sentiment-{}", mood.code())),
            value: share.map_or(Figure::FewerThan(k), |share| share.items),
            tone,
        }
    };
    let parts = [
        (Sentiment::Negative, Tone::Full),
        (Sentiment::Neutral, Tone::Pale),
        (Sentiment::Positive, Tone::Accent),
        (Sentiment::Unclear, Tone::Faint),
    ];
    Split { title: f.t("story-feeling"), parts: parts.into_iter().map(part).collect() }
}

/// A story's mood by day, in items; nothing while on no day enough people spoke.
pub fn mood(f: &Frame, hours: &[StoryHour], k: u32) -> Option<Multiples> {
    let mut days: BTreeMap<Day, [u32; 2]> = BTreeMap::new();
    for hour in hours {
        if let (Some(negative), Some(positive)) = (hour.negative.exact(), hour.positive.exact()) {
            let sums = days.entry(f.zone.day(hour.hour)).or_default();
            sums[0] += negative;
            sums[1] += positive;
        }
    }
    let (first, last) = (*days.keys().next()?, *days.keys().next_back()?);
    let span: Vec<Day> = (first.0..=last.0).map(Day).collect();
    let series = |key: &str, index: usize| Series {
        label: f.t(key),
        values: span
            .iter()
            .map(|day| days.get(day).map_or(Figure::FewerThan(k), |sums| Figure::Exactly(sums[index])))
            .collect(),
    };
    let bin = |(index, day): (usize, &Day)| {
        let label = f.day(&f.zone.start(*day));
        let is_end = index == 0 || index + 1 == span.len();
        Bin { tick: is_end.then(|| label.clone()), label, value: Figure::FewerThan(k) }
    };
    Some(Multiples {
        name: "mood".to_owned(),
        title: f.t("story-sentiment-title"),
        caption: f.t("mirror-mood-caption"),
        unit: f.t("mirror-mood-unit"),
        bins: span.iter().enumerate().map(bin).collect(),
        series: vec![series("sentiment-negative", 0), series("sentiment-positive", 1)],
    })
}

/// The hours of everything heard as voices by weekday and hour.
pub fn week_of(f: &Frame, title: String, hours: &[HourShare], k: model::Threshold) -> Heat {
    week(f, title, analyse::mirror::week(hours, &f.zone, k))
}
