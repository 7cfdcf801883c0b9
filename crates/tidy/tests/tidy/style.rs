//! How the code reads, where a machine can tell.

use regex::Regex;
use tidy::{expect_none, files};

#[test]
fn shipped_code_names_the_invariant_instead_of_unwrapping() {
    let findings: Vec<String> = files("crates", &[".rs"])
        .iter()
        .filter(|file| !file.is_test() && !file.path.contains("crates/tidy/") && file.shipped().contains(".unwrap()"))
        .map(|file| file.path.clone())
        .collect();
    expect_none("files that unwrap", &findings);
}

#[test]
fn warnings_are_mended_and_not_silenced() {
    let silence = Regex::new(r"#!?\[(allow|expect)\((\w|::)*(dead_code|unused|clippy)").expect("a pattern");
    let findings: Vec<String> = files("crates", &[".rs"])
        .iter()
        .filter(|file| !file.path.contains("crates/tidy/") && silence.is_match(&file.text))
        .map(|file| file.path.clone())
        .collect();
    expect_none("files that silence a warning", &findings);
}

#[test]
fn every_crate_says_what_it_is_for() {
    let findings: Vec<String> = files("crates", &["src/lib.rs", "src/main.rs"])
        .iter()
        .filter(|file| file.text.lines().take_while(|line| line.starts_with("//!")).map(str::len).sum::<usize>() < 80)
        .map(|file| file.path.clone())
        .collect();
    expect_none("crates without an opening", &findings);
}

#[test]
fn files_are_named_for_what_is_in_them() {
    let findings: Vec<String> = files("crates", &[".rs"])
        .iter()
        .filter(|file| {
            ["/utils", "/util.rs", "/helpers", "/helper.rs", "/manager", "/common.rs", "/misc"]
                .iter()
                .any(|name| file.path.contains(name))
        })
        .map(|file| file.path.clone())
        .collect();
    expect_none("files named for nothing", &findings);
}
