//! Answering: the index gives the newest texts that could match, the query is held against each, and the best come first.
//!
//! Relevance is judged among the newest [`CANDIDATES`] that match. A rare word has fewer, and all of them are judged; of
//! a frequent one nobody reads the thousandth, and an answer costs the same however many there are.

use crate::corpus;
use crate::passage::{BLOCK_DAYS, day_of, mark};
use crate::store::TOKENS;
use ::store::fulltext::Sought;
use ::store::{Db, Row};
use model::{Lang, Result, Sentiment, SourceKind, Time};
use std::ops::Range;
use text::query::{Prepared, Query, Wanted};
use text::rank::Ranking;
use text::{Piece, excerpt};

/// How many texts are held against a query and ranked.
pub const CANDIDATES: usize = 200;
/// How often more are fetched where the index gives texts that do not match after all.
const ROUNDS: usize = 4;
const EXCERPT: usize = 160;
const TITLE: usize = 120;
/// The newest of equals stands up to so much higher.
const FRESH: f32 = 0.5;
const FRESH_DAYS: f32 = 30.0;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Staff,
    Public,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Best,
    Newest,
}

/// What is asked. Filters that say nothing let everything through.
#[derive(Clone, Debug)]
pub struct Asked {
    pub audience: Audience,
    /// As typed: words, or the query language of topics.
    pub query: String,
    /// A name of [`crate::CORPORA`].
    pub corpus: Option<String>,
    pub source: Option<String>,
    pub kind: Option<SourceKind>,
    /// The id of a district.
    pub place: Option<String>,
    pub sentiment: Option<Sentiment>,
    pub since: Option<Time>,
    pub until: Option<Time>,
    pub order: Order,
}

/// One text that was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub corpus: String,
    pub subject: String,
    pub at: Time,
    pub source: Option<String>,
    pub kind: Option<SourceKind>,
    pub lang: Lang,
    pub sentiment: Option<Sentiment>,
    pub places: Vec<String>,
    pub title: Vec<Piece>,
    pub excerpt: Vec<Piece>,
    pub link: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Best or newest first, at most [`CANDIDATES`].
    pub found: Vec<Found>,
    /// Whether there are more, which were not ranked.
    pub is_more: bool,
    /// Whether no text holds all the words, so that these hold some of them.
    pub is_relaxed: bool,
    /// Whether the query holds nothing that can be looked for, such as stop words alone.
    pub is_empty: bool,
}

struct Candidate {
    title: String,
    body: String,
    title_hits: Vec<Range<usize>>,
    body_hits: Vec<Range<usize>>,
    row: Row,
}

/// - `now`: fresh texts are preferred as of this moment
pub async fn find(db: &Db, asked: &Asked, now: Time) -> Result<Answer> {
    let Some(query) = read(&asked.query) else { return Ok(Answer { is_empty: true, ..Answer::default() }) };
    let Some(words) = sought(&query.wanted()) else { return Ok(Answer { is_empty: true, ..Answer::default() }) };
    let (mut found, mut is_more) = candidates(db, asked, &query, words).await?;
    let mut is_relaxed = false;
    if found.is_empty()
        && let Some(some) = relaxed(&query)
        && let Some(words) = sought(&some.wanted())
    {
        (found, is_more) = candidates(db, asked, &some, words).await?;
        is_relaxed = !found.is_empty();
    }
    let found = match asked.order {
        Order::Best => ranked(found, &query, now),
        Order::Newest => {
            found.sort_by_key(|candidate| std::cmp::Reverse(candidate.row.time(3)));
            found
        }
    };
    Ok(Answer { found: found.into_iter().map(shown).collect(), is_more, is_relaxed, is_empty: false })
}

/// The query language; where that cannot be read, the words that were typed.
fn read(typed: &str) -> Option<Query> {
    Query::parse(typed).ok().or_else(|| {
        let words = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let quoted: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
        Query::parse(&quoted.join(" ")).ok()
    })
}

/// Any of the words, where a query asks for all and excludes none.
fn relaxed(query: &Query) -> Option<Query> {
    if query.terms().len() < 2 || query.canonical().contains("NOT ") {
        return None;
    }
    let words = query.terms().iter().flat_map(|term| text::tokens(&term.words));
    let words: Vec<String> = words.filter(|word| !text::is_stop(word)).map(|word| format!("\"{word}\"")).collect();
    Query::parse(&words.join(" OR ")).ok()
}

/// What the index is asked for; nothing where only stop words are, which it does not hold.
fn sought(wanted: &Wanted) -> Option<Sought> {
    match wanted {
        Wanted::Anything => None,
        Wanted::Word(word) => (!text::is_stop(word)).then(|| Sought::Token(word.clone())),
        Wanted::Beginning(word) => Some(Sought::Prefix(word.clone())),
        Wanted::All(parts) => {
            let parts: Vec<Sought> = parts.iter().filter_map(sought).collect();
            (!parts.is_empty()).then_some(Sought::All(parts))
        }
        // A choice with a stop word in it would be met by nearly every text.
        Wanted::Any(parts) => parts.iter().map(sought).collect::<Option<Vec<Sought>>>().map(Sought::Any),
    }
}

fn filters(asked: &Asked) -> Vec<Sought> {
    let token = |name: &str, value: &str| Sought::Token(mark(name, value));
    let mut filters = Vec::new();
    if asked.audience == Audience::Public {
        filters.push(token("public", ""));
    }
    filters.extend(asked.corpus.as_ref().map(|name| token("corpus", name)));
    filters.extend(asked.source.as_ref().map(|source| token("source", source)));
    filters.extend(asked.kind.map(|kind| token("kind", kind.code())));
    filters.extend(asked.place.as_ref().map(|place| token("place", place)));
    filters.extend(asked.sentiment.map(|mood| token("mood", mood.code())));
    // A span without an end on one side is looked at in the texts alone, from the newest backwards.
    if let (Some(since), Some(until)) = (asked.since, asked.until) {
        filters.extend(days(day_of(since).0, day_of(until).0));
    }
    filters
}

/// A span as whole months with days at its ends; nothing for one of many years, which hardly keeps anything out.
fn days(first: i64, last: i64) -> Option<Sought> {
    const MONTHS_MAX: i64 = 60;
    if last < first || (last - first) / BLOCK_DAYS > MONTHS_MAX {
        return None;
    }
    let mut parts = Vec::new();
    let mut day = first;
    while day <= last {
        if day % BLOCK_DAYS == 0 && day + BLOCK_DAYS - 1 <= last {
            parts.push(Sought::Token(mark("month", &(day / BLOCK_DAYS).to_string())));
            day += BLOCK_DAYS;
        } else {
            parts.push(Sought::Token(mark("day", &day.to_string())));
            day += 1;
        }
    }
    Some(Sought::Any(parts))
}

const SELECT: &str = "select passage_no, corpus, subject, at_ms, source_id, kind, lang, sentiment, places, title, body, link from passage";

async fn candidates(db: &Db, asked: &Asked, query: &Query, words: Sought) -> Result<(Vec<Candidate>, bool)> {
    let mut parts = vec![words];
    parts.extend(filters(asked));
    let sought = if parts.len() == 1 { parts.remove(0) } else { Sought::All(parts) };
    let mut found = Vec::new();
    let mut below = i64::MAX;
    for _ in 0..ROUNDS {
        let rows = TOKENS.newest(db, (SELECT, "passage_no"), &sought, below, CANDIDATES as u32).await?;
        let is_last = rows.len() < CANDIDATES;
        below = rows.last().map_or(below, |row| row.int(0));
        found.extend(rows.into_iter().filter(|row| fits(row, asked)).filter_map(|row| held_against(row, query)));
        if is_last || found.len() >= CANDIDATES {
            let is_more = !is_last;
            found.truncate(CANDIDATES);
            return Ok((found, is_more));
        }
    }
    Ok((found, true))
}

/// What the marks say roughly, exactly; and once more that nobody finds what is not for them.
fn fits(row: &Row, asked: &Asked) -> bool {
    let at = row.time(3);
    let is_theirs =
        corpus::named(&row.text(1)).is_some_and(|corpus| corpus.is_public) || asked.audience == Audience::Staff;
    let is_private = row.text_or_null(5).as_deref().and_then(SourceKind::from_code).is_some_and(SourceKind::is_private);
    is_theirs
        && !is_private
        && asked.since.is_none_or(|since| at >= since)
        && asked.until.is_none_or(|until| at <= until)
        && asked.source.as_ref().is_none_or(|source| row.text_or_null(4).as_ref() == Some(source))
        && asked.place.as_ref().is_none_or(|place| row.text(8).split(' ').any(|known| known == place))
}

fn held_against(row: Row, query: &Query) -> Option<Candidate> {
    let (title, body) = (row.text(9), row.text(10));
    let whole = format!("{title}\n{body}");
    let matched = query.matches(&Prepared::of(&whole))?;
    let border = title.chars().count();
    let (mut title_hits, mut body_hits) = (Vec::new(), Vec::new());
    for hit in matched.hits {
        if hit.range.end <= border {
            title_hits.push(hit.range);
        } else if hit.range.start > border {
            body_hits.push(hit.range.start - border - 1..hit.range.end - border - 1);
        }
    }
    Some(Candidate { title, body, title_hits, body_hits, row })
}

fn ranked(candidates: Vec<Candidate>, query: &Query, now: Time) -> Vec<Candidate> {
    let mut ranking = Ranking::default();
    candidates.iter().for_each(|candidate| ranking.add(&candidate.title, &candidate.body));
    let words: Vec<&str> = query.terms().iter().map(|term| term.words.as_str()).collect();
    let mut scores = vec![0.0f32; candidates.len()];
    for (place, score) in ranking.rank(&words.join(" "), candidates.len()) {
        scores[place as usize] = score;
    }
    let mut scored: Vec<(f32, Candidate)> = scores
        .into_iter()
        .zip(candidates)
        .map(|(score, candidate)| {
            let age = now.since(candidate.row.time(3)).max(0) as f32 / model::DAY_MS as f32;
            (score * (1.0 + FRESH * (-age / FRESH_DAYS).exp()), candidate)
        })
        .collect();
    // The index gave the newest first, and sorting keeps the order of equals.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

fn shown(candidate: Candidate) -> Found {
    let row = &candidate.row;
    Found {
        corpus: row.text(1),
        subject: row.text(2),
        at: row.time(3),
        source: row.text_or_null(4),
        kind: row.text_or_null(5).as_deref().and_then(SourceKind::from_code),
        lang: Lang::from_code(&row.text(6)).unwrap_or(Lang::Other),
        sentiment: row.text_or_null(7).as_deref().and_then(Sentiment::from_code),
        places: row.text(8).split_whitespace().map(str::to_owned).collect(),
        title: excerpt(&candidate.title, &candidate.title_hits, TITLE),
        excerpt: excerpt(&candidate.body, &candidate.body_hits, EXCERPT),
        link: row.text_or_null(11),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_asked_for_by_few_tokens_that_cover_it_exactly() {
        let Some(Sought::Any(parts)) = days(27, 28 * 3 + 1) else { panic!("a span has days") };
        let shown: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Sought::Token(token) => token.replace(store::fulltext::MARK, " ").trim().to_owned(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(shown, ["day 27", "month 1", "month 2", "day 84", "day 85"]);
        assert_eq!(days(10, 5), None);
    }

    #[test]
    fn what_cannot_be_read_as_a_query_is_read_as_words() {
        assert_eq!(read("停水 (老港").map(|query| query.canonical()), Some("停水 AND 老港".to_owned()));
        assert_eq!(read("()").map(|query| query.canonical()), None);
    }
}
