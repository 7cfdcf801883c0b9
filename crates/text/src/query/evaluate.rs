//! Whether a text matches, where, and what kept it from matching.

use super::explain::{Explained, explain};
use super::{Atom, Node, Prepared, Query};
use crate::segment::is_han;
use std::ops::Range;

/// Where a term stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Place in [`Query::terms`].
    pub term: usize,
    /// Characters (not bytes) of the text as written.
    pub range: Range<usize>,
}

/// Why a text matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// In the order of the text; those of parts that failed or exclude are left out. They may overlap.
    pub hits: Vec<Hit>,
}

/// A text that would match if one clause were otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearly {
    /// The clause that failed, in canonical form.
    pub clause: String,
    /// The same in words.
    pub explained: Explained,
    pub why: Why,
    /// What the other clauses hit.
    pub hits: Vec<Hit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The text does not say it.
    Missing,
    /// The text says what the query excludes.
    Excluded,
    /// Both sides are there, but this many tokens apart at best.
    TooFar(u32),
}

/// An atom found in a text, in tokens from its first to behind its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    pub atom: u32,
    pub start: u32,
    pub end: u32,
}

impl Query {
    /// - returns: `None` where the text does not match
    /// - cost: tokens of the text times atoms of the query; for many queries see [`super::Queries`]
    pub fn matches(&self, text: &Prepared<'_>) -> Option<Match> {
        let found = self.occurrences(text);
        Found { query: self, text, found: &found, atoms: None }.matches()
    }

    /// What a text lacks that fails by one clause alone and has something of what is asked.
    ///
    /// - returns: `None` where it matches, or is farther from it
    /// - cost: as [`Query::matches`]
    pub fn nearly(&self, text: &Prepared<'_>) -> Option<Nearly> {
        let occurrences = self.occurrences(text);
        let found = Found { query: self, text, found: &occurrences, atoms: None };
        if found.holds(&self.root) { None } else { found.nearly(&self.root) }
    }

    fn occurrences(&self, text: &Prepared<'_>) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for (atom, index) in self.atoms.iter().zip(0u32..) {
            for (token, start) in text.tokens.iter().zip(0u32..) {
                if text.folded[token.start as usize..].starts_with(&atom.text)
                    && let Some(end) = atom.end(text, start)
                {
                    found.push(Occurrence { atom: index, start, end });
                }
            }
        }
        found
    }
}

impl Atom {
    /// Given that the atom's text stands where a token begins: behind which token it ends, if it ends at a border.
    pub(super) fn end(&self, text: &Prepared<'_>, start: u32) -> Option<u32> {
        let token = text.tokens[start as usize];
        let end = token.start + self.text.len() as u32;
        if !self.text.starts_with(is_han) {
            let is_whole = if self.is_prefix { end <= token.end } else { end == token.stem_end };
            return is_whole.then_some(start + 1);
        }
        let last = start + text.tokens[start as usize..].partition_point(|token| token.end < end) as u32;
        let is_whole = self.is_prefix || text.tokens.get(last as usize)?.end == end;
        is_whole.then_some(last + 1)
    }
}

/// A query with what was found of it in a text.
pub(super) struct Found<'q> {
    pub query: &'q Query,
    pub text: &'q Prepared<'q>,
    /// Sorted.
    pub found: &'q [Occurrence],
    /// The numbers that the query's atoms have among the occurrences; `None` where they are the query's own.
    pub atoms: Option<&'q [u32]>,
}

/// A term found in a text, in tokens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: u32,
    end: u32,
    term: usize,
}

impl Found<'_> {
    pub fn matches(&self) -> Option<Match> {
        if !self.holds(&self.query.root) {
            return None;
        }
        let mut places = Vec::new();
        self.collect(&self.query.root, &mut places);
        Some(Match { hits: self.hits(places) })
    }

    pub fn is_match(&self) -> bool {
        self.holds(&self.query.root)
    }

    fn holds(&self, node: &Node) -> bool {
        match node {
            Node::Term(term) => self.starts(*term).next().is_some(),
            Node::All(parts) => parts.iter().all(|part| self.holds(part)),
            Node::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Node::Not(part) => !self.holds(part),
            Node::Near { first, second, distance } => {
                self.pairs(first, second).any(|(a, b)| apart(a, b).is_some_and(|apart| apart <= *distance))
            }
        }
    }

    fn of_atom(&self, atom: usize) -> &[Occurrence] {
        let atom = self.atoms.map_or(atom as u32, |atoms| atoms[atom]);
        let start = self.found.partition_point(|found| found.atom < atom);
        let rest = &self.found[start..];
        &rest[..rest.partition_point(|found| found.atom == atom)]
    }

    /// Where a term stands: its first piece, and each further piece where the one before it ends.
    fn starts(&self, term: usize) -> impl Iterator<Item = Place> + '_ {
        let pieces = &self.query.terms[term].pieces;
        let first = pieces.first().map_or(&[][..], |piece| self.of_atom(*piece));
        first.iter().filter_map(move |found| {
            let mut end = found.end;
            for piece in &pieces[1..] {
                let places = self.of_atom(*piece);
                end = places[places.binary_search_by_key(&end, |place| place.start).ok()?].end;
            }
            Some(Place { start: found.start, end, term })
        })
    }

    /// All places of a term or of any of several, in the order of the text.
    fn places(&self, node: &Node) -> Vec<Place> {
        let mut places = Vec::new();
        match node {
            Node::Term(term) => places.extend(self.starts(*term)),
            Node::Any(parts) => parts.iter().for_each(|part| places.extend(self.places(part))),
            _ => {}
        }
        places.sort_unstable();
        places
    }

    /// For each place of the first side the nearest of the second on its left and on its right, which decide any distance.
    fn pairs(&self, first: &Node, second: &Node) -> impl Iterator<Item = (Place, Place)> {
        let firsts = self.places(first);
        let seconds = self.places(second);
        let mut by_end = seconds.clone();
        by_end.sort_unstable_by_key(|place| place.end);
        firsts.into_iter().flat_map(move |a| {
            let right = seconds.get(seconds.partition_point(|b| b.start < a.end)).copied();
            let left = by_end.partition_point(|b| b.end <= a.start).checked_sub(1).map(|index| by_end[index]);
            left.into_iter().chain(right).map(move |b| (a, b))
        })
    }

    /// Places of the parts that made the text match.
    fn collect(&self, node: &Node, places: &mut Vec<Place>) {
        match node {
            Node::Term(term) => places.extend(self.starts(*term)),
            Node::All(parts) | Node::Any(parts) => {
                parts.iter().filter(|part| self.holds(part)).for_each(|part| self.collect(part, places));
            }
            Node::Not(_) => {}
            Node::Near { first, second, distance } => {
                for (a, b) in self.pairs(first, second) {
                    if apart(a, b).is_some_and(|apart| apart <= *distance) {
                        places.extend([a, b]);
                    }
                }
            }
        }
    }

    fn hits(&self, mut places: Vec<Place>) -> Vec<Hit> {
        places.sort_unstable();
        places.dedup();
        places
            .into_iter()
            .map(|place| Hit { term: place.term, range: self.text.written(place.start..place.end) })
            .collect()
    }

    fn nearly(&self, node: &Node) -> Option<Nearly> {
        match node {
            Node::All(parts) => {
                let mut failed = parts.iter().filter(|part| !self.holds(part));
                let only = failed.next()?;
                let mut places = Vec::new();
                parts.iter().filter(|part| self.holds(part)).for_each(|part| self.collect(part, &mut places));
                if failed.next().is_some() {
                    return None;
                }
                let why = self.why(only);
                // A text that says nothing of what is asked lacks more than it seems to.
                if places.is_empty() && !matches!(why, Why::TooFar(_)) {
                    return None;
                }
                Some(self.nearly_by(only, why, places))
            }
            Node::Any(parts) => parts.iter().find_map(|part| self.nearly(part)),
            Node::Near { .. } => match self.why(node) {
                why @ Why::TooFar(_) => Some(self.nearly_by(node, why, Vec::new())),
                _ => None,
            },
            Node::Term(_) | Node::Not(_) => None,
        }
    }

    fn nearly_by(&self, node: &Node, why: Why, mut places: Vec<Place>) -> Nearly {
        if let (Node::Near { first, second, .. }, Why::TooFar(_)) = (node, why) {
            places.extend(self.places(first));
            places.extend(self.places(second));
        }
        let clause = self.query.written(node);
        Nearly { clause, explained: explain(self.query, node), why, hits: self.hits(places) }
    }

    fn why(&self, node: &Node) -> Why {
        match node {
            Node::Not(_) => Why::Excluded,
            Node::Near { first, second, .. } => {
                let least = self.pairs(first, second).filter_map(|(a, b)| apart(a, b)).min();
                least.map_or(Why::Missing, Why::TooFar)
            }
            _ => Why::Missing,
        }
    }
}

/// Tokens from one place to the other: 1 for neighbours, `None` where they overlap.
fn apart(a: Place, b: Place) -> Option<u32> {
    let (left, right) = if a.start <= b.start { (a, b) } else { (b, a) };
    right.start.checked_sub(left.end).map(|between| between + 1)
}
