//! What stands in the way of submitting a text, decided without IO.

use crate::{ChangeKind, Edition, markdown};

/// Why an edition cannot be submitted yet: each a form field and a key in `locales/`.
pub fn faults(edition: &Edition) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    let (zh, en) = (&edition.texts.zh, &edition.texts.en);
    if zh.is_empty() && en.is_empty() {
        faults.push(("title_zh", "publish-empty"));
    }
    for (text, title, body) in [(zh, "title_zh", "body_zh"), (en, "title_en", "body_en")] {
        if text.is_empty() {
            continue;
        }
        if text.title.is_empty() {
            faults.push((title, "publish-title-missing"));
        }
        if text.body.is_empty() {
            faults.push((body, "publish-body-missing"));
        } else if let Err(error) = markdown::check(&text.body) {
            faults.push((body, error.message));
        }
    }
    // A reader of either language must be told what was wrong.
    let change = &edition.change;
    if change.kind == ChangeKind::Correction {
        for (text, note, field) in [(zh, &change.zh, "change_zh"), (en, &change.en, "change_en")] {
            if text.is_whole() && note.is_empty() {
                faults.push((field, "publish-change-missing"));
            }
        }
    }
    faults
}
