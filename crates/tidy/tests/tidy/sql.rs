//! A table has one writer, and strangers read through views that its owner declares.

use regex::Regex;
use std::collections::BTreeMap;
use tidy::{Source, crate_of, expect_none, files};

fn owners() -> BTreeMap<String, String> {
    let created = Regex::new(r"(?m)^\s*create (?:table|view) (?:if not exists )?(\w+)").expect("a pattern");
    let mut owners = BTreeMap::new();
    for file in files("crates", &[".sql"]).iter().chain(&files("crates/store/src", &["migrate.rs"])) {
        for found in created.captures_iter(&file.text) {
            let own = crate_of(&file.path).to_owned();
            let other = owners.insert(found[1].to_owned(), own.clone());
            // A later migration of its owner may make it anew.
            assert!(other.is_none_or(|other| other == own), "{} is created by two", &found[1]);
        }
    }
    owners
}

fn shipped() -> Vec<Source> {
    let mut sources = files("crates", &[".rs", ".sql"]);
    sources.retain(|file| !file.is_test() && !file.path.contains("crates/tidy/"));
    sources
}

#[test]
fn only_its_owner_writes_a_table() {
    let owners = owners();
    let writes = Regex::new(r"\b(?:insert into|update|delete from)\s+(\w+)\s").expect("a pattern");
    let mut findings = Vec::new();
    for file in shipped() {
        for found in writes.captures_iter(file.shipped()) {
            match owners.get(&found[1]) {
                Some(owner) if owner != crate_of(&file.path) => {
                    findings.push(format!("{} writes {}, which belongs to {owner}", file.path, &found[1]));
                }
                _ => {}
            }
        }
    }
    expect_none("tables with a second writer", &findings);
}

#[test]
fn strangers_read_views_and_the_site_reads_public_ones() {
    let owners = owners();
    let reads = Regex::new(r"\b(?:from|join)\s+(\w+)\b").expect("a pattern");
    let mut findings = Vec::new();
    for file in shipped() {
        let reader = crate_of(&file.path).to_owned();
        for found in reads.captures_iter(file.shipped()) {
            let name = &found[1];
            let Some(owner) = owners.get(name) else { continue };
            let is_view = name.starts_with("public_") || name.starts_with("shared_");
            if *owner != reader && !is_view {
                findings.push(format!("{} reads {name}, which belongs to {owner}; ask for a view", file.path));
            }
            if reader == "site" && !name.starts_with("public_") {
                findings.push(format!("{} reads {name}; the site reads public_ views alone", file.path));
            }
        }
    }
    expect_none("reads behind an owner's back", &findings);
}

#[test]
fn sql_stays_in_the_subset_that_both_engines_speak() {
    let traps = [
        (r"(?i)\binsert or (replace|ignore)\b", "write `on conflict`"),
        (
            r"(?i)\b(autoincrement|serial|boolean|timestamptz?|jsonb|varchar)\b",
            "the column types are text, bigint, double precision and blob",
        ),
        (r"(?i)\bcreate trigger\b", "no triggers"),
        (r"(?i)\bifnull\(", "write coalesce"),
    ];
    let mut findings = Vec::new();
    for file in files("crates", &[".sql"]) {
        for (pattern, advice) in traps {
            if Regex::new(pattern).expect("a pattern").is_match(&file.text) {
                findings.push(format!("{}: {advice}", file.path));
            }
        }
    }
    expect_none("SQL that one engine does not speak", &findings);
}
