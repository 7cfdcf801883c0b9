//! The log's pages, with an invented log.

use super::published::spoken;
use super::{NOW, frame, print};
use crate::pages::history::{History, HistoryLine};
use crate::pages::log::{LogCheckView, LogLine, LogNow, LogProof, LogView, LogWitness, kind};
use ledger::LeafKind;
use web::UiLang;

const VKEY: &str = "qingyu.example/log+6c0ba48c+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

pub fn log(lang: UiLang) -> String {
    let f = frame(lang, "/log");
    let line = |index: u32, leaf: LeafKind, version, subject: &str| LogLine {
        index,
        kind: kind(&f, leaf),
        version,
        subject: subject.to_owned(),
        title: (leaf == LeafKind::Publication).then(|| {
            let title = spoken(lang, "老港片区自来水检测结果", "What the tests of tap water in the Old Harbour found");
            (title, f.href("/published/tap-water"))
        }),
        at: NOW.plus_hours(i64::from(index) - 1208),
    };
    let latest = vec![
        line(1206, LeafKind::Withdrawal, Some(2), "edition/7d2a90c4f1b35e68"),
        line(1205, LeafKind::Answer, None, "answer/51c08be2a97f4d30"),
        line(1204, LeafKind::Correction, Some(2), "edition/7d2a90c4f1b35e68"),
        line(1203, LeafKind::Claim, Some(1), "claim/0be41f7ac2d8963e"),
        line(1202, LeafKind::Publication, Some(1), "edition/a3f1772be09c4d15"),
    ];
    let witness = |operator: &str, key: &str| LogWitness {
        operator: operator.to_owned(),
        key: key.to_owned(),
        at: NOW.plus_hours(-1),
    };
    let now = LogNow {
        size: 1207,
        signed: NOW.plus_hours(-1),
        origin: "qingyu.example/log".to_owned(),
        vkey: VKEY.to_owned(),
        witnesses: vec![
            witness("City of Linhe", "linhe.example/witness"),
            witness("University Library", "library.example/witness"),
        ],
    };
    let url = "https://qingyu.example/log".to_owned();
    print(&LogView { f, now: Some(now), is_refused: false, latest, url })
}

pub fn log_empty(lang: UiLang) -> String {
    let url = "https://qingyu.example/log".to_owned();
    print(&LogView { f: frame(lang, "/log"), now: None, is_refused: true, latest: Vec::new(), url })
}

pub fn check(lang: UiLang) -> String {
    let subject = "document/77c1a0".to_owned();
    let proof = Some(LogProof { href: format!("/log/proof/{subject}.json"), subject });
    print(&LogCheckView { f: frame(lang, "/log/check?of=document/77c1a0"), vkey: VKEY.to_owned(), proof })
}

/// The line that ends a page.
pub fn history(lang: UiLang) -> History {
    let f = frame(lang, "/published/tap-water");
    let line = |leaf, hours, index| HistoryLine { kind: kind(&f, leaf), at: NOW.plus_hours(hours), index };
    History {
        lines: vec![line(LeafKind::Publication, -20, Some(1202)), line(LeafKind::Correction, -3, Some(1204))],
        proof_href: "/log/proof/document/77c1a0.json".to_owned(),
        check_href: f.href("/log/check?of=document/77c1a0"),
        f,
    }
}
