//! On both engines: topics (versions, what is counted and closed, what a preview may tell), and the order of stories.

use analyse::count::{Book, Counted};
use analyse::mirror;
use analyse::topics::review::review;
use analyse::topics::{NewTopic, TopicSet, store as topics};
use model::{
    DAY_MS, Day, DistrictId, Figure, Kind, Lang, Need, Sentiment, SourceId, SourceKind, StaffId, Threshold, Time,
    TopicId, Voice, Zone,
};
use store::testing::{count, databases};
use store::{Db, args, row};
use text::query::Query;

const START: Time = Time::from_ms(20_000 * DAY_MS);
const MIGRATIONS: &[&[store::Migration]] = &[listen::MIGRATIONS, analyse::MIGRATIONS];

fn topic(query: &str) -> NewTopic {
    NewTopic {
        name_zh: "供水".into(),
        name_en: "Water".into(),
        purpose_zh: "了解停水".into(),
        purpose_en: "To hear of outages".into(),
        query: Query::parse(query).expect("it can be read"),
    }
}

fn k() -> Threshold {
    Threshold::default()
}

async fn make(db: &Db, query: &str, now: Time) -> TopicId {
    let new = topic(query);
    let recount = review(db, k(), &Zone::utc(), &new.query, Time::from_ms(0)).await.expect("it is reviewed").recount();
    let mut tx = db.write().await.expect("it begins");
    let id = topics::make(&mut tx, &new, &recount, &StaffId::new("lin"), now).await.expect("it is made");
    tx.commit().await.expect("it commits");
    id
}

/// Counts voices for the topics that a text matches, as the pipeline does.
fn say(book: &mut Book, set: &TopicSet, text: &str, voices: std::ops::Range<u64>, at: Time, place: &str) {
    for voice in voices {
        let heard = Counted {
            story: 7,
            copy_of: None,
            at,
            source: &SourceId::new("forum"),
            kind: SourceKind::Public,
            lang: Lang::ZhHans,
            sentiment: Sentiment::Negative,
            need: Need::Complaint,
            places: &[DistrictId::new(place)],
            voice: Voice::from_hash(voice),
        };
        book.add_to_topics(&heard, &set.keys(&set.which(text)));
    }
}

async fn write(db: &Db, book: &mut Book, epoch: i64) {
    let mut tx = db.write().await.expect("it begins");
    let rows = book.take_rows();
    analyse::store::write(&mut tx, epoch, book.day(), &[], Vec::new(), rows, 1).await.expect("it is written");
    tx.commit().await.expect("it commits");
}

async fn shown(db: &Db, id: &TopicId) -> mirror::Topic {
    let topic = mirror::topic(db, k(), id, Day(19_990), Day(20_010)).await.expect("it answers");
    topic.expect("it is there")
}

#[tokio::test]
async fn a_topic_counts_what_its_query_matches_and_hides_the_few() {
    for db in databases("topic_counts", MIGRATIONS).await {
        let id = make(&db, "停水 OR 联合", START).await;
        let set = TopicSet::load(&db).await.expect("the topics load");
        let mut book = Book::new(k(), Zone::utc(), START);
        say(&mut book, &set, "老港停水了", 0..12, START, "north");
        say(&mut book, &set, "國聯合作論壇", 20..40, START, "north");
        say(&mut book, &set, "老港停水了", 0..9, START, "south");
        write(&db, &mut book, 1).await;
        // Said once more by the same people: items grow, voices do not.
        say(&mut book, &set, "停水", 0..12, START, "north");
        write(&db, &mut book, 2).await;
        let topic = shown(&db, &id).await;
        assert_eq!((topic.card.items, topic.card.voices), (Figure::Exactly(33), Figure::Exactly(12)));
        let place = |name: &str| topic.places.iter().find(|share| share.value == name).map(|share| share.voices);
        // Twelve in the topic and twelve in the north: what is left would be the south.
        assert_eq!((place("north"), place("south")), (Some(Figure::AtLeast(10)), Some(Figure::FewerThan(10))));
        assert_eq!(topic.stories.iter().map(|share| share.value.as_str()).collect::<Vec<_>>(), ["0000000000000007"]);

        // At midnight nothing under k stays, not even in the tables.
        let next = Time::from_ms(START.ms() + DAY_MS);
        book.turn_day(next);
        write(&db, &mut book, 3).await;
        let mut tx = db.write().await.expect("it begins");
        analyse::store::close_days(&mut tx, k(), next, Day(20_001)).await.expect("it closes");
        tx.commit().await.expect("it commits");
        assert_eq!(count(&db, "select count(*) from topic_day where voices between 1 and 9").await, 0);
        assert_eq!(count(&db, "select count(*) from topic_hour where voices between 1 and 9").await, 0);
        assert_eq!(shown(&db, &id).await.card.voices, Figure::Exactly(12));
        // After a restart the same people look like others: the larger number stands, never the sum.
        let mut book = Book::new(k(), Zone::utc(), next);
        say(&mut book, &set, "停水", 0..6, next, "north");
        write(&db, &mut book, 4).await;
        let mut book = Book::new(k(), Zone::utc(), next);
        say(&mut book, &set, "停水", 100..106, next, "north");
        write(&db, &mut book, 5).await;
        assert_eq!(shown(&db, &id).await.card.voices, Figure::Exactly(12));
    }
}

#[tokio::test]
async fn another_query_is_another_version_with_counts_of_its_own() {
    for db in databases("topic_versions", MIGRATIONS).await {
        let id = make(&db, "停水", START).await;
        let set = TopicSet::load(&db).await.expect("the topics load");
        let mut book = Book::new(k(), Zone::utc(), START);
        say(&mut book, &set, "停水", 0..12, START, "north");
        write(&db, &mut book, 1).await;
        let by = StaffId::new("mei");
        let mut tx = db.write().await.expect("it begins");
        let nothing = Default::default();
        let same = topics::change(&mut tx, &id, 1, &topic("停水"), &nothing, &by, START).await.expect("it changes");
        assert_eq!(same, 1, "a new name makes no new version");
        let next = topics::change(&mut tx, &id, 1, &topic("断水"), &nothing, &by, START).await.expect("it changes");
        assert_eq!(next, 2);
        let late = topics::change(&mut tx, &id, 1, &topic("缺水"), &nothing, &by, START).await;
        assert_eq!(late.map_err(|error| error.kind), Err(Kind::Conflict));
        tx.commit().await.expect("it commits");
        assert_eq!(shown(&db, &id).await.card.voices, Figure::FewerThan(10), "the new query has counted nothing yet");
        assert!(topics::revision(&db).await.expect("it answers") > set.revision);
        let queries: Vec<String> =
            topics::versions(&db, &id).await.expect("rows").into_iter().map(|version| version.query).collect();
        assert_eq!(queries, ["断水", "停水"]);
        let mut tx = db.write().await.expect("it begins");
        assert!(topics::end(&mut tx, &id, " ", START).await.is_err());
        topics::end(&mut tx, &id, "over, call 13812345678", START).await.expect("it ends");
        tx.commit().await.expect("it commits");
        assert!(TopicSet::load(&db).await.expect("the topics load").is_empty());
        let ended = topics::one(&db, &id).await.expect("it answers").and_then(|topic| topic.end_reason);
        assert!(ended.is_some_and(|reason| !reason.contains("13812345678")), "the register shows no telephone");
    }
}

async fn hold(db: &Db, first: i64, count: i64, kind: SourceKind, text: &str) {
    let mut tx = db.write().await.expect("it begins");
    for number in first..first + count {
        let mention = row![number, format!("id{number}"), "forum", kind.code(), START, START];
        let insert = "insert into mention (mention_no, mention_id, source_id, kind, at_ms, heard_ms) values";
        tx.bulk(insert, "", vec![mention]).await.expect("a mention");
        let held = row![number, "", format!("{text} {number}"), None::<String>, START.plus_hours(100)];
        let insert = "insert into held (mention_no, title, text, link, expires_ms) values";
        tx.bulk(insert, "", vec![held]).await.expect("a text");
        let finding = row![number, "0000000000000007", kind.code(), "zh-Hans", "negative", "complaint", 1];
        let insert = "insert into finding (mention_no, story_id, kind, lang, sentiment, need, steps) values";
        tx.bulk(insert, "", vec![finding]).await.expect("a finding");
    }
    tx.commit().await.expect("it commits");
}

#[tokio::test]
async fn a_preview_tells_no_more_than_can_be_proved_and_shows_no_private_text() {
    for db in databases("topic_preview", MIGRATIONS).await {
        hold(&db, 1, 30, SourceKind::Public, "老港停水 seededwords").await;
        hold(&db, 31, 5, SourceKind::Public, "停水演习").await;
        let mut tx = db.write().await.expect("it begins");
        let day = row![20_000, "source", "forum", 35, 28];
        let insert = "insert into tally_day (day, facet, value, items, voices) values";
        tx.bulk(insert, "", vec![day]).await.expect("a day");
        tx.commit().await.expect("it commits");
        let look = async |query: &str| {
            let query = Query::parse(query).expect("it can be read");
            let review = review(&db, k(), &Zone::utc(), &query, Time::from_ms(0)).await.expect("it is reviewed");
            review.preview(k())
        };
        // 30 of 35 items match, so at least 28 - 5 = 23 voices are among them.
        let water = look("停水 -演习").await;
        assert_eq!((water.read, water.mentions, water.voices), (35, Figure::Exactly(30), Figure::Exactly(20)));
        assert_eq!(water.near.len(), 1, "the drill was left out");
        assert_eq!(water.near[0].mentions, Figure::FewerThan(10));
        // Of five items nothing can be proved but that they are few.
        assert_eq!(look("演习").await.mentions, Figure::FewerThan(10));
        assert_eq!(look("\"老港停水 seededwords 7\"").await.mentions, Figure::FewerThan(10));
        let shown = format!("{:?}{:?}{:?}", water.hits, water.barely, water.near);
        assert!(!shown.contains("seededwords"), "{shown}");

        // What is counted again for a new topic keeps to the same proof.
        let id = make(&db, "停水 -演习", START).await;
        assert_eq!(shown_voices(&db, &id).await, Figure::Exactly(23));
        let few = make(&db, "演习", START).await;
        assert_eq!(shown_voices(&db, &few).await, Figure::FewerThan(10));
    }
}

async fn shown_voices(db: &Db, id: &TopicId) -> Figure {
    shown(db, id).await.card.voices
}

#[tokio::test]
async fn a_topic_without_a_purpose_is_not_made() {
    for db in databases("topic_purpose", MIGRATIONS).await {
        let new = NewTopic { purpose_en: " ".into(), ..topic("停水") };
        let mut tx = db.write().await.expect("it begins");
        let made = topics::make(&mut tx, &new, &Default::default(), &StaffId::new("lin"), START).await;
        assert_eq!(made.map_err(|error| error.message), Err("topic-purpose-missing"));
        let rows = tx.rows("select topic_id from topic", args![]).await.expect("rows");
        assert!(rows.is_empty());
    }
}

/// What the k rule hides, the order of a public list must not tell either.
#[tokio::test]
async fn stories_stand_in_the_order_of_what_is_printed() {
    for db in databases("story_order", MIGRATIONS).await {
        let mut tx = db.write().await.expect("it begins");
        // Of each: voices of days that are over, and of the open one, which says nothing while it is under the threshold.
        let told = [("a", 20, 9), ("b", 22, 0), ("c", 12, 30)].map(|(id, settled, open)| {
            row![id, "", "terms", "zh-Hans", "[]", START, START, 30, 0, settled, open, 22, 20_000, "{}", 1, 1]
        });
        tx.bulk(
            "insert into story (story_id, headline, headline_by, headline_lang, terms, first_ms, last_ms, items, copies,
                                settled, open, peak, open_day, facets, is_live, epoch) values",
            "",
            told.to_vec(),
        )
        .await
        .expect("stories");
        tx.commit().await.expect("it commits");
        let span = mirror::Span { since: START, until: START.plus_hours(1), limit: 10 };
        let cards = mirror::stories(&db, k(), span).await.expect("a list");
        let listed: Vec<(&str, Figure)> = cards.iter().map(|card| (card.id.as_str(), card.voices)).collect();
        assert_eq!(listed, [("c", Figure::Exactly(42)), ("b", Figure::Exactly(22)), ("a", Figure::Exactly(20))]);
    }
}
