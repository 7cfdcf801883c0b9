//! What sort of thing a document is. The reader chooses by it; the rules for all are the same.

/// The kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What the body says about something that happened.
    Statement,
    /// What people need to know in order to act.
    Notice,
    /// An emergency, for which seconds count.
    Emergency,
    /// What a policy means.
    Explainer,
    /// The answer to what people asked.
    Answer,
    /// A claim that was checked.
    Rebuttal,
    /// What was done and what came of it.
    Report,
}

impl Kind {
    pub const ALL: &'static [Kind] =
        &[Kind::Statement, Kind::Notice, Kind::Emergency, Kind::Explainer, Kind::Answer, Kind::Rebuttal, Kind::Report];

    pub const fn code(self) -> &'static str {
        match self {
            Kind::Statement => "statement",
            Kind::Notice => "notice",
            Kind::Emergency => "emergency",
            Kind::Explainer => "explainer",
            Kind::Answer => "answer",
            Kind::Rebuttal => "rebuttal",
            Kind::Report => "report",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Kind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// The key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Statement => "publish-kind-statement",
            Kind::Notice => "publish-kind-notice",
            Kind::Emergency => "publish-kind-emergency",
            Kind::Explainer => "publish-kind-explainer",
            Kind::Answer => "publish-kind-answer",
            Kind::Rebuttal => "publish-kind-rebuttal",
            Kind::Report => "publish-kind-report",
        }
    }
}
