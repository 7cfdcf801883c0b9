//! Promises to the public that a type holds, and that nobody may take out of it.

use regex::Regex;
use tidy::{expect_none, files};

/// The only files that may read the number out of a `Voices`: rules, stores and the module that turns it into figures.
const MAY_COUNT: &[&str] = &[
    "crates/model/src/figure.rs",
    "crates/analyse/src/count/",
    "crates/analyse/src/mirror.rs",
    "crates/analyse/src/mirror/",
    "crates/analyse/src/topics/",
    "crates/analyse/src/store.rs",
    "crates/warn/src/",
    "crates/candor/src/pipeline/",
];

#[test]
fn a_raw_count_of_voices_is_read_in_few_places() {
    // `.count()` has other meanings too, so only files that name the type are looked at.
    let names_type = Regex::new(r"\bVoices\b").expect("a pattern");
    let reads = Regex::new(r"(?i)voices?(\(\))?\.count\(\)|peak(\([^)]*\))?\.count\(\)").expect("a pattern");
    let findings: Vec<String> = files("crates", &[".rs"])
        .iter()
        .filter(|file| !file.path.contains("crates/tidy/") && names_type.is_match(file.shipped()))
        .filter(|file| {
            reads.is_match(file.shipped()) && !MAY_COUNT.iter().any(|allowed| file.path.starts_with(allowed))
        })
        .map(|file| file.path.clone())
        .collect();
    expect_none("files that read raw voices; ask for a Figure instead", &findings);
}

#[test]
fn types_that_must_not_travel_derive_nothing_that_lets_them() {
    let mut findings = Vec::new();
    for (file, name) in [
        ("crates/model/src/figure.rs", "Voices"),
        ("crates/model/src/figure.rs", "Voice"),
        ("crates/listen/src/raw.rs", "RawPost"),
        ("crates/listen/src/keys.rs", "DayKey"),
    ] {
        let text = std::fs::read_to_string(tidy::root().join(file)).unwrap_or_default();
        let pattern = Regex::new(&format!(r"(?m)((?:^#\[.*\]\n|^///.*\n)*)^pub(?:\([a-z]+\))? struct {name}\b"))
            .expect("a pattern");
        let Some(found) = pattern.captures(&text) else {
            findings.push(format!("{file}: {name} is not there"));
            continue;
        };
        for leak in ["Debug", "Serialize", "Display"] {
            let is_derived = found[1].lines().any(|line| line.starts_with("#[") && line.contains(leak));
            let is_written =
                Regex::new(&format!(r"impl.*\b{leak}\b.* for {name}\b")).expect("a pattern").is_match(&text);
            if is_derived || is_written {
                findings.push(format!("{file}: {name} implements {leak}"));
            }
        }
    }
    expect_none("types that could leak", &findings);
}

#[test]
fn a_mention_has_no_field_for_its_author() {
    let text = std::fs::read_to_string(tidy::root().join("crates/model/src/mention.rs")).expect("the mention is there");
    let body =
        text.split("pub struct Mention {").nth(1).and_then(|rest| rest.split('}').next()).expect("it is a struct");
    let findings: Vec<String> = ["author", "handle", "user", "avatar", "name:", "voice", "reply"]
        .iter()
        .filter(|word| body.lines().any(|line| line.trim_start().starts_with("pub ") && line.contains(*word)))
        .map(|word| format!("Mention has a field with `{word}`"))
        .collect();
    expect_none("fields that could name a person", &findings);
}

#[test]
fn no_table_has_a_column_for_a_person_outside_staff() {
    let column =
        Regex::new(r"(?m)^\s+(author|handle|avatar|user_name|nickname|profile|reply_to|latitude|longitude)\w*\s")
            .expect("a pattern");
    let findings: Vec<String> = files("crates", &[".sql"])
        .iter()
        .flat_map(|file| {
            column
                .captures_iter(&file.text)
                .map(|found| format!("{}: {}", file.path, found[1].to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    expect_none("columns that could name a person", &findings);
}

#[test]
fn no_verb_exists_that_silences_anyone() {
    let verb = Regex::new(r"\bfn (\w*(report_post|takedown|take_down|delete_post|hide_post|bury|flood_with|downrank|block_user|ban_user)\w*)").expect("a pattern");
    let findings: Vec<String> = files("crates", &[".rs"])
        .iter()
        .filter(|file| !file.path.contains("crates/tidy/"))
        .flat_map(|file| {
            verb.captures_iter(&file.text)
                .map(|found| format!("{}: {}", file.path, found[1].to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    expect_none("verbs that Candor does not have", &findings);
}

#[test]
fn pages_load_nothing_from_other_hosts() {
    let remote = Regex::new(r#"(?i)(src|srcset|poster|data)\s*=\s*"(https?:)?//|@import|url\(\s*["']?(https?:)?//|<link[^>]+href="(https?:)?//"#).expect("a pattern");
    let findings: Vec<String> = files("crates", &[".html", ".css", ".js"])
        .iter()
        .filter(|file| remote.is_match(&file.text))
        .map(|file| file.path.clone())
        .collect();
    expect_none("pages that would tell another host who reads them", &findings);
}

#[test]
fn pages_carry_no_inline_script_or_style() {
    let inline = Regex::new(r#"(?i)<script(?:\s[^>]*)?>\s*[^<\s]|<style|\sstyle="|\son[a-z]+=""#).expect("a pattern");
    let findings: Vec<String> = files("crates", &[".html"])
        .iter()
        .filter(|file| inline.is_match(&file.text))
        .map(|file| file.path.clone())
        .collect();
    expect_none("pages that the content security policy would break", &findings);
}

#[test]
fn two_crates_alone_go_out_to_the_network() {
    let mut findings = Vec::new();
    for manifest in files("crates", &["Cargo.toml"]) {
        let table: toml::Table = manifest.text.parse().expect("a manifest is TOML");
        let dependencies = table.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        for (client, allowed) in [("reqwest", &["listen", "courier"][..]), ("lettre", &["courier"]), ("ureq", &[])] {
            let name = tidy::crate_of(&manifest.path);
            if dependencies.contains_key(client) && !allowed.contains(&name) {
                findings.push(format!("{name} depends on {client}; ask `courier` to carry it"));
            }
        }
    }
    expect_none("crates with a way out of their own", &findings);
}

#[test]
fn the_site_knows_no_door_to_drafts() {
    // `publish::public` reads public views alone; everything else that reads a table of that crate may meet a draft.
    // Of incidents the site knows `respond::public` alone, which carries no word of their rooms.
    let draft = Regex::new(r"publish::(store|edition|release|file|channels|document)\b|publish::\{[^}]*\b(store|edition|release|file|channels)\b|\brespond::(\{|[^p]|p[^u])")
        .expect("a pattern");
    let findings: Vec<String> = files("crates/site", &[".rs"])
        .iter()
        .filter(|file| draft.is_match(&file.text))
        .map(|file| file.path.clone())
        .collect();
    expect_none("public pages that could read a draft", &findings);
}
