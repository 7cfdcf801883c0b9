//! Short stories against a real database: setup, sign-in, sessions, audit.

use crate::staff::{self, Outcome};
use crate::testing::signed_in;
use crate::{
    AddressBlock, Cost, Lockout, MIGRATIONS, NewStaff, Passwords, Purpose, Role, SessionLimits, SignIn, Staff, Token,
    approval, audit, department, session, setup, sign_in,
};
use ::store::{Db, args, testing};
use model::{Kind, Time};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

const PASSWORD: &str = "river slate candle";
const NOON: Time = Time::from_ms(1_800_000_000_000);

/// The cheapest hashes that argon2 allows: the tests are about what surrounds them.
fn passwords() -> Passwords {
    Passwords::new(Cost { memory_kib: 8, passes: 1 }).expect("argon2 takes the smallest cost")
}

fn block() -> AddressBlock {
    AddressBlock::of(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)))
}

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

async fn add(db: &Db, sign_in_name: &str, role: Role) -> Staff {
    let new = NewStaff {
        name: "Chen Lan".to_owned(),
        sign_in_name: sign_in_name.to_owned(),
        role,
        password: PASSWORD.to_owned(),
    };
    match staff::add(db, &passwords(), new, NOON).await.expect("staff can be added") {
        Outcome::Done(staff) => staff,
        Outcome::Refused(refusals) => panic!("refused: {refusals:?}"),
    }
}

async fn enter(db: &Db, lockout: &Lockout, name: &str, password: &str, previous: Option<&Token>) -> SignIn {
    let credentials = (name, password.to_owned());
    sign_in(db, &passwords(), lockout, credentials, block(), previous, NOON).await.expect("the database answers")
}

async fn token(db: &Db, name: &str) -> Token {
    match enter(db, &Lockout::default(), name, PASSWORD, None).await {
        SignIn::Welcome(token, _) => token,
        _ => panic!("{name} may sign in"),
    }
}

async fn is_open(db: &Db, token: &Token, now: Time) -> bool {
    session::resume(db, token, SessionLimits::default(), now).await.expect("the database answers").is_some()
}

fn form(code: &str) -> setup::SetupForm {
    setup::SetupForm {
        code: code.to_owned(),
        name: "Chen Lan".to_owned(),
        sign_in_name: " Chen.Lan ".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

async fn offer(db: &Db, now: Time) -> Option<String> {
    let mut tx = db.write().await.expect("a transaction begins");
    let code = setup::offer(&mut tx, now).await.expect("a code is offered");
    tx.commit().await.expect("it commits");
    code
}

#[tokio::test]
async fn a_setup_code_lets_one_person_in_once() {
    for db in testing::databases("org-setup", &[MIGRATIONS]).await {
        assert!(setup::is_needed(&db).await.expect("the database answers"));
        let stale = offer(&db, NOON).await.expect("nobody is there yet");
        let code = offer(&db, NOON).await.expect("nobody is there yet");
        let complete = async |code: &str, now: Time| {
            setup::complete(&db, &passwords(), form(code), now).await.expect("the database answers")
        };
        let refused = |outcome: Outcome<Staff>| match outcome {
            Outcome::Refused(refusals) => refusals[0].message,
            Outcome::Done(_) => "done",
        };
        assert_eq!(refused(complete(&stale, NOON).await), "setup-code-wrong", "a newer code replaced it");
        assert_eq!(refused(complete("", NOON).await), "setup-code-wrong");
        assert_eq!(refused(complete(&code, NOON.plus(minutes(60))).await), "setup-code-wrong", "it expired");

        let typed = code.to_lowercase().replace('-', " ");
        let Outcome::Done(first) = complete(&typed, NOON).await else { panic!("case and dashes do not matter") };
        assert_eq!((first.role, first.sign_in_name.as_str()), (Role::Administrator, "chen.lan"));
        assert_eq!(refused(complete(&code, NOON).await), "setup-code-wrong", "it was used");
        assert_eq!(offer(&db, NOON).await, None, "someone is there now");
        assert!(matches!(enter(&db, &Lockout::default(), "CHEN.LAN", PASSWORD, None).await, SignIn::Welcome(..)));

        // Neither the code nor the password lies in the database.
        let row = db.one("select password_hash from staff", args![]).await.expect("one row");
        assert!(row.text(0).starts_with("$argon2id$"));
        assert_eq!(testing::count(&db, "select count(*) from setup_code").await, 0);
    }
}

#[tokio::test]
async fn a_form_names_each_field_that_is_wrong() {
    for db in testing::databases("org-form", &[MIGRATIONS]).await {
        add(&db, "chen", Role::Officer).await;
        let new = |name: &str, sign_in_name: &str, password: &str| NewStaff {
            name: name.to_owned(),
            sign_in_name: sign_in_name.to_owned(),
            role: Role::Viewer,
            password: password.to_owned(),
        };
        let refused = async |new: NewStaff| match staff::add(&db, &passwords(), new, NOON).await.expect("answers") {
            Outcome::Refused(refusals) => refusals.iter().map(|refusal| refusal.message).collect(),
            Outcome::Done(_) => vec![],
        };
        assert_eq!(
            refused(new(" ", "a/b", "short")).await,
            ["staff-name-length", "staff-sign-in-name-form", "password-too-short"]
        );
        assert_eq!(refused(new("Chen", " CHEN ", PASSWORD)).await, ["staff-name-taken"]);
        assert!(refused(new("Chen Lan", "Chen  Lan", PASSWORD)).await.is_empty());
        assert_eq!(refused(new("Chen Lan", "chen lan", PASSWORD)).await, ["staff-name-taken"]);
    }
}

#[tokio::test]
async fn five_failures_make_even_the_right_password_wait() {
    for db in testing::databases("org-lockout", &[MIGRATIONS]).await {
        add(&db, "chen", Role::Officer).await;
        let lockout = Lockout::default();
        for _ in 0..5 {
            assert!(matches!(enter(&db, &lockout, "chen", "wrong password!", None).await, SignIn::Wrong));
        }
        assert!(matches!(enter(&db, &lockout, "chen", PASSWORD, None).await, SignIn::Wait(_)));
        // A name that does not exist is answered in the same way, so neither tells that the other is real.
        for _ in 0..5 {
            assert!(matches!(enter(&db, &lockout, "nobody", "wrong password!", None).await, SignIn::Wrong));
        }
        assert!(matches!(enter(&db, &lockout, "nobody", PASSWORD, None).await, SignIn::Wait(_)));
    }
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_when_its_owner_leaves() {
    for db in testing::databases("org-session", &[MIGRATIONS]).await {
        add(&db, "root", Role::Administrator).await;
        let chen = add(&db, "chen", Role::Officer).await;
        let limits = SessionLimits::default();
        let first = token(&db, "chen").await;
        assert!(is_open(&db, &first, NOON.plus(minutes(29))).await);
        assert!(!is_open(&db, &first, NOON.plus(minutes(30))).await);

        // Busy the whole day, it still ends after twelve hours.
        for step in 1..=36 {
            let now = NOON.plus(minutes(step * 20));
            let open = session::resume(&db, &first, limits, now).await.expect("the database answers");
            assert_eq!(open.is_some(), step < 36, "after {step} steps of twenty minutes");
            if let Some(open) = open {
                session::touch(&db, &open, now).await.expect("it is touched");
            }
        }

        // Signing in again in the same browser rotates the token.
        let second = token(&db, "chen").await;
        let SignIn::Welcome(third, open) = enter(&db, &Lockout::default(), "chen", PASSWORD, Some(&second)).await
        else {
            panic!("the password is right")
        };
        assert!(!is_open(&db, &second, NOON).await && is_open(&db, &third, NOON).await);
        assert!(open.accepts_csrf(open.csrf()) && !open.accepts_csrf("") && open.csrf() != third.for_cookie());

        // What lies in the table opens nothing.
        let row = db.one("select token_hash from session where session_id = $1", args![&open.id]).await.expect("a row");
        let stolen = Token::from_cookie(&row.text(0)).expect("a digest looks like a token");
        assert!(!is_open(&db, &stolen, NOON).await);

        let listed = session::list(&db, &chen.id, limits, NOON).await.expect("the database answers");
        assert!(listed.iter().any(|line| line.id == open.id));
        let mut tx = db.write().await.expect("a transaction begins");
        staff::end(&mut tx, &chen.id, &chen.id, NOON).await.expect("an officer can leave");
        tx.commit().await.expect("it commits");
        assert!(!is_open(&db, &third, NOON).await);
        assert!(matches!(enter(&db, &Lockout::default(), "chen", PASSWORD, None).await, SignIn::Wrong));
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for db in testing::databases("org-last", &[MIGRATIONS]).await {
        let root = add(&db, "root", Role::Administrator).await;
        let mut tx = db.write().await.expect("a transaction begins");
        let refused = staff::change_role(&mut tx, &root.id, &root.id, Role::Viewer, NOON)
            .await
            .expect_err("nobody else administers");
        assert_eq!((refused.kind, refused.message), (Kind::Conflict, "staff-last-administrator"));
        assert!(staff::end(&mut tx, &root.id, &root.id, NOON).await.is_err());
    }
}

#[tokio::test]
async fn every_look_is_on_record_by_purpose_for_half_a_year() {
    for db in testing::databases("org-audit", &[MIGRATIONS]).await {
        let chen = add(&db, "chen", Role::Officer).await;
        let mut tx = db.write().await.expect("a transaction begins");
        for (purpose, what) in
            [(Purpose::RoutineWatch, "stories"), (Purpose::RoutineWatch, "story 3f2a"), (Purpose::Incident, "alert 9c")]
        {
            audit::record(&mut tx, &chen.id, purpose, what, NOON).await.expect("it is recorded");
        }
        tx.commit().await.expect("it commits");

        let counts = audit::counts(&db, NOON).await.expect("the view answers");
        assert_eq!(
            counts,
            [(Purpose::RoutineWatch, 2), (Purpose::Incident, 1), (Purpose::SourceCare, 0), (Purpose::Report, 0)]
        );
        let looks = audit::list(&db, NOON, 10).await.expect("the list answers");
        assert_eq!(looks.len(), 3);
        assert!(looks.iter().all(|look| look.staff_name == "Chen Lan" && look.at == NOON));

        let mut tx = db.write().await.expect("a transaction begins");
        let day = Duration::from_secs(24 * 60 * 60);
        assert_eq!(audit::expire(&mut tx, NOON.plus(day * 180)).await.expect("it expires"), 0);
        assert_eq!(audit::expire(&mut tx, NOON.plus(day * 181)).await.expect("it expires"), 3);
    }
}

#[tokio::test]
async fn only_a_second_person_with_the_role_lets_a_text_pass_and_only_once() {
    for db in testing::databases("org-approval", &[MIGRATIONS]).await {
        let writer = signed_in(&db, "writer", Role::Approver, NOON).await;
        let second = signed_in(&db, "second", Role::Approver, NOON).await;
        let mut tx = db.write().await.expect("a transaction begins");
        let ask = async |tx: &mut _, session: &crate::Session, digest: &str| {
            approval::approve(tx, "edition/1", digest, &writer.staff.id, session, NOON).await
        };
        assert_eq!(ask(&mut tx, &writer, "aa").await.expect_err("one's own").kind, Kind::Forbidden);
        for role in [Role::Viewer, Role::Officer, Role::Administrator, Role::Auditor] {
            let mut other = second.clone();
            other.staff.role = role;
            assert_eq!(ask(&mut tx, &other, "aa").await.expect_err(role.code()).kind, Kind::Forbidden);
        }
        let mut left = second.clone();
        left.staff.ended = Some(NOON);
        assert!(ask(&mut tx, &left, "aa").await.is_err(), "who has left approves nothing");

        let given = ask(&mut tx, &second, "aa").await.expect("a second person may");
        assert_eq!(ask(&mut tx, &second, "aa").await.expect("a second click finds it"), given);
        assert_eq!((given.by(), given.author()), (&second.staff.id, &writer.staff.id));
        assert_eq!(approval::find(&mut tx, "edition/1", "bb").await.expect("a read"), None, "other words");
        assert_eq!(approval::find(&mut tx, "edition/2", "aa").await.expect("a read"), None, "another edition");
        let found = approval::find(&mut tx, "edition/1", "aa").await.expect("a read").expect("it is on record");
        assert_eq!(found.spend(&mut tx, "edition/1", "bb", NOON).await.expect_err("changed").kind, Kind::Forbidden);
        found.spend(&mut tx, "edition/1", "aa", NOON).await.expect("it passes");
        assert_eq!(given.spend(&mut tx, "edition/1", "aa", NOON).await.expect_err("again").kind, Kind::Conflict);
        assert_eq!(approval::find(&mut tx, "edition/1", "aa").await.expect("a read"), None, "it is used up");
        ask(&mut tx, &second, "aa").await.expect("the same words may be approved anew");
        tx.commit().await.expect("it commits");

        let changes = audit::changes(&db, NOON, 10).await.expect("a list");
        assert!(changes.iter().any(|change| change.kind == "approved" && change.detail == "aa"));
        let row = db.one("select session from shared_approval a join approval b using (approval_id)", args![]).await;
        assert_eq!(row.expect("a row").text(0), second.digest_start());
    }
}

#[tokio::test]
async fn departments_have_people_and_end_when_nobody_is_left() {
    for db in testing::databases("org-department", &[MIGRATIONS]).await {
        let root = add(&db, "root", Role::Administrator).await;
        let chen = add(&db, "chen", Role::Officer).await;
        let mut tx = db.write().await.expect("a transaction begins");
        let Outcome::Refused(refused) = department::add(&mut tx, &root.id, " ", "Water", NOON).await.expect("answers")
        else {
            panic!("a department without a name")
        };
        assert_eq!((refused.len(), refused[0].field), (1, "name_zh"));
        let Outcome::Done(water) = department::add(&mut tx, &root.id, "水务局", "Water", NOON).await.expect("answers")
        else {
            panic!("both names are there")
        };
        staff::change_department(&mut tx, &root.id, &chen.id, Some(&water.id), NOON).await.expect("chen joins");
        tx.commit().await.expect("it commits");
        assert_eq!(staff::find(&db, &chen.id).await.expect("chen").department, Some(water.id.clone()));

        let mut tx = db.write().await.expect("a transaction begins");
        let refused = department::end(&mut tx, &root.id, &water.id, NOON).await.expect_err("chen is in it");
        assert_eq!((refused.kind, refused.message), (Kind::Conflict, "department-has-staff"));
        department::rename(&mut tx, &root.id, &water.id, "市水务局", "City Water", NOON).await.expect("it is renamed");
        staff::change_department(&mut tx, &root.id, &chen.id, None, NOON).await.expect("chen leaves it");
        department::end(&mut tx, &root.id, &water.id, NOON).await.expect("nobody is left");
        tx.commit().await.expect("it commits");
        assert!(department::open(&db).await.expect("a list").is_empty());
        let kinds: Vec<String> =
            audit::changes(&db, NOON, 10).await.expect("a list").into_iter().map(|change| change.kind).collect();
        for kind in ["department_added", "department_renamed", "department_changed", "department_ended"] {
            assert!(kinds.iter().any(|known| known == kind), "{kind} is on record");
        }
    }
}

#[tokio::test]
async fn nobody_goes_from_making_accounts_to_auditing_them() {
    for db in testing::databases("org-roles", &[MIGRATIONS]).await {
        let root = add(&db, "root", Role::Administrator).await;
        let other = add(&db, "other", Role::Administrator).await;
        let mut tx = db.write().await.expect("a transaction begins");
        let refused = staff::change_role(&mut tx, &root.id, &other.id, Role::Auditor, NOON).await.expect_err("both");
        assert_eq!(refused.message, "staff-administrator-auditor");
        staff::change_role(&mut tx, &root.id, &other.id, Role::Officer, NOON).await.expect("an officer");
        tx.commit().await.expect("it commits");
        let changes = audit::changes(&db, NOON, 10).await.expect("a list");
        assert_eq!(
            (changes[0].key().as_str(), changes[0].detail.as_str()),
            ("audit-role_changed", "administrator → officer")
        );
        for role in Role::ALL {
            let both = role.may(crate::Permission::ManageStaff) && role.may(crate::Permission::ReadAudit);
            let makes_second_eyes = role.may(crate::Permission::ManageStaff) && role.may(crate::Permission::Approve);
            assert!(!both && !makes_second_eyes, "{}", role.code());
        }
    }
}

/// The promise that the record cannot be changed, tried on the only file that could break it.
#[test]
fn no_statement_changes_the_record() {
    let sql = include_str!("store.rs");
    assert!(!sql.contains("update query_audit") && !sql.contains("update change_audit"));
    assert_eq!(sql.matches("delete from query_audit").count(), 1, "only what is old goes");
    assert!(!sql.contains("delete from change_audit"), "changes of staff and policy stay");
}
