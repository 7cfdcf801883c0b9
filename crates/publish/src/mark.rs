//! A drawing (SVG) rewritten: known shapes with known attributes are kept, everything else is left out. What is left cannot run,
//! load, link or style.

use model::{Error, Result};
use quick_xml::Reader;
use quick_xml::events::Event;

const BYTES_MAX: usize = 64 * 1024;
const ELEMENTS_MAX: usize = 1_000;
const DEPTH_MAX: usize = 32;

const SHAPES: &[&str] = &["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title"];
const ATTRIBUTES: &[&str] = &[
    "viewBox",
    "width",
    "height",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "points",
    "fill",
    "fill-rule",
    "clip-rule",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "opacity",
    "transform",
];

/// - errors: `Invalid` for what is no drawing, too large, or nested too deep
pub(crate) fn rewritten(text: &str) -> Result<String> {
    let wrong = || Error::invalid("identity-mark-kind");
    if text.len() > BYTES_MAX {
        return Err(Error::invalid("identity-mark-large"));
    }
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut drawn = String::new();
    let mut open: Vec<Option<&'static str>> = Vec::new();
    // Inside an element that is left out, everything is.
    let mut left_out = 0usize;
    for _ in 0..ELEMENTS_MAX * 4 {
        match reader.read_event().map_err(|_| wrong())? {
            Event::DocType(_) => return Err(wrong()),
            Event::Eof => {
                return if open.is_empty() && drawn.starts_with("<svg") { Ok(drawn) } else { Err(wrong()) };
            }
            event @ (Event::Start(_) | Event::Empty(_)) => {
                let is_empty = matches!(event, Event::Empty(_));
                let (Event::Start(start) | Event::Empty(start)) = event else { continue };
                let name = start.name();
                let shape = SHAPES.iter().copied().find(|shape| *shape == name.as_ref()).filter(|_| left_out == 0);
                if open.len() >= DEPTH_MAX || (open.is_empty() && shape != Some("svg")) {
                    return Err(wrong());
                }
                if let Some(shape) = shape {
                    drawn.push('<');
                    drawn.push_str(shape);
                    if shape == "svg" {
                        drawn.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
                    }
                    for attribute in start.attributes().flatten() {
                        let value = attribute.value.as_ref();
                        let is_known = ATTRIBUTES.contains(&attribute.key.as_ref());
                        // Numbers, colours and paths need none of these signs but those of a transformation.
                        let is_plain = value.chars().all(|c| c.is_ascii_alphanumeric() || " .,-+#%()\n\t".contains(c));
                        if is_known && is_plain && !value.to_ascii_lowercase().contains("url") {
                            drawn.push_str(&format!(" {}=\"{value}\"", attribute.key.as_ref()));
                        }
                    }
                    drawn.push_str(if is_empty { "/>" } else { ">" });
                }
                if !is_empty {
                    left_out += usize::from(shape.is_none());
                    open.push(shape);
                }
            }
            Event::End(_) => match open.pop().ok_or_else(wrong)? {
                Some(shape) => drawn.push_str(&format!("</{shape}>")),
                None => left_out -= 1,
            },
            _ => {}
        }
    }
    Err(wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_kept_and_nothing_that_runs_or_reaches_out() {
        let drawn = rewritten(
            r##"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" onload="alert(1)"><script>alert(1)</script><style>*{}</style><a href="https://x.example"><path d="M0 0"/></a><g fill="#0f5257" style="x"><path d="M1 1h6v6z" onclick="x"/><image href="https://x.example/a.png"/><rect width="2" height="2" fill="url(https://x.example)"/></g><foreignObject><g><path d="M9 9"/></g></foreignObject></svg>"##,
        )
        .expect("a drawing");
        assert_eq!(
            drawn,
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><g fill="#0f5257"><path d="M1 1h6v6z"/><rect width="2" height="2"/></g></svg>"##
        );
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in ["", "<html/>", "<svg>", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "plain"] {
            assert_eq!(rewritten(text).expect_err(text).message, "identity-mark-kind", "{text}");
        }
        assert!(rewritten(&format!("<svg>{}</svg>", "<g>".repeat(500))).is_err());
        assert_eq!(rewritten(&" ".repeat(BYTES_MAX + 1)).expect_err("large").message, "identity-mark-large");
    }
}
