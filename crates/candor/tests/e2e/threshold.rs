//! A story of k - 1 voices is visible nowhere, one of k everywhere.

use crate::program::{Answer, Office, Served, noon, wait};
use crate::webhook::Push;
use serde_json::Value;

const K: usize = 10;

/// A post about one thing by one person. The words differ, since copies of one text are one voice where nobody signs.
fn post(name: &str, thing: &str, voice: usize) -> String {
    let ends = ["今天又这样", "已经第三天了", "没有人来修", "大家都很着急", "请尽快处理", "老人走不了路"];
    let end = ends[voice % ends.len()];
    format!(r#"{{"id": "{name}-{voice}", "author": "{name}{voice}", "text": "{thing}，{end}"}}"#)
}

const SEEN: &str = "翠柏小区东门石桥断裂";
const HIDDEN: &str = "磁器口码头缆车停运";
/// By these words the two are told apart on a page.
const SEEN_WORD: &str = "翠柏";
const HIDDEN_WORD: &str = "缆车";

/// Every page and every JSON that lists stories; those of the desk want a cookie.
const LISTS: [&str; 9] = [
    "/zh/",
    "/en/",
    "/heard.json",
    "/zh/desk",
    "/en/desk",
    "/zh/desk/stories",
    "/en/desk/stories",
    "/zh/desk/alerts",
    "/en/desk/alerts",
];
/// Every page and the JSON of one story.
const STORY: [&str; 5] =
    ["/zh/stories/ID", "/en/stories/ID", "/heard/ID.json", "/zh/desk/stories/ID", "/en/desk/stories/ID"];
/// What anyone can read and nobody should find a story on that is hidden.
const OTHERS: [&str; 4] = ["/zh/listening", "/listening.json", "/sitemap.xml", "/robots.txt"];

#[test]
fn the_tenth_voice_makes_a_story_visible_on_every_page_and_the_ninth_on_none() {
    let office = Office::new().with("CANDOR_ZONE", &noon());
    let served = office.serve();
    let secret = office.add_source("hotline", "webhook", None).expect("a webhook has a secret");
    let cookie = served.sign_in_first();
    let look = |path: &str| -> Answer { served.get_as(&cookie, path) };
    let push = |served: &Served, posts: &str| {
        let answer = Push::new(&secret, &format!(r#"{{"posts": [{posts}]}}"#)).send(served, "hotline");
        assert_eq!(answer.status, 200, "{}", answer.body);
    };

    let seen: Vec<_> = (0..K + 4).map(|voice| post("seen", SEEN, voice)).collect();
    push(&served, &seen.join(","));
    // One push each, as people speak.
    for voice in 0..K - 1 {
        push(&served, &post("few", HIDDEN, voice));
    }
    let ids = story_ids(&office);
    assert_eq!(ids.len(), 2, "two matters are two stories: {ids:?}");
    let (hidden, peak) = &ids[0];
    assert_eq!(*peak, 9, "nine people are counted");
    let nowhere = |when: &str| {
        for path in LISTS {
            let answer = look(path);
            assert_eq!(answer.status, 200, "{path} {when}");
            assert!(answer.body.contains(SEEN_WORD), "the larger story is on {path} {when}");
            assert!(!answer.body.contains(HIDDEN_WORD), "nine voices are on {path} {when}");
            assert!(!answer.body.contains(hidden.as_str()), "the address of nine voices is on {path} {when}");
        }
        for path in STORY.map(|path| path.replace("ID", hidden)) {
            let answer = look(&path);
            assert_eq!(answer.status, 404, "{path} {when}");
            assert!(!answer.body.contains(HIDDEN_WORD), "nine voices are on {path} {when}");
        }
        for path in OTHERS {
            let answer = look(path);
            assert_eq!(answer.status, 200, "{path} {when}");
            assert!(!answer.body.contains(HIDDEN_WORD) && !answer.body.contains(hidden.as_str()), "{path} {when}");
        }
        nothing_is_left(&look("/heard.json").body, when);
    };
    nowhere("with nine voices");

    // The same people speaking again are no more voices.
    for voice in 0..K - 1 {
        push(&served, &post("few", HIDDEN, voice).replace("few-", "again-"));
    }
    nowhere("with nine voices that speak twice");

    push(&served, &post("few", HIDDEN, K - 1));
    // Public answers are kept for a second, so what was just heard may be that much late.
    for path in LISTS {
        wait(&format!("ten voices are on {path}"), || look(path).body.contains(HIDDEN_WORD));
        let answer = look(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(SEEN_WORD), "the larger story stays on {path}");
    }
    for path in STORY.map(|path| path.replace("ID", hidden)) {
        wait(&format!("ten voices are on {path}"), || look(&path).body.contains(HIDDEN_WORD));
        assert_eq!(look(&path).status, 200, "{path}");
    }
    assert!(served.stop());
}

/// Takes everything that is shown from every total, as a reader with a pencil would.
fn nothing_is_left(json: &str, when: &str) {
    let heard: Value = serde_json::from_str(json).expect("JSON");
    let exact = |figure: &Value| figure.as_u64().unwrap_or(0);
    let sum = |list: &Value| list.as_array().into_iter().flatten().map(|one| exact(&one["voices"])).sum::<u64>();
    let overview = &heard["overview"];
    let total = exact(&overview["voices"]);
    assert!(total >= K as u64, "the day itself is shown {when}");
    let parts =
        ["places", "kinds", "sources", "sentiments", "needs", "langs"].map(|facet| (facet, sum(&overview[facet])));
    for (what, told) in parts.into_iter().chain([("stories", sum(&heard["stories"])), ("days", sum(&overview["days"]))])
    {
        let left = total.saturating_sub(told);
        assert!(left == 0 || left >= K as u64, "{when}: {total} voices without those of the {what} are {left}: {json}");
    }
    let items = exact(&overview["items"]);
    let told: u64 = heard["stories"].as_array().into_iter().flatten().map(|story| exact(&story["items"])).sum();
    assert!(items <= told || total - sum(&heard["stories"]) >= K as u64, "{when}: the items tell of the rest: {json}");
}

/// Every story and its most voices of one day, the smallest first.
fn story_ids(office: &Office) -> Vec<(String, i64)> {
    office.look(async |db| {
        let sql = "select story_id, peak from public_story order by peak, story_id";
        let rows = db.rows(sql, vec![]).await.expect("they can be read");
        rows.iter().map(|row| (row.text(0), row.int(1))).collect()
    })
}
