//! A query in words for its readers, and in one written form for the record.

use super::lex::is_operator;
use super::{Node, Query};

/// The name by which a message calls for a thing, and the thing.
pub type Named = (&'static str, Arg);

/// What a message names.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Text(String),
    Count(usize),
    /// A part of the sentence that is itself a message.
    Part(Box<Explained>),
}

/// A message with what it names: a tree, because every language puts the parts of a sentence in an order of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    pub key: &'static str,
    pub args: Vec<Named>,
}

impl Explained {
    /// Makes the sentence.
    ///
    /// - `say`: the words of one language: message key and what it names, parts already said, to text
    pub fn say(&self, say: &dyn Fn(&str, &[Named]) -> String) -> String {
        let args: Vec<Named> = self
            .args
            .iter()
            .map(|(name, arg)| match arg {
                Arg::Part(part) => (*name, Arg::Text(part.say(say))),
                other => (*name, other.clone()),
            })
            .collect();
        say(self.key, &args)
    }
}

impl Query {
    /// What the query asks for, as a sentence of messages whose keys begin with `topic-explain-`.
    pub fn explain(&self) -> Explained {
        let what = explain(self, &self.root);
        Explained { key: "topic-explain-sentence", args: vec![("what", part(what))] }
    }

    /// The written form that is stored, compared and signed.
    ///
    /// - returns: text that parses to this query; half-width signs, folded words, AND written out, groups in parentheses
    pub fn canonical(&self) -> String {
        self.written(&self.root)
    }

    pub(super) fn written(&self, node: &Node) -> String {
        let mut written = String::new();
        self.write(node, &mut written);
        written
    }

    fn write(&self, node: &Node, written: &mut String) {
        match node {
            Node::Term(term) => {
                let term = &self.terms[*term];
                if term.words.chars().all(char::is_alphanumeric) && !is_operator(&term.words) {
                    written.push_str(&term.words);
                } else {
                    written.push('"');
                    written.push_str(&term.words);
                    written.push('"');
                }
                if term.is_prefix {
                    written.push('*');
                }
            }
            Node::All(parts) | Node::Any(parts) => {
                let sign = if matches!(node, Node::All(_)) { " AND " } else { " OR " };
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        written.push_str(sign);
                    }
                    self.write_part(part, matches!(part, Node::All(_) | Node::Any(_)), written);
                }
            }
            Node::Not(part) => {
                written.push_str("NOT ");
                self.write_part(part, !matches!(**part, Node::Term(_)), written);
            }
            Node::Near { first, second, distance } => {
                self.write_part(first, matches!(**first, Node::Any(_)), written);
                written.push_str(&format!(" NEAR/{distance} "));
                self.write_part(second, matches!(**second, Node::Any(_)), written);
            }
        }
    }

    fn write_part(&self, node: &Node, is_group: bool, written: &mut String) {
        if is_group {
            written.push('(');
        }
        self.write(node, written);
        if is_group {
            written.push(')');
        }
    }
}

/// A part of a query in words, without the frame of the sentence.
pub(super) fn explain(query: &Query, node: &Node) -> Explained {
    match node {
        Node::Term(term) => {
            let term = &query.terms[*term];
            let key = if term.is_prefix {
                "topic-explain-prefix"
            } else if term.words.contains(' ') {
                "topic-explain-phrase"
            } else {
                "topic-explain-word"
            };
            Explained { key, args: vec![("words", Arg::Text(term.words.clone()))] }
        }
        Node::All(parts) => {
            // What is excluded comes last, whatever its place: a reader first wants to know what is asked for.
            let (excluded, asked): (Vec<&Node>, Vec<&Node>) =
                parts.iter().partition(|part| matches!(part, Node::Not(_)));
            let asked = asked.into_iter().map(|part| grouped(query, part));
            let asked = asked.reduce(|first, second| joined("topic-explain-and", first, second));
            let excluded = excluded.into_iter().map(|part| match part {
                Node::Not(inner) => grouped(query, inner),
                other => grouped(query, other),
            });
            match asked {
                Some(asked) => excluded.fold(asked, |first, second| joined("topic-explain-but-not", first, second)),
                None => parts
                    .iter()
                    .map(|part| explain(query, part))
                    .reduce(|first, second| joined("topic-explain-and", first, second))
                    .unwrap_or(Explained { key: "topic-query-empty", args: Vec::new() }),
            }
        }
        Node::Any(parts) => parts
            .iter()
            .map(|part| grouped(query, part))
            .reduce(|first, second| joined("topic-explain-or", first, second))
            .unwrap_or(Explained { key: "topic-query-empty", args: Vec::new() }),
        Node::Not(inner) => Explained { key: "topic-explain-not", args: vec![("what", part(grouped(query, inner)))] },
        Node::Near { first, second, distance } => {
            let mut explained = joined("topic-explain-near", grouped(query, first), grouped(query, second));
            explained.args.push(("distance", Arg::Count(*distance as usize)));
            explained
        }
    }
}

/// A list inside another is set apart, because "a and b or c" can be read in two ways.
fn grouped(query: &Query, node: &Node) -> Explained {
    let explained = explain(query, node);
    if matches!(node, Node::All(_) | Node::Any(_)) {
        return Explained { key: "topic-explain-group", args: vec![("what", part(explained))] };
    }
    explained
}

fn joined(key: &'static str, first: Explained, second: Explained) -> Explained {
    Explained { key, args: vec![("first", part(first)), ("second", part(second))] }
}

fn part(explained: Explained) -> Arg {
    Arg::Part(Box::new(explained))
}
