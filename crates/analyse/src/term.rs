//! The terms of a text: what the clustering knows of it, as numbers that weigh and compare quickly.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A term by the hash of its folded form. The two highest bits say what kind it is, so that a story can tell
/// which of its terms hold in every language without keeping the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A word, or a pair of Chinese characters.
    Word = 0,
    /// Digits: a count of the injured, a metro line, a magnitude.
    Number = 1,
    /// A thing of city life, whatever the language calls it.
    Concept = 2,
    /// A district of the gazetteer.
    Place = 3,
}

impl TermId {
    pub fn new(kind: TermKind, folded: &str) -> Self {
        // FNV-1a: short keys, no attacker gains more from a collision than from repeating a word.
        let hash = folded
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let hash = (hash ^ (hash >> 32)) as u32;
        TermId((hash >> 2) | ((kind as u32) << 30))
    }

    pub const fn kind(self) -> TermKind {
        match self.0 >> 30 {
            0 => TermKind::Word,
            1 => TermKind::Number,
            2 => TermKind::Concept,
            _ => TermKind::Place,
        }
    }

    /// Whether the term means the same in every language.
    pub const fn is_neutral(self) -> bool {
        self.0 >> 30 != TermKind::Word as u32
    }

    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    pub(crate) const fn from_bits(bits: u32) -> Self {
        TermId(bits)
    }
}

/// The share of all words that a usual word is.
static USUAL: LazyLock<HashMap<TermId, f32, crate::stories::TermHasher>> = LazyLock::new(|| {
    let mut usual: HashMap<TermId, f32, crate::stories::TermHasher> = HashMap::default();
    for line in include_str!("../data/usual_words.txt").lines() {
        let Some((logarithm, words)) = line.split_once(": ") else { continue };
        let Ok(logarithm) = logarithm.parse::<f32>() else { continue };
        for word in words.split(' ') {
            let stem = text::rank::root(singular(word));
            *usual.entry(TermId::new(TermKind::Word, stem)).or_default() += (-logarithm).exp();
        }
    }
    usual
});

/// So many words long is a text of any kind.
const USUAL_LENGTH: f32 = 60.0;
/// How likely it is to hold a given number or concept.
const USUAL_OTHERS: f32 = 0.03;

/// How likely a text of any kind is to hold the term.
pub fn usual_share(term: TermId) -> f32 {
    match term.kind() {
        TermKind::Word => USUAL.get(&term).map_or(0.0, |share| (share * USUAL_LENGTH).min(1.0)),
        TermKind::Number | TermKind::Concept => USUAL_OTHERS,
        TermKind::Place => 0.0,
    }
}
/// One term of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub id: TermId,
    /// How much the text makes of it, before any knowledge of other texts: about 1, more in titles and names.
    pub weight: f32,
    /// The same of its title alone, where a text follows the title; 0 for what stands in the text only.
    pub in_title: f32,
    /// The term as a reader would recognise it; none for pairs of characters that are not a word, and for concepts and places.
    pub word: Option<Box<str>>,
}

/// A text is known by at most so many terms: an article says what it is about in its first paragraphs, and a
/// bound here is what bounds the cost of everything after.
pub const TERMS_MAX: usize = 64;

/// Words that no language needs here: the furniture of posts and of Latin languages without a stop list of their own.
const FURNITURE: &[&str] = &[
    "al", "amp", "ang", "at", "com", "con", "da", "de", "del", "della", "di", "el", "en", "es", "esta", "está", "ha",
    "html", "http", "https", "il", "ko", "la", "las", "le", "lo", "los", "ma", "mas", "mi", "mo", "más", "na", "ng",
    "no", "nos", "para", "per", "pero", "più", "po", "por", "que", "rt", "sa", "se", "si", "sin", "sobre", "son",
    "sono", "su", "sul", "un", "una", "via", "www", "ya", "è",
];

const COUNTING: &[char] =
    &['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '两', '几', '半', '每'];

/// Counted years, hours and people differ from telling to telling; a numbered bus line, house or loan does not.
const AMOUNTS: &str = "年月日时分元万亿岁天个人多点余名位次米平块百千小周";

const TITLE_WEIGHT: f32 = 2.0;
const TAG_WEIGHT: f32 = 1.5;
const NAME_WEIGHT: f32 = 1.7;
/// The first word of a long text weighs this much more than one after [`LEAD_TERMS`].
const LEAD_WEIGHT: f32 = 0.5;
const LEAD_TERMS: usize = 60;

/// Cuts a text into weighted terms.
///
/// - `title`, `text`: masked, as written; capitals and `#` are read as hints of names
/// - returns: at most [`TERMS_MAX`] terms, heaviest kept, sorted by id, each id once
/// - cost: linear in the text
pub fn terms(title: &str, text: &str) -> Vec<Term> {
    let mut found = Found::default();
    let body = text.strip_prefix(title).unwrap_or(text);
    found.is_title = !body.trim().is_empty();
    found.read(&without_masks(title), TITLE_WEIGHT, false);
    found.is_title = false;
    found.read(&without_masks(body), 1.0, true);
    found.finish()
}

/// A text without the marks that stand for personal data, such as `[phone]`: that two texts both held a number says
/// nothing about what they tell.
fn without_masks(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('[') else { return Cow::Borrowed(text) };
    let mut kept = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(start) = rest.find('[') {
        kept.push_str(&rest[..start]);
        rest = &rest[start..];
        let is_mark = |inside: &str| inside.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let end = match rest.find(']') {
            Some(end) if is_mark(&rest[1..end]) => end + 1,
            _ => 1,
        };
        kept.push(' ');
        rest = &rest[end..];
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

#[derive(Default)]
struct Found {
    terms: HashMap<TermId, Seen, crate::stories::TermHasher>,
    count: usize,
    /// Whether a title is being read that a text follows.
    is_title: bool,
}

struct Seen {
    times: f32,
    times_in_title: f32,
    is_name: bool,
    first: usize,
    word: Option<Box<str>>,
}

impl Found {
    fn read(&mut self, part: &str, weight: f32, capitals_are_names: bool) {
        // Headlines are written in capitals throughout, so only running text can tell a name by them.
        let mut begins_sentence = true;
        for chunk in part.split_whitespace() {
            if chunk.starts_with("http") || chunk.starts_with('@') {
                continue;
            }
            let mut rest = chunk;
            while let Some(first) = rest.chars().next() {
                if is_han(first) {
                    let end = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
                    self.read_han(&rest[..end], weight);
                    rest = &rest[end..];
                } else if first.is_alphanumeric() {
                    let end = rest
                        .find(|c: char| is_han(c) || !(c.is_alphanumeric() || c == '\'' || c == '’'))
                        .unwrap_or(rest.len());
                    if rest[..end].bytes().all(|byte| byte.is_ascii_digit()) {
                        let decimals = decimals(&rest[end..]);
                        if decimals > 0 {
                            self.add(TermKind::Number, &rest[..end + decimals], weight, true, false);
                            begins_sentence = false;
                            rest = &rest[end + decimals..];
                            continue;
                        }
                        self.read_numbered(rest, end, weight);
                    }
                    let is_tag = chunk[..chunk.len() - rest.len()].ends_with('#');
                    let is_name = is_tag
                        || first.is_numeric()
                        || (capitals_are_names && first.is_uppercase() && !begins_sentence);
                    self.read_word(&rest[..end], weight, is_tag, is_name);
                    begins_sentence = false;
                    rest = &rest[end..];
                } else {
                    begins_sentence |= matches!(first, '.' | '!' | '?' | '"' | '“');
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
    }

    /// Chinese names of estates, bridges and firms stand in no dictionary, but their pairs of characters are
    /// rare together; so pairs carry the comparison, and words serve to be read.
    fn read_han(&mut self, run: &str, weight: f32) {
        let folded = text::fold(run);
        let ends: Vec<usize> = folded.char_indices().map(|(start, _)| start).chain([folded.len()]).collect();
        for pair in ends.windows(3) {
            self.add(TermKind::Word, &folded[pair[0]..pair[2]], weight, false, false);
        }
        for word in text::tokens_of_folded(&folded) {
            let length = word.chars().count();
            // Counts read badly as a headline: one sound, thirty boats, half a spoon.
            if word.starts_with(COUNTING) {
                continue;
            }
            if length == 2 && !text::is_stop(&word) {
                self.name(TermId::new(TermKind::Word, &word), &word);
            } else if length > 2 {
                self.add(TermKind::Word, &word, weight, false, true);
            }
        }
    }

    /// Of a number written beside Chinese the first character after it: line 7 is not line 3, and a lone digit is no term.
    fn read_numbered(&mut self, rest: &str, end: usize, weight: f32) {
        if let Some(of) = rest[end..].chars().next()
            && is_han(of)
            && !AMOUNTS.contains(of)
        {
            self.add(TermKind::Word, &rest[..end + of.len_utf8()], weight, true, true);
        }
    }

    fn read_word(&mut self, word: &str, weight: f32, is_tag: bool, is_name: bool) {
        if is_tag {
            let parts = camel_parts(word);
            if parts.len() > 1 {
                for part in parts {
                    self.add_word(part, weight, true);
                }
            }
        }
        self.add_word(word, if is_tag { weight * TAG_WEIGHT } else { weight }, is_name);
    }

    fn add_word(&mut self, word: &str, weight: f32, is_name: bool) {
        let folded = word.to_lowercase();
        let folded = folded.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
        if folded.chars().nth(1).is_none() || FURNITURE.binary_search(&folded).is_ok() || text::is_stop(folded) {
            return;
        }
        let stem = text::rank::root(singular(folded));
        let kind = if stem.bytes().all(|byte| byte.is_ascii_digit()) { TermKind::Number } else { TermKind::Word };
        self.add_as(kind, stem, folded, weight, is_name, kind == TermKind::Word);
    }

    fn add(&mut self, kind: TermKind, folded: &str, weight: f32, is_name: bool, is_word: bool) {
        self.add_as(kind, folded, folded, weight, is_name, is_word);
    }

    /// - `shown`: the form that a reader would recognise
    fn add_as(&mut self, kind: TermKind, folded: &str, shown: &str, weight: f32, is_name: bool, is_word: bool) {
        let first = self.count;
        let seen = self.terms.entry(TermId::new(kind, folded)).or_insert(Seen {
            times: 0.0,
            times_in_title: 0.0,
            is_name,
            first,
            word: None,
        });
        seen.times += weight;
        if self.is_title {
            seen.times_in_title += 1.0;
        }
        seen.is_name |= is_name;
        if is_word && seen.word.is_none() {
            seen.word = Some(shown.into());
        }
        self.count += 1;
    }

    fn name(&mut self, id: TermId, word: &str) {
        if let Some(seen) = self.terms.get_mut(&id)
            && seen.word.is_none()
        {
            seen.word = Some(word.into());
        }
    }

    fn finish(self) -> Vec<Term> {
        let is_long = self.terms.len() > LEAD_TERMS;
        let mut terms: Vec<(usize, Term)> = self
            .terms
            .into_iter()
            .map(|(id, seen)| {
                let mut weight = 1.0 + seen.times.ln().max(-0.5);
                if is_long {
                    weight *= 1.0 + LEAD_WEIGHT * (1.0 - seen.first as f32 / LEAD_TERMS as f32).max(0.0);
                }
                let mut in_title = if seen.times_in_title > 0.0 { 1.0 + seen.times_in_title.ln() } else { 0.0 };
                if seen.is_name {
                    weight *= NAME_WEIGHT;
                    in_title *= NAME_WEIGHT;
                }
                (seen.first, Term { id, weight, in_title, word: seen.word })
            })
            .collect();
        terms.sort_unstable_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(&b.0)).then(a.1.id.cmp(&b.1.id)));
        terms.truncate(TERMS_MAX);
        let mut terms: Vec<Term> = terms.into_iter().map(|(_, term)| term).collect();
        terms.sort_unstable_by_key(|term| term.id);
        terms
    }
}

/// How much of what follows some digits belongs to the same number: `.1` of a version, `.8` of billions.
fn decimals(rest: &str) -> usize {
    let digits = rest.strip_prefix('.').map_or(0, |tail| tail.bytes().take_while(u8::is_ascii_digit).count());
    if digits > 0 { digits + 1 } else { 0 }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Plural and singular tell of the same event. Nothing finer: a stemmer that errs joins what should stay apart.
fn singular(word: &str) -> &str {
    if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") { &word[..word.len() - 1] } else { word }
}

/// `CostaRica` as `Costa`, `Rica`: tags are names written together.
fn camel_parts(tag: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut was_lower) = (0, false);
    for (index, c) in tag.char_indices() {
        if c.is_uppercase() && was_lower {
            parts.push(&tag[start..index]);
            start = index;
        }
        was_lower = c.is_lowercase();
    }
    parts.push(&tag[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(title: &str, text: &str) -> Vec<String> {
        let mut words: Vec<String> = terms(title, text).into_iter().filter_map(|t| t.word.map(String::from)).collect();
        words.sort();
        words
    }

    #[test]
    fn a_tag_counts_whole_and_in_parts_and_the_furniture_of_posts_does_not() {
        assert_eq!(words("", "RT @user: #WestBridge closed http://t.co/x"), ["bridge", "closed", "west", "westbridge"]);
    }

    #[test]
    fn the_furniture_is_sorted_because_it_is_searched_by_halving() {
        assert!(FURNITURE.is_sorted());
    }

    #[test]
    fn the_kind_of_a_term_travels_in_its_id() {
        let id = |kind| TermId::new(kind, "7");
        assert_eq!(id(TermKind::Number).kind(), TermKind::Number);
        assert!(id(TermKind::Place).is_neutral() && !id(TermKind::Word).is_neutral());
        assert_eq!(terms("", "line 77")[1].id.kind(), TermKind::Number);
    }

    #[test]
    fn a_numbered_thing_is_known_by_its_number_and_an_amount_is_not() {
        assert!(words("", "地铁7号线何时开工").contains(&"7号".to_owned()));
        assert!(!words("", "停水3天了").iter().any(|word| word.starts_with('3')));
        assert_ne!(terms("", "iOS 7.1"), terms("", "iOS 7.2"));
    }

    #[test]
    fn a_title_counts_by_itself_only_where_a_text_follows() {
        let in_title = |title, text| terms(title, text).iter().filter(|term| term.in_title > 0.0).count();
        assert_eq!(in_title("Bridge closed", "Bridge closed since a crack was found"), 2);
        assert_eq!(in_title("Bridge closed", ""), 0);
        assert_eq!(in_title("", "Bridge closed"), 0);
    }

    #[test]
    fn a_long_text_keeps_its_heaviest_terms() {
        let long: String = (0..500).map(|n| format!("Word{n} ")).collect();
        assert_eq!(terms("", &long).len(), TERMS_MAX);
    }
}
