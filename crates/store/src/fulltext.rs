//! Full text: an index over tokens that the caller has cut, so that both engines and every query agree on where words end.
//!
//! What differs by engine is all here. SQLite keeps a contentless FTS5 table; PostgreSQL a table of `tsvector`s that are
//! made of an array, with a GIN index. A migration makes one with `create fulltext NAME;`. Rows are numbers that grow, and answers come newest
//! first: FTS5 walks that way by itself. PostgreSQL would gather every row that holds a frequent word, so each row
//! also holds a token for its block of numbers, and blocks are asked for from the newest backwards.

use crate::db::{Pools, fault};
use crate::{Arg, Db, Row, Tx, row};
use model::Result;
use sqlx::AssertSqlSafe;

/// Numbers in a block. A frequent word stands in thousands of rows of one, which is read in a few milliseconds.
const BLOCK: i64 = 1 << 13;
/// How many times as many blocks are asked for at a further step, where nothing says how frequent the words are.
const STEP: i64 = 4;
/// Letters of a token. Longer ones say nothing and PostgreSQL refuses them past 2,046 bytes.
const TOKEN_CHARS_MAX: usize = 64;
/// Begins a token that is no word: a block, or what a caller marks a row with. It is no letter in any text, and to both
/// engines it is a part of a token.
pub const MARK: char = '\u{a7}';
const ROWS: usize = 64;

/// What a row must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    Token(String),
    /// A token that begins so.
    Prefix(String),
    All(Vec<Sought>),
    Any(Vec<Sought>),
}

/// One index, by the name that its migration gave it.
#[derive(Clone, Copy, Debug)]
pub struct FullText(pub &'static str);

/// The statements that make an index of this name.
pub(crate) fn create(tx: &Tx, name: &str) -> String {
    match tx {
        // No positions: phrases are looked for in the texts that hold all of their words. The tokenizer that parts at ASCII
        // signs alone leaves our tokens whole.
        Tx::Lite(_) => format!(
            "create virtual table {name} using fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');"
        ),
        // The list of pending rows is read through by every query, so it is kept short.
        Tx::Pg(_) => format!(
            "create table {name} (number bigint primary key, tokens tsvector not null);
             create index {name}_tokens on {name} using gin (tokens) with (gin_pending_list_limit = 256);"
        ),
    }
}

impl FullText {
    /// Enters rows.
    ///
    /// - `rows`: each number once, none of them in the index yet, with its tokens: letters, digits, `'` and [`MARK`] alone
    pub async fn add(self, tx: &mut Tx, rows: Vec<(i64, Vec<String>)>) -> Result<()> {
        let rows: Vec<(i64, String)> = rows
            .into_iter()
            .map(|(number, tokens)| {
                let mut kept: Vec<String> = tokens.iter().filter_map(|token| stored(token)).collect();
                if let Tx::Pg(_) = tx {
                    kept.push(block(number / BLOCK));
                }
                kept.sort_unstable();
                kept.dedup();
                (number, kept.join(" "))
            })
            .collect();
        for rows in rows.chunks(ROWS) {
            let args = rows.iter().flat_map(|(number, tokens)| [Arg::from(*number), Arg::from(tokens)]);
            match tx {
                Tx::Lite(tx) => {
                    let places = vec!["(?, ?)"; rows.len()].join(", ");
                    let sql = AssertSqlSafe(format!("insert into {} (rowid, tokens) values {places}", self.0));
                    sqlx::query_with(sql, row::lite(args)?).execute(&mut **tx).await.map_err(fault)?;
                }
                Tx::Pg(tx) => {
                    let place = |index: usize| {
                        let (number, tokens) = (index * 2 + 1, index * 2 + 2);
                        format!("(${number}, array_to_tsvector(string_to_array(${tokens}, ' ')))")
                    };
                    let places = (0..rows.len()).map(place).collect::<Vec<_>>().join(", ");
                    let sql = AssertSqlSafe(format!("insert into {} (number, tokens) values {places}", self.0));
                    sqlx::query_with(sql, row::pg(args)?).execute(&mut **tx).await.map_err(fault)?;
                }
            }
        }
        Ok(())
    }

    pub async fn remove(self, tx: &mut Tx, number: i64) -> Result<()> {
        match tx {
            Tx::Lite(tx) => {
                let sql = AssertSqlSafe(format!("delete from {} where rowid = $1", self.0));
                sqlx::query_with(sql, row::lite([number.into()])?).execute(&mut **tx).await.map_err(fault)?;
            }
            Tx::Pg(tx) => {
                let sql = AssertSqlSafe(format!("delete from {} where number = $1", self.0));
                sqlx::query_with(sql, row::pg([number.into()])?).execute(&mut **tx).await.map_err(fault)?;
            }
        }
        Ok(())
    }

    /// Rows of a table whose numbers hold what is sought, newest first.
    ///
    /// - `select`: the columns and the table, ended before its `where`; the program's own text
    /// - `key`: the column of that table that holds the number
    /// - `below`: only smaller numbers, so that one can go on where the last answer ended
    /// - cost: grows with `limit`, not with how frequent the words are
    pub async fn newest(
        self,
        db: &Db,
        (select, key): (&'static str, &'static str),
        sought: &Sought,
        below: i64,
        limit: u32,
    ) -> Result<Vec<Row>> {
        match &db.0 {
            Pools::Lite { readers, .. } => {
                let sql = AssertSqlSafe(format!(
                    "{select} where {key} in (
                       select rowid from {name} where {name} match $1 and rowid < $2 order by rowid desc limit $3)
                     order by {key} desc",
                    // The whole table is asked: with `detail=none` it keeps no columns apart.
                    name = self.0
                ));
                let args = row::lite([Arg::from(lite(sought)), below.into(), limit.into()])?;
                let rows = sqlx::query_with(sql, args).fetch_all(readers).await.map_err(fault)?;
                Ok(rows.into_iter().map(Row::Lite).collect())
            }
            Pools::Pg { readers, .. } => {
                let newest = AssertSqlSafe(format!("select coalesce(max(number), 0) from {}", self.0));
                let newest: i64 = sqlx::query_scalar(newest).fetch_one(readers).await.map_err(fault)?;
                let mut end = below.min(newest + 1);
                // A block that has just begun says too little of how frequent the words are.
                let mut blocks = if end % BLOCK < BLOCK / 2 { 2 } else { 1 };
                let mut rows: Vec<Row> = Vec::new();
                while end > 0 && (rows.len() as u32) < limit {
                    let last = (end - 1) / BLOCK;
                    let first = (last - blocks + 1).max(0);
                    // Past so many blocks the word is so rare that all of its rows are few.
                    let within = (blocks <= 64)
                        .then(|| Sought::Any((first..=last).map(|number| Sought::Token(block(number))).collect()));
                    let start = if within.is_some() { first * BLOCK } else { 0 };
                    let asked = match within {
                        Some(within) => Sought::All(vec![sought.clone(), within]),
                        None => sought.clone(),
                    };
                    // The inner query is fenced, so that the plan begins with the words and not with the newest rows.
                    let sql = AssertSqlSafe(format!(
                        "{select} where {key} in (
                           select number from (select number from {} where tokens @@ cast($1 as tsquery) offset 0) as found
                           where number >= $2 and number < $3 order by number desc limit $4)
                         order by {key} desc",
                        self.0
                    ));
                    let left = limit - rows.len() as u32;
                    let args = row::pg([Arg::from(pg(&asked)), start.into(), end.into(), left.into()])?;
                    let found = sqlx::query_with(sql, args).fetch_all(readers).await.map_err(fault)?;
                    blocks = next_blocks(blocks, end - start, found.len() as i64, i64::from(left));
                    rows.extend(found.into_iter().map(Row::Pg));
                    end = start;
                }
                Ok(rows)
            }
        }
    }
}

/// How many blocks the next step asks for: as many as should hold the rows that are missing. Of a frequent word four blocks
/// would hold thousands, each of which is read to be thrown away.
///
/// - `span`: the numbers of the last step, in which `found` of `wanted` rows were
fn next_blocks(blocks: i64, span: i64, found: i64, wanted: i64) -> i64 {
    let most = blocks * STEP;
    if found == 0 { most } else { ((wanted - found) * span / found / BLOCK + 1).min(most) }
}

fn block(number: i64) -> String {
    format!("{MARK}block{number}")
}

/// A token as it is kept: what is no letter, digit or mark is left out, since it would part the token.
fn stored(token: &str) -> Option<String> {
    let kept: String = token.chars().filter(|c| c.is_alphanumeric() || *c == MARK).take(TOKEN_CHARS_MAX).collect();
    (!kept.is_empty()).then_some(kept)
}

fn lite(sought: &Sought) -> String {
    match sought {
        Sought::Token(token) => format!("\"{}\"", stored(token).unwrap_or_default()),
        Sought::Prefix(token) => format!("\"{}\"*", stored(token).unwrap_or_default()),
        Sought::All(parts) => joined(parts, " AND ", lite),
        Sought::Any(parts) => joined(parts, " OR ", lite),
    }
}

fn pg(sought: &Sought) -> String {
    match sought {
        Sought::Token(token) => format!("'{}'", stored(token).unwrap_or_default()),
        Sought::Prefix(token) => format!("'{}':*", stored(token).unwrap_or_default()),
        Sought::All(parts) => joined(parts, " & ", pg),
        Sought::Any(parts) => joined(parts, " | ", pg),
    }
}

fn joined(parts: &[Sought], sign: &str, write: fn(&Sought) -> String) -> String {
    let parts: Vec<String> = parts.iter().map(write).collect();
    format!("({})", parts.join(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frequent_word_is_looked_for_in_few_blocks_and_a_rare_one_in_ever_more() {
        assert_eq!(next_blocks(1, BLOCK, 150, 200), 1, "one more block holds the fifty that are missing");
        assert_eq!(next_blocks(1, BLOCK, 80, 200), 2);
        assert_eq!(next_blocks(1, BLOCK, 2, 200), 4, "but never more than four times as many");
        assert_eq!(next_blocks(16, 16 * BLOCK, 0, 200), 64);
    }

    #[test]
    fn what_is_sought_cannot_become_a_sign_of_the_engine() {
        let hostile = Sought::All(vec![
            Sought::Token("a\" OR \"b".to_owned()),
            Sought::Any(vec![Sought::Prefix("c'); drop".to_owned()), Sought::Token("don't".to_owned())]),
        ]);
        assert_eq!(lite(&hostile), "(\"aORb\" AND (\"cdrop\"* OR \"dont\"))");
        assert_eq!(pg(&hostile), "('aORb' & ('cdrop':* | 'dont'))");
    }
}
