//! The whole path, from a file to durable stories: how many short posts a second, in how much memory, and how both grow.
//!
//! `cargo bench -p candor --bench import -- 10000 100000 1000000` imports invented files of these sizes into a fresh embedded
//! database each, by the program itself, and prints what each took. The machine's other work shows in the figures, so
//! compare sizes within one run.

use model::{HOUR_MS, Time};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use town::Town;

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000];
    }
    for size in sizes {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let file = folder.path().join("posts.jsonl");
        write_posts(&file, size);
        let output = Command::new(env!("CARGO_BIN_EXE_candor"))
            .arg("import")
            .arg(&file)
            .env("CANDOR_DATA", folder.path().join("data"))
            .env("CANDOR_LOG", "error")
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "the import failed: {said}");
        writeln!(std::io::stdout(), "{size:>9} posts: {}", said.lines().last().unwrap_or_default())
            .expect("there is an output");
    }
}

/// Posts with the lengths and the share of reposts of real ones: a third repeats another with a remark in front, the rest are
/// put together from the town's sentences, so that hardly two are alike.
fn write_posts(file: &Path, size: usize) {
    let town = Town::load();
    let month = town.month(Time::from_ms(1_700_000_000_000));
    let sentences: Vec<&str> = month
        .iter()
        .flat_map(|post| post.text.split_inclusive(['。', '！', '？', '.', '!', '?', '，']))
        .filter(|sentence| sentence.chars().count() > 5)
        .collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    let mut file = BufWriter::new(File::create(file).expect("the file can be made"));
    let mut earlier: Vec<String> = Vec::new();
    for index in 0..size {
        let mut text = String::new();
        if index % 3 == 2 && !earlier.is_empty() {
            write!(text, "转发：{}", earlier[next(earlier.len())]).expect("writing to a string succeeds");
        } else {
            for _ in 0..1 + next(3) {
                text.push_str(sentences[next(sentences.len())]);
            }
            if earlier.len() < 2_000 {
                earlier.push(text.clone());
            } else {
                let place = next(2_000);
                earlier[place].clone_from(&text);
            }
        }
        // A million posts in a month.
        let at = Time::from_ms(1_700_000_000_000 + index as i64 * (30 * 24 * HOUR_MS / 1_000_000));
        let row = serde_json::json!({
            "id": index, "time": at.to_rfc3339(), "text": text, "author": format!("reader{}", next(size / 2 + 1)),
        });
        writeln!(file, "{row}").expect("the file can be written");
    }
}
