//! A story of k - 1 voices is visible nowhere, one of k everywhere.

use crate::program::{Office, Served};

const K: usize = 10;

/// Posts about one thing by so many people. The words differ, since copies of one text are one voice where nobody signs.
fn rows(name: &str, thing: &str, voices: std::ops::Range<usize>) -> String {
    let ends = ["今天又这样", "已经第三天了", "没有人来修", "大家都很着急", "请尽快处理", "老人走不了路"];
    voices
        .map(|voice| {
            let end = ends[voice % ends.len()];
            format!("{{\"id\":\"{name}-{voice}\",\"author\":\"{name}{voice}\",\"time\":\"2026-03-02T{:02}:00:00Z\",\"text\":\"{thing}，{end}\"}}\n", 8 + voice % 4)
        })
        .collect()
}

const SEEN: &str = "翠柏小区东门石桥断裂";
const HIDDEN: &str = "磁器口码头缆车停运";

fn pages(served: &Served, cookie: &str) -> String {
    let public = ["/zh/", "/en/", "/heard.json?from=2026-03-01&to=2026-03-05"];
    let desk = ["/zh/desk", "/zh/desk/stories", "/en/desk/stories", "/zh/desk/alerts"];
    let mut all = String::new();
    for path in public {
        let answer = served.get(path);
        assert_eq!(answer.status, 200, "{path}");
        all.push_str(&answer.body);
    }
    for path in desk {
        let answer = served.get_as(cookie, path);
        assert_eq!(answer.status, 200, "{path}");
        all.push_str(&answer.body);
    }
    all
}

#[test]
fn the_tenth_voice_makes_a_story_visible_and_the_ninth_does_not() {
    let office = Office::new();
    let first = rows("seen", SEEN, 0..K + 4) + &rows("few", HIDDEN, 0..K - 1);
    let first = office.write("first.jsonl", &first);
    office.import(&first);
    // Every story's id, from the database behind the pages.
    let ids = story_ids(&office);
    let served = office.serve();
    let cookie = served.sign_in_first();
    let shown = pages(&served, &cookie);
    assert!(shown.contains("石桥"), "the larger story is shown");
    assert!(!shown.contains("缆车"), "nine voices are shown nowhere");
    for (id, peak) in &ids {
        let expected = if *peak >= K as i64 { 200 } else { 404 };
        assert_eq!(served.get(&format!("/zh/stories/{id}")).status, expected);
        assert_eq!(served.get(&format!("/heard/{id}.json")).status, expected);
        assert_eq!(served.get_as(&cookie, &format!("/en/desk/stories/{id}")).status, expected);
    }
    assert!(served.stop());

    // The same story told by ten, in an installation of its own, so that no restart comes between its voices.
    let office = Office::new();
    let second = office.write("second.jsonl", &rows("few", HIDDEN, 0..K));
    office.import(&second);
    let served = office.serve();
    let cookie = served.sign_in_first();
    let shown = pages(&served, &cookie);
    assert!(shown.contains("缆车"), "the tenth voice makes it visible");
    assert!(served.stop());
}

fn story_ids(office: &Office) -> Vec<(String, i64)> {
    let url = format!("sqlite:{}", office.data().join("candor.db").display());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let db = store::Db::open(&url).await.expect("the database opens");
        let rows = db
            .rows("select story_id, peak from public_story order by story_id", vec![])
            .await
            .expect("they can be read");
        rows.iter().map(|row| (row.text(0), row.int(1))).collect()
    })
}
