//! The archive of briefs, written here alone.

use crate::{Brief, Kind};
use ::store::{Db, Migration, Row, Tx, args};
use model::{Error, Result, StaffId, Time};

pub const MIGRATIONS: &[Migration] =
    &[Migration { context: "brief", name: "0001_brief", sql: include_str!("../migrations/0001_brief.sql") }];

/// A brief as it stands in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefRow {
    pub id: String,
    pub kind: Kind,
    pub since: Time,
    pub until: Time,
    pub made: Time,
    pub made_by: Option<StaffId>,
}

/// Keeps a brief.
///
/// - returns: whether it is new; a daily one is written once
pub async fn add(tx: &mut Tx, brief: &Brief) -> Result<bool> {
    let added = tx
        .run(
            "insert into brief (brief_id, kind, since_ms, until_ms, made_ms, made_by, content)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            args![
                brief.id.as_str(),
                brief.kind.code(),
                brief.since,
                brief.until,
                brief.made,
                brief.made_by.as_ref().map(StaffId::as_str),
                serde_json::to_string(&brief.sections)?,
            ],
        )
        .await?;
    Ok(added == 1)
}

pub async fn has(db: &Db, id: &str) -> Result<bool> {
    Ok(db.maybe("select 1 from brief where brief_id = $1", args![id]).await?.is_some())
}

/// The latest briefs first.
pub async fn list(db: &Db, limit: u32) -> Result<Vec<BriefRow>> {
    let rows = db
        .rows(
            "select brief_id, kind, since_ms, until_ms, made_ms, made_by from brief
             order by until_ms desc, made_ms desc, brief_id limit $1",
            args![limit],
        )
        .await?;
    rows.iter().map(row).collect()
}

pub async fn one(db: &Db, id: &str) -> Result<Option<Brief>> {
    let found = db
        .maybe(
            "select brief_id, kind, since_ms, until_ms, made_ms, made_by, content from brief where brief_id = $1",
            args![id],
        )
        .await?;
    let Some(found) = found else { return Ok(None) };
    let BriefRow { id, kind, since, until, made, made_by } = row(&found)?;
    Ok(Some(Brief { id, kind, since, until, made, made_by, sections: serde_json::from_str(&found.text(6))? }))
}

fn row(row: &Row) -> Result<BriefRow> {
    Ok(BriefRow {
        id: row.text(0),
        kind: Kind::from_code(&row.text(1)).ok_or(Error::broken("a brief of an unknown kind"))?,
        since: row.time(2),
        until: row.time(3),
        made: row.time(4),
        made_by: row.text_or_null(5).map(StaffId::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arg, Section, Sentence, Shown};
    use ::store::testing::databases;
    use model::Figure;

    #[tokio::test]
    async fn a_daily_brief_is_kept_once_and_comes_back_as_it_was() {
        for db in databases("brief_store", &[MIGRATIONS]).await {
            let sentence = Sentence {
                key: "brief-heard".into(),
                args: vec![
                    ("figure".into(), Arg::Figure(Shown(Figure::FewerThan(10)))),
                    ("mentions".into(), Arg::Count(3)),
                ],
                proof: Vec::new(),
                is_thin: true,
            };
            let brief = Brief {
                id: "2026-11-21".into(),
                kind: Kind::Daily,
                since: Time::from_ms(1),
                until: Time::from_ms(2),
                made: Time::from_ms(3),
                made_by: None,
                sections: vec![Section { key: "brief-section-overview".into(), sentences: vec![sentence] }],
            };
            let mut tx = db.write().await.expect("it begins");
            assert!(add(&mut tx, &brief).await.expect("it is new"));
            assert!(!add(&mut tx, &Brief { made: Time::from_ms(9), ..brief.clone() }).await.expect("it is known"));
            tx.commit().await.expect("it commits");
            assert!(has(&db, &brief.id).await.expect("it answers"));
            assert_eq!(one(&db, &brief.id).await.expect("it answers"), Some(brief));
            assert_eq!(list(&db, 9).await.expect("it answers").len(), 1);
            assert_eq!(one(&db, "none").await.expect("it answers"), None);
        }
    }
}
