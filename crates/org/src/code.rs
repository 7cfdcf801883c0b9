//! Codes that people type: 98 bits in letters that are not mistaken for one another, and only their digests are stored.

use crate::store;
use model::Result;
use sha2::{Digest as _, Sha256};

/// Without 0, 1, I, L, O and U: it is read from a screen and typed by hand. 30 letters, so 20 of them are 98 bits.
const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTER_COUNT: usize = 20;

/// Four groups of five letters, such as `7K3QF-92ABC-MXTRW-4HJ8D`.
pub fn new() -> Result<String> {
    letters(LETTER_COUNT)
}

/// Two groups of five letters, 49 bits: enough behind a password and a lockout.
pub fn short() -> Result<String> {
    letters(LETTER_COUNT / 2)
}

fn letters(count: usize) -> Result<String> {
    let mut code = String::with_capacity(count + 3);
    let mut letters = 0;
    while letters < count {
        let mut byte = [0u8];
        getrandom::fill(&mut byte)?;
        // 240 is the largest multiple of 30 in a byte; taking what lies above would favour the first letters.
        if byte[0] < 240 {
            if letters > 0 && letters % 5 == 0 {
                code.push('-');
            }
            code.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
            letters += 1;
        }
    }
    Ok(code)
}

/// The digest of a code however it was typed: case, dashes and spaces do not count.
pub fn digest(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    store::hex(&Sha256::digest(plain.as_bytes()))
}
