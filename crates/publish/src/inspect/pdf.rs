//! PDF: names in the properties, comments, scripts and files within. The file is searched for the marks of these, in the open
//! and in its packed streams; what is encrypted cannot be searched and is refused.

use super::Finding;
use flate2::read::ZlibDecoder;
use model::{Error, Result};
use std::io::Read as _;

/// Of one stream after it was unpacked, and of all together.
const STREAM_BYTES_MAX: u64 = 8 * 1024 * 1024;
const ALL_BYTES_MAX: u64 = 64 * 1024 * 1024;
const STREAMS_MAX: usize = 20_000;

pub(super) fn look(bytes: &[u8]) -> Result<Vec<Finding>> {
    if find(bytes, b"/Encrypt", 0).is_some() {
        return Err(Error::invalid("publish-file-encrypted"));
    }
    if find(bytes, b"%%EOF", bytes.len().saturating_sub(4_096)).is_none() {
        return Err(Error::invalid("publish-file-broken"));
    }
    let mut findings = Vec::new();
    search(bytes, &mut findings);
    let (mut at, mut unpacked_bytes) = (0, 0);
    for _ in 0..STREAMS_MAX {
        let Some(start) = find(bytes, b"stream", at) else { return Ok(findings) };
        at = start + 6;
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let begin = at + bytes[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let end = find(bytes, b"endstream", begin).unwrap_or(bytes.len());
        let mut unpacked = Vec::new();
        // What is packed in another way is a picture or a font; neither holds text that a reader's program would show.
        let _ = ZlibDecoder::new(&bytes[begin..end]).take(STREAM_BYTES_MAX).read_to_end(&mut unpacked);
        unpacked_bytes += unpacked.len() as u64;
        if unpacked_bytes > ALL_BYTES_MAX {
            return Err(Error::invalid("publish-file-large"));
        }
        search(&unpacked, &mut findings);
        at = end;
    }
    Err(Error::invalid("publish-file-broken"))
}

fn search(bytes: &[u8], findings: &mut Vec<Finding>) {
    for value in values(bytes, b"/Author") {
        findings.push(Finding::new("author", value));
    }
    // XMP, where names stand in a list.
    for (open, close) in
        [(b"<dc:creator>".as_slice(), b"</dc:creator>".as_slice()), (b"<pdf:Author>", b"</pdf:Author>")]
    {
        if let Some(start) = find(bytes, open, 0) {
            let end = find(bytes, close, start).unwrap_or(bytes.len()).min(start + 4_096);
            let inner = String::from_utf8_lossy(&bytes[start + open.len()..end]).into_owned();
            let name = without_tags(&inner);
            if !name.is_empty() {
                findings.push(Finding::new("author", name));
            }
        }
    }
    for mark in [b"/JavaScript".as_slice(), b"/JS ", b"/JS(", b"/Launch"] {
        if find(bytes, mark, 0).is_some() {
            findings.push(Finding::new("script", ""));
        }
    }
    if find(bytes, b"/EmbeddedFile", 0).is_some() {
        findings.push(Finding::new("embedded", ""));
    }
    for mark in [b"/Subtype/Text".as_slice(), b"/Subtype /Text", b"/Subtype/Popup", b"/Subtype /Popup"] {
        if find(bytes, mark, 0).is_some() {
            findings.push(Finding::new("comment", ""));
        }
    }
}

/// The texts that follow a name such as `/Author`, written in brackets or as hex.
fn values(bytes: &[u8], name: &[u8]) -> Vec<String> {
    let mut values = Vec::new();
    let mut at = 0;
    while let Some(found) = find(bytes, name, at) {
        at = found + name.len();
        let rest = &bytes[at..];
        let skipped = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = &rest[skipped..];
        let value = match rest.first() {
            Some(b'(') => {
                let end = rest.iter().position(|byte| *byte == b')').unwrap_or(rest.len());
                decoded(&rest[1..end])
            }
            Some(b'<') if rest.get(1) != Some(&b'<') => {
                let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
                let digits: Vec<u8> = rest[1..end].iter().copied().filter(u8::is_ascii_hexdigit).collect();
                let text = String::from_utf8_lossy(&digits).into_owned();
                let pairs =
                    (0..text.len() / 2).filter_map(|pair| u8::from_str_radix(&text[pair * 2..pair * 2 + 2], 16).ok());
                decoded(&pairs.collect::<Vec<u8>>())
            }
            // A reference to another object: that there is a name is enough to know.
            Some(byte) if byte.is_ascii_digit() => "…".to_owned(),
            _ => String::new(),
        };
        if !value.trim().is_empty() {
            values.push(value);
        }
    }
    values
}

/// UTF-16 with its mark, or as good as Latin.
fn decoded(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn without_tags(text: &str) -> String {
    let mut inside = false;
    let kept = text.chars().filter(|c| {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                return false;
            }
            _ => {}
        }
        !inside
    });
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, wanted).map(|at| from + at)
}
