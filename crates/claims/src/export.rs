//! The register as a file that another platform can take over, such as the national one against rumours.

use crate::Verdict;
use crate::public::{Checked, Published};
use model::Result;
use serde::Serialize;

/// One claim of the export. The names of the columns are those of the file.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub url_zh: String,
    pub url_en: String,
    pub state: crate::ClaimState,
    pub claim_zh: String,
    pub claim_en: String,
    pub verdict: Verdict,
    pub verdict_zh: String,
    pub verdict_en: String,
    pub answer_zh: String,
    pub answer_en: String,
    /// Title, publisher and address of each source, one after the other.
    pub evidence: String,
    pub body_zh: String,
    pub body_en: String,
    pub first_published: String,
    pub edition: u32,
    pub edition_published: String,
    pub withdrawn: String,
}

/// Whose register it is.
pub struct Body<'a> {
    pub name_zh: &'a str,
    pub name_en: &'a str,
    /// Of the site, without a slash at its end.
    pub home: &'a str,
}

/// - `verdict`: its words in Chinese and in English
pub fn line(checked: &Checked, standing: Option<&Published>, verdict: (String, String), body: &Body<'_>) -> Line {
    let evidence = standing.map_or(&[][..], |edition| &edition.evidence);
    let source = |evidence: &crate::Evidence| {
        [&evidence.title, &evidence.publisher, &evidence.dated, &evidence.url]
            .into_iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    Line {
        id: checked.id.to_string(),
        url_zh: format!("{}/zh/claims/{}", body.home, checked.slug),
        url_en: format!("{}/en/claims/{}", body.home, checked.slug),
        state: checked.state,
        claim_zh: checked.claim_zh.clone(),
        claim_en: checked.claim_en.clone(),
        verdict: checked.verdict,
        verdict_zh: verdict.0,
        verdict_en: verdict.1,
        answer_zh: checked.answer_zh.clone(),
        answer_en: checked.answer_en.clone(),
        evidence: evidence.iter().map(source).collect::<Vec<_>>().join("\n"),
        body_zh: body.name_zh.to_owned(),
        body_en: body.name_en.to_owned(),
        first_published: checked.first.to_rfc3339(),
        edition: checked.edition_index,
        edition_published: checked.published.to_rfc3339(),
        withdrawn: checked.withdrawn.as_ref().map(|withdrawn| withdrawn.at.to_rfc3339()).unwrap_or_default(),
    }
}

/// The lines as CSV with a byte order mark, since the spreadsheets of offices take anything else for their old encoding.
pub fn csv(lines: Vec<Line>) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for mut line in lines {
        for cell in [
            &mut line.claim_zh,
            &mut line.claim_en,
            &mut line.answer_zh,
            &mut line.answer_en,
            &mut line.evidence,
            &mut line.body_zh,
            &mut line.body_en,
        ] {
            guard(cell);
        }
        writer.serialize(line)?;
    }
    let bytes = writer.into_inner().map_err(|error| model::Error::broken(error.to_string()))?;
    Ok(format!("\u{feff}{}", String::from_utf8(bytes)?))
}

/// A cell that a spreadsheet would run as a formula is quoted against it.
fn guard(cell: &mut String) {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        cell.insert(0, '\'');
    }
}
