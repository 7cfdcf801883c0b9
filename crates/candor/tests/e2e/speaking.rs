//! What is published meets the clocks that it answers: by hand, when its moment comes, and for a claim that was checked.

use crate::drafts::person;
use crate::program::{Answer, Office, Served, encoded, offices, wait};
use org::Role;
use publish::{EditionId, release};

/// A person at the desk in one room.
struct Room<'a> {
    served: &'a Served,
    cookie: &'a str,
    path: String,
}

impl Room<'_> {
    fn page(&self) -> String {
        let page = self.served.get_as(self.cookie, &self.path);
        assert_eq!(page.status, 200, "{}", page.head);
        page.body
    }

    /// How many time limits still run.
    fn open_clocks(&self) -> usize {
        self.page().matches("<article class=\"clock ").count()
    }
}

/// Asks politely, as the limits want it.
fn post(served: &Served, cookie: &str, path: &str, form: &str) -> Answer {
    loop {
        let answer = served.post_as(cookie, path, form);
        if answer.status != 429 {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
}

/// Sends the form of a page whose address ends so.
fn send(served: &Served, cookie: &str, page: &str, action_end: &str, typed: &str) -> Answer {
    let shown = served.get_as(cookie, page);
    let (action, hidden) =
        shown.form(action_end).unwrap_or_else(|| panic!("{page} has a form for {action_end}: {}", shown.body));
    post(served, cookie, &action, &format!("{hidden}&{typed}"))
}

fn opened<'a>(served: &'a Served, cookie: &'a str, subject: &str) -> Room<'a> {
    let form = format!("/en/desk/incidents/new?subject={subject}");
    let typed = format!("title={}&kind=serious_emergency&department=&known=", encoded("翠柏小区自来水异味"));
    let opened = send(served, cookie, &form, "/en/desk/incidents", &typed);
    assert_eq!(opened.status, 303, "{}", opened.body);
    Room { served, cookie, path: opened.header("location").expect("it leads to the room").to_owned() }
}

#[test]
fn what_is_published_meets_the_clocks_that_it_answers_and_no_other() {
    for office in offices("e2e_speaking") {
        meets_the_clocks(&office);
    }
}

fn meets_the_clocks(office: &Office) {
    let served = office.serve();
    let cookie = served.sign_in_first();
    let second = office.look(async |db| person(db, "second", Role::Approver).await);
    let room = opened(&served, &cookie, "");
    assert_eq!(room.open_clocks(), 3, "first word, press conference, the next word");
    let wall = wall(&served, &cookie);
    let on_the_wall = || served.get(&format!("{wall}?panel=3")).body;

    let first = written(&room, "翠柏小区自来水情况通报", "");
    assert_eq!(room.open_clocks(), 3, "submitting meets nothing");
    approve(&room, &first, &second.cookie);
    assert_eq!(room.open_clocks(), 3, "and neither does approving");
    assert_eq!(send(&served, &cookie, &first, "/publish", "").status, 303);
    let page = room.page();
    assert!(page.contains("published “翠柏小区自来水情况通报”"), "the log tells it: {page}");
    assert!(page.contains("marked “First authoritative information” as met"), "{page}");
    assert!(!page.contains("marked “Press conference” as met"), "a first word is no press conference: {page}");
    assert_eq!(room.open_clocks(), 2, "the next word and the press conference are still owed");

    // The wall counts, and names what is owed once the office lets the public see it, under what it has published.
    let shown = on_the_wall();
    assert!(shown.contains("matter being dealt with") && !shown.contains("Press conference"), "{shown}");
    let slug = format!("/en/published/word-{}", first.rsplit('/').next().expect("an id"));
    assert!(!served.get(&slug).body.contains("Owed next"), "nor does the page of what was published");
    assert_eq!(send(&served, &cookie, &room.path, "/limits", "").status, 303);
    let shown = on_the_wall();
    assert!(shown.contains("Press conference") && shown.contains("翠柏小区自来水情况通报"), "{shown}");
    assert!(!shown.contains("翠柏小区自来水异味"), "the words of the room stay in the room: {shown}");
    assert!(served.get(&slug).body.contains("Owed next: Press conference"), "{}", served.get(&slug).body);

    let next = written(&room, "翠柏小区自来水发布会实录", "gives=briefing");
    let shown = served.get_as(&second.cookie, &next).body;
    assert!(shown.contains("What it meets once it is published"), "the second person sees it too: {shown}");
    approve(&room, &next, &second.cookie);
    let id = EditionId::new(next.rsplit('/').next().expect("an id"));
    office.look(async |db| {
        let now = model::Clock::wall().now();
        let mut tx = db.write().await.expect("begins");
        let due = model::Time::from_ms(now.ms() + 1_500);
        let by = org::testing::fresh(&second.session);
        release::schedule(&mut tx, &id, Some(due), by, now).await.expect("it is set");
        tx.commit().await.expect("commits");
    });
    wait("it appears by itself", || room.page().contains("published “翠柏小区自来水发布会实录”"));
    let page = room.page();
    assert!(page.contains("as met. 翠柏小区自来水发布会实录"), "the press conference is given: {page}");
    assert_eq!(room.open_clocks(), 1, "only the next word is owed: {page}");
    assert!(page.contains("<b>second</b> published “翠柏小区自来水发布会实录”"), "by whoever set the moment: {page}");

    // A correction leaves met what was met, and says so; a withdrawal leaves it owed, with the reason, as if never met.
    let corrected = corrected(&room, &first, &second.cookie);
    let page = room.page();
    assert!(page.contains("published a correction: “翠柏小区自来水情况通报”"), "{page}");
    assert!(page.contains("It stands corrected, so this stays met."), "{page}");
    assert_eq!(room.open_clocks(), 1, "{page}");
    let reason = format!("reason_zh={}&reason_en=", encoded("取样点写错了"));
    assert_eq!(send(&served, &second.cookie, &corrected, "/withdraw", &reason).status, 303);
    let page = room.page();
    assert!(page.contains("withdrew “翠柏小区自来水情况通报”: 取样点写错了"), "the log says what and why: {page}");
    assert!(page.contains("“First authoritative information” rests on “翠柏小区自来水发布会实录” now"), "{page}");
    assert_eq!(room.open_clocks(), 1, "the press conference was a word too: {page}");
    let reason = "reason_zh=&reason_en=Not+what+was+said";
    assert_eq!(send(&served, &second.cookie, &next, "/withdraw", reason).status, 303);
    let page = room.page();
    for owed in ["“First authoritative information” is owed again", "“Press conference” is owed again"] {
        assert!(page.contains(owed), "{owed}: {page}");
    }
    assert_eq!(room.open_clocks(), 3, "first word, press conference and the next word: {page}");
    assert!(page.contains("by “翠柏小区自来水发布会实录”, which was withdrawn"), "each clock says why: {page}");
    let account = served.get_as(&cookie, &format!("{}/after", room.path)).body;
    assert!(
        account.contains("Not what was said") && account.contains("withdrawn "),
        "and so does the account: {account}"
    );

    // Said anew, it is met anew.
    let again = written(&room, "翠柏小区自来水情况通报（重发）", "");
    approve(&room, &again, &second.cookie);
    assert_eq!(send(&served, &cookie, &again, "/publish", "").status, 303);
    assert_eq!(room.open_clocks(), 2, "{}", room.page());
}

/// Corrects what is in force, with everything it needs.
///
/// - returns: where the correction stands
fn corrected(room: &Room<'_>, path: &str, second: &str) -> String {
    let (served, cookie) = (room.served, room.cookie);
    let began = send(served, cookie, path, "/next", "change=correction");
    let next = began.header("location").expect("it leads to the editor").to_owned();
    let (title, text) = (encoded("翠柏小区自来水情况通报"), encoded("水务公司已在11处取样，此前误写为12处。"));
    let typed = format!("title_zh={title}&body_zh={text}&change_zh={}&do=submit", encoded("更正取样点数"));
    let sent = send(served, cookie, &next, "/save", &typed);
    assert_eq!(sent.status, 303, "{}", sent.body);
    approve(room, &next, second);
    assert_eq!(send(served, cookie, &next, "/publish", "").status, 303);
    next
}

#[test]
fn a_checked_claim_is_a_word_about_its_incident_and_each_shows_the_other() {
    for office in offices("e2e_speaking_claim") {
        claim_is_a_word(&office);
    }
}

fn claim_is_a_word(office: &Office) {
    let served = office.serve();
    let cookie = served.sign_in_first();
    let second = office.look(async |db| person(db, "second", Role::Approver).await);
    let words = format!("claim_zh={}&claim_en=&department=", encoded("翠柏小区的自来水含有毒物质"));
    let claim = send(&served, &cookie, "/en/desk/claims/new", "/en/desk/claims", &words);
    let claim = claim.header("location").expect("the claim is open").to_owned();
    let id = claim.rsplit('/').next().expect("an id").to_owned();
    assert!(served.get_as(&cookie, &claim).body.contains(&format!("/desk/incidents/new?subject=claim/{id}")));
    let room = opened(&served, &cookie, &format!("claim/{id}"));
    assert!(room.page().contains("翠柏小区的自来水含有毒物质"), "the room shows the claim: {}", room.page());
    assert!(served.get_as(&cookie, &claim).body.contains("翠柏小区自来水异味"), "and the claim its incident");

    let answer = encoded("检测显示全部 12 处水样合格。");
    let saved = format!("{words}&verdict=false&answer_zh={answer}&answer_en=&review=2027-01-01");
    assert_eq!(send(&served, &cookie, &claim, &claim, &saved).status, 303);
    let source =
        format!("title={}&publisher={}&url=&dated=&quote=&archived=", encoded("检测报告"), encoded("水务公司"));
    assert_eq!(send(&served, &cookie, &claim, "/evidence", &source).status, 303);
    assert_eq!(send(&served, &cookie, &claim, "/ask", "").status, 303);
    assert_eq!(room.open_clocks(), 3, "asking for a second person says nothing yet");
    let approved = send(&served, &second.cookie, &claim, "/approve", "");
    assert_eq!(approved.status, 303, "{}", approved.body);
    let page = room.page();
    assert!(page.contains("published “翠柏小区的自来水含有毒物质”"), "{page}");
    assert_eq!(room.open_clocks(), 2, "{page}");

    // Withdrawn by two people, it met nothing.
    let reason = format!("reason_zh={}&reason_en=", encoded("涉及个人"));
    assert_eq!(send(&served, &cookie, &claim, "/withdraw", &reason).status, 303);
    assert_eq!(room.open_clocks(), 2, "a proposal takes nothing back");
    assert_eq!(send(&served, &second.cookie, &claim, "/agree", "").status, 303);
    let page = room.page();
    assert!(page.contains("withdrew “翠柏小区的自来水含有毒物质”: 涉及个人"), "{page}");
    assert_eq!(room.open_clocks(), 3, "the first word is owed again, and the next one counts from the start: {page}");
    assert!(page.contains("“First authoritative information” is owed again"), "{page}");
}

#[test]
fn a_claim_and_a_text_are_tied_to_an_open_incident_by_its_title() {
    for office in offices("e2e_speaking_ties") {
        let served = office.serve();
        let cookie = served.sign_in_first();
        let room = opened(&served, &cookie, "");
        let id = room.path.rsplit('/').next().expect("an id");
        let choice = format!("<option value=\"{id}\">");
        let offered = |page: &str| served.get_as(&cookie, page).body.contains(&choice);
        assert!(offered("/en/desk/publications"), "a new text may answer it");
        let began = send(&served, &cookie, "/en/desk/publications", "/desk/publications", "kind=notice");
        let draft = began.header("location").expect("it leads to the editor").to_owned();
        assert!(
            served.get_as(&cookie, &draft).body.contains("· 翠柏小区自来水异味</option>"),
            "it is offered by title"
        );
        let typed = format!("kind=notice&slug=tied&title_zh={}&incident={id}&do=save", encoded("临时供水点"));
        assert_eq!(send(&served, &cookie, &draft, "/save", &typed).status, 200);
        let editor = served.get_as(&cookie, &draft).body;
        assert!(editor.contains("· 翠柏小区自来水异味</a>"), "the draft names it: {editor}");
        assert!(!editor.contains(&choice), "and offers it no more");
        assert!(room.page().contains("临时供水点"), "the room knows of the draft: {}", room.page());

        let words = format!("claim_zh={}&claim_en=&department=", encoded("翠柏小区的自来水含有毒物质"));
        let claim = send(&served, &cookie, "/en/desk/claims/new", "/en/desk/claims", &words);
        let claim = claim.header("location").expect("the claim is open").to_owned();
        assert!(offered(&claim));
        assert_eq!(send(&served, &cookie, &claim, "/incident", &format!("incident={id}")).status, 303);
        assert!(!offered(&claim), "it belongs to it now");
        assert!(room.page().contains("tied it to 翠柏小区的自来水含有毒物质"), "in words: {}", room.page());
    }
}

#[test]
fn a_time_limit_is_reminded_of_once_by_the_ways_that_a_person_chose() {
    // Nobody listens there: what counts is what was put on its way, which the desk's page tells.
    let server = crate::program::free_address();
    for office in offices("e2e_speaking_reminders") {
        let office = office
            .with("CANDOR_MAIL__SERVER", "127.0.0.1")
            .with("CANDOR_MAIL__PORT", &server.port().to_string())
            .with("CANDOR_MAIL__SECURITY", "none")
            .with("CANDOR_MAIL__FROM", "desk@city.example");
        is_reminded_once(&office);
    }
}

fn is_reminded_once(office: &Office) {
    let served = office.serve();
    let cookie = served.sign_in_first();
    let chosen = "email=lin%40city.example&tongue=en&level_min=&digests=&quiet_from=&quiet_to=";
    let saved = send(&served, &cookie, "/en/desk/account/notices", "/en/desk/account/notices", chosen);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let reminders = || served.get_as(&cookie, "/en/desk/deliveries").body.matches("Reminder of a time limit").count();
    // It became known four hours and a little ago, so that two steps of the first word are due at once.
    let known = model::Time::from_ms(model::Clock::wall().now().ms() - 245 * 60_000);
    let known = model::Zone::utc().civil(known).strftime("%Y-%m-%dT%H:%M").to_string();
    let typed = format!("title=burst&kind=serious_emergency&department=&known={}", encoded(&known));
    let opened = send(&served, &cookie, "/en/desk/incidents/new", "/en/desk/incidents", &typed);
    let room = opened.header("location").expect("it leads to the room").to_owned();
    wait("somebody is reminded", || reminders() > 0);
    wait("the room tells of both steps", || {
        served.get_as(&cookie, &room).body.matches("was reminded of “First authoritative information”").count() == 2
    });
    assert_eq!(reminders(), 1, "two steps at once are one message to one person");
    assert!(served.get_as(&cookie, "/en/desk/deliveries").body.contains(&room), "which leads to the room");
}

/// Makes a link to the wall.
fn wall(served: &Served, cookie: &str) -> String {
    let made = send(served, cookie, "/en/desk/wall", "/en/desk/wall", "label=Hall").body;
    let token = made.split("/wall/").find_map(|rest| {
        let token = rest.split(['"', '<', ' ']).next().unwrap_or_default();
        (token.len() > 20).then(|| token.to_owned())
    });
    format!("/en/wall/{}", token.unwrap_or_else(|| panic!("the link is shown: {made}")))
}

/// Writes a statement and submits it.
///
/// - returns: where it stands
fn written(room: &Room<'_>, title: &str, more: &str) -> String {
    let (served, cookie) = (room.served, room.cookie);
    let began = send(served, cookie, &room.path, "/statements", "statement=water-fault%2Fholding");
    let path = began.header("location").expect("it leads to the editor").to_owned();
    let editor = served.get_as(cookie, &path);
    assert!(editor.body.contains("Still to be filled in."), "the checks stand in the editor: {}", editor.body);
    let text = encoded("水务公司已在12处取样。目前尚不清楚原因，我们将于明天上午再次通报。对此深表歉意。");
    let slug = format!("word-{}", path.rsplit('/').next().expect("an id"));
    let title = encoded(title);
    let typed = format!("kind=statement&slug={slug}&title_zh={title}&body_zh={text}&{more}");
    let saved = send(served, cookie, &path, "/save", &format!("{typed}&do=save")).body;
    assert!(saved.contains("class=\"checks\""), "they are there after saving: {saved}");
    assert!(!saved.contains("Still to be filled in."), "and speak of the text as it is now: {saved}");
    let (save, hidden) = served.get_as(cookie, &path).form("/save").expect("it can be saved again");
    let shown = post(served, cookie, &save.replace("/save", "/checks"), &format!("{hidden}&{typed}"));
    assert!(shown.status == 200 && shown.body.starts_with("<div class=\"checks\">"), "{}", shown.body);
    let sent = post(served, cookie, &save, &format!("{hidden}&{typed}&do=submit"));
    assert_eq!(sent.status, 303, "what the checks say stops nobody: {}", sent.body);
    path
}

fn approve(room: &Room<'_>, path: &str, second: &str) {
    assert_eq!(send(room.served, second, path, "/approve", "").status, 303);
}
