//! An export that the desk uploads: cut into parts of whole rows, each parsed in the child like what strangers send.

use crate::connectors::{Context, hotline};
use crate::decode::decode;
use crate::isolate::Parser;
use crate::limits::{BODY_BYTES_MAX, ITEMS_MAX, Reason};
use crate::options::Column;
use crate::poll::{Preview, shown};
use crate::raw::Parsed;
use crate::rows::Rows;
use crate::source::Source;
use model::{Time, Zone};

/// Of one upload. A longer history comes by `candor import`.
pub const UPLOAD_BYTES_MAX: usize = BODY_BYTES_MAX;

/// A file in memory, and nowhere else.
pub struct Export {
    text: String,
    /// Where the rows begin.
    body: usize,
    pub columns: Vec<String>,
}

impl Export {
    /// - errors: why its first row cannot be read
    pub fn read(bytes: &[u8]) -> Result<Self, Reason> {
        let columns = hotline::columns(bytes)?;
        let text = decode(bytes, None).text.into_owned();
        let body = Rows::of_unread_csv().first(text.as_bytes()).unwrap_or(text.len());
        Ok(Export { text, body, columns })
    }

    /// A mapping to begin with: columns by the names that hotlines give them, each use once.
    pub fn usual(&self) -> Vec<(String, Column)> {
        let mut drawn: Vec<(String, Column)> = Vec::new();
        for name in &self.columns {
            match hotline::usual(name) {
                Some(column) if !drawn.iter().any(|(_, known)| *known == column) => drawn.push((name.clone(), column)),
                _ => {}
            }
        }
        drawn
    }

    /// How many rows it holds, broken ones included.
    pub fn row_count(&self) -> u32 {
        let rows = Rows::of_unread_csv();
        let (mut rest, mut count) = (&self.text[self.body..], 0);
        while !rest.is_empty() {
            rest = &rest[rows.first(rest.as_bytes()).unwrap_or(rest.len())..];
            count += 1;
        }
        count
    }

    /// The rows in parts of at most [`ITEMS_MAX`], each with the first row above it.
    pub fn parts(&self) -> Vec<String> {
        let (header, mut rest) = self.text.split_at(self.body);
        let rows = Rows::of_unread_csv();
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (mut end, mut count) = (0, 0);
            while count < ITEMS_MAX && end < rest.len() {
                // A row without an end is the last.
                end += rows.first(&rest.as_bytes()[end..]).unwrap_or(rest.len() - end);
                count += 1;
            }
            parts.push(format!("{header}{}", &rest[..end]));
            rest = &rest[end..];
        }
        parts
    }

    /// - errors: why a part cannot be read by the source's mapping
    pub async fn parse(&self, part: &str, parser: &Parser, source: &Source, zone: &Zone) -> Result<Parsed, Reason> {
        let context = Context { options: source.options.clone(), ..Context::new(zone.clone()) };
        parser.parse(&source.connector, &context, part.as_bytes()).await
    }

    /// What would be stored of the first part; nothing is kept.
    pub async fn preview(&self, parser: &Parser, source: &Source, zone: &Zone, now: Time) -> Result<Preview, Reason> {
        let parts = self.parts();
        let first = parts.first().ok_or(Reason::Empty)?;
        Ok(shown(self.parse(first, parser, source, zone).await?, source, zone, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::source::tests::sample;
    use model::SourceKind;

    const EXPORT: &str = "工单编号,来电人,来电号码,诉求标题,诉求内容,来电时间,诉求地址\r\nA1,种子甲,13800138000,停水,\"东湖路\n停水两天\",2024-03-01 08:10,东湖路1号\r\nA2,种子乙,13900139000,路灯,路灯不亮,2024-03-01 09:00,西街2号\r\n";

    #[tokio::test]
    async fn only_columns_that_were_drawn_are_read_and_no_caller_stays() {
        let export = Export::read(encoding_rs::GBK.encode(EXPORT).0.as_ref()).expect("a first row");
        assert_eq!(export.columns.len(), 7);
        assert_eq!(
            export.usual().iter().map(|(_, column)| *column).collect::<Vec<_>>(),
            [Column::Id, Column::Caller, Column::Title, Column::Text, Column::Time]
        );
        let mapped = |columns: Vec<(String, Column)>| Source {
            connector: "hotline".to_owned(),
            url: None,
            options: Options { columns, ..Options::default() },
            ..sample(SourceKind::Public)
        };
        let (parser, now) = (Parser::in_process(), Time::from_ms(1_709_550_000_000));
        let source = mapped(export.usual());
        let shown =
            export.preview(&parser, &source, &Zone::utc(), now).await.unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!(shown.count, 2);
        assert_eq!((shown.mentions[0].title.as_str(), shown.mentions[0].text.as_str()), ("停水", "东湖路\n停水两天"));
        let printed = format!("{:?}", shown.mentions);
        for gone in ["种子", "13800138000", "东湖路1号", "A1"] {
            assert!(!printed.contains(gone), "{gone} in {printed}");
        }
        let other = mapped(vec![("诉求标题".to_owned(), Column::Text)]);
        let shown =
            export.preview(&parser, &other, &Zone::utc(), now).await.unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!(shown.mentions[1].text, "路灯");
    }

    #[test]
    fn parts_hold_whole_rows() {
        let rows: String = (0..2500).map(|n| format!("{n},\"a\nb {n}\"\n")).collect();
        let export = Export::read(format!("id,text\n{rows}").as_bytes()).expect("a first row");
        let parts = export.parts();
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.starts_with("id,text\n") && part.ends_with("\"\n")));
    }
}
