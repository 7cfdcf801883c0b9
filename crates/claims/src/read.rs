//! What the desk reads: claims in every state.

use crate::claim::{EDITION_COLUMNS, edition_columns, edition_of, evidence_of};
use crate::{Claim, ClaimState, Edition, Evidence, Leaving};
use model::{ClaimId, Error, Result, StaffId, Time};
use std::collections::HashMap;
use store::{Db, Row, args, each};

/// A list shows at most so many claims of a state, newest first.
const LIST_MAX: i64 = 200;

/// One claim with all its editions and their evidence.
pub async fn one(db: &Db, id: &ClaimId) -> Result<Claim> {
    let row = db
        .maybe(
            "select claim_id, slug, state, owner_id, department_id, opened_ms, published_ms, withdrawn_ms, withdrawn_zh,
                    withdrawn_en, leaving_by, leaving_zh, leaving_en
             from claim where claim_id = $1",
            args![id.as_str()],
        )
        .await?
        .ok_or_else(Error::not_found)?;
    let editions = db
        .rows(
            concat!("select ", edition_columns!(), " from claim_edition where claim_id = $1 order by edition_index"),
            args![id.as_str()],
        )
        .await?;
    let mut editions: Vec<Edition> = editions.iter().map(edition_of).collect::<Result<_>>()?;
    let evidence = db
        .rows(
            "select v.title, v.publisher, v.url, v.dated, v.quote, v.archived, v.edition_id
             from evidence v join claim_edition e on e.edition_id = v.edition_id
             where e.claim_id = $1 order by v.edition_id, v.evidence_index",
            args![id.as_str()],
        )
        .await?;
    for row in &evidence {
        if let Some(edition) = editions.iter_mut().find(|edition| edition.id == row.text(6)) {
            edition.evidence.push(evidence_of(row, 0));
        }
    }
    claim(&row, editions)
}

/// The claims of a state with the editions that matter in a list (what stands and what is being written; evidence left
/// out), newest first.
pub async fn list(db: &Db, state: ClaimState) -> Result<Vec<Claim>> {
    let code = match state {
        ClaimState::Draft => "draft",
        ClaimState::Published => "published",
        ClaimState::Withdrawn => "withdrawn",
    };
    let rows = db
        .rows(
            "select claim_id, slug, state, owner_id, department_id, opened_ms, published_ms, withdrawn_ms, withdrawn_zh,
                    withdrawn_en, leaving_by, leaving_zh, leaving_en
             from claim where state = $1 order by coalesce(published_ms, opened_ms) desc, claim_id limit $2",
            args![code, LIST_MAX],
        )
        .await?;
    let editions = db
        .rows(
            concat!(
                "select ",
                edition_columns!(),
                " from claim_edition where state <> 'superseded' and claim_id in
                 (select claim_id from claim where state = $1 order by coalesce(published_ms, opened_ms) desc, claim_id
                  limit $2)
                 order by edition_index"
            ),
            args![code, LIST_MAX],
        )
        .await?;
    let mut by_claim: HashMap<String, Vec<Edition>> = HashMap::new();
    for row in &editions {
        let edition = edition_of(row)?;
        by_claim.entry(edition.claim.to_string()).or_default().push(edition);
    }
    rows.iter().map(|row| claim(row, by_claim.remove(&row.text(0)).unwrap_or_default())).collect()
}

/// What waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The draft, or what stands and would be withdrawn; evidence is left out.
    pub edition: Edition,
    pub since: Time,
    /// Who may not be the second person.
    pub not_by: Vec<StaffId>,
}

/// Drafts that were put forward, and what stands where a withdrawal is proposed.
pub async fn waiting(db: &Db) -> Result<Vec<Waiting>> {
    let drafts = concat!(
        "select ",
        edition_columns!(),
        " from claim_edition where state = 'draft' and ready_ms is not null order by ready_ms, edition_id limit $1"
    );
    let mut waiting = Vec::new();
    for row in db.rows(drafts, args![LIST_MAX]).await? {
        let edition = edition_of(&row)?;
        let (since, not_by) = (edition.ready.unwrap_or(edition.written), writers(db, &edition.id).await?);
        waiting.push(Waiting { edition, since, not_by });
    }
    let leaving = concat!(
        "select ",
        edition_columns!(),
        ", leaving_by, leaving_since from claim_edition
         join (select claim_id as leaving_id, leaving_by, coalesce(leaving_ms, published_ms) as leaving_since from claim
               where leaving_by is not null order by claim_id limit $1) leaving on leaving_id = claim_id
         where state = 'published'"
    );
    for row in db.rows(leaving, args![LIST_MAX]).await? {
        let not_by = vec![StaffId::new(row.text(EDITION_COLUMNS))];
        waiting.push(Waiting { edition: edition_of(&row)?, since: row.time(EDITION_COLUMNS + 1), not_by });
    }
    Ok(waiting)
}

/// The editions named, in no telling order and without evidence; what is not there is left out.
pub async fn editions(db: &Db, ids: &[String]) -> Result<Vec<Edition>> {
    let sql = concat!("select ", edition_columns!(), " from claim_edition where edition_id in (", each!(), ")");
    db.rows_of_each(sql, ids, &[]).await?.iter().map(edition_of).collect()
}

/// Who wrote in the edition that is being written.
pub async fn writers(db: &Db, edition: &str) -> Result<Vec<StaffId>> {
    let rows =
        db.rows("select staff_id from claim_writer where edition_id = $1 order by staff_id", args![edition]).await?;
    Ok(rows.iter().map(|row| StaffId::new(row.text(0))).collect())
}

/// What an edition rests on, in its order.
pub(crate) async fn evidence(db: &Db, edition: &str) -> Result<Vec<Evidence>> {
    let rows = db
        .rows(
            "select title, publisher, url, dated, quote, archived from evidence
             where edition_id = $1 order by evidence_index",
            args![edition],
        )
        .await?;
    Ok(rows.iter().map(|row| evidence_of(row, 0)).collect())
}

fn claim(row: &Row, editions: Vec<Edition>) -> Result<Claim> {
    Ok(Claim {
        id: ClaimId::new(row.text(0)),
        slug: row.text(1),
        state: ClaimState::from_code(&row.text(2))?,
        owner: StaffId::new(row.text(3)),
        department: row.text_or_null(4),
        opened: row.time(5),
        published: row.time_or_null(6),
        withdrawn: row.time_or_null(7),
        withdrawn_zh: row.text(8),
        withdrawn_en: row.text(9),
        leaving: row.text_or_null(10).map(|by| Leaving {
            by: StaffId::new(by),
            reason_zh: row.text(11),
            reason_en: row.text(12),
        }),
        editions,
    })
}
