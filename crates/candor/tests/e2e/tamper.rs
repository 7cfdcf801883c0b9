//! Every column of every row that was published, edited behind Candor's back: each edit is found, and named.
//!
//! What may change is listed with the reason, and held to as well: an edit there is no finding, or the list is wrong.

use crate::drafts::{Person, person};
use crate::program::{Office, offices, wait};
use claims::draft::{self, Text as ClaimText};
use claims::publish::{approve_draft, propose_withdrawal};
use claims::{Evidence, Verdict};
use ledger::Contents;
use ledger::rebuild::rebuild;
use model::{ClaimId, Time};
use org::Role;
use org::testing::fresh;
use publish::edition::{self, Draft};
use publish::file::{self, NewFile};
use publish::{ChangeKind, EditionId, Emergency, Kind, NewDraft, Saved, Text, Texts, release};
use respond::store::rules;
use store::{Db, Engine, args};

const CONTENTS: &[Contents] = &[
    publish::release::CONTENTS,
    publish::channels::cap::CONTENTS,
    claims::publish::EDITIONS,
    claims::publish::WITHDRAWALS,
    warn::versions::CONTENTS,
    respond::store::incident::CONTENTS,
    rules::CONTENTS,
];

/// Tables with rows that were published, and what tells their rows apart.
const TABLES: &[(&str, &[&str])] = &[
    ("document", &["document_id"]),
    ("document_subject", &["document_id", "subject"]),
    ("edition", &["edition_id"]),
    ("edition_file", &["edition_id", "name"]),
    ("file", &["document_id", "name"]),
    ("cap_message", &["identifier"]),
    ("claim", &["claim_id"]),
    ("claim_edition", &["edition_id"]),
    ("evidence", &["edition_id", "evidence_index"]),
    ("policy_version", &["number"]),
    ("rule_set", &["digest"]),
];

/// What may change without a finding, and why.
const MAY_CHANGE: &[(&str, &[&str], &str)] = &[
    ("document", &["created_ms", "created_by"], "who began it, and when, no stranger sees"),
    (
        "edition",
        &[
            "revision",
            "saved_by",
            "saved_ms",
            "submitted_by",
            "submitted_ms",
            "approved_by",
            "approved_ms",
            "withdrawn_by",
        ],
        "the desk's own history of a text; who approved stands in the table of approvals, who published in the records",
    ),
    ("edition", &["due_ms", "due_by"], "a moment that is over; what is published takes no notice of it"),
    (
        "file",
        &["called", "content_type", "size_bytes", "alt_zh", "alt_en", "faults", "added_by", "added_ms"],
        "a file is held by its content, its kind by the ending of its name, and the words beside it stand in the text",
    ),
    ("claim", &["owner_id", "opened_ms"], "whose work it is changes hands"),
    (
        "claim",
        &["leaving_by", "leaving_ms", "leaving_zh", "leaving_en"],
        "a proposal, which binds nobody before a second person agrees",
    ),
    (
        "claim_edition",
        &["written_by", "written_ms", "ready_ms", "approved_by"],
        "the desk's own history of a text; who approved stands in the table of approvals",
    ),
    ("evidence", &["evidence_index"], "the order of the sources is digested, not the numbers that make it"),
    ("policy_version", &["note", "written_by", "written_ms", "approved_by"], "the desk's own history of a policy"),
    ("rule_set", &["proposed_ms", "proposed_by", "approved_by"], "the desk's own history of a rule file"),
];

/// Columns of text whose table takes a few words alone: another one of them.
const WORDS: &[&str] = &[
    "published",
    "superseded",
    "withdrawn",
    "draft",
    "approved",
    "first",
    "update",
    "correction",
    "publication",
    "withdrawal",
    "Alert",
    "Update",
    "Cancel",
    "true",
    "false",
    "in_force",
    "dropped",
];

#[test]
fn every_edit_of_a_published_row_is_found_and_named() {
    for office in offices("e2e_tamper") {
        let office = office.with("CANDOR_PUBLIC_URL", "http://city.example");
        let served = office.serve();
        fill(&office);
        wait("all of it stands in the log", || {
            office.look(async |db| {
                let waiting = store::testing::count(db, "select count(*) from leaf where leaf_index is null").await;
                let messages = store::testing::count(db, "select count(*) from cap_message").await;
                let leaves = store::testing::count(db, "select count(*) from leaf").await;
                let head = ledger::history::state(db).await.expect("reads");
                waiting == 0 && messages == 3 && head.served == u64::try_from(leaves).expect("a number")
            })
        });
        assert!(served.stop());
        office.look(async |db| {
            assert_eq!(found(db).await, Vec::<String>::new(), "nothing is wrong before anyone edits");
            let (mut tried, mut missed) = (0, Vec::new());
            for (table, key) in TABLES {
                tried += edit_each(db, table, key, &mut missed).await;
            }
            assert_eq!(missed, Vec::<String>::new());
            eprintln!("{:?}: {tried} edits tried", db.engine());
            assert!(tried > 250, "{tried} edits were tried");
            assert_eq!(found(db).await, Vec::<String>::new(), "everything was put back");
        });
        // And the command says so.
        office
            .look(async |db| run(db, "update edition set title_en = title_en || '!' where state = 'published'").await);
        let output = office.command(&["check"]).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(!output.status.success() && said.contains("of edition/"), "{said}");
    }
}

/// What `candor check` says of the log.
async fn found(db: &Db) -> Vec<String> {
    let rebuilt = rebuild(db, CONTENTS, None, &[], None).await.expect("the log can be read");
    rebuilt.findings.iter().map(ToString::to_string).collect()
}

async fn run(db: &Db, sql: &str) -> bool {
    let mut tx = db.write().await.expect("begins");
    // Candor itself has no way to run a text that is not its own; a test may.
    let sql: &'static str = sql.to_owned().leak();
    tx.run(sql, args![]).await.is_ok_and(|changed| changed > 0) && tx.commit().await.is_ok()
}

/// - returns: how many edits the database took
async fn edit_each(db: &Db, table: &'static str, key: &[&str], missed: &mut Vec<String>) -> usize {
    let is_lite = db.engine() == Engine::Sqlite;
    let quote = if is_lite { "quote" } else { "quote_nullable" };
    let columns = if is_lite {
        db.rows("select name, lower(type) from pragma_table_info($1) order by cid", args![table]).await
    } else {
        let sql = "select column_name, data_type from information_schema.columns
                   where table_schema = current_schema() and table_name = $1 order by ordinal_position";
        db.rows(sql, args![table]).await
    };
    let columns: Vec<(String, String)> =
        columns.expect("a catalogue").iter().map(|row| (row.text(0), row.text(1))).collect();
    // Each value as the database itself writes it.
    let list = columns.iter().map(|(name, _)| format!("cast({quote}({name}) as text)")).collect::<Vec<_>>().join(", ");
    let sql: &'static str = format!("select {list} from {table} order by {}", key.join(", ")).leak();
    let rows = db.rows(sql, args![]).await.expect("the table can be read");
    assert!(!rows.is_empty(), "{table} has rows");
    let mut tried = 0;
    for row in &rows {
        let values: Vec<String> = (0..columns.len()).map(|at| row.text(at)).collect();
        let value_of = |name: &str| columns.iter().position(|(known, _)| known == name).map(|at| values[at].clone());
        // Drafts and what Candor came with are not published.
        if value_of("state").is_some_and(|state| state == "'draft'") || is_shipped(db, table, &value_of).await {
            continue;
        }
        for (at, (column, kind)) in columns.iter().enumerate() {
            let old = &values[at];
            let place = |column_value: &str| {
                let equal = |name: &&str| match *name == column {
                    true => format!("{name} = {column_value}"),
                    false => format!("{name} = {}", value_of(name).expect("a key is a column")),
                };
                key.iter().map(equal).collect::<Vec<_>>().join(" and ")
            };
            let Some(new) = edit(db, table, column, kind, old, &place(old)).await else { continue };
            tried += 1;
            let said = found(db).await;
            let may_change =
                MAY_CHANGE.iter().any(|(of, columns, _)| *of == table && columns.contains(&column.as_str()));
            let what = format!("{table}.{column} of {}: from {old} to {new}", place(old));
            match (may_change, said.is_empty()) {
                (true, false) => missed.push(format!("{what} is listed as what may change: {said:?}")),
                (false, true) => missed.push(format!("{what} was not found")),
                (true, true) | (false, false) => {}
            }
            let back = format!("update {table} set {column} = {old} where {}", place(&new));
            assert!(run(db, &back).await, "{what}: it can be put back");
        }
    }
    tried
}

/// The policy that came with the program was brought into force by nobody.
async fn is_shipped(db: &Db, table: &str, value_of: &impl Fn(&str) -> Option<String>) -> bool {
    let Some(number) = value_of("number").filter(|_| table == "policy_version") else { return false };
    let subject = format!("policy/{}", number.trim_matches('\''));
    db.maybe("select leaf_id from public_leaf where subject = $1", args![subject]).await.expect("reads").is_none()
}

/// Changes one value to another that the database takes.
///
/// - returns: the new value; nothing where the database itself refuses every one that was tried
async fn edit(db: &Db, table: &str, column: &str, kind: &str, old: &str, place: &str) -> Option<String> {
    let is_null = old == "NULL";
    let candidates: Vec<String> = match kind {
        "bigint" if is_null => vec!["1795335600001".to_owned()],
        "bigint" => {
            let number: i64 = old.trim_matches('\'').parse().expect("a number");
            vec![(number + 7_000).to_string(), (1 - number).to_string(), "NULL".to_owned()]
        }
        "text" if is_null => vec!["'forged'".to_owned()],
        "text" => {
            let longer = format!("{}x'", &old[..old.len() - 1]);
            let words = WORDS.iter().map(|word| format!("'{word}'")).filter(|word| word != old);
            [longer].into_iter().chain(words).collect()
        }
        _ if db.engine() == Engine::Sqlite => vec!["X'00'".to_owned()],
        _ => vec!["'\\x00'".to_owned()],
    };
    for new in candidates {
        if run(db, &format!("update {table} set {column} = {new} where {place}")).await {
            return Some(new);
        }
    }
    None
}

/// One of each thing that is published: in force, superseded, withdrawn, corrected, with files, with messages.
fn fill(office: &Office) {
    office.look(async |db| {
        let officer = person(db, "lin", Role::Officer).await;
        let approver = person(db, "he", Role::Approver).await;
        // What goes out at a moment to come would be waited for.
        let now = later(model::Clock::wall().now(), -60);
        documents(db, &officer, &approver, now).await;
        checked(db, &officer, &approver, now).await;
        policies(db, &officer, &approver, now).await;
    });
}

fn later(now: Time, minutes: i64) -> Time {
    Time::from_ms(now.ms() + minutes * 60_000)
}

fn words(title: &str, body: &str) -> Texts {
    Texts { zh: Text::new(format!("{title}（中文）"), "摘要", body), en: Text::new(title, "A summary", body) }
}

async fn begun(db: &Db, kind: Kind, subjects: &[&str], by: &Person, now: Time) -> EditionId {
    let mut tx = db.write().await.expect("begins");
    let subjects = subjects.iter().map(|subject| (*subject).to_owned()).collect();
    let new = NewDraft { kind, subjects, texts: words("One", "Words."), author: by.session.staff.id.clone() };
    let document = publish::draft(&mut tx, new, now).await.expect("a draft");
    let id = publish::store::open_edition(&mut tx, &document).await.expect("reads").expect("it is open");
    tx.commit().await.expect("commits");
    id
}

/// Writes the open edition and publishes it.
async fn released(db: &Db, id: &EditionId, slug: &str, texts: Texts, by: (&Person, &Person), at: Time) {
    let (officer, approver) = by;
    let mut tx = db.write().await.expect("begins");
    let kind = {
        let edition = publish::store::edition(&mut tx, id).await.expect("reads");
        publish::store::document(&mut tx, &edition.document).await.expect("reads").kind
    };
    let emergency = Emergency {
        event_zh: "洪水".into(),
        event_en: "Flood".into(),
        category: "Met".into(),
        urgency: "Immediate".into(),
        severity: "Severe".into(),
        certainty: "Observed".into(),
        expires_ms: at.plus_hours(48).ms(),
        instruction_zh: "请到高处。".into(),
        instruction_en: "Move to higher ground.".into(),
        ..Emergency::default()
    };
    let draft = Draft {
        kind,
        slug: slug.to_owned(),
        texts,
        change_zh: "改。".into(),
        change_en: "Changed.".into(),
        emergency: Some(emergency),
        revision: 1,
    };
    let staff = &officer.session.staff.id;
    let saved = edition::save(&mut tx, id, draft, staff, at).await.expect("saves");
    assert_eq!(saved, Saved::Done(2));
    let digest = edition::submit(&mut tx, id, 2, staff, at).await.expect("answers").expect("submitted");
    publish::approve(&mut tx, id, &digest, fresh(&approver.session), at).await.expect("approved");
    release::publish_approved(&mut tx, id, at).await.expect("published");
    tx.commit().await.expect("commits");
}

async fn next(db: &Db, id: &EditionId, kind: ChangeKind, by: &Person, at: Time) -> EditionId {
    let mut tx = db.write().await.expect("begins");
    let document = publish::store::edition(&mut tx, id).await.expect("reads").document;
    let next = edition::begin_next(&mut tx, &document, kind, &by.session.staff.id, at).await.expect("a next one");
    tx.commit().await.expect("commits");
    next
}

async fn withdrawn(db: &Db, id: &EditionId, by: &Person, at: Time) {
    let mut tx = db.write().await.expect("begins");
    publish::withdraw(&mut tx, id, "有误。", "It was wrong.", fresh(&by.session), at).await.expect("withdrawn");
    tx.commit().await.expect("commits");
}

async fn documents(db: &Db, officer: &Person, approver: &Person, now: Time) {
    let both = (officer, approver);
    // Corrected once, with a file in its text.
    let first = begun(db, Kind::Statement, &["story/2.1", "claim/7"], officer, now).await;
    let document = publish::store::find_edition(db, &first).await.expect("reads").edition.document;
    let table = NewFile {
        called: "samples.csv".into(),
        bytes: b"place,result\nnorth,passed\n".to_vec(),
        alt_zh: "样品".into(),
        alt_en: "Samples".into(),
    };
    let (kept, bytes) = file::prepared(table).expect("a table");
    let mut tx = db.write().await.expect("begins");
    file::keep(&mut tx, &document, &kept, bytes, &officer.session.staff.id, now).await.expect("kept");
    tx.commit().await.expect("commits");
    let body = format!("Twelve samples: {}", kept.snippet("samples"));
    released(db, &first, "tested", words("Tested", &body), both, now).await;
    let second = next(db, &first, ChangeKind::Correction, officer, later(now, 1)).await;
    released(db, &second, "tested", words("Tested", &format!("Eleven {body}")), both, later(now, 1)).await;
    // Withdrawn, and said anew.
    let gone = begun(db, Kind::Notice, &[], officer, now).await;
    released(db, &gone, "closed", words("Closed", "The road is closed."), both, later(now, 2)).await;
    withdrawn(db, &gone, approver, later(now, 3)).await;
    let anew = next(db, &gone, ChangeKind::Update, officer, later(now, 4)).await;
    released(db, &anew, "closed", words("Closed", "The other road is closed."), both, later(now, 4)).await;
    // Withdrawn for good.
    let ended = begun(db, Kind::Notice, &["story/3"], officer, now).await;
    released(db, &ended, "ended", words("Ended", "It has ended."), both, later(now, 5)).await;
    withdrawn(db, &ended, approver, later(now, 6)).await;
    // An emergency with its messages: alert and update, and another one with its cancellation.
    let flood = begun(db, Kind::Emergency, &[], officer, now).await;
    released(db, &flood, "flood", words("Flood", "It rises."), both, later(now, 7)).await;
    let more = next(db, &flood, ChangeKind::Update, officer, later(now, 8)).await;
    released(db, &more, "flood", words("Flood", "It rises on."), both, later(now, 8)).await;
    let fire = begun(db, Kind::Emergency, &[], officer, now).await;
    released(db, &fire, "fire", words("Fire", "It burns."), both, later(now, 9)).await;
}

async fn checked(db: &Db, officer: &Person, approver: &Person, now: Time) {
    let text = ClaimText {
        claim_zh: "自来水有毒".into(),
        claim_en: "The tap water is poisoned".into(),
        verdict: Some(Verdict::False),
        answer_zh: "合格。".into(),
        answer_en: "It passed.".into(),
        review: Some(now.plus_hours(24 * 90)),
        ..ClaimText::default()
    };
    let report = Evidence {
        title: "Report 47".into(),
        publisher: "Water works".into(),
        url: "https://water.example/47".into(),
        dated: "2026-11-22".into(),
        quote: "All passed.".into(),
        archived: "Shelf 3".into(),
    };
    let by = &officer.session.staff.id;
    for is_withdrawn in [false, true] {
        let mut tx = db.write().await.expect("begins");
        let claim = draft::open(&mut tx, &text, Some("water"), None, by, now).await.expect("it has words");
        assert_eq!(draft::add_evidence(&mut tx, &claim, &report, by, now).await.expect("it is there"), []);
        assert_eq!(draft::ask(&mut tx, &claim, now).await.expect("it is there"), []);
        tx.commit().await.expect("commits");
        out(db, &claim, approver, later(now, 1)).await;
        let mut tx = db.write().await.expect("begins");
        draft::correct(&mut tx, &claim, by, later(now, 2)).await.expect("it stands");
        let corrected = ClaimText {
            verdict: Some(Verdict::Misleading),
            change_zh: "说重了。".into(),
            change_en: "We put it too strongly.".into(),
            ..text.clone()
        };
        draft::write(&mut tx, &claim, &corrected, by, later(now, 2)).await.expect("a draft");
        assert_eq!(draft::ask(&mut tx, &claim, later(now, 2)).await.expect("it is there"), []);
        tx.commit().await.expect("commits");
        out(db, &claim, approver, later(now, 3)).await;
        if is_withdrawn {
            let mut tx = db.write().await.expect("begins");
            let (zh, en) = ("涉及隐私。", "It named someone.");
            propose_withdrawal(&mut tx, &claim, zh, en, by, later(now, 4)).await.expect("it stands");
            claims::publish::withdraw(&mut tx, &claim, fresh(&approver.session), later(now, 4)).await.expect("agreed");
            tx.commit().await.expect("commits");
        }
    }
}

async fn out(db: &Db, claim: &ClaimId, approver: &Person, at: Time) {
    let read = claims::read::one(db, claim).await.expect("it is there");
    let seen = claims::publish::request(read.draft().expect("a draft")).digest;
    let mut tx = db.write().await.expect("begins");
    let approval = approve_draft(&mut tx, claim, &seen, fresh(&approver.session), at).await.expect("approved");
    claims::publish::publish(&mut tx, claim, &approval, at).await.expect("published");
    tx.commit().await.expect("commits");
}

async fn policies(db: &Db, officer: &Person, approver: &Person, now: Time) {
    let by = &officer.session.staff.id;
    let plain = warn::Policy::default().written().clone();
    for minutes in [1, 2] {
        let at = later(now, minutes);
        let mut tx = db.write().await.expect("begins");
        let version = warn::versions::draft(&mut tx, &plain, "as it is", by, at).await.expect("a draft");
        let second = fresh(&approver.session);
        let approval = org::approval::approve(&mut tx, &version.subject(), &version.digest, by, second, at)
            .await
            .expect("approved");
        warn::versions::bring_into_force(&mut tx, version.number, &approval, at).await.expect("in force");
        tx.commit().await.expect("commits");
    }
    let library = respond::Library::shipped("cn").expect("the shipped files will do");
    let mut tx = db.write().await.expect("begins");
    rules::propose(&mut tx, &library.rules, by, now).await.expect("put up");
    let (subject, digest) = (rules::subject(&library.rules.digest), &library.rules.digest);
    let approval =
        org::approval::approve(&mut tx, &subject, digest, by, fresh(&approver.session), now).await.expect("approved");
    rules::approve(&mut tx, &approval, later(now, 1)).await.expect("approved");
    tx.commit().await.expect("commits");
}
