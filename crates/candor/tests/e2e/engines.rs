//! Both engines give the same public JSON, byte for byte.

use crate::program::{Office, postgres};
use std::fmt::Write as _;

fn rows() -> String {
    let mut text = String::new();
    for index in 0..900 {
        // Three matters that share no words, each told in several ways.
        let matters = [
            ["自来水发黄有味道", "水龙头流出黄水", "北边自来水又黄又浑，水务公司没说法"],
            ["Bus 17 is late again", "Waited forty minutes for bus 17", "No sign of the 17 bus at the station"],
            ["幼儿园午餐质量下降", "家长质疑幼儿园午餐菜谱", "孩子说幼儿园的午餐吃不饱"],
        ];
        let said = matters[index % 3][index / 3 % 3];
        writeln!(
            text,
            r#"{{"id":"e{index}","author":"a{}","time":"2026-03-{:02}T{:02}:00:00Z","text":"{said}"}}"#,
            index % 211,
            1 + index % 9,
            index % 24,
        )
        .expect("writing to a string succeeds");
    }
    text
}

#[test]
fn the_same_import_gives_the_same_json_on_both_engines() {
    let Some(url) = postgres("e2e_engines") else {
        eprintln!("e2e_engines: tested on SQLite alone; set {} to compare both engines", store::testing::POSTGRES);
        return;
    };
    let answers = [Office::new(), Office::on_postgres(&url)].map(|office| {
        let file = office.write("rows.jsonl", &rows());
        office.import(&file);
        let served = office.serve();
        let heard = served.get("/heard.json?from=2026-03-01&to=2026-03-31");
        assert_eq!(heard.status, 200);
        let overview: serde_json::Value = serde_json::from_str(&heard.body).expect("it is JSON");
        let stories = overview["stories"].as_array().expect("it has stories").clone();
        assert!(stories.len() >= 3, "{}", heard.body);
        let each = stories.iter().map(|story| {
            let id = story["id"].as_str().expect("a story has an id");
            served.get(&format!("/heard/{id}.json")).body
        });
        let all = heard.body.clone() + &each.collect::<String>();
        assert!(served.stop());
        all
    });
    assert_eq!(answers[0], answers[1]);
}
