//! Where someone lives: a street with its number, a building with its room.

use super::PersonalKind::Address;
use super::addresses_lines;
use super::claims::{Claims, stands_alone, sweep, sweep_cued};
use super::names_known;
use super::signs::{Signs, cue};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of ours")
}

const ESTATES: &str = "小区|花园|家园|公寓|华庭|豪庭|名城|名苑|新村|新城|雅苑|嘉苑|公馆|大厦|广场|山庄|府邸|社区|佳苑|苑|城|府|湾|郡|庭|园|居|里|村|院|厦";

const LANES: &str = "路|街|大道|道|巷|弄|胡同|里";

/// The part of a Chinese address that holds its numbers. Where it begins is read backwards from here, since Chinese
/// leaves no space before it.
static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    let building = r"(?:[A-Za-z]?[0-9]{1,4}(?:栋|幢|号楼|座|#)|[A-Z]座)";
    let unit = r"(?:[0-9]{1,2}|[一二三四五六])单元";
    let room = r"[A-Z]?[0-9]{3,5}(?:室|房|号房|号)?|[0-9]{1,4}(?:室|房|户)";
    let inside = format!(
        "(?:{building}(?:{unit})?(?:[0-9一二三四五六七八九十]{{1,2}}[层楼])?(?:{room})?|{unit}(?:[0-9一二三四五六七八九十]{{1,2}}[层楼])?(?:{room})?)"
    );
    pattern(&format!(
        r"(?:(?:{LANES})[0-9]{{1,5}}(?:号(?:院)?|弄)(?:\p{{Han}}{{1,8}}?(?:{ESTATES}){inside}|{inside}|(?:{room}))?|(?:{ESTATES})(?:[A-Z0-9]{{1,2}}[期区])?{inside})"
    ))
});

const STREETS: &str = concat!(
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Way|Boulevard|Blvd|Terrace|Close|Crescent|Square|Squares|Park|Parks|Parkway|Highway|Hill|Hills|Grove|Gardens|Green|",
    "Mews|Row|Walk|Circle|Trail|Pike|Path|Pass|Loop|Ridge|Rise|View|Vista|Valley|Mall|Quay|Wharf|Bridge|Club|Tunnel|Freeway|Tollway|Shore|Shores|Spur|Spring|Springs|Station|Summit|Track|",
    "Union|Via|Village|Ville|Viaduct|Wall|Well|Wells|Alley|Arcade|Bay|Beach|Bend|Bluff|Branch|Brook|Burg|Bypass|Camp|Canyon|Cape|Causeway|Center|Common|Corner|Corners|Course|Cove|Creek|Crest|",
    "Crossing|Crossroad|Curve|Dale|Dam|Divide|Estate|Estates|Expressway|Extension|Falls|Ferry|Field|Fields|Flat|Flats|Ford|Forest|Forge|Fork|Forks|Fort|Gateway|Glen|Glens|Harbor|Haven|",
    "Heights|Hollow|Inlet|Island|Islands|Isle|Junction|Key|Knoll|Knolls|Lake|Lakes|Land|Landing|Light|Locks|Lodge|Manor|Manors|Meadow|Meadows|Mill|Mills|Mission|Mount|Mountain|Motorway|",
    "Stravenue|Esplanade|Parade|Trace|Promenade|Fall|Gate|Yard|Parkland|Trunkway|Centreway|Centre|Circuit|Concourse|Copse|Chase|Driveway|Embankment|Grange|Little|Quadrant|Retreat|Strand|Vale|Wynd|",
    "Neck|Orchard|Oval|Overpass|Passage|Pine|Pines|Plain|Plains|Plaza|Point|Points|Port|Prairie|Radial|Ramp|Ranch|Rapid|Rapids|Rest|River|Route|Rue|Run|Shoal|Skyway|Stream|Throughway|Turnpike|Underpass|Unions"
);

const FRENCH: &str =
    "rue|avenue|boulevard|chemin|place|impasse|allée|quai|cours|square|Rue|Avenue|Boulevard|Chemin|Place";
const SPANISH: &str = r"Calle|C\.|C/|Avenida|Av\.|Avda\.|Plaza|Paseo|Camino|Ronda|Cuesta|Callejón|Glorieta|Pasaje|Rambla|Urbanización|Vial|Acceso|Alameda|Cañada|Carrer|Pasadizo|Via|Vía|Travesía";
const GERMAN: &str = r"Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer";
const GERMAN_ENDS: &str = r"straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|steig";
const CUES: &str = r"[Ll]ive at|[Aa]ddress:|[Hh]ouse (?:is )?at|[Aa]ddress is|Anschrift:|[Ww]ohne (?:in der|in|am)|[Aa]dresse ?:|[Jj]'habite(?: au)?|[Vv]ivo en(?: la)?|[Dd]irección:";

const WORD: &str = r"\p{Lu}[\p{L}'’.]*(?:-\p{L}[\p{L}'’]*)*";
/// A town, with its state and post code where they are written.
fn town() -> String {
    format!(
        r"(?:(?:,| ,)? (?:{WORD} ){{0,3}}[A-Z]{{1,2}}[0-9][0-9A-Z]? ?[0-9][A-Z]{{2}}|, (?:{WORD}(?: {WORD}){{0,3}},? )?[A-Z]{{2,3}} [0-9]{{4,5}}(?:-[0-9]{{4}})?|, [0-9]{{5}} {WORD}(?:(?: (?:de|del|la|am|an der|im|in|bei|ob der))? {WORD}){{0,3}})"
    )
}
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    let flat = r"(?:(?:Flat|Studio|Apt\.?|Apartment|Unit|Suite|Level) [0-9]+[A-Za-z]?,?[ /]+)";
    pattern(&format!(
        r"((?:{flat}(?:[0-9]+[A-Za-z]? )?|[0-9]{{1,5}}[A-Za-z]?(?:/[0-9]+)? )(?:{WORD} ){{1,3}}?(?:{STREETS})s?(?-u:\b)\.?(?:,? (?:Apt\.?|Suite|Unit|Flat|#) ?[0-9]+[A-Za-z]?)?{town}?)",
        town = town()
    ))
});
static CONTINENTAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            r"((?:[0-9]{{1,4}}(?: ?(?:bis|ter))?,? )?(?:{FRENCH}) (?:(?:de la|de l'|des|du|de|d') ?)?{w}(?: (?:de |la |du )?{w}){{0,3}}{t}",
            r"|(?:{SPANISH}) (?:de (?:la |los |las )?|del )?{w}(?: (?:de |del |la )?{w}){{0,4}},? [0-9]{{1,4}}(?: (?:Piso|Puerta|Apt\.|Local) ?[0-9]+)? ?{t}?",
            r"|(?:\p{{Lu}}[\p{{L}}-]*(?:{GERMAN_ENDS})|(?:{w}[ -]){{1,3}}(?:{GERMAN})) [0-9]{{1,4}}(?:[-/][0-9]+)?[a-z]?(?-u:\b){t}?)"
        ),
        w = WORD,
        t = town(),
        FRENCH = FRENCH,
        SPANISH = SPANISH,
        GERMAN = GERMAN,
        GERMAN_ENDS = GERMAN_ENDS
    ))
});
/// After a word that announces an address, capitals and numbers are enough.
static CUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:{CUES})[ ]((?:[0-9]{{1,5}}[A-Za-z]?,? )?(?:(?:de|la|del|du|der|rue|avenue|boulevard|chemin|place|impasse) )*{WORD}(?:,? (?:de |del |la |los |las |du |des |le |les )*(?:{WORD}|[0-9]+(?:[-/][0-9]+)?[a-z]?)){{0,6}}(?:{t}|[ ][0-9]{{1,4}}[a-z]?))",
        t = town()
    ))
});
static CUED_TOWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(, {WORD}(?: {WORD}){{0,2}})(?:[.;]|,| -|$| (?:and|but|where|which|since|because|with|is|has|had|was)(?-u:\b))"
    ))
});

/// The streets of the English pattern, and what stands before the names or numbers of the continental one: what is
/// tried where the signs allow it. The patterns themselves hold classes of thousands of letters, and cost fifty times as
/// much on a post that has no address.
static ENGLISH_STREET: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r" (?:{STREETS})s?(?-u:\b)")));
static CONTINENTAL_STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:{FRENCH}) (?:(?:de la|de l'|des|du|de|d') ?)?\p{{Lu}}|(?:{SPANISH}) (?:de |del )?(?:\p{{Lu}}|l)|(?:{GERMAN_ENDS}|{GERMAN}) [0-9]",
    ))
});
static CHINESE_STREET: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:{LANES})[0-9]|(?:{ESTATES})[A-Za-z0-9一二三四五六]")));

pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    if signs.digit_count == 0 {
        return;
    }
    if signs.has_cue(cue::ADDRESS_CHINESE) && CHINESE_STREET.is_match(text) {
        sweep(&CHINESE, text, |core| {
            let start = chinese_start(text, core.start);
            let is_named = text[start..core.start].chars().count() >= 1;
            (is_named && !is_shared(&text[core.clone()], &text[core.end..]) && claims.claim(start..core.end, Address))
                .then_some(core.end)
        });
    }
    if !signs.has_upper() {
        return;
    }
    addresses_lines::find(text, signs, claims);
    let mut judge = |mut range: Range<usize>| {
        range.end = range.start + without_next_sentence(&text[range.clone()]).trim_end().len();
        if !stands_alone(text, &range) || is_year(&text[range.clone()]) {
            return None;
        }
        if text.as_bytes()[range.start].is_ascii_digit() {
            range.start = with_number_before(text, range.start);
        }
        let tail = addresses_lines::tail(&text[range.end..]);
        let is_without_town = !without_flat(&text[range.clone()]).contains(',');
        if tail > 0 {
            range.end += tail;
        } else if is_without_town {
            range.end += town_behind(&text[range.end..]);
        }
        claims.claim(range.clone(), Address).then_some(range.end)
    };
    if has_number_before_capital(text) && ENGLISH_STREET.is_match(text) {
        sweep(&ENGLISH, text, &mut judge);
    }
    if signs.has_cue(cue::ADDRESS_CONTINENTAL) && CONTINENTAL_STREET.is_match(text) {
        sweep(&CONTINENTAL, text, &mut judge);
    }
    if signs.has_cue(cue::ADDRESS) {
        sweep_cued(&CUED, text, &mut judge);
    }
    addresses_lines::find_parts(text, signs, claims);
}

/// How long the town is that follows a street and a comma, at the end of what is said or before a small word that goes
/// on: `12 Long Lane, Springfield and the drain is blocked`. There somebody's name may stand as well.
fn town_behind(rest: &str) -> usize {
    const OTHERS: [&str; 7] = ["IBAN", "IP", "SSN", "DNI", "NI", "Telefon", "Kreditkarte"];
    let Some(town) = CUED_TOWN.captures(rest).and_then(|captures| captures.get(1)) else { return 0 };
    let name = town.as_str()[2..].trim_end_matches([' ', '-', '.']);
    let goes_on = rest[town.end()..].starts_with(' ') && !rest[town.end()..].starts_with(" -");
    let is_person = goes_on && names_known::is_given(name.split(' ').next().unwrap_or_default());
    let is_other = is_person || OTHERS.iter().any(|word| name.starts_with(word));
    if is_other { 0 } else { 2 + name.len() }
}

/// Whether it is a place of many: a whole building, in which hundreds live, or ground that is built on. A complaint
/// about the lift of building 3 says nothing without it.
fn is_shared(core: &str, rest: &str) -> bool {
    let is_building = ["栋", "幢", "座", "#", "号楼"].iter().any(|end| core.ends_with(end))
        && !core.trim_end_matches("号楼").contains('号');
    let is_ground = ["地块", "地段", "路段", "工地", "项目"].iter().any(|word| rest.starts_with(word));
    is_building || is_ground
}

/// Without what begins after the full stop behind the town: its name may have several words, and so may a sentence.
fn without_next_sentence(address: &str) -> &str {
    let code = address.rfind(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let is_end = |at: &usize| address[..*at].rsplit(' ').next().is_some_and(|word| word.chars().count() > 4);
    address
        .match_indices(". ")
        .map(|(at, _)| at)
        .find(|at| *at > code && is_end(at))
        .map_or(address, |at| &address[..at])
}

/// Whether it is an English word that ends like a German street before a year: `During 1971`, `Spring 2024`.
fn is_year(address: &str) -> bool {
    address.split_once(' ').is_some_and(|(word, number)| {
        let year = number.parse().unwrap_or(0);
        ["During", "Spring"].contains(&word) || word.ends_with("ring") && (1800..2200).contains(&year)
    })
}

/// Where an address begins that writes the house before the street's own number: `1987 74 Long Street`.
fn with_number_before(text: &str, start: usize) -> usize {
    let Some(before) = text[..start].strip_suffix(' ') else { return start };
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let from = before.len() - digits;
    let is_house = (1..=5).contains(&digits) && matches!(text.as_bytes()[..from].last(), None | Some(b' ' | b'\n'));
    if is_house { from } else { start }
}

/// Without the number of the flat, which a comma parts from the street.
fn without_flat(address: &str) -> &str {
    let begins = ["Flat ", "Studio ", "Apt", "Apartment ", "Unit ", "Suite ", "Level "];
    let is_flat = begins.iter().any(|word| address.starts_with(word));
    address.split_once(", ").filter(|_| is_flat).map_or(address, |(_, street)| street)
}

/// Whether the number of a house stands before what may be a capital: `12 `, `12a, `, `3/`.
fn has_number_before_capital(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).any(|(index, _)| {
        let rest = &bytes[index + 1..];
        let rest = if rest.first().is_some_and(u8::is_ascii_alphabetic) { &rest[1..] } else { rest };
        let rest = rest.strip_prefix(b",").unwrap_or(rest);
        let gap = rest.iter().take_while(|byte| matches!(byte, b' ' | b'/')).count();
        gap > 0 && rest.get(gap).is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80)
    })
}

/// Walks back over the name of the street or estate and the places that hold it, up to a word that leads to an address.
fn chinese_start(text: &str, core: usize) -> usize {
    const LEADS: [&str; 28] = [
        "家住在",
        "住址",
        "地址",
        "家住",
        "住在",
        "位于",
        "居住",
        "住",
        "在",
        "是",
        "为",
        "到",
        "去",
        "从",
        "于",
        "我",
        "们",
        "的",
        "至",
        "及",
        "址",
        "对",
        "由",
        "将",
        "把",
        "经",
        "了",
        "有",
    ];
    let run_start = text[..core]
        .char_indices()
        .rev()
        .take(26)
        .take_while(|(_, c)| ('\u{4e00}'..='\u{9fff}').contains(c))
        .last()
        .map_or(core, |(index, _)| index);
    let run = &text[run_start..core];
    let lead = LEADS.iter().filter_map(|lead| run.rfind(lead).map(|at| at + lead.len())).max().unwrap_or(0);
    run_start + lead
}
