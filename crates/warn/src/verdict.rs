//! What people on duty made of an alert. Verdicts are recorded and counted by rule; they change no criterion by
//! themselves, since the policy is the office's to change.

use model::Error;

/// What someone on duty says of an alert once they know more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Useful,
    /// True, but nothing to be done about it.
    NotUseful,
    /// There was nothing, or something else.
    False,
}

impl Verdict {
    pub const ALL: &'static [Verdict] = &[Verdict::Useful, Verdict::NotUseful, Verdict::False];

    /// As the database, forms and `warn-verdict-<code>` name it.
    pub const fn code(self) -> &'static str {
        match self {
            Verdict::Useful => "useful",
            Verdict::NotUseful => "not-useful",
            Verdict::False => "false",
        }
    }

    /// - errors: `Invalid` for a code that is none
    pub fn from_code(code: &str) -> Result<Self, Error> {
        let known = Verdict::ALL.iter().find(|verdict| verdict.code() == code);
        known.copied().ok_or(Error::invalid("warn-verdict-unknown"))
    }
}

/// How the alerts turned out that had a rule among their strongest reasons when they stood highest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usefulness {
    pub useful: u32,
    pub not_useful: u32,
    pub false_alarms: u32,
}

impl Usefulness {
    pub(crate) fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Useful => self.useful += 1,
            Verdict::NotUseful => self.not_useful += 1,
            Verdict::False => self.false_alarms += 1,
        }
    }

    /// All alerts that were judged: the denominator of every share.
    pub const fn judged(&self) -> u32 {
        self.useful + self.not_useful + self.false_alarms
    }
}
