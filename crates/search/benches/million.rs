//! Search over a million invented texts: how fast they are indexed, and how long an answer takes.
//!
//! `cargo bench -p search --bench million` fills SQLite in a temporary folder, and PostgreSQL too where `CANDOR_TEST_POSTGRES` names a
//! server. `CANDOR_BENCH_TEXTS` sets another number. It prints the median and the 95th percentile over queries of every kind.

use model::{Lang, Sentiment, SourceKind, Time};
use search::index::put_all;
use search::{Asked, Audience, CORPORA, Order, Passage};
use std::io::Write as _;
use std::time::Instant;
use store::Db;

const NOW: Time = Time::from_ms(1_795_335_600_000);
const BATCH: usize = 2_000;
const ROUNDS: usize = 200;
const SUBJECTS: [&str; 12] =
    ["自来水", "地铁", "公交", "医院", "学校", "垃圾", "路灯", "电梯", "停车", "燃气", "公园", "图书馆"];
const HAPPENS: [&str; 10] = ["停运", "检修", "恢复", "开放", "改造", "通报", "投诉", "扩建", "关闭", "提前"];
const PLACES: [&str; 10] = ["老港", "北城", "云桥街", "中山路", "人民广场", "火车站", "开发区", "南门", "青屿", "东湖"];
const ENGLISH: [&str; 10] =
    ["water", "metro", "bus", "hospital", "school", "waste", "light", "lift", "parking", "library"];

/// splitmix64, so that every run fills and asks the same.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

fn passage(number: usize, texts: usize, random: &mut Random) -> Passage {
    let (subject, happens, place) = (random.of(&SUBJECTS), random.of(&HAPPENS), random.of(&PLACES));
    let rare = random.below(20_000);
    let (title, body, lang) = if number.is_multiple_of(4) {
        let (thing, other) = (random.of(&ENGLISH), random.of(&ENGLISH));
        (
            format!("News of the {thing} in {place}"),
            format!("The {thing} and the {other} are open again since Monday, says notice n{rare} of the council."),
            Lang::En,
        )
    } else {
        (
            format!("{place}{subject}{happens}"),
            format!(
                "记者从有关部门获悉，{place}{subject}将于近日{happens}，编号n{rare}，请市民留意{}的安排。",
                random.of(&SUBJECTS)
            ),
            Lang::ZhHans,
        )
    };
    Passage {
        subject: number.to_string(),
        at: Time::from_ms(NOW.ms() - (texts - number) as i64 * 31_000),
        source: Some(format!("source{}", random.below(40))),
        kind: Some(if random.below(5) == 0 { SourceKind::Institution } else { SourceKind::Press }),
        lang,
        sentiment: Some(if random.below(3) == 0 { Sentiment::Negative } else { Sentiment::Neutral }),
        places: vec![model::DistrictId::new(format!("d{}", random.below(12)))],
        title,
        body,
        link: Some(format!("https://press.example/{number}")),
    }
}

fn question(index: usize, random: &mut Random) -> Asked {
    let (one, other) = (random.of(&SUBJECTS), random.of(&PLACES));
    let query = match index % 8 {
        0 => one.to_owned(),
        1 => format!("{one} {other}"),
        2 => format!("{one} {} {other}", random.of(&HAPPENS)),
        3 => format!("n{}", random.below(20_000)),
        4 => format!("\"{other}{one}\""),
        5 => format!("{} -{}", random.of(&ENGLISH), random.of(&ENGLISH)),
        6 => format!("({one} OR {}) {other} n{}", random.of(&SUBJECTS), random.below(20_000)),
        _ => format!("n{}*", 100 + random.below(900)),
    };
    let is_filtered = random.below(3) == 0;
    Asked {
        audience: Audience::Staff,
        query,
        corpus: None,
        source: (is_filtered && index.is_multiple_of(2)).then(|| format!("source{}", random.below(40))),
        kind: None,
        place: (is_filtered && !index.is_multiple_of(2)).then(|| format!("d{}", random.below(12))),
        sentiment: None,
        since: (random.below(4) == 0).then(|| NOW.plus_hours(-24 * 90)),
        until: Some(NOW),
        order: if random.below(4) == 0 { Order::Newest } else { Order::Best },
    }
}

async fn measure(db: &Db, texts: usize) -> String {
    let mut random = Random(7);
    let began = Instant::now();
    let mut number = 0;
    while number < texts {
        let batch = (number..texts.min(number + BATCH)).map(|number| passage(number, texts, &mut random)).collect();
        let mut tx = db.write().await.expect("it begins");
        put_all(&mut tx, &CORPORA[0], batch).await.expect("it is indexed");
        tx.commit().await.expect("it commits");
        number += BATCH;
    }
    let filled = began.elapsed().as_secs_f64();
    let mut took = Vec::with_capacity(ROUNDS);
    let mut found = 0;
    for index in 0..ROUNDS {
        let asked = question(index, &mut random);
        let began = Instant::now();
        found += search::find(db, &asked, NOW).await.expect("it answers").found.len();
        took.push((began.elapsed().as_secs_f64() * 1e3, asked.query));
    }
    took.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: usize| took[(ROUNDS - 1) * share / 100].0;
    format!(
        "{:?}: {texts} texts indexed at {:.0} a second; {ROUNDS} answers with {found} texts: median {:.1} ms, 95th percentile {:.1} ms, \
         slowest {:.1} ms ({})",
        db.engine(),
        texts as f64 / filled,
        at(50),
        at(95),
        at(100),
        took[ROUNDS - 1].1
    )
}

fn main() {
    let texts = std::env::var("CANDOR_BENCH_TEXTS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let lists = &[
        org::MIGRATIONS,
        ledger::MIGRATIONS,
        publish::MIGRATIONS,
        claims::MIGRATIONS,
        listen::MIGRATIONS,
        analyse::MIGRATIONS,
        search::MIGRATIONS,
    ];
    runtime.block_on(async {
        for db in store::testing::databases("search_million", lists).await {
            let said = measure(&db, texts).await;
            writeln!(std::io::stdout(), "{said}").expect("there is an output");
        }
    });
}
