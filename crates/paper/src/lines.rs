//! Where lines end: where words do, in Chinese and in other scripts, but never before closing marks and after opening ones, nor
//! between a figure and what it counts. A word longer than the line is cut.

use crate::face::Face;

/// No line begins with one of these,
const CLOSING: &str = "，。、；：？！）》」』】〉”’…—·％%,.;:?!)]}";
/// and none ends with one of these.
const OPENING: &str = "（《「『【〈“‘([{";

/// - `width`: of the column, in thousandths of the size
pub fn broken(face: &Face, text: &str, width: f32) -> Vec<String> {
    text.lines().flat_map(|line| one(face, line, width)).collect()
}

fn one(face: &Face, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    for piece in pieces(text) {
        let piece_width: f32 = piece.chars().map(|c| face.width(c)).sum();
        if used + piece_width > width && !line.is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0.0;
            if piece.trim().is_empty() {
                continue;
            }
        }
        if piece_width <= width {
            line.push_str(piece);
            used += piece_width;
            continue;
        }
        for c in piece.chars() {
            let c_width = face.width(c);
            if used + c_width > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += c_width;
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Cuts a text where a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let word_ends = text::word_ends(text);
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let may_end = before.is_some_and(|before| {
            let is_cut = before == ' ' || is_wide(before) || is_wide(c);
            let is_within_word = is_han(before) && is_han(c) && !word_ends.contains(&at);
            let is_counted = before.is_ascii_digit() && is_han(c);
            is_cut && !is_within_word && !is_counted && c != ' ' && !CLOSING.contains(c) && !OPENING.contains(before)
        });
        if may_end {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{2EBEF}')
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_a_printer_would_end_them() {
        let face = Face::new();
        let check = |text: &str, ems: f32, expected: &[&str]| assert_eq!(broken(&face, text, ems * 1000.0), expected);
        check("老港片区，自来水", 4.0, &["老港", "片区，", "自来水"]);
        check("他说“停水了”。", 3.4, &["他说", "“停水", "了”。"]);
        check("地铁晚点20分钟", 5.0, &["地铁晚点", "20分钟"]);
        check("water is off", 4.0, &["water is", "off"]);
        check("", 4.0, &[]);
        assert!(broken(&face, &"x".repeat(50), 4000.0).len() > 4);
    }
}
