//! A transaction that may write. Dropping it rolls back.

use crate::db::fault;
use crate::{Arg, Row, row};
use model::{Error, Result};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

/// Rows in one statement of [`Tx::bulk`]. Past this the statement's text costs more than the round trip it saves, and both engines'
/// limits on bound values (32,766 and 65,535) stay far away.
const BULK_ROWS: usize = 128;

pub enum Tx {
    Lite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

impl Tx {
    pub async fn commit(self) -> Result<()> {
        match self {
            Tx::Lite(tx) => tx.commit().await.map_err(fault),
            Tx::Pg(tx) => tx.commit().await.map_err(fault),
        }
    }

    /// All rows of a query, in its order; also of an `insert … returning`.
    pub async fn rows(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>> {
        match self {
            Tx::Lite(tx) => {
                let query = sqlx::query_with(sql, row::lite(args)?);
                Ok(query.fetch_all(&mut **tx).await.map_err(fault)?.into_iter().map(Row::Lite).collect())
            }
            Tx::Pg(tx) => {
                let query = sqlx::query_with(sql, row::pg(args)?);
                Ok(query.fetch_all(&mut **tx).await.map_err(fault)?.into_iter().map(Row::Pg).collect())
            }
        }
    }

    pub async fn maybe(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    pub async fn one(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Row> {
        self.maybe(sql, args).await?.ok_or_else(Error::not_found)
    }

    /// Runs one statement.
    ///
    /// - returns: how many rows it changed
    pub async fn run(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64> {
        Ok(match self {
            Tx::Lite(tx) => {
                sqlx::query_with(sql, row::lite(args)?).execute(&mut **tx).await.map_err(fault)?.rows_affected()
            }
            Tx::Pg(tx) => {
                sqlx::query_with(sql, row::pg(args)?).execute(&mut **tx).await.map_err(fault)?.rows_affected()
            }
        })
    }

    /// Inserts many rows with few round trips.
    ///
    /// - `head`: up to and including `values`, for example `insert into t (a, b) values`
    /// - `tail`: what follows the rows, such as `on conflict do nothing`, or nothing; without placeholders
    /// - `rows`: one [`row!`](crate::row!) each
    /// - returns: how many rows were changed
    /// - errors: PostgreSQL refuses an upsert that meets the same key twice in one statement, so callers sum up first
    pub async fn bulk<const WIDTH: usize>(
        &mut self,
        head: &'static str,
        tail: &'static str,
        rows: Vec<[Arg; WIDTH]>,
    ) -> Result<u64> {
        let mut rows = rows.into_iter();
        let mut changed = 0;
        loop {
            let block: Vec<[Arg; WIDTH]> = rows.by_ref().take(BULK_ROWS).collect();
            // Whole blocks first, then single rows: two statement texts, both of which stay prepared.
            if block.len() == BULK_ROWS {
                changed += self.block(head, tail, block).await?;
                continue;
            }
            for row in block {
                changed += self.block(head, tail, vec![row]).await?;
            }
            return Ok(changed);
        }
    }

    async fn block<const WIDTH: usize>(
        &mut self,
        head: &'static str,
        tail: &'static str,
        rows: Vec<[Arg; WIDTH]>,
    ) -> Result<u64> {
        let count = rows.len();
        let args = rows.into_iter().flatten();
        Ok(match self {
            Tx::Lite(tx) => {
                // Named by number, SQLite would look each value's name up in a list of all of them.
                let sql = AssertSqlSafe(statement(head, tail, WIDTH, count, |_| "?".to_owned()));
                let query = sqlx::query_with(sql, row::lite(args)?);
                query.execute(&mut **tx).await.map_err(fault)?.rows_affected()
            }
            Tx::Pg(tx) => {
                let sql = AssertSqlSafe(statement(head, tail, WIDTH, count, |index| format!("${index}")));
                let query = sqlx::query_with(sql, row::pg(args)?);
                query.execute(&mut **tx).await.map_err(fault)?.rows_affected()
            }
        })
    }

    /// Runs a migration's text, which may hold several statements and takes no arguments.
    pub(crate) async fn script(&mut self, sql: String) -> Result<()> {
        match self {
            Tx::Lite(tx) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await.map(drop).map_err(fault),
            Tx::Pg(tx) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await.map(drop).map_err(fault),
        }
    }
}

/// `head ($1, $2), ($3, $4) tail`: made of the program's own text and numbers alone.
///
/// - `placeholder`: how the engine writes a value's place, counted from 1
fn statement(head: &str, tail: &str, width: usize, rows: usize, placeholder: impl Fn(usize) -> String) -> String {
    let mut sql = String::with_capacity(head.len() + tail.len() + rows * width * 7);
    sql.push_str(head);
    for row in 0..rows {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        for column in 0..width {
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push_str(&placeholder(row * width + column + 1));
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(tail);
    sql
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_block_numbers_its_placeholders_on() {
        assert_eq!(
            super::statement("insert into t (a, b) values", "on conflict do nothing", 2, 2, |index| format!(
                "${index}"
            )),
            "insert into t (a, b) values ($1, $2), ($3, $4) on conflict do nothing"
        );
    }
}
