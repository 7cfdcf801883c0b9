use super::*;
use crate::fold::fold;
use crate::segment::tokens;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

fn query(input: &str) -> Query {
    Query::parse(input).unwrap_or_else(|errors| panic!("{input}: {errors:?}"))
}

/// The hits of a query as they are written in the text, or "no".
fn hits(input: &str, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let prepared = Prepared::of(text);
    let show = |found: Match| {
        let shown: Vec<String> = found.hits.into_iter().map(|hit| letters[hit.range].iter().collect()).collect();
        shown.join("|")
    };
    let alone = query(input).matches(&prepared).map(show);
    let in_set = Queries::new([query("zebra"), query(input)]).find(&prepared).pop().map(|(_, found)| show(found));
    assert_eq!(alone, in_set, "{input} on {text}: alone and in a set");
    alone.unwrap_or("no".to_owned())
}

fn check(input: &str, text: &str, expected: &str) {
    assert_eq!(hits(input, text), expected, "{input} on {text}, cut {}", tokens(text).join("|"));
}

fn check_form(input: &str, expected: &str) {
    assert_eq!(query(input).canonical(), expected, "{input}");
    assert_eq!(query(expected), query(input), "{input}: read again");
}

fn check_errors(input: &str, expected: &str) {
    let errors = Query::parse(input).expect_err(input);
    let shown: Vec<String> = errors
        .iter()
        .map(|error| format!("{}..{} {}", error.range.start, error.range.end, error.key.replace("topic-query-", "")))
        .collect();
    assert_eq!(shown.join(", "), expected, "{input}");
}

#[test]
fn a_word_hits_between_borders_of_the_text_and_not_inside_a_word() {
    check("联合", "国联合作", "no");
    check("合作", "国联合作", "合作");
    check("国联合作", "國聯合作", "國聯合作");
    check("联合", "城管与公安联合执法", "联合");
    check("联合执法", "城管与公安联合执法", "联合执法");
    check("联合执法", "联合，执法", "no");
    check("flood", "The Flood came", "Flood");
    check("flood", "flooding", "no");
    check("bus", "two buses", "no");
    check("buses", "the city's buses", "buses");
    check("floods", "a flood", "flood");
}

#[test]
fn script_width_and_case_do_not_matter_and_hits_stand_in_the_text_as_written() {
    check("自来水", "昨天自來水發黃", "自來水");
    check("ＡＢＣ", "the abc street", "abc");
    check("cafe", "  the\u{3000}ＣＡＦＥ\u{200b} here", "ＣＡＦＥ");
    check("café", "le cafe\u{301} noir", "cafe\u{301}");
    check("地铁2号线", "地铁 2 号线晚点", "地铁 2 号线");
}

#[test]
fn a_character_that_holds_white_space_does_not_move_the_hits_behind_it() {
    check("flood", "停水¨flood", "flood");
    // White space counts once, and not at the beginning.
    check("flood", "¨flood", "flood");
    check("flood", "停水 ¨ ¨flood", "flood");
    let spaced = (char::MIN..=char::MAX).filter(|c| c.nfkc().any(char::is_whitespace));
    for c in spaced {
        // The comma keeps those apart that end in a letter.
        check("停水 flood", &format!("停水{c},flood"), "停水|flood");
    }
}

#[test]
fn phrases_beginnings_and_distances() {
    check("\"water main\"", "the water main burst", "water main");
    check("\"water main\"", "main water", "no");
    check("“停水 通知”", "停水，通知", "停水，通知");
    check("「water main」", "Water-main", "Water-main");
    check("flood*", "flooding and floods", "flooding|floods");
    check("covid-19", "Covid 19 is here", "Covid 19");
    check("water NEAR/3 brown", "brown is the water", "brown|water");
    check("water NEAR/2 brown", "brown is the water", "no");
    check("water near/1 water", "the water", "no");
    // Two terms of one word: each hits both places.
    check("water near/1 water", "water water", "water|water|water|water");
    check("（停水 OR 断水） ＮＥＡＲ／３ 老港", "老港又停水了", "老港|停水");
}

#[test]
fn operators_in_either_language() {
    check("停水 老港", "老港停水", "老港|停水");
    check("停水 与 老港", "停水", "no");
    check("停水 或 断水", "断水", "断水");
    check("停水 非 演习", "停水演习", "no");
    check("停水-演习", "停水演习", "no");
    check("停水 OR 断水 -演习", "停水 演习", "no");
    check("停水|断水＋老港", "老港停水", "老港|停水");
    check("停水|断水＋老港", "停水", "no");
    check("water !(drill | test)", "water test", "no");
    check("water !(drill | test)", "water", "water");
}

#[test]
fn a_query_has_one_written_form() {
    check_form("停水　（老港｜碼頭）－演習", "停水 AND (老港 OR 码头) AND NOT 演习");
    check_form("a OR b -c +d", "(a OR b) AND NOT c AND d");
    check_form("a -b OR c", "(a AND NOT b) OR c");
    check_form("+a OR b", "a OR b");
    check_form("!!a", "a");
    check_form("a NOT (b c)", "a AND NOT (b AND c)");
    check_form("((a (b c)))", "a AND b AND c");
    check_form("“AND” covid-2019* don't", "\"and\" AND \"covid 2019\"* AND \"don't\"");
    check_form("a NOT b near/5 c", "a AND NOT (b NEAR/5 c)");
    check_form("(a|b) near/5 c", "(a OR b) NEAR/5 c");
}

#[test]
fn errors_stand_at_their_place() {
    check_errors("", "0..0 empty");
    check_errors("，。", "0..2 empty");
    check_errors("水 “停水", "2..3 unclosed-quote");
    check_errors("水 “”", "2..4 empty-quote");
    check_errors("水 ()", "2..4 empty-group");
    check_errors("水 (a", "2..3 unclosed-group");
    check_errors("水) a", "1..2 unopened-group");
    check_errors("水 AND", "2..5 missing-operand");
    check_errors("OR 水", "0..2 missing-operand");
    check_errors("-演习", "0..3 only-not");
    check_errors("NOT a NOT b", "0..11 only-not");
    check_errors("水 OR NOT b", "5..10 only-not");
    check_errors("水*", "0..2 wildcard-too-short");
    check_errors("a * b", "2..3 wildcard-place");
    check_errors("floo*d", "4..5 wildcard-place");
    check_errors("a NEAR/99 b", "2..9 near-distance");
    check_errors("a NEAR/ b", "2..7 near-distance");
    check_errors("a NEAR/2 b NEAR/2 c", "11..17 near-chain");
    check_errors("a NEAR/2 (b c)", "9..14 near-operand");
    check_errors(&"a ".repeat(TERMS_MAX + 1), "400..402 too-many-terms");
    check_errors(&"a".repeat(LENGTH_MAX + 1), "0..4000 too-long");
    check_errors(&format!("{}a", "(".repeat(LENGTH_MAX - 1)), "16..17 too-deep");
}

fn nearly(input: &str, text: &str) -> Option<(String, Why)> {
    query(input).nearly(&Prepared::of(text)).map(|nearly| (nearly.clause, nearly.why))
}

#[test]
fn what_was_near_the_line() {
    let failed = |clause: &str, why| Some((clause.to_owned(), why));
    assert_eq!(nearly("停水 老港", "停水"), failed("老港", Why::Missing));
    assert_eq!(nearly("停水 -演习", "停水演习"), failed("NOT 演习", Why::Excluded));
    assert_eq!(nearly("停水 -演习", "下雨"), None);
    assert_eq!(nearly("停水 老港 码头", "停水"), None);
    assert_eq!(nearly("停水", "停水"), None);
    assert_eq!(nearly("water NEAR/2 brown", "brown is the water"), failed("water NEAR/2 brown", Why::TooFar(3)));
}

#[test]
fn a_query_is_explained_in_parts() {
    fn say(key: &str, args: &[(&'static str, Arg)]) -> String {
        let args: Vec<String> = args
            .iter()
            .map(|(_, arg)| match arg {
                Arg::Text(text) => text.clone(),
                Arg::Count(count) => count.to_string(),
                Arg::Part(_) => "a part that nobody said".to_owned(),
            })
            .collect();
        format!("{}[{}]", key.replace("topic-explain-", ""), args.join(" "))
    }
    assert_eq!(
        query("-c a (b|dry*) near/5 e").explain().say(&say),
        "sentence[but-not[and[word[a] near[group[or[word[b] prefix[dry]]] word[e] 5]] word[c]]]"
    );
}

#[test]
fn a_set_finds_what_each_query_finds_alone() {
    let inputs = ["停水 OR 断水", "停水 -演习", "flood*", "flood", "老港 NEAR/3 停水", "!(!water) brown"];
    let set = Queries::new(inputs.iter().map(|input| query(input)));
    for text in ["老港停水了", "停水演习", "Floods here", "brown water", "", "無關"] {
        let prepared = Prepared::of(text);
        let alone: Vec<(usize, Match)> = inputs
            .iter()
            .enumerate()
            .filter_map(|(index, input)| query(input).matches(&prepared).map(|found| (index, found)))
            .collect();
        assert_eq!(set.find(&prepared), alone, "{text}");
        let which: Vec<usize> = alone.iter().map(|(index, _)| *index).collect();
        assert_eq!(set.which(text), which, "{text}");
    }
}

/// Mostly what a query is made of, so that many of them can be read.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "停水", "老港", "联合执法", "flood", "water", "a", "covid-19", "don't", " ", " ", " OR ", " AND ", "NOT ", "与",
            " 或 ", "非", "(", ")", "（", "）", "\"", "“", "”", "「", "」", "+", "-", "－", "!", "&", "|", "*", " NEAR/3 ",
            "near/", "/5", "*", "ｆｌ", "ﷺ", "e\u{301}", "\u{200b}", "İ", "가", "ᄀ\u{1161}", "'", "’", "々", "〇",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_so_that_it_reads_the_same(input in hostile(), text in hostile()) {
        match Query::parse(&input) {
            Ok(query) => {
                let canonical = query.canonical();
                prop_assert_eq!(Query::parse(&canonical), Ok(query.clone()), "{}", canonical);
                query.explain();
                let prepared = Prepared::of(&text);
                let found = query.matches(&prepared);
                let set = Queries::new([query.clone()]).find(&prepared).pop().map(|(_, found)| found);
                prop_assert_eq!(&found, &set);
                prop_assert_eq!(Queries::new([query.clone()]).which(&text).len(), usize::from(found.is_some()));
                prop_assert!(found.is_none() || query.nearly(&prepared).is_none());
                let length = text.chars().count();
                for hit in found.iter().flat_map(|found| &found.hits) {
                    prop_assert!(hit.range.start < hit.range.end && hit.range.end <= length);
                }
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                let length = input.chars().count();
                for error in errors {
                    prop_assert!(error.range.start <= error.range.end && error.range.end <= length, "{:?}", error);
                }
            }
        }
    }

    #[test]
    fn tokens_and_hits_stand_where_the_crate_says(text in hostile()) {
        let prepared = Prepared::of(&text);
        let again: Vec<String> = prepared.tokens.iter()
            .map(|token| prepared.folded[token.start as usize..token.stem_end as usize].to_owned())
            .collect();
        prop_assert_eq!(again, tokens(&text));
        let letters: Vec<char> = text.chars().collect();
        for (index, token) in (0u32..).zip(&prepared.tokens) {
            let written: String = letters[prepared.written(index..index + 1)].iter().collect();
            let held = &prepared.folded[token.start as usize..token.end as usize];
            prop_assert!(fold(&written).contains(held), "{written:?} holds {held:?}");
        }
    }
}
