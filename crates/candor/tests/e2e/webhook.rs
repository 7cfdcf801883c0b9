//! A push holds once, for a few minutes, and only from who shares the secret.

use crate::program::{Answer, Office, Served};
use courier::sign::sign;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// One push as a sender makes it: what is signed, and what signs it.
#[derive(Clone)]
pub struct Push {
    pub time: String,
    pub nonce: String,
    pub signature: String,
    pub body: String,
}

impl Push {
    /// Signs a body now, with a nonce that no other push of this process has.
    pub fn new(secret: &str, body: &str) -> Self {
        Push::at(seconds(), secret, body)
    }

    pub fn at(seconds: u64, secret: &str, body: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (time, nonce) = (seconds.to_string(), format!("nonce{:08}", COUNT.fetch_add(1, Ordering::Relaxed)));
        let signature = sign(secret, &time, &nonce, body.as_bytes());
        Push { time, nonce, signature, body: body.to_owned() }
    }

    pub fn send(&self, served: &Served, source: &str) -> Answer {
        let head = format!(
            "candor-time: {}\r\ncandor-nonce: {}\r\ncandor-signature: {}\r\n",
            self.time, self.nonce, self.signature
        );
        served.push(&format!("/hooks/{source}"), &head, &self.body)
    }
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs()
}

const BODY: &str = r#"{"posts": [
    {"id": "p-1", "author": "gannet", "text": "the lift in the town hall is stuck again"},
    {"id": "p-2", "author": "plover", "text": "市民中心的电梯又停了"}]}"#;

/// What a push could leave behind: mentions, texts, findings, items, and nonces.
fn stored(office: &Office) -> ([i64; 4], i64) {
    let nonces = office.look(async |db| store::testing::count(db, "select count(*) from webhook_nonce").await);
    (office.counts(), nonces)
}

#[test]
fn a_signed_push_is_stored_and_every_other_is_refused_and_stores_nothing() {
    let office = Office::new();
    let served = office.serve();
    let secret = office.add_source("hotline", "webhook", None).expect("a webhook has a secret");

    let push = Push::new(&secret, BODY);
    let answer = push.send(&served, "hotline");
    assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"known":0,"new":2,"skipped":0}"#));
    let after = stored(&office);
    assert_eq!(after, ([2; 4], 1));

    let now = seconds();
    let other = Push::new(&secret, r#"{"posts": [{"id": "p-3", "text": "the stairs are closed too"}]}"#);
    let swapped = |change: fn(&mut Push)| {
        let mut push = other.clone();
        change(&mut push);
        push
    };
    let refused = [
        ("the same again", push.clone(), "hotline", "signature-used"),
        ("another secret", Push::new("another secret", &other.body), "hotline", "signature-wrong"),
        ("no signature", swapped(|push| push.signature.clear()), "hotline", "signature-wrong"),
        ("half a signature", swapped(|push| push.signature.truncate(32)), "hotline", "signature-wrong"),
        ("another body", swapped(|push| push.body = push.body.replace("closed", "open")), "hotline", "signature-wrong"),
        ("another nonce", swapped(|push| push.nonce = "nonceOther1".to_owned()), "hotline", "signature-wrong"),
        ("another time", swapped(|push| push.time.push('0')), "hotline", "signature-wrong"),
        ("six minutes old", Push::at(now - 360, &secret, &other.body), "hotline", "signature-old"),
        ("six minutes ahead", Push::at(now + 360, &secret, &other.body), "hotline", "signature-old"),
        // Nobody can ask by pushing which sources there are.
        ("an unknown source", other.clone(), "nowhere", "signature-wrong"),
    ];
    for (what, push, source, reason) in refused {
        let answer = push.send(&served, source);
        assert_eq!((answer.status, answer.body), (401, format!(r#"{{"refused":"{reason}"}}"#)), "{what}");
        assert_eq!(stored(&office), after, "{what} stores nothing");
    }
    let bare = served.push("/hooks/hotline", "", &other.body);
    assert_eq!(bare.status, 401, "a push without headers");
    let broken = Push::new(&secret, "{\"posts\": [").send(&served, "hotline");
    assert_eq!(broken.status, 422, "a signed push that cannot be read: {}", broken.body);
    assert_eq!(stored(&office), after, "neither stores anything");

    // The same posts in a push of their own are known, and stored once.
    let known = Push::new(&secret, BODY).send(&served, "hotline");
    assert_eq!((known.status, known.body.as_str()), (200, r#"{"known":2,"new":0,"skipped":0}"#));
    assert_eq!(stored(&office), ([2; 4], 2));
    // What was refused for its disguise is accepted as it was meant.
    assert_eq!(other.send(&served, "hotline").status, 200);
    assert_eq!(stored(&office), ([3; 4], 3));
    assert!(served.stop());

    // A restart forgets no nonce.
    let served = office.serve();
    assert_eq!(push.send(&served, "hotline").status, 401, "the same again after a restart");
    assert_eq!(stored(&office), ([3; 4], 3));
    assert!(served.stop());
}

#[test]
fn of_one_push_sent_many_times_at_once_one_is_accepted() {
    let office = Office::new();
    let served = office.serve();
    let secret = office.add_source("hotline", "webhook", None).expect("a webhook has a secret");
    let push = Push::new(&secret, BODY);
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let send = || push.send(&served, "hotline").status;
        let senders: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        senders.into_iter().map(|sender| sender.join().expect("it is answered")).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401, 401, 401, 401, 401]);
    assert_eq!(stored(&office), ([2; 4], 1));
    assert!(served.stop());
}

#[test]
fn a_webhook_is_made_on_the_desk_and_its_secret_is_shown_once() {
    let office = Office::new();
    let served = office.serve();
    let cookie = served.sign_in_first();
    let (action, hidden) =
        served.get_as(&cookie, "/en/desk/sources/new").form("/sources/preview").expect("a form asks for a source");
    let typed =
        format!("{hidden}&way=push&address=&name=Hotline&kind=public&purpose=To+hear+of+faults&lang=&district=");
    let preview = served.post_as(&cookie, &action, &typed);
    assert_eq!(preview.status, 200, "{}", preview.body);
    let (save, filled) = preview.form("/en/desk/sources").expect("the preview offers to save");
    let saved = served.post_as(&cookie, &save, &filled);
    assert_eq!((saved.status, saved.header("cache-control")), (200, Some("no-store")), "{}", saved.body);
    let secret = secret_on(&saved);
    assert_eq!(Push::new(&secret, BODY).send(&served, "hotline").status, 200);

    let page = served.get_as(&cookie, "/en/desk/sources/hotline");
    assert!(page.body.contains("/hooks/hotline") && !page.body.contains(&secret), "it is never shown again");
    let (renew, hidden) = page.form("/hotline/secret").expect("a new secret can be made");
    assert_eq!(served.post_as(&cookie, &renew, "csrf=0").status, 403, "without the form's token");
    let renewed = secret_on(&served.post_as(&cookie, &renew, &hidden));
    assert_ne!(renewed, secret);
    assert_eq!(Push::new(&secret, BODY).send(&served, "hotline").status, 401, "the old one holds no more");
    assert_eq!(Push::new(&renewed, BODY).send(&served, "hotline").status, 200);
    assert!(!served.said().contains(&secret) && !served.said().contains(&renewed), "no secret is in the log");

    // Removing it takes a reason, which the public can read, without what names a person in it.
    let (remove, hidden) = page.form("/hotline/remove").expect("a source can be removed");
    assert_eq!(served.post_as(&cookie, &remove, &format!("{hidden}&reason=")).status, 422);
    let gone = served.post_as(&cookie, &remove, &format!("{hidden}&reason=Closed+by+its+operator%2C+call+13812345678"));
    assert_eq!(gone.status, 303);
    let register = served.get("/en/listening").body;
    assert!(register.contains("Closed by its operator") && !register.contains("13812345678"), "{register}");
    assert_eq!(Push::new(&renewed, BODY).send(&served, "hotline").status, 401);
}

/// The 64 letters and digits that the page shows.
fn secret_on(page: &Answer) -> String {
    let codes = page.body.split("<code>").skip(1).filter_map(|rest| rest.split('<').next());
    let is_secret = |code: &&str| code.len() == 64 && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    codes.into_iter().find(is_secret).expect("the page shows a secret").to_owned()
}
