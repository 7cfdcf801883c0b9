//! Reading moments in the many ways that feeds and files write them.

use crate::raw::Moment;
use jiff::civil::{DateTime, date};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::Offset;
use model::{Time, Zone};

/// Numbers at least this large are milliseconds since 1970, smaller ones seconds: as seconds it would be the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;
/// Smaller numbers are no moment but a row number or a year.
const SECONDS_FROM: i64 = 100_000_000;
static RFC_2822: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// - `zone`: where a reading without an offset was made; a municipal system writes its own wall clock
/// - cost: some 200 ns
pub(crate) fn read(text: &str, zone: &Zone) -> Moment {
    let text = text.trim();
    if text.is_empty() {
        return Moment::Unsaid;
    }
    match number(text).or_else(|| civil(text, zone)).or_else(|| rfc_2822(text)) {
        Some(time) => Moment::Said(time),
        None => Moment::Unread,
    }
}

fn number(text: &str) -> Option<Time> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: i64 = whole.parse().ok()?;
    match number {
        MILLISECONDS_FROM.. => Some(Time::from_ms(number)),
        SECONDS_FROM.. => Some(Time::from_ms(number * 1000)),
        _ => None,
    }
}

fn rfc_2822(text: &str) -> Option<Time> {
    Some(Time::from_ms(RFC_2822.parse_timestamp(text).ok()?.as_millisecond()))
}

/// Year first, with any of the usual marks between: RFC 3339, `2017/6/8 17:31`, `2017年6月8日 17时31分`, `2017-06-08`.
fn civil(text: &str, zone: &Zone) -> Option<Time> {
    let mut rest = text;
    let year = digits(&mut rest, 4)?;
    mark(&mut rest, &['-', '/', '.', '年'])?;
    let month = digits(&mut rest, 2)?;
    mark(&mut rest, &['-', '/', '.', '月'])?;
    let day = digits(&mut rest, 2)?;
    // The sign of 日 is optional, as is everything after the date.
    let _ = mark(&mut rest, &['日', '号']);
    rest = rest.trim_start_matches([' ', 'T', 't']);
    let (mut hour, mut minute, mut second, mut millisecond) = (0, 0, 0, 0);
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        hour = digits(&mut rest, 2)?;
        mark(&mut rest, &[':', '：', '时', '点'])?;
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            minute = digits(&mut rest, 2)?;
        }
        if mark(&mut rest, &[':', '：', '分']).is_some() && rest.starts_with(|c: char| c.is_ascii_digit()) {
            second = digits(&mut rest, 2)?.min(59);
            if let Some(fraction) = rest.strip_prefix(['.', ',']) {
                let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
                let thousandths = fraction[..length].bytes().chain(*b"000").take(3);
                millisecond = thousandths.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
                rest = &fraction[length..];
            }
            let _ = mark(&mut rest, &['秒']);
        }
    }
    let civil = date_time(year, month, day)?.with().hour(i8::try_from(hour).ok()?).minute(i8::try_from(minute).ok()?);
    let civil: DateTime =
        civil.second(i8::try_from(second).ok()?).millisecond(i16::try_from(millisecond).ok()?).build().ok()?;
    let moment = match offset(rest.trim())? {
        Some(offset) => offset.to_timestamp(civil).ok()?,
        None => zone.time_zone().to_timestamp(civil).ok()?,
    };
    Some(Time::from_ms(moment.as_millisecond()))
}

fn date_time(year: i32, month: i32, day: i32) -> Option<DateTime> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    date(1970, 1, 1)
        .with()
        .year(year)
        .month(month)
        .day(day)
        .build()
        .ok()
        .map(|date| date.to_datetime(Default::default()))
}

fn digits(rest: &mut &str, length_max: usize) -> Option<i32> {
    let length = rest.bytes().take(length_max).take_while(u8::is_ascii_digit).count();
    let value = rest[..length].parse().ok()?;
    *rest = &rest[length..];
    Some(value)
}

fn mark(rest: &mut &str, marks: &[char]) -> Option<()> {
    *rest = rest.strip_prefix(marks)?;
    Some(())
}

/// - returns: nothing if what follows is no offset; no offset if nothing follows
fn offset(text: &str) -> Option<Option<Offset>> {
    if text.is_empty() {
        return Some(None);
    }
    if matches!(text, "Z" | "z" | "UTC" | "GMT" | "UTC+0") {
        return Some(Some(Offset::UTC));
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let mut rest = &text[1..];
    let hours = digits(&mut rest, 2)?;
    let _ = mark(&mut rest, &[':']);
    let minutes = if rest.is_empty() { 0 } else { digits(&mut rest, 2)? };
    rest.is_empty().then_some(())?;
    Some(Some(Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let zone = Zone::named("Asia/Shanghai").expect("the zone is bundled");
        let read = match read(text, &zone) {
            Moment::Said(time) => time.to_rfc3339(),
            Moment::Unread => "unread".to_owned(),
            Moment::Unsaid => "unsaid".to_owned(),
        };
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn moments_as_they_are_written() {
        check("2017-06-08T17:31:20", "2017-06-08T09:31:20Z");
        check("2012-05-18T11:04:31+00:00", "2012-05-18T11:04:31Z");
        check("2024-03-01T08:00:00.123Z", "2024-03-01T08:00:00Z");
        check("2024/3/1 8:05", "2024-03-01T00:05:00Z");
        check("2024年3月1日 8时5分", "2024-03-01T00:05:00Z");
        check("2024-03-01", "2024-02-29T16:00:00Z");
        check("2024-03-01 08:00:00 +0800", "2024-03-01T00:00:00Z");
        check("Fri, 01 Mar 2024 08:00:00 +0800", "2024-03-01T00:00:00Z");
        check("Fri, 01 Mar 2024 00:00:00 GMT", "2024-03-01T00:00:00Z");
        check("1709251200", "2024-03-01T00:00:00Z");
        check("1709251200000", "2024-03-01T00:00:00Z");
        check("", "unsaid");
        check("yesterday", "unread");
        check("2024-13-41", "unread");
        check("2024-03-01T08:00:00 somewhere", "unread");
        check("12", "unread");
    }
}
