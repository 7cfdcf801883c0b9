//! Blocks to pages, and pages to bytes.

use crate::face::Face;
use crate::lines::broken;
use crate::{Block, Printed, Sheet};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, TextRenderingMode, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use std::io::Write as _;

/// A4, in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 62.0;
const TOP: f32 = HEIGHT - 84.0;
const BOTTOM: f32 = 74.0;

const INK: f32 = 0.11;
const SOFT: f32 = 0.42;
const FONT: Name = Name(b"F");
const SYSTEM: SystemInfo = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// How a kind of block is set.
struct Style {
    size: f32,
    leading: f32,
    /// Space above, left out at the head of a page.
    before: f32,
    ink: f32,
    is_strong: bool,
    indent: f32,
}

impl Style {
    const fn of(block: &Block) -> Style {
        let plain = Style { size: 10.5, leading: 17.0, before: 7.0, ink: INK, is_strong: false, indent: 0.0 };
        match block {
            Block::Title(_) => Style { size: 21.0, leading: 29.0, before: 0.0, is_strong: true, ..plain },
            Block::Heading(_) => Style { size: 13.0, leading: 20.0, before: 18.0, is_strong: true, ..plain },
            Block::Text(_) => plain,
            Block::Small(_) => Style { size: 8.5, leading: 13.0, before: 1.0, ink: SOFT, ..plain },
            Block::Note(_) => Style { indent: 12.0, ink: 0.25, ..plain },
            Block::Rule => Style { before: 12.0, leading: 4.0, ..plain },
        }
    }
}

pub struct Pages<'a> {
    sheet: &'a Sheet,
    face: Face,
    done: Vec<Content>,
    page: Content,
    /// Where the next line's top is.
    y: f32,
}

impl<'a> Pages<'a> {
    pub fn new(sheet: &'a Sheet) -> Self {
        Pages { sheet, face: Face::new(), done: Vec::new(), page: Content::new(), y: TOP }
    }

    pub fn add(&mut self, block: &Block) {
        let style = Style::of(block);
        let is_head_of_page = self.y >= TOP;
        self.y -= if is_head_of_page { 0.0 } else { style.before };
        let text = match block {
            Block::Title(text) | Block::Heading(text) | Block::Text(text) | Block::Small(text) | Block::Note(text) => {
                text
            }
            Block::Rule => return self.rule(),
        };
        let column = WIDTH - 2.0 * MARGIN - style.indent;
        let lines = broken(&self.face, &plain(text), column / style.size * 1000.0);
        // A heading at the foot of a page would stand over nothing.
        let needed = if matches!(block, Block::Heading(_)) { style.leading + 60.0 } else { style.leading };
        if self.y - needed < BOTTOM {
            self.turn();
        }
        for line in lines {
            if self.y - style.leading < BOTTOM {
                self.turn();
            }
            if matches!(block, Block::Note(_)) {
                self.page.save_state().set_fill_gray(0.72);
                self.page.rect(MARGIN, self.y - style.leading + 2.0, 2.0, style.leading).fill_nonzero().restore_state();
            }
            let baseline = self.y - style.leading * 0.5 - style.size * 0.36;
            self.line(&line, MARGIN + style.indent, baseline, &style);
            self.y -= style.leading;
        }
    }

    fn rule(&mut self) {
        self.page.save_state().set_stroke_gray(0.75).set_line_width(0.5);
        self.page.move_to(MARGIN, self.y).line_to(WIDTH - MARGIN, self.y).stroke().restore_state();
        self.y -= 4.0;
    }

    fn line(&mut self, text: &str, x: f32, baseline: f32, style: &Style) {
        let bytes = self.face.encode(text);
        self.page.begin_text().set_font(FONT, style.size).set_fill_gray(style.ink);
        if style.is_strong {
            // One face is carried; a thin line around its letters makes it strong.
            self.page.set_stroke_gray(style.ink).set_line_width(style.size * 0.028);
            self.page.set_text_rendering_mode(TextRenderingMode::FillStroke);
        } else {
            self.page.set_text_rendering_mode(TextRenderingMode::Fill);
        }
        self.page.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, baseline]).show(Str(&bytes)).end_text();
    }

    fn turn(&mut self) {
        self.done.push(std::mem::replace(&mut self.page, Content::new()));
        self.y = TOP;
    }

    pub fn finish(mut self) -> Printed {
        self.turn();
        let mut pages = std::mem::take(&mut self.done);
        let count = pages.len();
        for (number, page) in (1..).zip(&mut pages) {
            std::mem::swap(&mut self.page, page);
            let small = Style::of(&Block::Small(String::new()));
            let (office, foot) = (self.sheet.office.clone(), self.sheet.foot.clone());
            self.line(&plain(&office), MARGIN, HEIGHT - 52.0, &small);
            self.page.save_state().set_stroke_gray(0.75).set_line_width(0.5);
            self.page.move_to(MARGIN, HEIGHT - 60.0).line_to(WIDTH - MARGIN, HEIGHT - 60.0).stroke().restore_state();
            self.line(&plain(&foot), MARGIN, 44.0, &small);
            let place = format!("{number} / {count}");
            let wide: f32 = place.chars().map(|c| self.face.width(c)).sum::<f32>() / 1000.0 * small.size;
            self.line(&place, WIDTH - MARGIN - wide, 44.0, &small);
            std::mem::swap(&mut self.page, page);
        }
        Printed { bytes: written(self.sheet, &self.face, pages), pages: count, missing: self.face.missing }
    }
}

/// Controls and signs that turn text around have no place on paper.
fn plain(text: &str) -> String {
    let is_kept = |c: &char| {
        *c == '\n'
            || !(c.is_control()
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'))
    };
    text.replace('\t', " ").chars().filter(is_kept).collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZlibEncoder::new(Vec::new(), Compression::default());
    writer.write_all(bytes).and_then(|()| writer.finish()).expect("memory takes it")
}

fn written(sheet: &Sheet, face: &Face, pages: Vec<Content>) -> Vec<u8> {
    let mut next = 0;
    let mut id = || {
        next += 1;
        Ref::new(next)
    };
    let [catalog, tree, info, font, cid, descriptor, program, cmap] = std::array::from_fn(|_| id());
    let page_ids: Vec<(Ref, Ref)> = pages.iter().map(|_| (id(), id())).collect();

    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(sheet.lang));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info).title(TextStr(&sheet.title)).author(TextStr(&sheet.office)).creator(TextStr("Candor"));
    pdf.pages(tree)
        .kids(page_ids.iter().map(|(page, _)| *page))
        .count(i32::try_from(page_ids.len()).unwrap_or(i32::MAX));
    for ((page, content), drawn) in page_ids.iter().zip(pages) {
        let mut leaf = pdf.page(*page);
        leaf.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(*content);
        leaf.resources().fonts().pair(FONT, font);
        leaf.finish();
        pdf.stream(*content, &packed(drawn.finish().as_slice())).filter(Filter::FlateDecode);
    }

    const NAME: &[u8] = b"CANDOR+NotoSansSC";
    pdf.type0_font(font)
        .base_font(Name(b"CANDOR+NotoSansSC-Identity-H"))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(cmap);
    let mut inner = pdf.cid_font(cid);
    inner
        .subtype(CidFontType::Type0)
        .base_font(Name(NAME))
        .system_info(SYSTEM)
        .font_descriptor(descriptor)
        .default_width(1000.0);
    let mut widths = inner.widths();
    for (glyph, _, width) in face.used() {
        widths.consecutive(glyph, [width]);
    }
    widths.finish();
    inner.finish();
    let metrics = face.metrics();
    let [left, bottom, right, top] = metrics.bounds;
    pdf.font_descriptor(descriptor)
        .name(Name(NAME))
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(metrics.ascender)
        .descent(metrics.descender)
        .cap_height(metrics.cap_height)
        .stem_v(90.0)
        .font_file3(program);
    pdf.stream(program, &packed(&face.program()))
        .filter(Filter::FlateDecode)
        .pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    let mut unicode = UnicodeCmap::new(Name(b"Candor"), SYSTEM);
    for (glyph, c, _) in face.used() {
        unicode.pair(glyph, c);
    }
    pdf.cmap(cmap, unicode.finish().as_slice());
    pdf.finish()
}
