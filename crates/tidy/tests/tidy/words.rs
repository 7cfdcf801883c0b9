//! Words on screen: both languages, no key too many and none too few.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use tidy::{expect_none, files};

/// Key (with attribute) to the placeables it names.
fn keys(lang: &str) -> BTreeMap<String, BTreeSet<String>> {
    let message = Regex::new(r"^([a-zA-Z][\w-]*)\s*=").expect("a pattern");
    let placeable = Regex::new(r"\{\s*\$([\w-]+)").expect("a pattern");
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&format!("locales/{lang}"), &[".ftl"]) {
        let mut key = String::new();
        for line in file.text.lines() {
            if let Some(found) = message.captures(line) {
                key = found[1].to_owned();
                assert!(!keys.contains_key(&key), "{lang}: {key} stands twice, again in {}", file.path);
                keys.insert(key.clone(), BTreeSet::new());
            }
            // `n` chooses a plural, which Chinese does not have.
            for found in placeable.captures_iter(line).filter(|found| &found[1] != "n") {
                keys.entry(key.clone()).or_default().insert(found[1].to_owned());
            }
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_values_in_them() {
    let (en, zh) = (keys("en"), keys("zh"));
    let mut findings = Vec::new();
    for key in en.keys().chain(zh.keys()).collect::<BTreeSet<_>>() {
        match (en.get(key), zh.get(key)) {
            (Some(a), Some(b)) if a != b => findings.push(format!("{key}: en names {a:?}, zh names {b:?}")),
            (Some(_), None) => findings.push(format!("{key}: missing in zh")),
            (None, Some(_)) => findings.push(format!("{key}: missing in en")),
            _ => {}
        }
    }
    assert!(!en.is_empty(), "there are words");
    expect_none("keys that do not match", &findings);
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let known: BTreeSet<String> = keys("en").into_keys().collect();
    let mut text = String::new();
    for file in files("crates", &[".rs", ".html"]) {
        if !file.path.contains("crates/tidy/") {
            text.push_str(file.shipped());
            text.push('\n');
        }
    }
    // A literal with a hole, such as format!("warn-reason-{rule}"), uses every key that fits it.
    let literal = Regex::new(r#""([a-z][a-z0-9]*(?:-[a-z0-9{}_.]+)+)""#).expect("a pattern");
    let gap = Regex::new(r"\\\{[^}]*\\\}").expect("a pattern");
    let mut exact = BTreeSet::new();
    let mut holes = Vec::new();
    for found in literal.captures_iter(&text) {
        if found[1].contains('{') {
            let hole = gap.replace_all(&regex::escape(&found[1]), "[\\w-]+").into_owned();
            if let Ok(pattern) = Regex::new(&format!("^{hole}$")) {
                holes.push(pattern);
            }
        } else {
            exact.insert(found[1].to_owned());
        }
    }
    let unused: Vec<String> = known
        .iter()
        .filter(|key| !exact.contains(*key) && !holes.iter().any(|hole| hole.is_match(key)))
        .cloned()
        .collect();
    expect_none("keys that nothing uses", &unused);

    let called = Regex::new(
        r#"\b(?:t|t_with|Error::(?:invalid|conflict|new)\([^"]*|message:\s*)\(?\s*"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)""#,
    )
    .expect("a pattern");
    let missing: BTreeSet<String> =
        called.captures_iter(&text).map(|found| found[1].to_owned()).filter(|key| !known.contains(key)).collect();
    expect_none("keys that are used but nowhere said", &missing.into_iter().collect::<Vec<_>>());
}
