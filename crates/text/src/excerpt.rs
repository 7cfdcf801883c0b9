//! A short piece of a long text around what was found in it.

use std::ops::Range;

/// A run of an excerpt that was found, or was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub is_hit: bool,
}

/// Characters before the first hit, so that it is read within its sentence.
const BEFORE: usize = 24;
const CUT: char = '…';

/// The piece of a text that holds most of what was found, with the hits apart.
///
/// - `hits`: characters (not bytes) of the text, in any order; they may overlap
/// - `length`: characters of the excerpt at most, the marks of what was cut beside them
/// - returns: pieces that make the excerpt when they are put together; line breaks are spaces
pub fn excerpt(text: &str, hits: &[Range<usize>], length: usize) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let hits = joined(hits, letters.len());
    let start = if letters.len() <= length { 0 } else { start(&hits, letters.len(), length) };
    let end = (start + length).min(letters.len());
    // What ended the sentence before the cut would stand alone after it.
    let is_hit = |at: usize| hits.iter().any(|hit| hit.contains(&at));
    let start = match start {
        0 => 0,
        cut => (cut..end).find(|at| letters[*at].is_alphanumeric() || is_hit(*at)).unwrap_or(cut),
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |range: Range<usize>, is_hit: bool| {
        if range.start < range.end {
            pieces.push(Piece { text: letters[range].iter().collect(), is_hit });
        }
    };
    let mut at = start;
    for hit in hits.iter().filter(|hit| hit.end > start && hit.start < end) {
        let hit = hit.start.max(start)..hit.end.min(end);
        push(at..hit.start, false);
        push(hit.clone(), true);
        at = hit.end;
    }
    push(at..end, false);
    let cut = || Piece { text: CUT.to_string(), is_hit: false };
    if start > 0 {
        pieces.insert(0, cut());
    }
    if end < letters.len() {
        pieces.push(cut());
    }
    pieces
}

/// Hits in the order of the text, those that touch made one.
fn joined(hits: &[Range<usize>], length: usize) -> Vec<Range<usize>> {
    let mut sorted: Vec<Range<usize>> = hits.iter().map(|hit| hit.start.min(length)..hit.end.min(length)).collect();
    sorted.sort_unstable_by_key(|hit| (hit.start, hit.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for hit in sorted {
        match joined.last_mut() {
            Some(last) if hit.start <= last.end => last.end = last.end.max(hit.end),
            _ => joined.push(hit),
        }
    }
    joined
}

/// Where the window begins that holds the most hits; of equals the first.
fn start(hits: &[Range<usize>], letters: usize, length: usize) -> usize {
    let within = |start: usize| hits.iter().filter(|hit| hit.start >= start && hit.end <= start + length).count();
    let starts = hits.iter().take(64).map(|hit| hit.start.saturating_sub(BEFORE).min(letters - length));
    // `max_by_key` gives the last of equals.
    starts.rev().max_by_key(|start| within(*start)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, hits: &[Range<usize>], length: usize) -> String {
        let mark = |piece: Piece| if piece.is_hit { format!("[{}]", piece.text) } else { piece.text };
        excerpt(text, hits, length).into_iter().map(mark).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole_with_its_hits_apart() {
        assert_eq!(shown("老港停水了", std::slice::from_ref(&(2..4)), 40), "老港[停水]了");
        assert_eq!(shown("老港停水了", &[], 40), "老港停水了");
        assert_eq!(shown("老港\n停水了", &[0..2, 1..3], 40), "[老港 ]停水了");
    }

    #[test]
    fn a_cut_text_does_not_begin_with_the_end_of_a_sentence() {
        let text = format!("{}. We say more before me water {}", "x".repeat(80), "z".repeat(40));
        let at = text.find("water").expect("it stands there");
        let shown = shown(&text, std::slice::from_ref(&(at..at + 5)), 40);
        assert_eq!(shown, "…We say more before me [water] zzzzzzzzzz…");
    }

    #[test]
    fn a_long_text_is_shown_where_most_was_found() {
        let text = format!("water {} brown water here {}", "x ".repeat(100), "y ".repeat(100));
        let at = text.find("brown").expect("it is there");
        let shown = shown(&text, &[0..5, at..at + 5, at + 6..at + 11], 60);
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("[brown] [water]"), "{shown}");
    }

    #[test]
    fn places_beyond_the_text_do_not_panic() {
        assert_eq!(shown("abc", &[2..9, 40..50], 2), "ab…");
    }
}
