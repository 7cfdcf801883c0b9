//! Numbers in a text, brought to one form, so that 12, １２, 十二 and "twelve" are the same number.

use regex::Regex;
use std::sync::LazyLock;

/// A number in a text, by bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// In one form: `1200`, `12.5`, `30%`.
    pub value: String,
    pub from: usize,
    pub until: usize,
    /// Part of a date or of a time of day.
    pub is_moment: bool,
}

static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?(?:\s?[万亿])?(?:\s?[%％])?")
        .expect("the pattern that ships is well-formed")
});
static HAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([零〇一二两三四五六七八九十百千][零〇一二两三四五六七八九十百千万亿]*)(?:余|多)?(个|名|人|户|处|条|次|起|辆|所|家|天|日|小时|分钟|米|厘米|公里|吨|元|度|点|时|分|月|年|座|栋|岁|项|份|口|只|艘|班|趟|批|类|种)")
        .expect("the pattern that ships is well-formed")
});
static PERCENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"百分之([零〇一二三四五六七八九十百]+)").expect("the pattern that ships is well-formed")
});
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred)\b",
    )
    .expect("the pattern that ships is well-formed")
});
/// What follows the number of a moment.
static MOMENT_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s?(?:年|月|日|号|时|点|分(?:钟)?许|:\d|：\d|am\b|pm\b|a\.m|p\.m|o[’']clock|tonight\b|in\sthe\s(?:morning|afternoon|evening)\b|(?:st|nd|rd|th)?\s(?:of\s)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)")
        .expect("the pattern that ships is well-formed")
});
/// What precedes it.
static MOMENT_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\d[:：]|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s|\bat\s)$")
        .expect("the pattern that ships is well-formed")
});

/// The numbers of a text in order, without telephone numbers.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut add = |value: String, from: usize, until: usize| {
        let is_moment = MOMENT_AFTER.is_match(&text[until..]) || MOMENT_BEFORE.is_match(&text[..from]);
        found.push(Number { value, from, until, is_moment });
    };
    for matched in DIGITS.find_iter(text) {
        if let Some(value) = digits(matched.as_str())
            && !is_call_number(text, matched.start(), matched.end(), &value)
        {
            add(value, matched.start(), matched.end());
        }
    }
    for matched in PERCENT.captures_iter(text) {
        if let (Some(whole), Some(value)) = (matched.get(0), han(&matched[1])) {
            add(format!("{value}%"), whole.start(), whole.end());
        }
    }
    for matched in HAN.captures_iter(text) {
        // 一个 is as often "a" as it is "one".
        if let (Some(part), Some(value)) = (matched.get(1), han(&matched[1]))
            && &matched[1] != "一"
            && !text[..part.start()].ends_with("百分之")
            && !text[part.end()..].starts_with("分之")
        {
            add(value.to_string(), part.start(), part.end());
        }
    }
    for matched in WORDS.find_iter(text) {
        add(word(matched.as_str()).to_owned(), matched.start(), matched.end());
    }
    found.sort_by_key(|number| number.from);
    found
}

fn digits(written: &str) -> Option<String> {
    let plain: String = written
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
            '．' => Some('.'),
            '0'..='9' | '.' => Some(c),
            _ => None,
        })
        .collect();
    let times = if written.contains('万') {
        1e4
    } else if written.contains('亿') {
        1e8
    } else {
        1.0
    };
    let value = plain.parse::<f64>().ok()? * times;
    let sign = if written.contains(['%', '％']) { "%" } else { "" };
    Some(format!("{value}{sign}"))
}

/// A Chinese numeral up to hundreds of millions.
fn han(written: &str) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    for c in written.chars() {
        let one = "零一二三四五六七八九".chars().position(|known| known == c);
        match c {
            '〇' => digit = Some(0),
            '两' => digit = Some(2),
            _ if one.is_some() => digit = one.map(|value| value as u64),
            '十' | '百' | '千' => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1_000,
                };
                section += digit.take().unwrap_or(1) * unit;
            }
            '万' | '亿' => {
                section += digit.take().unwrap_or(0);
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                total = (total + section.max(1)) * unit;
                section = 0;
            }
            _ => return None,
        }
    }
    Some(total + section + digit.unwrap_or(0))
}

fn word(written: &str) -> &'static str {
    match written.to_ascii_lowercase().as_str() {
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "twenty" => "20",
        "thirty" => "30",
        "forty" => "40",
        "fifty" => "50",
        _ => "100",
    }
}

/// A telephone number is no figure: it is long, hyphenated, or one of the numbers that everyone knows.
fn is_call_number(text: &str, from: usize, until: usize, value: &str) -> bool {
    let joined = text[..from].ends_with('-') || text[until..].starts_with('-');
    joined
        || value.len() >= 7 && !value.contains(['.', '%']) && value.ends_with(|c: char| c != '0')
        || ["12345", "110", "119", "120", "122", "112", "911", "999", "101"].contains(&value)
            && calls(&text[..from], &text[until..])
}

fn calls(before: &str, after: &str) -> bool {
    let near: String = before.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
    let next: String = after.chars().take(4).collect();
    ["电话", "拨打", "热线", "call", "Call", "ring", "Ring", "dial", "phone", "hotline"]
        .iter()
        .any(|word| near.contains(word))
        || next.contains("热线")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form() {
        let values = |text: &str| numbers(text).into_iter().map(|number| number.value).collect::<Vec<_>>();
        let cases: [(&str, &[&str]); 14] = [
            ("影响１２个小区", &["12"]),
            ("影响十二个小区", &["12"]),
            ("Twelve estates are affected", &["12"]),
            ("1,200 people", &["1200"]),
            ("约3.5万人", &["35000"]),
            ("三万五千人", &["35000"]),
            ("两百零三户", &["203"]),
            ("占 30%", &["30%"]),
            ("占百分之三十", &["30%"]),
            ("一个小区", &[]),
            ("请拨打 0571-8877 6655", &["6655"]),
            ("请拨打12345热线", &[]),
            ("联系电话：13800001234", &[]),
            ("120户居民", &["120"]),
        ];
        for (text, expected) in cases {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_and_times_are_moments() {
        for text in ["11月25日", "14时30分许", "at 14:30", "25 November", "下午3点"] {
            assert!(numbers(text).iter().all(|number| number.is_moment), "{text}: {:?}", numbers(text));
        }
        assert!(!numbers("25户居民")[0].is_moment);
    }
}
