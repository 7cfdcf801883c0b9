//! The records, which the auditor alone reads.

use super::claims::words;
use super::publications::titled;
use super::{Desk, Lang, print};
use crate::pages::records::{ChangeRow, LookRow, RecordsView};
use axum::extract::State;
use axum::response::Html as Page;
use claims::read;
use model::{DAY_MS, Result, Time};
use org::audit::{self, Change};
use org::{Permission, Role};
use std::collections::HashMap;
use web::session::SignedIn;
use web::{Fault, Frame, Link};

/// So much of a digest tells it from all others on the page.
const DIGEST_SHOWN: usize = 12;
const DIGEST_LENGTH: usize = 64;

/// How a look stands on record, and the words of the page that was looked at; what comes after stays as recorded.
const LOOKED: &[(&str, &str)] = &[
    ("account of", "after-title"),
    ("draft of", "checks-title"),
    ("new incident", "incident-new-title"),
    ("preview of a topic:", "topic-new-title"),
    ("preview of a source", "add-title"),
    ("list of sources", "list-title"),
    ("alerts", "desk-menu-alerts"),
    ("briefs", "desk-menu-briefs"),
    ("brief", "desk-menu-briefs"),
    ("claims", "desk-menu-claims"),
    ("claim", "desk-menu-claims"),
    ("duties", "duties-title"),
    ("incident", "desk-menu-incidents"),
    ("playbooks", "playbooks-title"),
    ("playbook", "playbooks-title"),
    ("policy", "desk-menu-policy"),
    ("search", "desk-menu-search"),
    ("sources", "desk-menu-sources"),
    ("source", "desk-menu-sources"),
    ("stories", "desk-menu-stories"),
    ("story", "desk-menu-stories"),
    ("today", "desk-menu-today"),
    ("topics", "desk-menu-topics"),
    ("topic", "desk-menu-topics"),
];

const DAYS: i64 = 30;
const LIST_MAX: u32 = 200;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::ReadAudit)?;
    let f = desk.frame(lang, "/desk/records");
    let since = Time::from_ms(desk.gate.wall.now().ms() - DAYS * DAY_MS);
    // Changes stay for ever, so the page shows the latest whenever they were made.
    let changes = audit::changes(&desk.db, Time::from_ms(0), LIST_MAX).await?;
    let things = things(&desk, &f, &changes).await?;
    let looks = audit::list(&desk.db, since, LIST_MAX).await?;
    let counts = audit::counts(&desk.db, since).await?;
    let view = RecordsView {
        changes: changes.into_iter().map(|change| row(&desk, &f, &things, change)).collect(),
        looks: looks
            .into_iter()
            .map(|look| LookRow {
                at: desk.shown(look.at),
                name: look.staff_name,
                purpose: f.t(&format!("purpose-{}", look.purpose.code())),
                what: looked(&f, look.what),
            })
            .collect(),
        counts: counts
            .into_iter()
            .map(|(purpose, count)| {
                (f.t(&format!("purpose-{}", purpose.code())), u32::try_from(count).unwrap_or(u32::MAX))
            })
            .collect(),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

/// What the subjects of changes are called, and where they are: people, departments, texts, claims and policies.
async fn things(desk: &Desk, f: &Frame, changes: &[Change]) -> Result<HashMap<String, Link>> {
    let link = |path: String, text: String| Link { href: f.href(&path), text };
    let mut things = HashMap::new();
    for (id, name) in desk.names().await? {
        things.insert(format!("staff/{id}"), link(format!("/desk/staff/{id}"), name));
    }
    for (id, name) in desk.departments(f.lang).await? {
        things.insert(format!("department/{id}"), link("/desk/departments".to_owned(), name));
    }
    let named = |kind: &str| -> Vec<String> {
        changes.iter().filter_map(|change| change.subject.strip_prefix(kind)).map(str::to_owned).collect()
    };
    for edition in read::editions(&desk.db, &named("claim-edition/")).await? {
        let shown = link(format!("/desk/claims/{}", edition.claim), words(f, &edition).text);
        things.insert(format!("claim-edition/{}", edition.id), shown);
    }
    // A draft that was approved and then thrown away is not among them, and stays on record by its id.
    for listed in publish::store::find_editions(&desk.db, &named("edition/")).await? {
        let (id, text) = (&listed.edition.id, titled(f, &listed.edition.texts).text);
        things.insert(format!("edition/{}", id.as_str()), link(format!("/desk/publications/{}", id.as_str()), text));
    }
    for number in named("policy/") {
        let text = f.t1("records-policy", "number", number.as_str());
        things.insert(format!("policy/{number}"), link(format!("/desk/policy/{number}"), text));
    }
    Ok(things)
}

fn row(desk: &Desk, f: &Frame, things: &HashMap<String, Link>, change: Change) -> ChangeRow {
    let key = change.key();
    let thing = things.get(&change.subject).cloned();
    let detail = thing.as_ref().map_or(change.detail.as_str(), |thing| beyond(&change.detail, &thing.text));
    let detail = match things.get(&format!("department/{detail}")) {
        Some(department) => department.text.clone(),
        None if detail.len() == DIGEST_LENGTH && detail.bytes().all(|b| b.is_ascii_hexdigit()) => {
            f.t1("records-digest", "digest", &detail[..DIGEST_SHOWN])
        }
        None => shift(desk, f, detail).unwrap_or_else(|| roles(f, detail)),
    };
    ChangeRow {
        at: desk.shown(change.at),
        name: change.staff_name,
        // A record written by a later version is shown by its code rather than not at all.
        what: if f.words().has(&key) { f.t(&key) } else { change.kind },
        thing,
        subject: change.subject,
        detail,
    }
}

/// What was looked at, by the name of its page. A record written by a later version is shown as it stands.
fn looked(f: &Frame, what: String) -> String {
    let known = LOOKED.iter().find_map(|(code, key)| what.strip_prefix(code).map(|rest| (f.t(key), rest.trim())));
    match known {
        Some((page, "")) => page,
        Some((page, rest)) => format!("{page} {rest}"),
        None => what,
    }
}

/// What a detail says beyond the name that already stands above it.
fn beyond<'a>(detail: &'a str, name: &str) -> &'a str {
    match detail.strip_prefix(name) {
        Some("") => "",
        Some(rest) => rest.strip_prefix(", ").unwrap_or(detail),
        None => detail,
    }
}

/// A shift stands on record by its two moments.
fn shift(desk: &Desk, f: &Frame, detail: &str) -> Option<String> {
    let (from, to) = detail.split_once(" – ")?;
    let shown = |text| Time::from_rfc3339(text).map(|time| f.when(&desk.shown(time)).exact);
    Some(format!("{} – {}", shown(from)?, shown(to)?))
}

/// Roles stand on record by their codes, one or from one to the other.
fn roles(f: &Frame, detail: &str) -> String {
    let named: Option<Vec<String>> = detail
        .split(" → ")
        .map(|code| Role::from_code(code).map(|role| f.t(&format!("role-{}", role.code()))))
        .collect();
    named.map_or_else(|| detail.to_owned(), |named| named.join(" → "))
}
