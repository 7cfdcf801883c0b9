//! The face that is printed with: widths, and the glyphs of the characters in use.

use std::collections::BTreeMap;
use subsetter::GlyphRemapper;
use ttf_parser::{Face as Parsed, GlyphId, OutlineBuilder, RawFace, Tag};

/// Noto Sans SC (OFL), cut by `data/make_font.py`.
const BYTES: &[u8] = include_bytes!("../data/NotoSansSC-subset.otf");
/// What stands for a character that the face lacks: the mark that Chinese and Japanese printers set for a missing type.
const MISSING: char = '\u{3013}';

pub struct Face {
    parsed: Parsed<'static>,
    units: f32,
    remapper: GlyphRemapper,
    /// New glyph to the character that it stands for, and its width in thousandths.
    used: BTreeMap<u16, (char, f32)>,
    pub missing: usize,
}

/// What a PDF reader must know of the face.
pub struct Metrics {
    pub ascender: f32,
    pub descender: f32,
    pub cap_height: f32,
    pub bounds: [f32; 4],
}

impl Face {
    pub fn new() -> Self {
        let parsed = Parsed::parse(BYTES, 0).expect("the face that is compiled in can be read");
        let units = f32::from(parsed.units_per_em());
        Face { parsed, units, remapper: GlyphRemapper::new(), used: BTreeMap::new(), missing: 0 }
    }

    fn glyph(&self, c: char) -> Option<GlyphId> {
        self.parsed.glyph_index(c)
    }

    /// In thousandths of the size.
    pub fn width(&self, c: char) -> f32 {
        let glyph = self.glyph(c).or_else(|| self.glyph(MISSING)).unwrap_or(GlyphId(0));
        f32::from(self.parsed.glyph_hor_advance(glyph).unwrap_or(0)) / self.units * 1000.0
    }

    /// A line as the PDF holds it: two bytes a glyph.
    pub fn encode(&mut self, line: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(line.len() * 2);
        for c in line.chars() {
            let found = self.glyph(c);
            self.missing += usize::from(found.is_none());
            let glyph = found.or_else(|| self.glyph(MISSING)).unwrap_or(GlyphId(0));
            let new = self.remapper.remap(glyph.0);
            let width = self.width(c);
            self.used.entry(new).or_insert((c, width));
            bytes.extend(new.to_be_bytes());
        }
        bytes
    }

    /// A line as one path of a drawing.
    ///
    /// - `x`, `y`: its left end on its baseline
    /// - returns: the path, and how many characters the face lacks
    pub fn outlines(&self, line: &str, x: f32, y: f32, size: f32) -> (String, usize) {
        let mut outline = Outline { path: String::new(), x, y, scale: size / self.units };
        let mut missing = 0;
        for c in line.chars() {
            let found = self.glyph(c);
            missing += usize::from(found.is_none());
            let glyph = found.or_else(|| self.glyph(MISSING)).unwrap_or(GlyphId(0));
            self.parsed.outline_glyph(glyph, &mut outline);
            outline.x += self.width(c) * size / 1000.0;
        }
        (outline.path, missing)
    }

    /// The new glyphs in order, each with its character and width in thousandths.
    pub fn used(&self) -> impl Iterator<Item = (u16, char, f32)> + '_ {
        self.used.iter().map(|(glyph, (c, width))| (*glyph, *c, *width))
    }

    /// The outlines of what was used, as a bare CFF program.
    pub fn program(&self) -> Vec<u8> {
        let cut = subsetter::subset(BYTES, 0, &self.remapper).expect("the face that is compiled in can be cut");
        let raw = RawFace::parse(&cut, 0).ok().and_then(|raw| raw.table(Tag::from_bytes(b"CFF ")).map(<[u8]>::to_vec));
        raw.unwrap_or(cut)
    }

    pub fn metrics(&self) -> Metrics {
        let scale = |value: i16| f32::from(value) / self.units * 1000.0;
        let bounds = self.parsed.global_bounding_box();
        Metrics {
            ascender: scale(self.parsed.ascender()),
            descender: scale(self.parsed.descender()),
            cap_height: scale(self.parsed.capital_height().unwrap_or(733)),
            bounds: [scale(bounds.x_min), scale(bounds.y_min), scale(bounds.x_max), scale(bounds.y_max)],
        }
    }
}

/// Outlines of glyphs, turned over, since a face counts upwards and a drawing downwards.
struct Outline {
    path: String,
    x: f32,
    y: f32,
    scale: f32,
}

impl Outline {
    fn points<const N: usize>(&mut self, verb: char, points: [(f32, f32); N]) {
        self.path.push(verb);
        for (x, y) in points {
            self.path.push_str(&format!("{:.2} {:.2} ", self.x + x * self.scale, self.y - y * self.scale));
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points('M', [(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.points('L', [(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.points('Q', [(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.points('C', [(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}
