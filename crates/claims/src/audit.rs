//! What stands beside the texts of claims, held against the log: when each appeared, in which state it is, under which digest.

use crate::claim::{edition_columns, edition_of};
use crate::publish::{EDITION, WITHDRAWAL};
use crate::rules::{canonical, digest, slug};
use crate::{ClaimState, Edition, EditionState};
use ledger::Changed;
use model::{ClaimId, Result, Time};
use std::collections::HashMap;
use store::{Db, args};

struct Logged {
    leaf: String,
    subject: String,
    /// The claim of an edition.
    parent: Option<String>,
    at: Time,
    version: u64,
    unit: Option<String>,
}

/// Columns of claims and their editions that say other than the leaves.
pub(crate) async fn changed(db: &Db) -> Result<Vec<Changed>> {
    let editions = logged(db, EDITION).await?;
    let withdrawals: HashMap<String, Logged> =
        logged(db, WITHDRAWAL).await?.into_iter().map(|one| (id_of(&one.subject), one)).collect();
    let mut of_claim: HashMap<String, Vec<&Logged>> = HashMap::new();
    for one in &editions {
        of_claim.entry(id_of(one.parent.as_deref().unwrap_or_default())).or_default().push(one);
    }
    let mut changed = Vec::new();
    let claims = db
        .rows(
            "select claim_id, state, published_ms, withdrawn_ms, withdrawn_leaf, slug, department_id, withdrawn_zh,
                    withdrawn_en
             from claim order by claim_id",
            args![],
        )
        .await?;
    for row in &claims {
        let claim = ClaimId::new(row.text(0));
        let leaves = of_claim.remove(claim.as_str()).unwrap_or_default();
        let (gone, address) = (withdrawals.get(claim.as_str()), row.text(5));
        let state = match (leaves.is_empty(), gone) {
            (true, _) => ClaimState::Draft,
            (false, None) => ClaimState::Published,
            (false, Some(_)) => ClaimState::Withdrawn,
        };
        for (column, is_same) in [
            ("state", ClaimState::from_code(&row.text(1))? == state),
            ("published_ms", row.time_or_null(2) == leaves.first().map(|one| one.at)),
            ("withdrawn_ms", row.time_or_null(3) == gone.map(|one| one.at)),
            // What is not withdrawn has no reason for it.
            ("withdrawn_zh", gone.is_some() || row.text(7).is_empty()),
            ("withdrawn_en", gone.is_some() || row.text(8).is_empty()),
            // Of a draft it may be any.
            ("department_id", leaves.last().is_none_or(|last| last.unit == row.text_or_null(6))),
            ("withdrawn_leaf", row.text_or_null(4).as_ref() == gone.map(|one| &one.leaf)),
        ] {
            if !is_same {
                changed.push(Changed { subject: format!("claim/{claim}"), column });
            }
        }
        let rows = db
            .rows(
                concat!(
                    "select ",
                    edition_columns!(),
                    ", digest from claim_edition where claim_id = $1 order by edition_index"
                ),
                args![claim.as_str()],
            )
            .await?;
        for row in &rows {
            let mut edition = edition_of(row)?;
            let place = leaves.iter().position(|one| id_of(&one.subject) == edition.id);
            let next = place.and_then(|place| leaves.get(place + 1)).map(|one| one.at);
            let subject = format!("{EDITION}/{}", edition.id);
            let mut differs = |column| changed.push(Changed { subject: subject.clone(), column });
            // The address follows the words of the first edition, and stays.
            if place == Some(0) && address != slug(&edition.claim_en, claim.as_str()) {
                differs("slug");
            }
            let Some(place) = place else {
                if edition.published.is_some() || edition.state != EditionState::Draft {
                    differs("leaf");
                }
                continue;
            };
            edition.evidence = crate::read::evidence(db, &edition.id).await?;
            compare(&edition, leaves[place], next, gone.is_some(), row.text_or_null(20).as_deref(), &mut differs);
        }
    }
    let gone = of_claim.into_keys().map(|claim| Changed { subject: format!("claim/{claim}"), column: "claim_id" });
    changed.extend(gone);
    Ok(changed)
}

fn compare(
    edition: &Edition,
    logged: &Logged,
    next: Option<Time>,
    is_gone: bool,
    digested: Option<&str>,
    differs: &mut impl FnMut(&'static str),
) {
    let state = match (next, is_gone) {
        (Some(_), _) => EditionState::Superseded,
        (None, true) => EditionState::Withdrawn,
        (None, false) => EditionState::Published,
    };
    for (column, is_same) in [
        ("edition_index", u64::from(edition.index) == logged.version),
        ("state", edition.state == state),
        ("leaf", edition.leaf.as_ref() == Some(&logged.leaf)),
        ("published_ms", edition.published == Some(logged.at)),
        ("superseded_ms", edition.superseded == next),
        ("digest", digested == Some(digest(&canonical(edition)).as_str())),
    ] {
        if !is_same {
            differs(column);
        }
    }
}

/// The leaves about subjects of one word, in the order in which they were appended.
async fn logged(db: &Db, word: &str) -> Result<Vec<Logged>> {
    let rows = db
        .rows(
            "select leaf_id, subject, parent, public, at_ms from public_leaf
             where subject > $1 and subject < $2 order by at_ms, leaf_index, leaf_id",
            args![format!("{word}/"), format!("{word}0")],
        )
        .await?;
    let mut logged: Vec<Logged> = rows
        .iter()
        .map(|row| {
            let public: serde_json::Value = serde_json::from_str(&row.text(3)).unwrap_or_default();
            Logged {
                leaf: row.text(0),
                subject: row.text(1),
                parent: row.text_or_null(2),
                at: row.time(4),
                version: public["version"].as_u64().unwrap_or_default(),
                unit: public["unit"].as_str().map(str::to_owned),
            }
        })
        .collect();
    logged.sort_by(|a, b| (&a.parent, a.version).cmp(&(&b.parent, b.version)));
    Ok(logged)
}

fn id_of(subject: &str) -> String {
    subject.split_once('/').map_or("", |(_, id)| id).to_owned()
}
