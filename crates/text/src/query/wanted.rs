//! What an index must be asked for so that no text is missed that a query would match.

use super::prepare::runs;
use super::{Node, Query, Term};
use crate::segment::tokens_of_folded;

/// Words as an index of [`crate::tokens`] holds them. It asks for more than the query does: who has the texts looks at them
/// with [`Query::matches`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Word(String),
    /// Every word that begins so.
    Beginning(String),
    All(Vec<Wanted>),
    Any(Vec<Wanted>),
    /// Nothing is asked of the index: what is excluded is found in the texts themselves.
    Anything,
}

impl Query {
    pub fn wanted(&self) -> Wanted {
        self.wanted_of(&self.root)
    }

    fn wanted_of(&self, node: &Node) -> Wanted {
        match node {
            Node::Term(term) => of_term(&self.terms[*term]),
            Node::All(parts) => all(parts.iter().map(|part| self.wanted_of(part)).collect()),
            Node::Any(parts) => any(parts.iter().map(|part| self.wanted_of(part)).collect()),
            Node::Not(_) => Wanted::Anything,
            Node::Near { first, second, .. } => all(vec![self.wanted_of(first), self.wanted_of(second)]),
        }
    }
}

fn of_term(term: &Term) -> Wanted {
    let runs: Vec<_> = runs(&term.words).collect();
    let last = runs.len().saturating_sub(1);
    let of_run = |(index, run): (usize, &super::prepare::Run)| {
        let raw = &term.words[run.range.clone()];
        let is_open = term.is_prefix && index == last;
        let word = |text: &str, is_open: bool| {
            if is_open { Wanted::Beginning(text.to_owned()) } else { Wanted::Word(text.to_owned()) }
        };
        if !run.is_han {
            let cut = tokens_of_folded(raw).into_iter().next().unwrap_or_default();
            return word(if is_open { raw } else { &cut }, is_open);
        }
        let cut = tokens_of_folded(raw);
        let pieces = cut.iter().enumerate().map(|(place, text)| word(text, is_open && place + 1 == cut.len()));
        let pieces = all(pieces.collect());
        // Within a text the same characters may be one word.
        if cut.len() > 1 { any(vec![word(raw, is_open), pieces]) } else { pieces }
    };
    all(runs.iter().enumerate().map(of_run).collect())
}

fn all(parts: Vec<Wanted>) -> Wanted {
    let mut asked: Vec<Wanted> = parts.into_iter().filter(|part| *part != Wanted::Anything).collect();
    match asked.len() {
        0 => Wanted::Anything,
        1 => asked.remove(0),
        _ => Wanted::All(asked),
    }
}

fn any(mut parts: Vec<Wanted>) -> Wanted {
    if parts.contains(&Wanted::Anything) {
        return Wanted::Anything;
    }
    if parts.len() == 1 { parts.remove(0) } else { Wanted::Any(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &str) {
        fn show(wanted: &Wanted) -> String {
            let list = |parts: &[Wanted]| parts.iter().map(show).collect::<Vec<_>>().join(" ");
            match wanted {
                Wanted::Word(word) => word.clone(),
                Wanted::Beginning(word) => format!("{word}*"),
                Wanted::All(parts) => format!("all[{}]", list(parts)),
                Wanted::Any(parts) => format!("any[{}]", list(parts)),
                Wanted::Anything => "anything".to_owned(),
            }
        }
        let query = Query::parse(query).expect("it can be read");
        assert_eq!(show(&query.wanted()), expected);
    }

    #[test]
    fn an_index_is_asked_for_all_that_could_match() {
        check("停水 -演习", "停水");
        check("聯合執法", "any[联合执法 all[联合 执法]]");
        check("\"water mains\" OR flood*", "any[all[water main] flood*]");
        check("water NEAR/3 (brown OR yellow)", "all[water any[brown yellow]]");
    }
}
