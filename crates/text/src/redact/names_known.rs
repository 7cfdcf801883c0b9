//! Names in Latin letters without a word that announces them: a known given name, alone or with what follows it.
//!
//! The lists hold the given and family names of many countries. A given name that is a word or a place as well counts
//! only beside a family name. What follows a street, firm or office is none.

use super::PersonalKind::{Address, Email, Name, Phone};
use super::claims::Claims;
use super::names_beside::{find_lists, find_pairs, find_small_lists, find_speakers};
use super::signs::Signs;
use aho_corasick::AhoCorasick;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Given names, and whether they are nothing else.
pub(super) static GIVEN: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let lines = include_str!("../../data/names_given.txt").lines();
    lines.map(|line| line.strip_suffix('*').map_or((line, true), |name| (name, false))).collect()
});

pub(super) static FAMILY: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../data/names_family.txt").lines().collect());

/// Endings of family names that no ordinary English word has.
const FAMILY_ENDS: [&str; 45] = [
    "ić", "ič", "ová", "ski", "ska", "czyk", "wicz", "enko", "sson", "sdóttir", "shvili", "dze", "yev", "yeva", "nov",
    "nova", "kov", "kova", "escu", "berg", "inen", "änen", "anen", "onen", "vich", "ovic", "evic", "chev", "zhev",
    "ssen", "mann", "opoulos", "akis", "idis", "szky", "quist", "qvist", "strøm", "ström", "gaard", "gård", "dahl",
    "oğlu", "oglu", "zadeh",
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
    "syndrome effect method test technologies technology systems solutions services corporation partners associates investments capital ",
    "holdings industries international global media software labs consulting networks data web digital energy sons orchestra plc ",
    "bureau authority board service division directorate inspectorate assembly parliament secretariat depot utilities federation alliance"
);
pub(super) static OTHER: LazyLock<HashSet<&str>> = LazyLock::new(|| NOT_PERSONS.split_ascii_whitespace().collect());

/// After these, capitals that no list holds are a person's all the same.
const LEADS: [&str; 39] = [
    "called",
    "dear",
    "hello",
    "hi",
    "including",
    "starring",
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
/// The same for two words.
const LEADS_OF_TWO: [[&str; 2]; 14] = [
    ["call", "me"],
    ["called", "me"],
    ["calls", "me"],
    ["name", "is"],
    ["name", "was"],
    ["speak", "to"],
    ["speak", "with"],
    ["up", "with"],
    ["directed", "by"],
    ["signed", "by"],
    ["song", "by"],
    ["sung", "by"],
    ["verses", "from"],
    ["written", "by"],
];
/// Who is greeted so is nobody in particular.
const GREETED: [&str; 18] = [
    "sir",
    "sirs",
    "madam",
    "all",
    "team",
    "everyone",
    "everybody",
    "folks",
    "customer",
    "colleagues",
    "friends",
    "neighbours",
    "neighbors",
    "residents",
    "mayor",
    "editor",
    "council",
    "there",
];
/// And before these, two of them.
const DEEDS: [&str; 18] = [
    "lives",
    "lived",
    "says",
    "said",
    "asked",
    "told",
    "explained",
    "wrote",
    "writes",
    "married",
    "works",
    "grew",
    "shouted",
    "replied",
    "listed",
    "spent",
    "died",
    "arrived",
];
/// Before these one is enough: nothing but a person lives somewhere or shouts.
const DEEDS_OF_ONE: [&str; 4] = ["lives", "lived", "shouted", "married"];
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

/// After these, in the languages that give nouns a capital or families an article, a family name alone is a thing: `der
/// Keller` is the cellar.
const ARTICLES: [&str; 30] = [
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "im", "am", "zum", "zur", "vom", "ins", "kein", "mein",
    "dein", "sein", "ihr", "vor", "und", "mit", "le", "la", "les", "un", "une", "el", "los", "las",
];
/// What stands behind a name and belongs to it.
const SUFFIXES: [&str; 9] = ["ii", "iii", "iv", "jr", "sr", "md", "dds", "phd", "dvm"];
/// Given names that begin a question or an order.
const VERBS: [&str; 6] = ["will", "may", "can", "mark", "drew", "sue"];
/// What stands with a capital before a family name and is no given name: offices, forms of address, first words of sentences.
const OFFICES: &str = concat!(
    "mayor minister president chancellor councillor senator judge justice captain sergeant general colonel major inspector ",
    "chief saint king queen prince princess sir lady lord father mother pope bishop coach director doctor professor premier ",
    "governor secretary ambassador chairman dear hello hi thanks thank contact call ask meet mr mrs ms miss dr prof herr frau ",
    "see read visit please with from by and but when while if after before because since as under officer ministro presidente don ",
    "young little baby star long old big great good top royal metro high deputy pastor sister brother uncle aunt though although however said tropical storm typhoon hurricane"
);

/// Places that are family names as well; beside another capital they are places.
const PLACES: &str = concat!(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa ",
    "kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio ",
    "oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming manila london paris berlin ",
    "england france germany spain portugal italy holland ireland scotland wales israel jordan india china japan brazil mexico cuba ",
    "madrid rome milan ferrara boston dallas houston denver austin phoenix orlando york chicago springs falls creek heights grove gardens ridge point rock ",
    "canyon desert forest wells rapids bluff cove harbor haven fields meadows woods junction crossing"
);
static PLACE: LazyLock<HashSet<&str>> = LazyLock::new(|| PLACES.split_ascii_whitespace().collect());

pub(super) fn is_place(word: &Word) -> bool {
    PLACE.contains(word.lower.as_str())
}

pub(super) fn is_title(word: &Word) -> bool {
    static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| OFFICES.split_ascii_whitespace().collect());
    TITLES.contains(word.lower.as_str())
}

/// Whether somebody may be called so.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.contains_key(word.to_lowercase().as_str())
}

/// A word of the text, in lower case, with where it stands.
pub(super) struct Word {
    pub(super) range: Range<usize>,
    pub(super) lower: String,
    pub(super) is_capital: bool,
    is_initial: bool,
    /// Whether nothing but a space or two parts it from the word before.
    pub(super) is_joined: bool,
}

/// - `signs`: of the text, which must have a capital
pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if !signs.has_upper() {
        find_small(text, claims);
        return;
    }
    if !has_latin_name(text) {
        return;
    }
    let words = words(text);
    find_heads(text, &words, claims);
    let firms = find_lists(text, &words, claims);
    find_speakers(text, &words, claims);
    find_pairs(text, &words, claims);
    let mut at = 0;
    while at < words.len() {
        if firms.contains(&at) {
            at += 1;
            continue;
        }
        let Some(end) = name_at(text, &words, at) else {
            at += 1;
            continue;
        };
        let range = words[at].range.start..words[end - 1].range.end;
        claims.claim(range, Name);
        at = end;
    }
    find_again(text, &words, claims);
}

/// A name in a text without capitals: a known given name that is nothing else, and a known family name, at the beginning
/// of a line or behind a word that announces it. Elsewhere they are mostly of those whom films and news are about.
fn find_small(text: &str, claims: &mut Claims) {
    let wide = text.bytes().filter(|byte| *byte >= 0xe3).count();
    if wide * 4 >= text.len() {
        return;
    }
    if text.contains(", ") {
        find_small_lists(text, claims);
    }
    let is_part = |word: &str| word.len() > 3 && !crate::is_stop(word) && !OTHER.contains(word);
    /// Behind these one word is enough, if it is a name of whatever kind.
    const CALL: [&str; 7] = ["my name is", "calls me", "call me", "mr.", "mrs.", "ms.", "dr."];
    static CALLS: LazyLock<AhoCorasick> = LazyLock::new(|| AhoCorasick::new(CALL).expect("a few words of ours"));
    for cue in CALLS.find_iter(text) {
        let at = cue.start();
        let rest = &text[cue.end()..];
        let begins = !text[..at].ends_with(char::is_alphanumeric);
        let Some(rest) = rest.strip_prefix(' ').filter(|_| begins) else { continue };
        let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
        let is_known = GIVEN.contains_key(word) || FAMILY.contains(word);
        let next = rest[word.len()..].trim_start_matches(' ').split([' ', '\n', ',', '.']).next().unwrap_or_default();
        let is_longer = is_part(next) && (FAMILY.contains(next) || GIVEN.get(next) == Some(&true));
        if is_part(word) && is_known && !is_longer {
            let start = text.len() - rest.len();
            claims.claim(start..start + word.len(), Name);
        }
    }
    const ANNOUNCE: [&str; 6] = ["is", "me", "name:", "with", "dear", "mr."];
    let mut before: Option<(usize, &str)> = None;
    let mut last = "";
    let mut at = 0;
    for word in text.split([' ', '\n']) {
        let start = at;
        at += word.len() + 1;
        let bare = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
        let bare = bare.strip_suffix("'s").unwrap_or(bare);
        if let Some((given, _)) = before
            && is_part(bare)
            && (FAMILY.contains(bare)
                || GIVEN.get(bare) == Some(&true)
                || FAMILY_ENDS.iter().any(|end| bare.ends_with(end) && bare.len() > end.len() + 2))
            && GIVEN.get(bare).is_none_or(|is_only| *is_only)
        {
            claims.claim(given..start + bare.len(), Name);
        }
        let begins =
            text[..start].trim_end_matches([' ', '>', '?', '\t']).ends_with('\n') || text[..start].trim().is_empty();
        let is_given =
            (begins || ANNOUNCE.contains(&last)) && bare == word && is_part(word) && GIVEN.get(word) == Some(&true);
        last = word;
        // One letter between is an initial.
        let is_initial = before.is_some() && bare.len() == 1;
        if !is_initial {
            before = is_given.then_some((start, word));
        }
    }
}

/// The first line of a block that holds an address, a number or a mailbox: who lives there.
fn find_heads(text: &str, words: &[Word], claims: &mut Claims) {
    const LINES_MAX: usize = 7;
    if !text.contains('\n') {
        return;
    }
    let reaches: Vec<Range<usize>> = [Address, Phone, Email].into_iter().flat_map(|kind| claims.of(kind)).collect();
    if reaches.is_empty() {
        return;
    }
    let (mut start, mut is_first) = (0, true);
    for line in text.split('\n') {
        let bare = line.trim_matches([' ', '\t', '\r', '>', '?', ',']);
        let from = start + line.len() - line.trim_start_matches([' ', '\t', '\r', '>', '?', ',']).len();
        let end = from + bare.len();
        let next = start + line.len() + 1;
        if is_first && (5..60).contains(&bare.len()) {
            let block = text.get(next..).unwrap_or_default();
            let block_end = next + block.match_indices('\n').nth(LINES_MAX - 1).map_or(block.len(), |(at, _)| at);
            let is_head = reaches.iter().any(|reach| reach.start >= next && reach.start < block_end);
            let parts: Vec<&Word> =
                words.iter().filter(|word| word.range.start >= from && word.range.end <= end).collect();
            let is_name = (2..=4).contains(&parts.len())
                && parts.iter().filter(|word| word.is_capital && !word.is_initial).count() >= 2
                && parts.iter().all(|word| {
                    (word.is_capital || PARTICLES.contains(&word.lower.as_str()))
                        && !OTHER.contains(word.lower.as_str())
                        && !crate::is_stop(&word.lower)
                        && (word.is_initial || !is_shouted(text, word))
                })
                && bare.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-'));
            if is_head && is_name {
                claims.claim(from..end, Name);
            }
        }
        is_first = bare.is_empty();
        start = next;
    }
}

/// A part of a name that was found, where it stands by itself.
fn find_again(text: &str, words: &[Word], claims: &mut Claims) {
    let names: Vec<Range<usize>> = claims.of(Name).collect();
    if names.is_empty() {
        return;
    }
    let within = |word: &Word| names.iter().any(|name| name.start <= word.range.start && word.range.end <= name.end);
    let known: HashSet<&str> = words
        .iter()
        .filter(|word| word.is_capital && word.lower.chars().count() > 3 && within(word))
        .map(|word| word.lower.as_str())
        .filter(|word| !crate::is_stop(word) && !OTHER.contains(word) && GIVEN.get(word) != Some(&false))
        .collect();
    for (at, word) in words.iter().enumerate() {
        let is_neighbour = |other: Option<&Word>, is_joined: bool| is_joined && other.is_some_and(|w| w.is_capital);
        let next = words.get(at + 1);
        if word.is_capital
            && known.contains(word.lower.as_str())
            && !is_neighbour(next, next.is_some_and(|next| next.is_joined))
            && !is_neighbour(at.checked_sub(1).map(|before| &words[before]), word.is_joined)
            && !is_shouted(text, word)
        {
            claims.claim(word.range.clone(), Name);
        }
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
        let is_joined =
            before == " " || before == "  " || (before == ". " && words.last().is_some_and(|last| last.is_initial));
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
    // `The` begins the names of firms, but not what has a person's own form.
    let is_after_the = before.is_some_and(|before| before.lower == "the");
    if before.is_some_and(|before| before.is_capital && !is_after_the && PLACE_BEGINS.contains(&before.lower.as_str()))
    {
        return None;
    }
    let given = GIVEN.get(first.lower.as_str()).copied();
    if let Some(end) = with_initial(text, words, at) {
        return Some(end);
    }
    if given != Some(true)
        && !is_after_the
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
    let suffix = words.get(end).filter(|next| next.is_joined && SUFFIXES.contains(&next.lower.as_str()));
    let with_suffix = end + usize::from(families > 0 && suffix.is_some());
    let is_followed = words.get(end).is_some_and(|next| next.is_joined && next.is_capital);
    if is_after_the && before.is_some_and(|before| before.is_capital) {
        let is_person = given == Some(true) && families > 0 && is_family(&words[end - 1]) && !is_followed;
        return is_person.then_some(end);
    }
    let is_name = match given {
        Some(true) => !is_shouted(text, first) || families > 0,
        // A word, a place: with a family name beside it that is nothing else.
        Some(false) => {
            let last = &words[end - 1];
            let is_only = GIVEN.get(last.lower.as_str()).copied();
            families > 0
                && (is_family(last) && is_only.is_none()
                    || is_only == Some(true)
                        && last.lower.len() > 3
                        && !VERBS.contains(&first.lower.as_str())
                        && !is_title(first)
                        && ![first, last].into_iter().any(is_place)
                        && !PLACE_BEGINS.contains(&first.lower.as_str()))
        }
        None => {
            let is_clear = |word: &Word| {
                FAMILY_ENDS.iter().any(|ending| word.lower.ends_with(ending) && word.lower.len() > ending.len() + 2)
            };
            let is_alone = end == at + 1 && !words.get(end).is_some_and(|next| next.is_joined && next.is_capital);
            let is_known = FAMILY.contains(first.lower.as_str())
                && first.lower.len() > 4
                && first.is_joined
                && before.is_some_and(|before| !before.is_capital && !before.is_initial)
                && !before.is_some_and(|before| {
                    PLACE_WORDS.contains(&before.lower.as_str()) || ARTICLES.contains(&before.lower.as_str())
                });
            let is_pair = end == at + 2
                && !is_followed
                && FAMILY.contains(words[at + 1].lower.as_str())
                && words[at + 1].lower.len() > 4
                && first.lower.len() > 2
                && !before.is_some_and(|before| {
                    before.is_capital
                        || ARTICLES.contains(&before.lower.as_str())
                        || PLACE_WORDS.contains(&before.lower.as_str())
                })
                && ![first, &words[at + 1]].into_iter().any(is_place)
                && !first.lower.ends_with("ing")
                && ![first, &words[at + 1]].into_iter().any(|word| is_shouted(text, word))
                && !is_title(first)
                && !PLACE_BEGINS.contains(&first.lower.as_str())
                && !crate::is_stop(&first.lower);
            is_pair
                || is_alone && (is_clear(first) || is_known && !is_partner(text, words, at)) && !is_shouted(text, first)
        }
    };
    is_name.then_some(with_suffix)
}

/// Whether it is the last name of a firm: `Ask, Embla and Bure`.
fn is_partner(text: &str, words: &[Word], at: usize) -> bool {
    let Some([first, second, and]) = at.checked_sub(3).map(|from| [&words[from], &words[from + 1], &words[from + 2]])
    else {
        return false;
    };
    first.is_capital
        && second.is_capital
        && and.lower == "and"
        && &text[first.range.end..second.range.start] == ", "
        && !text[..first.range.start].trim_end().ends_with(':')
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
    // A letter that is a word needs the point of an initial.
    let is_word = ["a", "i"].contains(&initial.lower.as_str()) && !text[initial.range.end..].starts_with('.');
    (is_name && !is_longer && !is_word).then_some(at + 3)
}

/// A person whom no list holds, by the words around: `says Ann Example`, `Ann Example lives`.
fn announced(text: &str, words: &[Word], at: usize, before: Option<&Word>) -> Option<usize> {
    let is_part = |word: &Word| {
        word.is_capital
            && !word.is_initial
            && !is_shouted(text, word)
            && word.lower.len() > 2
            && !OTHER.contains(word.lower.as_str())
            && !GREETED.contains(&word.lower.as_str())
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
    let is_led = before.is_some_and(|before| {
        let last = before.word(text);
        let first = at.checked_sub(2).filter(|_| before.is_joined).map(|index| words[index].word(text));
        LEADS.contains(&last.as_str())
            || first.is_some_and(|first| LEADS_OF_TWO.contains(&[first.as_str(), last.as_str()]))
    });
    let does_alone = next.is_some_and(|next| DEEDS_OF_ONE.contains(&next.word(text).as_str()));
    let is_doing = does_alone || second.is_some() && next.is_some_and(|next| DEEDS.contains(&next.word(text).as_str()));
    let is_ending = second.is_some_and(|second| FAMILY_ENDS.iter().any(|ending| second.lower.ends_with(ending)));
    (is_led || is_doing || is_ending).then_some(end)
}

impl Word {
    pub(super) fn word(&self, text: &str) -> String {
        text[self.range.clone()].to_lowercase()
    }
}

fn is_family(word: &Word) -> bool {
    FAMILY.contains(word.lower.as_str()) || FAMILY_ENDS.iter().any(|ending| word.lower.ends_with(ending))
}

/// Whether it is written in capitals only, as headings and shouts are.
pub(super) fn is_shouted(text: &str, word: &Word) -> bool {
    text[word.range.clone()].chars().filter(|c| c.is_lowercase()).count() == 0
}
