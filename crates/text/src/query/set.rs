//! Many queries over one text in one pass.

use super::evaluate::{Found, Match, Occurrence};
use super::{Atom, Node, Prepared, Query};
use crate::fold::fold;
use crate::segment::{is_han, is_stop};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;

/// Queries with one automaton over the atoms of all of them.
///
/// Each query is looked at only where its rarest requirement is met: the atom, or one of the few, without which no text can
/// match it. Every query has one, because a query that only excludes is refused.
pub struct Queries {
    queries: Vec<Member>,
    atoms: Vec<Atom>,
    /// Atoms by the text that the automaton looks for: a word and a beginning may be spelt alike.
    by_pattern: Vec<Vec<u32>>,
    /// Queries to look at, by atom.
    asked_by: Vec<Vec<u32>>,
    automaton: AhoCorasick,
}

struct Member {
    query: Query,
    /// The numbers of the query's atoms in this set.
    atoms: Vec<u32>,
}

impl Queries {
    /// - cost: linear in the letters of all terms
    pub fn new(queries: impl IntoIterator<Item = Query>) -> Self {
        let mut numbers: HashMap<Atom, u32> = HashMap::new();
        let mut set: Vec<Member> = Vec::new();
        let mut atoms: Vec<Atom> = Vec::new();
        let mut asked_by: Vec<Vec<u32>> = Vec::new();
        for (query, index) in queries.into_iter().zip(0u32..) {
            let own: Vec<u32> = query
                .atoms
                .iter()
                .map(|atom| {
                    *numbers.entry(atom.clone()).or_insert_with(|| {
                        atoms.push(atom.clone());
                        asked_by.push(Vec::new());
                        atoms.len() as u32 - 1
                    })
                })
                .collect();
            let mut required = required(&query, &query.root, true).expect("a query that only excludes is refused");
            required.sort_unstable();
            required.dedup();
            for atom in required {
                asked_by[own[atom] as usize].push(index);
            }
            set.push(Member { query, atoms: own });
        }
        let mut patterns: Vec<&str> = Vec::new();
        let mut by_pattern: Vec<Vec<u32>> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (atom, number) in atoms.iter().zip(0u32..) {
            let place = *places.entry(&atom.text).or_insert_with(|| {
                patterns.push(&atom.text);
                by_pattern.push(Vec::new());
                patterns.len() - 1
            });
            by_pattern[place].push(number);
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // A full table grows with every letter of every term, and a set is built anew at each change of a topic.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns)
            .expect("the terms are few enough for an automaton");
        Queries { queries: set, atoms, by_pattern, asked_by, automaton }
    }

    pub fn len(&self) -> usize {
        self.queries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<&Query> {
        self.queries.get(index).map(|member| &member.query)
    }

    /// All queries that the text matches.
    ///
    /// - returns: places in the order in which the queries were given, each with what [`Query::matches`] says
    /// - cost: one pass over the folded text, and the evaluation of the queries whose rarest requirement is met; see the
    ///   bench `query`
    pub fn find(&self, text: &Prepared<'_>) -> Vec<(usize, Match)> {
        let (found, candidates) = self.look(text);
        let matched = |index: u32| self.found(index, text, &found).matches().map(|matched| (index as usize, matched));
        candidates.into_iter().filter_map(matched).collect()
    }

    /// Which queries the text matches, without where: for counting everything that is heard.
    ///
    /// - returns: places in the order in which the queries were given
    /// - cost: folding and one pass. The text is cut into words only if it holds something without which no query matches,
    ///   and most texts do not; see the bench `query`
    pub fn which(&self, text: &str) -> Vec<usize> {
        if self.is_empty() {
            return Vec::new();
        }
        let folded = fold(text);
        let is_asked = |pattern: usize| self.by_pattern[pattern].iter().any(|n| !self.asked_by[*n as usize].is_empty());
        if !self.automaton.find_overlapping_iter(&folded).any(|spot| is_asked(spot.pattern().as_usize())) {
            return Vec::new();
        }
        let text = Prepared::of_folded(text, folded);
        let (found, candidates) = self.look(&text);
        let holds = |index: &u32| self.found(*index, &text, &found).is_match();
        candidates.into_iter().filter(holds).map(|index| index as usize).collect()
    }

    /// What of the queries stands in a text, sorted, and the queries to look at.
    fn look(&self, text: &Prepared<'_>) -> (Vec<Occurrence>, Vec<u32>) {
        let mut found: Vec<Occurrence> = Vec::new();
        let mut candidates: Vec<u32> = Vec::new();
        for spot in self.automaton.find_overlapping_iter(&text.folded) {
            let Some(start) = text.token_at(spot.start() as u32) else { continue };
            for number in &self.by_pattern[spot.pattern().as_usize()] {
                if let Some(end) = self.atoms[*number as usize].end(text, start) {
                    found.push(Occurrence { atom: *number, start, end });
                    candidates.extend(&self.asked_by[*number as usize]);
                }
            }
        }
        found.sort_unstable();
        candidates.sort_unstable();
        candidates.dedup();
        (found, candidates)
    }

    fn found<'q>(&'q self, index: u32, text: &'q Prepared<'q>, found: &'q [Occurrence]) -> Found<'q> {
        let member = &self.queries[index as usize];
        Found { query: &member.query, text, found, atoms: Some(&member.atoms) }
    }
}

/// Atoms of which a text must hold at least one to make a part true, or, where `is_asked` is false, to make it false.
///
/// - returns: the rarest choice; `None` where a text without any of the query's words would do
fn required(query: &Query, node: &Node, is_asked: bool) -> Option<Vec<usize>> {
    let rarest = |choices: &mut dyn Iterator<Item = Vec<usize>>| choices.max_by_key(|atoms| rarity(query, atoms));
    match node {
        Node::Term(term) if is_asked => rarest(&mut query.terms[*term].pieces.iter().map(|piece| vec![*piece])),
        Node::Near { first, second, .. } if is_asked => {
            rarest(&mut [first, second].into_iter().filter_map(|side| required(query, side, true)))
        }
        Node::Term(_) | Node::Near { .. } => None,
        Node::Not(part) => required(query, part, !is_asked),
        Node::All(parts) | Node::Any(parts) => {
            let mut choices = parts.iter().map(|part| required(query, part, is_asked));
            if matches!(node, Node::All(_)) == is_asked {
                rarest(&mut choices.flatten())
            } else {
                let every: Option<Vec<Vec<usize>>> = choices.by_ref().collect();
                every.map(|every| every.concat())
            }
        }
    }
}

/// How seldom one of several atoms is expected in a text. Lengths stand for frequencies, which differ from town to town: a
/// longer word is a rarer one, and a Chinese character says about as much as three letters.
fn rarity(query: &Query, atoms: &[usize]) -> usize {
    let of_one = |atom: &Atom| {
        let weight = if atom.text.starts_with(is_han) { 3 } else { 1 };
        let length = atom.text.chars().count() * weight;
        if is_stop(&atom.text) || atom.is_prefix { 1 } else { length }
    };
    let commonest = atoms.iter().map(|atom| of_one(&query.atoms[*atom])).min().unwrap_or(0);
    // One rare word is worth more than a choice of many.
    commonest * 8 / (7 + atoms.len())
}
