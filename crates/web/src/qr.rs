//! The square that a phone reads, drawn as one path of SVG.

use crate::Html;
use model::{Error, Result};
use qrcode::{Color, QrCode};
use std::fmt::Write as _;

/// White around the square, without which cameras do not find it.
const QUIET: usize = 4;

/// Draws a text as a square of dark on white, whatever the page's theme: many cameras do not read it inverted.
///
/// - `label`: what it is, for those who do not see it; escaped here
/// - errors: `Invalid` for a text longer than a square can hold
pub fn square(text: &str, label: &str) -> Result<Html> {
    let code = QrCode::new(text).map_err(|_| Error::invalid("error-invalid"))?;
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            // Writing into a string does not fail.
            let _ = write!(path, "M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET);
        }
    }
    let side = width + 2 * QUIET;
    Ok(Html::trusted(format!(
        r##"<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##,
        crate::escape(label)
    )))
}
