//! Words on paper: a title, sentences and small print as the pages of a PDF, and a headline on a share card, in Chinese and Latin script.
//!
//! It sets one column of text and nothing else, which is what a brief is. The face is compiled in, so that what is printed looks
//! the same on every machine; a character that it lacks is printed as 〓 and counted, never left out silently. Pure: no IO, no
//! clock. Start with [`Sheet`] or [`card`].

pub mod card;
mod face;
mod lines;
mod pages;

use pages::Pages;

/// One document.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub title: String,
    /// As PDF readers are told: `zh-Hans` or `en`.
    pub lang: &'static str,
    /// Who publishes it; it stands at the head of every page.
    pub office: String,
    /// What stands at the foot of every page beside its number.
    pub foot: String,
    pub blocks: Vec<Block>,
}

/// What follows each other down the page.
#[derive(Clone, Debug)]
pub enum Block {
    /// The title, once.
    Title(String),
    Heading(String),
    /// A sentence or several.
    Text(String),
    /// What a sentence rests on, in smaller ink.
    Small(String),
    /// What is said instead of prose where the evidence is thin, set apart by a line at its side.
    Note(String),
    /// A line across the page.
    Rule,
}

/// A finished document.
pub struct Printed {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters that the face lacks.
    pub missing: usize,
}

/// Prints a sheet on A4.
///
/// - cost: some milliseconds a page, most of them for cutting the face to the characters that are used
pub fn print(sheet: &Sheet) -> Printed {
    let mut pages = Pages::new(sheet);
    for block in &sheet.blocks {
        pages.add(block);
    }
    pages.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(blocks: Vec<Block>) -> Sheet {
        Sheet {
            title: "简报 Brief".into(),
            lang: "zh-Hans",
            office: "示例市人民政府".into(),
            foot: "坦诚".into(),
            blocks,
        }
    }

    #[test]
    fn a_long_text_takes_several_pages_and_small_files_stay_small() {
        let one = print(&sheet(vec![Block::Title("每日简报".into()), Block::Text("共有 3,206 个发声者。".into())]));
        assert_eq!((one.pages, one.missing), (1, 0));
        assert!(one.bytes.starts_with(b"%PDF-1.7") && one.bytes.len() < 40_000, "{} bytes", one.bytes.len());
        let text = "Voices were heard in the Old Harbour, where 老港片区自来水有异味。".repeat(9);
        let many = print(&sheet(vec![Block::Text(text); 40]));
        assert!((3..20).contains(&many.pages), "{} pages", many.pages);
    }

    #[test]
    fn a_character_that_the_face_lacks_is_counted_and_shown() {
        assert_eq!(print(&sheet(vec![Block::Text("a\u{10330}b".into())])).missing, 1);
    }

    #[test]
    fn hostile_text_costs_no_more_than_its_length() {
        let printed = print(&sheet(vec![Block::Text("x".repeat(20_000)), Block::Text("\u{0}\u{202E}\n\n\t".into())]));
        assert!(printed.pages < 20);
    }
}
