//! Whoever runs Candor must know under which terms each part came to them.

use tidy::expect_none;

/// Licences that an Apache-2.0 program may carry without further duties than naming them.
const ALLOWED: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "CC0-1.0",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "Unicode-3.0",
    "MPL-2.0",
    "CDLA-Permissive-2.0",
];

#[test]
fn every_dependency_has_a_licence_that_we_may_carry() {
    // Only what this platform builds: the rest is not fetched, and is not what anyone here would ship.
    let version = std::process::Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(tidy::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().expect("there are packages") {
        let licence = package["license"].as_str().unwrap_or("none named");
        let is_allowed = licence.split(" OR ").flat_map(|choice| choice.split('/')).any(|choice| {
            choice
                .trim_matches(['(', ')', ' '])
                .split(" AND ")
                .all(|part| ALLOWED.contains(&part.trim_matches(['(', ')', ' '])))
        });
        if !is_allowed {
            findings.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    expect_none("licences to look at", &findings);
}
