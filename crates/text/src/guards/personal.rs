//! Personal data, in texts where each span is marked: `⟦TYPE|what it is⟧`. Every value is invented.

use crate::{PersonalKind, redact};

const CHINESE: [&str; 16] = [
    "我叫⟦NAME|赵明远⟧，手机⟦PHONE|13912345678⟧，反映楼道堆放杂物",
    "投诉人⟦NAME|孙丽华⟧，身份证号⟦ID_CARD|11010519491231002X⟧，欠薪三个月",
    "请回电⟦PHONE|010-62345679⟧转办公室",
    "家住⟦ADDRESS|建设路25号翠竹苑6栋1单元302室⟧，暖气一直不热",
    "车牌⟦PLATE|京B·23456⟧长期占用盲道",
    "邮箱⟦EMAIL|zhao.my@example.com⟧，没有收到回复",
    "微信：⟦SOCIAL_ID|zhao_my2021⟧，加我发照片",
    "护照号⟦PASSPORT|E23456789⟧，签注被退",
    "银行卡⟦BANK_CARD|4111111111111111⟧被重复扣款",
    "联系人：⟦NAME|司马静⟧，电话⟦PHONE|18612345678⟧",
    "⟦NAME|陈⟧先生来电反映井盖缺失",
    "依据市政府令第45号第6条，拨打12345无人受理",
    "2025年4月18日早上7点20分，3号线停运40分钟",
    "罚款350元，订单号：2025041812345678",
    "翠竹苑6栋的水泵坏了，整栋楼停水",
    "客服热线：400-810-8810一直占线",
];
const OTHER: [&str; 14] = [
    "My name is ⟦NAME|Harriet Sampleby⟧, please ring ⟦PHONE|+44 20 7946 0321⟧",
    "Write to ⟦EMAIL|h.sampleby@example.org⟧ or call ⟦PHONE|(415) 555-0187⟧",
    "I live at ⟦ADDRESS|31 Long Lane, Springfield⟧ and the drain is blocked",
    "My SSN is ⟦NATIONAL_ID|219-09-9999⟧, do you need it?",
    "The van ⟦PLATE|CD34 EFG⟧ is parked on the pavement",
    "Paid with ⟦BANK_CARD|4111 1111 1111 1111⟧ and nothing came",
    "Refund to ⟦IBAN|GB82 WEST 1234 5698 7654 32⟧ please",
    "Ich wohne in der ⟦ADDRESS|Birkenstraße 7⟧, der Keller steht unter Wasser",
    "Fuite au ⟦ADDRESS|9 rue des Acacias, 99000 Exemple⟧ depuis hier",
    "thanks ⟦SOCIAL_ID|@sample_person⟧, it works from ⟦IP|192.0.2.44⟧ now",
    "passport number ⟦PASSPORT|533380006⟧ was never sent back",
    "Section 9 of the Act 2004, see order number 4111111111111111",
    "fined $80.00 on 2025-04-18 at 07:20:15, line 3 was late",
    "The lift at Mill Road stopped twice during 2024",
];

/// The text without its marks, and its spans.
fn read(marked: &str) -> (String, Vec<(u32, u32, &str)>) {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for part in marked.split('⟦') {
        if let Some((span, rest)) = part.split_once('⟧') {
            let (kind, value) = span.split_once('|').expect("a span names its type");
            let start = text.chars().count() as u32;
            spans.push((start, start + value.chars().count() as u32, kind));
            text.push_str(value);
            text.push_str(rest);
        } else {
            text.push_str(part);
        }
    }
    (text, spans)
}

/// The harmonic mean of how many spans found are exactly right and how many were found, and the share of personal
/// characters left readable.
fn measure(texts: &[&str]) -> (f64, f64) {
    let (mut right, mut found, mut there, mut leaked, mut personal) = (0, 0, 0, 0, 0);
    for marked in texts {
        let (text, spans) = read(marked);
        let masked = redact(&text).spans;
        let masked = masked.iter().filter(|span| span.kind != PersonalKind::Link);
        let masked: Vec<(u32, u32, &str)> = masked.map(|span| (span.start, span.end, span.kind.code())).collect();
        right += spans.iter().filter(|span| masked.contains(span)).count();
        found += masked.len();
        there += spans.len();
        let covers = |at: &u32| masked.iter().any(|(start, end, _)| (*start..*end).contains(at));
        let places: Vec<u32> = spans.iter().flat_map(|(start, end, _)| *start..*end).collect();
        leaked += places.iter().filter(|at| !covers(at)).count();
        personal += places.len();
    }
    (2.0 * right as f64 / (found + there) as f64, leaked as f64 / personal as f64)
}

#[test]
fn personal_data_is_masked_exactly_and_nothing_else_is() {
    for (language, texts, least) in [("Chinese", &CHINESE[..], 0.95), ("others", &OTHER[..], 0.88)] {
        let (score, leaked) = measure(texts);
        assert!(score >= least, "{language}: strict F1 {score:.3}");
        assert!(leaked <= 0.08, "{language}: {:.1} % of the characters are left", 100.0 * leaked);
    }
}
