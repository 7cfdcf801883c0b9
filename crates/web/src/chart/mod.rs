//! Charts as SVG drawn on the server: they work without scripts, in print and in the dark, and each has its table behind.
//!
//! Widths are per cent and heights pixels, so that a chart fills its column while its letters keep their size. Curves live
//! in a nested drawing that stretches. Colours and letters come from classes, since inline styles are forbidden.
//! A figure under k is drawn hatched, as high as it could be at most, so that a gap is never mistaken for silence.

mod bars;
mod heat;
mod multiples;
mod part;
mod spark;
mod split;
mod tiles;
mod timeline;
mod wide;

pub use bars::{Bar, Bars};
pub use heat::Heat;
pub use multiples::{Multiples, Series};
pub use part::Bin;
pub use spark::Spark;
pub use split::{Part, Split, Tone};
pub use tiles::{Tile, Tiles};
pub use timeline::{Mark, Timeline};
pub use wide::Wide;
