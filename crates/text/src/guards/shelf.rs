//! Ranking and learning on a shelf of a thousand short texts of our own, so that a loss of a few in a hundred is seen.

use crate::rank::Ranking;
use crate::trained::{Labelled, Task, Trained, labels, macro_f1};

fn shelf() -> Vec<Labelled> {
    labels(include_str!("../../data/labelled_texts.jsonl").as_bytes(), Task::Sentiment).expect("the rows are sound")
}

/// Every second run of three letters of a text, so that words are torn.
fn torn(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(3).step_by(2).map(|run| run.iter().collect::<String>() + " ").collect()
}

#[test]
fn torn_posts_find_the_text_that_they_repeat_among_a_thousand() {
    let shelf = shelf();
    let mut ranking = Ranking::default();
    for (text, _) in &shelf {
        ranking.add("", text);
    }
    let (mut asked, mut gained) = (0.0, 0.0);
    for (number, (text, _)) in shelf.iter().enumerate().step_by(4) {
        // What everybody adds, and what stands in many of the other texts.
        let (other, _) = &shelf[(number * 7 + 3) % shelf.len()];
        let others: String = other.chars().take(other.chars().count() / 4).collect();
        let post = format!("{} 大家怎么看，是真的吗？ {others} is this true?", torn(text));
        let place = ranking.rank(&post, 5).iter().position(|(found, _)| *found as usize == number);
        asked += 1.0;
        gained += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
    }
    let score = gained / asked;
    assert!(score >= 0.64, "mean reciprocal rank {score:.3} over {asked} posts");
}

#[test]
fn half_of_the_labels_tell_the_other_half() {
    let shelf = shelf();
    let (known, asked): (Vec<_>, Vec<_>) = shelf.into_iter().zip(0..).partition(|(_, place)| place % 2 == 0);
    let known: Vec<Labelled> = known.into_iter().map(|(row, _)| row).collect();
    let model = Trained::train(Task::Route, &known).expect("there is enough to learn from");
    let score = macro_f1(asked.iter().map(|((text, label), _)| (model.label(text).0, label.as_str())));
    assert!(score >= 0.565, "macro F1 {score:.3} over {} texts", asked.len());
}
