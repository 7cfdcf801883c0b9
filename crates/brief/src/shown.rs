//! A figure as a kept brief holds it. It was shown when the brief was written, and may be shown again.

use model::Figure;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown(pub Figure);

/// `{"fewer": 10}`, `{"at_least": 10}` or `{"exactly": 12}`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    Fewer(u32),
    AtLeast(u32),
    Exactly(u32),
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Figure::FewerThan(k) => Kept::Fewer(k),
            Figure::AtLeast(k) => Kept::AtLeast(k),
            Figure::Exactly(count) => Kept::Exactly(count),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Shown(match Kept::deserialize(deserializer)? {
            Kept::Fewer(k) => Figure::FewerThan(k),
            Kept::AtLeast(k) => Figure::AtLeast(k),
            Kept::Exactly(count) => Figure::Exactly(count),
        }))
    }
}
