//! What the log holds about a page, in one quiet line that opens. Pages end with it.

use askama::Template;
use model::Time;
use web::Frame;

/// Fill it with [`crate::Site::history`]; a template prints it as `{{ history|safe }}`, since it is a template of its own.
#[derive(Clone, Template)]
#[template(path = "history.html")]
pub struct History {
    pub f: Frame,
    /// Oldest first; never empty.
    pub lines: Vec<HistoryLine>,
    pub proof_href: String,
    pub check_href: String,
}

#[derive(Clone)]
pub struct HistoryLine {
    /// Such as "Correction", in the page's language.
    pub kind: String,
    pub at: Time,
    /// Nothing while the entry waits for its place, which takes seconds.
    pub index: Option<u32>,
}

impl History {
    fn says(&self, line: &HistoryLine) -> String {
        let day = self.f.day(&line.at);
        let (kind, day) = (line.kind.as_str(), day.as_str());
        match line.index {
            Some(index) => {
                let args = [("kind", kind.into()), ("day", day.into()), ("index", f64::from(index).into())];
                self.f.words().t_with("history-one", &args)
            }
            None => self.f.t2("history-waits", "kind", kind, "day", day),
        }
    }

    fn last(&self) -> String {
        self.lines.last().map(|line| self.says(line)).unwrap_or_default()
    }

    fn changes(&self) -> String {
        self.f.things("history-changes", &u32::try_from(self.lines.len()).unwrap_or(u32::MAX))
    }

    fn is_proven(&self) -> bool {
        self.lines.iter().any(|line| line.index.is_some())
    }
}
