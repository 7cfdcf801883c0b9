//! What every page promises, as one check that the tests of `site` and `desk` run over all of theirs.

use crate::UiLang;
use crate::words::MISSING;

/// Faults of a printed page that a reader, a browser's policy or a screen reader would stumble over; empty if there are none.
pub fn faults(page: &str, lang: UiLang) -> Vec<String> {
    let mut faults = Vec::new();
    if !page.contains(&format!("<html lang=\"{}\"", lang.tag())) {
        faults.push(format!("the page does not say that it is in {}", lang.tag()));
    }
    for part in page.split(MISSING).skip(1) {
        faults.push(format!("missing words: {}", part.split('\u{27e7}').next().unwrap_or_default()));
    }
    for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:", "<script>"] {
        if page.contains(forbidden) {
            faults.push(format!("the content policy forbids {forbidden}"));
        }
    }
    let levels = headings(page);
    if levels.iter().filter(|level| **level == 1).count() != 1 {
        faults.push(format!("one h1, please: {levels:?}"));
    }
    if levels.windows(2).any(|pair| pair[1] > pair[0] + 1) {
        faults.push(format!("headings skip a level: {levels:?}"));
    }
    for id in repeated_ids(page) {
        faults.push(format!("two elements have the id {id}"));
    }
    faults
}

fn headings(page: &str) -> Vec<u32> {
    let level_of =
        |part: &str| part.chars().next().and_then(|c| c.to_digit(10)).filter(|level| (1..=6).contains(level));
    page.split("<h").skip(1).filter_map(level_of).collect()
}

fn repeated_ids(page: &str) -> Vec<String> {
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    ids.sort_unstable();
    ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned()).collect()
}
