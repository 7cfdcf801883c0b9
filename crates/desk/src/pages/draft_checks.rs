//! The checks beside a draft: is it timely, accurate, sincere, coordinated? They advise; people decide.

use askama::Template;
use respond::Quality;
use web::{Frame, Spoken, Staff};

#[derive(Template)]
#[template(path = "draft_checks.html")]
pub struct DraftChecksView {
    pub f: Frame,
    pub staff: Staff,
    pub incident_href: String,
    pub number: String,
    pub draft_title: Spoken,
    pub draft_href: String,
    pub panel: ChecksPanel,
    /// The texts as they stand: language, title, paragraphs.
    pub texts: Vec<(Spoken, Vec<Spoken>)>,
    /// Where a department says that it has read this very text.
    pub seen_href: String,
    /// Departments that have a part in it: id, name, whether they have read it.
    pub departments: Vec<(String, String, bool)>,
    pub may_act: bool,
}

/// The findings by quality. The editor shows it beside its text, and its module fetches it alone.
#[derive(Template)]
#[template(path = "checks_panel.html")]
pub struct ChecksPanel {
    pub f: Frame,
    /// Whether the draft belongs to an incident, whose room knows more to ask.
    pub has_room: bool,
    pub groups: Vec<QualityGroup>,
    /// How plain each text is, in a sentence.
    pub measures: Vec<String>,
}

pub struct QualityGroup {
    pub quality: Quality,
    pub findings: Vec<FindingRow>,
}

pub struct FindingRow {
    pub text: String,
    /// The passages of which it is said, each once.
    pub quotes: Vec<Spoken>,
    pub is_grave: bool,
    /// How many findings say the same.
    pub count: u32,
}

impl QualityGroup {
    /// What is said of several passages is said once: a text with twenty blanks has one fault and not twenty.
    pub fn gathered(quality: Quality, findings: impl IntoIterator<Item = FindingRow>) -> Self {
        let mut rows: Vec<FindingRow> = Vec::new();
        for one in findings {
            match rows.iter_mut().find(|row| row.text == one.text && row.is_grave == one.is_grave) {
                Some(row) => {
                    row.count += one.count;
                    let is_new = |quote: &Spoken| !row.quotes.contains(quote);
                    let more: Vec<Spoken> = one.quotes.into_iter().filter(is_new).collect();
                    row.quotes.extend(more);
                }
                None => rows.push(one),
            }
        }
        QualityGroup { quality, findings: rows }
    }

    pub(crate) fn count(&self) -> u32 {
        self.findings.iter().map(|row| row.count).sum()
    }
}

impl ChecksPanel {
    /// Findings that mislead, and all of them.
    pub fn counts(&self) -> (u32, u32) {
        let all = self.groups.iter().flat_map(|group| &group.findings);
        (all.clone().filter(|row| row.is_grave).map(|row| row.count).sum(), all.map(|row| row.count).sum())
    }

    /// The panel as a piece of a page.
    pub fn draw(&self) -> String {
        self.render().unwrap_or_default()
    }

    pub(crate) fn name(&self, group: &QualityGroup) -> String {
        self.f.t(&format!("checks-quality-{}", group.quality.code()))
    }

    pub(crate) fn note(&self, group: &QualityGroup) -> String {
        let of = if self.has_room { "fine" } else { "alone" };
        self.f.t(&format!("checks-quality-{}-{of}", group.quality.code()))
    }
}
