//! From a written text to what one person posts: slots filled, a few words in front or behind, or a copy of someone else's.

use crate::random::Random;
use crate::storyline::Slots;

/// Fills every `{...}` of a template: `{a|b}` becomes one of those given, `{3-40}` a number in that range, and `{name}` one of
/// the named list, itself filled in turn.
///
/// - `slots`: the lists to look a name up in, the nearest first; a name that is in none stays as it is written
pub(crate) fn fill(template: &str, slots: &[&Slots], random: &mut Random) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(length) = matching_brace(&rest[open..]) else { break };
        let inside = &rest[open + 1..open + length];
        filled.push_str(&rest[..open]);
        filled.push_str(&choose(inside, slots, random));
        rest = &rest[open + length + 1..];
    }
    filled.push_str(rest);
    filled
}

fn choose(inside: &str, slots: &[&Slots], random: &mut Random) -> String {
    let alternatives = split_outside_braces(inside);
    if let [_, _, ..] = alternatives.as_slice() {
        return random.pick(&alternatives).map(|one| fill(one, slots, random)).unwrap_or_default();
    }
    if let Some((low, high)) =
        inside.split_once('-').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)))
    {
        let (low, high): (usize, usize) = (low, high);
        return (low + random.below(high.saturating_sub(low) + 1)).to_string();
    }
    match slots.iter().find_map(|list| list.get(inside)).and_then(|list| random.pick(list)) {
        Some(one) => fill(one, slots, random),
        None => format!("{{{inside}}}"),
    }
}

/// - `text`: begins with an opening brace
/// - returns: the byte position of the brace that closes it
fn matching_brace(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (position, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(position),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn split_outside_braces(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0i32, 0);
    for (position, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            '|' if depth == 0 => {
                parts.push(&text[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Copies a text as people hand it on: whole behind a mark or a comment, or cut off where the box was full.
///
/// - `mark`: what stands in front, already filled
pub(crate) fn hand_on(original: &str, mark: &str, random: &mut Random) -> String {
    let letters = original.chars().count();
    if letters > 40 && random.chance(0.25) {
        let kept = letters * (60 + random.below(30)) / 100;
        let cut: String = original.chars().take(kept).collect();
        format!("{mark}{}…", cut.trim_end())
    } else {
        format!("{mark}{original}")
    }
}

/// The headline that a forum shows: the first sentence that says something, cut where the box of the form ends.
///
/// - returns: the beginning of `text`, 1 to 26 Chinese or 70 Latin letters long
pub(crate) fn headline(text: &str) -> String {
    let is_latin = text.chars().filter(char::is_ascii).count() * 2 > text.chars().count();
    let (least, most) = if is_latin { (18, 70) } else { (6, 26) };
    // A greeting or an outcry is a sentence too, but nobody puts it alone above a post.
    let end = text.char_indices().enumerate().find_map(|(count, (position, letter))| {
        let ends = matches!(letter, '。' | '！' | '？' | '；' | '!' | '?' | '\n')
            || (letter == '.' && text[position + 1..].starts_with(' '));
        (ends && count >= least).then_some(position)
    });
    let first = &text[..end.unwrap_or(text.len())];
    let whole = first.chars().count() <= most;
    let cut: String = first.chars().take(most).collect();
    let kept = match cut.rsplit_once(if is_latin { ' ' } else { '，' }) {
        Some((kept, _)) if !whole && kept.chars().count() >= least => kept,
        _ => &cut,
    };
    kept.trim_matches([' ', '.', '。', '…']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_nest_and_numbers_stay_in_their_range() {
        let slots = Slots::from([("road".to_owned(), vec!["Luwei Road".to_owned()])]);
        let mut random = Random::named("test");
        for _ in 0..50 {
            let filled = fill("{on {road}|at home}, {3-5} times", &[&slots], &mut random);
            let (place, count) = filled.split_once(", ").expect("the comma stays");
            assert!(place == "on Luwei Road" || place == "at home", "{place}");
            assert!(["3 times", "4 times", "5 times"].contains(&count), "{count}");
        }
    }

    #[test]
    fn an_open_brace_and_an_unknown_name_stay_as_written() {
        assert_eq!(fill("a {b", &[], &mut Random::named("")), "a {b");
        assert_eq!(fill("{nobody}", &[], &mut Random::named("")), "{nobody}");
    }

    #[test]
    fn a_headline_is_the_beginning_of_its_text() {
        let text = "今天早上七点四十，二号线在银塘站停了十几分钟，没有任何广播。";
        assert_eq!(headline(text), "今天早上七点四十，二号线在银塘站停了十几分钟");
        assert!(text.starts_with(&headline(text)));
        assert_eq!(headline("Hi all. Is Line 2 stuck again? Third time."), "Hi all. Is Line 2 stuck again");
    }
}
