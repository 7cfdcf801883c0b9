//! Checks of the repository itself, as ordinary tests: the invariants that no compiler sees.
//!
//! Each file in `tests/` guards one kind of promise and says why in its own words. This library only reads files.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of the repository.
pub struct Source {
    /// From the root, with forward slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The text without what is compiled for tests alone: all that follows `#[cfg(test)]`, by this project's custom of
    /// putting a file's tests at its end.
    pub fn shipped(&self) -> &str {
        self.text.split("#[cfg(test)]").next().unwrap_or_default()
    }

    pub fn is_test(&self) -> bool {
        ["/tests/", "/benches/", "/examples/", "tests.rs", "/testing.rs", "/samples"]
            .iter()
            .any(|part| self.path.contains(part))
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// All files below a folder of the repository with one of the endings, sorted by path.
pub fn files(folder: &str, endings: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    let mut waiting = vec![root.join(folder)];
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !path.ends_with("target") && !path.ends_with(".git") && !path.ends_with("node_modules") {
                    waiting.push(path);
                }
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                let name =
                    path.strip_prefix(&root).expect("it lies below the root").to_string_lossy().replace('\\', "/");
                let text =
                    fs::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
                found.push(Source { path: name, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The crate that a path lies in.
pub fn crate_of(path: &str) -> &str {
    path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()).unwrap_or("")
}

/// Fails with every finding at once, each on a line of its own.
pub fn expect_none(what: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{what}:\n  {}", findings.join("\n  "));
}
