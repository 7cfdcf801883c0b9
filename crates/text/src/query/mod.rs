//! The query language of topics: what a standing monitor listens for, written by hand and read by people.
//!
//! A query is parsed once ([`Query::parse`]), a text is folded and cut once ([`Prepared::of`]), and then any number of
//! queries look at it, one by one ([`Query::matches`]) or all in one pass ([`Queries::find`]).
//!
//! A term hits where the text holds it from the border of one token to the border of another. How the query alone would be
//! segmented plays no part, because the same characters are cut differently in context: in 国联|合作 the word 联合 is not
//! said, though its characters stand side by side.

mod evaluate;
mod explain;
mod lex;
mod parse;
mod prepare;
mod set;
#[cfg(test)]
mod tests;
mod wanted;

pub use evaluate::{Hit, Match, Nearly, Why};
pub use explain::{Arg, Explained, Named};
pub use parse::QueryError;
pub use prepare::Prepared;
pub use set::Queries;
pub use wanted::Wanted;

use crate::segment::tokens_of_folded;
use prepare::runs;

/// Characters of a query: several screens, which no person wants to check.
pub const LENGTH_MAX: usize = 4_000;
/// Terms of a query.
pub const TERMS_MAX: usize = 200;
/// Levels of groups in groups. It also bounds every recursion over a query.
pub const DEPTH_MAX: usize = 16;
/// The farthest that NEAR may look, in tokens: beyond it lies another subject.
pub const DISTANCE_MAX: u32 = 50;
/// Letters before a wildcard, so that it does not stand for half the language: 3 in Latin, 2 in Chinese.
pub const PREFIX_MIN_LATIN: usize = 3;
pub const PREFIX_MIN_HAN: usize = 2;

/// A query that was found in order. Two are equal if they ask for the same in the same order, however they were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    root: Node,
    terms: Vec<Term>,
    /// What is looked for in a text, each once.
    atoms: Vec<Atom>,
}

/// A word, a phrase or the beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Folded, without punctuation; words that did not touch are one space apart.
    pub words: String,
    /// Whether the last word may go on.
    pub is_prefix: bool,
    /// Places in [`Query::atoms`] of what must follow each other, token after token.
    pieces: Vec<usize>,
}

/// What one token border to another must hold: an unbroken run of Chinese, or one word of another script.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Atom {
    /// Chinese as folded; other words as [`tokens_of_folded`] cuts their ending, but whole where they are a beginning.
    text: String,
    is_prefix: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    /// A place in [`Query::terms`].
    Term(usize),
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// Both sides are terms, or any of several terms.
    Near {
        first: Box<Node>,
        second: Box<Node>,
        distance: u32,
    },
}

impl Query {
    /// The terms in the order of the query. [`Hit::term`] counts in this list.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    fn empty() -> Self {
        Query { root: Node::All(Vec::new()), terms: Vec::new(), atoms: Vec::new() }
    }

    /// - `words`: as [`Term::words`] describes them, with at least one run
    /// - returns: the place of the new term
    fn add_term(&mut self, words: String, is_prefix: bool) -> usize {
        let all: Vec<_> = runs(&words).collect();
        let mut pieces = Vec::with_capacity(all.len());
        for (index, run) in all.iter().enumerate() {
            let raw = &words[run.range.clone()];
            let is_prefix = is_prefix && index + 1 == all.len();
            let text = if run.is_han || is_prefix {
                raw.to_owned()
            } else {
                tokens_of_folded(raw).into_iter().next().unwrap_or_default()
            };
            let atom = Atom { text, is_prefix };
            let place = self.atoms.iter().position(|known| *known == atom).unwrap_or_else(|| {
                self.atoms.push(atom);
                self.atoms.len() - 1
            });
            pieces.push(place);
        }
        self.terms.push(Term { words, is_prefix, pieces });
        self.terms.len() - 1
    }
}
