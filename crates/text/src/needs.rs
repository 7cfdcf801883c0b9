//! What a text wants of the body: to complain, to ask, to suggest, to praise, to warn of a danger, or to tell.

use crate::fold::fold;
use crate::matcher::Matcher;
use model::Need;
use std::sync::LazyLock;

static CUES: LazyLock<Matcher<Need>> = LazyLock::new(|| {
    let lines = include_str!("../data/needs.txt").lines().filter(|line| !line.starts_with('#'));
    Matcher::new(lines.filter_map(|line| line.split_once(": ")).flat_map(|(need, phrases)| {
        let need = Need::from_code(need).expect("each line of the file begins with a need");
        phrases.split(", ").map(move |phrase| (phrase.to_owned(), need))
    }))
});

/// The need that most cues speak for. A danger counts double, since missing one costs more than asking once too often.
///
/// - returns: `News` for a text that wants nothing
pub fn needs(text: &str) -> Need {
    needs_of_folded(&fold(text))
}

/// The same for a text that is folded already.
pub fn needs_of_folded(folded: &str) -> Need {
    let mut weights = [0u32; 6];
    for (_, need) in CUES.find(folded) {
        weights[need as usize] += if need == Need::Danger { 4 } else { 2 };
    }
    if folded.contains(['?', '？']) {
        // Whoever complains asks too, and mostly needs no answer, so the sign alone decides only where nothing else speaks.
        weights[Need::Question as usize] += 1;
    }
    // Of equals the more pressing one.
    let order = [Need::Danger, Need::Complaint, Need::Suggestion, Need::Question, Need::Praise, Need::News];
    order
        .into_iter()
        .rev()
        .max_by_key(|need| weights[*need as usize])
        .filter(|need| weights[*need as usize] > 0)
        .unwrap_or(Need::News)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_need_is_told_by_its_cues() {
        for (text, need) in [
            ("楼下燃气泄漏，味道很大", Need::Danger),
            ("There is a live wire on the pavement, someone will get hurt", Need::Danger),
            ("投诉多次没人管，半夜还在施工", Need::Complaint),
            ("请问居住证在哪里办理？", Need::Question),
            ("Does anyone know when the library opens?", Need::Question),
            ("建议在路口增设红绿灯", Need::Suggestion),
            ("给公交司机点赞，辛苦了", Need::Praise),
            ("市图书馆新馆今天开幕", Need::News),
            ("随便说说", Need::News),
            ("打水务电话占线，自来水放了半天还是黄的", Need::Complaint),
            ("排了两个小时，窗口说系统崩了，谁负责？", Need::Complaint),
            ("Stuck at the station for half an hour, no announcement. Why?", Need::Complaint),
            ("消防演练，没有着火，大家不要慌", Need::News),
            ("Water is clear again, not poisoned at all", Need::News),
        ] {
            assert_eq!(needs(text), need, "{text}");
        }
    }
}
