//! From characters to words and signs. Half and full width, Chinese and Latin signs are told apart nowhere else.

use super::explain::Arg;
use super::parse::QueryError;
use super::prepare::runs;
use super::{DISTANCE_MAX, PREFIX_MIN_HAN, PREFIX_MIN_LATIN};
use crate::fold::fold;
use crate::segment::is_han;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// One word or sign and the characters that it was read from.
#[derive(Debug)]
pub(super) struct Lexeme {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Term { words: String, is_prefix: bool },
    And,
    Or,
    Not,
    Plus,
    Minus,
    Near(u32),
    Open,
    Close,
}

/// - returns: the lexemes in order; what cannot be read goes to `errors`, and reading goes on behind it
/// - cost: one pass
pub(super) fn lex(input: &str, errors: &mut Vec<QueryError>) -> Vec<Lexeme> {
    let mut lexer = Lexer { letters: input.chars().collect(), at: 0, lexemes: Vec::new(), errors };
    while lexer.at < lexer.letters.len() {
        lexer.step();
    }
    lexer.lexemes
}

/// The words of a term as the language keeps them: folded, without punctuation.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let mut words = String::with_capacity(folded.len());
    let mut end = None;
    for run in runs(&folded) {
        if end.is_some_and(|end| end != run.range.start) {
            words.push(' ');
        }
        end = Some(run.range.end);
        words.push_str(&folded[run.range]);
    }
    words
}

/// Whether a folded word is read as a sign unless it is quoted.
pub(super) fn is_operator(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "与" | "或" | "非")
}

struct Lexer<'e> {
    letters: Vec<char>,
    at: usize,
    lexemes: Vec<Lexeme>,
    errors: &'e mut Vec<QueryError>,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let start = self.at;
        let c = narrow(self.letters[start]);
        let kind = match c {
            '(' => Kind::Open,
            ')' => Kind::Close,
            '&' | '|' => {
                // `&&` and `||` are one sign each.
                if self.peek(1) == Some(c) {
                    self.at += 1;
                }
                if c == '&' { Kind::And } else { Kind::Or }
            }
            '!' => Kind::Not,
            '+' => Kind::Plus,
            '-' => Kind::Minus,
            '*' => {
                self.at += 1;
                return self.errors.push(QueryError::at(start..self.at, "topic-query-wildcard-place"));
            }
            '"' | '「' | '『' => return self.quote(c),
            _ if is_letter(self.letters[start]) => return self.word(),
            _ => {
                self.at += 1;
                return;
            }
        };
        self.at += 1;
        self.push(start, kind);
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at + ahead).copied().map(narrow)
    }

    fn push(&mut self, start: usize, kind: Kind) {
        self.lexemes.push(Lexeme { range: start..self.at, kind });
    }

    fn quote(&mut self, open: char) {
        let start = self.at;
        let close = match open {
            '「' => '」',
            '『' => '』',
            _ => '"',
        };
        let length = self.letters[start + 1..].iter().position(|c| narrow(*c) == close);
        let Some(length) = length else {
            // The place is the sign itself: where the quotation should have ended nobody knows.
            self.errors.push(QueryError::at(start..start + 1, "topic-query-unclosed-quote"));
            self.at = self.letters.len();
            return;
        };
        let inside = start + 1..start + 1 + length;
        self.at = inside.end + 1;
        for (place, c) in inside.clone().zip(&self.letters[inside.clone()]) {
            if narrow(*c) == '*' {
                self.errors.push(QueryError::at(place..place + 1, "topic-query-wildcard-place"));
            }
        }
        let words = plain(&self.letters[inside].iter().collect::<String>());
        if words.is_empty() {
            self.errors.push(QueryError::at(start..self.at, "topic-query-empty-quote"));
            return;
        }
        self.term(start, words);
    }

    fn word(&mut self) {
        let start = self.at;
        while self.at < self.letters.len() && (is_letter(self.letters[self.at]) || self.joins()) {
            self.at += 1;
        }
        let text: String = self.letters[start..self.at].iter().collect();
        let folded = fold(&text);
        if self.peek(0) != Some('*') {
            let kind = match folded.as_str() {
                "and" | "与" => Some(Kind::And),
                "or" | "或" => Some(Kind::Or),
                "not" | "非" => Some(Kind::Not),
                _ => None,
            };
            if let Some(kind) = kind {
                return self.push(start, kind);
            }
            if folded == "near" && self.peek(0) == Some('/') {
                self.at += 1;
                return self.near(start, "");
            }
            if let Some(distance) = folded.strip_prefix("near/") {
                return self.near(start, distance);
            }
        }
        let words = plain(&text);
        if !words.is_empty() {
            self.term(start, words);
        }
    }

    /// Signs inside a Latin word or number belong to it: covid-19, 12/24, don't. Beside Chinese, which is written without
    /// spaces, they are signs of the language: 停水-演习.
    fn joins(&self) -> bool {
        let is_latin = |c: Option<&char>| c.is_some_and(|c| is_letter(*c) && !is_han(*c));
        let sign = narrow(self.letters[self.at]);
        let is_sign = matches!(sign, '-' | '+' | '!' | '/' | '.' | '_' | '\'' | '’' | ':' | '@' | '#');
        is_sign && is_latin(self.letters.get(self.at.wrapping_sub(1))) && is_latin(self.letters.get(self.at + 1))
    }

    fn near(&mut self, start: usize, distance: &str) {
        let distance = distance.parse().ok().filter(|n| (1..=DISTANCE_MAX).contains(n));
        if distance.is_none() {
            let error = QueryError::at(start..self.at, "topic-query-near-distance");
            self.errors.push(error.with("limit", Arg::Count(DISTANCE_MAX as usize)));
        }
        self.push(start, Kind::Near(distance.unwrap_or(1)));
    }

    fn term(&mut self, start: usize, words: String) {
        let is_prefix = self.peek(0) == Some('*');
        if is_prefix {
            self.at += 1;
            if self.letters.get(self.at).is_some_and(|c| is_letter(*c)) {
                self.errors.push(QueryError::at(self.at - 1..self.at, "topic-query-wildcard-place"));
            }
            let (length, minimum) = runs(&words).last().map_or((0, PREFIX_MIN_LATIN), |run| {
                let minimum = if run.is_han { PREFIX_MIN_HAN } else { PREFIX_MIN_LATIN };
                (words[run.range].chars().count(), minimum)
            });
            if length < minimum {
                let error = QueryError::at(start..self.at, "topic-query-wildcard-too-short");
                self.errors.push(error.with("minimum", Arg::Count(minimum)));
            }
        }
        self.push(start, Kind::Term { words, is_prefix });
    }
}

/// The half-width form of a sign; all double quotation marks are one, because keyboards mix them.
fn narrow(c: char) -> char {
    match c {
        '“' | '”' | '„' | '〝' | '〞' | '＂' => '"',
        '−' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Letters, digits, what combines with them, and what cannot be seen: a zero-width space does not end a word.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
        || is_combining_mark(c)
        || !c.is_ascii() && !c.is_whitespace() && fold(c.encode_utf8(&mut [0; 4])).is_empty()
}
