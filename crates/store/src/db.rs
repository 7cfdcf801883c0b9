//! The two engines behind one concrete type.

use crate::{Arg, Row, Tx, row};
use model::{Error, Result};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// SQLite before this version can corrupt a database in WAL mode.
const SQLITE_VERSION_MIN: (u32, u32, u32) = (3, 51, 3);
const POSTGRES_VERSION_MIN: i64 = 150_000;
const READERS: u32 = 8;
/// Of PostgreSQL; SQLite has one.
const WRITERS: u32 = 8;
/// The keys of one statement of [`Db::rows_of_each`].
const EACH: usize = 64;
/// Rows that SQLite reads ahead of whoever asked: with few, reading and taking rows wake each other for every handful.
const ROWS_AHEAD: usize = 1_024;
/// A writer waits this long for another process that holds the database, for example an import beside a running server.
const BUSY_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database. Cloning it shares the connections.
#[derive(Clone)]
pub struct Db(pub(crate) Pools);

#[derive(Clone)]
pub(crate) enum Pools {
    /// SQLite writes one at a time anyway, so one connection writes and the others read what was last committed.
    Lite { readers: SqlitePool, writer: SqlitePool, file: PathBuf },
    /// Whoever writes often reads something else meanwhile. From one pool, as many writers as it has connections would wait
    /// for each other; a reader waits for nobody.
    Pg { readers: PgPool, writers: PgPool },
}

impl Db {
    /// Opens a database and refuses engines that are too old to be trusted.
    ///
    /// - `url`: `sqlite:PATH` (made if missing) or `postgres://…`
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(Path::new(path)).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // The message of a refused URL would quote its password.
            let options = PgConnectOptions::from_str(url).map_err(|_| Error::invalid("check-database-url"))?;
            Self::open_postgres(options).await
        } else {
            Err(Error::invalid("check-database-url"))
        }
    }

    async fn open_sqlite(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Acknowledged means fsynced.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true)
            // What has expired is overwritten, not only unlinked.
            .pragma("secure_delete", "on")
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory")
            // Mentions are named by hashes, so a batch touches pages all over their index: the fewer the checkpoints, the
            // more batches share the writing of a page.
            .pragma("wal_autocheckpoint", "16000")
            .row_buffer_size(ROWS_AHEAD)
            .statement_cache_capacity(256);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(BUSY_TIMEOUT)
            .connect_with(options.clone())
            .await
            .map_err(fault)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(fault)?;
        let db = Db(Pools::Lite { readers, writer, file: file.to_owned() });
        let version = db.one("select sqlite_version()", vec![]).await?.text(0);
        let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        if (next(), next(), next()) < SQLITE_VERSION_MIN {
            return Err(Error::invalid("check-sqlite-too-old").with_detail(version));
        }
        Ok(db)
    }

    pub(crate) async fn open_postgres(options: PgConnectOptions) -> Result<Self> {
        let options = options.application_name("candor");
        let pool =
            |connections| PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(10));
        let readers = pool(READERS).connect_with(options.clone()).await.map_err(fault)?;
        let writers = pool(WRITERS).connect_with(options).await.map_err(fault)?;
        let db = Db(Pools::Pg { readers, writers });
        let version = db.one("select cast(current_setting('server_version_num') as bigint)", vec![]).await?.int(0);
        if version < POSTGRES_VERSION_MIN {
            return Err(Error::invalid("check-postgres-too-old").with_detail(version.to_string()));
        }
        Ok(db)
    }

    pub fn engine(&self) -> Engine {
        match self.0 {
            Pools::Lite { .. } => Engine::Sqlite,
            Pools::Pg { .. } => Engine::Postgres,
        }
    }

    /// The file of an embedded database, for what an operator is told.
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Pools::Lite { file, .. } => Some(file),
            Pools::Pg { .. } => None,
        }
    }

    /// All rows of a query, in its order.
    pub async fn rows(&self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>> {
        match &self.0 {
            Pools::Lite { readers, .. } => {
                let query = sqlx::query_with(sql, row::lite(args)?);
                Ok(query.fetch_all(readers).await.map_err(fault)?.into_iter().map(Row::Lite).collect())
            }
            Pools::Pg { readers, .. } => {
                let query = sqlx::query_with(sql, row::pg(args)?);
                Ok(query.fetch_all(readers).await.map_err(fault)?.into_iter().map(Row::Pg).collect())
            }
        }
    }

    /// The rows of however many keys, asked for 64 at a time: each statement costs more than what it reads.
    ///
    /// - `sql`: names the keys by [`each!`](crate::each), and what follows from `$65` on; its order holds within 64 keys
    /// - `more`: the values from `$65` on
    pub async fn rows_of_each<K: ToString>(&self, sql: &'static str, keys: &[K], more: &[Arg]) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for some in keys.chunks(EACH) {
            // The last places take the last key again, which changes no answer.
            let padded = (0..EACH).map(|place| Arg::from(some[place.min(some.len() - 1)].to_string()));
            rows.extend(self.rows(sql, padded.chain(more.iter().cloned()).collect()).await?);
        }
        Ok(rows)
    }

    /// The first row, if there is one.
    pub async fn maybe(&self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// The first row of a query that always has one, such as a count.
    pub async fn one(&self, sql: &'static str, args: Vec<Arg>) -> Result<Row> {
        self.maybe(sql, args).await?.ok_or_else(Error::not_found)
    }

    /// Begins a transaction that may write. On SQLite it waits for its turn; reads do not.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match &self.0 {
            Pools::Lite { writer, .. } => Tx::Lite(writer.begin_with("begin immediate").await.map_err(fault)?),
            Pools::Pg { writers, .. } => Tx::Pg(writers.begin().await.map_err(fault)?),
        })
    }

    /// Folds the write-ahead log into the file and lets go of the connections.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Lite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Pg { readers, writers } => {
                readers.close().await;
                writers.close().await;
            }
        }
    }
}

/// Names the failures that a caller can act on; everything else is `Broken`.
pub(crate) fn fault(error: sqlx::Error) -> Error {
    match &error {
        sqlx::Error::PoolTimedOut => Error::new(model::Kind::Busy, "error-busy").with_detail(error.to_string()),
        sqlx::Error::Database(database) if database.is_unique_violation() => {
            Error::conflict("error-conflict").with_detail(database.constraint().unwrap_or("unique").to_owned())
        }
        _ => Error::from(error),
    }
}
