//! Who may depend on whom. Contexts lie side by side; what they share is a word in `model`.

use std::collections::BTreeMap;
use tidy::{expect_none, files};

/// Each crate with those of ours that it may name. An arrow that is not here does not exist.
/// The program itself is not in the list: it ties everything together, so it may name them all.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("store", &["model"]),
    ("courier", &["model"]),
    ("org", &["model", "store"]),
    // The log: any context that publishes appends to it.
    ("ledger", &["model", "store"]),
    ("notify", &["model", "store", "org", "courier"]),
    ("listen", &["model", "text", "store", "courier"]),
    ("analyse", &["model", "text", "store"]),
    ("warn", &["model", "store", "org", "ledger"]),
    ("publish", &["model", "text", "store", "courier", "org", "ledger"]),
    ("claims", &["model", "text", "store", "org", "ledger"]),
    ("respond", &["model", "text", "store", "org", "ledger"]),
    ("search", &["model", "text", "store"]),
    ("town", &["model"]),
    // Words on paper; it asks where they end, and knows nothing else of ours.
    ("paper", &["text"]),
    ("brief", &["model", "store"]),
    ("web", &["model", "org", "store"]),
    // Charts of figures that have been through the threshold, for the two surfaces alike.
    ("mirror", &["model", "web", "analyse", "store", "claims"]),
    (
        "site",
        &[
            "model", "text", "store", "web", "mirror", "analyse", "listen", "org", "claims", "publish", "respond",
            "ledger", "search", "paper",
        ],
    ),
    (
        "desk",
        &[
            "model", "text", "store", "web", "mirror", "analyse", "listen", "warn", "org", "claims", "brief", "paper",
            "publish", "respond", "notify", "courier", "ledger", "search",
        ],
    ),
    ("tidy", &[]),
];

#[test]
fn crates_depend_only_along_the_arrows() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut findings = Vec::new();
    for manifest in files("crates", &["Cargo.toml"]) {
        let name = tidy::crate_of(&manifest.path);
        if name == "candor" {
            continue;
        }
        let Some(allowed) = arrows.get(name) else {
            findings.push(format!("{name}: draw its arrows in this test and in ARCHITECTURE.md"));
            continue;
        };
        let table: toml::Table = manifest.text.parse().expect("a manifest is TOML");
        let dependencies = table.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        for dependency in dependencies.keys().filter(|key| arrows.contains_key(key.as_str())) {
            if !allowed.contains(&dependency.as_str()) {
                findings.push(format!("{name} may not depend on {dependency}"));
            }
        }
    }
    expect_none("arrows that do not exist", &findings);
}

#[test]
fn dependencies_are_inherited_with_their_reason() {
    let mut findings = Vec::new();
    for manifest in files("crates", &["Cargo.toml"]) {
        let table: toml::Table = manifest.text.parse().expect("a manifest is TOML");
        for section in ["dependencies", "dev-dependencies"] {
            let dependencies = table.get(section).and_then(toml::Value::as_table).cloned().unwrap_or_default();
            for (name, value) in dependencies {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    findings.push(format!("{}: {name} is not inherited from the workspace", manifest.path));
                }
            }
        }
    }
    let workspace = std::fs::read_to_string(tidy::root().join("Cargo.toml")).expect("the workspace has a manifest");
    let lines = workspace.lines().skip_while(|line| *line != "[workspace.dependencies]").skip(1);
    for line in lines.take_while(|line| !line.starts_with('[')) {
        let is_foreign = line.contains("version =") || line.contains("= \"");
        if is_foreign && !line.starts_with('#') && !line.contains("path =") && !line.contains(" # ") {
            findings.push(format!("Cargo.toml: no reason beside `{line}`"));
        }
    }
    expect_none("dependencies without a reason", &findings);
}
