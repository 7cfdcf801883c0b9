//! Migrations: each context brings its own, in order, and none is ever edited once released.

use crate::{Db, Tx, args};
use model::{Error, Result, Time};
use sha2::{Digest as _, Sha256};

/// One step of a context's tables, as it lies in `migrations/` of its crate.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub context: &'static str,
    /// Such as `0001_alert`; a context's migrations run in the order of its list.
    pub name: &'static str,
    pub sql: &'static str,
}

impl Db {
    /// Brings the tables up to date. Safe to run by several processes at once; each migration runs once.
    ///
    /// - `lists`: the contexts' migrations; those of a context must come after those whose tables its views read
    /// - errors: `Conflict` if a migration that already ran has other text now
    pub async fn migrate(&self, lists: &[&[Migration]], now: Time) -> Result<()> {
        let mut tx = self.write().await?;
        if let Tx::Pg(_) = tx {
            tx.rows("select cast(pg_advisory_xact_lock(4660512) as text)", args![]).await?;
        }
        tx.script(
            "create table if not exists migration (
               context    text not null,
               name       text not null,
               digest     text not null,              -- sha-256 of its text, hex
               applied_ms bigint not null,
               primary key (context, name)
             )"
            .to_owned(),
        )
        .await?;
        for migration in lists.iter().copied().flatten() {
            let digest = digest(migration.sql);
            let known = tx
                .maybe(
                    "select digest from migration where context = $1 and name = $2",
                    args![migration.context, migration.name],
                )
                .await?;
            match known {
                Some(row) if row.text(0) == digest => {}
                Some(_) => {
                    let which = format!("{} {}", migration.context, migration.name);
                    return Err(Error::conflict("check-migration-changed").with_detail(which));
                }
                None => {
                    tx.script(for_engine(&tx, migration.sql)).await?;
                    tx.run(
                        "insert into migration (context, name, digest, applied_ms) values ($1, $2, $3, $4)",
                        args![migration.context, migration.name, digest, now],
                    )
                    .await?;
                    tracing::info!(context = migration.context, name = migration.name, "migrated");
                }
            }
        }
        tx.commit().await
    }
}

/// The few words that the two engines do not share: the type of bytes; a whole number that numbers the rows, which
/// SQLite keeps in order of this very spelling; a table that is its own index, which only SQLite must be told; an index of
/// full text, which each engine keeps in its own way.
fn for_engine(tx: &Tx, sql: &str) -> String {
    let index = |line: &str| line.strip_prefix("create fulltext ")?.strip_suffix(';').map(str::to_owned);
    let line_for = |line: &str| match tx {
        Tx::Lite(_) => line.replace(" bigint primary key", " integer primary key"),
        Tx::Pg(_) => line.replace(" blob,", " bytea,").replace(" blob ", " bytea ").replace(") without rowid;", ");"),
    };
    let made = |line: &str| index(line).map_or_else(|| line_for(line), |name| crate::fulltext::create(tx, &name));
    sql.lines().map(|line| made(line) + "\n").collect()
}

fn digest(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
