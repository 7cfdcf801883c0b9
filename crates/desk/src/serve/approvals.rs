//! What waits for a second person: this one, and nobody who wrote it themselves.

use super::{Desk, claims, publications};
use crate::pages::today::{Due, Until};
use ::claims::read;
use model::{Lang as TextLang, Result, StaffId, Time};
use org::Permission;
use respond::store::rules;
use warn::versions::{self, VersionState};
use web::session::SignedIn;
use web::{Frame, Spoken, UiLang};

/// Publications that are looked through; a desk has a handful that wait.
const OPEN_MAX: u32 = 200;

/// - returns: nothing for somebody who may not approve
pub async fn waiting(desk: &Desk, f: &Frame, who: &SignedIn) -> Result<Vec<Due>> {
    if !who.may(Permission::Approve) {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    let mut put = |what, subject: Spoken, path: String, since: Time| {
        let reason = f.t("today-approval-due");
        waiting.push(Due { level: None, what, subject, href: f.href(&path), reason, until: Until::Waiting(since) });
    };
    let is_theirs = |writers: &[StaffId]| writers.contains(who.id());
    for listed in publish::store::list_open(&desk.db, OPEN_MAX).await? {
        let edition = &listed.edition;
        let Some((since, _)) = edition.submitted.clone().filter(|_| edition.waits_for_approval()) else { continue };
        if !is_theirs(&publish::store::list_writers(&desk.db, &edition.id).await?) {
            let path = format!("/desk/publications/{}", edition.id.as_str());
            put("desk-menu-publications", publications::titled(f, &edition.texts), path, since);
        }
    }
    for one in read::waiting(&desk.db).await?.into_iter().filter(|one| !is_theirs(&one.not_by)) {
        let path = format!("/desk/claims/{}", one.edition.claim);
        put("desk-menu-claims", claims::words(f, &one.edition), path, one.since);
    }
    let own = if f.lang == UiLang::Zh { TextLang::ZhHans } else { TextLang::En };
    for version in versions::list(&desk.db).await?.into_iter().filter(|version| version.state == VersionState::Draft) {
        if version.written_by.as_ref() != Some(who.id()) {
            let name = f.t1("policy-number", "number", version.number);
            put(
                "desk-menu-policy",
                Spoken::new(name, own),
                format!("/desk/policy/{}", version.number),
                version.written,
            );
        }
    }
    let in_use = rules::find(&desk.db, &desk.respond.rules.digest).await?;
    if let Some(set) = in_use.filter(|set| set.approved.is_none() && set.proposed.1 != *who.id()) {
        put("duties-title", Spoken::new(f.t("today-approval-rules"), own), "/desk/duties".to_owned(), set.proposed.0);
    }
    Ok(waiting)
}
