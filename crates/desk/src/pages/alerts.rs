//! Alerts: the open ones with their reasons and forms, then the closed ones with their verdicts.

use askama::Template;
use model::{AlertId, Figure, Level, Time};
use web::{Frame, Spoken, Staff, span};

#[derive(Template)]
#[template(path = "alerts.html")]
pub struct AlertsView {
    pub f: Frame,
    pub staff: Staff,
    /// Highest level first, then oldest first.
    pub open: Vec<AlertCard>,
    /// Last closed first.
    pub closed: Vec<ClosedAlert>,
    /// Whether whoever looks may acknowledge, judge and open an incident.
    pub may_act: bool,
    pub k: u32,
}

/// An open alert.
pub struct AlertCard {
    pub id: AlertId,
    /// The story it is about.
    pub story_href: String,
    pub headline: Spoken,
    pub level: Level,
    pub voices: Figure,
    pub raised: Time,
    /// Until when it should be acknowledged.
    pub due: Time,
    /// The three strongest reasons, each a finished sentence with its numbers in the page's language.
    pub reasons: Vec<String>,
    /// Who acknowledged it, and when.
    pub acknowledged: Option<(String, Time)>,
    pub verdict: Option<Verdict>,
}

pub struct ClosedAlert {
    pub story_href: String,
    pub headline: Spoken,
    /// The highest level it reached.
    pub level: Level,
    pub raised: Time,
    pub closed: Time,
    pub verdict: Option<Verdict>,
}

/// What duty made of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Useful,
    NotUseful,
    False,
}

impl Verdict {
    pub const ALL: &'static [Verdict] = &[Verdict::Useful, Verdict::NotUseful, Verdict::False];

    /// What the form sends.
    pub const fn code(self) -> &'static str {
        match self {
            Verdict::Useful => "useful",
            Verdict::NotUseful => "not_useful",
            Verdict::False => "false",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Verdict::ALL.iter().copied().find(|verdict| verdict.code() == code)
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Verdict::Useful => "alerts-verdict-useful",
            Verdict::NotUseful => "alerts-verdict-not-useful",
            Verdict::False => "alerts-verdict-false",
        }
    }
}

impl AlertsView {
    fn is_overdue(&self, alert: &AlertCard) -> bool {
        self.f.now > alert.due
    }

    fn deadline(&self, alert: &AlertCard) -> String {
        if self.is_overdue(alert) {
            self.f.t1("alerts-overdue", "span", span(self.f.words(), self.f.now.since(alert.due)))
        } else {
            self.f.t1("alerts-due", "when", self.f.when(&alert.due).text)
        }
    }

    /// Highest first, as the list of alerts is sorted.
    fn levels(&self) -> [Level; 4] {
        [Level::Red, Level::Orange, Level::Yellow, Level::Blue]
    }

    const fn means(&self, level: &Level) -> &'static str {
        match level {
            Level::Blue => "warn-level-blue-means",
            Level::Yellow => "warn-level-yellow-means",
            Level::Orange => "warn-level-orange-means",
            Level::Red => "warn-level-red-means",
        }
    }
}

impl AlertCard {
    pub(crate) fn acknowledge_path(&self) -> String {
        format!("/desk/alerts/{}/acknowledge", self.id)
    }

    pub(crate) fn is_judged(&self, verdict: &Verdict) -> bool {
        self.verdict == Some(*verdict)
    }

    pub(crate) fn verdict_path(&self) -> String {
        format!("/desk/alerts/{}/verdict", self.id)
    }
}
