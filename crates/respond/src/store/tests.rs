//! Short stories of rooms, on both engines.

use super::*;
use crate::library::Library;
use crate::room::Room;
use crate::rules::{Span, Step, Unit};
use ::store::Db;
use clock as clocks;
use incident::NewIncident;
use model::{ClockId, HOUR_MS, Kind, Zone};
use org::testing::{fresh, signed_in};
use org::{DepartmentId, Role};
use task::NewTask;

/// 25 November 2026, 10:00 in Shanghai: a Wednesday.
const START: Time = Time::from_ms(1_795_572_000_000);

struct Office {
    db: Db,
    library: Library,
    zone: Zone,
}

const LIN: &str = "lin";
const WU: &str = "wu";

impl Office {
    async fn all(name: &str) -> Vec<Office> {
        let lists = &[org::MIGRATIONS, ledger::MIGRATIONS, job_migrations(), MIGRATIONS];
        let databases = ::store::testing::databases(name, lists).await;
        let office = |db| Office {
            db,
            library: Library::shipped("cn").expect("the files that ship are read"),
            zone: Zone::named("Asia/Shanghai").expect("the zone is bundled"),
        };
        databases.into_iter().map(office).collect()
    }

    async fn tx(&self) -> Tx {
        self.db.write().await.expect("a transaction begins")
    }

    async fn open(&self, kind: &str, title: &str, at: Time) -> IncidentId {
        let mut tx = self.tx().await;
        let new = NewIncident {
            kind: kind.to_owned(),
            title: title.to_owned(),
            department: DepartmentId::new("water"),
            known: at,
            subjects: vec![format!("story/{title}")],
        };
        let id = incident::open(&mut tx, &self.library, &self.zone, new, &StaffId::new(LIN), at).await;
        tx.commit().await.expect("it commits");
        id.expect("it is opened")
    }

    /// Somebody who has just said who they are, as closing asks.
    async fn closer(&self) -> org::Session {
        signed_in(&self.db, "closer", Role::Officer, START).await
    }

    async fn room(&self, id: &IncidentId) -> Room {
        room::load(&self.db, id).await.expect("a read").expect("the room is there")
    }

    async fn clock(&self, id: &IncidentId, duty: &str) -> ClockId {
        let room = self.room(id).await;
        let clock = room.clocks.iter().rev().find(|clock| clock.duty.as_deref() == Some(duty));
        clock.unwrap_or_else(|| panic!("the room has a clock for {duty}")).id.clone()
    }
}

const fn job_migrations() -> &'static [Migration] {
    ::store::job::MIGRATIONS
}

fn kinds(room: &Room) -> Vec<&str> {
    room.log.iter().rev().map(|entry| entry.kind.as_str()).collect()
}

#[tokio::test]
async fn an_incident_is_opened_with_its_number_and_the_clocks_of_its_kind() {
    for office in Office::all("respond-open").await {
        let first = office.open("serious_emergency", "burst", START).await;
        let second = office.open("hot_topic", "rumour", START.plus_hours(1)).await;
        let (one, two) = (office.room(&first).await, office.room(&second).await);
        assert_eq!((one.incident.number.as_str(), two.incident.number.as_str()), ("2026-0001", "2026-0002"));
        let steps: Vec<_> = one.clocks.iter().map(|clock| clock.step.code()).collect();
        assert_eq!(steps.len(), 3);
        for step in ["first_word", "briefing", "follow_up"] {
            assert!(steps.contains(&step), "{steps:?}");
        }
        let measure = office.library.measure(&office.zone);
        let first_word = one.clocks.iter().find(|clock| clock.step.code() == "first_word").expect("it is there");
        assert_eq!(first_word.deadline(measure, START).at, START.plus_hours(5));
        assert!(first_word.citation_zh.contains("80号") && first_word.is_confirmed);
        assert_eq!(first_word.holder.as_str(), "water");
        let found = incident::of_subject(&office.db, "story/burst").await.expect("a read").expect("it is there");
        assert_eq!(found.id, first);
        // Over the year's end in the office's zone, though not in Greenwich, the count begins anew.
        let third = office.open("disaster", "storm", Time::from_ms(1_798_734_600_000)).await;
        assert_eq!(office.room(&third).await.incident.number, "2027-0001");

        let mut tx = office.tx().await;
        let new = NewIncident {
            kind: "request".to_owned(),
            title: "x".to_owned(),
            department: DepartmentId::new("water"),
            known: START,
            subjects: Vec::new(),
        };
        let refused = incident::open(&mut tx, &office.library, &office.zone, new, &StaffId::new(LIN), START).await;
        assert_eq!(refused.expect_err("no kind that opens a room").kind, Kind::Invalid);
    }
}

#[tokio::test]
async fn clocks_stand_with_a_reason_and_say_so() {
    for office in Office::all("respond-pause").await {
        let id = office.open("serious_emergency", "burst", START).await;
        let clock = office.clock(&id, "first_word").await;
        let (lin, measure) = (StaffId::new(LIN), office.library.measure(&office.zone));
        let mut tx = office.tx().await;
        let at = |hours| START.plus_hours(hours);
        let empty = clocks::pause(&mut tx, &clock, "  ", &lin, at(1)).await.expect_err("no reason");
        assert_eq!(empty.kind, Kind::Invalid);
        clocks::pause(&mut tx, &clock, "等待第三方意见", &lin, at(1)).await.expect("it stands");
        let twice = clocks::pause(&mut tx, &clock, "again", &lin, at(2)).await.expect_err("it stands already");
        assert_eq!(twice.kind, Kind::Conflict);
        clocks::resume(&mut tx, &clock, &lin, at(3)).await.expect("it runs on");
        assert!(clocks::resume(&mut tx, &clock, &lin, at(3)).await.is_err());
        tx.commit().await.expect("it commits");
        let room = office.room(&id).await;
        let found = room.clocks.iter().find(|one| one.id == clock).expect("it is there");
        assert_eq!(found.deadline(measure, at(4)).at, at(7), "two hours later");
        assert_eq!((found.stood[0].reason.as_str(), found.stood[0].pause.until), ("等待第三方意见", Some(at(3))));
        assert!(kinds(&room).ends_with(&["clock-paused", "clock-resumed"]));
    }
}

#[tokio::test]
async fn speaking_meets_the_first_word_and_starts_the_next_one() {
    for office in Office::all("respond-spoke").await {
        let id = office.open("serious_emergency", "burst", START).await;
        let (lin, at) = (StaffId::new(LIN), START.plus_hours(2));
        let mut tx = office.tx().await;
        let said =
            clocks::Said { what: "document/1", title_zh: "首份通报", title_en: "First word", is_correction: false };
        let told = clocks::spoke(&mut tx, &office.library, &office.zone, &id, said, &lin, at).await;
        assert_eq!(told.expect("it is noted"), Some(id.clone()));
        tx.commit().await.expect("it commits");
        let room = office.room(&id).await;
        let open: Vec<_> = room
            .clocks
            .iter()
            .filter(|clock| clock.is_open())
            .map(|clock| (clock.step.code(), clock.started))
            .collect();
        assert_eq!(open, [("briefing", START), ("follow_up", at)]);
        let account = crate::account(&room, office.library.measure(&office.zone), at);
        let first = account.iter().find(|one| one.step.code() == "first_word").expect("it is told");
        assert_eq!((first.met, first.state), (Some(at), crate::State::Met));

        let again = office.clock(&id, "first_word").await;
        let mut tx = office.tx().await;
        let twice = clocks::meet(&mut tx, &office.library, &office.zone, &again, "", &lin, at).await;
        assert_eq!(twice.expect_err("it was met").kind, Kind::Conflict);
    }
}

#[tokio::test]
async fn a_document_meets_what_its_writer_said_and_nothing_more() {
    for office in Office::all("respond-gives").await {
        let (one, other) = (
            office.open("serious_emergency", "burst", START).await,
            office.open("serious_emergency", "flood", START).await,
        );
        let (lin, at) = (StaffId::new(LIN), START.plus_hours(1));
        let met = |room: &Room| -> Vec<&'static str> {
            room.clocks.iter().filter(|clock| clock.met.is_some()).map(|clock| clock.step.code()).collect()
        };
        let mut tx = office.tx().await;
        let all = [Step::Briefing, Step::FullResponse, Step::FirstWord];
        clocks::set_gives(&mut tx, &one, "document/1", &all, &lin, at).await.expect("it is said");
        clocks::set_gives(&mut tx, &one, "document/1", &all, &lin, at).await.expect("saying it twice changes nothing");
        tx.commit().await.expect("it commits");
        let given = clocks::given_by(&office.db, "document/1").await.expect("a read");
        assert_eq!(given, [Step::Briefing], "a full response is not owed here, and every word is a word");
        let room = office.room(&one).await;
        assert_eq!(kinds(&room).iter().filter(|kind| **kind == "draft-gives").count(), 1);
        assert!(met(&room).is_empty(), "saying so meets nothing");

        // The incident goes into the other one before it is published: the room in which work goes on hears of it.
        let mut tx = office.tx().await;
        let larger = incident::merge(&mut tx, &one, &other, &lin, at).await.expect("they become one");
        let smaller = if larger == one { &other } else { &one };
        let said =
            clocks::Said {
                what: "document/1", title_zh: "发布会", title_en: "Press conference", is_correction: false
            };
        let speak = async |tx: &mut Tx, id: &IncidentId, said| {
            clocks::spoke(tx, &office.library, &office.zone, id, said, &lin, at).await.expect("answers")
        };
        assert_eq!(speak(&mut tx, smaller, said).await, Some(larger.clone()));
        tx.commit().await.expect("it commits");
        let mut found = met(&office.room(&larger).await);
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, ["briefing", "first_word", "follow_up"]);

        let closer = office.closer().await;
        let mut tx = office.tx().await;
        incident::close(&mut tx, &larger, "done", fresh(&closer), at).await.expect("it closes");
        let late = clocks::Said { what: "document/2", ..said };
        assert_eq!(speak(&mut tx, &larger, late).await, None, "nothing holds up what is public");
        assert_eq!(speak(&mut tx, &IncidentId::new("nowhere"), late).await, None);
    }
}

#[tokio::test]
async fn the_public_sees_limits_that_the_office_shows_and_otherwise_counts() {
    for office in Office::all("respond-public").await {
        let limits = crate::public::Limits::new(std::sync::Arc::new(office.library.clone()), office.zone.clone());
        let (shown, hidden) =
            (office.open("serious_emergency", "burst", START).await, office.open("hot_topic", "rumour", START).await);
        let lin = StaffId::new(LIN);
        let head = signed_in(&office.db, "he", Role::Approver, START).await;
        let open = limits.open(&office.db, START).await.expect("a read");
        assert_eq!((open.incidents, open.limits, open.shown.len()), (2, 5, 0), "nothing is shown by itself");
        let mut tx = office.tx().await;
        incident::show_limits(&mut tx, &shown, true, fresh(&head), START).await.expect("it is shown");
        let new = NewTask { what: "判断能否饮用".into(), department: DepartmentId::new("health"), within: None };
        task::give(&mut tx, &office.library, &office.zone, &shown, new, &lin, START).await.expect("a task");
        tx.commit().await.expect("it commits");
        let clock = office.clock(&shown, "briefing").await;
        let mut tx = office.tx().await;
        clocks::pause(&mut tx, &clock, "等待检测", &lin, START).await.expect("it stands");
        tx.commit().await.expect("it commits");
        let open = limits.open(&office.db, START.plus_hours(1)).await.expect("a read");
        let told: Vec<_> =
            open.shown.iter().map(|limit| (limit.name_en.as_str(), limit.ends, limit.is_paused)).collect();
        assert_eq!(told[0], ("First authoritative information", START.plus_hours(5), false));
        assert!(told.iter().any(|(_, ends, is_paused)| *is_paused && *ends == START.plus_hours(25)), "{told:?}");
        assert!(open.shown.iter().all(|limit| limit.incident == shown), "of {hidden} only the count is known");
        let mut tx = office.tx().await;
        incident::show_limits(&mut tx, &shown, false, fresh(&head), START).await.expect("no longer");
        tx.commit().await.expect("it commits");
        assert!(limits.shown(&office.db, START).await.expect("a read").is_empty());
        assert!(kinds(&office.room(&shown).await).ends_with(&[
            "limits-shown",
            "task-given",
            "clock-paused",
            "limits-hidden"
        ]));
    }
}

#[tokio::test]
async fn facts_have_a_source_and_a_wrong_one_stays_with_its_reason() {
    for office in Office::all("respond-fact").await {
        let id = office.open("hot_topic", "rumour", START).await;
        let lin = StaffId::new(LIN);
        let mut tx = office.tx().await;
        let unsourced = fact::note(&mut tx, &id, ("3个小区停水", " "), START, &lin, START).await;
        assert_eq!(unsourced.expect_err("a rumour is no fact").kind, Kind::Invalid);
        let three = fact::note(&mut tx, &id, ("3个小区停水", "水务公司"), START, &lin, START).await.expect("noted");
        let cause = fact::note(&mut tx, &id, ("管道爆裂", "居民来电"), START, &lin, START).await.expect("noted");
        fact::confirm(&mut tx, &three, &StaffId::new(WU), START.plus_hours(1)).await.expect("confirmed");
        fact::withdraw(&mut tx, &cause, "现场未见爆裂", &lin, START.plus_hours(1)).await.expect("withdrawn");
        assert!(fact::withdraw(&mut tx, &cause, "again", &lin, START).await.is_err());
        tx.commit().await.expect("it commits");
        let room = office.room(&id).await;
        assert_eq!(room.facts.len(), 2);
        assert_eq!(room.standing_facts().count(), 1);
        let gone = room.facts.iter().find(|fact| fact.id == cause).expect("it stays");
        assert_eq!(gone.withdrawn.as_ref().map(|(_, _, reason)| reason.as_str()), Some("现场未见爆裂"));
        let kept = room.facts.iter().find(|fact| fact.id == three).expect("it stays");
        assert_eq!(kept.confirmed.as_ref().map(|(_, by)| by.as_str()), Some(WU));
    }
}

#[tokio::test]
async fn a_hand_over_keeps_number_clock_and_history() {
    for office in Office::all("respond-hand-over").await {
        let id = office.open("vital_interests", "water", START).await;
        let (lin, wu, health) = (StaffId::new(LIN), StaffId::new(WU), DepartmentId::new("health"));
        let before = office.room(&id).await;
        let mut tx = office.tx().await;
        let new = NewTask {
            what: "取样送检".to_owned(),
            department: DepartmentId::new("water"),
            within: Some(Span { number: 8, unit: Unit::Hours }),
        };
        let task = task::give(&mut tx, &office.library, &office.zone, &id, new, &lin, START).await.expect("given");
        let at = START.plus_hours(2);
        let over = task::hand_over(&mut tx, &id, Some(&task), &health, "检测归卫健", &lin, at).await.expect("handed");
        let same = task::hand_over(&mut tx, &id, Some(&task), &health, "again", &lin, at).await;
        assert_eq!(same.expect_err("it is there already").kind, Kind::Invalid);
        let lead = task::hand_over(&mut tx, &id, None, &health, "牵头改为卫健", &lin, at).await.expect("handed");
        task::take_on(&mut tx, &over, &wu, at.plus_hours(1)).await.expect("taken on");
        tx.commit().await.expect("it commits");

        let after = office.room(&id).await;
        assert_eq!(after.incident.number, before.incident.number);
        assert_eq!(after.incident.department, health);
        let clock = after.clocks.iter().find(|clock| clock.task.is_some()).expect("the task has a clock");
        assert_eq!((clock.started, &clock.holder), (START, &health), "it ran on, with the other side");
        for clock in &before.clocks {
            let same = after.clocks.iter().find(|one| one.id == clock.id).expect("no clock is lost");
            assert_eq!((same.started, same.span), (clock.started, clock.span));
            assert_eq!(same.holder, health);
        }
        assert_eq!(after.waiting().map(|over| &over.id).collect::<Vec<_>>(), [&lead]);
        let told: Vec<_> = kinds(&after);
        assert!(told.ends_with(&["task-given", "handed-over", "handed-lead", "taken-on"]), "{told:?}");
        assert_eq!(after.departments(), [health]);

        let mut tx = office.tx().await;
        task::finish(&mut tx, &office.library, &office.zone, &task, "8项合格", &wu, at.plus_hours(2))
            .await
            .expect("done");
        tx.commit().await.expect("it commits");
        let room = office.room(&id).await;
        let clock = room.clocks.iter().find(|clock| clock.task.is_some()).expect("it is there");
        assert_eq!(clock.met.as_ref().map(|met| met.at), Some(at.plus_hours(2)));
    }
}

#[tokio::test]
async fn the_smaller_incident_leads_to_the_larger_and_nothing_is_lost() {
    for office in Office::all("respond-merge").await {
        let large = office.open("serious_emergency", "burst", START).await;
        let small = office.open("hot_topic", "rumour", START).await;
        let smallest = office.open("hot_topic", "echo", START).await;
        let lin = StaffId::new(LIN);
        let mut tx = office.tx().await;
        for what in ["a", "b", "c", "d", "e", "f"] {
            fact::note(&mut tx, &large, (what, "水务公司"), START, &lin, START).await.expect("noted");
        }
        fact::note(&mut tx, &small, ("传言称停水三天", "网络"), START, &lin, START).await.expect("noted");
        let into = incident::merge(&mut tx, &smallest, &small, &lin, START).await.expect("merged");
        assert_eq!(into, small);
        let into = incident::merge(&mut tx, &small, &large, &lin, START).await.expect("merged");
        assert_eq!(into, large);
        let again = incident::merge(&mut tx, &small, &large, &lin, START).await;
        assert_eq!(again.expect_err("it went in already").kind, Kind::Conflict);
        assert!(incident::merge(&mut tx, &large, &large, &lin, START).await.is_err());
        tx.commit().await.expect("it commits");

        for id in [&large, &small, &smallest] {
            let room = office.room(id).await;
            assert_eq!(room.incident.id, large, "every number leads to the room");
            assert_eq!(
                room.merged.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(),
                ["2026-0002", "2026-0003"]
            );
            assert_eq!(room.facts.len(), 7);
            assert_eq!(room.clocks.len(), 3 + 2 + 2);
            assert_eq!(room.subjects, ["story/burst", "story/echo", "story/rumour"]);
            assert_eq!(kinds(&room).iter().filter(|kind| **kind == "opened").count(), 3);
        }
        let found = incident::of_subject(&office.db, "story/echo").await.expect("a read").expect("it is there");
        assert_eq!(found.id, large);
        // The clock of a merged incident is paused in the room in which the work goes on.
        let clock = office.clock(&large, "response").await;
        let mut tx = office.tx().await;
        clocks::pause(&mut tx, &clock, "reason", &lin, START).await.expect("it stands");
        tx.commit().await.expect("it commits");
    }
}

#[tokio::test]
async fn a_closed_incident_keeps_everything_and_has_its_leaf() {
    for office in Office::all("respond-close").await {
        let id = office.open("hot_topic", "rumour", START).await;
        let (lin, closer) = (StaffId::new(LIN), office.closer().await);
        let mut tx = office.tx().await;
        incident::join(&mut tx, &id, &lin, START).await.expect("joined");
        incident::join(&mut tx, &id, &lin, START).await.expect("joining twice changes nothing");
        incident::decide(&mut tx, &id, "先发首份说明", &lin, START).await.expect("decided");
        let unreasoned = incident::close(&mut tx, &id, "", fresh(&closer), START).await;
        assert_eq!(unreasoned.expect_err("it needs a reason").kind, Kind::Invalid);
        incident::close(&mut tx, &id, "已说明清楚", fresh(&closer), START.plus_hours(9)).await.expect("closed");
        assert_eq!(incident::decide(&mut tx, &id, "x", &lin, START).await.expect_err("closed").kind, Kind::Conflict);
        let twice = incident::close(&mut tx, &id, "x", fresh(&closer), START).await;
        assert_eq!(twice.expect_err("closed").kind, Kind::Conflict);
        incident::learn(&mut tx, &id, "下次更早说明", &lin, START.plus_hours(30)).await.expect("people look back");
        tx.commit().await.expect("it commits");
        let room = office.room(&id).await;
        assert!(room.clocks.iter().all(|clock| clock.stopped == Some(START.plus_hours(9))));
        assert!(room.people.iter().all(|person| person.left.is_some()));
        assert!(kinds(&room).ends_with(&["joined", "decided", "closed", "lesson"]));
        assert_eq!(room.log.iter().filter(|entry| entry.kind == "joined").count(), 1);
        let content = incident::closure_content(&office.db, &id).await.expect("a read").expect("it is closed");
        let leaf = office
            .db
            .one("select salt, digest from leaf where subject = $1", args![format!("incident/{id}")])
            .await
            .expect("the closure has a leaf");
        let salt: [u8; 32] = leaf.blob(0).try_into().expect("a salt");
        assert_eq!(ledger::salted_digest(&salt, &content), leaf.text(1), "it is made anew, byte for byte");
        assert_eq!(incident::list_open(&office.db).await.expect("a list"), []);
        assert_eq!(incident::list_past(&office.db, 10).await.expect("a list").len(), 1);
        assert_eq!(clocks::list_open(&office.db).await.expect("a list"), []);
    }
}

#[tokio::test]
async fn a_playbook_is_checked_off_and_a_changed_draft_is_read_again() {
    for office in Office::all("respond-playbook").await {
        let id = office.open("vital_interests", "water", START).await;
        let (lin, health) = (StaffId::new(LIN), DepartmentId::new("health"));
        let book = office.library.playbook("water-fault").expect("it ships");
        let mut tx = office.tx().await;
        playbook::begin(&mut tx, &id, book, &lin, START).await.expect("begun");
        playbook::begin(&mut tx, &id, book, &lin, START).await.expect("twice changes nothing");
        playbook::check(&mut tx, &id, book, "open", true, &lin, START).await.expect("checked");
        playbook::check(&mut tx, &id, book, "sample", true, &lin, START).await.expect("checked");
        playbook::check(&mut tx, &id, book, "sample", false, &lin, START).await.expect("taken back");
        assert!(playbook::check(&mut tx, &id, book, "no-such-step", true, &lin, START).await.is_err());
        playbook::seen(&mut tx, &id, ("document/1", "aa"), &health, &lin, START).await.expect("read");
        tx.commit().await.expect("it commits");
        let room = office.room(&id).await;
        assert_eq!(room.runs.len(), 1);
        assert_eq!(room.runs[0].checked.keys().collect::<Vec<_>>(), ["open"]);
        assert!(kinds(&room).ends_with(&["step-checked", "step-checked", "step-unchecked", "draft-seen"]));
        let read = |digest: &'static str| playbook::seen_by(&office.db, "document/1", digest);
        assert!(read("aa").await.expect("a read").contains(&health));
        assert!(read("bb").await.expect("a read").is_empty(), "another text is another draft");
    }
}

#[tokio::test]
async fn reminders_come_before_the_deadline_and_once() {
    for office in Office::all("respond-remind").await {
        let id = office.open("serious_emergency", "burst", START).await;
        let clock = office.clock(&id, "first_word").await;
        let (lin, measure) = (StaffId::new(LIN), office.library.measure(&office.zone));
        let look = async |at: Time| {
            let mut tx = office.tx().await;
            let reminded = crate::jobs::remind(&mut tx, measure, &clock, at).await.expect("it is looked at");
            tx.commit().await.expect("it commits");
            (reminded.given, reminded.again)
        };
        let minute = |minutes: i64| Time::from_ms(START.ms() + minutes * 60_000);
        assert_eq!(look(minute(60)).await, (vec![], Some(minute(180))));
        assert_eq!(look(minute(181)).await, (vec![0], Some(minute(240))));
        assert_eq!(look(minute(182)).await, (vec![], Some(minute(240))), "once");
        // It stands still: nothing is due, and it is looked at again later.
        let mut tx = office.tx().await;
        clocks::pause(&mut tx, &clock, "等待检测", &lin, minute(200)).await.expect("it stands");
        tx.commit().await.expect("it commits");
        assert_eq!(look(minute(260)).await, (vec![], Some(minute(320))));
        let mut tx = office.tx().await;
        clocks::resume(&mut tx, &clock, &lin, minute(300)).await.expect("it runs on");
        tx.commit().await.expect("it commits");
        assert_eq!(look(minute(339)).await, (vec![], Some(minute(340))));
        assert_eq!(look(minute(340)).await, (vec![1], None));
        let room = office.room(&id).await;
        let reminded: Vec<_> = room.log.iter().filter(|entry| entry.kind == "reminded").collect();
        assert_eq!(reminded.len(), 2);
        assert_eq!((reminded[0].by.as_ref(), reminded[0].said["minutes"].as_str()), (None, "60"));

        let mut tx = office.tx().await;
        clocks::meet(&mut tx, &office.library, &office.zone, &clock, "", &lin, minute(350)).await.expect("met");
        tx.commit().await.expect("it commits");
        assert_eq!(look(minute(900)).await, (vec![], None));
        assert_eq!(START.plus_hours(1).since(START), HOUR_MS);
    }
}

#[tokio::test]
async fn a_rule_file_is_approved_by_a_second_person_and_stands_in_the_log() {
    for office in Office::all("respond-rules").await {
        let writer = org::testing::signed_in(&office.db, "lin", Role::Approver, START).await;
        let second = org::testing::signed_in(&office.db, "wu", Role::Approver, START).await;
        let rules = &office.library.rules;
        let subject = rules::subject(&rules.digest);
        let mut tx = office.tx().await;
        rules::propose(&mut tx, rules, &writer.staff.id, START).await.expect("put up");
        let own = org::approval::approve(
            &mut tx,
            &subject,
            &rules.digest,
            &writer.staff.id,
            org::testing::fresh(&writer),
            START,
        )
        .await;
        assert_eq!(own.expect_err("nobody approves what they put up").kind, Kind::Forbidden);
        let second_now = org::testing::fresh(&second);
        let approval = org::approval::approve(&mut tx, &subject, &rules.digest, &writer.staff.id, second_now, START)
            .await
            .expect("a second person may");
        rules::approve(&mut tx, &approval, START.plus_hours(1)).await.expect("it is approved");
        assert!(rules::approve(&mut tx, &approval, START).await.is_err(), "an approval is used once");
        tx.commit().await.expect("it commits");
        let found = rules::find(&office.db, &rules.digest).await.expect("a read").expect("it is there");
        assert_eq!(found.approved, Some((START.plus_hours(1), second.staff.id.clone())));
        assert_eq!(rules::list(&office.db).await.expect("a list").len(), 1);
        let content = rules::content(&office.db, &rules.digest).await.expect("a read").expect("it is kept");
        assert_eq!(content, rules.text.as_bytes());
        let leaf = office.db.one("select kind from leaf where subject = $1", args![subject]).await.expect("a leaf");
        assert_eq!(leaf.text(0), "rule_change");
    }
}

#[tokio::test]
async fn two_people_at_once_come_one_after_the_other() {
    for office in Office::all("respond-race").await {
        let id = office.open("hot_topic", "rumour", START).await;
        let note = async |index: i32| {
            let (db, id, text) = (office.db.clone(), id.clone(), format!("decision {index}"));
            let mut tx = db.write().await.expect("a transaction begins");
            incident::decide(&mut tx, &id, &text, &StaffId::new(LIN), START).await.expect("it is noted");
            tx.commit().await.expect("it commits");
        };
        let ((), (), (), ()) = tokio::join!(note(1), note(2), note(3), note(4));
        let room = office.room(&id).await;
        assert_eq!(room.log.iter().filter(|entry| entry.kind == "decided").count(), 4);
    }
}

fn said(what: &str) -> clocks::Said<'_> {
    clocks::Said { what, title_zh: "通报", title_en: "Word", is_correction: false }
}

impl Office {
    async fn speak(&self, id: &IncidentId, said: clocks::Said<'_>, at: Time) {
        let mut tx = self.tx().await;
        clocks::spoke(&mut tx, &self.library, &self.zone, id, said, &StaffId::new(LIN), at).await.expect("it is noted");
        tx.commit().await.expect("it commits");
    }

    async fn unsay(&self, what: &str, at: Time) -> Vec<IncidentId> {
        let mut tx = self.tx().await;
        let (title_zh, title_en, reason_zh, reason_en) = ("通报", "Word", "", "It was wrong.");
        let unsaid = word::Unsaid { what, title_zh, title_en, reason_zh, reason_en };
        let rooms = word::unsaid(&mut tx, &self.library, &self.zone, unsaid, &StaffId::new(LIN), at).await;
        tx.commit().await.expect("it commits");
        rooms.expect("it is noted")
    }

    /// Step, start, when it was met, and how it stands.
    async fn told(&self, id: &IncidentId, now: Time) -> Vec<(&'static str, Time, Option<Time>, crate::State)> {
        let (room, measure) = (self.room(id).await, self.library.measure(&self.zone));
        let one = |clock: &crate::Clock| {
            (clock.step.code(), clock.started, clock.met.as_ref().map(|met| met.at), clock.state(measure, now))
        };
        room.clocks.iter().map(one).collect()
    }
}

#[tokio::test]
async fn what_is_withdrawn_has_met_nothing() {
    use crate::State::{Met, Overdue, Running};
    for office in Office::all("respond-unsaid").await {
        let id = office.open("serious_emergency", "burst", START).await;
        let at = |hours| START.plus_hours(hours);
        office.speak(&id, said("document/1"), at(1)).await;
        office.speak(&id, said("document/2"), at(2)).await;
        let told = office.told(&id, at(3)).await;
        assert!(
            told.contains(&("follow_up", START, Some(at(1)), Met))
                && told.contains(&("follow_up", at(2), None, Running))
        );

        // The second word carries what the first one had met, and the chain of further words is one shorter.
        assert_eq!(office.unsay("document/1", at(3)).await, std::slice::from_ref(&id));
        assert_eq!(office.unsay("document/1", at(3)).await, [], "it is withdrawn once");
        let told = office.told(&id, at(3)).await;
        assert!(told.contains(&("first_word", START, Some(at(2)), Met)), "{told:?}");
        assert!(told.contains(&("follow_up", START, Some(at(2)), Met)), "{told:?}");
        assert!(told.contains(&("follow_up", at(2), None, Running)), "{told:?}");
        assert_eq!(told.iter().filter(|(step, ..)| *step == "follow_up").count(), 2, "{told:?}");

        // Without any word each counts from its own start: what was to be given within five hours is overdue by now.
        office.unsay("document/2", at(6)).await;
        let told = office.told(&id, at(6)).await;
        assert!(told.contains(&("first_word", START, None, Overdue)), "{told:?}");
        let further: Vec<_> = told.iter().filter(|(step, ..)| *step == "follow_up").collect();
        assert_eq!(further, [&("follow_up", START, None, Running)], "one further word is owed, from the start");
        let room = office.room(&id).await;
        let first = room.clocks.iter().find(|clock| clock.step.code() == "first_word").expect("it is there");
        let words: Vec<_> = first.fallen.iter().map(|word| (word.spoken, word.withdrawn)).collect();
        assert_eq!(words, [(at(1), at(3)), (at(2), at(6))], "it tells of both");
        assert_eq!(first.fallen[0].reason_en, "It was wrong.");
        assert!(kinds(&room).contains(&"unsaid") && kinds(&room).contains(&"clock-unmet"));

        // Reminders that fell due while it was met are given.
        let mut tx = office.tx().await;
        let measure = office.library.measure(&office.zone);
        let reminded = crate::jobs::remind(&mut tx, measure, &first.id, at(6)).await.expect("looked at");
        assert!(!reminded.given.is_empty(), "{reminded:?}");
        tx.commit().await.expect("it commits");

        office.speak(&id, said("document/1"), at(7)).await;
        let told = office.told(&id, at(7)).await;
        assert!(
            told.contains(&("first_word", START, Some(at(7)), crate::State::MetLate)),
            "said anew, and late: {told:?}"
        );
    }
}

#[tokio::test]
async fn a_correction_leaves_met_what_was_met_and_a_closed_room_keeps_its_record() {
    for office in Office::all("respond-corrected").await {
        let id = office.open("serious_emergency", "burst", START).await;
        let at = |hours| START.plus_hours(hours);
        office.speak(&id, said("document/1"), at(1)).await;
        office.speak(&id, clocks::Said { is_correction: true, ..said("document/1") }, at(2)).await;
        let room = office.room(&id).await;
        let first = room.clocks.iter().find(|clock| clock.step.code() == "first_word").expect("it is there");
        let met = first.met.as_ref().expect("it stays met");
        assert_eq!((met.at, met.corrected), (at(1), Some(at(2))));
        assert!(kinds(&room).contains(&"corrected"));

        let closer = office.closer().await;
        let mut tx = office.tx().await;
        incident::close(&mut tx, &id, "done", fresh(&closer), at(3)).await.expect("it closes");
        tx.commit().await.expect("it commits");
        let closed = incident::closure_content(&office.db, &id).await.expect("a read");
        assert_eq!(office.unsay("document/1", at(4)).await, std::slice::from_ref(&id));
        let room = office.room(&id).await;
        let first = room.clocks.iter().find(|clock| clock.step.code() == "first_word").expect("it is there");
        assert!(first.rests_on_nothing() && first.met.is_some(), "it says so and is not rewritten");
        assert_eq!(kinds(&room).last(), Some(&"unsaid"));
        assert_eq!(incident::closure_content(&office.db, &id).await.expect("a read"), closed, "as it was logged");
    }
}
