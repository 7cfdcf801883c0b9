//! Files of rows, JSONL and CSV: where rows end, and how one becomes a post. Polling, pushing and importing read rows here.

use crate::fields::{Field, json_object};
use crate::limits::{CSV_COLUMNS_MAX, ROW_BYTES_MAX, Reason};
use crate::options::Column;
use crate::raw::{Parsed, RawPost};
use model::Zone;
use std::borrow::Cow;

/// How the rows of a file are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Jsonl,
    Csv(Header),
}

/// What the first record of a CSV file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    delimiter: u8,
    /// What each column holds, if listening has a use for it.
    columns: Vec<Option<Field>>,
}

impl Header {
    /// - `record`: the first record, with its line end
    pub fn read(record: &str) -> Result<Self, Reason> {
        Self::by(record, Field::named)
    }

    /// A header whose columns are taken for what someone drew; all others are never read.
    pub fn mapped(record: &str, mut column: impl FnMut(&str) -> Option<Column>) -> Result<Self, Reason> {
        let field = |column| match column {
            Column::Id => Field::Id,
            Column::Title => Field::Title,
            Column::Text => Field::Text,
            Column::Time => Field::Time,
            Column::Caller => Field::Author,
        };
        Self::by(record, |name| column(name).map(field))
    }

    /// The names alone.
    pub fn names(record: &str) -> Result<Vec<String>, Reason> {
        let (_, names) = split(record)?;
        Ok(names.iter().map(str::to_owned).collect())
    }

    fn by(record: &str, field: impl FnMut(&str) -> Option<Field>) -> Result<Self, Reason> {
        let (delimiter, names) = split(record)?;
        let columns: Vec<_> = names.iter().map(field).collect();
        let has_text = columns.iter().flatten().any(|field| matches!(field, Field::Text | Field::Title | Field::Html));
        if has_text { Ok(Header { delimiter, columns }) } else { Err(Reason::NoTextColumn) }
    }
}

/// The sign that parts a first record's columns, and their names.
fn split(record: &str) -> Result<(u8, csv::StringRecord), Reason> {
    let line = record.trim_start_matches('\u{FEFF}');
    let is_more = |a: &u8, b: &u8| count(line, *a).cmp(&count(line, *b));
    let delimiter = [b';', b'\t', b','].into_iter().max_by(is_more).unwrap_or(b',');
    let mut reader = csv_reader(line.as_bytes(), delimiter);
    let mut names = csv::StringRecord::new();
    reader.read_record(&mut names).map_err(|_| Reason::NotThisFormat)?;
    if names.len() > CSV_COLUMNS_MAX { Err(Reason::ColumnsOver) } else { Ok((delimiter, names)) }
}

fn count(line: &str, delimiter: u8) -> usize {
    line.bytes().filter(|byte| *byte == delimiter).count()
}

fn csv_reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    // Ragged rows are told from whole ones here, by line, rather than ending the file.
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes)
}

/// Finds where rows end, across reads of a file.
///
/// In CSV a line break between quotes belongs to its field. A quote that never closes would swallow the file, so a row over the
/// limit is given up at its first line break.
pub(crate) struct Rows {
    delimiter: Option<u8>,
}

impl Rows {
    pub fn of(format: &Format) -> Self {
        match format {
            Format::Jsonl => Rows { delimiter: None },
            Format::Csv(header) => Rows { delimiter: Some(header.delimiter) },
        }
    }

    /// Of a CSV file whose header is not read yet: a delimiter matters to quotes alone, and any of the usual ones may come.
    pub fn of_unread_csv() -> Self {
        Rows { delimiter: Some(b',') }
    }

    /// - returns: how many bytes the first row takes, its line end included; nothing if `bytes` holds no whole row
    pub fn first(&self, bytes: &[u8]) -> Option<usize> {
        match self.delimiter {
            None => bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1),
            Some(delimiter) => first_record(bytes, delimiter),
        }
    }
}

/// The same rules as the CSV reader's: a quote opens at the start of a field only, and is written twice inside.
fn first_record(bytes: &[u8], delimiter: u8) -> Option<usize> {
    enum At {
        FieldStart,
        Plain,
        Quoted,
        QuoteInQuoted,
    }
    let mut at = At::FieldStart;
    for (index, byte) in bytes.iter().enumerate() {
        at = match (at, *byte) {
            (At::Quoted, b'"') => At::QuoteInQuoted,
            (At::Quoted, _) => At::Quoted,
            (At::FieldStart | At::QuoteInQuoted, b'"') => At::Quoted,
            (_, b'\n') => return Some(index + 1),
            (_, byte) if byte == delimiter => At::FieldStart,
            _ => At::Plain,
        };
    }
    None
}

/// Reads whole rows.
///
/// - `text`: no row in part; each row at most [`ROW_BYTES_MAX`]
/// - `line`: the number of its first line, from 1
pub(crate) fn read(
    text: &str,
    format: &Format,
    line: u64,
    zone: &Zone,
    each: &mut dyn FnMut(u64, Result<RawPost, Reason>),
) {
    match format {
        Format::Jsonl => {
            for (line, row) in (line..).zip(text.split('\n')) {
                let row = row.trim();
                if row.len() > ROW_BYTES_MAX {
                    each(line, Err(Reason::RowOver));
                } else if !row.is_empty() {
                    each(line, json_object(row.as_bytes(), zone));
                }
            }
        }
        Format::Csv(header) => {
            let mut reader = csv_reader(text.as_bytes(), header.delimiter);
            let mut record = csv::StringRecord::new();
            while let Ok(true) = reader.read_record(&mut record) {
                let at = line + record.position().map_or(0, |position| lines_before(text, position));
                each(at, csv_post(&record, header, zone));
            }
        }
    }
}

/// The reader ends a record at the first of the two signs of a Windows line end, and counts the second with the next.
fn lines_before(text: &str, position: &csv::Position) -> u64 {
    let byte = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let is_within_line_end = text.as_bytes().get(byte) == Some(&b'\n') && byte > 0;
    position.line().saturating_sub(1) + u64::from(is_within_line_end)
}

fn csv_post(record: &csv::StringRecord, header: &Header, zone: &Zone) -> Result<RawPost, Reason> {
    if record.len() != header.columns.len() {
        return Err(Reason::RowRagged);
    }
    let mut post = RawPost::default();
    for (field, value) in header.columns.iter().zip(record) {
        if let Some(field) = field {
            field.fill(&mut post, Cow::Borrowed(value), zone);
        }
    }
    Ok(post)
}

/// Reads a whole file from memory, as polling does.
pub(crate) fn read_all(text: &str, format: &Format, line: u64, zone: &Zone) -> Parsed {
    let mut parsed = Parsed::default();
    let rows = Rows::of(format);
    let (mut rest, mut line) = (text, line);
    while !rest.is_empty() {
        // A block of good rows is read in one go; a row over the limit ends the block.
        let mut good = 0;
        let over = loop {
            let ahead = &rest.as_bytes()[good..];
            let length = rows.first(&ahead[..ahead.len().min(ROW_BYTES_MAX)]);
            match length {
                Some(length) => good += length,
                None if ahead.len() > ROW_BYTES_MAX => break up_to_line_end(&rest[good..]),
                None => {
                    good = rest.len();
                    break 0;
                }
            }
        };
        let block = &rest[..good];
        read(block, format, line, zone, &mut |at, post| match post {
            Ok(post) => parsed.push(post),
            Err(reason) => parsed.skip(at, reason),
        });
        line += lines(block);
        if over > 0 {
            parsed.skip(line, Reason::RowOver);
            line += 1;
        }
        rest = &rest[good + over..];
    }
    parsed
}

fn up_to_line_end(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

pub(crate) fn lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, posts: &[&str], skipped: &[(u64, Reason)]) {
        let (format, body, line) = match text.split_once('\n') {
            Some((header, body)) if !text.starts_with('{') => {
                (Format::Csv(Header::read(header).expect("a header")), body, 2)
            }
            _ => (Format::Jsonl, text, 1),
        };
        let parsed = read_all(body, &format, line, &Zone::utc());
        let texts: Vec<_> = parsed.posts.iter().map(|post| post.text.as_str()).collect();
        assert_eq!(texts, posts);
        let found: Vec<_> = parsed.skipped.iter().map(|skipped| (skipped.line, skipped.reason)).collect();
        assert_eq!(found, skipped);
    }

    #[test]
    fn bad_rows_are_told_by_line_and_good_ones_stay() {
        check(
            "{\"text\":\"a\"}\n{broken\n\n[1]\n{\"内容\":\"b\",\"up\":{\"x\":[1,2]}}\n{\"text\":\"c\"}",
            &["a", "b", "c"],
            &[(2, Reason::RowBroken), (4, Reason::RowBroken)],
        );
        check(
            "id,内容\n1,a\n2,b,c\n3,\"d\ne\"\n4\n5,f\" g\n6,h",
            &["a", "d\ne", "f\" g", "h"],
            &[(3, Reason::RowRagged), (6, Reason::RowRagged)],
        );
        check("time;text\n2024-01-01;a,b\n", &["a,b"], &[]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_row() {
        let text = format!("text\n\"open\n{}last\n", "x\n".repeat(ROW_BYTES_MAX / 2 + 10));
        let format = Format::Csv(Header::read("text").expect("a header"));
        let parsed = read_all(&text[5..], &format, 2, &Zone::utc());
        assert_eq!(parsed.skipped[0].line, 2);
        assert_eq!(parsed.skipped[0].reason, Reason::RowOver);
        assert_eq!(parsed.posts[0].text, "x");
    }

    #[test]
    fn a_file_without_texts_is_refused() {
        assert_eq!(Header::read("a,b,c"), Err(Reason::NoTextColumn));
    }
}
