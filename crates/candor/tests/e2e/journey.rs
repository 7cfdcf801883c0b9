//! A press officer's first day: from an empty folder to a judged alert, through the pages alone.

use crate::feed::{FeedServer, RSS};
use crate::program::{Office, Served, encoded, get_at, noon, wait};

const PEOPLE: usize = 26;

/// A post of this moment by one person, about one danger.
fn item(index: usize) -> String {
    let ends = ["孩子不敢走", "大家都很着急", "没有人来修", "已经第三天了", "晚上看不见", "请尽快处理"];
    format!(
        "<item><title>翠柏小区东门石桥断裂</title><guid isPermaLink=\"false\">bridge-{index}</guid><dc:creator>walker{index}</dc:creator>\
         <description>翠柏小区东门石桥断裂，有人受伤，{}</description></item>",
        ends[index % ends.len()]
    )
}

#[test]
fn a_press_officer_hears_of_an_alert_on_the_first_day() {
    let feeds = FeedServer::start();
    feeds.put("/forum.xml", RSS, (0..PEOPLE).map(item).collect());
    let office = Office::new().hearing(feeds.address).with("CANDOR_ZONE", &noon());
    let served = office.serve();
    nobody_gets_in_without_the_code(&served);
    let cookie = served.sign_in_first();
    // The door for the first person is shut behind them.
    assert_eq!(served.get("/en/desk/setup").status, 303);

    let source = add_the_forum(&office, &served, &cookie, &feeds.url("/forum.xml"));
    wait("an alert rises", || served.get_as(&cookie, "/en/desk/alerts").body.contains("class=\"alert-card\""));
    let story = handle_the_alert(&served, &cookie);

    let looks = looks(&served);
    for purpose in ["routine_watch", "incident", "source_care"] {
        let count = looks.iter().find(|(known, _)| known == purpose).map_or(0, |(_, count)| *count);
        assert!(count > 0, "looks for {purpose} stand in the public register: {looks:?}");
    }
    let register = served.get("/en/listening");
    assert!(register.body.contains("Harbour forum"), "the source stands in the public register");
    well_and_measured(&office, &served);
    // What a reader looks for, and a link given to one person, are kept by nobody; what everybody reads may be.
    for path in ["/en/search?q=bridge", "/en/subscribe", "/en/unsubscribe/nobody", "/en/wall/nobody"] {
        assert_eq!(served.get(path).header("cache-control"), Some("no-store"), "{path}");
    }
    assert_ne!(served.get("/en/").header("cache-control"), Some("no-store"));

    let before = office.counts();
    assert_eq!(before, [PEOPLE as i64; 4]);
    assert!(served.stop(), "asked to stop, it ends within seconds and says it ended well");
    goes_on(&office, &feeds, &cookie, &source, &story);
}

fn nobody_gets_in_without_the_code(served: &Served) {
    for path in ["/en/desk", "/en/desk/alerts", "/en/desk/sources", "/en/desk/stories"] {
        let answer = served.get(path);
        assert!((300..400).contains(&answer.status), "{path}: {}", answer.status);
    }
    let door = served.get("/en/desk/sign-in");
    assert!(door.header("location").is_some_and(|to| to.ends_with("/en/desk/setup")), "{}", door.head);
    assert!(served.get("/en/desk/setup").form("/en/desk/setup").is_some());
    // There is no default password.
    for (name, password) in [("admin", "admin"), ("admin", "password"), ("demo", "demo"), ("first", "")] {
        let answer = served.post("/en/desk/sign-in", &format!("name={name}&password={password}"));
        assert_eq!(answer.status, 401, "{name}");
        assert!(answer.header("set-cookie").is_none());
    }
    let wrong = "code=23456789ABCDEFGHJKMN&name=first&password=a+long+enough+sentence";
    let answer = served.post("/en/desk/setup", wrong);
    assert_eq!(answer.status, 422, "a code that was not printed");
    assert!(answer.header("set-cookie").is_none());
    let weak = format!("code={}&name=first&password=short", served.setup_code());
    assert_eq!(served.post("/en/desk/setup", &weak).status, 422, "a password that is too short");
}

/// Fills the form, looks at the preview, and saves what it shows.
///
/// - returns: the path of the source's page
fn add_the_forum(office: &Office, served: &Served, cookie: &str, url: &str) -> String {
    let (action, hidden) =
        served.get_as(cookie, "/en/desk/sources/new").form("/sources/preview").expect("a form asks for a source");
    let typed = format!(
        "{hidden}&address={}&name=Harbour+forum&kind=public&purpose=To+learn+what+residents+care+about&lang=&district=",
        encoded(url)
    );
    let stolen = typed.replace("csrf=", "csrf=0");
    assert_eq!(served.post_as(cookie, &action, &stolen).status, 403, "a form of another session");
    let preview = served.post_as(cookie, &action, &typed);
    assert_eq!(preview.status, 200, "{}", preview.body);
    assert!(preview.body.contains("石桥断裂"), "the preview shows what would be stored");
    assert!(!preview.body.contains("walker"), "the preview shows no author");
    assert_eq!(office.counts(), [0; 4], "a preview stores nothing");
    assert!(!served.get("/listening.json").body.contains("Harbour"), "a preview enters nothing into the register");
    let (save, filled) = preview.form("/en/desk/sources").expect("the preview offers to save");
    let saved = served.post_as(cookie, &save, &filled);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = saved.header("location").expect("it leads to the source").to_owned();
    assert!(served.get_as(cookie, &page).body.contains("Harbour forum"));
    page
}

/// Acknowledges and judges the alert, as the page's own forms do.
///
/// - returns: the path of its story
fn handle_the_alert(served: &Served, cookie: &str) -> String {
    let alerts = || served.get_as(cookie, "/en/desk/alerts");
    let page = alerts();
    assert!(page.body.contains("石桥"), "the alert names its story");
    assert!(page.body.contains("class=\"reasons\"><li>"), "and says why");
    let story = page.body.split("/en/desk/stories/").nth(1).and_then(|rest| rest.split('"').next());
    let story = format!("/en/desk/stories/{}", story.expect("it links to its story"));
    assert_eq!(served.get_as(cookie, &story).status, 200);

    let (acknowledge, hidden) = page.form("/acknowledge").expect("an alert can be acknowledged");
    assert_eq!(served.post_as(cookie, &acknowledge, "csrf=0").status, 403, "without the form's token");
    assert!(alerts().form("/acknowledge").is_some(), "and it is not acknowledged");
    assert_eq!(served.post_as(cookie, &acknowledge, &hidden).status, 303);
    let page = alerts();
    assert!(page.form("/acknowledge").is_none() && page.body.contains("Acknowledged by first"), "{}", page.body);

    let (verdict, hidden) = page.form("/verdict").expect("an alert can be judged");
    assert!(!page.body.contains(" checked"), "nothing is judged yet");
    assert_eq!(served.post_as(cookie, &verdict, &format!("{hidden}&verdict=useful")).status, 303);
    assert!(alerts().body.contains("value=\"useful\" required checked"));
    let history = served.get_as(cookie, &story).body;
    assert!(history.contains("first acknowledged it") && history.contains("first judged it"), "the story tells it");
    story
}

/// How often staff looked, by purpose, as the public reads it.
fn looks(served: &Served) -> Vec<(String, u64)> {
    let register: serde_json::Value = serde_json::from_str(&served.get("/listening.json").body).expect("it is JSON");
    let queries = register["queries"].as_array().expect("looks are listed");
    queries
        .iter()
        .map(|pair| (pair[0].as_str().unwrap_or_default().to_owned(), pair[1].as_u64().unwrap_or_default()))
        .collect()
}

fn well_and_measured(office: &Office, served: &Served) {
    let health = served.get("/healthz");
    assert_eq!((health.status, health.body.as_str()), (200, "ok\n"));
    let metrics = get_at(office.metrics, "/metrics");
    assert_eq!(metrics.status, 200);
    for name in ["http_requests_total{", "polls_total{outcome=\"heard\"}", "alerts_total{"] {
        assert!(metrics.body.contains(name), "{name} is measured: {}", metrics.body);
    }
    assert_eq!(served.get("/metrics").status, 404, "the public address does not tell how it does");
    for path in ["/", "/en/", "/en/desk", "/heard.json"] {
        assert_eq!(get_at(office.metrics, path).status, 404, "{path} on the address of the metrics");
    }
}

fn goes_on(office: &Office, feeds: &FeedServer, cookie: &str, source: &str, story: &str) {
    let served = office.serve();
    assert!(!served.said().contains("enter this code: "), "no second first person is let in");
    let wrong = served.post("/en/desk/sign-in", "name=first&password=another+long+sentence");
    assert_eq!(wrong.status, 401);
    let signed = served.post("/en/desk/sign-in", "name=first&password=a+long+enough+sentence");
    assert_eq!(signed.status, 303, "{}", signed.body);
    for cookie in [cookie, &signed.cookie()] {
        let alerts = served.get_as(cookie, "/en/desk/alerts").body;
        assert!(alerts.contains("Acknowledged by first"), "what was done stays done");
        assert!(alerts.contains("value=\"useful\" required checked"));
        for path in [source, story] {
            assert_eq!(served.get_as(cookie, path).status, 200, "{path}");
        }
    }
    feeds.add("/forum.xml", item(PEOPLE));
    office.make_due();
    wait("what is new is heard, once", || office.counts() == [PEOPLE as i64 + 1; 4]);
    let (out, hidden) = served.get_as(cookie, "/en/desk").form("/sign-out").expect("whoever is in can leave");
    assert_eq!(served.post_as(cookie, &out, &hidden).status, 303);
    assert_eq!(served.get_as(cookie, "/en/desk").status, 303, "a session that ended opens nothing");
    assert!(served.stop());
}
