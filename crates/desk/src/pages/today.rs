//! Today, in three questions: what happened, what needs me now, what is still open.

use askama::Template;
use model::{Figure, Level, Time};
use web::chart::Spark;
use web::{Frame, Link, Spoken, Staff, span};

#[derive(Template)]
#[template(path = "today.html")]
pub struct TodayView {
    pub f: Frame,
    pub staff: Staff,
    /// Why the public log signs nothing, and how many entries wait for it; nothing while all is well.
    pub log_refused: Option<(String, u32)>,
    /// When this person last looked; nothing on the first day.
    pub away_since: Option<Time>,
    /// Names of those on duty.
    pub duty: Vec<String>,
    /// The last note that was handed over.
    pub note: Option<Note>,
    pub happened: Happened,
    /// The title and the address of the latest daily brief.
    pub brief: Option<Link>,
    /// The stories that grew most meanwhile, most first.
    pub moved: Vec<OpenItem>,
    /// Nearest deadline first.
    pub needs: Vec<Due>,
    /// Acknowledged alerts whose story has not calmed down, oldest first.
    pub open: Vec<OpenItem>,
}

/// What whoever left told whoever came.
pub struct Note {
    pub id: String,
    pub name: String,
    pub at: Time,
    pub note: String,
    /// Whether nobody has said yet that they read it, and the reader can.
    pub waits: bool,
}

/// The time away in numbers.
pub struct Happened {
    pub mentions: Figure,
    pub voices: Figure,
    pub stories_new: u32,
    pub alerts_raised: u32,
    pub sources_answered: u32,
    pub sources_total: u32,
}

/// Something that someone must do: acknowledge an alert, meet a time limit, approve what another wrote, look after a source.
pub struct Due {
    /// For an alert.
    pub level: Option<Level>,
    /// The key of what it is, for what has no level.
    pub what: &'static str,
    pub subject: Spoken,
    pub href: String,
    /// In a sentence: why it is here.
    pub reason: String,
    pub until: Until,
}

/// By when something must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    By(Time),
    /// Nothing says by when; since then it waits.
    Waiting(Time),
}

impl Until {
    /// Its place among what has a deadline: what waits for a day stands with what is due now.
    pub fn place(self) -> Time {
        match self {
            Until::By(due) => due,
            Until::Waiting(since) => since.plus_hours(24),
        }
    }
}

/// A story or alert in a short list.
pub struct OpenItem {
    pub href: String,
    pub level: Option<Level>,
    pub headline: Spoken,
    pub voices: Figure,
    pub spark: Spark,
    pub since: Time,
    /// Who acknowledged it, if anyone did.
    pub acknowledged_by: Option<String>,
}

impl TodayView {
    fn on_duty(&self) -> String {
        if self.duty.is_empty() {
            self.f.t("today-duty-none")
        } else {
            self.f.t1("today-duty", "names", self.duty.join(&self.f.t("kit-list-comma")))
        }
    }

    fn is_overdue(&self, due: &Due) -> bool {
        matches!(due.until, Until::By(at) if self.f.now > at)
    }

    fn deadline(&self, due: &Due) -> String {
        let so_long = |since: Time| span(self.f.words(), self.f.now.since(since));
        match due.until {
            Until::By(at) if self.f.now > at => self.f.t1("today-overdue", "span", so_long(at)),
            Until::By(at) => self.f.t1("today-due", "when", self.f.when(&at).text),
            Until::Waiting(since) => self.f.t1("today-waiting", "span", so_long(since)),
        }
    }
}
