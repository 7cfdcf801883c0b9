//! The verdict on a claim as a mark: a shape and a word, in ink. The colours of warnings are not for judging words.

use claims::Verdict;
use web::{Frame, Html, Words, marked};

pub fn verdict_word(words: &Words, verdict: Verdict) -> String {
    words.t(&format!("claims-verdict-{}", verdict.code()))
}

/// The shape and the word side by side.
pub fn verdict(f: &Frame, verdict: &Verdict) -> Html {
    let (class, shape) = match verdict {
        Verdict::False => ("verdict verdict-false", r#"<path d="M3 3l10 10M13 3 3 13"/>"#),
        Verdict::Misleading => ("verdict verdict-misleading", r#"<path d="M2 10c2-6 5-6 6-2s4 4 6-2"/>"#),
        Verdict::Outdated => ("verdict verdict-outdated", r#"<circle cx="8" cy="8" r="6"/><path d="M8 4v4l3 2"/>"#),
        Verdict::Unproven => (
            "verdict verdict-unproven",
            r#"<path d="M5 5.5C5 3.5 6.3 2.5 8 2.5s3 1.1 3 2.8c0 2.2-3 2.2-3 4.7M8 13v.5"/>"#,
        ),
        Verdict::True => ("verdict verdict-true", r#"<path d="M2.5 8.5 6.5 12.5 13.5 4"/>"#),
        Verdict::WeWereWrong => {
            ("verdict verdict-we-were-wrong", r#"<path d="M4 7h6a3.5 3.5 0 0 1 0 7H6M7 3.5 3.5 7 7 10.5"/>"#)
        }
    };
    marked(class, shape, &verdict_word(f.words(), *verdict))
}
