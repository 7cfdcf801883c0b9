//! How many posts a second find their story on one core while so many are live: `cargo bench -p analyse`. Every post is
//! invented: 18 words of a vocabulary of 60,000, the usual ones far more often than the rest, none of which is a stop word. One in four tells of something
//! that was told of before.

use analyse::{Finding, Knowledge, Stories, study};
use model::{Lang, Mention, MentionId, SourceId, SourceKind, Time};
use std::io::Write as _;
use std::time::{Duration, Instant};
use text::Gazetteer;

const LIVE: [usize; 3] = [1_000, 10_000, 100_000];
/// Posts of one measure; each is measured so often, the age of the system growing from one to the next.
const POSTS: u64 = 20_000;
const ROUNDS: usize = 5;
/// So close together that no story ends.
const GAP_MS: i64 = 2_000;

fn main() {
    let knowledge = Knowledge::of_places(Gazetteer::new(&[]));
    let mut stories = Stories::default();
    let mut said = 0;
    for live in LIVE {
        while stories.live_count() < live {
            assign(&mut stories, said, &post(said, &knowledge));
            said += 1;
        }
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let findings: Vec<Finding> = (said..said + POSTS).map(|number| post(number, &knowledge)).collect();
            let studied = start.elapsed();
            let start = Instant::now();
            for (number, finding) in (said..).zip(&findings) {
                assign(&mut stories, number, finding);
            }
            let assigned = start.elapsed();
            said += POSTS;
            let rate = |time: Duration| POSTS as f64 / time.as_secs_f64();
            let _ = writeln!(
                std::io::stdout(),
                "{:>7} live, {said:>7} posts: {:>8.0} assignments/s, {:>7.0} studied/s",
                stories.live_count(),
                rate(assigned),
                rate(studied)
            );
        }
    }
}

fn assign(stories: &mut Stories, number: u64, finding: &Finding) {
    stories.assign(number, finding, Time::from_ms(1_760_000_000_000 + number as i64 * GAP_MS));
    if number.is_multiple_of(500) {
        // What the program takes after each batch.
        stories.take_changes();
        stories.take_merged();
    }
}

fn post(number: u64, knowledge: &Knowledge) -> Finding {
    let own = mixed(number);
    // An earlier post is told again with most of its words.
    let told = if own.is_multiple_of(4) { number - number.min(1 + own % 50_000) } else { number };
    let text: String = (0..18)
        .map(|place| {
            let of = if place < 12 { told } else { number };
            let share = (mixed(of * 32 + place) >> 11) as f64 / (1_u64 << 53) as f64;
            // Of Zipf's law: the logarithm of a word's rank is even. The fifty most usual words say nothing and are no terms.
            format!("{} ", word((50.0 * (share * (60_000_f64 / 50.0).ln()).exp()) as u64))
        })
        .collect();
    let mention = Mention {
        id: MentionId::new(format!("{number:032x}")),
        source: SourceId::new("forum"),
        kind: SourceKind::Public,
        title: String::new(),
        text,
        lang_hint: Some(Lang::En),
        at: Time::from_ms(0),
        link: None,
        district: None,
    };
    study(&mention, knowledge)
}

/// A word that can be said, a different one for each rank.
fn word(rank: u64) -> String {
    let mut left = rank * 7 + 100;
    let mut word = String::new();
    while left > 0 {
        word.push(char::from(b"bdfgklmnprstvz"[(left % 14) as usize]));
        left /= 14;
        word.push(char::from(b"aeiou"[(left % 5) as usize]));
        left /= 5;
    }
    word
}

const fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
