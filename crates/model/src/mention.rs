//! What listening hands on: one thing heard, from which the speaker is already gone.

use crate::{DistrictId, Lang, MentionId, SourceId, SourceKind, Time};

/// One thing heard, after intake: masked, and with no author. There is no field in which one could travel.
#[derive(Clone, Debug)]
pub struct Mention {
    pub id: MentionId,
    pub source: SourceId,
    pub kind: SourceKind,
    /// Masked: personal data is already replaced by its kind, such as `[phone]`.
    pub title: String,
    /// Masked likewise.
    pub text: String,
    /// What the source says of its language, if it does.
    pub lang_hint: Option<Lang>,
    /// When it was said: the start of the hour for public posts, the exact moment for institutions and the press.
    pub at: Time,
    /// Only for institutions and the press.
    pub link: Option<String>,
    /// The source's own district, if it has one.
    pub district: Option<DistrictId>,
}

impl Mention {
    /// Title and text as one string, as the analyses read it.
    pub fn full_text(&self) -> String {
        if self.title.is_empty() || self.text.starts_with(&self.title) {
            self.text.clone()
        } else if self.text.is_empty() {
            self.title.clone()
        } else {
            format!("{}\n{}", self.title, self.text)
        }
    }
}

/// A district of the body, of 10,000 people or more, with the names by which texts mention it and its places.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
pub struct District {
    pub id: DistrictId,
    pub name_zh: String,
    pub name_en: String,
    pub population: u32,
    /// Column and row of its tile on the map of districts.
    pub tile: (u8, u8),
    /// Streets, estates, schools, stations: every name that places a text in this district, in any language.
    #[serde(default)]
    pub places: Vec<String>,
}
