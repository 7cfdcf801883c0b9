//! The body's own look and voice (品牌): names, mark, accent colour, tone, and what a new draft begins with.
//!
//! An accent must be readable on paper and with words on it; for the dark it is lightened until it is. A mark is drawn anew or
//! rewritten element by element, so that nothing in it runs or reaches out.

use crate::{Kind, Text, mark, picture, store};
use ::store::{Db, Tx};
use model::{Error, Result, StaffId, Time};
use org::Recent;
use std::sync::{Arc, PoisonError, RwLock};

pub const NAME_CHARACTERS_MAX: usize = 60;
pub const TONE_CHARACTERS_MAX: usize = 2_000;
/// Of text against its ground, by WCAG 2.2.
const CONTRAST_MIN: f64 = 4.5;
/// The grounds of the two colour schemes, as `candor.css` has them.
const PAPER: Rgb = [0xfb, 0xfa, 0xf6];
const PAPER_DARK: Rgb = [0x16, 0x18, 0x17];
const INK_ON_ACCENT: Rgb = [0x12, 0x1a, 0x1a];
const WHITE: Rgb = [0xfd, 0xfc, 0xf9];

type Rgb = [u8; 3];

/// How the body appears.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// 0 while nothing was saved.
    pub index: u32,
    pub name_zh: String,
    pub name_en: String,
    /// `#rrggbb`, or empty.
    pub accent: String,
    pub mark: Option<Mark>,
    pub tone_zh: String,
    pub tone_en: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Identity {
    /// Its colour as red, green and blue, if it has chosen one.
    pub fn accent_rgb(&self) -> Option<[u8; 3]> {
        parsed(&self.accent)
    }
}

/// What a page shows of it, kept in memory. Cloning it is cheap, and all clones change together.
#[derive(Clone, Default)]
pub struct Current(Arc<RwLock<Arc<Identity>>>);

impl Current {
    pub fn get(&self) -> Arc<Identity> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes up what is stored: at the start, after saving, and now and then for what another process saved.
    pub async fn refresh(&self, db: &Db) -> Result<()> {
        let stored = Arc::new(store::identity(db).await?.unwrap_or_default());
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = stored;
        Ok(())
    }

    /// The name of the body, or the one of the configuration.
    pub fn name(&self, is_chinese: bool, configured: &str) -> String {
        let identity = self.get();
        let own = if is_chinese { &identity.name_zh } else { &identity.name_en };
        if own.is_empty() { configured.to_owned() } else { own.clone() }
    }
}

/// What someone sends.
pub struct NewIdentity {
    pub name_zh: String,
    pub name_en: String,
    pub accent: String,
    pub tone_zh: String,
    pub tone_en: String,
    /// A file, empty to keep the mark as it is.
    pub mark: Vec<u8>,
    pub without_mark: bool,
}

/// Checks a form and saves it as the identity from now on.
///
/// - returns: what is wrong with which field, if anything is
pub async fn save(
    tx: &mut Tx,
    current: &Identity,
    new: NewIdentity,
    by: Recent<'_>,
    now: Time,
) -> Result<std::result::Result<(), (&'static str, &'static str)>> {
    for (field, name) in [("name_zh", &new.name_zh), ("name_en", &new.name_en)] {
        if name.chars().count() > NAME_CHARACTERS_MAX {
            return Ok(Err((field, "identity-name-long")));
        }
    }
    for (field, tone) in [("tone_zh", &new.tone_zh), ("tone_en", &new.tone_en)] {
        if tone.chars().count() > TONE_CHARACTERS_MAX {
            return Ok(Err((field, "publish-too-long")));
        }
    }
    let accent = new.accent.trim().to_ascii_lowercase();
    if !accent.is_empty() {
        match parsed(&accent) {
            None => return Ok(Err(("accent", "identity-accent-form"))),
            Some(colour) if contrast(colour, PAPER) < CONTRAST_MIN => {
                return Ok(Err(("accent", "identity-accent-pale")));
            }
            Some(_) => {}
        }
    }
    let mark = if new.without_mark {
        None
    } else if new.mark.is_empty() {
        current.mark.clone()
    } else {
        match checked_mark(&new.mark) {
            Ok(mark) => Some(mark),
            Err(error) if error.kind == model::Kind::Invalid => return Ok(Err(("mark", error.message))),
            Err(error) => return Err(error),
        }
    };
    let identity = Identity {
        index: current.index + 1,
        name_zh: new.name_zh.trim().to_owned(),
        name_en: new.name_en.trim().to_owned(),
        accent,
        mark,
        tone_zh: new.tone_zh.trim().to_owned(),
        tone_en: new.tone_en.trim().to_owned(),
    };
    store::insert_identity(tx, &identity, by.id(), now).await?;
    org::audit::note(tx, by.id(), "identity_changed", "identity", &identity.index.to_string(), now).await?;
    Ok(Ok(()))
}

/// A picture is drawn anew; a drawing is rewritten element by element.
fn checked_mark(bytes: &[u8]) -> Result<Mark> {
    if picture::is_picture(bytes) {
        let (format, bytes) = picture::redrawn(bytes)?;
        return Ok(Mark { content_type: format.content_type, bytes });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Error::invalid("identity-mark-kind"))?;
    Ok(Mark { content_type: "image/svg+xml", bytes: mark::rewritten(text)?.into_bytes() })
}

/// What new drafts of a kind begin with.
pub async fn template(db: &Db, kind: Kind) -> Result<(Text, Text)> {
    let (zh, en) = store::template(db, kind).await?.unwrap_or_default();
    Ok((Text::new("", "", zh), Text::new("", "", en)))
}

/// Keeps what new drafts of a kind begin with.
///
/// - errors: `Invalid` for what could not be published
pub async fn save_template(tx: &mut Tx, kind: Kind, zh: &str, en: &str, by: &StaffId, now: Time) -> Result<()> {
    for body in [zh, en] {
        if body.chars().count() > crate::BODY_CHARACTERS_MAX {
            return Err(Error::invalid("publish-too-long"));
        }
        crate::markdown::print(body)?;
    }
    store::upsert_template(tx, kind, zh.trim(), en.trim(), by, now).await
}

/// The style that puts the identity over Candor's own; empty where nothing was chosen. Its tokens are those of `candor.css`.
pub fn css(identity: &Identity) -> String {
    let mut css = String::new();
    if let Some(accent) = parsed(&identity.accent) {
        let dark = lightened(accent);
        css.push_str(&format!(":root {{ {} }}\n", tokens(accent, PAPER, 0.82)));
        css.push_str(&format!(
            "@media (prefers-color-scheme: dark) {{ :root {{ {} }} }}\n",
            tokens(dark, PAPER_DARK, 1.0)
        ));
    }
    if identity.mark.is_some() {
        css.push_str(&format!(
            ".office-mark {{ display: none; }}\n.office::before {{ content: \"\"; width: 28px; height: 28px; flex: none; \
             background: url(\"/identity/mark?{}\") center / contain no-repeat; }}\n",
            identity.index
        ));
    }
    css
}

fn tokens(accent: Rgb, paper: Rgb, hover: f64) -> String {
    let hover =
        if hover < 1.0 { accent.map(|part| (f64::from(part) * hover) as u8) } else { mixed(accent, WHITE, 0.35) };
    let on = if contrast(accent, WHITE) >= contrast(accent, INK_ON_ACCENT) { WHITE } else { INK_ON_ACCENT };
    format!(
        "--accent: {}; --accent-hover: {}; --accent-soft: {}; --on-accent: {};",
        hex(accent),
        hex(hover),
        hex(mixed(paper, accent, 0.14)),
        hex(on)
    )
}

/// The colour as the dark scheme needs it: as much lighter as it takes to be read there.
fn lightened(accent: Rgb) -> Rgb {
    (0..=20)
        .map(|step| mixed(accent, WHITE, f64::from(step) / 20.0))
        .find(|colour| contrast(*colour, PAPER_DARK) >= CONTRAST_MIN + 2.0)
        .unwrap_or(WHITE)
}

fn mixed(from: Rgb, to: Rgb, part: f64) -> Rgb {
    std::array::from_fn(|at| (f64::from(from[at]) * (1.0 - part) + f64::from(to[at]) * part).round() as u8)
}

fn parsed(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// By WCAG 2.2: from 1 (the same) to 21 (black on white).
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_the_standard_says() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn every_accent_that_passes_is_readable_in_both_schemes() {
        for accent in ["#0f5257", "#8b1a1a", "#1d3f8f", "#000000", "#6b2fa0", "#7a5200"] {
            let colour = parsed(accent).expect("a colour");
            assert!(contrast(colour, PAPER) >= CONTRAST_MIN, "{accent}");
            let dark = lightened(colour);
            assert!(contrast(dark, PAPER_DARK) >= CONTRAST_MIN, "{accent}");
            for on in [colour, dark] {
                let best = contrast(on, WHITE).max(contrast(on, INK_ON_ACCENT));
                assert!(best >= CONTRAST_MIN, "{accent}: words on it have {best}");
            }
        }
        assert!(contrast(parsed("#ffcc00").expect("a colour"), PAPER) < CONTRAST_MIN);
        assert_eq!(parsed("red"), None);
        assert_eq!(parsed("#12345é"), None);
    }

    #[test]
    fn a_style_holds_nothing_but_colours_and_the_mark() {
        let identity = Identity { accent: "#8b1a1a".into(), index: 3, ..Identity::default() };
        let css = css(&identity);
        assert!(css.contains("--accent: #8b1a1a;") && css.contains("prefers-color-scheme: dark"));
        assert!(!css.contains("url("));
        assert_eq!(super::css(&Identity::default()), "");
    }
}
