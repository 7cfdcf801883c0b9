//! A model of an office's own labels: made by the command, refused when it is damaged, and used for what is heard.

use crate::program::Office;
use std::fmt::Write as _;

/// Words that no lexicon holds, as a town has its own.
const GLAD: &str = "zolpak";
const SAD: &str = "mirtug";
const ROUNDS: usize = 40;

fn labels() -> String {
    let things = ["ferry", "market", "library", "pool", "bridge"];
    let mut rows = String::new();
    for round in 0..ROUNDS {
        let thing = things[round % things.len()];
        for (word, label) in [(GLAD, "pos"), (SAD, "neg"), ("open", "neu")] {
            writeln!(rows, "{{\"text\":\"the {thing} is {word} number {round}\",\"label\":\"{label}\"}}")
                .expect("writing to a string succeeds");
        }
    }
    rows
}

/// How the one post of a fresh office was felt to be.
fn felt(office: &Office, word: &str) -> String {
    let post = format!(
        "{{\"id\":1,\"time\":\"2026-11-20T08:00:00Z\",\"text\":\"the ferry is {word} today\",\"author\":\"one\"}}\n"
    );
    office.import(&office.write("post.jsonl", &post));
    office.look(async |db| db.one("select sentiment from finding", vec![]).await.expect("it was heard").text(0))
}

#[test]
fn a_model_of_ones_own_labels_is_used_and_a_damaged_one_refused() {
    let office = Office::new();
    let (labels, model) = (office.write("labels.jsonl", &labels()), office.write("feelings.model", ""));
    let paths = [&labels, &model].map(|path| path.to_str().expect("a plain path").to_owned());
    let made =
        office.command(&["train", "sentiment", &paths[0], "--out", &paths[1]]).output().expect("the program runs");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success() && said.contains(&format!("{} labels", 3 * ROUNDS)), "{said}");

    for (word, expected) in [(GLAD, "positive"), (SAD, "negative")] {
        assert_ne!(felt(&Office::new(), word), expected, "the words alone do not know {word}");
        assert_eq!(felt(&Office::new().with("CANDOR_SENTIMENT_MODEL", &paths[1]), word), expected);
    }

    let bytes = std::fs::read(&model).expect("the model is there");
    std::fs::write(&model, &bytes[..bytes.len() - 1]).expect("it can be cut short");
    let office = Office::new().with("CANDOR_SENTIMENT_MODEL", &paths[1]);
    for command in ["check", "serve"] {
        let refused = office.command(&[command]).output().expect("the program runs");
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && said.contains("candor train"), "{command}: {said}");
    }
}

#[test]
fn an_unknown_label_is_named_by_its_row_and_no_model_is_written() {
    let office = Office::new();
    let labels =
        office.write("labels.jsonl", "{\"text\":\"a\",\"label\":\"pos\"}\n{\"text\":\"b\",\"label\":\"happy\"}\n");
    let model = office.data().with_file_name("none.model");
    let (labels, out) = (labels.to_str().expect("a plain path"), model.to_str().expect("a plain path"));
    let refused = office.command(&["train", "sentiment", labels, "--out", out]).output().expect("the program runs");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("row 2") && said.contains("happy"), "{said}");
    assert!(!model.exists());
}
