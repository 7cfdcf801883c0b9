//! Killed at any moment, an import or a poll loses nothing and repeats nothing.

use crate::feed::{FeedServer, RSS};
use crate::program::{Office, make_due, postgres, wait};
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const ROWS: usize = 12_000;

/// How often the program is killed; set `CANDOR_TEST_KILLS` for more.
fn kills() -> u64 {
    std::env::var("CANDOR_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

/// Moments by chance, and the same again for the same seed: xorshift, Marsaglia 2003.
struct Chance(u64);

impl Chance {
    /// Takes its seed from `CANDOR_TEST_SEED`, or from the clock, and prints it, so that a failure can be run again.
    fn new(name: &str) -> Self {
        let given = std::env::var("CANDOR_TEST_SEED").ok().and_then(|text| text.parse().ok());
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_micros() as u64;
        let seed = given.unwrap_or_else(clock).max(1);
        eprintln!("{name}: CANDOR_TEST_SEED={seed}");
        Chance(seed)
    }

    fn millis(&mut self, from: u64, to: u64) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(from + self.0 % (to - from))
    }
}

fn rows() -> String {
    let things = ["停水", "停电", "公交晚点", "电梯故障", "bus late", "street light broken", "学校食堂", "噪音扰民"];
    let mut text = String::new();
    for index in 0..ROWS {
        let thing = things[index % things.len()];
        let minute = index % 60;
        writeln!(
            text,
            r#"{{"id":"row-{index}","text":"{thing} 第{index}次反映，{}号楼","author":"u{}","time":"2026-03-{:02}T08:{minute:02}:00Z"}}"#,
            index % 37,
            index % 900,
            1 + index * 28 / ROWS,
        )
        .expect("writing to a string succeeds");
    }
    text
}

#[test]
fn killed_again_and_again_an_import_stores_every_row_once() {
    import(&Office::new(), &mut Chance::new("import"));
}

#[test]
fn killed_again_and_again_an_import_into_postgresql_stores_every_row_once() {
    match postgres("e2e_kill_import") {
        Some(url) => import(&Office::on_postgres(&url), &mut Chance::new("import into PostgreSQL")),
        None => eprintln!("not tested; set {} to a server's URL", store::testing::POSTGRES),
    }
}

fn import(office: &Office, chance: &mut Chance) {
    let file = office.write("rows.jsonl", &rows());
    let path = file.to_str().expect("a plain path");
    let mut cut_short = 0;
    for _ in 0..kills() {
        let mut child = office
            .command(&["import", path])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        // Moments spread over start, reading, studying and committing.
        std::thread::sleep(chance.millis(100, 2_200));
        let _ = child.kill();
        let status = child.wait().expect("the child can be waited for");
        cut_short += u64::from(status.code().is_none());
    }
    assert!(cut_short > 0, "no import was under way when it was killed");
    office.import(&file);
    let counts = office.counts();
    assert_eq!(counts, [ROWS as i64; 4], "mentions, held texts, findings, items by hour of their source");
    let said = office.import(&file);
    assert!(said.contains("Nothing to do"), "{said}");
    assert_eq!(office.counts(), counts);
}

#[test]
fn killed_again_and_again_polls_store_every_item_once() {
    polls(Office::new(), &mut Chance::new("polls"));
}

#[test]
fn killed_again_and_again_polls_into_postgresql_store_every_item_once() {
    match postgres("e2e_kill_polls") {
        Some(url) => polls(Office::on_postgres(&url), &mut Chance::new("polls into PostgreSQL")),
        None => eprintln!("not tested; set {} to a server's URL", store::testing::POSTGRES),
    }
}

const FEEDS: [&str; 3] = ["/north", "/south", "/west"];

/// Polls feeds that grow with every look at them, and kills the program between and amid the polls.
fn polls(office: Office, chance: &mut Chance) {
    let feeds = FeedServer::start();
    for path in FEEDS {
        let items = (0..900).map(|index| item(path, index)).collect();
        feeds.put_growing(path, RSS, items, 7);
    }
    let office = office.hearing(feeds.address);
    let served = office.serve();
    for path in FEEDS {
        office.add_source(&path[1..], "rss", Some(feeds.url(path)));
    }
    wait("the first poll is stored", || office.counts()[0] > 0);
    served.kill();
    for round in 0..kills() {
        office.make_due();
        let served = office.start();
        let end = Instant::now() + chance.millis(300, 2_500);
        office.look(async |db| {
            while Instant::now() < end {
                // The program itself may be writing; then the next turn will do.
                let _ = make_due(db, polled()).await;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        served.kill();
        // PostgreSQL may still be ending what the program began. Nothing repairs anything, since no program runs.
        wait("what is stored is whole", || office.counts().iter().all(|count| *count == office.counts()[0]));
        let (stored, known) = (office.counts()[0], feeds.tally()[1] as i64);
        assert!(stored >= known, "round {round}: {known} items were acknowledged to their servers and {stored} stored");
    }
    feeds.stop_growing();
    let [shown, ..] = feeds.tally();
    assert!(shown > 3 * 7, "the feeds were read between the kills");
    let served = office.serve();
    office.make_due();
    wait("everything that was served is stored", || office.counts()[0] == shown as i64);
    let again = |what: &str, is_so: &dyn Fn() -> bool| {
        wait(what, || {
            office.look(async |db| make_due(db, polled()).await.expect("sources can be made due"));
            is_so()
        });
    };
    let unchanged = feeds.tally()[2];
    again("each feed is found unchanged", &|| feeds.tally()[2] >= unchanged + FEEDS.len());
    // Once more in full, as from a server that has forgotten its tags; then nothing may be new.
    feeds.forget();
    let looks = feeds.tally()[3];
    again("each feed is read again in full", &|| feeds.tally()[3] >= looks + 2 * FEEDS.len());
    assert!(served.stop(), "it ends well, and what is under way ends first");
    assert_eq!(office.counts(), [shown as i64; 4], "mentions, held texts, findings, items by hour of their source");
}

/// A source whose next poll lies after this was polled to the end, since the wait after a poll is longer than a claim holds.
/// To make another one due would only undo a claim, and the end of its poll would undo that.
fn polled() -> model::Time {
    model::Clock::wall().now().plus(Duration::from_secs(4 * 60))
}

fn item(path: &str, index: usize) -> String {
    let things = ["停水", "停电", "公交晚点", "电梯故障", "bus late", "street light broken", "学校食堂", "噪音扰民"];
    format!(
        "<item><title>{} {index}</title><guid isPermaLink=\"false\">{path}-{index}</guid><dc:creator>u{}</dc:creator>\
         <description>{}号楼，第{index}次反映</description></item>",
        things[index % things.len()],
        index % 90,
        index % 37,
    )
}
