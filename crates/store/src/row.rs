//! What goes into a query and what comes out, without the driver's types.

use model::{Error, Result, Time};
use sqlx::Row as _;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, TypeInfo as _, ValueRef as _};

/// One bound value. The four column types of the project, each of which may be null.
#[derive(Clone, Debug)]
pub enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
    Real(Option<f64>),
    Blob(Option<Vec<u8>>),
}

macro_rules! from {
    ($($type:ty => |$value:ident| $arg:expr),* $(,)?) => {$(
        impl From<$type> for Arg { fn from($value: $type) -> Self { $arg } }
    )*};
}

from! {
    i64 => |value| Arg::Int(Some(value)),
    i32 => |value| Arg::Int(Some(value.into())),
    u32 => |value| Arg::Int(Some(value.into())),
    u8 => |value| Arg::Int(Some(value.into())),
    u64 => |value| Arg::Int(Some(i64::try_from(value).unwrap_or(i64::MAX))),
    usize => |value| Arg::Int(Some(i64::try_from(value).unwrap_or(i64::MAX))),
    Option<i64> => |value| Arg::Int(value),
    Time => |value| Arg::Int(Some(value.ms())),
    Option<Time> => |value| Arg::Int(value.map(Time::ms)),
    &str => |value| Arg::Text(Some(value.to_owned())),
    &String => |value| Arg::Text(Some(value.clone())),
    String => |value| Arg::Text(Some(value)),
    Option<String> => |value| Arg::Text(value),
    Option<&str> => |value| Arg::Text(value.map(str::to_owned)),
    f64 => |value| Arg::Real(Some(value)),
    Option<f64> => |value| Arg::Real(value),
    Vec<u8> => |value| Arg::Blob(Some(value)),
    &[u8] => |value| Arg::Blob(Some(value.to_vec())),
    Option<Vec<u8>> => |value| Arg::Blob(value),
}

pub(crate) fn lite(args: impl IntoIterator<Item = Arg>) -> Result<SqliteArguments> {
    let mut bound = SqliteArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Int(value) => bound.add(value),
            Arg::Text(value) => bound.add(value),
            Arg::Real(value) => bound.add(value),
            Arg::Blob(value) => bound.add(value),
        };
        added.map_err(|error| Error::broken(error.to_string()))?;
    }
    Ok(bound)
}

pub(crate) fn pg(args: impl IntoIterator<Item = Arg>) -> Result<PgArguments> {
    let mut bound = PgArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Int(value) => bound.add(value),
            // PostgreSQL text cannot hold NUL. Intake drops it; this keeps a form from failing on one.
            Arg::Text(Some(text)) if text.contains('\0') => bound.add(text.replace('\0', "")),
            Arg::Text(value) => bound.add(value),
            Arg::Real(value) => bound.add(value),
            Arg::Blob(value) => bound.add(value),
        };
        added.map_err(|error| Error::broken(error.to_string()))?;
    }
    Ok(bound)
}

/// One row of an answer, read by column position.
///
/// A getter panics when the column is not there or not of its type: the SQL stands beside the call,
/// so that is a fault of the program and never of its input.
pub enum Row {
    Lite(SqliteRow),
    Pg(PgRow),
}

macro_rules! get {
    ($row:expr, $index:expr, $type:ty) => {
        match $row {
            Row::Lite(row) => row.try_get::<$type, usize>($index),
            Row::Pg(row) => row.try_get::<$type, usize>($index),
        }
        .unwrap_or_else(|error| panic!("column {} is read as its type: {error}", $index))
    };
}

impl Row {
    pub fn int(&self, index: usize) -> i64 {
        self.int_or_null(index).unwrap_or_else(|| panic!("column {index} is never null"))
    }

    pub fn int_or_null(&self, index: usize) -> Option<i64> {
        if let Row::Pg(row) = self {
            // A literal or a `case` of literals is four bytes wide on PostgreSQL.
            let narrow = row.try_get_raw(index).is_ok_and(|value| value.type_info().name() == "INT4");
            if narrow {
                return get!(self, index, Option<i32>).map(i64::from);
            }
        }
        get!(self, index, Option<i64>)
    }

    /// A count as the type that counts use; a negative one reads as 0.
    pub fn count(&self, index: usize) -> u32 {
        u32::try_from(self.int(index).max(0)).unwrap_or(u32::MAX)
    }

    pub fn time(&self, index: usize) -> Time {
        Time::from_ms(self.int(index))
    }

    pub fn time_or_null(&self, index: usize) -> Option<Time> {
        self.int_or_null(index).map(Time::from_ms)
    }

    pub fn text(&self, index: usize) -> String {
        get!(self, index, String)
    }

    pub fn text_or_null(&self, index: usize) -> Option<String> {
        get!(self, index, Option<String>)
    }

    pub fn real(&self, index: usize) -> f64 {
        get!(self, index, f64)
    }

    pub fn real_or_null(&self, index: usize) -> Option<f64> {
        get!(self, index, Option<f64>)
    }

    pub fn blob(&self, index: usize) -> Vec<u8> {
        get!(self, index, Vec<u8>)
    }

    pub fn blob_or_null(&self, index: usize) -> Option<Vec<u8>> {
        get!(self, index, Option<Vec<u8>>)
    }
}
