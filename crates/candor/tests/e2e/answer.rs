//! From a warning to an answer that anyone can find and check: two officers, one rumour, through the pages alone.

use crate::feed::{FeedServer, RSS};
use crate::program::{Office, Served, encoded, noon, wait};
use org::{Cost, NewStaff, Outcome, Passwords, Role};

const PEOPLE: usize = 30;
const PASSWORD: &str = "a long enough sentence";

/// A post of this moment by one person who repeats the rumour.
fn item(index: usize) -> String {
    let ends = ["孩子不敢喝", "大家都在传", "没有人出来说话", "已经买不到桶装水", "水务电话打不通", "请尽快回应"];
    format!(
        "<item><title>北城自来水有毒，化工厂泄漏</title><guid isPermaLink=\"false\">water-{index}</guid><dc:creator>drinker{index}</dc:creator>\
         <description>听说化工厂泄漏，北城区自来水有毒，已经有人喝了中毒，{}</description></item>",
        ends[index % ends.len()]
    )
}

/// Two officers who may both write and approve, and one who may only look, as an administrator would enter them.
fn officers(office: &Office) {
    office.look(async |db| {
        let passwords = Passwords::new(Cost::default()).expect("the cost is sound");
        for (name, role) in [("lin", Role::Approver), ("wu", Role::Approver), ("reader", Role::Viewer)] {
            let new =
                NewStaff { name: name.to_owned(), sign_in_name: name.to_owned(), role, password: PASSWORD.to_owned() };
            let now = model::Clock::wall().now();
            let added = org::staff::add(db, &passwords, new, now).await.expect("the database can be written");
            assert!(matches!(added, Outcome::Done(_)));
        }
    });
}

fn sign_in(served: &Served, name: &str) -> String {
    let answer = served.post("/en/desk/sign-in", &format!("name={name}&password={}", encoded(PASSWORD)));
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.cookie()
}

/// Fills the first form of a page whose address ends so, and sends it.
///
/// - returns: where it leads
fn send(served: &Served, cookie: &str, page: &str, form: &str, typed: &[(&str, &str)]) -> String {
    let answer = served.get_as(cookie, page);
    let (action, mut fields) =
        answer.form(form).unwrap_or_else(|| panic!("{page} has no form to {form}: {}", answer.body));
    for (name, value) in typed {
        fields.push_str(&format!("&{name}={}", encoded(value)));
    }
    let sent = served.post_as(cookie, &action, &fields);
    assert_eq!(sent.status, 303, "{action}: {}", sent.body);
    sent.header("location").expect("it leads somewhere").to_owned()
}

#[test]
fn a_rumour_is_answered_by_two_people_and_anyone_can_find_the_answer() {
    let feeds = FeedServer::start();
    feeds.put("/forum.xml", RSS, (0..PEOPLE).map(item).collect());
    let office = Office::new().hearing(feeds.address).with("CANDOR_ZONE", &noon());
    let served = office.serve();
    officers(&office);
    office.add_source("forum", "rss", Some(feeds.url("/forum.xml")));
    let (lin, wu) = (sign_in(&served, "lin"), sign_in(&served, "wu"));
    wait("an alert rises", || served.get_as(&lin, "/en/desk/alerts").body.contains("class=\"alert-card\""));

    let story = story_of_the_alert(&served, &lin);
    whoever_only_reads_meets_no_closed_door(&served, &story);
    let claim = write_the_answer(&served, &lin, &story);
    nobody_outside_sees_a_draft(&served);
    alone_it_cannot_be_published(&served, &lin, &claim);
    send(&served, &wu, &claim, "/approve", &[]);

    let address = anyone_finds_it(&served, &story);
    we_were_wrong(&served, (&lin, &wu), &claim, &address);
    anyone_can_verify_it(&office, &served, &claim);
    assert!(served.stop());
}

fn story_of_the_alert(served: &Served, cookie: &str) -> String {
    let alerts = served.get_as(cookie, "/en/desk/alerts").body;
    let id = alerts.split("/en/desk/stories/").nth(1).and_then(|rest| rest.split('"').next());
    id.expect("the alert links to its story").to_owned()
}

/// A viewer is shown nothing that would then be refused: neither a form nor a link to a page that they may not open.
fn whoever_only_reads_meets_no_closed_door(served: &Served, story: &str) {
    let cookie = sign_in(served, "reader");
    let story = format!("/en/desk/stories/{story}");
    for page in ["/en/desk/alerts", &story, "/en/desk/sources", "/en/desk/sources/forum", "/en/desk/staff"] {
        let body = served.get_as(&cookie, page).body;
        let forms = body.matches("method=\"post\"").count();
        assert_eq!(forms, 1, "{page} has more than the form to sign out: {body}");
        let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
        for link in links.filter(|link| link.starts_with("/en/desk/")) {
            assert_eq!(served.get_as(&cookie, link).status, 200, "{page} leads to {link}");
        }
    }
}

/// - returns: the path of the claim at the desk
fn write_the_answer(served: &Served, cookie: &str, story: &str) -> String {
    let page = served.get_as(cookie, &format!("/en/desk/stories/{story}")).body;
    let check = format!("/en/desk/claims/new?story={story}");
    assert!(page.contains(&check), "the story offers to check a claim in it");
    let words = [
        ("claim_zh", "北城区自来水被化工厂污染，有毒"),
        ("claim_en", "The tap water in the north district is poisoned by the chemical plant"),
        ("department", ""),
    ];
    let claim = send(served, cookie, &check, "/desk/claims", &words);
    let text = [
        words[0],
        words[1],
        ("verdict", "false"),
        ("answer_zh", "三处取样全部合格，化工厂没有泄漏。"),
        ("answer_en", "Samples from three places meet the standard, and the plant has not leaked."),
        ("review", "2099-12-31"),
        ("department", ""),
    ];
    let early = served.get_as(cookie, &claim);
    assert!(early.form("/ask").is_none(), "nothing is asked while it is not whole");
    let id = claim.rsplit('/').next().expect("it has an id").to_owned();
    send(served, cookie, &claim, &id, &text);
    let source = [
        ("title", "Water quality report 47"),
        ("publisher", "Water works"),
        ("url", "https://water.example/47"),
        ("dated", "2026-11-22"),
        ("quote", "All 43 parameters meet the standard."),
        ("archived", ""),
    ];
    send(served, cookie, &claim, "/evidence", &source);
    send(served, cookie, &claim, "/ask", &[]);
    claim
}

fn nobody_outside_sees_a_draft(served: &Served) {
    for path in
        ["/en/claims", "/zh/claims", "/claims/export.json", "/claims/export.csv", "/en/answered", "/answered.json"]
    {
        let answer = served.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.body.contains("poisoned") && !answer.body.contains("取样"), "{path} shows a draft");
    }
}

fn alone_it_cannot_be_published(served: &Served, cookie: &str, claim: &str) {
    let page = served.get_as(cookie, claim);
    assert!(page.form("/approve").is_none(), "whoever wrote it is not offered to approve it");
    let (_, fields) = page.form("/evidence").expect("it can still be changed");
    let forced = served.post_as(cookie, &format!("{claim}/approve"), &format!("{fields}&digest=0"));
    assert!([403, 409].contains(&forced.status), "{}", forced.status);
    nobody_outside_sees_a_draft(served);
}

/// - returns: its public address without a language
fn anyone_finds_it(served: &Served, story: &str) -> String {
    let index = served.get("/en/claims").body;
    let slug = index.split("href=\"/en/claims/the-tap-water").nth(1).and_then(|rest| rest.split('"').next());
    let address = format!("/claims/the-tap-water{}", slug.expect("the index lists it"));
    let page = served.get(&format!("/en{address}"));
    assert_eq!(page.status, 200);
    for told in ["It is said:", "False", "Samples from three places", "Water quality report 47", "Until we answered"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let card = served.get(&format!("/cards/en{address}.1.png"));
    assert_eq!((card.status, card.header("content-type")), (200, Some("image/png")));
    assert!(page.body.contains(&format!("/cards/en{address}.1.png")), "a shared link shows it");
    let data = page.body.split("application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let data: serde_json::Value = serde_json::from_str(data.expect("ClaimReview is in the page")).expect("it is JSON");
    assert_eq!((&data["@type"], &data["reviewRating"]["alternateName"]), (&"ClaimReview".into(), &"False".into()));
    assert!(served.get(&format!("/zh{address}")).body.contains("不实"));
    let json: serde_json::Value =
        serde_json::from_str(&served.get(&format!("{address}.json")).body).expect("it is JSON");
    assert_eq!(json["verdict"], "false");
    assert_eq!(json["spread"]["before"], PEOPLE, "how far it spread until it was answered: {json}");
    assert_eq!(json["spread"]["after"], "<10");
    assert!(served.get("/claims/export.csv").body.contains("poisoned by the chemical plant"));

    // The mirror joins what was heard with what was done.
    let heard = served.get(&format!("/en/stories/{story}")).body;
    assert!(heard.contains(&address) && heard.contains("We answered"), "the story tells of its answer: {heard}");
    let told: serde_json::Value = serde_json::from_str(&served.get("/answered.json").body).expect("it is JSON");
    assert_eq!((&told["sum"]["warned"], &told["sum"]["warned_answered"]), (&1.into(), &1.into()), "{told}");
    assert!(served.get("/en/answered").body.contains(&address));
    address
}

/// A correction stands beside what it corrects, and says first who was wrong.
fn we_were_wrong(served: &Served, (lin, wu): (&str, &str), claim: &str, address: &str) {
    send(served, wu, claim, "/correct", &[]);
    let id = claim.rsplit('/').next().expect("it has an id");
    let text = [
        ("claim_zh", "北城区自来水被化工厂污染，有毒"),
        ("claim_en", "The tap water in the north district is poisoned by the chemical plant"),
        ("verdict", "we-were-wrong"),
        ("answer_zh", "一处取样不合格。"),
        ("answer_en", "One of the three samples did not meet the standard."),
        ("change_zh", "我们漏看了一处结果。"),
        ("change_en", "We had overlooked one result."),
        ("review", "2099-12-31"),
        ("department", ""),
    ];
    send(served, wu, claim, id, &text);
    send(served, wu, claim, "/ask", &[]);
    assert!(!served.get(&format!("/en{address}")).body.contains("overlooked"), "a correction is a draft at first");
    assert_eq!(served.get(&format!("/cards/en{address}.2.png")).status, 404, "and has no card");
    send(served, lin, claim, "/approve", &[]);
    let page = served.get(&format!("/en{address}")).body;
    for told in
        ["We were wrong", "We had overlooked one result.", "Samples from three places", "Edition 1", "Edition 2"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    let register = served.get("/en/corrections").body;
    assert!(register.contains("We had overlooked one result.") && register.contains(address), "{register}");
    let title = "The tap water in the north district is poisoned";
    wait("the log names what it holds", || served.get("/en/log").body.contains(title));
}

/// The proof holds in another folder, on a machine that knows no more than the log's key; a changed one does not.
fn anyone_can_verify_it(office: &Office, served: &Served, claim: &str) {
    let id = claim.rsplit('/').next().expect("it has an id");
    let path = format!("/log/proof/claim/{id}.json");
    wait("both editions have their place in the log", || {
        let proof = served.get(&path);
        proof.status == 200 && proof.body.contains("overlooked")
    });
    let proof = served.get(&path).body;
    let key = office.look(async |db| ledger::files::vkey(db).await).expect("a read").expect("the log has a key");
    let elsewhere = tempfile::tempdir().expect("the temporary folder can be written");
    let verify = |name: &str, text: &str| {
        let file = elsewhere.path().join(name);
        std::fs::write(&file, text).expect("the folder can be written");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_candor"));
        let arguments = ["verify", name, "--key", &key];
        let output = command.args(arguments).current_dir(elsewhere.path()).output().expect("the program runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, said) = verify("proof.json", &proof);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = verify("forged.json", &proof.replace("overlooked", "looked over"));
    assert_eq!(code, Some(1), "{said}");
}
