//! Databases for tests: always SQLite, and PostgreSQL too where a server is given.

use crate::{Db, Migration, args};
use model::Time;
use sqlx::postgres::PgConnectOptions;
use std::str::FromStr;

/// The variable that names a PostgreSQL server for the tests, as a URL whose user may create schemas.
pub const POSTGRES: &str = "CANDOR_TEST_POSTGRES";

/// A fresh, migrated database on each engine at hand, told apart by `db.engine()`.
///
/// - `name`: unique among all tests; it names the SQLite file and the PostgreSQL schema
pub async fn databases(name: &str, lists: &[&[Migration]]) -> Vec<Db> {
    let mut databases = vec![sqlite(name, lists).await];
    match std::env::var(POSTGRES) {
        Ok(url) => databases.push(postgres(&url, name, lists).await),
        Err(_) => eprintln!("{name}: tested on SQLite alone; set {POSTGRES} to a server's URL to test PostgreSQL too"),
    }
    databases
}

/// A fresh SQLite database in a folder of its own under the system's temporary folder.
pub async fn sqlite(name: &str, lists: &[&[Migration]]) -> Db {
    let folder = std::env::temp_dir().join(format!("candor-test-{}-{name}", std::process::id()));
    // A folder left by a crashed run would bring its rows along.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let db = Db::open(&format!("sqlite:{}", folder.join("candor.db").display())).await.expect("SQLite opens");
    db.migrate(lists, Time::from_ms(0)).await.expect("the migrations run on SQLite");
    db
}

/// Makes a fresh, empty schema on a PostgreSQL server.
///
/// - returns: its name
pub async fn schema(url: &str, name: &str) -> String {
    // Named with the process as the SQLite folder is, so that two runs beside each other keep apart.
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let schema = format!("test_{}_{name}", std::process::id());
    let options = PgConnectOptions::from_str(url).expect("the URL of the test server can be read");
    let server = Db::open_postgres(options).await.expect("the PostgreSQL server answers");
    let mut tx = server.write().await.expect("PostgreSQL begins");
    tx.script(format!("drop schema if exists {schema} cascade; create schema {schema}"))
        .await
        .expect("a schema can be made");
    tx.commit().await.expect("PostgreSQL commits");
    server.close().await;
    schema
}

async fn postgres(url: &str, name: &str, lists: &[&[Migration]]) -> Db {
    let schema = schema(url, name).await;
    let options = PgConnectOptions::from_str(url).expect("the URL of the test server can be read");
    let db = Db::open_postgres(options.options([("search_path", schema)])).await.expect("PostgreSQL opens");
    db.migrate(lists, Time::from_ms(0)).await.expect("the migrations run on PostgreSQL");
    db
}

/// How many rows a table has, for assertions.
pub async fn count(db: &Db, sql: &'static str) -> i64 {
    db.one(sql, args![]).await.expect("the count can be read").int(0)
}
