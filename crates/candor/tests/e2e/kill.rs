//! Killed at any moment, an import loses nothing and repeats nothing.

use crate::program::Office;
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;

const ROWS: usize = 12_000;

/// How often the import is killed; set `CANDOR_TEST_KILLS` for more.
fn kills() -> u64 {
    std::env::var("CANDOR_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
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
fn killed_again_and_again_it_stores_every_row_once() {
    let office = Office::new();
    let file = office.write("rows.jsonl", &rows());
    let path = file.to_str().expect("a plain path");
    let mut cut_short = 0;
    for round in 0..kills() {
        let mut child = office
            .command(&["import", path])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        // Moments spread over start, reading, studying and committing, the same in every run of the test.
        std::thread::sleep(Duration::from_millis(150 + round * 397 % 1900));
        let _ = child.kill();
        let status = child.wait().expect("the child can be waited for");
        cut_short += u64::from(status.code().is_none());
    }
    assert!(cut_short > 0, "no import was under way when it was killed");
    office.import(&file);
    let counts = counts(&office);
    assert_eq!(counts, [ROWS as i64; 4], "mentions, held texts, findings, items by hour of their source");
    let said = office.import(&file);
    assert!(said.contains("Nothing to do"), "{said}");
    assert_eq!(self::counts(&office), counts);
}

fn counts(office: &Office) -> [i64; 4] {
    let url = format!("sqlite:{}", office.data().join("candor.db").display());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let db = store::Db::open(&url).await.expect("the database opens");
        let count = async |sql| store::testing::count(&db, sql).await;
        [
            count("select count(*) from mention").await,
            count("select count(*) from held").await,
            count("select count(*) from finding").await,
            count("select cast(sum(items) as bigint) from source_hour").await,
        ]
    })
}
