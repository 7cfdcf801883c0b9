//! Names in Latin letters without a word that announces them: a known given name, alone or with what follows it.
//!
//! The lists hold the given and family names of many countries. A given name that is a word or a place as well counts
//! only beside a family name. What follows a street, firm or office is none.

use super::PersonalKind::Name;
use super::claims::Claims;
use super::signs::Signs;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Given names, and whether they are nothing else.
static GIVEN: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let lines = include_str!("../../data/names_given.txt").lines();
    lines.map(|line| line.strip_suffix('*').map_or((line, true), |name| (name, false))).collect()
});

static FAMILY: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../data/names_family.txt").lines().collect());

/// Endings of family names that no ordinary English word has.
const FAMILY_ENDS: [&str; 20] = [
    "ić", "ič", "ová", "ski", "ska", "czyk", "wicz", "enko", "sson", "sdóttir", "shvili", "dze", "yev", "yeva", "nov",
    "nova", "kov", "kova", "escu", "berg",
];

/// Words within a name that have no capital.
const PARTICLES: [&str; 18] = [
    "van", "von", "de", "der", "den", "ten", "ter", "la", "le", "del", "da", "di", "dos", "el", "al", "bin", "af", "av",
];

/// After these capitals a name is that of a street, a firm, an office or a work.
const NOT_PERSONS: &str = concat!(
    "street st road rd avenue ave lane ln drive boulevard blvd court square park bridge river lake county city town village island beach ",
    "valley hill hills mountain airport station hotel inn hospital clinic school college university academy institute church cathedral ",
    "library museum theatre theater stadium arena center centre hall house tower building bank inc corp ltd llc gmbh company co group ",
    "foundation fund trust association society council department ministry office agency commission committee party union court act ",
    "award prize cup league club team band orchestra festival day week river bay coast county state province district region airlines ",
    "airways air motors records pictures studios entertainment press times post news journal magazine show series law theorem disease ",
    "syndrome effect method test"
);
static OTHER: LazyLock<HashSet<&str>> = LazyLock::new(|| NOT_PERSONS.split_ascii_whitespace().collect());

/// After these, capitals that no list holds are a person's all the same.
const LEADS: [&str; 34] = [
    "called",
    "named",
    "says",
    "said",
    "asked",
    "told",
    "producer",
    "director",
    "singer",
    "author",
    "actor",
    "actress",
    "artist",
    "professor",
    "officer",
    "teacher",
    "nurse",
    "driver",
    "plumber",
    "neighbour",
    "neighbor",
    "colleague",
    "brother",
    "sister",
    "son",
    "daughter",
    "wife",
    "husband",
    "uncle",
    "aunt",
    "cousin",
    "kid",
    "friend",
    "assistant",
];
/// And before these, two of them.
const DEEDS: [&str; 12] =
    ["lives", "lived", "says", "said", "asked", "told", "explained", "wrote", "writes", "married", "works", "grew"];
/// What begins the name of a place.
const PLACE_BEGINS: [&str; 18] = [
    "san", "santa", "los", "las", "st", "saint", "new", "mount", "lake", "fort", "port", "west", "east", "north",
    "south", "el", "cape", "the",
];

/// Days and months that are family names too; in a sentence with a capital they are days and months.
const CALENDAR: [&str; 15] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "july",
    "september",
    "october",
    "november",
    "december",
];

/// After these a family name alone is more likely a town.
const PLACE_WORDS: [&str; 8] = ["in", "to", "from", "at", "near", "of", "via", "on"];

/// A word of the text, in lower case, with where it stands.
struct Word {
    range: Range<usize>,
    lower: String,
    is_capital: bool,
    is_initial: bool,
    /// Whether nothing but one space parts it from the word before.
    is_joined: bool,
}

/// - `signs`: of the text, which must have a capital
pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if !signs.has_upper() || !has_latin_name(text) {
        return;
    }
    let words = words(text);
    let mut at = 0;
    while at < words.len() {
        let Some(end) = name_at(text, &words, at) else {
            at += 1;
            continue;
        };
        let range = words[at].range.start..words[end - 1].range.end;
        claims.claim(range, Name);
        at = end;
    }
}

/// Whether any capitalised word begins a text that is not in Chinese: reading words costs more than this.
fn has_latin_name(text: &str) -> bool {
    let wide = text.bytes().filter(|byte| *byte >= 0xe3).count();
    wide * 4 < text.len() && text.as_bytes().windows(3).any(|part| part[0].is_ascii_uppercase() && part[2] >= b'a')
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5);
    let mut rest = 0;
    while let Some(start) = text[rest..].find(char::is_alphabetic).map(|at| rest + at) {
        let part = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-');
        let mut end = text[start..].find(|c| !part(c)).map_or(text.len(), |at| start + at);
        let word = text[start..end].trim_end_matches(['\'', '’', '-']);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let after = end;
        end = start + word.len();
        let is_capital =
            word.starts_with(char::is_uppercase) && !CALENDAR.iter().any(|name| word.eq_ignore_ascii_case(name));
        let is_initial = is_capital && word.chars().count() == 1;
        let before = words.last().map_or("", |last| &text[last.range.end..start]);
        let is_joined = before == " " || (before == ". " && words.last().is_some_and(|last| last.is_initial));
        let lower = if is_capital || word.len() <= 4 { word.to_lowercase() } else { String::new() };
        words.push(Word { range: start..end, lower, is_capital, is_initial, is_joined });
        rest = after.max(end);
    }
    words
}

/// - returns: where the name ends that begins with this word
fn name_at(text: &str, words: &[Word], at: usize) -> Option<usize> {
    let first = &words[at];
    if !first.is_capital || first.is_initial || OTHER.contains(first.lower.as_str()) {
        return None;
    }
    // A letter or number beside it: part of a code, a handle or a link.
    let joins = |c: &char| c.is_alphanumeric() || matches!(c, '@' | '#' | '_' | '/' | '.' | '&');
    let around = |c: Option<char>| c.filter(|c| joins(c) && *c != '.').is_some();
    if around(text[..first.range.start].chars().next_back()) || around(text[first.range.end..].chars().next()) {
        return None;
    }
    let before = at.checked_sub(1).map(|before| &words[before]).filter(|_| first.is_joined);
    if before.is_some_and(|before| before.is_capital && PLACE_BEGINS.contains(&before.lower.as_str())) {
        return None;
    }
    let given = GIVEN.get(first.lower.as_str()).copied();
    if let Some(end) = with_initial(text, words, at) {
        return Some(end);
    }
    if given.is_none()
        && let Some(end) = announced(text, words, at, before)
    {
        return Some(end);
    }
    // Word by word: capitals, initials, and particles before another capital.
    let mut end = at + 1;
    let mut families = 0;
    while let Some(next) = words.get(end).filter(|next| next.is_joined && end - at < 5) {
        if next.is_initial && words.get(end + 1).is_some_and(|after| after.is_joined && after.is_capital) {
            end += 1;
            continue;
        }
        if PARTICLES.contains(&next.lower.as_str()) && !next.is_capital {
            let particles = words[end..].iter().take(2).take_while(|w| PARTICLES.contains(&w.lower.as_str())).count();
            if words.get(end + particles).is_some_and(|after| after.is_joined && after.is_capital && is_family(after)) {
                end += particles + 1;
                families += 1;
                continue;
            }
            break;
        }
        if !next.is_capital || next.is_initial || OTHER.contains(next.lower.as_str()) {
            break;
        }
        let known = is_family(next) || GIVEN.contains_key(next.lower.as_str());
        // After a given name that is no word a capital that nobody knows is a family name.
        let may_be = given == Some(true) && families == 0 && next.lower.len() > 3 && !is_shouted(text, next);
        if !(known || may_be) {
            break;
        }
        families += 1;
        end += 1;
        if families == 2 {
            break;
        }
    }
    let follows_other =
        words.get(end).is_some_and(|next| next.is_joined && next.is_capital && OTHER.contains(next.lower.as_str()));
    // A number after it: a street's, a model's.
    let after = &text.as_bytes()[words[end - 1].range.end..];
    if follows_other || matches!(after, [b' ', b'0'..=b'9', ..]) {
        return None;
    }
    let is_name = match given {
        Some(true) => !is_shouted(text, first) || families > 0,
        // A word, a place: with a family name beside it that is nothing else.
        Some(false) => families > 0 && is_family(&words[end - 1]) && !GIVEN.contains_key(words[end - 1].lower.as_str()),
        None => {
            let is_clear = |word: &Word| {
                FAMILY_ENDS.iter().any(|ending| word.lower.ends_with(ending) && word.lower.len() > ending.len() + 2)
            };
            let is_alone = end == at + 1 && !words.get(end).is_some_and(|next| next.is_joined && next.is_capital);
            let is_known = FAMILY.contains(first.lower.as_str())
                && first.lower.len() > 4
                && first.is_joined
                && before.is_some_and(|before| !before.is_capital && !before.is_initial)
                && !PLACE_WORDS.contains(&before.map_or("", |before| before.lower.as_str()));
            is_alone && (is_clear(first) || is_known) && !is_shouted(text, first)
        }
    };
    is_name.then_some(end)
}

/// A capital between two names, which hardly anything but a person has: `Ann B. Example`.
fn with_initial(text: &str, words: &[Word], at: usize) -> Option<usize> {
    const KINDS: [&str; 16] = [
        "vitamin",
        "plan",
        "hepatitis",
        "team",
        "group",
        "class",
        "section",
        "type",
        "grade",
        "exit",
        "gate",
        "line",
        "terminal",
        "block",
        "part",
        "title",
    ];
    let [first, initial, last] = words.get(at..at + 3)? else { return None };
    let is_part = |word: &Word| {
        let lower = word.lower.as_str();
        let is_word = crate::is_stop(lower) || KINDS.contains(&lower) || OTHER.contains(lower);
        word.is_capital && !word.is_initial && lower.len() > 2 && !is_word && !is_shouted(text, word)
    };
    let is_name = is_part(first) && is_part(last) && initial.is_initial && initial.is_joined && last.is_joined;
    let is_longer =
        words.get(at + 3).is_some_and(|next| next.is_joined && next.is_capital && OTHER.contains(next.lower.as_str()));
    (is_name && !is_longer && initial.lower != "i").then_some(at + 3)
}

/// A person whom no list holds, by the words around: `says Ann Example`, `Ann Example lives`.
fn announced(text: &str, words: &[Word], at: usize, before: Option<&Word>) -> Option<usize> {
    let is_part = |word: &Word| {
        word.is_capital
            && !word.is_initial
            && !is_shouted(text, word)
            && word.lower.len() > 2
            && !OTHER.contains(word.lower.as_str())
    };
    if !is_part(&words[at]) {
        return None;
    }
    let initial = usize::from(words.get(at + 1).is_some_and(|word| word.is_joined && word.is_initial));
    let second = words.get(at + 1 + initial).filter(|word| word.is_joined && is_part(word));
    let end = second.map_or(at + 1, |_| at + 2 + initial);
    let next = words.get(end).filter(|word| word.is_joined);
    if next.is_some_and(|next| next.is_capital) {
        return None;
    }
    let is_led = before.is_some_and(|before| LEADS.contains(&before.word(text).as_str()));
    let is_doing = second.is_some() && next.is_some_and(|next| DEEDS.contains(&next.word(text).as_str()));
    let is_ending = second.is_some_and(|second| FAMILY_ENDS.iter().any(|ending| second.lower.ends_with(ending)));
    (is_led || is_doing || is_ending).then_some(end)
}

impl Word {
    fn word(&self, text: &str) -> String {
        text[self.range.clone()].to_lowercase()
    }
}

fn is_family(word: &Word) -> bool {
    FAMILY.contains(word.lower.as_str()) || FAMILY_ENDS.iter().any(|ending| word.lower.ends_with(ending))
}

/// Whether it is written in capitals only, as headings and shouts are.
fn is_shouted(text: &str, word: &Word) -> bool {
    text[word.range.clone()].chars().filter(|c| c.is_lowercase()).count() == 0
}
