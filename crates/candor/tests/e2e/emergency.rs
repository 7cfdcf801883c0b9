//! An emergency from the form to the message that programs of others read, and the card that stands beside its link.

use crate::drafts::{Person, person};
use crate::program::{Answer, Office, Served, encoded, wait};
use org::Role;

const FACTS: &str = "event_zh=%E6%B4%AA%E6%B0%B4&event_en=Flood+%26+surge&category=Met&urgency=Immediate&severity=Severe\
    &certainty=Observed&expires=2099-01-01T08%3A00&instruction_zh=%E8%AF%B7%E5%88%B0%E9%AB%98%E5%A4%84\
    &instruction_en=Move+to+higher+ground";

fn post(served: &Served, who: &Person, path: &str, fields: &str) -> Answer {
    let form = format!("csrf={}&{fields}", who.session.csrf());
    served.post_as(&who.cookie, &format!("/en/desk/publications{path}"), &form)
}

fn id_in(answer: &Answer) -> String {
    let location = answer.header("location").unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
    location.rsplit('/').next().expect("a last segment").to_owned()
}

/// Submits a text, has it approved by the page that the second person reads, and publishes it.
fn release(served: &Served, officer: &Person, approver: &Person, id: &str, more: &str) {
    let text = format!(
        "revision=1&kind=emergency&slug=flood&title_zh={}&body_zh={}&title_en=The+river+rises&body_en=It+%3Cstays%3E.{more}",
        encoded("洪水上涨"),
        encoded("水位正在上涨。")
    );
    let incomplete = post(served, officer, &format!("/{id}/save"), &format!("{text}&do=submit&severity=Grave"));
    assert_eq!(incomplete.status, 422);
    let text = text.replace("revision=1", "revision=2");
    let submitted = post(served, officer, &format!("/{id}/save"), &format!("{text}&do=submit&{FACTS}"));
    assert_eq!(submitted.status, 303, "{}", submitted.body);
    let page = served.get_as(&approver.cookie, &format!("/en/desk/publications/{id}"));
    assert!(page.body.contains("Move to higher ground"), "the second person sees what programs will act on");
    let (action, fields) = page.form("/approve").expect("it can be approved");
    assert_eq!(served.post_as(&approver.cookie, &action, &fields).status, 303);
    assert_eq!(post(served, officer, &format!("/{id}/publish"), "").status, 303);
}

/// For the validators that others wrote: `tests/foreign/cap.sh`.
fn keep(name: &str, body: &str) {
    if let Ok(folder) = std::env::var("CANDOR_TEST_CAP") {
        std::fs::write(format!("{folder}/{name}"), body).expect("the folder can be written");
    }
}

#[test]
fn an_emergency_reaches_programs_and_a_shared_link_has_its_card() {
    let office = Office::new().with("CANDOR_PUBLIC_URL", "http://city.example");
    let served = office.serve();
    let (officer, approver) =
        office.look(async |db| (person(db, "lin", Role::Officer).await, person(db, "he", Role::Approver).await));
    let begun = post(&served, &officer, "", "kind=emergency");
    let first = id_in(&begun);
    let is_there = |path: &str| served.get(path).status == 200;
    assert!(!is_there("/cards/en/published/flood.1.png"), "a draft has no card");
    release(&served, &officer, &approver, &first, "");
    wait("the alert is out", || is_there("/alerts/flood.1.xml"));
    let alert = served.get("/alerts/flood.1.xml");
    assert_eq!(alert.header("content-type"), Some("application/cap+xml; charset=utf-8"));
    assert!(alert.body.contains("<msgType>Alert</msgType>") && alert.body.contains("<event>Flood &amp; surge</event>"));
    assert!(served.get("/alerts/active.json").body.contains("flood.1"));
    let page = served.get("/en/published/flood").body;
    assert!(page.contains("Move to higher ground") && page.contains("href=\"/alerts/flood.1.xml\""));
    assert!(page.contains("content=\"http://city.example/cards/en/published/flood.1.png\""));
    for lang in ["zh", "en"] {
        let card = served.get(&format!("/cards/{lang}/published/flood.1.png"));
        assert_eq!((card.status, card.header("content-type")), (200, Some("image/png")));
        assert_eq!(card.header("cross-origin-resource-policy"), Some("cross-origin"));
    }

    let second = id_in(&post(&served, &officer, &format!("/{first}/next"), "change=update"));
    release(&served, &officer, &approver, &second, "&change_en=It+rises+on&change_zh=%E6%B6%A8");
    wait("the update is out", || is_there("/alerts/flood.2.xml"));
    let update = served.get("/alerts/flood.2.xml");
    let sent = alert.body.split("<sent>").nth(1).and_then(|rest| rest.split('<').next()).expect("a moment");
    assert!(update.body.contains(&format!("<references>city.example,flood.1,{sent}</references>")), "{}", update.body);
    keep("alert.xml", &alert.body);
    keep("update.xml", &update.body);

    let withdrawn = post(&served, &approver, &format!("/{second}/withdraw"), "reason_en=A+gauge+was+broken");
    assert_eq!(withdrawn.status, 303);
    wait("the cancellation is out", || is_there("/alerts/flood.2.cancel.xml"));
    let cancel = served.get("/alerts/flood.2.cancel.xml");
    assert!(cancel.body.contains("<msgType>Cancel</msgType>") && cancel.body.contains("A gauge was broken"));
    assert!(!served.get("/alerts/active.json").body.contains("flood"));
    for gone in ["/alerts/flood.1.xml", "/cards/en/published/flood.1.png", "/cards/en/published/flood.2.png"] {
        assert_eq!(served.get(gone).status, 404, "{gone}");
    }
    let index = served.get("/alerts/feed.atom");
    assert!(index.body.contains("/alerts/flood.2.cancel.xml") && !index.body.contains("/alerts/flood.1.xml"));
    keep("cancel.xml", &cancel.body);
    keep("index.atom", &index.body);

    // What was taken back cannot be put back: the only way on is a next edition, read by a second person again.
    for verb in ["publish", "reopen", "approve", "schedule"] {
        let status = post(&served, &officer, &format!("/{second}/{verb}"), "due=2099-01-01T08:00").status;
        assert!((400..500).contains(&status), "{verb}: {status}");
    }
    let third = id_in(&post(&served, &officer, &format!("/{second}/next"), "change=correction"));
    assert_eq!(post(&served, &officer, &format!("/{third}/publish"), "").status, 409, "nobody has read it");
    assert!(!served.get("/en/published/flood").body.contains("Move to higher ground"), "the tombstone stands");
    release(&served, &officer, &approver, &third, "&change_en=Measured+anew&change_zh=%E9%87%8D");
    wait("it is a new alert", || served.get("/alerts/flood.3.xml").body.contains("<msgType>Alert</msgType>"));
    assert!(!served.get("/alerts/flood.3.xml").body.contains("<references>"));
}

#[test]
fn an_exercise_is_marked_on_page_feed_card_and_message_and_is_never_in_force() {
    let office = Office::new().with("CANDOR_PUBLIC_URL", "http://city.example");
    let served = office.serve();
    let (officer, approver) =
        office.look(async |db| (person(db, "lin", Role::Officer).await, person(db, "he", Role::Approver).await));
    let id = id_in(&post(&served, &officer, "", "kind=emergency"));
    release(&served, &officer, &approver, &id, "&status=Exercise");
    wait("the message is out", || served.get("/alerts/flood.1.xml").status == 200);
    let message = served.get("/alerts/flood.1.xml").body;
    assert!(message.contains("<status>Exercise</status>"), "{message}");
    keep("exercise.xml", &message);
    assert!(message.contains("Nothing of it is happening: [EXERCISE] The river rises"), "{message}");
    assert!(!served.get("/alerts/active.json").body.contains("flood"), "nothing holds");
    assert!(served.get("/alerts/feed.atom").body.contains("<category term=\"Exercise\"/>"));
    for (path, marks) in [
        ("/en/published/flood", ["[EXERCISE] The river rises", "This is an exercise"]),
        ("/zh/published/flood", ["【演练】洪水上涨", "这是演练"]),
        ("/en/published/feed/atom", ["[EXERCISE] The river rises", "[EXERCISE]"]),
        ("/zh/published/feed/rss", ["【演练】洪水上涨", "【演练】"]),
        ("/zh/published/feed/json", ["【演练】洪水上涨", "【演练】"]),
        ("/en/published", ["[EXERCISE] The river rises", "[EXERCISE]"]),
        ("/published/flood.json", ["【演练】洪水上涨", "\"status\":\"Exercise\""]),
        ("/alerts/feed.atom", ["【演练】洪水上涨", "[EXERCISE] The river rises"]),
    ] {
        let body = served.get(path).body;
        assert!(marks.iter().all(|mark| body.contains(mark)), "{path}: {body}");
    }
    assert_eq!(served.get("/cards/en/published/flood.1.png").status, 200, "its headline is the marked title");
    let page = served.get_as(&officer.cookie, &format!("/en/desk/publications/{id}")).body;
    assert!(page.contains("Exercise: for those who take part"), "the second person saw it among the facts: {page}");
}
