//! What was found and what people decided of it. A decision stands: nothing that is found later changes it.

use crate::matching::{Found, Strength, Wording};
use model::{ClaimId, Error, Result, StaffId, StoryId, Time};
use store::{Db, Row, Tx, args, each};

/// A story in which a claim is told, or may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub claim: ClaimId,
    pub story: StoryId,
    pub strength: Strength,
    pub score: f64,
    pub decision: Option<Decision>,
    pub found: Time,
    pub decided: Option<(Time, StaffId)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Attached,
    Rejected,
}

/// The desk looks through so many undecided matches at most.
const WAITING_MAX: i64 = 100;
/// Claims that are looked for at once. A register that grows past it is looked through newest first.
const WORDINGS_MAX: i64 = 2_000;

/// The wordings of all claims that are being checked or stand; withdrawn ones are not looked for.
pub async fn wordings(db: &Db) -> Result<Vec<Wording>> {
    let rows = db
        .rows(
            "select e.claim_id, e.claim_zh, e.claim_en
             from claim_edition e join claim c on c.claim_id = e.claim_id
             where (c.state = 'published' and e.state = 'published') or (c.state = 'draft' and e.state = 'draft')
             order by c.opened_ms desc, c.claim_id limit $1",
            args![WORDINGS_MAX],
        )
        .await?;
    let wording = |row: &Row| Wording {
        claim: ClaimId::new(row.text(0)),
        texts: [row.text(1), row.text(2)].into_iter().filter(|text| !text.is_empty()).collect(),
    };
    Ok(rows.iter().map(wording).collect())
}

/// Keeps what was found. What someone has decided stays as it is.
///
/// - returns: how many are new
pub async fn suggest(tx: &mut Tx, found: &[Found], now: Time) -> Result<u64> {
    let mut new = 0;
    for found in found {
        let known = tx
            .maybe(
                "select decision from claim_match where claim_id = $1 and story_id = $2",
                args![found.claim.as_str(), found.story.as_str()],
            )
            .await?;
        if known.is_none() {
            new += 1;
        }
        tx.run(
            "insert into claim_match as m (claim_id, story_id, strength, score, found_ms) values ($1, $2, $3, $4, $5)
             on conflict (claim_id, story_id) do update set strength = excluded.strength, score = excluded.score
             where m.decision is null",
            args![found.claim.as_str(), found.story.as_str(), found.strength.code(), f64::from(found.score), now],
        )
        .await?;
    }
    Ok(new)
}

/// Attaches a story to a claim, by a person's decision.
pub async fn attach(tx: &mut Tx, claim: &ClaimId, story: &StoryId, by: &StaffId, now: Time) -> Result<()> {
    decide(tx, claim, story, "attached", by, now).await
}

/// Says that a story does not tell the claim; it is not suggested again.
pub async fn reject(tx: &mut Tx, claim: &ClaimId, story: &StoryId, by: &StaffId, now: Time) -> Result<()> {
    decide(tx, claim, story, "rejected", by, now).await
}

async fn decide(
    tx: &mut Tx,
    claim: &ClaimId,
    story: &StoryId,
    decision: &'static str,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    if tx.maybe("select claim_id from claim where claim_id = $1", args![claim.as_str()]).await?.is_none() {
        return Err(Error::not_found());
    }
    tx.run(
        "insert into claim_match (claim_id, story_id, strength, score, decision, found_ms, decided_ms, decided_by)
         values ($1, $2, 'by-hand', 1, $3, $4, $4, $5)
         on conflict (claim_id, story_id) do update set decision = excluded.decision, decided_ms = excluded.decided_ms,
           decided_by = excluded.decided_by",
        args![claim.as_str(), story.as_str(), decision, now, by.as_str()],
    )
    .await?;
    Ok(())
}

/// Every story of a claim: attached ones first, then by strength and score.
pub async fn of_claim(db: &Db, claim: &ClaimId) -> Result<Vec<Match>> {
    let rows = db
        .rows(
            "select claim_id, story_id, strength, score, decision, found_ms, decided_ms, decided_by
             from claim_match where claim_id = $1
             order by case decision when 'attached' then 0 when 'rejected' then 2 else 1 end,
                      case strength when 'possible' then 1 else 0 end, score desc, story_id",
            args![claim.as_str()],
        )
        .await?;
    rows.iter().map(match_of).collect()
}

/// What nobody has decided yet: the likely ones first, then the newest.
pub async fn waiting(db: &Db) -> Result<Vec<Match>> {
    let rows = db
        .rows(
            "select claim_id, story_id, strength, score, decision, found_ms, decided_ms, decided_by
             from claim_match where decision is null
             order by case strength when 'likely' then 0 else 1 end, found_ms desc, claim_id, story_id limit $1",
            args![WAITING_MAX],
        )
        .await?;
    rows.iter().map(match_of).collect()
}

/// The claims that are told in a story, or may be, with the decision so far.
///
/// - `names`: the ids under which the story was ever known
pub async fn of_story(db: &Db, names: &[StoryId]) -> Result<Vec<Match>> {
    let sql = concat!(
        "select claim_id, story_id, strength, score, decision, found_ms, decided_ms, decided_by
         from claim_match where story_id in (",
        each!(),
        ") and (decision is null or decision = 'attached')
         order by case decision when 'attached' then 0 else 1 end, score desc, claim_id"
    );
    db.rows_of_each(sql, names, &[]).await?.iter().map(match_of).collect()
}

fn match_of(row: &Row) -> Result<Match> {
    let strength = row.text(2);
    Ok(Match {
        claim: ClaimId::new(row.text(0)),
        story: StoryId::new(row.text(1)),
        strength: Strength::from_code(&strength)
            .ok_or_else(|| Error::broken(format!("no strength is named {strength}")))?,
        score: row.real(3),
        decision: row.text_or_null(4).map(|code| match code.as_str() {
            "attached" => Decision::Attached,
            _ => Decision::Rejected,
        }),
        found: row.time(5),
        decided: row.time_or_null(6).zip(row.text_or_null(7).map(StaffId::new)),
    })
}
