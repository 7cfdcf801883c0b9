//! What changed between two texts, so that whoever approves a correction sees it at a glance.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// One run of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub change: Changed,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Same,
    Added,
    Removed,
}

/// The runs that lead from one text to another: Latin by words, Chinese by characters.
pub fn runs(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (pieces(old), pieces(new));
    let mut runs: Vec<Run> = Vec::new();
    let mut push = |change, text: String| {
        if text.is_empty() {
            return;
        }
        match runs.last_mut() {
            Some(last) if last.change == change => last.text.push_str(&text),
            _ => runs.push(Run { change, text }),
        }
    };
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        match op {
            DiffOp::Equal { old_index, len, .. } => push(Changed::Same, old[old_index..old_index + len].concat()),
            DiffOp::Delete { old_index, old_len, .. } => {
                push(Changed::Removed, old[old_index..old_index + old_len].concat());
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                push(Changed::Added, new[new_index..new_index + new_len].concat());
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                push(Changed::Removed, old[old_index..old_index + old_len].concat());
                push(Changed::Added, new[new_index..new_index + new_len].concat());
            }
        }
    }
    runs
}

/// Words with the space after them, Chinese characters one by one.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = match before {
            None => false,
            Some(before) => {
                let is_within_word = before.is_ascii_alphanumeric() && c.is_ascii_alphanumeric();
                let is_space_after_word = before != '\n' && c == ' ';
                !is_within_word && !is_space_after_word
            }
        };
        if breaks {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let mark = |run: &Run| match run.change {
            Changed::Same => run.text.clone(),
            Changed::Added => format!("[+{}]", run.text),
            Changed::Removed => format!("[-{}]", run.text),
        };
        runs(old, new).iter().map(mark).collect()
    }

    #[test]
    fn changes_are_shown_word_by_word_and_character_by_character() {
        assert_eq!(shown("The water is safe.", "The water is not safe."), "The water is [+not ]safe.");
        assert_eq!(shown("检测合格", "检测不合格"), "检测[+不]合格");
        assert_eq!(shown("same", "same"), "same");
        assert_eq!(shown("", "new"), "[+new]");
    }
}
