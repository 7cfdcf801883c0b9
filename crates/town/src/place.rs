//! The town's own facts: its districts, its departments and the sources that speak of it.

use model::{DistrictId, Lang, SourceId, SourceKind};
use serde::Deserialize;

/// A department that answers for a part of the town's life.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub duty_zh: String,
    pub duty_en: String,
}

/// How a source writes its feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Rss,
    Atom,
    JsonFeed,
}

/// A place where the town speaks: one row of the register of sources.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: SourceId,
    pub name_zh: String,
    pub name_en: String,
    pub kind: SourceKind,
    pub purpose_zh: String,
    pub purpose_en: String,
    pub format: Format,
    /// What the source says of its language; nothing if it mixes them.
    pub lang: Option<Lang>,
    pub district: Option<DistrictId>,
    /// Whether its posts have a headline of their own, as forums do and microblogs do not.
    #[serde(default)]
    pub(crate) titled: bool,
    /// How many handles recur here; 0 where posts carry no author at all.
    #[serde(default)]
    pub(crate) handles: usize,
    /// How likely a post here is in simplified Chinese, traditional Chinese and English.
    #[serde(default)]
    pub(crate) mix: [f64; 3],
    /// How often this source is chosen when a storyline names no channels.
    #[serde(default)]
    pub(crate) weight: f64,
    /// Routine items a day, for institutions and the press.
    #[serde(default)]
    pub(crate) routine_a_day: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TownFile {
    pub(crate) invented: bool,
    pub(crate) name_zh: String,
    pub(crate) name_en: String,
    pub(crate) about_zh: String,
    pub(crate) about_en: String,
    pub(crate) zone: String,
    #[serde(rename = "district")]
    pub(crate) districts: Vec<model::District>,
    #[serde(rename = "department")]
    pub(crate) departments: Vec<Department>,
    #[serde(rename = "source")]
    pub(crate) sources: Vec<Source>,
}
