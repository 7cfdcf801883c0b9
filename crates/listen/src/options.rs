//! What a source asks for beyond its address: the query that narrows a stream, and which column of an export holds what.

use model::{Error, Result};
use serde::{Deserialize, Serialize};
use text::query::{Prepared, Query};

/// Languages that a stream may be narrowed to.
const LANGS_MAX: usize = 8;
/// Columns of an export that a mapping may name.
const COLUMNS_MAX: usize = 32;
const COLUMN_CHARS_MAX: usize = 200;

/// Stored beside the source as JSON, and told to its parser. A field that is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Of a stream: in the language of topics, what a post must say to be heard at all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// Of a stream: primary language tags, one of which a post must name. Empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub langs: Vec<String>,
    /// Of an export: the name of a column, and what is taken from it. What is not named here is never read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<(String, Column)>,
}

/// What a column of an export is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The number of the ticket: hashed, so that the same ticket is heard once.
    Id,
    Title,
    Text,
    Time,
    /// Who called: one voice of the day, and nothing else.
    Caller,
}

impl Column {
    pub const ALL: &'static [Column] = &[Column::Id, Column::Title, Column::Text, Column::Time, Column::Caller];

    pub const fn code(self) -> &'static str {
        match self {
            Column::Id => "id",
            Column::Title => "title",
            Column::Text => "text",
            Column::Time => "time",
            Column::Caller => "caller",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Column::ALL.iter().copied().find(|column| column.code() == code)
    }
}

impl Options {
    pub fn is_empty(&self) -> bool {
        *self == Options::default()
    }

    /// As the database and the parsing child are told.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("names and codes serialise")
    }

    /// What cannot be read asks for nothing; for a stream that means it is not opened.
    pub fn from_json(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Checks what was entered for a stream: nobody may listen to everything that a network says.
    pub fn check_stream(&self) -> Result<()> {
        if self.query.trim().is_empty() || Query::parse(&self.query).is_err() {
            return Err(Error::invalid("listen-error-query"));
        }
        let is_tag = |tag: &String| (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
        if self.langs.len() > LANGS_MAX || !self.langs.iter().all(is_tag) {
            return Err(Error::invalid("listen-error-langs"));
        }
        Ok(())
    }

    /// Checks the mapping of an export: some column must be the text, and none may be named twice.
    pub fn check_columns(&self) -> Result<()> {
        let is_name = |name: &str| !name.trim().is_empty() && name.chars().count() <= COLUMN_CHARS_MAX;
        let is_once = |(index, (name, column)): (usize, &(String, Column))| {
            is_name(name) && !self.columns[..index].iter().any(|(known, role)| known == name || role == column)
        };
        let has_text = self.columns.iter().any(|(_, column)| matches!(column, Column::Text | Column::Title));
        if has_text && self.columns.len() <= COLUMNS_MAX && self.columns.iter().enumerate().all(is_once) {
            Ok(())
        } else {
            Err(Error::invalid("listen-error-columns"))
        }
    }

    /// What a stream's posts are held against; nothing if everything would pass, which no stream may.
    pub(crate) fn filter(&self) -> Option<Filter<'_>> {
        let query = Query::parse(&self.query).ok().filter(|query| !query.terms().is_empty())?;
        Some(Filter { query, langs: &self.langs })
    }
}

pub(crate) struct Filter<'a> {
    query: Query,
    langs: &'a [String],
}

impl Filter<'_> {
    /// - `langs`: the tags that the post names itself; one that names none may be in any language
    pub fn lets_in<'l>(&self, text: &str, mut langs: impl Iterator<Item = &'l str>) -> bool {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let is_wanted = self.langs.is_empty() || {
            let mut is_any_named = false;
            langs.any(|tag| {
                is_any_named = true;
                self.langs.contains(&primary(tag))
            }) || !is_any_named
        };
        is_wanted && self.query.matches(&Prepared::of(text)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_without_a_query_is_refused_and_one_with_a_query_lets_in_what_it_asks_for() {
        let asks = |query: &str, langs: &[&str]| Options {
            query: query.to_owned(),
            langs: langs.iter().map(|lang| (*lang).to_owned()).collect(),
            ..Options::default()
        };
        for refused in [asks("", &[]), asks("(停水", &[]), asks("water", &["english"])] {
            assert!(refused.check_stream().is_err(), "{refused:?}");
        }
        assert!(asks("", &[]).filter().is_none());
        let options = asks("停水 OR \"water outage\"", &["zh"]);
        assert!(options.check_stream().is_ok());
        let filter = options.filter().expect("it asks for something");
        let check = |text: &str, langs: &[&str]| filter.lets_in(text, langs.iter().copied());
        assert!(
            check("东湖路停水了", &["zh-CN"]) && check("东湖路停水了", &["en", "zh"]) && check("东湖路停水了", &[])
        );
        assert!(!check("东湖路停水了", &["en"]) && !check("今天天气很好", &["zh"]));
        assert_eq!(Options::from_json(&options.to_json()), options);
        assert_eq!(Options::from_json("no JSON"), Options::default());
    }

    #[test]
    fn a_mapping_names_a_text_and_nothing_twice() {
        let maps = |columns: &[(&str, Column)]| Options {
            columns: columns.iter().map(|(name, column)| ((*name).to_owned(), *column)).collect(),
            ..Options::default()
        };
        assert!(maps(&[("诉求内容", Column::Text), ("来电时间", Column::Time)]).check_columns().is_ok());
        assert!(maps(&[("来电时间", Column::Time)]).check_columns().is_err());
        assert!(maps(&[("a", Column::Text), ("b", Column::Text)]).check_columns().is_err());
        assert!(maps(&[("a", Column::Text), ("a", Column::Time)]).check_columns().is_err());
    }
}
