//! Who it is: what matters is done only by who has just proved it, and each wrong proof counts.

use crate::drafts::{Person, begin, person, submit};
use crate::program::{Answer, Office, Served};
use model::Time;
use org::Role;
use std::collections::BTreeSet;
use store::Db;

/// Every route of the desk that takes a form, with a form that asks who it is. A route that is not here fails the test.
const MATTERS: &[(&str, &str)] = &[
    // What the public reads.
    ("publications/{id=OTHER}/approve", "digest=DIGEST"),
    ("publications/{id=MINE}/publish", ""),
    ("publications/{id=MINE}/schedule", "due=2099-01-01T08:00"),
    ("publications/{id=MINE}/withdraw", "reason_en=Because"),
    ("claims/{id=x}/approve", "digest=x"),
    ("claims/{id=x}/agree", ""),
    ("incidents/{id=x}/limits", "shown=1"),
    ("incidents/{id=x}/close", "reason=Done"),
    ("identity", "name_en=Another+body"),
    // What everybody works by.
    ("policy/{number=2}/approve", "digest=POLICY"),
    ("policy/undo", "tuning=x"),
    ("duties/approve", "digest=RULES"),
    // Who may do what, and who is told.
    ("staff", "name=Zhao&sign_in_name=zhao&role=approver"),
    ("staff/{id=LIN}/{verb=role}", "role=approver"),
    ("staff/{id=LIN}/{verb=reset}", ""),
    ("staff/{id=LIN}/{verb=end}", ""),
    ("staff/{id=LIN}/{verb=factor}", ""),
    ("staff/{id=LIN}/{verb=link}", "issuer=https://id.example&subject=s"),
    ("staff/{id=LIN}/{verb=unlink}", "issuer=https://id.example&subject=s"),
    ("departments", "name_zh=水务局&name_en=Water"),
    ("departments/rename", "department=x&name_zh=水务局&name_en=Water"),
    ("departments/end", "department=x"),
    ("duty/head", "head=LIN"),
    // Keys and secrets.
    ("account/factor", ""),
    ("account/factor/end", ""),
    ("account/recovery", ""),
    ("account/passkeys", "name=x"),
    ("account/passkeys/ask", ""),
    ("account/passkeys/end", "passkey=x"),
    ("sources", "way=push&name=Hotline&purpose=A+test"),
    ("sources/{id=x}/secret", ""),
    ("channels", "name=Room&url=https://room.example/hook"),
    ("channels/{id=x}/end", ""),
    ("deliveries", "name=Room&url=https://room.example/hook&level=yellow"),
    ("deliveries/remove", "webhook=x"),
    ("wall", "label=Lobby"),
    ("wall/end", "id=x"),
];

/// The routes that ask nothing more than to be signed in, and why.
const PLAIN: &[(&str, &[&str])] = &[
    (
        "the door itself",
        &[
            "sign-in",
            "sign-in/step",
            "sign-in/key",
            "sign-in/key/ask",
            "password",
            "confirm",
            "confirm/ask",
            "setup",
            "sign-out",
        ],
    ),
    // To shut a door must never be harder than to leave it open.
    ("one's own sessions are ended", &["account/sessions/end", "account/sessions/end-all"]),
    ("a code of the app that was just offered is proof enough", &["account/factor/prove"]),
    ("what one is told oneself", &["account/notices", "account/push", "account/push/end"]),
    (
        "the day's work at the desk, on record by name",
        &[
            "alerts/{id}/acknowledge",
            "alerts/{id}/verdict",
            "briefs",
            "duty",
            "duty/drop",
            "duty/note",
            "duty/read",
            "search/saved",
            "search/saved/{id}/drop",
            "topics/new",
            "topics/{id}/edit",
            "topics/{id}/end",
            "sources/new",
            "sources/preview",
            "sources/list",
            "sources/list/add",
            "sources/{id}/upload",
            "sources/{id}/upload/columns",
            "sources/{id}/remove",
        ],
    ),
    (
        "drafts, which a second person approves",
        &[
            "policy/new",
            "policy/{number}/drop",
            "duties/propose",
            "identity/template",
            "claims",
            "claims/{id}",
            "claims/{id}/evidence",
            "claims/{id}/evidence/remove",
            "claims/{id}/ask",
            "claims/{id}/correct",
            "claims/{id}/discard",
            "claims/{id}/withdraw",
            "claims/{id}/decide",
            "publications",
            "publications/preview",
            "publications/{id}/files",
            "publications/{id}/save",
            "publications/{id}/checks",
            "publications/{id}/discard",
            "publications/{id}/reopen",
            "publications/{id}/next",
        ],
    ),
    (
        "work in a room, which its log tells",
        &[
            "incidents",
            "claims/{id}/incident",
            "incidents/{id}/lessons",
            "incidents/{id}/facts",
            "incidents/{id}/facts/{one}/confirm",
            "incidents/{id}/facts/{one}/withdraw",
            "incidents/{id}/tasks",
            "incidents/{id}/tasks/{one}/finish",
            "incidents/{id}/tasks/{one}/hand-over",
            "incidents/{id}/hand-over",
            "incidents/{id}/hand-overs/{one}/take-on",
            "incidents/{id}/clocks/{one}/{verb}",
            "incidents/{id}/decisions",
            "incidents/{id}/join",
            "incidents/{id}/leave",
            "incidents/{id}/playbook",
            "incidents/{id}/playbook/{book}/steps/{step}",
            "incidents/{id}/statements",
            "incidents/{id}/drafts/{document}/seen",
            "incidents/{id}/merge",
        ],
    ),
];

/// The routes that take a form, as the desk's own list has them.
fn routes() -> BTreeSet<String> {
    let list = include_str!("../../../desk/src/serve/mod.rs");
    let posted = list.split(".route(").skip(1).filter(|route| route.contains("post("));
    let path =
        |route: &str| route.split('"').nth(1).and_then(|path| path.strip_prefix("/{lang}/desk/")).map(str::to_owned);
    posted.map(|route| path(route).expect("a form is sent to a page in a language")).collect()
}

/// `publications/{id=MINE}/publish` as the router has it, and as a browser asks for it.
fn named(path: &str, is_route: bool) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')?.split_once('=')) {
        Some((name, _)) if is_route => format!("{{{name}}}"),
        Some((_, value)) => value.to_owned(),
        None => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn of_every_form_it_is_decided_whether_it_asks_again() {
    let asks = MATTERS.iter().map(|(path, _)| named(path, true));
    let plain = PLAIN.iter().flat_map(|(_, paths)| paths.iter().map(|path| (*path).to_owned()));
    let decided: BTreeSet<String> = asks.chain(plain).collect();
    assert_eq!(routes(), decided);
}

/// A desk that was left open signs nothing: whoever sits down at it is asked who they are first.
#[test]
fn what_matters_is_done_only_by_who_has_just_proved_who_they_are() {
    let office = office_with_keys();
    let served = office.serve();
    let (officer, approver, admin, mine, other, policy) = office.look(async |db| {
        let officer = person(db, "lin", Role::Officer).await;
        let approver = person(db, "he", Role::Approver).await;
        let admin = person(db, "root", Role::Administrator).await;
        let now = model::Clock::wall().now();
        let mut tx = db.write().await.expect("begins");
        let mine = begin(&mut tx, "mine", 1, &approver, now).await;
        let other = begin(&mut tx, "other", 2, &officer, now).await;
        let digest = submit(&mut tx, &other, &officer, now).await;
        let plain = warn::Policy::default().written().clone();
        let version = warn::versions::draft(&mut tx, &plain, "as it is", &officer.session.staff.id, now).await;
        // The rules are put up by somebody else, as they must be.
        let rules = respond::Library::shipped("cn").expect("the files that ship are read").rules;
        respond::store::rules::propose(&mut tx, &rules, &officer.session.staff.id, now).await.expect("put up");
        tx.commit().await.expect("commits");
        // Both sit before desks where they proved who they are an hour ago.
        for who in [&approver, &admin] {
            forget_proof(db, who).await;
        }
        ((officer, rules.digest), approver, admin, mine, (other, digest), version.expect("a draft").digest)
    });
    let (officer, rules) = officer;
    let filled = |text: &str| {
        let pairs = [
            ("MINE", mine.as_str()),
            ("OTHER", other.0.as_str()),
            ("DIGEST", &other.1),
            ("POLICY", &policy),
            ("RULES", &rules),
            ("LIN", officer.session.staff.id.as_str()),
        ];
        pairs.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    };
    let changes = || office.look(async |db| store::testing::count(db, "select count(*) from change_audit").await);
    let before = changes();
    let mut asked = None;
    for (path, fields) in MATTERS {
        // Staff, departments and the body's look are the administrator's; to approve is not.
        let is_admin = ["staff", "departments", "identity", "deliveries"].iter().any(|start| path.starts_with(start));
        let who = if is_admin { &admin } else { &approver };
        let form = format!("csrf={}&{}", who.session.csrf(), filled(fields));
        let answer = served.post_as(&who.cookie, &format!("/en/desk/{}", filled(&named(path, false))), &form);
        assert_eq!(answer.status, 401, "{path}: {}", answer.body);
        let (action, kept) = answer.form("/desk/confirm").expect("the page asks who it is");
        assert!(kept.contains("confirm-next="), "{path}: {kept}");
        assert!(!answer.body.contains("key-button"), "{path}: they have no key");
        assert!(!answer.body.contains("six digits"), "{path}: they have no app");
        asked = Some((action, kept));
    }
    assert_eq!(changes(), before, "nothing was done");

    // The table takes nearly all that one address may change at once; a program that begins anew counts anew.
    drop(served);
    let served = office.serve();

    // The proof goes with the form that was interrupted, which then reaches where it was going, whole.
    let (action, kept) = asked.expect("the last form was asked");
    let wrong = served.post_as(&approver.cookie, &action, &format!("{kept}&confirm-proof=not+my+password"));
    assert_eq!((wrong.status, changes()), (401, before), "with a wrong password");
    let form = format!("csrf={}&digest={}", approver.session.csrf(), other.1);
    let path = format!("/en/desk/publications/{}/approve", other.0.as_str());
    let (action, kept) = served.post_as(&approver.cookie, &path, &form).form("/desk/confirm").expect("it asks");
    let proved = served.post_as(&approver.cookie, &action, &format!("{kept}&confirm-proof={PASSWORD}"));
    assert_eq!((proved.status, proved.header("location")), (307, Some(path.as_str())));
    assert_eq!(served.post_as(&approver.cookie, &path, &format!("{kept}&confirm-proof=x")).status, 303);
    assert_eq!(changes(), before + 1, "one approval");
    let auditor = office.look(async |db| person(db, "auditor", Role::Auditor).await);
    let records = served.get_as(&auditor.cookie, "/en/desk/records").body;
    let leads = format!("href=\"/en/desk/publications/{}\"", other.0.as_str());
    assert!(records.contains(&leads), "the records lead to what was approved: {records}");
}

/// A form with a file goes on without the file, and says so.
#[test]
fn a_form_with_a_file_goes_on_without_it_and_says_so() {
    let office = Office::new();
    let served = office.serve();
    let admin = office.look(async |db| {
        let admin = person(db, "root", Role::Administrator).await;
        forget_proof(db, &admin).await;
        admin
    });
    let boundary = "----candor";
    let part = |name: &str, value: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"mark\"; filename=\"mark.svg\"\r\n\r\n<svg/>\r\n--{boundary}--\r\n"
    );
    let body = part("csrf", admin.session.csrf()) + &part("name_en", "City of Qingyu") + &file;
    let sent = served.post_file_as(&admin.cookie, "/en/desk/identity", boundary, &body);
    assert_eq!(sent.status, 401, "{}", sent.body);
    assert!(sent.body.contains("choose it again"), "{}", sent.body);
    let (action, kept) = sent.form("/desk/confirm").expect("it asks");
    let proved = served.post_as(&admin.cookie, &action, &format!("{kept}&confirm-proof={PASSWORD}"));
    assert_eq!((proved.status, proved.header("location")), (307, Some("/en/desk/identity")));
    assert_eq!(served.post_as(&admin.cookie, "/en/desk/identity", &kept).status, 303);
    assert!(served.get("/en/").body.contains("City of Qingyu"), "the name is on the public page");
}

const PASSWORD: &str = "river+slate+candle";
/// Wrong proofs that are free; the one after them waits.
const FREE: usize = 5;

/// An office at an address for which browsers keep keys.
fn office_with_keys() -> Office {
    let office = Office::new();
    let url = format!("http://localhost:{}", office.port());
    office.with("CANDOR_PUBLIC_URL", &url)
}

async fn forget_proof(db: &Db, who: &Person) {
    let hour_ago = Time::from_ms(model::Clock::wall().now().ms() - model::HOUR_MS);
    let mut tx = db.write().await.expect("begins");
    let args = store::args![who.session.id.as_str(), hour_ago];
    tx.run("update session set confirmed_ms = $2 where session_id = $1", args).await.expect("writes");
    tx.commit().await.expect("commits");
}

/// Gives somebody a key, whose private half nobody has.
async fn give_key(db: &Db, who: &Person) {
    let mut tx = db.write().await.expect("begins");
    let args = store::args![who.session.staff.id.as_str()];
    let sql = "insert into passkey (passkey_id, staff_id, name, credential, added_ms)
               values ('a2V5', $1, 'Laptop', '{\"algorithm\":\"EdDSA\",\"key\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}', 1)";
    tx.run(sql, args).await.expect("writes");
    tx.commit().await.expect("commits");
}

/// The challenge of a question to a device.
fn challenge(question: &Answer) -> &str {
    let challenge = question.body.split("\"challenge\":\"").nth(1).and_then(|rest| rest.split('"').next());
    challenge.unwrap_or_else(|| panic!("a question: {}", question.body))
}

/// What a device would send, with a signature that its key did not make.
fn wrong_answer(served: &Served, challenge: &str, prefix: &str) -> String {
    let origin = format!("http://localhost:{}", served.address.port());
    let said = format!(r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"{origin}"}}"#);
    let client = base64(said.as_bytes());
    format!(
        "{prefix}id=a2V5&{prefix}client={client}&{prefix}data={}&{prefix}signature={}",
        base64(&[5; 37]),
        base64(&[1; 64])
    )
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = |bits: u32| char::from(LETTERS[(bits & 63) as usize]);
    let group = |chunk: &[u8]| {
        let bits = chunk.iter().chain(&[0, 0]).take(3).fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].into_iter().take(chunk.len() + 1).map(|shift| letter(bits >> shift)).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

fn sign_in(served: &Served, name: &str, password: &str) -> Answer {
    served.post("/en/desk/sign-in", &format!("name={name}&password={password}"))
}

/// Tries until the program asks to wait.
///
/// - returns: how many tries it took to the answer that says so
fn tries_until_shut(mut try_it: impl FnMut() -> u16) -> usize {
    (1..=2 * FREE).find(|_| try_it() == 429).expect("the lock never shut")
}

#[test]
fn wrong_codes_of_the_app_shut_the_door() {
    let office = Office::new();
    let served = office.serve();
    let lin = office.look(async |db| person(db, "lin", Role::Officer).await);
    let form = format!("csrf={}", lin.session.csrf());
    assert_eq!(served.post_as(&lin.cookie, "/en/desk/account/factor", &form).status, 200);
    office.look(async |db| {
        let mut tx = db.write().await.expect("begins");
        tx.run("update authenticator set proved_ms = 1", vec![]).await.expect("writes");
        tx.commit().await.expect("commits");
    });
    let half = sign_in(&served, "lin", PASSWORD);
    let (step, kept) = half.form("/desk/sign-in/step").expect("a second step is asked");
    assert!(!half.body.contains("key-button"), "lin has no key");
    let wrong = || served.post(&step, &format!("{kept}&code=000000")).status;
    assert_eq!(wrong(), 401);
    // The password was a try of its own, and this was one already.
    assert_eq!(tries_until_shut(wrong), FREE - 1);
    assert_eq!(sign_in(&served, "lin", PASSWORD).status, 429, "the right password waits too");
}

#[test]
fn wrong_answers_of_a_key_count_and_shut_the_password_out() {
    let office = office_with_keys();
    let served = office.serve();
    let (lin, he) = office.look(async |db| {
        let people = (person(db, "lin", Role::Officer).await, person(db, "he", Role::Approver).await);
        give_key(db, &people.0).await;
        forget_proof(db, &people.0).await;
        people
    });
    // At the second step.
    let half = sign_in(&served, "lin", PASSWORD);
    let (enter, kept) = half.form("/desk/sign-in/key").expect("lin has a key");
    assert!(half.body.contains("One of your recovery codes"), "lin has no app");
    for _ in 1..FREE {
        let question = served.post("/en/desk/sign-in/key/ask", &kept);
        let answer = served.post(&enter, &format!("{kept}&{}", wrong_answer(&served, challenge(&question), "key-")));
        assert_eq!(answer.status, 401);
    }
    assert_eq!(sign_in(&served, "lin", PASSWORD).status, 429, "after five failures the password waits");
    assert_eq!(sign_in(&served, "he", PASSWORD).status, 303, "others come in");

    // At the page that asks again, where the key stays a way in and the password waits.
    let limits = format!("csrf={}&head={}", lin.session.csrf(), he.session.staff.id);
    let asked = served.post_as(&lin.cookie, "/en/desk/account/factor", &limits);
    assert_eq!(asked.status, 401);
    assert!(asked.body.contains("key-button"), "lin is offered the key");
    let (confirm, kept) = asked.form("/desk/confirm").expect("it asks");
    let kept: Vec<&str> = kept.split('&').filter(|field| !field.starts_with("confirm-key-")).collect();
    let kept = kept.join("&");
    let question = served.post_as(&lin.cookie, "/en/desk/confirm/ask", &format!("csrf={}", lin.session.csrf()));
    let wrong = served.post_as(
        &lin.cookie,
        &confirm,
        &format!("{kept}&{}", wrong_answer(&served, challenge(&question), "confirm-key-")),
    );
    assert_eq!(wrong.status, 401);
    let shut = served.post_as(&lin.cookie, &confirm, &format!("{kept}&confirm-proof={PASSWORD}"));
    assert_eq!(shut.status, 429, "the right password waits");
}

/// At the door nobody has said who they are, so the address that the answers come from is counted.
#[test]
fn wrong_answers_of_a_key_at_the_door_count_for_the_address() {
    const FREE_OF_AN_ADDRESS: usize = 20;
    let office = office_with_keys();
    let served = office.serve();
    office.look(async |db| person(db, "he", Role::Approver).await);
    let answer = wrong_answer(&served, "bm9ib2R5IGFza2Vk", "key-");
    let enter = || served.post("/en/desk/sign-in/key", &answer).status;
    assert!((1..FREE_OF_AN_ADDRESS).all(|_| enter() == 401));
    assert_eq!(sign_in(&served, "he", PASSWORD).status, 303, "one failure is left");
    assert_eq!(enter(), 401);
    assert_eq!(sign_in(&served, "he", PASSWORD).status, 429, "nobody from here signs in by password now");
}

#[test]
fn wrong_passwords_where_the_desk_asks_again_shut_that_page() {
    let office = Office::new();
    let served = office.serve();
    let he = office.look(async |db| {
        let he = person(db, "he", Role::Approver).await;
        forget_proof(db, &he).await;
        he
    });
    let form = format!("csrf={}&label=Lobby", he.session.csrf());
    let asked = served.post_as(&he.cookie, "/en/desk/wall", &form);
    let (confirm, kept) = asked.form("/desk/confirm").expect("it asks");
    let wrong = || served.post_as(&he.cookie, &confirm, &format!("{kept}&confirm-proof=not+my+password")).status;
    assert_eq!(tries_until_shut(wrong), FREE + 1);
    let right = served.post_as(&he.cookie, &confirm, &format!("{kept}&confirm-proof={PASSWORD}"));
    assert_eq!(right.status, 429, "the right one waits too");
    assert!(right.body.contains("value=\"Lobby\""), "and nothing that was filled in is lost");
    assert_eq!(sign_in(&served, "he", PASSWORD).status, 429, "so does the door");
}
