//! What is not published is nowhere to be seen, and nothing gets past the second person, whatever a browser sends.

use crate::program::{Office, Served, encoded, wait};
use model::Time;
use org::{Cost, NewStaff, Outcome, Passwords, Role, Session};
use publish::edition::{self, Draft};
use publish::{ChangeKind, EditionId, Emergency, Kind, NewDraft, Saved, Text, Texts, release};
use std::collections::{BTreeSet, VecDeque};
use store::{Db, Tx};

/// Stands in every part of every draft, in both languages.
const PLANTED: &str = "quokkadraft";
const DRAFTS: usize = 50;
/// Stands in what was published, as proof that the search can find something.
const OPEN: &str = "marmaladeopen";
/// Whatever the crawl finds, it stops somewhere.
const PAGES_MAX: usize = 600;

pub struct Person {
    pub session: Session,
    pub cookie: String,
}

pub async fn person(db: &Db, name: &str, role: Role) -> Person {
    let passwords = Passwords::new(Cost { memory_kib: 8, passes: 1 }).expect("argon2 takes it");
    let password = "river slate candle".to_owned();
    let new = NewStaff { name: name.to_owned(), sign_in_name: name.to_owned(), role, password };
    let now = model::Clock::wall().now();
    let staff = match org::staff::add(db, &passwords, new, now).await.expect("staff can be added") {
        Outcome::Done(staff) => staff,
        Outcome::Refused(refusals) => panic!("refused: {refusals:?}"),
    };
    let mut tx = db.write().await.expect("begins");
    let (token, session) = org::session::start(&mut tx, &staff, None, None, now).await.expect("a session starts");
    tx.commit().await.expect("commits");
    Person { session, cookie: format!("candor={}", token.for_cookie()) }
}

fn texts(word: &str, index: usize) -> Texts {
    let text = |lang: &str| {
        let part = |what: &str| format!("{word} {what} {lang} {index}");
        Text::new(part("title"), part("summary"), format!("{}\n\n## {}", part("body"), part("heading")))
    };
    Texts { zh: text("中文"), en: text("english") }
}

pub async fn begin(tx: &mut Tx, word: &str, index: usize, by: &Person, now: Time) -> EditionId {
    let new = NewDraft {
        kind: Kind::ALL[index % Kind::ALL.len()],
        subjects: vec![format!("story/{index}")],
        texts: texts(word, index),
        author: by.session.staff.id.clone(),
    };
    let kind = new.kind;
    let document = publish::draft(tx, new, now).await.expect("a draft");
    let id = publish::store::open_edition(tx, &document).await.expect("reads").expect("it is open");
    if kind == Kind::Emergency {
        let slug = publish::store::document(tx, &document).await.expect("reads").slug;
        let (change_zh, change_en) = (String::new(), String::new());
        let emergency = Some(facts(word));
        let draft = Draft { kind, slug, texts: texts(word, index), change_zh, change_en, emergency, revision: 1 };
        edition::save(tx, &id, draft, &by.session.staff.id, now).await.expect("saves");
    }
    id
}

/// What an emergency needs, with the word in every part that is text.
fn facts(word: &str) -> Emergency {
    Emergency {
        status: publish::Status::Actual,
        event_zh: format!("{word} 事件"),
        event_en: format!("{word} event"),
        category: "Met".into(),
        urgency: "Immediate".into(),
        severity: "Severe".into(),
        certainty: "Observed".into(),
        areas: vec![],
        expires_ms: model::Clock::wall().now().plus_hours(48).ms(),
        instruction_zh: format!("{word} 提示"),
        instruction_en: format!("{word} instruction"),
    }
}

pub async fn submit(tx: &mut Tx, id: &EditionId, by: &Person, now: Time) -> String {
    let revision = publish::store::edition(tx, id).await.expect("reads").revision;
    edition::submit(tx, id, revision, &by.session.staff.id, now).await.expect("answers").expect("submitted")
}

/// A tenth each: just begun, submitted, approved, to appear tomorrow, and the rest next editions of something published, in
/// each of these states.
async fn plant(db: &Db, officer: &Person, approver: &Person) -> Vec<(EditionId, String)> {
    let now = model::Clock::wall().now();
    let mut planted = Vec::new();
    for index in 0..DRAFTS {
        let mut tx = db.write().await.expect("begins");
        let mut id = if index % 2 == 0 {
            begin(&mut tx, PLANTED, index, officer, now).await
        } else {
            let first = begin(&mut tx, OPEN, index, officer, now).await;
            let digest = submit(&mut tx, &first, officer, now).await;
            publish::approve(&mut tx, &first, &digest, org::testing::fresh(&approver.session), now)
                .await
                .expect("approved");
            let out = release::publish_approved(&mut tx, &first, now).await.expect("published");
            let by = &officer.session.staff.id;
            let next =
                edition::begin_next(&mut tx, &out.document, ChangeKind::Correction, by, now).await.expect("begins");
            let stored = publish::store::document(&mut tx, &out.document).await.expect("reads");
            let draft = Draft {
                kind: stored.kind,
                slug: stored.slug,
                texts: texts(PLANTED, index),
                change_zh: format!("{PLANTED} 更正"),
                change_en: format!("{PLANTED} correction"),
                emergency: Some(facts(PLANTED)),
                revision: 1,
            };
            let saved = edition::save(&mut tx, &next, draft, by, now).await.expect("saves");
            assert_eq!(saved, Saved::Done(2));
            next
        };
        if index % 10 >= 2 {
            let digest = submit(&mut tx, &id, officer, now).await;
            if index % 10 >= 4 {
                publish::approve(&mut tx, &id, &digest, org::testing::fresh(&approver.session), now)
                    .await
                    .expect("approved");
            }
            if index % 10 >= 6 {
                release::schedule(&mut tx, &id, Some(now.plus_hours(24)), org::testing::fresh(&officer.session), now)
                    .await
                    .expect("set");
            }
            if index % 10 >= 8 {
                edition::reopen(&mut tx, &id, &officer.session.staff.id, now).await.expect("taken back");
            }
        }
        tx.commit().await.expect("commits");
        let slug = publish::store::find_edition(db, &id).await.expect("reads").slug;
        planted.push((std::mem::replace(&mut id, EditionId::new("")), slug));
    }
    planted
}

/// Every address of this site that an answer names.
fn links(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    for mark in ["href=\"", "src=\"", "<loc>", "<link>", "\"url\":\"", "\"json\":\"", "\"next\":\""] {
        for rest in body.split(mark).skip(1) {
            let end = rest.find(['"', '<', '#']).unwrap_or(0);
            let address = rest[..end].replace("&#38;", "&").replace("&amp;", "&");
            let path = match address.split_once("://") {
                Some((_, rest)) => rest.find('/').map(|at| rest[at..].to_owned()),
                None => address.starts_with('/').then_some(address),
            };
            found.extend(path.filter(|path| !path.starts_with("//")));
        }
    }
    found
}

/// Asks politely, as the limits want it.
fn read(served: &Served, path: &str) -> crate::program::Answer {
    loop {
        let answer = served.get(path);
        if answer.status != 429 {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

#[test]
fn a_stranger_who_reads_everything_finds_no_draft() {
    let office = Office::new();
    let served = office.serve();
    let planted = office.look(async |db| {
        let officer = person(db, "lin", Role::Officer).await;
        let approver = person(db, "he", Role::Approver).await;
        plant(db, &officer, &approver).await
    });
    let mut wanted: VecDeque<String> = [
        "/",
        "/zh/",
        "/en/",
        "/robots.txt",
        "/sitemap.xml",
        "/published.json",
        "/alerts/feed.atom",
        "/alerts/active.json",
        "/heard.json",
        "/listening.json",
        "/zh/corrections",
        "/en/corrections",
        "/no-such-page",
        "/en/no-such-page",
        "/en/published/no-such-document",
        "/zh/published/feed/atom",
        "/zh/published/feed/rss",
        "/zh/published/feed/json",
        "/en/published/feed/atom",
        "/en/published/feed/rss",
        "/en/published/feed/json",
        "/en/search?q=quokkadraft",
        "/zh/search?q=quokkadraft",
        "/search.json?q=quokkadraft",
        "/healthz",
        "/metrics",
        "/.well-known/security.txt",
    ]
    .map(str::to_owned)
    .into();
    // What could be guessed by someone who knows of the drafts.
    for (index, (id, slug)) in planted.iter().enumerate() {
        let id = id.as_str();
        for path in [
            format!("/en/published/{slug}"),
            format!("/zh/published/{slug}?edition=2"),
            format!("/en/published/{slug}?edition=1"),
            format!("/published/{slug}.json"),
            format!("/alerts/{slug}.1.xml"),
            format!("/alerts/{slug}.2.xml"),
            format!("/cards/en/published/{slug}.1.png"),
            format!("/cards/zh/published/{slug}.2.png"),
            format!("/en/published/{id}"),
            format!("/published/{id}.json"),
            format!("/en/desk/publications/{id}"),
            format!("/en/stories/{index}"),
        ] {
            wanted.push_back(path);
        }
    }
    let mut seen: BTreeSet<String> = wanted.iter().cloned().collect();
    let (mut read_count, mut found_open) = (0, 0);
    let mut leaks = Vec::new();
    while let Some(path) = wanted.pop_front() {
        if read_count >= PAGES_MAX + planted.len() * 8 {
            break;
        }
        let answer = read(&served, &path);
        read_count += 1;
        // An error page repeats the address that was asked for; what is searched is what the asker did not bring along.
        let brought = path.contains(PLANTED);
        let text = if brought {
            answer.body.replace(&encoded(PLANTED), "").replace("quokkadraft-", "")
        } else {
            answer.body.clone()
        };
        if !brought && (text.contains(PLANTED) || answer.head.contains(PLANTED)) {
            leaks.push(format!("{path}: {}", answer.status));
        }
        if brought && text.contains(&format!("{PLANTED} ")) {
            leaks.push(format!("{path}: {}", answer.status));
        }
        found_open += usize::from(text.contains(OPEN));
        if answer.status == 200 {
            for link in links(&answer.body) {
                if seen.insert(link.clone()) {
                    wanted.push_back(link);
                }
            }
        }
    }
    // For the validators that others wrote: `tests/foreign/feeds.sh`.
    if let Ok(folder) = std::env::var("CANDOR_TEST_FEEDS") {
        for (lang, format) in
            [("zh", "atom"), ("en", "atom"), ("zh", "rss"), ("en", "rss"), ("zh", "json"), ("en", "json")]
        {
            let feed = read(&served, &format!("/{lang}/published/feed/{format}"));
            std::fs::write(format!("{folder}/{lang}.{format}"), feed.body).expect("the folder can be written");
        }
    }
    assert!(found_open > DRAFTS, "the search finds what is public: {found_open} of {read_count}");
    assert!(leaks.is_empty(), "of {read_count} answers: {leaks:#?}");
    eprintln!("{read_count} answers, {found_open} of them with something public, none with a draft");
}

#[test]
fn no_form_gets_past_the_second_person() {
    let office = Office::new();
    let served = office.serve();
    let (officer, approver, admin, mine, other) = office.look(async |db| {
        let officer = person(db, "lin", Role::Officer).await;
        let approver = person(db, "he", Role::Approver).await;
        let admin = person(db, "root", Role::Administrator).await;
        let now = model::Clock::wall().now();
        let mut tx = db.write().await.expect("begins");
        let mine = begin(&mut tx, "mine", 1, &approver, now).await;
        let other = begin(&mut tx, "other", 2, &officer, now).await;
        let digests = [submit(&mut tx, &mine, &approver, now).await, submit(&mut tx, &other, &officer, now).await];
        tx.commit().await.expect("commits");
        let [first, second] = digests;
        (officer, approver, admin, (mine, first), (other, second))
    });
    let post = |who: &Person, id: &EditionId, verb: &str, fields: &str| {
        let form = format!("csrf={}&{fields}", who.session.csrf());
        served.post_as(&who.cookie, &format!("/en/desk/publications/{}/{verb}", id.as_str()), &form).status
    };
    let is_public = |slug: &str| served.get(&format!("/en/published/{slug}")).status == 200;
    let approve =
        |who: &Person, (id, digest): &(EditionId, String)| post(who, id, "approve", &format!("digest={digest}"));

    // One's own, and by those who may not.
    assert_eq!(approve(&approver, &mine), 403);
    assert_eq!(approve(&officer, &mine), 403);
    assert_eq!(approve(&admin, &other), 403);
    // Not approved yet.
    assert_eq!(post(&officer, &other.0, "publish", ""), 409);
    assert_eq!(post(&officer, &other.0, "schedule", "due=2099-01-01T08:00"), 409);
    // With the digest of another text.
    assert_eq!(post(&approver, &other.0, "approve", &format!("digest={}", mine.1)), 409);
    assert!(!is_public("other-title-english-2") && !is_public("mine-title-english-1"));
    // Without the form's token, or without being anyone.
    let bare = format!("/en/desk/publications/{}/approve", other.0.as_str());
    assert_eq!(served.post_as(&approver.cookie, &bare, &format!("digest={}", other.1)).status, 403);
    assert_ne!(served.post(&bare, &format!("digest={}", other.1)).status, 200);
    assert!(!is_public("other-title-english-2"));

    // As it should be.
    assert_eq!(approve(&approver, &other), 303);
    assert_eq!(post(&officer, &other.0, "save", "revision=1&kind=statement&slug=x&title_en=Changed&do=save"), 422);
    assert_eq!(post(&officer, &other.0, "publish", ""), 303);
    wait("it is public", || is_public("other-title-english-2"));
    // What is published stays as it is.
    for (verb, fields) in [
        ("save", "revision=1&kind=statement&slug=other-title-english-2&title_en=Changed&body_en=Changed&do=save"),
        ("save", "revision=1&kind=statement&slug=other-title-english-2&title_en=Changed&body_en=Changed&do=submit"),
        ("reopen", ""),
        ("discard", ""),
        ("publish", ""),
        ("schedule", "due=2099-01-01T08:00"),
    ] {
        let status = post(&officer, &other.0, verb, fields);
        assert!((400..500).contains(&status), "{verb}: {status}");
    }
    assert!((400..500).contains(&approve(&approver, &other)));
    assert_eq!(post(&officer, &other.0, "withdraw", "reason_en=Because"), 403);
    let page = served.get("/en/published/other-title-english-2").body;
    assert!(page.contains("other body english 2") && !page.contains("Changed"));
}
