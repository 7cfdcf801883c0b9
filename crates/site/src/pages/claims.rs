//! The register of claims checked: what people repeated, and what checking it came to.

use askama::Template;
use claims::{ClaimState, Verdict};
use model::Time;
use web::{Field, Frame, Html, Input, Link, Spoken};

#[derive(Template)]
#[template(path = "claims.html")]
pub struct ClaimsView {
    pub f: Frame,
    /// Last answered first.
    pub claims: Vec<ClaimItem>,
    /// How many the filter finds.
    pub count: u32,
    pub verdict: Option<Verdict>,
    pub state: Option<ClaimState>,
    pub words: String,
    pub before_href: Option<String>,
    pub next_href: Option<String>,
    /// The same claims for feed readers and machines.
    pub feeds: Vec<Link>,
    pub exports: Vec<Link>,
}

/// A claim as it stands in the register.
pub struct ClaimItem {
    pub href: String,
    pub claim: Spoken,
    /// Nothing of a withdrawn one.
    pub verdict: Option<Verdict>,
    /// The first lines of the answer.
    pub answer: Spoken,
    pub first: Time,
    /// When it was last corrected, if it was.
    pub corrected: Option<Time>,
    pub withdrawn: Option<Time>,
}

impl ClaimsView {
    fn is_filtered(&self) -> bool {
        self.verdict.is_some() || self.state.is_some() || !self.words.is_empty()
    }

    fn mark(&self, verdict: &Verdict) -> Html {
        mirror::verdict(&self.f, verdict)
    }

    fn fields(&self) -> Vec<Field> {
        let f = &self.f;
        let mut verdicts = vec![(String::new(), f.t("claims-any"))];
        verdicts.extend(
            Verdict::ALL.iter().map(|known| (known.code().to_owned(), mirror::verdict_word(f.words(), *known))),
        );
        let states = vec![
            (String::new(), f.t("claims-any")),
            ("published".to_owned(), f.t("claims-state-published")),
            ("withdrawn".to_owned(), f.t("claims-state-withdrawn")),
        ];
        let state = match self.state {
            None => "",
            Some(ClaimState::Withdrawn) => "withdrawn",
            Some(_) => "published",
        };
        vec![
            Field::new("q", "claims-search").input(Input::Search).value(&self.words).optional(),
            Field::new("verdict", "claims-verdict")
                .input(Input::Choice(verdicts))
                .value(self.verdict.map_or("", Verdict::code))
                .optional(),
            Field::new("state", "claims-state").input(Input::Choice(states)).value(state).optional(),
        ]
    }
}
