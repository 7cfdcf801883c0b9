//! Short stories against a real database: setup, sign-in, sessions, audit.

use crate::confirm::{Confirmed, Doors, confirm};
use crate::staff::{self, Invitation, Outcome};
use crate::testing::{fresh, signed_in};
use crate::{
    AddressBlock, Cost, HalfToken, Lockout, MIGRATIONS, NewStaff, Passwords, Purpose, Role, Seal, SecondStep,
    SessionLimits, SignIn, Staff, Token, approval, audit, department, duty, factor, link, second_step, session, setup,
    sign_in,
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

fn seal() -> Seal {
    Seal::new(&[7; 32]).expect("32 bytes are a key")
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
    let (passwords, seal) = (passwords(), seal());
    let doors = Doors { db, passwords: &passwords, lockout, seal: &seal };
    sign_in(&doors, credentials, block(), previous, NOON).await.expect("the database answers")
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
        staff::end(&mut tx, fresh(&open), &chen.id, NOON).await.expect("an officer can leave");
        tx.commit().await.expect("it commits");
        assert!(!is_open(&db, &third, NOON).await);
        assert!(matches!(enter(&db, &Lockout::default(), "chen", PASSWORD, None).await, SignIn::Wrong));
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for db in testing::databases("org-last", &[MIGRATIONS]).await {
        let root = signed_in(&db, "root", Role::Administrator, NOON).await;
        let mut tx = db.write().await.expect("a transaction begins");
        let refused = staff::change_role(&mut tx, fresh(&root), &root.staff.id, Role::Viewer, NOON)
            .await
            .expect_err("nobody else administers");
        assert_eq!((refused.kind, refused.message), (Kind::Conflict, "staff-last-administrator"));
        assert!(staff::end(&mut tx, fresh(&root), &root.staff.id, NOON).await.is_err());
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
            approval::approve(tx, "edition/1", digest, &writer.staff.id, fresh(session), NOON).await
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
        let root = signed_in(&db, "root", Role::Administrator, NOON).await;
        let chen = add(&db, "chen", Role::Officer).await;
        let mut tx = db.write().await.expect("a transaction begins");
        let Outcome::Refused(refused) =
            department::add(&mut tx, fresh(&root), " ", "Water", NOON).await.expect("answers")
        else {
            panic!("a department without a name")
        };
        assert_eq!((refused.len(), refused[0].field), (1, "name_zh"));
        let Outcome::Done(water) =
            department::add(&mut tx, fresh(&root), "水务局", "Water", NOON).await.expect("answers")
        else {
            panic!("both names are there")
        };
        staff::change_department(&mut tx, fresh(&root), &chen.id, Some(&water.id), NOON).await.expect("chen joins");
        tx.commit().await.expect("it commits");
        assert_eq!(staff::find(&db, &chen.id).await.expect("chen").department, Some(water.id.clone()));

        let mut tx = db.write().await.expect("a transaction begins");
        let refused = department::end(&mut tx, fresh(&root), &water.id, NOON).await.expect_err("chen is in it");
        assert_eq!((refused.kind, refused.message), (Kind::Conflict, "department-has-staff"));
        department::rename(&mut tx, fresh(&root), &water.id, "市水务局", "City Water", NOON)
            .await
            .expect("it is renamed");
        staff::change_department(&mut tx, fresh(&root), &chen.id, None, NOON).await.expect("chen leaves it");
        department::end(&mut tx, fresh(&root), &water.id, NOON).await.expect("nobody is left");
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
        let root = signed_in(&db, "root", Role::Administrator, NOON).await;
        let other = add(&db, "other", Role::Administrator).await;
        let mut tx = db.write().await.expect("a transaction begins");
        let refused =
            staff::change_role(&mut tx, fresh(&root), &other.id, Role::Auditor, NOON).await.expect_err("both");
        assert_eq!(refused.message, "staff-administrator-auditor");
        staff::change_role(&mut tx, fresh(&root), &other.id, Role::Officer, NOON).await.expect("an officer");
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

#[tokio::test]
async fn people_choose_their_password_with_a_code_that_works_once() {
    for db in testing::databases("org-invite", &[MIGRATIONS]).await {
        let root = signed_in(&db, "root", Role::Administrator, NOON).await;
        let invitation = |name: &str| Invitation {
            name: "Wu Min".to_owned(),
            sign_in_name: name.to_owned(),
            role: Role::Officer,
            department: None,
        };
        let mut tx = db.write().await.expect("a transaction begins");
        let refused = staff::invite(&mut tx, fresh(&root), invitation("root"), NOON).await.expect("answers");
        assert!(matches!(refused, Outcome::Refused(ref why) if why[0].message == "staff-name-taken"));
        let Outcome::Done((wu, code)) =
            staff::invite(&mut tx, fresh(&root), invitation("wu"), NOON).await.expect("answers")
        else {
            panic!("wu is new")
        };
        tx.commit().await.expect("it commits");
        for guess in ["", " ", PASSWORD] {
            assert!(matches!(enter(&db, &Lockout::default(), "wu", guess, None).await, SignIn::Wrong), "{guess:?}");
        }
        let choose = async |code: &str, password: &str, now: Time| {
            staff::choose_password(&db, &passwords(), code, password.to_owned(), now).await.expect("answers")
        };
        let field = |outcome: Outcome<Staff>| match outcome {
            Outcome::Refused(refusals) => refusals[0].field,
            Outcome::Done(_) => "done",
        };
        assert_eq!(field(choose("", PASSWORD, NOON).await), "code");
        assert_eq!(field(choose(&code, "short", NOON).await), "password", "the code is not used up by that");
        assert_eq!(field(choose(&code, PASSWORD, NOON.plus(staff::CODE_LIFETIME)).await), "code", "it expires");
        assert_eq!(field(choose(&code.to_lowercase(), PASSWORD, NOON).await), "done");
        assert_eq!(field(choose(&code, PASSWORD, NOON).await), "code", "it was used");
        let open = token(&db, "wu").await;

        // A reset takes the old password and every session at once.
        let mut tx = db.write().await.expect("a transaction begins");
        let code = staff::reset_password(&mut tx, fresh(&root), &wu.id, NOON).await.expect("wu works here");
        tx.commit().await.expect("it commits");
        assert!(!is_open(&db, &open, NOON).await);
        assert!(matches!(enter(&db, &Lockout::default(), "wu", PASSWORD, None).await, SignIn::Wrong));
        let mut tx = db.write().await.expect("a transaction begins");
        staff::end(&mut tx, fresh(&root), &wu.id, NOON).await.expect("wu leaves");
        tx.commit().await.expect("it commits");
        assert_eq!(field(choose(&code, PASSWORD, NOON).await), "code", "whoever has left chooses nothing");
        let kinds: Vec<String> =
            audit::changes(&db, NOON, 10).await.expect("a list").into_iter().map(|change| change.kind).collect();
        for kind in ["staff_added", "password_chosen", "password_reset", "staff_ended"] {
            assert!(kinds.iter().any(|known| known == kind), "{kind} is on record: {kinds:?}");
        }
    }
}

#[tokio::test]
async fn the_second_step_takes_each_code_once() {
    for db in testing::databases("org-factor", &[MIGRATIONS]).await {
        let session = signed_in(&db, "chen", Role::Approver, NOON).await;
        let chen = &session.staff;
        let (passwords, seal, lockout) = (passwords(), seal(), Lockout::default());
        let doors = Doors { db: &db, passwords: &passwords, lockout: &lockout, seal: &seal };
        let mut tx = db.write().await.expect("a transaction begins");
        let first = factor::offer(&mut tx, &seal, fresh(&session), "Tinglan", NOON).await.expect("an offer");
        let offer = factor::offer(&mut tx, &seal, fresh(&session), "Tinglan: City", NOON).await.expect("another");
        assert!(offer.address.starts_with("otpauth://totp/Tinglan%3A%20City:chen?secret="), "{}", offer.address);
        let code = |secret: &str, seconds: u64| {
            factor::code_of(secret, NOON.plus(Duration::from_secs(seconds))).expect("a code")
        };
        let stale = factor::take_up(&mut tx, &seal, &chen.id, &code(&first.secret, 0), NOON).await.expect("answers");
        assert!(stale.is_none(), "the first offer was replaced");
        let codes = factor::take_up(&mut tx, &seal, &chen.id, &code(&offer.secret, 0), NOON).await.expect("answers");
        let recovery = codes.expect("the code is right");
        assert_eq!(recovery.len(), 10);
        assert!(factor::offer(&mut tx, &seal, fresh(&session), "Tinglan", NOON).await.is_err(), "one is in use");
        tx.commit().await.expect("it commits");

        let half = async || match enter(&db, &lockout, "chen", PASSWORD, None).await {
            SignIn::Half(half) => half,
            _ => panic!("a second step is asked for"),
        };
        let step = async |half: &HalfToken, typed: &str, seconds: u64| {
            let now = NOON.plus(Duration::from_secs(seconds));
            match second_step(&doors, half, typed, block(), None, now).await.expect("the database answers") {
                SecondStep::Welcome(..) => "in",
                SecondStep::Wrong => "wrong",
                SecondStep::Late => "late",
                SecondStep::Wait(_) => "wait",
            }
        };
        let token = half().await;
        assert_eq!(step(&token, &code(&offer.secret, 0), 0).await, "wrong", "it was used when the app was added");
        assert_eq!(step(&HalfToken::from_form("00"), &code(&offer.secret, 30), 30).await, "late", "an invented try");
        assert_eq!(step(&token, &code(&offer.secret, 30), 301).await, "late");
        let spaced = format!("{} {}", &code(&offer.secret, 30)[..3], &code(&offer.secret, 30)[3..]);
        assert_eq!(step(&token, &spaced, 30).await, "in");
        let token = half().await;
        assert_eq!(step(&token, &code(&offer.secret, 30), 30).await, "wrong", "the same code again");
        assert_eq!(step(&token, &recovery[0].to_lowercase(), 60).await, "in");
        let token = half().await;
        assert_eq!(step(&token, &recovery[0], 90).await, "wrong", "a recovery code opens once");
        for _ in 0..6 {
            step(&token, "000000", 90).await;
        }
        assert_eq!(step(&token, &code(&offer.secret, 90), 90).await, "wait", "codes cannot be guessed for long");

        // Neither the secret nor the codes lie in the database.
        let row = db.one("select secret from authenticator", args![]).await.expect("a row");
        let plain: Vec<u8> = offer.secret.replace(' ', "").into_bytes();
        assert!(!row.blob(0).windows(8).any(|window| plain.windows(8).any(|part| part == window)));
        assert_eq!(factor::standing(&db, &chen.id).await.expect("a read").recovery_left, 9);
        let mut tx = db.write().await.expect("a transaction begins");
        factor::end(&mut tx, fresh(&session), &chen.id, NOON).await.expect("it ends");
        tx.commit().await.expect("it commits");
        assert!(matches!(enter(&db, &Lockout::default(), "chen", PASSWORD, None).await, SignIn::Welcome(..)));
    }
}

#[tokio::test]
async fn a_proof_of_who_one_is_holds_for_five_minutes() {
    for db in testing::databases("org-confirm", &[MIGRATIONS]).await {
        let session = signed_in(&db, "chen", Role::Approver, NOON).await;
        let (passwords, seal, lockout) = (passwords(), seal(), Lockout::default());
        let doors = Doors { db: &db, passwords: &passwords, lockout: &lockout, seal: &seal };
        assert!(session.recent(NOON.plus(minutes(4))).is_some() && session.recent(NOON.plus(minutes(5))).is_none());
        let later = NOON.plus(minutes(20));
        let ask =
            async |typed: &str| confirm(&doors, &session, typed.to_owned(), block(), later).await.expect("answers");
        assert_eq!(ask("wrong password!").await, Confirmed::No);
        assert_eq!(ask("123456").await, Confirmed::No, "there is no app");
        assert_eq!(ask(PASSWORD).await, Confirmed::Yes);
        let row = db.one("select confirmed_ms from session", args![]).await.expect("a row");
        assert_eq!(row.time(0), later);
        for _ in 0..5 {
            ask("wrong password!").await;
        }
        assert!(matches!(ask(PASSWORD).await, Confirmed::Wait(_)));
    }
}

#[tokio::test]
async fn another_houses_account_opens_only_what_an_administrator_linked() {
    for db in testing::databases("org-link", &[MIGRATIONS]).await {
        let root = signed_in(&db, "root", Role::Administrator, NOON).await;
        let chen = add(&db, "chen", Role::Officer).await;
        let (passwords, seal, lockout) = (passwords(), seal(), Lockout::default());
        let doors = Doors { db: &db, passwords: &passwords, lockout: &lockout, seal: &seal };
        let house = "https://id.example";
        let come = async |issuer: &str, subject: &str| {
            link::enter(&doors, issuer, subject, block(), None, NOON).await.expect("answers").is_some()
        };
        assert!(!come(house, "chen").await, "a stranger makes no account");
        let mut tx = db.write().await.expect("a transaction begins");
        link::add(&mut tx, fresh(&root), &chen.id, house, "s-1", NOON).await.expect("it is linked");
        assert_eq!(
            link::add(&mut tx, fresh(&root), &root.staff.id, house, "s-1", NOON).await.expect_err("taken").message,
            "link-taken"
        );
        let errand = link::Errand { nonce: "n".into(), verifier: "v".into(), next: "/en/desk".into() };
        let state = link::set_out(&mut tx, &errand, NOON).await.expect("it sets out");
        assert!(link::come_back(&mut tx, "invented", NOON).await.expect("answers").is_none());
        assert!(link::come_back(&mut tx, &state, NOON.plus(minutes(10))).await.expect("answers").is_none(), "too late");
        assert_eq!(link::come_back(&mut tx, &state, NOON).await.expect("answers").expect("in time").nonce, "n");
        assert!(link::come_back(&mut tx, &state, NOON).await.expect("answers").is_none(), "once");
        tx.commit().await.expect("it commits");
        assert!(come(house, "s-1").await && !come("https://evil.example", "s-1").await && !come(house, "s-2").await);
        let mut tx = db.write().await.expect("a transaction begins");
        staff::end(&mut tx, fresh(&root), &chen.id, NOON).await.expect("chen leaves");
        tx.commit().await.expect("it commits");
        assert!(!come(house, "s-1").await, "whoever has left stays out");
    }
}

#[tokio::test]
async fn notes_are_read_by_somebody_else_and_shifts_stand_on_record() {
    for db in testing::databases("org-duty", &[MIGRATIONS]).await {
        let chen = add(&db, "chen", Role::Officer).await;
        let wu = add(&db, "wu", Role::Officer).await;
        let root = signed_in(&db, "root", Role::Administrator, NOON).await;
        let hour = |n: i64| NOON.plus_hours(n);
        let mut tx = db.write().await.expect("a transaction begins");
        let enter = async |tx: &mut _, staff, from, to| duty::enter(tx, &wu.id, staff, None, (from, to), NOON).await;
        assert_eq!(enter(&mut tx, &chen.id, hour(2), hour(2)).await.expect_err("no time").message, "duty-shift-times");
        assert!(enter(&mut tx, &chen.id, hour(0), hour(24 * 8)).await.is_err());
        let first = enter(&mut tx, &chen.id, hour(-1), hour(8)).await.expect("a shift");
        let second = enter(&mut tx, &wu.id, hour(8), hour(16)).await.expect("a shift");
        enter(&mut tx, &wu.id, hour(-9), hour(-1)).await.expect("one that is over");
        duty::set_head(&mut tx, fresh(&root), &wu.id, NOON).await.expect("wu is the head");
        duty::hand_over(&mut tx, &chen.id, "  The pump is being mended. ", NOON).await.expect("a note");
        assert!(duty::hand_over(&mut tx, &chen.id, " ", NOON).await.is_err());
        tx.commit().await.expect("it commits");
        let roster = duty::roster(&db, NOON).await.expect("a roster");
        assert_eq!(roster, [first, second.clone()]);
        assert_eq!(duty::head(&db).await.expect("a read"), Some(wu.id.clone()));

        let note = duty::notes(&db, 1).await.expect("a list").remove(0);
        assert_eq!((note.note.as_str(), note.acknowledged), ("The pump is being mended.", None));
        let mut tx = db.write().await.expect("a transaction begins");
        assert_eq!(
            duty::acknowledge(&mut tx, &note.id, &chen.id, NOON).await.expect_err("one's own").kind,
            Kind::Forbidden
        );
        duty::acknowledge(&mut tx, &note.id, &wu.id, hour(8)).await.expect("wu read it");
        duty::acknowledge(&mut tx, &note.id, &wu.id, hour(9)).await.expect("again changes nothing");
        duty::drop_shift(&mut tx, &wu.id, &second.id, NOON).await.expect("it is dropped");
        assert!(duty::drop_shift(&mut tx, &wu.id, &second.id, NOON).await.is_err());
        tx.commit().await.expect("it commits");
        assert_eq!(duty::notes(&db, 1).await.expect("a list")[0].acknowledged, Some((hour(8), wu.id.clone())));
        assert_eq!(duty::roster(&db, NOON).await.expect("a roster").len(), 1);
    }
}

/// The promise that the record cannot be changed, tried on the only file that could break it.
#[test]
fn no_statement_changes_the_record() {
    let sql = concat!(
        include_str!("store/mod.rs"),
        include_str!("store/account.rs"),
        include_str!("store/duty.rs"),
        include_str!("store/passkey.rs")
    );
    assert!(!sql.contains("update query_audit") && !sql.contains("update change_audit"));
    assert_eq!(sql.matches("delete from query_audit").count(), 1, "only what is old goes");
    assert!(!sql.contains("delete from change_audit"), "changes of staff and policy stay");
}
