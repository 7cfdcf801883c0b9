//! Moments as people say them, with the exact time behind: "yesterday 09:30", not "2026-11-21T09:30:00".

use crate::{Words, escape};
use model::{DAY_MS, HOUR_MS, Time, Zone};
use std::fmt;

const MINUTE_MS: i64 = 60_000;

/// A moment ready for a page. Prints a `<time>` whose title carries the exact time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// As a person would say it.
    pub text: String,
    /// Year, month, day, hour and minute in the office's zone.
    pub exact: String,
    /// For machines, in UTC.
    pub rfc3339: String,
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, exact) = (escape(&self.text), escape(&self.exact));
        write!(f, r#"<time datetime="{}" title="{exact}">{text}</time>"#, self.rfc3339)
    }
}

impl askama::filters::HtmlSafe for When {}

/// Says a moment from where the reader stands.
///
/// - `now`: past moments of the last hour are told in minutes, those of today and yesterday by the clock
pub fn when(words: &Words, zone: &Zone, now: Time, time: Time) -> When {
    let then = zone.civil(time);
    let clock = format!("{:02}:{:02}", then.hour(), then.minute());
    let age_ms = now.since(time);
    let days_ago = zone.day(now).0 - zone.day(time).0;
    let text = if (0..MINUTE_MS).contains(&age_ms) {
        words.t("when-just-now")
    } else if (MINUTE_MS..HOUR_MS).contains(&age_ms) {
        words.t_number("when-minutes-ago", (age_ms / MINUTE_MS).unsigned_abs())
    } else {
        match days_ago {
            0 => words.t_with("when-today", &[("clock", clock.into())]),
            1 => words.t_with("when-yesterday", &[("clock", clock.into())]),
            -1 => words.t_with("when-tomorrow", &[("clock", clock.into())]),
            _ => day(words, zone, now, time),
        }
    };
    When { text, exact: exact(words, zone, time), rfc3339: time.to_rfc3339() }
}

/// A calendar day: "12 November", with the year only where it is not this one.
pub fn day(words: &Words, zone: &Zone, now: Time, time: Time) -> String {
    let then = zone.civil(time);
    let parts = [("day", then.day().into()), ("month", then.month().into())];
    if then.year() == zone.civil(now).year() {
        words.t_with("when-day", &parts)
    } else {
        let [day, month] = parts;
        // The year goes in as text, or it would be set with a thousands separator.
        words.t_with("when-day-year", &[day, month, ("year", then.year().to_string().into())])
    }
}

/// The whole moment in the office's zone, for titles and tables.
pub fn exact(words: &Words, zone: &Zone, time: Time) -> String {
    let then = zone.civil(time);
    let clock = format!("{:02}:{:02}", then.hour(), then.minute());
    words.t_with(
        "when-exact",
        &[
            ("day", then.day().into()),
            ("month", then.month().into()),
            ("year", then.year().to_string().into()),
            ("clock", clock.into()),
        ],
    )
}

/// How long something has lasted, in its largest unit: "3 days", "5 hours", "12 minutes".
pub fn span(words: &Words, ms: i64) -> String {
    let ms = ms.max(0);
    let (key, unit_ms) = match ms {
        _ if ms >= DAY_MS => ("span-days", DAY_MS),
        _ if ms >= HOUR_MS => ("span-hours", HOUR_MS),
        _ => ("span-minutes", MINUTE_MS),
    };
    words.t_number(key, (ms / unit_ms).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UiLang;

    const NOW: i64 = 1_795_420_800_000; // 2026-11-23 16:00 in Shanghai

    fn said(lang: UiLang, ms_ago: i64) -> String {
        let zone = Zone::named("Asia/Shanghai").expect("the zone is bundled");
        when(Words::for_lang(lang), &zone, Time::from_ms(NOW), Time::from_ms(NOW - ms_ago)).text
    }

    #[test]
    fn dates_read_as_people_say_them() {
        let cases = [
            (20_000, "刚刚", "just now"),
            (12 * MINUTE_MS, "12 分钟前", "12 minutes ago"),
            (2 * HOUR_MS, "今天 14:00", "today, 14:00"),
            (20 * HOUR_MS, "昨天 20:00", "yesterday, 20:00"),
            (-DAY_MS, "明天 16:00", "tomorrow, 16:00"),
            (11 * DAY_MS, "11月12日", "12 November"),
            (400 * DAY_MS, "2025年10月19日", "19 October 2025"),
        ];
        for (ms_ago, zh, en) in cases {
            assert_eq!(said(UiLang::Zh, ms_ago), zh);
            assert_eq!(said(UiLang::En, ms_ago), en);
        }
    }

    #[test]
    fn the_exact_time_is_one_hover_away() {
        let words = Words::for_lang(UiLang::En);
        let printed = when(words, &Zone::utc(), Time::from_ms(DAY_MS), Time::from_ms(0)).to_string();
        assert_eq!(
            printed,
            r#"<time datetime="1970-01-01T00:00:00Z" title="1 January 1970, 00:00">yesterday, 00:00</time>"#
        );
    }
}
