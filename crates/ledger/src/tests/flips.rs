//! Single bits flipped in tiles, checkpoint and database: each is found and named.

use super::{CONTENTS, Dice, at, databases, export, is_full, key, mark, publish, run, unwatched};
use crate::folder;
use crate::policy::Policy;
use crate::rebuild::{Finding, rebuild};
use ::store::{Db, Row, args};
use std::path::{Path, PathBuf};

/// Reads one value of one row and writes it back changed. `true` where it is text.
struct Target {
    name: &'static str,
    is_text: bool,
    read: &'static str,
    write: &'static str,
}

const TARGETS: &[Target] = &[
    Target {
        name: "tile",
        is_text: false,
        read: "select hashes from tile order by level, tile_index limit 1 offset $1",
        write: "update tile set hashes = $1 where level * 1000 + tile_index = (select level * 1000 + tile_index from tile order by level, tile_index limit 1 offset $2)",
    },
    Target {
        name: "leaf.entry",
        is_text: false,
        read: "select entry from leaf order by leaf_index limit 1 offset $1",
        write: "update leaf set entry = $1 where leaf_index = $2",
    },
    Target {
        name: "leaf.salt",
        is_text: false,
        read: "select salt from leaf order by leaf_index limit 1 offset $1",
        write: "update leaf set salt = $1 where leaf_index = $2",
    },
    Target {
        name: "leaf.digest",
        is_text: true,
        read: "select digest from leaf order by leaf_index limit 1 offset $1",
        write: "update leaf set digest = $1 where leaf_index = $2",
    },
    Target {
        name: "leaf.subject",
        is_text: true,
        read: "select subject from leaf order by leaf_index limit 1 offset $1",
        write: "update leaf set subject = $1 where leaf_index = $2",
    },
    Target {
        name: "leaf.public",
        is_text: true,
        read: "select public from leaf order by leaf_index limit 1 offset $1",
        write: "update leaf set public = $1 where leaf_index = $2",
    },
    Target {
        name: "leaf.parent",
        is_text: true,
        read: "select parent from leaf order by leaf_index limit 1 offset $1",
        write: "update leaf set parent = $1 where leaf_index = $2",
    },
    Target {
        name: "checkpoint.note",
        is_text: true,
        read: "select note from checkpoint order by size limit 1 offset $1",
        write: "update checkpoint set note = $1 where size = (select size from checkpoint order by size limit 1 offset $2)",
    },
    Target {
        name: "checkpoint.root",
        is_text: true,
        read: "select root from checkpoint order by size limit 1 offset $1",
        write: "update checkpoint set root = $1 where size = (select size from checkpoint order by size limit 1 offset $2)",
    },
    Target {
        name: "log_head.root",
        is_text: true,
        read: "select root from log_head limit 1 offset $1",
        write: "update log_head set root = $1 where size > $2",
    },
    Target {
        name: "log_head.vkey",
        is_text: true,
        read: "select vkey from log_head limit 1 offset $1",
        write: "update log_head set vkey = $1 where size > $2",
    },
    Target {
        name: "published_thing.body",
        is_text: true,
        read: "select body from published_thing order by subject limit 1 offset $1",
        write: "update published_thing set body = $1 where subject = (select subject from published_thing order by subject limit 1 offset $2)",
    },
];

const LEAVES: u64 = 300;

async fn filled(name: &str, db: &Db) -> crate::keyfile::HighWater {
    let mark = mark(name, db);
    let log = unwatched(db, &mark);
    for number in 0..LEAVES {
        publish(db, number, at(1)).await;
        if number % 60 == 0 {
            run(&log, at(1)).await;
        }
    }
    run(&log, at(1)).await;
    mark
}

async fn find(db: &Db, mark: &crate::keyfile::HighWater) -> Vec<Finding> {
    rebuild(db, CONTENTS, Some(key(1).verifier()), &[], Some(mark)).await.unwrap().findings
}

async fn write(db: &Db, target: &Target, bytes: &[u8], row: i64) -> model::Result<()> {
    let mut tx = db.write().await?;
    let value =
        if target.is_text { ::store::Arg::from(String::from_utf8(bytes.to_vec())?) } else { ::store::Arg::from(bytes) };
    tx.run(target.write, vec![value, ::store::Arg::from(row)]).await?;
    tx.commit().await
}

#[tokio::test]
async fn every_flipped_bit_in_the_database_is_found_and_named() {
    let rounds = if is_full() { 500 } else { 36 };
    for db in databases("flips").await {
        let mark = filled("flips", &db).await;
        assert_eq!(find(&db, &mark).await, vec![]);
        let (mut dice, mut flipped) = (Dice(5), 0);
        for target in TARGETS.iter().cycle() {
            if flipped == rounds {
                break;
            }
            let row = match target.name {
                "tile" => dice.below(3),
                "checkpoint.note" | "checkpoint.root" => dice.below(6),
                "log_head.root" | "log_head.vkey" => 0,
                _ => dice.below(LEAVES),
            } as i64;
            let value = db.one(target.read, args![row]).await.unwrap();
            let before = bytes_of(&value, target.is_text);
            let mut after = before.clone();
            let byte = dice.below(after.len() as u64) as usize;
            // In text the highest bit stays: what is no UTF-8 any more is refused by the engine itself.
            after[byte] ^= 1 << dice.below(if target.is_text { 7 } else { 8 });
            // A flipped subject can meet another; then the engine refuses it. NUL is none that PostgreSQL stores.
            if after.contains(&0) && target.is_text || write(&db, target, &after, row).await.is_err() {
                continue;
            }
            let findings = find(&db, &mark).await;
            let named = findings.iter().any(|finding| is_named(target.name, finding));
            assert!(named, "{} row {row} byte {byte}: {findings:?}", target.name);
            write(&db, target, &before, row).await.unwrap();
            flipped += 1;
        }
        assert_eq!(find(&db, &mark).await, vec![], "all flips were taken back");
        eprintln!("{:?}: {flipped} flipped bits found in the database", db.engine());
    }
}

fn bytes_of(row: &Row, is_text: bool) -> Vec<u8> {
    if is_text { row.text(0).into_bytes() } else { row.blob(0) }
}

fn is_named(target: &str, finding: &Finding) -> bool {
    match finding {
        Finding::Tile { .. } => target == "tile",
        Finding::Entry { .. } => target == "leaf.entry",
        Finding::Content { .. } => matches!(target, "leaf.salt" | "published_thing.body" | "leaf.digest"),
        Finding::ContentGone { .. } => target == "leaf.subject",
        Finding::Row { column, .. } => target == "leaf.entry" || target == format!("leaf.{column}"),
        Finding::Checkpoint { .. } => target.starts_with("checkpoint."),
        Finding::Head { .. } => target.starts_with("log_head."),
        _ => false,
    }
}

#[tokio::test]
async fn every_flipped_bit_in_a_downloaded_log_is_found_and_named() {
    let rounds = if is_full() { 500 } else { 60 };
    let db = &databases("folder").await[0];
    filled("flips-folder", db).await;
    let to = super::folder("folder-files", db);
    export(db, &to).await;
    let policy = Policy::of_key(key(1).verifier().clone());
    assert_eq!(folder::verify(&to, &policy).unwrap().checkpoint.size, LEAVES);
    let mut files = Vec::new();
    list(&to, &mut files);
    let mut dice = Dice(17);
    for round in 0..rounds {
        let file = &files[round % files.len()];
        let before = std::fs::read(file).unwrap();
        let mut after = before.clone();
        let byte = dice.below(after.len() as u64) as usize;
        after[byte] ^= 1 << dice.below(8);
        std::fs::write(file, &after).unwrap();
        let faults = folder::verify(&to, &policy).unwrap_err();
        let name = file.strip_prefix(&to).unwrap().display().to_string();
        let is_entries = name.contains("entries");
        let named = faults.iter().any(|fault| fault.to_string().contains(&name))
            || is_entries && faults.iter().any(|fault| matches!(fault, folder::Fault::Entry(_) | folder::Fault::Root));
        assert!(named, "{name} byte {byte}: {faults:?}");
        std::fs::write(file, &before).unwrap();
    }
    for file in &files {
        let before = std::fs::read(file).unwrap();
        std::fs::remove_file(file).unwrap();
        assert!(folder::verify(&to, &policy).is_err(), "{} is missing", file.display());
        std::fs::write(file, before).unwrap();
    }
    assert!(folder::verify(&to, &Policy::of_key(key(2).verifier().clone())).is_err(), "another's key");
    eprintln!("{rounds} flipped bits found in {} files", files.len());
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { list(&path, files) } else { files.push(path) }
    }
    files.sort();
}
