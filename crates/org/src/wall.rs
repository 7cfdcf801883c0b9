//! Links that open the wall: made and ended by name, kept as digests, and able to show nothing that the public cannot see.

use crate::{Recent, audit, store};
use ::store::{Db, Row, Tx, args};
use model::{Error, Result, Time};
use sha2::{Digest as _, Sha256};

const LABEL_CHARS_MAX: usize = 80;
/// Links that are open at once. A hundred screens are a mistake or an attack.
const LINKS_MAX: i64 = 100;
const TOKEN_BYTES: usize = 32;

/// A link, without what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallLink {
    pub id: String,
    pub label: String,
    pub made_by: String,
    pub made: Time,
    /// None while it opens the wall.
    pub ended: Option<Time>,
    /// The hour in which a screen last used it.
    pub seen: Option<Time>,
}

/// Makes a link.
///
/// - `label`: where the screen hangs, 1 to 80 characters
/// - returns: the token, which is shown once and stored nowhere
/// - errors: `Invalid` without a label, `Conflict` if too many are open
pub async fn make(tx: &mut Tx, label: &str, by: Recent<'_>, now: Time) -> Result<String> {
    let label: String = label.trim().chars().filter(|c| !c.is_control()).collect();
    if label.is_empty() || label.chars().count() > LABEL_CHARS_MAX {
        return Err(Error::invalid("wall-label-missing"));
    }
    let open = tx.one("select count(*) from wall_link where ended_ms is null", args![]).await?.int(0);
    if open >= LINKS_MAX {
        return Err(Error::conflict("wall-too-many"));
    }
    let (token, id) = (model::random_hex(TOKEN_BYTES), model::random_hex(8));
    tx.run(
        "insert into wall_link (wall_link_id, label, token_hash, made_by, made_ms) values ($1, $2, $3, $4, $5)",
        args![id.as_str(), label.as_str(), digest(&token), by.id().as_str(), now],
    )
    .await?;
    audit::note(tx, by.id(), "wall_link_made", &format!("wall/{id}"), &label, now).await?;
    Ok(token)
}

/// Ends a link: the screens that show it go dark at their next page.
///
/// - errors: `NotFound` if it is not open
pub async fn end(tx: &mut Tx, id: &str, by: Recent<'_>, now: Time) -> Result<()> {
    let ended = tx
        .run(
            "update wall_link set ended_ms = $2, ended_by = $3 where wall_link_id = $1 and ended_ms is null",
            args![id, now, by.id().as_str()],
        )
        .await?;
    if ended == 0 {
        return Err(Error::not_found());
    }
    audit::note(tx, by.id(), "wall_link_ended", &format!("wall/{id}"), "", now).await
}

/// Open links first, then ended ones, newest first.
pub async fn list(db: &Db) -> Result<Vec<WallLink>> {
    let rows = db
        .rows(
            "select w.wall_link_id, w.label, s.name, w.made_ms, w.ended_ms, w.seen_ms
             from wall_link w join staff s on s.staff_id = w.made_by
             order by case when w.ended_ms is null then 0 else 1 end, w.made_ms desc, w.wall_link_id limit 200",
            args![],
        )
        .await?;
    let link = |row: &Row| WallLink {
        id: row.text(0),
        label: row.text(1),
        made_by: row.text(2),
        made: row.time(3),
        ended: row.time_or_null(4),
        seen: row.time_or_null(5),
    };
    Ok(rows.iter().map(link).collect())
}

/// Whether a token opens the wall. Notes the hour of use, at most once an hour.
pub async fn opens(db: &Db, token: &str, now: Time) -> Result<bool> {
    let is_token =
        token.len() == TOKEN_BYTES * 2 && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_token {
        return Ok(false);
    }
    // The digest is looked up whole: how long that takes says nothing of the token.
    let row = db
        .maybe(
            "select wall_link_id, seen_ms from wall_link where token_hash = $1 and ended_ms is null",
            args![digest(token)],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    if row.time_or_null(1).is_none_or(|seen| seen < now.hour()) {
        let mut tx = db.write().await?;
        tx.run("update wall_link set seen_ms = $2 where wall_link_id = $1", args![row.text(0), now.hour()]).await?;
        tx.commit().await?;
    }
    Ok(true)
}

fn digest(token: &str) -> String {
    store::hex(&Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;
    use crate::testing::{fresh, signed_in};
    use ::store::testing::databases;

    const NOW: Time = Time::from_ms(1_709_294_400_000);

    #[tokio::test]
    async fn a_link_opens_the_wall_until_it_is_ended_and_its_token_lies_nowhere() {
        for db in databases("org_wall", &[crate::MIGRATIONS]).await {
            let staff = signed_in(&db, "officer", Role::Officer, NOW).await;
            let mut tx = db.write().await.expect("it begins");
            assert_eq!(
                make(&mut tx, " ", fresh(&staff), NOW).await.map_err(|error| error.message),
                Err("wall-label-missing")
            );
            let token = make(&mut tx, "Lobby", fresh(&staff), NOW).await.expect("it is made");
            tx.commit().await.expect("it commits");
            assert!(opens(&db, &token, NOW).await.expect("it answers"));
            for wrong in ["", "lobby", &"0".repeat(64), &token[1..], &token.to_uppercase()] {
                assert!(!opens(&db, wrong, NOW).await.expect("it answers"), "{wrong}");
            }
            let links = list(&db).await.expect("it answers");
            assert_eq!((links.len(), links[0].label.as_str(), links[0].seen), (1, "Lobby", Some(NOW.hour())));
            let kept = db
                .rows("select token_hash, label, wall_link_id from wall_link limit 9", args![])
                .await
                .expect("it answers");
            assert!(!kept.iter().any(|row| (0..3).any(|column| row.text(column).contains(&token))));
            let mut tx = db.write().await.expect("it begins");
            end(&mut tx, &links[0].id, fresh(&staff), NOW).await.expect("it was open");
            assert!(end(&mut tx, &links[0].id, fresh(&staff), NOW).await.is_err());
            tx.commit().await.expect("it commits");
            assert!(!opens(&db, &token, NOW).await.expect("it answers"));
            let kinds: Vec<_> =
                audit::changes(&db, NOW, 9).await.expect("it answers").into_iter().map(|change| change.kind).collect();
            assert!(
                kinds.contains(&"wall_link_made".to_owned()) && kinds.contains(&"wall_link_ended".to_owned()),
                "{kinds:?}"
            );
        }
    }
}
