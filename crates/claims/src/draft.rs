//! Writing: a claim is opened, its draft edition is written and given evidence, and waits for a second person.

use crate::claim::{edition_columns, edition_of, evidence_of};
use crate::rules::{self, evidence_faults, slug};
use crate::{Edition, Evidence, Verdict};
use model::{ClaimId, Error, Result, StaffId, StoryId, Time};
use org::Refusal;
use store::{Tx, args};

/// What the editor's form says of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub claim_zh: String,
    pub claim_en: String,
    pub verdict: Option<Verdict>,
    pub answer_zh: String,
    pub answer_en: String,
    pub change_zh: String,
    pub change_en: String,
    pub review: Option<Time>,
}

/// More sources than this make an answer weaker, not stronger.
pub const EVIDENCE_MAX: usize = 20;

/// Opens a claim with an empty first edition.
///
/// - `story`: where it was met; it counts as attached, since a person came from there
pub async fn open(
    tx: &mut Tx,
    text: &Text,
    department: Option<&str>,
    story: Option<&StoryId>,
    by: &StaffId,
    now: Time,
) -> Result<ClaimId> {
    if text.claim_zh.is_empty() && text.claim_en.is_empty() {
        return Err(Error::invalid("claims-fault-words"));
    }
    let id = model::random_hex(8);
    tx.run(
        "insert into claim (claim_id, slug, state, owner_id, department_id, opened_ms)
         values ($1, $2, 'draft', $3, $4, $5)",
        args![&id, slug(&text.claim_en, &id), by.as_str(), department, now],
    )
    .await?;
    let claim = ClaimId::new(id);
    insert_edition(tx, &claim, 1, text, department, by, now).await?;
    if let Some(story) = story {
        crate::matches::attach(tx, &claim, story, by, now).await?;
    }
    Ok(claim)
}

/// Writes the draft edition anew. Whoever waited to approve it has to be asked again.
///
/// - errors: `Conflict` if nothing is being written
pub async fn write(tx: &mut Tx, claim: &ClaimId, text: &Text, by: &StaffId, now: Time) -> Result<()> {
    let draft = draft_id(tx, claim).await?;
    tx.run(
        "update claim_edition set claim_zh = $2, claim_en = $3, verdict = $4, answer_zh = $5, answer_en = $6,
                change_zh = $7, change_en = $8, review_ms = $9
         where edition_id = $1 and state = 'draft'",
        args![
            draft.as_str(),
            &text.claim_zh,
            &text.claim_en,
            text.verdict.map(Verdict::code),
            &text.answer_zh,
            &text.answer_en,
            &text.change_zh,
            &text.change_en,
            text.review,
        ],
    )
    .await?;
    // The address follows the words until someone may have it.
    tx.run(
        "update claim set slug = $2 where claim_id = $1 and state = 'draft'",
        args![claim.as_str(), slug(&text.claim_en, claim.as_str())],
    )
    .await?;
    touch(tx, &draft, by, now).await
}

/// Says which department checked it. Of what stands this is public, so it changes with the edition that says so.
pub async fn belongs_to(tx: &mut Tx, claim: &ClaimId, department: Option<&str>) -> Result<()> {
    let draft = draft_id(tx, claim).await?;
    tx.run("update claim_edition set department_id = $2 where edition_id = $1", args![draft.as_str(), department])
        .await?;
    tx.run(
        "update claim set department_id = $2 where claim_id = $1 and state = 'draft'",
        args![claim.as_str(), department],
    )
    .await?;
    Ok(())
}

/// - returns: what is wrong with which field; empty if the evidence was added
pub async fn add_evidence(
    tx: &mut Tx,
    claim: &ClaimId,
    evidence: &Evidence,
    by: &StaffId,
    now: Time,
) -> Result<Vec<Refusal>> {
    let faults = evidence_faults(evidence);
    if !faults.is_empty() {
        return Ok(faults.into_iter().map(|(field, message)| Refusal { field, message }).collect());
    }
    let draft = draft_id(tx, claim).await?;
    let row = tx
        .one(
            "select coalesce(max(evidence_index), 0), count(*) from evidence where edition_id = $1",
            args![draft.as_str()],
        )
        .await?;
    if row.count(1) as usize >= EVIDENCE_MAX {
        return Ok(vec![Refusal { field: "title", message: "claims-evidence-many" }]);
    }
    insert_evidence(tx, &draft, row.int(0) + 1, evidence).await?;
    touch(tx, &draft, by, now).await?;
    Ok(Vec::new())
}

/// Takes a piece of evidence out of the draft, by its place in it, counted from 0.
pub async fn remove_evidence(tx: &mut Tx, claim: &ClaimId, place: usize, by: &StaffId, now: Time) -> Result<()> {
    let draft = draft_id(tx, claim).await?;
    let rows = tx
        .rows(
            "select evidence_index from evidence where edition_id = $1 order by evidence_index",
            args![draft.as_str()],
        )
        .await?;
    let index = rows.get(place).ok_or_else(Error::not_found)?.int(0);
    tx.run("delete from evidence where edition_id = $1 and evidence_index = $2", args![draft.as_str(), index]).await?;
    touch(tx, &draft, by, now).await
}

/// Asks for a second person.
///
/// - returns: what is still missing; nothing is asked then
pub async fn ask(tx: &mut Tx, claim: &ClaimId, now: Time) -> Result<Vec<rules::Fault>> {
    let draft = load_draft(tx, claim).await?;
    let faults = rules::faults(&draft);
    if faults.is_empty() {
        tx.run("update claim_edition set ready_ms = $2 where edition_id = $1", args![draft.id.as_str(), now]).await?;
    }
    Ok(faults)
}

/// Begins a correction: the standing edition as a draft, with its evidence, for changing.
///
/// - errors: `Conflict` if nothing stands or someone is writing one already
pub async fn correct(tx: &mut Tx, claim: &ClaimId, by: &StaffId, now: Time) -> Result<()> {
    let standing = edition_in(tx, claim, "published").await?.ok_or(Error::conflict("claims-none-stands"))?;
    let row = tx
        .one(
            "select max(edition_index), max(case state when 'draft' then 1 else 0 end) from claim_edition
             where claim_id = $1",
            args![claim.as_str()],
        )
        .await?;
    if row.int(1) > 0 {
        return Err(Error::conflict("claims-draft-there"));
    }
    let text = Text {
        claim_zh: standing.claim_zh,
        claim_en: standing.claim_en,
        verdict: standing.verdict,
        answer_zh: standing.answer_zh,
        answer_en: standing.answer_en,
        review: standing.review,
        ..Text::default()
    };
    let department = crate::publish::department(tx, claim).await?;
    let id = insert_edition(tx, claim, row.int(0) + 1, &text, department.as_deref(), by, now).await?;
    for (index, evidence) in (1..).zip(&standing.evidence) {
        insert_evidence(tx, &id, index, evidence).await?;
    }
    Ok(())
}

/// Drops a correction that nobody has published. What stands is untouched.
///
/// - errors: `Conflict` for the first edition: without it there would be a claim without words
pub async fn discard(tx: &mut Tx, claim: &ClaimId) -> Result<()> {
    let draft = load_draft(tx, claim).await?;
    if draft.index == 1 {
        return Err(Error::conflict("claims-first-stays"));
    }
    tx.run("delete from claim_writer where edition_id = $1", args![draft.id.as_str()]).await?;
    tx.run("delete from evidence where edition_id = $1", args![draft.id.as_str()]).await?;
    tx.run("delete from claim_edition where edition_id = $1 and state = 'draft'", args![draft.id.as_str()]).await?;
    Ok(())
}

pub(crate) async fn load_draft(tx: &mut Tx, claim: &ClaimId) -> Result<Edition> {
    edition_in(tx, claim, "draft").await?.ok_or(Error::conflict("claims-no-draft"))
}

/// The edition of a claim in a state that one alone can have, with its evidence.
async fn edition_in(tx: &mut Tx, claim: &ClaimId, state: &str) -> Result<Option<Edition>> {
    hold(tx, claim).await?;
    let found = tx
        .maybe(
            concat!("select ", edition_columns!(), " from claim_edition where claim_id = $1 and state = $2"),
            args![claim.as_str(), state],
        )
        .await?;
    let Some(mut edition) = found.map(|row| edition_of(&row)).transpose()? else { return Ok(None) };
    let rows = tx
        .rows(
            "select title, publisher, url, dated, quote, archived from evidence
             where edition_id = $1 order by evidence_index",
            args![edition.id.as_str()],
        )
        .await?;
    edition.evidence = rows.iter().map(|row| evidence_of(row, 0)).collect();
    Ok(Some(edition))
}

/// Whoever writes in a claim and whoever publishes it come one after the other: otherwise a source could be added between the
/// moment in which a text is digested and the one in which it is public. On PostgreSQL the update locks the row; SQLite writes
/// one at a time anyway.
async fn hold(tx: &mut Tx, claim: &ClaimId) -> Result<()> {
    tx.run("update claim set state = state where claim_id = $1", args![claim.as_str()]).await?;
    Ok(())
}

async fn draft_id(tx: &mut Tx, claim: &ClaimId) -> Result<String> {
    hold(tx, claim).await?;
    let row = tx
        .maybe("select edition_id from claim_edition where claim_id = $1 and state = 'draft'", args![claim.as_str()])
        .await?;
    Ok(row.ok_or_else(|| Error::conflict("claims-no-draft"))?.text(0))
}

/// Notes who wrote on, and when. Whoever waited to approve it has to be asked again.
async fn touch(tx: &mut Tx, edition: &str, by: &StaffId, now: Time) -> Result<()> {
    tx.run(
        "update claim_edition set written_by = $2, written_ms = $3, ready_ms = null where edition_id = $1",
        args![edition, by.as_str(), now],
    )
    .await?;
    sign(tx, edition, by).await
}

async fn sign(tx: &mut Tx, edition: &str, by: &StaffId) -> Result<()> {
    tx.run(
        "insert into claim_writer (edition_id, staff_id) values ($1, $2) on conflict do nothing",
        args![edition, by.as_str()],
    )
    .await?;
    Ok(())
}

async fn insert_edition(
    tx: &mut Tx,
    claim: &ClaimId,
    index: i64,
    text: &Text,
    department: Option<&str>,
    by: &StaffId,
    now: Time,
) -> Result<String> {
    let id = model::random_hex(8);
    tx.run(
        "insert into claim_edition (edition_id, claim_id, edition_index, state, claim_zh, claim_en, verdict, answer_zh,
                                    answer_en, change_zh, change_en, review_ms, written_by, written_ms,
                                    department_id)
         values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            &id,
            claim.as_str(),
            index,
            &text.claim_zh,
            &text.claim_en,
            text.verdict.map(Verdict::code),
            &text.answer_zh,
            &text.answer_en,
            &text.change_zh,
            &text.change_en,
            text.review,
            by.as_str(),
            now,
            department,
        ],
    )
    .await?;
    sign(tx, &id, by).await?;
    Ok(id)
}

async fn insert_evidence(tx: &mut Tx, edition: &str, index: i64, evidence: &Evidence) -> Result<()> {
    tx.run(
        "insert into evidence (edition_id, evidence_index, title, publisher, url, dated, quote, archived)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            edition,
            index,
            &evidence.title,
            &evidence.publisher,
            &evidence.url,
            &evidence.dated,
            &evidence.quote,
            &evidence.archived,
        ],
    )
    .await?;
    Ok(())
}
