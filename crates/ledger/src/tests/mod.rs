//! The promises of the log, each with something that tries to break it.

mod faults;
mod flips;
mod leaf;
mod notes;
mod proofs;
mod refusals;
mod tree;
mod witnesses;

use crate::keyfile::HighWater;
use crate::note::{KeyKind, SignerKey};
use crate::witness::Feed;
use crate::{About, BoxFuture, Contents, LeafKind, Log, MIGRATIONS, NewLeaf, Outcome, Public, append};
use ::store::{Db, Migration, args, testing};
use model::{Result, Time};
use std::path::PathBuf;

const ORIGIN: &str = "city.example/log";

/// A context that publishes: what its leaves were made of.
const PUBLISHER: &[Migration] = &[Migration {
    context: "publisher",
    name: "0001",
    sql: "create table published_thing (subject text primary key, body text not null);",
}];

const CONTENTS: &[Contents] = &[Contents { prefix: "edition", content, ..Contents::PLAIN }];

fn content<'a>(db: &'a Db, about: &'a About) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
    Box::pin(async move {
        let row = db.maybe("select body from published_thing where subject = $1", args![&about.subject]).await?;
        Ok(row.map(|row| row.text(0).into_bytes()))
    })
}

async fn databases(name: &str) -> Vec<Db> {
    testing::databases(&format!("ledger_{name}"), &[MIGRATIONS, PUBLISHER]).await
}

fn leaf<'a>(kind: LeafKind, subject: &str, content: &'a [u8]) -> NewLeaf<'a> {
    NewLeaf { kind, subject: subject.to_owned(), content, public: Public::default() }
}

fn at(second: i64) -> Time {
    Time::from_ms(second * 1000)
}

fn key(seed: u8) -> SignerKey {
    SignerKey::from_seed(ORIGIN, KeyKind::Log, &[seed; 32]).unwrap()
}

/// A folder of its own for what lies outside of the database.
fn folder(name: &str, db: &Db) -> PathBuf {
    let name = format!("candor-test-{}-ledger-{name}-{:?}", std::process::id(), db.engine());
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn mark(name: &str, db: &Db) -> HighWater {
    HighWater(folder(name, db).join("log.high-water"))
}

fn unwatched(db: &Db, mark: &HighWater) -> Log {
    Log::new(db.clone(), key(1), mark.clone(), Feed::nobody())
}

async fn publish(db: &Db, number: u64, now: Time) {
    let (subject, body) = (format!("edition/{number}"), format!("text number {number}"));
    let mut tx = db.write().await.unwrap();
    tx.run("insert into published_thing (subject, body) values ($1, $2)", args![&subject, &body]).await.unwrap();
    let public = Public { of: Some(format!("document/{}", number / 3)), ..Public::default() };
    let new = NewLeaf { public, ..leaf(LeafKind::Publication, &subject, body.as_bytes()) };
    append(&mut tx, new, now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn run(log: &Log, now: Time) -> Outcome {
    loop {
        match log.step(now).await.unwrap() {
            Outcome::Grown { .. } => {}
            other => return other,
        }
    }
}

/// The whole log as files, as a stranger would download them.
async fn export(db: &Db, to: &std::path::Path) {
    use crate::merkle::{Place, width};
    use crate::path::TilePath;
    let served = crate::files::checkpoint(db).await.unwrap().unwrap();
    std::fs::create_dir_all(to).unwrap();
    std::fs::write(to.join("checkpoint"), &served.note).unwrap();
    for level in 0..4u8 {
        for index in 0.. {
            let width = width(Place { level, index }, served.size);
            if width == 0 {
                break;
            }
            let mut paths = vec![TilePath::hashes(Place { level, index }, width)];
            if level == 0 {
                paths.push(TilePath::entries(index, width));
            }
            for path in paths {
                let bytes = crate::files::tile(db, &path).await.unwrap().unwrap();
                let file = to.join(format!("tile/{path}"));
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(file, bytes).unwrap();
            }
        }
    }
}

/// Whether the long rounds are asked for.
fn is_full() -> bool {
    std::env::var_os("CANDOR_TEST_FULL").is_some()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
