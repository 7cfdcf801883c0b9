//! Names that tell each other: in a list, as a pair, as those who speak in a scene.

use super::PersonalKind::Name;
use super::claims::Claims;
use super::names_known::{FAMILY, GIVEN, OTHER, Word, is_place, is_shouted, is_title};
use std::collections::HashSet;
use std::ops::Range;

/// Names in a row: `Ann, Bert and Cleo`. What the list itself does not tell, the known among them do.
///
/// - returns: the words that are a firm's, called after its partners
pub(super) fn find_lists(text: &str, words: &[Word], claims: &mut Claims) -> HashSet<usize> {
    /// Who is listed behind a colon.
    const LISTED: [&str; 12] = [
        "founders",
        "members",
        "children",
        "kids",
        "names",
        "authors",
        "guests",
        "witnesses",
        "players",
        "neighbours",
        "neighbors",
        "friends",
    ];
    let mut firms = HashSet::new();
    let gap = |at: usize| words.get(at + 1).map_or("", |next| &text[words[at].range.end..next.range.start]);
    let mut at = 0;
    while at < words.len() {
        if !words[at].is_capital || gap(at) != ", " {
            at += 1;
            continue;
        }
        let mut parts = vec![at];
        let mut last = at;
        while words[last].is_capital && gap(last) == ", " && words[last + 1].is_capital {
            last += 1;
            parts.push(last);
        }
        let is_ended = parts.len() > 1
            && gap(last) == " "
            && words[last + 1].lower == "and"
            && gap(last + 1) == " "
            && words[last + 2].is_capital;
        if is_ended {
            last += 2;
            parts.push(last);
        }
        let goes_on = words
            .get(last + 1)
            .is_some_and(|next| gap(last) == ", " && next.is_capital || gap(last) == " " && next.lower == "and");
        let lower = |part: &usize| words[*part].lower.as_str();
        let is_longer = words.get(last + 1).is_some_and(|next| next.is_joined && next.is_capital)
            || at > 0 && words[at].is_joined && words[at - 1].is_capital;
        if is_ended && parts.len() > 2 && !goes_on {
            let given = parts.iter().filter(|part| GIVEN.get(lower(part)) == Some(&true)).count();
            let family = parts.iter().filter(|part| FAMILY.contains(lower(part))).count();
            let before = text[..words[at].range.start].trim_end();
            let is_led = before.ends_with(':');
            let is_of_persons = is_led && at > 0 && LISTED.contains(&words[at - 1].word(text).as_str());
            let known = given + family;
            let is_clear = parts.iter().all(|part| !OTHER.contains(lower(part)) && !crate::is_stop(lower(part)));
            if is_clear
                && !is_longer
                && (is_of_persons && known > 0
                    || is_led && known * 2 >= parts.len()
                    || given * 2 > parts.len() && family == 0)
            {
                for part in &parts {
                    claims.claim(words[*part].range.clone(), Name);
                }
            } else if parts.len() == 3 && !is_led && family > 0 {
                firms.extend(parts);
            }
        }
        at = last + 1;
    }
    firms
}

/// Two people of whom one is known: `Ann and Ostberle were neighbours`.
pub(super) fn find_pairs(text: &str, words: &[Word], claims: &mut Claims) {
    const DO: [&str; 8] = ["were", "had", "live", "lived", "met", "came", "went", "wrote"];
    for [first, and, second, verb] in words.array_windows() {
        if and.lower != "and"
            || !(and.is_joined && second.is_joined && verb.is_joined)
            || !DO.contains(&verb.word(text).as_str())
        {
            continue;
        }
        let is_part = |word: &Word| {
            word.is_capital
                && word.lower.len() > 2
                && !is_shouted(text, word)
                && !OTHER.contains(word.lower.as_str())
                && !crate::is_stop(&word.lower)
                && !is_title(word)
                && !is_place(word)
        };
        // Firms are called after families as well, and only people live and meet.
        let is_personal = ["live", "lived", "met", "wrote"].contains(&verb.word(text).as_str());
        let is_known = |word: &Word| {
            let family = is_personal && word.lower.len() > 4 && FAMILY.contains(word.lower.as_str());
            family || GIVEN.get(word.lower.as_str()) == Some(&true)
        };
        if is_part(first) && is_part(second) && !first.is_joined && (is_known(first) || is_known(second)) {
            claims.claim(first.range.clone(), Name);
            claims.claim(second.range.clone(), Name);
        }
    }
}

/// Who speaks in a scene: a word and a colon at the beginning of a line, where another such word is a known name.
pub(super) fn find_speakers(text: &str, words: &[Word], claims: &mut Claims) {
    if !text.contains('\n') {
        return;
    }
    let begins = |word: &&Word| {
        let before = text[..word.range.start].chars().next_back();
        before.is_none_or(|c| c == '\n')
            && word.is_capital
            && !is_shouted(text, word)
            && text[word.range.end..].starts_with(':')
    };
    let speakers: Vec<&Word> = words.iter().filter(begins).collect();
    let is_known = |word: &&Word| GIVEN.get(word.lower.as_str()) == Some(&true);
    let is_any = |word: &&Word| GIVEN.contains_key(word.lower.as_str()) || !crate::is_stop(&word.lower);
    if speakers.len() > 1 && speakers.iter().any(is_known) {
        let says =
            |word: &&Word| matches!(text[word.range.end + 1..].trim_start_matches(' ').chars().next(), Some('"' | '“'));
        let is_scene = speakers.iter().filter(|word| says(word) || is_known(word)).count() > 1 || speakers.len() > 2;
        for word in speakers.into_iter().filter(|word| is_scene && is_any(word)) {
            claims.claim(word.range.clone(), Name);
        }
    }
}

/// Given names in a row in a text without capitals, three at least and all but one known.
pub(super) fn find_small_lists(text: &str, claims: &mut Claims) {
    const LEAST: usize = 3;
    for line in text.split(['\n', ':', ';', '.', '?', '!']).filter(|line| line.matches(", ").count() + 1 >= LEAST) {
        let mut row: Vec<Range<usize>> = Vec::new();
        let mut close = |row: &mut Vec<Range<usize>>| {
            let known = row.iter().filter(|part| GIVEN.contains_key(&text[(*part).clone()])).count();
            let is_sure =
                row.iter().filter(|part| GIVEN.get(&text[(*part).clone()]) == Some(&true)).count() * 2 >= row.len();
            if row.len() >= LEAST && known + 1 >= row.len() && is_sure {
                for part in row.iter() {
                    claims.claim(part.clone(), Name);
                }
            }
            row.clear();
        };
        for part in line.split(", ").flat_map(|part| part.split(" and ")) {
            let name = part.trim();
            // Both are parts of one string, so the distance is where the name stands.
            let start = name.as_ptr() as usize - text.as_ptr() as usize;
            if name.len() > 2 && name.chars().all(char::is_alphabetic) && !crate::is_stop(name) {
                row.push(start..start + name.len());
            } else {
                close(&mut row);
            }
        }
        close(&mut row);
    }
}
