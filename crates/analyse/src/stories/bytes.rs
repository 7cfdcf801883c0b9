//! A story as bytes and back: everything that later assignments depend on, bit for bit.

use super::story::{Held, Story};
use crate::term::TermId;
use model::{Error, Result, Time};
use text::near::Signature;

/// What the bytes mean: a story of texts without titles, or with. Another number when the meaning changes, so that older
/// ones are refused rather than misread.
const UNTITLED: u8 = 2;
const TITLED: u8 = 3;

pub(super) fn write(story: &Story) -> Vec<u8> {
    let mut out = Vec::with_capacity(128 + story.terms.len() * 18 + story.recent.len() * 80);
    let is_titled = story.titled > 0.0;
    out.push(if is_titled { TITLED } else { UNTITLED });
    out.extend(story.first.ms().to_le_bytes());
    out.extend(story.last.ms().to_le_bytes());
    out.extend(story.touched.to_le_bytes());
    out.extend(story.count.to_le_bytes());
    for number in [story.mass, story.chinese, story.norm, story.neutral_norm] {
        out.extend(number.to_le_bytes());
    }
    if is_titled {
        out.extend(story.titled.to_le_bytes());
        out.extend(story.title_norm.to_le_bytes());
    }
    write_count(&mut out, story.terms.len());
    for held in &story.terms {
        out.extend(held.term.bits().to_le_bytes());
        out.extend(held.weight.to_le_bytes());
        if is_titled {
            out.extend(held.in_title.to_le_bytes());
        }
        out.extend(held.rarity.to_le_bytes());
        write_count(&mut out, (story.touched - held.entered) as usize);
    }
    write_count(&mut out, story.labels.len());
    for (term, word) in &story.labels {
        out.extend(term.bits().to_le_bytes());
        write_count(&mut out, word.len());
        out.extend(word.as_bytes());
    }
    write_count(&mut out, story.recent.len());
    for (mention, signature) in &story.recent {
        out.extend(mention.to_le_bytes());
        out.extend(signature.to_bytes());
    }
    out
}

/// - errors: `Broken` if the bytes are not what [`write`] made
pub(super) fn read(key: u64, bytes: &[u8]) -> Result<Story> {
    let mut rest = Reader(bytes);
    let is_titled = match rest.take()? {
        [UNTITLED] => false,
        [TITLED] => true,
        [_] => return Err(Error::broken("a story's state is of another version")),
    };
    let mut story = Story::new(key, Time::from_ms(0));
    story.first = Time::from_ms(i64::from_le_bytes(rest.take()?));
    story.last = Time::from_ms(i64::from_le_bytes(rest.take()?));
    story.touched = u64::from_le_bytes(rest.take()?);
    story.count = u32::from_le_bytes(rest.take()?);
    for number in [&mut story.mass, &mut story.chinese, &mut story.norm, &mut story.neutral_norm] {
        *number = f32::from_le_bytes(rest.take()?);
    }
    if is_titled {
        story.titled = f32::from_le_bytes(rest.take()?);
        story.title_norm = f32::from_le_bytes(rest.take()?);
    }
    for _ in 0..rest.count()? {
        let term = rest.term()?;
        let weight = f32::from_le_bytes(rest.take()?);
        let in_title = if is_titled { f32::from_le_bytes(rest.take()?) } else { 0.0 };
        let rarity = f32::from_le_bytes(rest.take()?);
        let entered = story.touched.checked_sub(rest.count()? as u64).ok_or_else(misread)?;
        story.terms.push(Held { term, weight, in_title, rarity, entered });
    }
    if !story.terms.is_sorted_by_key(|held| held.term) {
        return Err(misread());
    }
    for _ in 0..rest.count()? {
        let term = rest.term()?;
        let length = rest.count()?;
        story.labels.push((term, std::str::from_utf8(rest.slice(length)?)?.into()));
    }
    for _ in 0..rest.count()? {
        let mention = u64::from_le_bytes(rest.take()?);
        story.recent.push((mention, Signature::from_bytes(rest.take()?)));
    }
    if rest.0.is_empty() { Ok(story) } else { Err(misread()) }
}

fn misread() -> Error {
    Error::broken("a story's state cannot be read")
}

/// LEB128: seven bits a byte, lowest first.
fn write_count(out: &mut Vec<u8>, mut count: usize) {
    while count >= 0x80 {
        out.push(count as u8 | 0x80);
        count >>= 7;
    }
    out.push(count as u8);
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn slice(&mut self, length: usize) -> Result<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length).ok_or_else(misread)?;
        self.0 = tail;
        Ok(head)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk::<N>().ok_or_else(misread)?;
        self.0 = tail;
        Ok(*head)
    }

    fn term(&mut self) -> Result<TermId> {
        Ok(TermId::from_bits(u32::from_le_bytes(self.take()?)))
    }

    fn count(&mut self) -> Result<usize> {
        let mut count = 0_u64;
        for shift in (0..63).step_by(7) {
            let [byte] = self.take()?;
            count |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(count as usize);
            }
        }
        Err(misread())
    }
}
