//! Numbers about people. A raw count cannot be shown; what can be shown has been through the threshold.

use serde::{Serialize, Serializer};

/// The default for how many distinct voices a figure, story or place needs before anyone sees it.
pub const K_DEFAULT: u32 = 10;
/// No operator can go below this.
pub const K_MIN: u32 = 5;

/// One speaker for one day: the first 64 bits of a keyed hash whose key lives in memory for that day only.
/// It goes straight into a sketch and is dropped; it has no `Debug`, no `Display` and no `Serialize`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Voice(u64);

impl Voice {
    pub const fn from_hash(hash: u64) -> Self {
        Voice(hash)
    }

    pub const fn hash(self) -> u64 {
        self.0
    }
}

/// How many distinct voices there were. It can be neither displayed nor serialised: ask for a [`Figure`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Voices(u32);

impl Voices {
    pub const fn counted(count: u32) -> Self {
        Voices(count)
    }

    /// From a stored column. A cell that was closed under the threshold is stored as -1 and counts as none.
    pub fn stored(column: i64) -> Self {
        Voices(u32::try_from(column.max(0)).unwrap_or(u32::MAX))
    }

    pub fn reaches(self, k: Threshold) -> bool {
        self.0 >= k.0
    }

    /// For arithmetic inside a rule or a store, never for a page: `tidy` lists the files that may call it.
    pub const fn count(self) -> u32 {
        self.0
    }
}

/// k: the number of distinct voices below which nothing is shown. Never under [`K_MIN`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u32);

impl Threshold {
    /// Raises anything lower to [`K_MIN`]: the line is not the operator's to move.
    pub const fn new(k: u32) -> Self {
        Threshold(if k < K_MIN { K_MIN } else { k })
    }

    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Threshold(K_DEFAULT)
    }
}

/// A number about people that may be shown: either it reaches the threshold, or it says no more than that it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    FewerThan(u32),
    /// It reaches the threshold and says no more, since a smaller one would follow from it by subtraction.
    AtLeast(u32),
    Exactly(u32),
}

impl Figure {
    pub fn of(voices: Voices, k: Threshold) -> Self {
        if voices.reaches(k) { Figure::Exactly(voices.0) } else { Figure::FewerThan(k.0) }
    }

    /// A count of items (not of voices) that stands beside its voices and is hidden with them.
    pub fn items(items: u32, voices: Voices, k: Threshold) -> Self {
        if voices.reaches(k) { Figure::Exactly(items) } else { Figure::FewerThan(k.0) }
    }

    pub const fn exact(self) -> Option<u32> {
        match self {
            Figure::Exactly(count) => Some(count),
            Figure::FewerThan(_) | Figure::AtLeast(_) => None,
        }
    }
}

/// In JSON a figure is a number, or the text `<10` or `>=10`: a reader that expects numbers fails loudly instead of reading 0.
impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Figure::Exactly(count) => serializer.serialize_u32(*count),
            Figure::FewerThan(k) => serializer.serialize_str(&format!("<{k}")),
            Figure::AtLeast(k) => serializer.serialize_str(&format!(">={k}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_voice_fewer_than_k_is_not_a_number() {
        let k = Threshold::default();
        assert_eq!(Figure::of(Voices::counted(9), k), Figure::FewerThan(10));
        assert_eq!(Figure::of(Voices::counted(10), k), Figure::Exactly(10));
        assert_eq!(Figure::items(500, Voices::counted(9), k), Figure::FewerThan(10));
    }

    #[test]
    fn no_operator_can_set_k_under_five() {
        assert_eq!(Threshold::new(1).get(), 5);
        assert_eq!(Threshold::new(20).get(), 20);
    }

    #[test]
    fn a_cell_closed_under_k_counts_as_none() {
        assert!(Voices::stored(-1) == Voices::counted(0));
    }

    #[test]
    fn a_hidden_figure_is_text_in_json() {
        let figures = [Figure::Exactly(12), Figure::FewerThan(10), Figure::AtLeast(10)];
        let json = serde_json::to_string(&figures).expect("figures serialise");
        assert_eq!(json, r#"[12,"<10",">=10"]"#);
    }
}
