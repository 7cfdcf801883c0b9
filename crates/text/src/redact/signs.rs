//! The signs that each family of patterns cannot do without, all read in one or two passes over the bytes.
//!
//! Most posts hold no personal data and show none of the signs, so they are done when these passes are. A sign may
//! stand without anything behind it; what must never be is a pattern that matches without its sign.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::Range;
use std::sync::LazyLock;

/// What a text shows before any pattern is tried.
#[derive(Default)]
pub(super) struct Signs {
    bytes: u8,
    cues: u16,
    /// The words that announce a Chinese name, in order, and whether they announce nothing else.
    pub name_cues: Vec<(Range<usize>, bool)>,
    /// Where the first title stands that follows a Chinese name.
    pub first_title: usize,
    pub digit_count: usize,
    /// Digits of the longest run of them.
    pub run_longest: usize,
    /// Digits of the longest number, counting across what may part its groups.
    pub number_longest: usize,
    /// From the first to the last of the numbers of [`NUMBER_MIN`] digits or more, with what may follow the last.
    pub numbers: Range<usize>,
    /// Whether two digits of a number are parted, or a plus or a bracket stands before one.
    pub is_grouped: bool,
}

/// Kinds of bytes, as bits.
const DIGIT: u8 = 1;
const UPPER: u8 = 2;
/// What may stand between two groups of one number, the bytes of the wide brackets among them.
const JOINT: u8 = 4;
const BEYOND_ASCII: u8 = 8;
const AT: u8 = 16;
const COLON: u8 = 32;
const BRACKET: u8 = 64;

static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' => UPPER,
            b' ' | b'.' | b'/' | b'-' | b'(' | b')' | b'+' => JOINT,
            b'@' => AT,
            b':' => COLON,
            b'[' => BRACKET,
            0xef | 0xbc | 0x88 | 0x89 => BEYOND_ASCII | JOINT,
            0x80.. => BEYOND_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

fn kinds_of(text: &str) -> u8 {
    text.bytes().fold(0, |seen, byte| seen | KINDS[usize::from(byte)])
}

/// Families of cues, as bits.
pub(super) mod cue {
    pub const HANDLE: u16 = 1;
    pub const NAME_SURE: u16 = 1 << 1;
    pub const NAME_UNSURE: u16 = 1 << 2;
    pub const TITLE: u16 = 1 << 3;
    pub const NAME_LATIN: u16 = 1 << 4;
    pub const PHONE: u16 = 1 << 5;
    pub const NATIONAL_ID: u16 = 1 << 6;
    pub const TAX: u16 = 1 << 7;
    pub const PASSPORT: u16 = 1 << 8;
    pub const ADDRESS_CHINESE: u16 = 1 << 9;
    pub const ADDRESS_CONTINENTAL: u16 = 1 << 10;
    pub const ADDRESS: u16 = 1 << 11;
    /// A character of full width that has a narrow form.
    pub const WIDE: u16 = 1 << 12;
    /// What the letters stand for that Unicode also counts as an s and a k: any word of the patterns that know no case.
    pub const ANY_CASE: u16 = HANDLE | NAME_LATIN | PHONE | NATIONAL_ID | PASSPORT;
}

/// What must stand around a word for it to count as a cue.
#[derive(Clone, Copy)]
enum Around {
    Anything,
    /// The beginning of an ASCII word, and after it a space and what may be a capital.
    Capital,
    /// Five letters or digits in a row soon after it.
    Handle,
    /// A digit soon after it.
    Digit,
    /// A capital, an article or an accent next.
    Street,
}

/// A family, what must stand around its words, and the words, parted by bars.
type Words = (u16, Around, &'static str);

/// Cues of what may stand in a text without a digit.
const CUES: &[Words] = &[
    (
        cue::HANDLE,
        Around::Handle,
        concat!(
            "微信|威信|薇信|v信|抖音|小红书|微博|快手|wechat|weixin|vx|wx|telegram|",
            "whatsapp|insta|twitter|snapchat|skype|line id|qq|企鹅|扣扣|球球"
        ),
    ),
    (
        cue::NAME_SURE,
        Around::Anything,
        concat!(
            "我叫|我的名字是|我的名字叫|名叫|姓名|联系人|投诉人|举报人|",
            "申请人|报案人|反映人|当事人|收件人|户主|署名|车主|法人|负责人"
        ),
    ),
    (cue::NAME_UNSURE, Around::Anything, "本人|我是|业主|居民|村民|市民|患者|学生"),
    (cue::TITLE, Around::Anything, "先生|女士|小姐"),
    (
        cue::NAME_LATIN,
        Around::Capital,
        concat!(
            "my name is|name:|name :|name?|mein name ist|ich heiße|ich heisse|me llamo|mi nombre es|nombre:|",
            "nombre :|je m'appelle|mon nom est|nom:|nom :|mr|mrs|ms|miss|dr|prof|herr|frau|señor|",
            "señora|sr|sra|mme|monsieur|madame|i am|i'm|contact|ich bin|soy|je suis|ask for|regards,|",
            "sincerely,|kontakt|contacto"
        ),
    ),
    (cue::NAME_LATIN, Around::Anything, "ich heiẞe"),
    (cue::ANY_CASE, Around::Anything, "ſ|\u{212a}"),
];

/// Cues of what has a digit in it.
const CUES_OF_NUMBERS: &[Words] = &[
    (
        cue::PHONE,
        Around::Digit,
        // Of the words with an accent, which has an own capital, only what follows it.
        concat!(
            "电话|手机|联系方式|致电|热线|phone|call at|call on|call me at|call me on|",
            "reach me on|reach me at|answering at|answering on|tel|mobile|cell|fax|office|desk|fon|handy|tél|tÉl|mich an unter"
        ),
    ),
    (
        cue::NATIONAL_ID,
        Around::Digit,
        concat!(
            "ssn|social security|ni number|national insurance|tfn|tax file number|steuer-id|steuerid|",
            "steueridentifikationsnummer|sozialversicherungsnummer|dni|nie| sociale|personalausweis"
        ),
    ),
    (cue::TAX, Around::Digit, "tfn|tax file|steuernummer|idnr|steuer-id"),
    (cue::PASSPORT, Around::Digit, "护照|通行证|passport|reisepass|passeport|pasaporte"),
    (cue::ADDRESS_CHINESE, Around::Anything, "栋|幢|号|座|单元|弄"),
    (
        cue::ADDRESS_CONTINENTAL,
        Around::Street,
        concat!(
            "rue |avenue |boulevard |chemin |place |impasse |allée |quai |cours |square |calle |c. |c/ |",
            "avenida |av. |avda. |plaza |paseo |camino |ronda |cuesta |callejón |glorieta |pasaje |",
            "rambla |urbanización |vial |acceso |alameda |cañada |carrer |pasadizo |via |vía |",
            "travesía "
        ),
    ),
    (
        cue::ADDRESS_CONTINENTAL,
        Around::Digit,
        "straße |strasse |str. |weg |platz |allee |gasse |ring |damm |ufer |steig ",
    ),
    (
        cue::ADDRESS,
        Around::Anything,
        concat!(
            "live at |address: |house at |house is at |address is |anschrift: |wohne in |wohne am |",
            "adresse: |adresse : |j'habite |vivo en |dirección: "
        ),
    ),
    (cue::ANY_CASE, Around::Anything, "ſ|\u{212a}"),
];

struct Cues {
    automaton: AhoCorasick,
    /// Of each word of the automaton.
    words: Vec<(u16, Around)>,
}

impl Cues {
    fn new(families: &[Words]) -> Cues {
        let mut words: Vec<(String, u16, Around)> = Vec::new();
        for (family, around, list) in families {
            words.extend(list.split('|').map(|word| (word.to_owned(), *family, *around)));
        }
        words.extend(wide_characters().map(|c| (c.to_string(), cue::WIDE, Around::Anything)));
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            // A few hundred kilobytes, for one look-up a byte.
            .kind(Some(AhoCorasickKind::DFA))
            .build(words.iter().map(|(word, ..)| word))
            .expect("a few hundred words of ours");
        Cues { automaton, words: words.into_iter().map(|(_, family, around)| (family, around)).collect() }
    }
}

/// The characters that [`narrow`] changes.
fn wide_characters() -> impl Iterator<Item = char> {
    ('\u{a0}'..='\u{ff5a}').filter(|c| narrow(*c) != *c)
}

/// The form of half the width of letters, digits and of the signs of numbers and addresses.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{a0}' => ' ',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＠' | '．' | '－' | '＋' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        c => c,
    }
}

static PEOPLE: LazyLock<Cues> = LazyLock::new(|| Cues::new(CUES));
static NUMBERS: LazyLock<Cues> = LazyLock::new(|| Cues::new(CUES_OF_NUMBERS));

/// How far after its cue a number may begin: the longest words that the patterns allow between take 30 bytes.
const NUMBER_REACH: usize = 40;
const HANDLE_LENGTH_MIN: usize = 5;
/// Digits of the shortest number that a pattern without a cue takes.
const NUMBER_MIN: usize = 7;
/// An extension of a telephone number: ` ext. 123456`.
const EXTENSION_BYTES: usize = 16;

impl Signs {
    pub fn of(text: &str) -> Signs {
        let mut signs = Signs { bytes: kinds_of(text), ..Signs::default() };
        if signs.bytes & DIGIT != 0 {
            signs.count_digits(text);
            signs.look_for(&NUMBERS, text);
        }
        signs.look_for(&PEOPLE, text);
        signs
    }

    /// Every sign that a pattern implies, seen or not, so that a test can see whether one was missed.
    #[cfg(test)]
    pub fn all(text: &str) -> Signs {
        let seen = Signs::of(text);
        let count = text.len();
        Signs {
            bytes: u8::MAX,
            // An address of which a word is a sign needs that word beside what its pattern holds.
            cues: !cue::ADDRESS_CHINESE | seen.cues & cue::ADDRESS_CHINESE,
            first_title: 0,
            run_longest: count,
            number_longest: count,
            numbers: 0..count,
            is_grouped: true,
            ..seen
        }
    }

    pub const fn has_cue(&self, family: u16) -> bool {
        self.cues & family != 0
    }

    pub const fn has_upper(&self) -> bool {
        self.bytes & UPPER != 0
    }

    pub const fn has_at(&self) -> bool {
        self.bytes & AT != 0
    }

    pub const fn has_colon(&self) -> bool {
        self.bytes & COLON != 0
    }

    pub const fn has_bracket(&self) -> bool {
        self.bytes & BRACKET != 0
    }

    pub const fn is_ascii(&self) -> bool {
        self.bytes & BEYOND_ASCII == 0
    }

    fn count_digits(&mut self, text: &str) {
        let (mut run, mut number, mut number_start, mut is_parted) = (0, 0, 0, false);
        for (index, byte) in text.bytes().enumerate() {
            let kind = KINDS[usize::from(byte)];
            if kind & DIGIT != 0 {
                self.is_grouped |= is_parted;
                is_parted = false;
                run += 1;
                number += 1;
                self.digit_count += 1;
                self.run_longest = self.run_longest.max(run);
                self.number_longest = self.number_longest.max(number);
                if number >= NUMBER_MIN {
                    let start = if self.numbers.is_empty() { number_start } else { self.numbers.start };
                    self.numbers = start..index + 1;
                }
            } else {
                run = 0;
                is_parted = kind & JOINT != 0 && (number > 0 || byte == b'+' || byte == b'(');
                if kind & JOINT == 0 {
                    number = 0;
                    number_start = index + 1;
                }
            }
        }
        self.numbers.start = text.floor_char_boundary(self.numbers.start);
        self.numbers.end = text.ceil_char_boundary(self.numbers.end + EXTENSION_BYTES);
    }

    fn look_for(&mut self, cues: &Cues, text: &str) {
        for found in cues.automaton.find_overlapping_iter(text) {
            let (family, around) = cues.words[found.pattern().as_usize()];
            let is_cue = match family {
                cue::NAME_SURE | cue::NAME_UNSURE => {
                    self.name_cues.push((found.range(), family == cue::NAME_SURE));
                    true
                }
                cue::TITLE => {
                    if !self.has_cue(cue::TITLE) {
                        self.first_title = found.start();
                    }
                    true
                }
                _ => self.cues & family == family || around.fits(text.as_bytes(), found.range()),
            };
            if is_cue {
                self.cues |= family;
            }
        }
    }
}

impl Around {
    fn fits(self, text: &[u8], word: Range<usize>) -> bool {
        let after = &text[word.end..];
        let near = &after[..after.len().min(NUMBER_REACH)];
        match self {
            Around::Anything => true,
            Around::Capital => {
                let begins = !text[..word.start].last().is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
                let after = after.strip_prefix(b".").unwrap_or(after);
                // Forms leave some spaces behind the word that announces.
                let gap = after.iter().take_while(|byte| **byte == b' ').count();
                begins && gap > 0 && matches!(after[gap..], [b'A'..=b'Z' | 0x80.., ..])
            }
            Around::Handle => {
                let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'-';
                near.windows(HANDLE_LENGTH_MIN).any(|part| part.iter().all(is_part))
            }
            Around::Digit => near.iter().any(u8::is_ascii_digit),
            Around::Street => matches!(after.first(), Some(b'A'..=b'Z' | b'd' | b'l' | 0x80..)),
        }
    }
}
