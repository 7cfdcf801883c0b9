//! CSV: cells that a spreadsheet would run as formulas.

use super::Finding;

/// The lines in which a cell begins with a sign that starts a formula. Numbers with a sign are no formulas.
pub(super) fn look(bytes: &[u8]) -> Vec<Finding> {
    let text = String::from_utf8_lossy(bytes);
    let mut findings = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let runs = line.split([',', ';', '\t']).any(|cell| {
            let cell = cell.trim_start_matches('"');
            let starts = cell.starts_with(['=', '@']) || (cell.starts_with(['+', '-']) && cell.len() > 1);
            let number = cell.trim_end_matches('"').trim().trim_end_matches('%');
            starts && number.parse::<f64>().is_err()
        });
        if runs {
            findings.push(Finding::new("formula", (index + 1).to_string()));
        }
    }
    findings
}
