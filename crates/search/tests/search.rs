//! What can be found and what never can, on both engines.

use model::{Lang, SourceKind, Threshold, Time};
use search::{Answer, Asked, Audience, Order};
use store::testing::{count, databases};
use store::{Db, args, row};
use text::Gazetteer;

const NOW: Time = Time::from_ms(1_795_335_600_000);
const MIGRATIONS: &[&[store::Migration]] = &[
    org::MIGRATIONS,
    ledger::MIGRATIONS,
    publish::MIGRATIONS,
    claims::MIGRATIONS,
    listen::MIGRATIONS,
    analyse::MIGRATIONS,
    search::MIGRATIONS,
];

/// Puts mentions and findings in as the pipeline does; the number of the first is 1.
async fn publish(db: &Db, texts: &[(SourceKind, &str, &str, i64)]) {
    let mut tx = db.write().await.expect("it begins");
    let first = tx.one("select coalesce(max(mention_no), 0) from mention", args![]).await.expect("rows").int(0);
    for (number, (kind, title, text, days_ago)) in (first + 1..).zip(texts) {
        let is_private = kind.is_private();
        let at = Time::from_ms(NOW.ms() - days_ago * model::DAY_MS);
        let mention = row![number, format!("id{number}"), kind.code(), kind.code(), at, at];
        tx.bulk(
            "insert into mention (mention_no, mention_id, source_id, kind, at_ms, heard_ms) values",
            "",
            vec![mention],
        )
        .await
        .expect("a mention");
        let link = (!is_private).then(|| format!("https://press.example/{number}"));
        let held = row![number, *title, *text, link, is_private.then_some(NOW)];
        tx.bulk("insert into held (mention_no, title, text, link, expires_ms) values", "", vec![held])
            .await
            .expect("a text");
        let lang = if title.is_ascii() { Lang::En } else { Lang::ZhHans };
        let finding = row![number, "00000000000000aa", kind.code(), lang.code(), "negative", "news", 1];
        tx.bulk(
            "insert into finding (mention_no, story_id, kind, lang, sentiment, need, steps) values",
            "",
            vec![finding],
        )
        .await
        .expect("a finding");
    }
    tx.commit().await.expect("it commits");
}

async fn tell_story(db: &Db, id: &str, headline: &str, peak: i64, epoch: i64) {
    let facets = format!(r#"{{"place":{{"north":[20,12,0,{peak}]}},"sentiment":{{"negative":[20,12,0,{peak}]}}}}"#);
    let mut tx = db.write().await.expect("it begins");
    tx.run("delete from story where story_id = $1", args![id]).await.expect("it goes");
    let row = row![
        id,
        headline,
        "press",
        "zh-Hans",
        r#"["自来水","发黄"]"#,
        NOW,
        NOW,
        20,
        0,
        12,
        0,
        peak,
        0,
        facets,
        1,
        epoch
    ];
    tx.bulk(
        "insert into story (story_id, headline, headline_by, headline_lang, terms, first_ms, last_ms, items, copies,
                            settled, open, peak, open_day, facets, is_live, epoch) values",
        "",
        vec![row],
    )
    .await
    .expect("a story");
    tx.commit().await.expect("it commits");
}

async fn index(db: &Db) {
    while search::index::index(db, &Gazetteer::new(&[]), Threshold::default()).await.expect("it is indexed") {}
}

fn asked(query: &str) -> Asked {
    Asked {
        audience: Audience::Staff,
        query: query.to_owned(),
        corpus: None,
        source: None,
        kind: None,
        place: None,
        sentiment: None,
        since: None,
        until: None,
        order: Order::Best,
    }
}

async fn answer(db: &Db, asked: &Asked) -> Answer {
    search::find(db, asked, NOW).await.expect("it answers")
}

/// Titles in their order, with what was found marked.
async fn titles(db: &Db, asked: &Asked) -> Vec<String> {
    let mark = |piece: &text::Piece| if piece.is_hit { format!("[{}]", piece.text) } else { piece.text.clone() };
    answer(db, asked).await.found.iter().map(|found| found.title.iter().map(mark).collect()).collect()
}

#[tokio::test]
async fn words_find_texts_in_either_script_and_language_and_filters_narrow_them() {
    use SourceKind::{Institution, Press};
    for db in databases("search_words", MIGRATIONS).await {
        publish(
            &db,
            &[
                (Press, "老港自來水發黃", "記者在老港看到，自來水呈黃色。", 1),
                (Institution, "停水通知", "今晚检修，老港停水。", 2),
                (Press, "国联合作论坛开幕", "各方讨论国联合作。", 3),
                (Press, "Brown water in the Old Harbour", "The water main burst <script>alert(1)</script>.", 40),
                (Press, "A quiet day", "Nothing about that here.", 400),
            ],
        )
        .await;
        index(&db).await;
        assert_eq!(titles(&db, &asked("自来水")).await, ["老港[自來水]發黃"]);
        assert_eq!(titles(&db, &asked("老港 停水")).await, ["[停水]通知"]);
        assert_eq!(titles(&db, &asked("联合")).await, [""; 0], "a word is no part of two others");
        assert_eq!(titles(&db, &asked("\"water main\"")).await, ["Brown water in the Old Harbour"]);
        assert_eq!(titles(&db, &asked("brow*")).await, ["[Brown] water in the Old Harbour"]);
        assert_eq!(titles(&db, &asked("water -burst")).await, [""; 0]);
        assert_eq!(titles(&db, &Asked { kind: Some(Institution), ..asked("老港") }).await.len(), 1);
        assert_eq!(titles(&db, &Asked { source: Some("press".into()), ..asked("老港") }).await.len(), 1);
        let month = Asked { since: Some(NOW.plus_hours(-24 * 30)), until: Some(NOW), ..asked("water") };
        assert_eq!(titles(&db, &month).await, [""; 0], "it was 40 days ago");
        let year = Asked { since: Some(NOW.plus_hours(-24 * 365)), ..month };
        assert_eq!(titles(&db, &year).await.len(), 1);
        let some = answer(&db, &asked("自来水 harbour")).await;
        assert!(some.is_relaxed && some.found.len() == 2, "where no text has all words, some of them do");
        assert!(answer(&db, &asked("的 the")).await.is_empty);
        let newest = Asked { order: Order::Newest, ..asked("老港 OR water") };
        assert_eq!(titles(&db, &newest).await.first().map(String::as_str), Some("[老港]自來水發黃"));
    }
}

#[tokio::test]
async fn no_private_post_can_be_found_however_it_is_asked_for() {
    for db in databases("search_private", MIGRATIONS).await {
        let secret = "seededword";
        publish(
            &db,
            &[
                (SourceKind::Public, "", "my seededword and the water", 0),
                (SourceKind::Press, "Water", "The water is back.", 0),
            ],
        )
        .await;
        // One that is marked as published and yet expires is a private text under another name.
        let mut tx = db.write().await.expect("it begins");
        tx.run("update mention set kind = 'press' where mention_no = 1", args![]).await.expect("it is disguised");
        tx.commit().await.expect("it commits");
        index(&db).await;
        let mut tx = db.write().await.expect("it begins");
        tx.run("update mention set kind = 'public' where mention_no = 1", args![]).await.expect("it is itself");
        tx.commit().await.expect("it commits");
        index(&db).await;
        for query in [secret, "seeded*", "water", "my seededword", "seededword OR water"] {
            for corpus in [None, Some("text".to_owned()), Some("mention".to_owned())] {
                let found = answer(&db, &Asked { corpus, ..asked(query) }).await.found;
                assert!(found.iter().all(|found| found.kind != Some(SourceKind::Public)), "{query}");
                let shown = format!("{found:?}");
                assert!(!shown.contains(secret), "{query}: {shown}");
            }
        }
        assert_eq!(count(&db, "select count(*) from passage where kind = 'public' or body like '%seeded%'").await, 0);
        // Even a row that came into the table by another way is not given out.
        let mut tx = db.write().await.expect("it begins");
        tx.run("update passage set kind = 'public', body = 'water seededword'", args![]).await.expect("it is planted");
        tx.commit().await.expect("it commits");
        assert!(answer(&db, &asked("water")).await.found.is_empty());
    }
}

#[tokio::test]
async fn stories_are_found_once_k_voices_told_them_and_under_their_last_name() {
    for db in databases("search_stories", MIGRATIONS).await {
        tell_story(&db, "00000000000000aa", "北汀自来水发黄", 12, 1).await;
        tell_story(&db, "00000000000000bb", "老港自来水停了", 9, 1).await;
        index(&db).await;
        assert_eq!(titles(&db, &asked("自来水")).await, ["北汀[自来水]发黄"]);
        let north = Asked { place: Some("north".into()), ..asked("自来水") };
        assert_eq!(titles(&db, &north).await.len(), 1);
        assert_eq!(titles(&db, &Asked { place: Some("south".into()), ..north }).await.len(), 0);
        let public = Asked { audience: Audience::Public, ..asked("自来水") };
        assert_eq!(titles(&db, &public).await.len(), 1);
        tell_story(&db, "00000000000000aa", "北汀供水已恢复", 12, 2).await;
        index(&db).await;
        assert_eq!(titles(&db, &asked("恢复")).await, ["北汀供水已[恢复]"]);
        assert_eq!(count(&db, "select count(*) from passage").await, 1);
        let mut tx = db.write().await.expect("it begins");
        tx.run(
            "insert into story_merge (story_id, into_id) values ($1, $2)",
            args!["00000000000000aa", "00000000000000cc"],
        )
        .await
        .expect("it became part of another");
        tx.commit().await.expect("it commits");
        index(&db).await;
        assert_eq!(titles(&db, &asked("恢复")).await, [""; 0]);
    }
}

#[tokio::test]
async fn what_the_public_may_not_find_is_not_found_by_it() {
    for db in databases("search_public", MIGRATIONS).await {
        publish(&db, &[(SourceKind::Press, "停水", "老港停水", 0)]).await;
        index(&db).await;
        assert_eq!(titles(&db, &asked("停水")).await.len(), 1);
        assert_eq!(titles(&db, &Asked { audience: Audience::Public, ..asked("停水") }).await.len(), 0);
    }
}

#[tokio::test]
async fn another_tokenizer_indexes_anew() {
    for db in databases("search_tokens", MIGRATIONS).await {
        publish(&db, &[(SourceKind::Press, "停水", "老港停水", 0)]).await;
        index(&db).await;
        let mut tx = db.write().await.expect("it begins");
        tx.run("update search_cursor set tokens_version = 0", args![]).await.expect("an old one");
        tx.run("update passage set title = 'old'", args![]).await.expect("an old one");
        tx.commit().await.expect("it commits");
        index(&db).await;
        assert_eq!(titles(&db, &asked("停水")).await, ["[停水]"]);
        assert_eq!(count(&db, "select count(*) from passage").await, 1);
    }
}

#[tokio::test]
async fn a_saved_search_is_its_owners_alone() {
    use model::StaffId;
    use search::saved;
    for db in databases("search_saved", MIGRATIONS).await {
        let (one, other) = (StaffId::new("one"), StaffId::new("other"));
        let mut tx = db.write().await.expect("it begins");
        saved::keep(&mut tx, &one, "Water", "q=water", NOW).await.expect("it is kept");
        assert!(saved::keep(&mut tx, &one, "  ", "q=water", NOW).await.is_err());
        tx.commit().await.expect("it commits");
        let own = saved::list(&db, &one).await.expect("rows");
        assert_eq!(own.iter().map(|saved| saved.address.as_str()).collect::<Vec<_>>(), ["q=water"]);
        assert!(saved::list(&db, &other).await.expect("rows").is_empty());
        let mut tx = db.write().await.expect("it begins");
        assert!(saved::drop_saved(&mut tx, &other, &own[0].id).await.is_err());
        saved::drop_saved(&mut tx, &one, &own[0].id).await.expect("it goes");
        tx.commit().await.expect("it commits");
        assert!(saved::list(&db, &one).await.expect("rows").is_empty());
    }
}

#[tokio::test]
async fn a_frequent_word_is_answered_from_the_newest_on_either_engine() {
    for db in databases("search_frequent", MIGRATIONS).await {
        let many: Vec<(SourceKind, String, i64)> =
            (0..600).map(|index| (SourceKind::Press, format!("停水 {index}"), 600 - index)).collect();
        let many: Vec<_> = many.iter().map(|(kind, title, ago)| (*kind, title.as_str(), "老港", *ago)).collect();
        publish(&db, &many).await;
        index(&db).await;
        let newest = answer(&db, &Asked { order: Order::Newest, ..asked("停水") }).await;
        assert!(newest.is_more && newest.found.len() == 200);
        assert_eq!(newest.found[0].title.iter().map(|piece| piece.text.as_str()).collect::<String>(), "停水 599");
        let oldest = answer(&db, &asked("停水 0")).await;
        assert_eq!(oldest.found.len(), 1, "a rare word is found however old it is");
    }
}
