//! A text made ready for many queries: folded and cut once, with the way back to what was written.

use crate::fold::fold;
use crate::segment::{is_han, tokens_of_folded};
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, char::canonical_combining_class, is_nfkc_quick};

/// A folded and cut text. It borrows what it was made from and dies with it.
pub struct Prepared<'a> {
    text: &'a str,
    pub(super) folded: String,
    pub(super) tokens: Vec<Token>,
    /// Made when the first hit is shown: most texts match nothing.
    origins: OnceLock<Vec<Origin>>,
}

/// A token's place in the folded text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// Where the word ends when its plural is cut.
    pub stem_end: u32,
}

/// Where a part of the folded text comes from.
struct Origin {
    /// First byte in the folded text.
    folded: usize,
    /// Characters of the text as written.
    written: Range<usize>,
}

impl<'a> Prepared<'a> {
    /// - `text`: as written, in any script and width
    /// - cost: folding and cutting, which the bench `query` measures apart
    pub fn of(text: &'a str) -> Self {
        Prepared::of_folded(text, fold(text))
    }

    /// - `folded`: what [`fold`] makes of the text
    pub(super) fn of_folded(text: &'a str, folded: String) -> Self {
        let tokens = tokens_in(&folded);
        Prepared { text, folded, tokens, origins: OnceLock::new() }
    }

    pub fn token_count(&self) -> usize {
        self.tokens.len()
    }

    /// - `tokens`: from the first to behind the last, not empty
    /// - returns: characters (not bytes) of the text as written
    pub(super) fn written(&self, tokens: Range<u32>) -> Range<usize> {
        let origins = self.origins.get_or_init(|| origins(self.text));
        let (first, last) = (self.tokens[tokens.start as usize], self.tokens[tokens.end as usize - 1]);
        let holder = |byte: u32| {
            let after = origins.partition_point(|origin| origin.folded <= byte as usize);
            origins.get(after.saturating_sub(1)).map_or(0..0, |origin| origin.written.clone())
        };
        holder(first.start).start..holder(last.end.saturating_sub(1)).end
    }

    /// The place among the tokens of the one that begins at a byte.
    pub(super) fn token_at(&self, start: u32) -> Option<u32> {
        self.tokens.binary_search_by_key(&start, |token| token.start).ok().map(|index| index as u32)
    }
}

/// A stretch of a folded text that is all Chinese or one word of another script, as [`tokens_of_folded`] tells them apart.
pub(super) struct Run {
    pub range: Range<usize>,
    pub is_han: bool,
}

/// - cost: one pass
pub(super) fn runs(folded: &str) -> impl Iterator<Item = Run> + '_ {
    let is_word = |c: char| c.is_alphanumeric() && !is_han(c) || c == '\'' || c == '’';
    let mut start = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &folded[start..];
            let first = rest.chars().next()?;
            let begin = start;
            let length = |test: &dyn Fn(char) -> bool| rest.find(|c: char| !test(c)).unwrap_or(rest.len());
            if is_han(first) {
                start += length(&is_han);
                return Some(Run { range: begin..start, is_han: true });
            }
            if !is_word(first) {
                start += length(&|c| !is_han(c) && !is_word(c));
                continue;
            }
            start += length(&is_word);
            let word = &folded[begin..start];
            let begin = start - word.trim_start_matches(['\'', '’']).len();
            let word = folded[begin..start].trim_end_matches(['\'', '’']);
            if !word.is_empty() {
                return Some(Run { range: begin..begin + word.len(), is_han: false });
            }
        }
    })
}

/// The crate's tokens with their places. They are found again in order rather than cut anew, so that an index, a ranking and
/// a query can never disagree about where words end.
fn tokens_in(folded: &str) -> Vec<Token> {
    let cut = tokens_of_folded(folded);
    let mut lengths = cut.iter().map(String::len);
    let mut tokens = Vec::with_capacity(cut.len());
    for run in runs(folded) {
        let mut start = run.range.start;
        while start < run.range.end {
            let length = lengths.next().unwrap_or(run.range.end - start);
            let stem_end = (start + length).min(run.range.end);
            let end = if run.is_han { stem_end } else { run.range.end };
            tokens.push(Token { start: start as u32, end: end as u32, stem_end: stem_end as u32 });
            start = end;
        }
    }
    tokens
}

/// The parts of a text that fold by themselves. Normalisation composes characters with their neighbours, so a part begins
/// only where nothing joins what stood before.
fn origins(text: &str) -> Vec<Origin> {
    let mut origins = Vec::new();
    let mut folded_bytes = 0;
    let mut is_space_due = false;
    let mut written = 0;
    let mut parts = text.char_indices().peekable();
    while let Some((begin, _)) = parts.next() {
        let mut count = 1;
        while parts.next_if(|(_, c)| !begins_anew(*c)).is_some() {
            count += 1;
        }
        let end = parts.peek().map_or(text.len(), |(place, _)| *place);
        // Folded alone, a part loses the white space before it, which the whole keeps, and which only normalising shows:
        // `¨` becomes a space and a mark. White space behind a part is a part of its own.
        let part: String = text[begin..end].nfkc().collect();
        if part.starts_with(char::is_whitespace) {
            is_space_due = folded_bytes > 0;
        }
        let part = fold(&part);
        if !part.is_empty() {
            folded_bytes += usize::from(is_space_due);
            is_space_due = false;
            origins.push(Origin { folded: folded_bytes, written: written..written + count });
            folded_bytes += part.len();
        }
        written += count;
    }
    origins
}

fn begins_anew(c: char) -> bool {
    if c.is_ascii() || is_han(c) {
        return true;
    }
    std::iter::once(c).nfkd().next().is_none_or(|first| {
        canonical_combining_class(first) == 0 && is_nfkc_quick(std::iter::once(first)) != IsNormalized::Maybe
    })
}
