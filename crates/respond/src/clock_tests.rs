//! The table of deadlines: each line a start, a span, perhaps a pause, and the end that a careful clerk would name.

use super::*;
use crate::calendar::Year;
use jiff::civil::Weekday;
use proptest::prelude::*;

fn calendar() -> Calendar {
    let files = [
        include_str!("../library/calendars/cn/2024.toml"),
        include_str!("../library/calendars/cn/2025.toml"),
        include_str!("../library/calendars/cn/2026.toml"),
    ];
    let years = files.map(|text| Year::parse(text).expect("the calendars that ship are read"));
    Calendar::new(vec![Weekday::Saturday, Weekday::Sunday], years)
}

fn moment(zone: &Zone, written: &str) -> Time {
    let civil: jiff::civil::DateTime = written.parse().expect("a moment such as 2026-09-30T10:00");
    let zoned = civil.to_zoned(zone.time_zone().clone()).expect("it exists in the zone");
    Time::from_ms(zoned.timestamp().as_millisecond())
}

fn span(written: &str) -> Span {
    let (number, unit) = written.split_once(' ').expect("a number and a unit");
    Span { number: number.parse().expect("a number"), unit: Unit::from_code(unit).expect("a unit") }
}

/// `from/until` each; an empty end still lasts.
fn pauses(zone: &Zone, written: &str) -> Vec<Pause> {
    let one = |part: &str| {
        let (from, until) = part.split_once('/').expect("from and until");
        Pause { from: moment(zone, from), until: (!until.is_empty()).then(|| moment(zone, until)) }
    };
    written.split_whitespace().map(one).collect()
}

#[test]
fn deadlines_are_right() {
    const SHANGHAI: &str = "Asia/Shanghai";
    const LONDON: &str = "Europe/London";
    const NEW_YORK: &str = "America/New_York";
    // 2026: 23 September is a Wednesday; 25 to 27 September off; 20 September worked; 1 to 7 October off; 10 October worked.
    #[rustfmt::skip]
    let cases = [
        // Why it is in the table, zone, start, span, pauses, now, the end.
        ("hours run through the night", SHANGHAI, "2026-11-25T22:00", "5 hours", "", "2026-11-26T03:00"),
        ("hours run through a weekend", SHANGHAI, "2026-11-27T18:30", "48 hours", "", "2026-11-29T18:30"),
        ("hours run through a holiday", SHANGHAI, "2026-09-30T20:00", "24 hours", "", "2026-10-01T20:00"),
        ("hours run over the year's end", SHANGHAI, "2025-12-31T22:00", "5 hours", "", "2026-01-01T03:00"),
        ("an hour passes only once when clocks go back", LONDON, "2026-10-24T22:00", "5 hours", "", "2026-10-25T02:00"),
        ("an hour is missing when clocks go forward", LONDON, "2026-03-28T23:00", "5 hours", "", "2026-03-29T05:00"),
        ("24 hours are not always the same time tomorrow", NEW_YORK, "2026-10-31T12:00", "24 hours", "", "2026-11-01T11:00"),
        ("a working day later in the week", SHANGHAI, "2026-11-24T09:00", "1 working_days", "", "2026-11-25T23:59"),
        ("the day of the start never counts, however early", SHANGHAI, "2026-11-24T00:00", "1 working_days", "", "2026-11-25T23:59"),
        ("nor however late", SHANGHAI, "2026-11-24T23:59", "1 working_days", "", "2026-11-25T23:59"),
        ("across a weekend", SHANGHAI, "2026-11-27T16:00", "1 working_days", "", "2026-11-30T23:59"),
        ("started on a Saturday", SHANGHAI, "2026-11-28T10:00", "1 working_days", "", "2026-11-30T23:59"),
        ("five working days are a week", SHANGHAI, "2026-11-25T10:00", "5 working_days", "", "2026-12-02T23:59"),
        ("twenty working days without a holiday are four weeks", SHANGHAI, "2026-11-03T10:00", "20 working_days", "", "2026-12-01T23:59"),
        ("over National Day with the make-up Saturday", SHANGHAI, "2026-09-30T10:00", "3 working_days", "", "2026-10-10T23:59"),
        ("a make-up Sunday counts", SHANGHAI, "2026-09-18T10:00", "1 working_days", "", "2026-09-20T23:59"),
        ("Mid-Autumn takes Friday and the weekend", SHANGHAI, "2026-09-24T10:00", "1 working_days", "", "2026-09-28T23:59"),
        ("over nine days of Spring Festival", SHANGHAI, "2026-02-13T17:00", "2 working_days", "", "2026-02-24T23:59"),
        ("Spring Festival with both make-up Saturdays", SHANGHAI, "2026-02-12T10:00", "6 working_days", "", "2026-02-27T23:59"),
        ("and the day after the second one", SHANGHAI, "2026-02-12T10:00", "7 working_days", "", "2026-02-28T23:59"),
        ("over New Year with the make-up Sunday", SHANGHAI, "2025-12-31T10:00", "1 working_days", "", "2026-01-04T23:59"),
        ("over two years' calendars", SHANGHAI, "2025-12-30T10:00", "3 working_days", "", "2026-01-05T23:59"),
        ("Labour Day 2025 with the make-up Sunday before it", SHANGHAI, "2025-04-25T10:00", "5 working_days", "", "2025-05-06T23:59"),
        ("National Day and Mid-Autumn 2025 in one", SHANGHAI, "2025-09-30T15:00", "3 working_days", "", "2025-10-11T23:59"),
        ("2024: worked on Sunday 4 and 18 February", SHANGHAI, "2024-02-02T10:00", "8 working_days", "", "2024-02-19T23:59"),
        ("days are days", SHANGHAI, "2026-09-20T10:00", "30 days", "", "2026-10-20T23:59"),
        ("over a leap day", SHANGHAI, "2024-02-20T10:00", "10 days", "", "2024-03-01T23:59"),
        ("days in a zone whose clocks change", LONDON, "2026-10-20T10:00", "7 days", "", "2026-10-27T23:59"),
        ("a working day that is 25 hours long", NEW_YORK, "2026-10-30T10:00", "1 working_days", "", "2026-11-02T23:59"),
        ("a pause moves hours by its length", SHANGHAI, "2026-11-25T10:00", "5 hours", "2026-11-25T11:00/2026-11-25T13:30", "2026-11-25T17:30"),
        ("two pauses move them by both", SHANGHAI, "2026-11-25T10:00", "5 hours", "2026-11-25T11:00/2026-11-25T12:00 2026-11-25T14:00/2026-11-25T15:00", "2026-11-25T17:00"),
        ("pauses that overlap count once", SHANGHAI, "2026-11-25T10:00", "5 hours", "2026-11-25T11:00/2026-11-25T13:00 2026-11-25T12:00/2026-11-25T14:00", "2026-11-25T18:00"),
        ("a pause after the end moves nothing", SHANGHAI, "2026-11-25T10:00", "5 hours", "2026-11-25T16:00/2026-11-25T18:00", "2026-11-25T15:00"),
        ("a pause that the first one brought within reach", SHANGHAI, "2026-11-25T10:00", "5 hours", "2026-11-25T11:00/2026-11-25T13:00 2026-11-25T16:00/2026-11-25T17:00", "2026-11-25T18:00"),
        ("what stood still before the start is not counted", SHANGHAI, "2026-11-25T10:00", "5 hours", "2026-11-25T08:00/2026-11-25T11:00", "2026-11-25T16:00"),
        ("a pause over two ends of day moves working days by two", SHANGHAI, "2026-11-23T10:00", "5 working_days", "2026-11-24T10:00/2026-11-26T10:00", "2026-12-02T23:59"),
        ("a pause within one day moves no working day", SHANGHAI, "2026-11-23T10:00", "5 working_days", "2026-11-24T10:00/2026-11-24T17:00", "2026-11-30T23:59"),
        ("a pause over a weekend costs only its working day", SHANGHAI, "2026-11-23T10:00", "5 working_days", "2026-11-27T10:00/2026-11-30T09:00", "2026-12-01T23:59"),
        ("a pause over National Day costs nothing but the day before", SHANGHAI, "2026-09-29T10:00", "2 working_days", "2026-09-30T10:00/2026-10-08T09:00", "2026-10-09T23:59"),
        ("a pause over the year's end", SHANGHAI, "2025-12-29T10:00", "3 working_days", "2025-12-31T10:00/2026-01-05T09:00", "2026-01-06T23:59"),
        ("days pause as well", SHANGHAI, "2026-11-01T10:00", "30 days", "2026-11-10T10:00/2026-11-15T10:00", "2026-12-06T23:59"),
    ];
    let calendar = calendar();
    for (why, zone, start, length, stood, end) in cases {
        let zone = Zone::named(zone).expect("the zone is bundled");
        let (measure, late) = (Measure { calendar: &calendar, zone: &zone }, moment(&zone, "2026-12-31T00:00"));
        let found = deadline(measure, moment(&zone, start), span(length), &pauses(&zone, stood), late).at;
        assert_eq!(zone.civil(found), zone.civil(moment(&zone, end)), "{why}");
        // 02:00 comes twice when clocks go back; the first one is meant nowhere in this table.
        assert_eq!(found, moment(&zone, end), "{why}");
    }
}

#[test]
fn a_year_without_a_calendar_is_named() {
    let (calendar, zone) = (calendar(), Zone::named("Asia/Shanghai").expect("the zone is bundled"));
    let measure = Measure { calendar: &calendar, zone: &zone };
    let start = moment(&zone, "2026-12-20T10:00");
    let found = deadline(measure, start, span("20 working_days"), &[], start);
    assert_eq!(found.years_missing, [2027]);
    assert_eq!(found.at, moment(&zone, "2027-01-15T23:59"), "by the week alone");
    let hours = deadline(measure, start, span("480 hours"), &[], start);
    assert_eq!(hours.years_missing, Vec::<i16>::new(), "hours need no calendar");
    let within = deadline(measure, start, span("5 working_days"), &[], start);
    assert_eq!(within.years_missing, Vec::<i16>::new());

    let text = include_str!("../library/calendars/cn/2026.toml").replace("confirmed = true", "confirmed = false");
    let unsure = Calendar::new(vec![Weekday::Saturday, Weekday::Sunday], [Year::parse(&text).expect("it is read")]);
    let found = deadline(Measure { calendar: &unsure, zone: &zone }, start, span("5 working_days"), &[], start);
    assert_eq!(found.years_unconfirmed, [2026]);
}

#[test]
fn while_a_clock_stands_its_end_moves_on() {
    let (calendar, zone) = (calendar(), Zone::named("Asia/Shanghai").expect("the zone is bundled"));
    let measure = Measure { calendar: &calendar, zone: &zone };
    let start = moment(&zone, "2026-11-25T10:00");
    let stood = pauses(&zone, "2026-11-25T12:00/");
    for (now, end) in [("2026-11-25T13:00", "2026-11-25T16:00"), ("2026-11-26T12:00", "2026-11-26T15:00")] {
        let found = deadline(measure, start, span("5 hours"), &stood, moment(&zone, now));
        assert_eq!(found.at, moment(&zone, end));
    }
}

#[test]
fn a_reminder_comes_before_the_end_in_the_duty_s_own_unit() {
    let (calendar, zone) = (calendar(), Zone::named("Asia/Shanghai").expect("the zone is bundled"));
    let measure = Measure { calendar: &calendar, zone: &zone };
    let cases = [
        ("2026-11-25T10:00", "5 hours", 2, "2026-11-25T13:00"),
        ("2026-09-30T10:00", "3 working_days", 1, "2026-10-09T23:59"),
        ("2026-11-25T10:00", "1 working_days", 1, "2026-11-25T10:00"),
    ];
    for (start, length, before, at) in cases {
        let start = moment(&zone, start);
        assert_eq!(reminder(measure, start, span(length), before, &[], start), moment(&zone, at), "{length}");
    }
}

#[test]
fn a_clock_says_how_it_stands() {
    let hour = |hour: i64| Time::from_ms(hour * model::HOUR_MS);
    let at = |met, stopped, is_paused, now| state(hour(5), hour(0), Some(hour(3)), met, stopped, is_paused, hour(now));
    assert_eq!(at(None, None, false, 1), State::Running);
    assert_eq!(at(None, None, false, 3), State::Soon);
    assert_eq!(at(None, None, false, 5), State::Soon, "the last moment is not too late");
    assert_eq!(at(None, None, false, 6), State::Overdue);
    assert_eq!(at(None, None, true, 6), State::Paused);
    assert_eq!(at(Some(hour(5)), None, false, 9), State::Met);
    assert_eq!(at(Some(hour(6)), None, false, 9), State::MetLate);
    assert_eq!(at(None, Some(hour(4)), false, 9), State::Stopped);
    assert_eq!(state(hour(8), hour(0), None, None, None, false, hour(6)), State::Soon, "the last quarter of its time");
}

proptest! {
    #[test]
    fn a_pause_never_brings_an_end_nearer(
        start in 0_i64..(700 * 24), from in 0_i64..400, length in 0_i64..400, number in 1_u32..30, unit in 0_usize..3,
    ) {
        let (calendar, zone) = (calendar(), Zone::named("Europe/London").expect("the zone is bundled"));
        let measure = Measure { calendar: &calendar, zone: &zone };
        let start = moment(&zone, "2024-06-01T00:30").plus_hours(start);
        let span = Span { number, unit: Unit::ALL[unit] };
        let now = start.plus_hours(2_000);
        let pause = Pause { from: start.plus_hours(from), until: Some(start.plus_hours(from + length)) };
        let without = deadline(measure, start, span, &[], now).at;
        let with = deadline(measure, start, span, &[pause], now).at;
        prop_assert!(without <= with);
        prop_assert!(without > start);
        let more = deadline(measure, start, Span { number: number + 1, ..span }, &[pause], now).at;
        prop_assert!(with < more);
    }
}
