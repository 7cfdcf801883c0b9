//! A card: what a link to a page looks like where it is shared, drawn from the text as a PNG.
//!
//! The card is composed as a drawing (SVG) whose letters are outlines of the compiled-in face, so that it looks the same on every
//! machine, and is then filled in. Everything in it is ours: the outlines, and a mark that was rewritten or drawn anew before.

use crate::face::Face;
use crate::lines::broken;
use resvg::{tiny_skia, usvg};

pub const WIDTH: u32 = 1_200;
pub const HEIGHT: u32 = 630;

const PAPER: &str = "#fbfaf6";
const INK: &str = "#1b1e1d";
const SOFT: &str = "#55605d";
const RULE: &str = "#d9d6cc";
const LEFT: f32 = 88.0;
const COLUMN: f32 = 1_040.0;
/// From large to small; the largest with which the headline fits is taken.
const HEADLINE_SIZES: &[(f32, usize)] = &[(92.0, 2), (76.0, 3), (64.0, 4), (54.0, 4), (46.0, 5)];
/// Down to this size a Chinese headline whose lines end where its clauses do goes before a larger one that cuts words.
const CLAUSES_SIZE_MIN: f32 = 54.0;
/// Where a clause ends.
const CLAUSE_ENDS: &[char] = &['，', '。', '；', '：', '？', '！', '、'];
const MARK_SIZE: u32 = 64;

/// What stands on a card.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    pub office: &'a str,
    /// The colour of the identity: red, green, blue.
    pub accent: [u8; 3],
    pub mark: Mark<'a>,
    /// What it is: a kind of text, or a verdict.
    pub kicker: &'a str,
    pub headline: &'a str,
    /// The day.
    pub date: &'a str,
    /// Its place in the log, in words.
    pub proof: &'a str,
}

#[derive(Clone, Copy, Debug)]
pub enum Mark<'a> {
    /// The body has none: a square of its colour with the first character of its name.
    Initial,
    Drawing(&'a str),
    /// PNG or JPEG.
    Picture(&'a [u8]),
}

/// A finished card.
pub struct Drawn {
    pub png: Vec<u8>,
    /// Characters that the face lacks, which are drawn as 〓.
    pub missing: usize,
}

/// Draws a card of [`WIDTH`] by [`HEIGHT`] pixels.
///
/// - returns: nothing for a mark that cannot be drawn; then the same card with [`Mark::Initial`] can
/// - cost: about 30 ms, so it is kept by whoever serves it
pub fn draw(card: &Card<'_>) -> Option<Drawn> {
    let mut pen = Pen { face: Face::new(), svg: String::new(), missing: 0 };
    let accent = format!("#{:02x}{:02x}{:02x}", card.accent[0], card.accent[1], card.accent[2]);
    pen.svg.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{PAPER}\"/><rect width=\"24\" height=\"{HEIGHT}\" fill=\"{accent}\"/>"
    ));
    if let Mark::Initial = card.mark {
        pen.svg
            .push_str(&format!("<rect x=\"{LEFT}\" y=\"64\" width=\"64\" height=\"64\" rx=\"10\" fill=\"{accent}\"/>"));
        let initial: String = card.office.chars().take(1).collect();
        let width = pen.width(&initial, 40.0);
        pen.line(&initial, LEFT + 32.0 - width / 2.0, 111.0, 40.0, "#fdfcf9", 0.0);
    }
    let office = pen.cut(card.office, 34.0, COLUMN - 88.0);
    pen.line(&office, LEFT + 88.0, 108.0, 34.0, INK, 0.6);
    let kicker = pen.cut(card.kicker, 30.0, COLUMN);
    pen.line(&kicker, LEFT, 192.0, 30.0, &accent, 0.9);

    let (size, lines) = pen.headline(card.headline);
    let leading = size * 1.22;
    for (line, at) in lines.iter().zip(0u8..) {
        pen.line(line, LEFT, 216.0 + leading * (f32::from(at) + 0.86), size, INK, size / 46.0);
    }
    pen.svg.push_str(&format!("<rect x=\"{LEFT}\" y=\"540\" width=\"{COLUMN}\" height=\"2\" fill=\"{RULE}\"/>"));
    let date_width = pen.width(card.date, 26.0);
    let proof = pen.cut(card.proof, 26.0, COLUMN - date_width - 40.0);
    pen.line(&proof, LEFT, 588.0, 26.0, SOFT, 0.0);
    pen.line(card.date, LEFT + COLUMN - date_width, 588.0, 26.0, SOFT, 0.0);
    pen.svg.push_str("</svg>");

    let mut map = tiny_skia::Pixmap::new(WIDTH, HEIGHT)?;
    render(&pen.svg, tiny_skia::Transform::identity(), &mut map)?;
    match card.mark {
        Mark::Initial => {}
        Mark::Drawing(svg) => {
            let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).ok()?;
            let scale = MARK_SIZE as f32 / tree.size().width().max(tree.size().height());
            let place = tiny_skia::Transform::from_scale(scale, scale).post_translate(LEFT, 64.0);
            resvg::render(&tree, place, &mut map.as_mut());
        }
        Mark::Picture(bytes) => picture(bytes, &mut map)?,
    }
    let png = encoded(&map)?;
    Some(Drawn { png, missing: pen.missing })
}

fn render(svg: &str, place: tiny_skia::Transform, map: &mut tiny_skia::Pixmap) -> Option<()> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).ok()?;
    resvg::render(&tree, place, &mut map.as_mut());
    Some(())
}

/// A mark that is a picture, at its place, no larger than [`MARK_SIZE`] on either side.
fn picture(bytes: &[u8], map: &mut tiny_skia::Pixmap) -> Option<()> {
    let small = image::load_from_memory(bytes).ok()?.thumbnail(MARK_SIZE, MARK_SIZE).to_rgba8();
    let mut drawn = tiny_skia::Pixmap::new(small.width(), small.height())?;
    for (pixel, put) in small.pixels().zip(drawn.pixels_mut()) {
        let [red, green, blue, alpha] = pixel.0;
        *put = tiny_skia::ColorU8::from_rgba(red, green, blue, alpha).premultiply();
    }
    let paint = tiny_skia::PixmapPaint::default();
    map.draw_pixmap(LEFT as i32, 64, drawn.as_ref(), &paint, tiny_skia::Transform::identity(), None);
    Some(())
}

/// Without transparency, since the paper covers all of it, and small, since it travels with every shared link.
fn encoded(map: &tiny_skia::Pixmap) -> Option<Vec<u8>> {
    use image::codecs::png::{CompressionType, FilterType, PngEncoder};
    let opaque: Vec<u8> = map.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Sub);
    image::ImageEncoder::write_image(encoder, &opaque, WIDTH, HEIGHT, image::ExtendedColorType::Rgb8).ok()?;
    Some(png)
}

struct Pen {
    face: Face,
    svg: String,
    missing: usize,
}

impl Pen {
    /// In pixels.
    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.face.width(c)).sum::<f32>() * size / 1_000.0
    }

    /// The size at which the headline fits, and its lines. One that fits at no size ends in an ellipsis.
    fn headline(&self, text: &str) -> (f32, Vec<String>) {
        for (size, lines_max) in HEADLINE_SIZES.iter().filter(|(size, _)| *size >= CLAUSES_SIZE_MIN) {
            let by_clauses = clauses(&self.face, text, COLUMN * 1_000.0 / size);
            if let Some(lines) = by_clauses.filter(|lines| lines.len() <= *lines_max) {
                return (*size, lines);
            }
        }
        let mut set = (0.0, Vec::new());
        for (size, lines_max) in HEADLINE_SIZES {
            let lines = balanced(&self.face, text, COLUMN * 1_000.0 / size);
            let fits = lines.len() <= *lines_max;
            set = (*size, lines);
            if fits {
                return set;
            }
        }
        let (size, mut lines) = set;
        lines.truncate(HEADLINE_SIZES.last().map_or(1, |(_, lines_max)| *lines_max));
        if let Some(last) = lines.pop() {
            let cut = self.cut(&format!("{last}\u{2026}\u{2026}"), size, COLUMN - size);
            lines.push(format!("{}\u{2026}", cut.trim_end_matches(['\u{2026}', ' ', '，', '、', ','])));
        }
        (size, lines)
    }

    /// A text that fits into a width, with an ellipsis where it was longer.
    fn cut(&self, text: &str, size: f32, width: f32) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let mut kept = String::new();
        for c in text.chars() {
            if self.width(&kept, size) + self.face.width(c) * size / 1_000.0 > width - size {
                break;
            }
            kept.push(c);
        }
        format!("{}\u{2026}", kept.trim_end())
    }

    /// One line from its left end on its baseline.
    ///
    /// - `weight`: how much thicker than the face, in pixels
    fn line(&mut self, text: &str, x: f32, y: f32, size: f32, colour: &str, weight: f32) {
        let (path, missing) = self.face.outlines(text, x, y, size);
        self.missing += missing;
        self.svg.push_str(&format!("<path fill=\"{colour}\""));
        if weight > 0.0 {
            self.svg.push_str(&format!(" stroke=\"{colour}\" stroke-width=\"{weight}\" stroke-linejoin=\"round\""));
        }
        self.svg.push_str(&format!(" d=\"{path}\"/>"));
    }
}

/// Lines that end where clauses do, each clause whole.
///
/// - returns: nothing for a text that is not Chinese, or has a clause that is longer than a line
fn clauses(face: &Face, text: &str, width: f32) -> Option<Vec<String>> {
    if !text.contains(CLAUSE_ENDS) {
        return None;
    }
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for clause in text.split_inclusive(CLAUSE_ENDS) {
        let needed: f32 = clause.chars().map(|c| face.width(c)).sum();
        if needed > width {
            return None;
        }
        match lines.last_mut() {
            Some(line) if used + needed <= width => {
                line.push_str(clause);
                used += needed;
            }
            _ => {
                lines.push(clause.to_owned());
                used = needed;
            }
        }
    }
    // A clause of a character or two would stand there by itself.
    lines.iter().all(|line| line.chars().count() > 2).then_some(lines)
}

/// Lines of about the same length, so that a headline does not end in a single character.
fn balanced(face: &Face, text: &str, width: f32) -> Vec<String> {
    let full = broken(face, text, width);
    if full.len() < 2 {
        return full;
    }
    let mut best = full;
    for part in [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55] {
        let tried = broken(face, text, width * part);
        if tried.len() > best.len() {
            break;
        }
        best = tried;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card<'a>(headline: &'a str, mark: Mark<'a>) -> Card<'a> {
        Card {
            office: "青屿市人民政府",
            accent: [0x0f, 0x52, 0x57],
            mark,
            kicker: "声明",
            headline,
            date: "2026年11月22日",
            proof: "公开日志第 1,204 条",
        }
    }

    fn pixels(drawn: &Drawn) -> image::RgbImage {
        image::load_from_memory(&drawn.png).expect("a PNG").to_rgb8()
    }

    #[test]
    fn a_card_is_drawn_in_the_colour_of_the_body_and_with_all_its_words() {
        let drawn = draw(&card("老港片区自来水检测全部合格，河东两处投诉仍在核查", Mark::Initial)).expect("drawn");
        let picture = pixels(&drawn);
        assert_eq!((picture.width(), picture.height(), drawn.missing), (WIDTH, HEIGHT, 0));
        assert_eq!(picture.get_pixel(10, 300).0, [0x0f, 0x52, 0x57]);
        assert!(drawn.png.len() < 120_000, "{} bytes", drawn.png.len());
        let ink =
            picture.enumerate_pixels().filter(|(x, y, pixel)| *x > 80 && (220..540).contains(y) && pixel.0[0] < 60);
        assert!(ink.count() > 5_000, "the headline is there");
    }

    #[test]
    fn the_longest_headline_stays_on_the_card() {
        for text in ["水".repeat(160), "Overwhelmingly-long-word".repeat(9), "a b ".repeat(200), String::new()] {
            let picture = pixels(&draw(&card(&text, Mark::Initial)).expect("drawn"));
            let outside = picture.enumerate_pixels().filter(|(x, y, pixel)| *x > 1_140 && *y < 535 && pixel.0[0] < 200);
            assert_eq!(outside.count(), 0, "{text}");
            let below =
                picture.enumerate_pixels().filter(|(x, y, pixel)| *x > 30 && (532..539).contains(y) && pixel.0[0] < 60);
            assert_eq!(below.count(), 0, "{text}");
        }
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_stands_with_one_character() {
        let face = Face::new();
        let text = "关于学府路错峰通行的说明：大家问得最多的五个问题，以及我们还不知道的事。";
        for width in [9_000.0, 12_000.0, 13_700.0, 16_000.0, 20_000.0] {
            let lines = balanced(&face, text, width);
            assert!(lines.iter().all(|line| !line.starts_with(['，', '。', '：'])), "{lines:?}");
            assert!(lines.iter().all(|line| line.chars().count() > 2), "{lines:?}");
        }
    }

    #[test]
    fn a_chinese_headline_breaks_where_its_clauses_end() {
        let face = Face::new();
        let lines = clauses(&face, "红色暴雨：老港低洼处请立即转移", 13_000.0).expect("two clauses");
        assert_eq!(lines, ["红色暴雨：", "老港低洼处请立即转移"]);
        assert_eq!(clauses(&face, "It stopped raining", 13_000.0), None);
        assert_eq!(clauses(&face, "老港片区自来水检测全部合格，河东仍在核查", 13_000.0), None, "the first is too long");
    }

    #[test]
    fn a_mark_is_drawn_at_its_place_and_one_that_cannot_be_is_told() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path fill=\"#8b1a1a\" d=\"M0 0h8v8H0z\"/></svg>";
        let picture = pixels(&draw(&card("水", Mark::Drawing(svg))).expect("drawn"));
        assert_eq!(picture.get_pixel(120, 96).0, [0x8b, 0x1a, 0x1a]);
        assert!(draw(&card("水", Mark::Drawing("<svg"))).is_none());
        assert!(draw(&card("水", Mark::Picture(b"no picture"))).is_none());
    }
}
