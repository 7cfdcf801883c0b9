//! What everyone may read, from the `public_*` views alone: a draft cannot leak through a forgotten condition.

use crate::claim::{evidence_of, verdict_of};
use crate::{ClaimState, Evidence, Verdict};
use model::{ClaimId, Result, StoryId, Time};
use store::{Db, Row, args, each};

/// A claim with the edition that stands. Of a withdrawn one only the words of the claim and the reason are left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub id: ClaimId,
    pub slug: String,
    pub state: ClaimState,
    pub department: Option<String>,
    /// When it was first answered.
    pub first: Time,
    pub edition: String,
    pub edition_index: u32,
    pub claim_zh: String,
    pub claim_en: String,
    pub verdict: Verdict,
    pub answer_zh: String,
    pub answer_en: String,
    /// When the edition that stands was published.
    pub published: Time,
    pub review: Option<Time>,
    pub withdrawn: Option<Withdrawn>,
    /// Its entry in the log: of the withdrawal, if it was withdrawn.
    pub leaf: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub at: Time,
    pub reason_zh: String,
    pub reason_en: String,
}

impl Checked {
    pub fn claim(&self, chinese: bool) -> (&str, bool) {
        pick(chinese, &self.claim_zh, &self.claim_en)
    }

    pub fn answer(&self, chinese: bool) -> (&str, bool) {
        pick(chinese, &self.answer_zh, &self.answer_en)
    }
}

/// The text in the language asked for, or in the other one where there is none.
///
/// - returns: it, and whether it is Chinese
pub fn pick<'a>(chinese: bool, zh: &'a str, en: &'a str) -> (&'a str, bool) {
    let is_chinese = if chinese { !zh.is_empty() || en.is_empty() } else { en.is_empty() && !zh.is_empty() };
    (if is_chinese { zh } else { en }, is_chinese)
}

/// One edition as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub id: String,
    pub index: u32,
    pub claim_zh: String,
    pub claim_en: String,
    pub verdict: Verdict,
    pub answer_zh: String,
    pub answer_en: String,
    pub change_zh: String,
    pub change_en: String,
    pub digest: String,
    pub published: Time,
    pub superseded: Option<Time>,
    pub leaf: Option<String>,
    pub evidence: Vec<Evidence>,
}

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub verdict: Option<Verdict>,
    /// `None` for claims that stand and withdrawn ones alike.
    pub state: Option<ClaimState>,
    /// Words that the claim has in either language; empty for all.
    pub words: String,
}

/// Claims that were answered, last answered first.
pub async fn list(db: &Db, filter: &Filter, limit: u32, offset: u32) -> Result<Vec<Checked>> {
    let state = match filter.state {
        None => "",
        Some(ClaimState::Withdrawn) => "withdrawn",
        Some(_) => "published",
    };
    let rows = db
        .rows(
            "select claim_id, slug, state, department_id, published_ms, edition_id, edition_index, claim_zh, claim_en,
                    verdict, answer_zh, answer_en, edition_ms, review_ms, withdrawn_ms, withdrawn_zh, withdrawn_en, leaf
             from public_claim
             where ($1 = '' or verdict = $1) and ($2 = '' or state = $2)
               and ($3 = '' or lower(claim_zh) like $3 escape '!' or lower(claim_en) like $3 escape '!')
             order by edition_ms desc, claim_id limit $4 offset $5",
            args![
                filter.verdict.map_or("", Verdict::code),
                state,
                like(&filter.words),
                i64::from(limit),
                i64::from(offset)
            ],
        )
        .await?;
    rows.iter().map(checked).collect()
}

/// How many claims a filter finds.
pub async fn count(db: &Db, filter: &Filter) -> Result<u32> {
    let state = match filter.state {
        None => "",
        Some(ClaimState::Withdrawn) => "withdrawn",
        Some(_) => "published",
    };
    let row = db
        .one(
            "select count(*) from public_claim
             where ($1 = '' or verdict = $1) and ($2 = '' or state = $2)
               and ($3 = '' or lower(claim_zh) like $3 escape '!' or lower(claim_en) like $3 escape '!')",
            args![filter.verdict.map_or("", Verdict::code), state, like(&filter.words)],
        )
        .await?;
    Ok(row.count(0))
}

/// A pattern that finds the words as they stand, whatever signs are in them.
fn like(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let escaped = words.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}

/// - returns: nothing for an address that no published claim has
pub async fn one(db: &Db, slug: &str) -> Result<Option<Checked>> {
    let row = db
        .maybe(
            "select claim_id, slug, state, department_id, published_ms, edition_id, edition_index, claim_zh, claim_en,
                    verdict, answer_zh, answer_en, edition_ms, review_ms, withdrawn_ms, withdrawn_zh, withdrawn_en, leaf
             from public_claim where slug = $1",
            args![slug],
        )
        .await?;
    row.as_ref().map(checked).transpose()
}

/// Every published edition of a claim with its evidence, newest first; none of a withdrawn one.
pub async fn editions(db: &Db, claim: &ClaimId) -> Result<Vec<Published>> {
    let rows = db
        .rows(
            "select edition_id, edition_index, claim_zh, claim_en, verdict, answer_zh, answer_en, change_zh, change_en,
                    digest, published_ms, superseded_ms, leaf
             from public_claim_edition where claim_id = $1 order by edition_index desc",
            args![claim.as_str()],
        )
        .await?;
    let mut editions = Vec::with_capacity(rows.len());
    for row in &rows {
        let evidence = db
            .rows(
                "select title, publisher, url, dated, quote, archived from public_evidence
                 where edition_id = $1 order by evidence_index",
                args![row.text(0)],
            )
            .await?;
        editions.push(Published {
            id: row.text(0),
            index: row.count(1),
            claim_zh: row.text(2),
            claim_en: row.text(3),
            verdict: known(row.text_or_null(4))?,
            answer_zh: row.text(5),
            answer_en: row.text(6),
            change_zh: row.text(7),
            change_en: row.text(8),
            digest: row.text_or_null(9).unwrap_or_default(),
            published: row.time(10),
            superseded: row.time_or_null(11),
            leaf: row.text_or_null(12),
            evidence: evidence.iter().map(|row| evidence_of(row, 0)).collect(),
        });
    }
    Ok(editions)
}

/// One line of the register of corrections and withdrawals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub slug: String,
    pub is_withdrawal: bool,
    pub at: Time,
    pub claim_zh: String,
    pub claim_en: String,
    /// What was wrong, or why it was taken back; empty for a correction of what was withdrawn since.
    pub note_zh: String,
    pub note_en: String,
}

/// Corrections and withdrawals of claims, latest first.
pub async fn corrections(db: &Db, limit: u32) -> Result<Vec<Correction>> {
    let rows = db
        .rows(
            "select slug, what, at_ms, claim_zh, claim_en, note_zh, note_en from public_claim_correction
             order by at_ms desc, edition_id, what limit $1",
            args![i64::from(limit)],
        )
        .await?;
    let one = |row: &Row| Correction {
        slug: row.text(0),
        is_withdrawal: row.text(1) == "withdrawal",
        at: row.time(2),
        claim_zh: row.text(3),
        claim_en: row.text(4),
        note_zh: row.text(5),
        note_en: row.text(6),
    };
    Ok(rows.iter().map(one).collect())
}

/// Under which address and in which words an edition of a claim is known, in Chinese and in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub edition: String,
    pub slug: String,
    pub claim_zh: String,
    pub claim_en: String,
}

/// The words of some editions of claims; of drafts and withdrawn claims none.
pub async fn titles(db: &Db, editions: &[&str]) -> Result<Vec<Title>> {
    let sql = concat!(
        "select e.edition_id, c.slug, e.claim_zh, e.claim_en
         from public_claim_edition e join public_claim c on c.claim_id = e.claim_id where e.edition_id in (",
        each!(),
        ") order by e.edition_id"
    );
    let one =
        |row: &Row| Title { edition: row.text(0), slug: row.text(1), claim_zh: row.text(2), claim_en: row.text(3) };
    Ok(db.rows_of_each(sql, editions, &[]).await?.iter().map(one).collect())
}

/// The stories that a claim is told in, by a person's decision.
pub async fn stories(db: &Db, claim: &ClaimId) -> Result<Vec<StoryId>> {
    let rows = db
        .rows("select story_id from public_claim_story where claim_id = $1 order by story_id", args![claim.as_str()])
        .await?;
    Ok(rows.iter().map(|row| StoryId::new(row.text(0))).collect())
}

/// An answer to a story: a published claim that is told in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub story: StoryId,
    pub slug: String,
    pub claim_zh: String,
    pub claim_en: String,
    pub verdict: Verdict,
    /// When it was first answered.
    pub first: Time,
}

/// All answers to stories since a moment, oldest first.
pub async fn answers(db: &Db, since: Time, limit: u32) -> Result<Vec<Answer>> {
    let rows = db
        .rows(
            "select s.story_id, c.slug, c.claim_zh, c.claim_en, c.verdict, c.published_ms
             from public_claim_story s join public_claim c on c.claim_id = s.claim_id
             where c.published_ms >= $1 order by c.published_ms, c.claim_id, s.story_id limit $2",
            args![since, i64::from(limit)],
        )
        .await?;
    rows.iter().map(answer).collect()
}

/// The answers to one story.
///
/// - `names`: the ids under which it was ever known
pub async fn answers_to(db: &Db, names: &[StoryId]) -> Result<Vec<Answer>> {
    let sql = concat!(
        "select s.story_id, c.slug, c.claim_zh, c.claim_en, c.verdict, c.published_ms
         from public_claim_story s join public_claim c on c.claim_id = s.claim_id
         where s.story_id in (",
        each!(),
        ") order by c.published_ms, c.claim_id"
    );
    db.rows_of_each(sql, names, &[]).await?.iter().map(answer).collect()
}

fn answer(row: &Row) -> Result<Answer> {
    Ok(Answer {
        story: StoryId::new(row.text(0)),
        slug: row.text(1),
        claim_zh: row.text(2),
        claim_en: row.text(3),
        verdict: known(row.text_or_null(4))?,
        first: row.time(5),
    })
}

fn checked(row: &Row) -> Result<Checked> {
    Ok(Checked {
        id: ClaimId::new(row.text(0)),
        slug: row.text(1),
        state: ClaimState::from_code(&row.text(2))?,
        department: row.text_or_null(3),
        first: row.time(4),
        edition: row.text(5),
        edition_index: row.count(6),
        claim_zh: row.text(7),
        claim_en: row.text(8),
        verdict: known(row.text_or_null(9))?,
        answer_zh: row.text(10),
        answer_en: row.text(11),
        published: row.time(12),
        review: row.time_or_null(13),
        withdrawn: row.time_or_null(14).map(|at| Withdrawn { at, reason_zh: row.text(15), reason_en: row.text(16) }),
        leaf: row.text_or_null(17),
    })
}

/// A published edition has a verdict; the rules let none without one through.
fn known(code: Option<String>) -> Result<Verdict> {
    verdict_of(code)?.ok_or_else(|| model::Error::broken("a published claim without a verdict"))
}
