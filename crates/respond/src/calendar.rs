//! Which days the office works: the week, and for each year the notice that moves days off and working days about.

use crate::fault::{Fault, located};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// One year's days off and make-up working days, as its notice sets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub year: i16,
    /// The notice's number, such as `国办发明电〔2025〕7号`.
    pub notice: String,
    /// When someone last held the days against the notice.
    pub checked: Date,
    pub is_confirmed: bool,
    pub off: Vec<Break>,
    /// Days of the weekend on which the office works.
    pub work: BTreeSet<Date>,
}

/// Some days off in a row, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub name_zh: String,
    pub name_en: String,
    pub from: Date,
    pub until: Date,
}

/// The working days of a jurisdiction. A year without its file is counted by the week alone, and whoever counts says so.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    week_off: Vec<Weekday>,
    years: BTreeMap<i16, Year>,
}

impl Calendar {
    pub fn new(week_off: Vec<Weekday>, years: impl IntoIterator<Item = Year>) -> Self {
        Calendar { week_off, years: years.into_iter().map(|year| (year.year, year)).collect() }
    }

    pub fn year(&self, year: i16) -> Option<&Year> {
        self.years.get(&year)
    }

    /// Oldest first.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    pub fn is_working(&self, date: Date) -> bool {
        let is_off = |year: &Year| year.off.iter().any(|days| (days.from..=days.until).contains(&date));
        match self.years.get(&date.year()) {
            Some(year) if year.work.contains(&date) => true,
            Some(year) if is_off(year) => false,
            _ => !self.week_off.contains(&date.weekday()),
        }
    }
}

impl Year {
    /// Reads one year's file.
    ///
    /// - errors: the first fault with its line, in words that an office can act on
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let file: File = toml::from_str(text).map_err(|error| Fault::of_toml(text, &error))?;
        let year = file.year;
        let within = |written: &Spanned<String>| {
            let day = date(text, written)?;
            if day.year() == year { Ok(day) } else { located(text, written, format!("{day} does not lie in {year}")) }
        };
        let mut off = Vec::new();
        for days in &file.off {
            let (from, until) = (within(&days.from)?, within(&days.until)?);
            if until < from {
                return located(text, &days.until, format!("{until} lies before {from}"));
            }
            off.push(Break { name_zh: days.name_zh.clone(), name_en: days.name_en.clone(), from, until });
        }
        let mut work = BTreeSet::new();
        for written in &file.work {
            let day = within(written)?;
            if off.iter().any(|days| (days.from..=days.until).contains(&day)) {
                return located(text, written, format!("{day} is both a day off and a working day"));
            }
            work.insert(day);
        }
        Ok(Year {
            year,
            notice: file.notice,
            checked: date(text, &file.checked)?,
            is_confirmed: file.confirmed,
            off,
            work,
        })
    }
}

/// A day as files write it: `2026-11-25`.
pub(crate) fn date(text: &str, written: &Spanned<String>) -> Result<Date, Fault> {
    match written.get_ref().parse() {
        Ok(date) => Ok(date),
        Err(_) => located(text, written, format!("`{}` is no day; write it as 2026-11-25", written.get_ref())),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: i16,
    notice: String,
    checked: Spanned<String>,
    confirmed: bool,
    #[serde(default)]
    work: Vec<Spanned<String>>,
    #[serde(default)]
    off: Vec<OffFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OffFile {
    name_zh: String,
    name_en: String,
    from: Spanned<String>,
    until: Spanned<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_outside_the_year_or_said_twice_is_named_with_its_line() {
        let text = include_str!("../library/calendars/cn/2026.toml");
        let refused = |old: &str, new: &str| Year::parse(&text.replace(old, new)).expect_err("refused").to_string();
        assert_eq!(refused("\"2026-05-09\"", "\"2027-05-09\""), "line 7: 2027-05-09 does not lie in 2026");
        assert_eq!(
            refused("\"2026-05-09\"", "\"2026-05-03\""),
            "line 7: 2026-05-03 is both a day off and a working day"
        );
        assert!(
            refused("until = \"2026-10-07\"", "until = \"2026-09-07\"").ends_with("2026-09-07 lies before 2026-10-01")
        );
        assert!(refused("\"2026-05-09\"", "\"9 May\"").contains("`9 May` is no day"));
    }
}
