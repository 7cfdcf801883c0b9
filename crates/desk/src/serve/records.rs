//! The records, which the auditor alone reads.

use super::{Desk, Lang, print};
use crate::pages::records::{ChangeRow, LookRow, RecordsView};
use axum::extract::State;
use axum::response::Html as Page;
use model::{DAY_MS, Result, Time};
use org::Permission;
use org::audit::{self, Change};
use std::collections::HashMap;
use web::session::SignedIn;
use web::{Fault, Frame};

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
    let names: HashMap<String, String> = things(&desk, &f).await?;
    // Changes stay for ever, so the page shows the latest whenever they were made.
    let changes = audit::changes(&desk.db, Time::from_ms(0), LIST_MAX).await?;
    let looks = audit::list(&desk.db, since, LIST_MAX).await?;
    let counts = audit::counts(&desk.db, since).await?;
    let view = RecordsView {
        changes: changes.into_iter().map(|change| row(&desk, &f, &names, change)).collect(),
        looks: looks
            .into_iter()
            .map(|look| LookRow {
                at: desk.shown(look.at),
                name: look.staff_name,
                purpose: f.t(&format!("purpose-{}", look.purpose.code())),
                what: look.what,
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

/// What the subjects of changes are called, where they are people or departments.
async fn things(desk: &Desk, f: &Frame) -> Result<HashMap<String, String>> {
    let people = desk.names().await?.into_iter().map(|(id, name)| (format!("staff/{id}"), name));
    let departments = desk.departments(f.lang).await?.into_iter().map(|(id, name)| (format!("department/{id}"), name));
    Ok(people.chain(departments).collect())
}

fn row(desk: &Desk, f: &Frame, names: &HashMap<String, String>, change: Change) -> ChangeRow {
    let key = change.key();
    ChangeRow {
        at: desk.shown(change.at),
        name: change.staff_name,
        // A record written by a later version is shown by its code rather than not at all.
        what: if f.words().has(&key) { f.t(&key) } else { change.kind },
        subject: names.get(&change.subject).cloned().unwrap_or(change.subject),
        detail: change.detail,
    }
}
