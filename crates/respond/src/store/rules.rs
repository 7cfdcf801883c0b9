//! Rule files as they were put up and approved: by two people, with a leaf in the log.

use crate::rules::Rules;
use ::store::{Db, Row, Tx, args};
use ledger::{LeafKind, NewLeaf, Public};
use model::{Error, Result, StaffId, Time};
use org::Approval;

const LIST_MAX: i64 = 200;
/// The word by which approvals and leaves name a rule file.
pub const SUBJECT: &str = "rules";

/// A rule file that was put up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    pub digest: String,
    pub jurisdiction: String,
    pub proposed: (Time, StaffId),
    pub approved: Option<(Time, StaffId)>,
}

/// What an approval of this file is given for.
pub fn subject(digest: &str) -> String {
    format!("{SUBJECT}/{digest}")
}

/// Puts the file in use up for approval. Putting it up twice changes nothing.
pub async fn propose(tx: &mut Tx, rules: &Rules, by: &StaffId, now: Time) -> Result<()> {
    tx.run(
        "insert into rule_set (digest, jurisdiction, body, proposed_ms, proposed_by) values ($1, $2, $3, $4, $5)
         on conflict (digest) do nothing",
        args![rules.digest.as_str(), rules.id.as_str(), rules.text.as_str(), now, by.as_str()],
    )
    .await?;
    Ok(())
}

/// Records that a second person approved a file, with its leaf in the log.
///
/// - errors: `NotFound` if it was not put up; `Conflict` if it is approved already
pub async fn approve(tx: &mut Tx, approval: &Approval, now: Time) -> Result<()> {
    let digest = approval.digest();
    let row = tx.one("select jurisdiction, body from rule_set where digest = $1", args![digest]).await?;
    approval.spend(tx, &subject(digest), digest, now).await?;
    let approved = tx
        .run(
            "update rule_set set approved_ms = $2, approved_by = $3 where digest = $1 and approved_ms is null",
            args![digest, now, approval.by().as_str()],
        )
        .await?;
    if approved == 0 {
        return Err(Error::conflict("respond-error-approved"));
    }
    let body = row.text(1);
    let leaf = NewLeaf {
        kind: LeafKind::RuleChange,
        subject: subject(digest),
        content: body.as_bytes(),
        public: Public { of: Some(format!("jurisdiction/{}", row.text(0))), ..Public::default() },
    };
    ledger::append(tx, leaf, now).await?;
    Ok(())
}

/// How the log gets back at what was digested when rules were approved.
pub const CONTENTS: ledger::Contents = ledger::Contents {
    prefix: SUBJECT,
    content: |db, about| {
        let digest = about.subject.strip_prefix("rules/").unwrap_or_default();
        Box::pin(content(db, digest))
    },
    changed: |db| Box::pin(changed(db)),
    ..ledger::Contents::PLAIN
};

/// Which columns of approved files say other than their leaves.
async fn changed(db: &Db) -> Result<Vec<ledger::Changed>> {
    let rows = db
        .rows(
            "select l.subject, l.at_ms, l.parent, r.approved_ms, r.jurisdiction
             from public_leaf l left join rule_set r on l.subject = 'rules/' || r.digest
             where l.subject > 'rules/' and l.subject < 'rules0' order by l.subject",
            args![],
        )
        .await?;
    let mut changed = Vec::new();
    for row in &rows {
        for (column, is_same) in [
            ("digest", row.text_or_null(4).is_some()),
            ("approved_ms", row.time_or_null(3) == Some(row.time(1))),
            ("jurisdiction", row.text_or_null(2) == row.text_or_null(4).map(|id| format!("jurisdiction/{id}"))),
        ] {
            if !is_same {
                changed.push(ledger::Changed { subject: row.text(0), column });
            }
        }
    }
    Ok(changed)
}

/// What the log's leaf of a rule change was made from: the file as it was approved.
pub async fn content(db: &Db, digest: &str) -> Result<Option<Vec<u8>>> {
    let row = db.maybe("select body from rule_set where digest = $1", args![digest]).await?;
    Ok(row.map(|row| row.text(0).into_bytes()))
}

/// One file by its digest.
pub async fn find(db: &Db, digest: &str) -> Result<Option<RuleSet>> {
    let row = db
        .maybe(
            "select digest, jurisdiction, proposed_ms, proposed_by, approved_ms, approved_by from rule_set
             where digest = $1",
            args![digest],
        )
        .await?;
    Ok(row.as_ref().map(read))
}

/// The files that were put up, the last first.
pub async fn list(db: &Db) -> Result<Vec<RuleSet>> {
    let rows = db
        .rows(
            "select digest, jurisdiction, proposed_ms, proposed_by, approved_ms, approved_by from rule_set
             order by proposed_ms desc, digest limit $1",
            args![LIST_MAX],
        )
        .await?;
    Ok(rows.iter().map(read).collect())
}

fn read(row: &Row) -> RuleSet {
    RuleSet {
        digest: row.text(0),
        jurisdiction: row.text(1),
        proposed: (row.time(2), StaffId::new(row.text(3))),
        approved: row.time_or_null(4).zip(row.text_or_null(5).map(StaffId::new)),
    }
}
