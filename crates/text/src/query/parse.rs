//! From words and signs to a query.
//!
//! ```text
//! group   = item { [AND | OR] item }        AND binds tighter than OR; none of them means AND
//! item    = { NOT | + | - } near
//! near    = primary [ NEAR/n primary ]
//! primary = word | word* | "phrase" | "phrase"* | ( group )
//! ```
//!
//! A `+` or `-` beside no written AND or OR speaks for its whole group, so that `停水 OR 断水 -演习` excludes the drill from
//! both words, which is what people mean by it. `NOT` binds to what follows, as in every other query language.

use super::explain::{Arg, Named};
use super::lex::{Kind, Lexeme, lex};
use super::{DEPTH_MAX, LENGTH_MAX, Node, Query, TERMS_MAX};
use std::ops::Range;

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryError {
    /// Characters (not bytes) of the input.
    pub range: Range<usize>,
    pub key: &'static str,
    /// What the message names.
    pub args: Vec<Named>,
}

impl QueryError {
    pub(super) fn at(range: Range<usize>, key: &'static str) -> Self {
        QueryError { range, key, args: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self
    }
}

impl Query {
    /// Reads a query as a person typed it.
    ///
    /// - errors: all that was found, in the order of the input, at least one; each names its place for the editor
    /// - cost: linear in the length of the input, which is refused unread beyond [`LENGTH_MAX`]; never panics
    pub fn parse(input: &str) -> Result<Query, Vec<QueryError>> {
        let length = input.chars().take(LENGTH_MAX + 1).count();
        if length > LENGTH_MAX {
            return Err(vec![too_long(0..LENGTH_MAX)]);
        }
        let mut errors = Vec::new();
        let lexemes = lex(input, &mut errors);
        let has_unread = !errors.is_empty();
        let mut parser = Parser { lexemes: &lexemes, at: 0, depth: 0, errors };
        let draft = parser.group();
        let mut errors = parser.errors;
        let terms = || lexemes.iter().filter(|lexeme| matches!(lexeme.kind, Kind::Term { .. }));
        if let Some(first_too_many) = terms().nth(TERMS_MAX) {
            let error = QueryError::at(first_too_many.range.start..length, "topic-query-too-many-terms");
            errors.push(error.with("limit", Arg::Count(TERMS_MAX)));
        }
        let Some(draft) = draft else {
            if errors.is_empty() {
                errors.push(QueryError::at(0..length, "topic-query-empty"));
            }
            return Err(sorted(errors));
        };
        if !has_unread && errors.is_empty() {
            if draft.depth() > DEPTH_MAX {
                errors.push(too_deep(draft.range.clone()));
            } else if let Some(range) = lets_through(&draft, true) {
                errors.push(QueryError::at(range, "topic-query-only-not"));
            }
        }
        if !errors.is_empty() {
            return Err(sorted(errors));
        }
        let mut query = Query::empty();
        query.root = query.node(draft);
        // Some characters fold to many. What is stored must be short enough to be read again.
        if query.canonical().chars().nth(LENGTH_MAX).is_some() {
            return Err(vec![too_long(0..length)]);
        }
        Ok(query)
    }

    fn node(&mut self, draft: Draft) -> Node {
        match draft.shape {
            Shape::Term { words, is_prefix } => Node::Term(self.add_term(words, is_prefix)),
            Shape::All(parts) => Node::All(parts.into_iter().map(|part| self.node(part)).collect()),
            Shape::Any(parts) => Node::Any(parts.into_iter().map(|part| self.node(part)).collect()),
            Shape::Not(part) => Node::Not(Box::new(self.node(*part))),
            Shape::Near(first, second, distance) => {
                let first = Box::new(self.node(*first));
                Node::Near { first, second: Box::new(self.node(*second)), distance }
            }
        }
    }
}

fn too_long(range: Range<usize>) -> QueryError {
    QueryError::at(range, "topic-query-too-long").with("limit", Arg::Count(LENGTH_MAX))
}

fn too_deep(range: Range<usize>) -> QueryError {
    QueryError::at(range, "topic-query-too-deep").with("limit", Arg::Count(DEPTH_MAX))
}

fn sorted(mut errors: Vec<QueryError>) -> Vec<QueryError> {
    errors.sort_by_key(|error| error.range.start);
    errors
}

/// A part of the query that still knows its place.
struct Draft {
    range: Range<usize>,
    shape: Shape,
}

enum Shape {
    Term { words: String, is_prefix: bool },
    All(Vec<Draft>),
    Any(Vec<Draft>),
    Not(Box<Draft>),
    Near(Box<Draft>, Box<Draft>, u32),
}

impl Draft {
    /// One part stands for itself, and a group of the same kind dissolves: `a (b c)` asks for what `a b c` asks for.
    fn many(parts: Vec<Draft>, is_all: bool) -> Option<Draft> {
        let range = parts.first()?.range.start..parts.last()?.range.end;
        let range =
            parts.iter().fold(range, |range, part| range.start.min(part.range.start)..range.end.max(part.range.end));
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part.shape {
                Shape::All(inner) if is_all => flat.extend(inner),
                Shape::Any(inner) if !is_all => flat.extend(inner),
                shape => flat.push(Draft { range: part.range, shape }),
            }
        }
        if flat.len() == 1 {
            return flat.pop();
        }
        Some(Draft { range, shape: if is_all { Shape::All(flat) } else { Shape::Any(flat) } })
    }

    fn negated(self, start: usize) -> Draft {
        let range = start..self.range.end;
        match self.shape {
            Shape::Not(inner) => Draft { range, shape: inner.shape },
            shape => Draft { range: range.clone(), shape: Shape::Not(Box::new(Draft { range, shape })) },
        }
    }

    fn depth(&self) -> usize {
        match &self.shape {
            Shape::Term { .. } => 1,
            Shape::All(parts) | Shape::Any(parts) => 1 + parts.iter().map(Draft::depth).max().unwrap_or(0),
            Shape::Not(part) => 1 + part.depth(),
            Shape::Near(first, second, _) => 1 + first.depth().max(second.depth()),
        }
    }

    /// Distances are measured between words, so both sides are words or choices of words.
    fn has_place(&self) -> bool {
        match &self.shape {
            Shape::Term { .. } => true,
            Shape::Any(parts) => parts.iter().all(|part| matches!(part.shape, Shape::Term { .. })),
            _ => false,
        }
    }
}

/// The part, if any, by which a text could match that says nothing of what is asked.
fn lets_through(draft: &Draft, is_asked: bool) -> Option<Range<usize>> {
    let every = |parts: &[Draft]| {
        let all: Option<Vec<_>> = parts.iter().map(|part| lets_through(part, is_asked)).collect();
        all.map(|_| draft.range.clone())
    };
    match &draft.shape {
        Shape::Term { .. } | Shape::Near(..) => (!is_asked).then(|| draft.range.clone()),
        Shape::Not(part) => lets_through(part, !is_asked).map(|_| draft.range.clone()),
        Shape::All(parts) if is_asked => every(parts),
        Shape::Any(parts) if !is_asked => every(parts),
        Shape::All(parts) | Shape::Any(parts) => parts.iter().find_map(|part| lets_through(part, is_asked)),
    }
}

struct Parser<'l> {
    lexemes: &'l [Lexeme],
    at: usize,
    depth: usize,
    errors: Vec<QueryError>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.kind)
    }

    fn range(&self) -> Range<usize> {
        self.lexemes.get(self.at).map_or(0..0, |lexeme| lexeme.range.clone())
    }

    fn misses_operand(&mut self, range: Range<usize>) {
        self.errors.push(QueryError::at(range, "topic-query-missing-operand"));
    }

    /// Reads to the closing sign of this group, which it leaves, or to the end.
    fn group(&mut self) -> Option<Draft> {
        let mut choices: Vec<Draft> = Vec::new();
        let mut current: Vec<Draft> = Vec::new();
        let mut of_group: Vec<Draft> = Vec::new();
        let mut operator: Option<Range<usize>> = None;
        let mut was_of_group = false;
        while let Some(kind) = self.peek() {
            let range = self.range();
            match kind {
                Kind::Close if self.depth > 0 => break,
                Kind::Close => {
                    self.errors.push(QueryError::at(range, "topic-query-unopened-group"));
                    self.at += 1;
                }
                Kind::And | Kind::Or => {
                    let is_or = matches!(kind, Kind::Or);
                    self.at += 1;
                    // A sign beside a written AND or OR is part of what that joins.
                    if was_of_group {
                        current.extend(of_group.pop());
                        was_of_group = false;
                    }
                    if current.is_empty() || operator.is_some() {
                        self.misses_operand(range);
                        continue;
                    }
                    if is_or {
                        choices.extend(Draft::many(std::mem::take(&mut current), true));
                    }
                    operator = Some(range);
                }
                Kind::Plus | Kind::Minus if operator.is_none() => {
                    was_of_group = false;
                    if let Some(item) = self.item() {
                        of_group.push(item);
                        was_of_group = true;
                    }
                }
                _ => {
                    was_of_group = false;
                    operator = None;
                    current.extend(self.item());
                }
            }
        }
        if let Some(range) = operator {
            self.misses_operand(range);
        }
        choices.extend(Draft::many(current, true));
        let mut parts: Vec<Draft> = Draft::many(choices, false).into_iter().collect();
        parts.extend(of_group);
        Draft::many(parts, true)
    }

    /// Advances by at least one lexeme.
    fn item(&mut self) -> Option<Draft> {
        let start = self.range();
        let mut is_negated = false;
        // A loop, because a thousand signs in a row would be a thousand calls.
        while let Some(Kind::Not | Kind::Minus | Kind::Plus) = self.peek() {
            is_negated ^= !matches!(self.peek(), Some(Kind::Plus));
            self.at += 1;
        }
        let sign = self.lexemes[..self.at].last().map_or(start.clone(), |lexeme| lexeme.range.clone());
        let part = match self.peek() {
            Some(Kind::Term { .. } | Kind::Open) => self.near(),
            Some(Kind::Near(_)) => {
                let range = self.range();
                self.misses_operand(range);
                self.at += 1;
                None
            }
            _ => {
                self.misses_operand(sign);
                None
            }
        }?;
        Some(if is_negated { part.negated(start.start) } else { part })
    }

    fn near(&mut self) -> Option<Draft> {
        let mut first = self.primary();
        let mut is_chained = false;
        while let Some(&Kind::Near(distance)) = self.peek() {
            let sign = self.range();
            self.at += 1;
            if is_chained {
                self.errors.push(QueryError::at(sign.clone(), "topic-query-near-chain"));
            }
            is_chained = true;
            let second = match self.peek() {
                Some(Kind::Term { .. } | Kind::Open) => self.primary(),
                Some(Kind::Not | Kind::Plus | Kind::Minus) => {
                    let range = self.range();
                    self.errors.push(QueryError::at(range, "topic-query-near-operand"));
                    self.at += 1;
                    continue;
                }
                _ => {
                    self.misses_operand(sign);
                    continue;
                }
            };
            let (Some(left), Some(right)) = (first.take(), second) else { continue };
            // A chain has been named above, and its left side is the pair before it.
            if !left.has_place() && !matches!(left.shape, Shape::Near(..)) {
                self.errors.push(QueryError::at(left.range.clone(), "topic-query-near-operand"));
            }
            if !right.has_place() {
                self.errors.push(QueryError::at(right.range.clone(), "topic-query-near-operand"));
            }
            let range = left.range.start..right.range.end;
            first = Some(Draft { range, shape: Shape::Near(Box::new(left), Box::new(right), distance) });
        }
        first
    }

    fn primary(&mut self) -> Option<Draft> {
        let lexeme = &self.lexemes[self.at];
        let open = lexeme.range.clone();
        self.at += 1;
        if let Kind::Term { words, is_prefix } = &lexeme.kind {
            let shape = Shape::Term { words: words.clone(), is_prefix: *is_prefix };
            return Some(Draft { range: open, shape });
        }
        if self.depth >= DEPTH_MAX {
            self.errors.push(too_deep(open));
            // The rest cannot be read without going deeper.
            self.at = self.lexemes.len();
            return None;
        }
        self.depth += 1;
        let errors_before = self.errors.len();
        let inside = self.group();
        self.depth -= 1;
        let is_closed = matches!(self.peek(), Some(Kind::Close));
        let end = if is_closed { self.range().end } else { open.end };
        if is_closed {
            self.at += 1;
        } else if self.errors.len() == errors_before {
            self.errors.push(QueryError::at(open.clone(), "topic-query-unclosed-group"));
        }
        if inside.is_none() && is_closed && self.errors.len() == errors_before {
            self.errors.push(QueryError::at(open.start..end, "topic-query-empty-group"));
        }
        inside.map(|inside| Draft { range: open.start..end, shape: inside.shape })
    }
}
