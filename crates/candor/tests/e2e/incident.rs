//! An incident from its alert to its closing, through the pages alone: two departments, one room, one statement.

use crate::feed::{FeedServer, RSS};
use crate::program::{Answer, Office, Served, encoded, noon, offices, wait};
use org::Role;
use org::testing::{fresh, signed_in};

const PEOPLE: usize = 26;

fn item(index: usize) -> String {
    let ends = ["能不能喝", "老人孩子怎么办", "什么时候修好", "已经两天了", "哪里可以接水", "请尽快说明"];
    format!(
        "<item><title>翠柏小区自来水有异味</title><guid isPermaLink=\"false\">water-{index}</guid><dc:creator>tap{index}</dc:creator>\
         <description>翠柏小区自来水有异味，有人喝了肚子疼送医，{}</description></item>",
        ends[index % ends.len()]
    )
}

/// A person at the desk in one room.
struct Room<'a> {
    served: &'a Served,
    cookie: &'a str,
    path: String,
}

impl Room<'_> {
    fn page(&self) -> Answer {
        let page = self.served.get_as(self.cookie, &self.path);
        assert_eq!(page.status, 200, "{}", page.head);
        page
    }

    /// Sends the first form of the room whose address ends so, with what someone typed.
    fn send(&self, action_end: &str, typed: &str) -> Answer {
        let page = self.page();
        let (action, hidden) = page.form(action_end).unwrap_or_else(|| panic!("the room has a form for {action_end}"));
        assert_eq!(self.served.post_as(self.cookie, &action, &format!("csrf=0&{typed}")).status, 403, "{action_end}");
        let answer = self.served.post_as(self.cookie, &action, &format!("{hidden}&{typed}"));
        assert_eq!(answer.status, 303, "{action_end}: {}", answer.body);
        answer
    }

    fn shows(&self, text: &str) {
        let page = self.page();
        assert!(page.body.contains(text), "the room shows {text}: {}", page.body);
    }
}

#[test]
fn an_incident_goes_from_its_alert_over_two_departments_to_its_closing() {
    for office in offices("e2e_incident") {
        from_alert_to_closing(office);
    }
}

fn from_alert_to_closing(office: Office) {
    let feeds = FeedServer::start();
    feeds.put("/forum.xml", RSS, (0..PEOPLE).map(item).collect());
    let office = office.hearing(feeds.address).with("CANDOR_ZONE", &noon());
    let served = office.serve();
    let cookie = served.sign_in_first();
    departments(&office);
    listen(&served, &cookie, &feeds.url("/forum.xml"));
    wait("an alert rises", || served.get_as(&cookie, "/en/desk/alerts").body.contains("class=\"alert-card\""));

    let room = open_from_the_alert(&served, &cookie);
    facts_and_questions(&room);
    task_and_hand_over(&room);
    clocks(&room);
    statement(&room);
    the_lead_goes_over_and_it_closes(&room);

    assert!(served.get(&room.path).status >= 300, "a stranger sees no room");
    let duties = served.get_as(&cookie, "/en/desk/duties").body;
    assert!(duties.contains("within 5 hours") && duties.contains("circular 80 of 2016"), "{duties}");
    assert!(duties.contains("unconfirmed"), "what nobody has confirmed is named");
    let book = served.get_as(&cookie, "/zh/desk/playbooks/water-fault").body;
    assert!(book.contains("供水异常") && book.contains("【"), "a playbook can be read before it is needed");
    assert!(served.stop());

    let checked = office.command(&["check"]).output().expect("the program runs");
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(said.contains("duty follow_up: 24 hours, unconfirmed"), "{said}");
}

fn departments(office: &Office) {
    office.look(async |db| {
        let keeper = signed_in(db, "keeper", Role::Administrator, model::Clock::wall().now()).await;
        let mut tx = db.write().await.expect("a transaction");
        for (zh, en) in [("市水务局", "Water Department"), ("市卫生健康委", "Public Health")] {
            let added =
                org::department::add(&mut tx, fresh(&keeper), zh, en, model::Time::from_ms(0)).await.expect("a write");
            assert!(matches!(added, org::Outcome::Done(_)));
        }
        tx.commit().await.expect("it commits");
    });
}

fn listen(served: &Served, cookie: &str, url: &str) {
    let (action, hidden) =
        served.get_as(cookie, "/en/desk/sources/new").form("/sources/preview").expect("a form asks for a source");
    let typed = format!(
        "{hidden}&address={}&name=Harbour+forum&kind=public&purpose=To+learn+what+residents+ask&lang=&district=",
        encoded(url)
    );
    let preview = served.post_as(cookie, &action, &typed);
    let (save, filled) = preview.form("/en/desk/sources").expect("the preview offers to save");
    assert_eq!(served.post_as(cookie, &save, &filled).status, 303);
}

fn open_from_the_alert<'a>(served: &'a Served, cookie: &'a str) -> Room<'a> {
    let alerts = served.get_as(cookie, "/en/desk/alerts").body;
    let link = alerts.split("/en/desk/incidents/new?subject=alert/").nth(1).and_then(|rest| rest.split('"').next());
    let alert = link.expect("an alert offers to open an incident");
    let new = served.get_as(cookie, &format!("/en/desk/incidents/new?subject=alert/{alert}"));
    assert!(new.body.contains("异味"), "it says which story it is about");
    let (action, hidden) = new.form("/en/desk/incidents").expect("a form opens an incident");
    let water = id_of(&new.body, "Water Department");
    let typed =
        format!("{hidden}&title={}&kind=serious_emergency&department={water}&known=", encoded("翠柏小区自来水异味"));
    let refused =
        served.post_as(cookie, &action, &format!("{hidden}&title=&kind=serious_emergency&department={water}"));
    assert_eq!(refused.status, 422, "without a title it is not opened");
    let opened = served.post_as(cookie, &action, &typed);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let path = opened.header("location").expect("it leads to the room").to_owned();
    let room = Room { served, cookie, path };
    for text in
        ["-0001", "First authoritative information", "within 5 hours", "circular 80 of 2016", "Water Department"]
    {
        room.shows(text);
    }
    let list = served.get_as(cookie, "/en/desk/incidents").body;
    assert!(list.contains("翠柏小区自来水异味"), "it stands in the list");
    assert!(
        served.get_as(cookie, "/en/desk").body.contains("First authoritative information"),
        "Today names the limit"
    );
    // Whoever opens a second one from the same alert learns of the first.
    assert!(served.get_as(cookie, &format!("/en/desk/incidents/new?subject=alert/{alert}")).body.contains("-0001"));
    room
}

/// The value of the option with this name.
fn id_of(page: &str, name: &str) -> String {
    let option = page.split("<option value=\"").skip(1).find(|part| part.contains(&format!(">{name}</option>")));
    option.and_then(|part| part.split('"').next()).unwrap_or_else(|| panic!("{name} can be chosen")).to_owned()
}

fn facts_and_questions(room: &Room<'_>) {
    room.send(
        "/facts",
        &format!("what={}&origin={}&confirmed=1", encoded("水务公司已在12处取样"), encoded("水务公司")),
    );
    room.send("/facts", &format!("what={}&origin={}", encoded("可能与管网施工有关"), encoded("施工单位")));
    for text in ["水务公司已在12处取样", "says 施工单位", "1 of 2 confirmed", "class=\"asked"] {
        room.shows(text);
    }
    room.send("/confirm", "");
    room.shows("2 of 2 confirmed");
    room.send("/withdraw", &format!("reason={}", encoded("现场核查不成立")));
    room.shows("现场核查不成立");
}

fn task_and_hand_over(room: &Room<'_>) {
    let page = room.page().body;
    let (water, health) = (id_of(&page, "Water Department"), id_of(&page, "Public Health"));
    let what = encoded("判断能否饮用");
    room.send("/tasks", &format!("what={what}&department={water}&within=4&unit=hours"));
    room.shows("within 4 hours");
    room.send("/hand-over", &format!("department={health}&reason={}", encoded("健康影响归卫健判断")));
    let page = room.page().body;
    assert!(page.contains("健康影响归卫健判断") && page.contains("Waits to be taken on"), "{page}");
    room.send("/take-on", "");
    room.shows("took it on for Public Health");
    room.send("/finish", &format!("what={}", encoded("建议煮沸后饮用")));
    room.shows("建议煮沸后饮用");
}

fn clocks(room: &Room<'_>) {
    let page = room.page();
    let (pause, hidden) = page.form("/pause").expect("a clock can stand still");
    let unreasoned = room.served.post_as(room.cookie, &pause, &format!("{hidden}&reason="));
    assert_eq!(unreasoned.status, 400, "a pause needs a reason");
    room.send("/pause", &format!("reason={}", encoded("等待第三方检测")));
    room.shows("等待第三方检测");
    room.shows("standing still");
    room.send("/resume", "");
    room.send("/playbook", "playbook=water-fault");
    room.shows("Said within the first hour");
    room.send("/steps/open", "");
    room.shows("class=\"step step-done\"");
}

fn statement(room: &Room<'_>) {
    let began = room.send("/statements", "statement=water-fault%2Fholding");
    assert!(began.header("location").is_some_and(|to| to.contains("/desk/publications/")), "it leads to the editor");
    let page = room.page().body;
    let checks = page.split("class=\"draft-checks").nth(1).and_then(|part| part.split("href=\"").nth(1));
    let checks = checks.and_then(|part| part.split('"').next()).expect("the draft has its checks").to_owned();
    let shown = room.served.get_as(room.cookie, &checks);
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body.contains("Still to be filled in."), "blanks are named: {}", shown.body);
    assert!(shown.body.contains("Public Health has a part in this"), "and who has not read it: {}", shown.body);
    let (seen, hidden) = shown.form("/seen").expect("a department can say that it has read it");
    let health = id_after(&shown.body, "Public Health");
    assert_eq!(room.served.post_as(room.cookie, &seen, &without(&hidden, &format!("department={health}"))).status, 303);
    let again = room.served.get_as(room.cookie, &checks).body;
    assert!(!again.contains("Public Health has a part in this"), "{again}");
    room.send("/decisions", &format!("note={}", encoded("结果未出前不说安全")));
    room.shows("decided: 结果未出前不说安全");
}

/// The department whose name stands in the list of readers.
fn id_after(page: &str, name: &str) -> String {
    let item = page.split(&format!("<b>{name}</b>")).nth(1).expect("it is in the list");
    let field = item.split("name=\"department\" value=\"").nth(1).expect("it has a form");
    field.split('"').next().expect("a value").to_owned()
}

/// The hidden fields with another department.
fn without(hidden: &str, department: &str) -> String {
    let kept: Vec<&str> = hidden.split('&').filter(|pair| !pair.starts_with("department=")).collect();
    format!("{}&{department}", kept.join("&"))
}

fn the_lead_goes_over_and_it_closes(room: &Room<'_>) {
    let number = room.page().body.split("class=\"incident-number\">").nth(1).map(|part| part[..9].to_owned());
    let page = room.page();
    let health = id_of(&page.body, "Public Health");
    // The last form of this kind hands over the lead; tasks are done by now.
    room.send("/hand-over", &format!("department={health}&reason={}", encoded("转由卫健牵头")));
    let after = room.page().body;
    assert!(after.contains("转由卫健牵头"), "the log tells it");
    let same = after.split("class=\"incident-number\">").nth(1).map(|part| part[..9].to_owned());
    assert_eq!(same, number, "the number stays");
    assert!(after.contains("First authoritative information"), "and so do the clocks");

    room.send("/close", &format!("reason={}", encoded("水质恢复，原因已公布")));
    let closed = room.page().body;
    assert!(closed.contains("水质恢复，原因已公布"), "{closed}");
    assert!(!closed.contains("method=\"post\" action=\"/en/desk/incidents"), "nothing can be changed any more");
    let account = room.served.get_as(room.cookie, &format!("{}/after", room.path)).body;
    for text in ["Times against duties", "First authoritative information", "结果未出前不说安全", "not met"] {
        assert!(account.contains(text), "the account tells of {text}: {account}");
    }
}
