//! A text as the index takes it, and the tokens that it is found by.

use crate::Corpus;
use ::store::Row;
use ::store::fulltext::MARK;
use model::{Day, DistrictId, Lang, Sentiment, SourceKind, Threshold, Time, Voices};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use text::Gazetteer;

/// Characters of a text that are indexed and kept for showing: longer ones are found by how they begin.
const BODY_CHARS_MAX: usize = 8_000;
/// Days of a block that a long span is asked for by.
pub(crate) const BLOCK_DAYS: i64 = 28;

/// A text that may be found. There is no way to make one of a private person's post.
#[derive(Clone, Debug)]
pub struct Passage {
    pub subject: String,
    pub at: Time,
    pub source: Option<String>,
    pub kind: Option<SourceKind>,
    pub lang: Lang,
    pub sentiment: Option<Sentiment>,
    pub places: Vec<DistrictId>,
    pub title: String,
    pub body: String,
    pub link: Option<String>,
}

/// Cells of a story by facet and value: items, closed days, the open day, and the best day.
type Facets = BTreeMap<String, BTreeMap<String, [u32; 4]>>;

impl Passage {
    /// - `row`: as [`Corpus::page`] describes it
    /// - returns: nothing for what must not be found: a private person's words, and a story under the threshold
    pub(crate) fn of(row: &Row, corpus: &Corpus, gazetteer: &Gazetteer, k: Threshold) -> Option<Self> {
        let kind = row.text_or_null(4);
        let kind = match kind.as_deref().map(SourceKind::from_code) {
            None => None,
            Some(Some(kind)) if !kind.is_private() => Some(kind),
            // Of an unknown kind as well: what is unknown may be private.
            Some(_) => return None,
        };
        let mut passage = Passage {
            subject: row.text(1),
            at: row.time(2),
            source: row.text_or_null(3),
            kind,
            lang: Lang::from_code(&row.text(5)).unwrap_or(Lang::Other),
            sentiment: row.text_or_null(6).as_deref().and_then(Sentiment::from_code),
            places: Vec::new(),
            title: row.text(9),
            body: if corpus.is_markdown {
                text::markdown::plain(&row.text(10), BODY_CHARS_MAX)
            } else {
                row.text(10).chars().take(BODY_CHARS_MAX).collect()
            },
            link: row.text_or_null(11),
        };
        match (row.int_or_null(8), row.text_or_null(7)) {
            (Some(peak), _) if !Voices::stored(peak).reaches(k) => return None,
            (Some(_), facets) => passage.tell_story(&facets.unwrap_or_default(), k),
            (None, _) => passage.places = gazetteer.places(&format!("{}\n{}", passage.title, passage.body)),
        }
        Some(passage)
    }

    /// A story has its key terms for a text, and the places and the mood that k voices gave it.
    fn tell_story(&mut self, facets: &str, k: Threshold) {
        let terms: Vec<String> = serde_json::from_str(&self.body).unwrap_or_default();
        self.body = terms.join(" · ");
        if self.title.is_empty() {
            // No text may stand for it, so its terms do.
            self.title.clone_from(&self.body);
        }
        let facets: Facets = serde_json::from_str(facets).unwrap_or_default();
        let shown = |facet: &str| -> Vec<(&String, u32)> {
            let cells = facets.get(facet).into_iter().flatten();
            cells
                .filter(|(_, cell)| Voices::counted(cell[3]).reaches(k))
                .map(|(value, cell)| (value, cell[0]))
                .collect()
        };
        self.places = shown("place").into_iter().map(|(place, _)| DistrictId::new(place.as_str())).collect();
        let mood = shown("sentiment").into_iter().max_by_key(|(_, items)| *items);
        self.sentiment = mood.and_then(|(mood, _)| Sentiment::from_code(mood));
    }

    pub(crate) fn places(&self) -> String {
        self.places.iter().map(DistrictId::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Words, and the marks by which filters find it.
    pub(crate) fn tokens(&self, corpus: &crate::Corpus) -> Vec<String> {
        let mut tokens: BTreeSet<String> = text::tokens(&self.title).into_iter().collect();
        tokens.extend(text::tokens(&self.body));
        let mut tokens: Vec<String> = tokens.into_iter().filter(|token| !text::is_stop(token)).collect();
        tokens.push(mark("corpus", corpus.name));
        if corpus.is_public {
            tokens.push(mark("public", ""));
        }
        tokens.extend(self.kind.map(|kind| mark("kind", kind.code())));
        tokens.extend(self.source.as_ref().map(|source| mark("source", source)));
        tokens.extend(self.sentiment.map(|mood| mark("mood", mood.code())));
        tokens.extend(self.places.iter().map(|place| mark("place", place.as_str())));
        let day = day_of(self.at);
        tokens.push(mark("day", &day.0.to_string()));
        tokens.push(mark("month", &day.0.div_euclid(BLOCK_DAYS).to_string()));
        tokens
    }

    /// The same for the same text, whatever changed about it that nobody searches by.
    pub(crate) fn digest(&self, corpus: &crate::Corpus) -> String {
        let mut digest = Sha256::new();
        for token in self.tokens(corpus) {
            digest.update(token.as_bytes());
            digest.update([0]);
        }
        digest.update(self.title.as_bytes());
        digest.update([0]);
        digest.update(self.body.as_bytes());
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Filters ask by days of Greenwich, which every process cuts alike; the exact moment is looked at afterwards.
pub(crate) fn day_of(at: Time) -> Day {
    Day(at.ms().div_euclid(model::DAY_MS))
}

pub(crate) fn mark(name: &str, value: &str) -> String {
    format!("{MARK}{name}{MARK}{value}")
}
