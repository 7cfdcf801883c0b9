//! Intake: where a post loses its author. What goes in is a [`RawPost`]; what comes out is a [`Mention`] and, for
//! the counting of one day, a [`Voice`].

use crate::keys::{DayKey, IntakeKey};
use crate::limits::{Met, Reason, Skipped, TEXT_BYTES_MAX, TIME_AHEAD_MAX, TIME_MIN_MS};
use crate::raw::{Moment, Parsed, RawPost, cut};
use crate::source::Source;
use model::{Lang, Mention, MentionId, Time, Voice};
use std::borrow::Cow;

/// One thing heard, ready for analysis and storage.
pub struct Heard {
    pub mention: Mention,
    /// Who said it, for one day's counting. None for a public post without an author: the pipeline then derives it from the
    /// near-duplicate group with [`DayKey::voice_of`], so that copies count once.
    pub voice: Option<Voice>,
    /// Whether `mention.at` is the time of arrival, because the post said none that can be believed.
    pub is_arrival_time: bool,
}

/// What intake made of one answer, file block or push.
#[derive(Default)]
pub struct Batch {
    /// In the order of the input. The same post twice in one input is here once.
    pub heard: Vec<Heard>,
    pub skipped: Vec<Skipped>,
    pub met: Met,
}

/// What intake needs beside the post: both keys, and the time.
pub struct Intake<'a> {
    pub day_key: &'a DayKey,
    pub intake_key: &'a IntakeKey,
    /// The time of arrival.
    pub now: Time,
}

impl Intake<'_> {
    /// Takes in everything of one source.
    ///
    /// - cost: a few microseconds a post, apart from redaction; pure, so blocks may run on several threads
    pub fn hear(&self, parsed: Parsed, source: &Source) -> Batch {
        self.hear_from(parsed, |_| source)
    }

    /// Takes in a file whose rows may name where they came from.
    ///
    /// - `source_of`: the source for what a row says in its column `source`, if it says anything
    pub fn hear_from<'s>(&self, parsed: Parsed, source_of: impl Fn(Option<&str>) -> &'s Source) -> Batch {
        let mut batch =
            Batch { heard: Vec::with_capacity(parsed.posts.len()), skipped: parsed.skipped, met: parsed.met };
        let mut known = std::collections::HashSet::with_capacity(parsed.posts.len());
        for post in parsed.posts {
            let source = source_of(post.origin.as_deref());
            match self.take(post, source, &mut batch.met) {
                Some(heard) if known.insert(heard.mention.id.clone()) => batch.heard.push(heard),
                Some(_) => {}
                None => batch.met.note(Reason::Empty),
            }
        }
        batch
    }

    fn take(&self, post: RawPost, source: &Source, met: &mut Met) -> Option<Heard> {
        if is_empty(&post) {
            return None;
        }
        let id = name(&post, source, self.intake_key);
        let voice = self.voice(&post, source);
        let (at, is_arrival_time) = self.moment(post.at, source, met);
        let is_private = source.kind.is_private();
        let link = if is_private { None } else { post.link.clone().filter(|link| is_web(link)) };
        let lang_hint = post.lang.as_deref().and_then(lang).or(source.lang_hint);
        let [title, text] = [&post.title, &post.text].map(|field| {
            let field = clean(field);
            // What institutions and the press publish is kept as published: the names of officials and the numbers
            // to call are what the text is for.
            let mut field = if is_private { masked(&field, &post) } else { field.into_owned() };
            if cut(&mut field, TEXT_BYTES_MAX) {
                met.note(Reason::TextCut);
            }
            isolated(field)
        });
        let mention = Mention {
            id,
            source: source.id.clone(),
            kind: source.kind,
            title,
            text,
            lang_hint,
            at,
            link,
            district: source.district.clone(),
        };
        Some(Heard { mention, voice, is_arrival_time })
    }

    fn voice(&self, post: &RawPost, source: &Source) -> Option<Voice> {
        if !source.kind.is_private() {
            // However many pens a newspaper has, it is one voice.
            return Some(self.day_key.voice_of(&source.id, b""));
        }
        let handle = normalised(post.author.as_deref()?);
        (!handle.is_empty()).then(|| self.day_key.voice_of(&source.id, handle.as_bytes()))
    }

    /// - returns: the moment to keep, and whether it is the time of arrival
    fn moment(&self, said: Moment, source: &Source, met: &mut Met) -> (Time, bool) {
        let (time, is_arrival) = match said {
            Moment::Unsaid => (self.now, true),
            Moment::Unread => {
                met.note(Reason::TimeUnread);
                (self.now, true)
            }
            Moment::Said(time) if time.ms() < TIME_MIN_MS || time > self.now.plus(TIME_AHEAD_MAX) => {
                met.note(Reason::TimeImplausible);
                (self.now, true)
            }
            Moment::Said(time) => (time, false),
        };
        (if source.kind.is_private() { time.hour() } else { time }, is_arrival)
    }
}

/// The names that the posts of an answer get at intake, in order.
pub(crate) fn names(parsed: &Parsed, source: &Source, key: &IntakeKey) -> Vec<MentionId> {
    parsed.posts.iter().filter(|post| !is_empty(post)).map(|post| name(post, source, key)).collect()
}

fn is_empty(post: &RawPost) -> bool {
    post.text.trim().is_empty() && post.title.trim().is_empty()
}

/// The same post gets the same name at every poll. Where the source names none, its content and time do; the author
/// is left out, so that even with the key in hand nobody can test a guess of who wrote it.
fn name(post: &RawPost, source: &Source, key: &IntakeKey) -> MentionId {
    let source = source.id.as_str().as_bytes();
    let name = match post.id.as_deref().or(post.link.as_deref()) {
        Some(id) => key.name(&[source, b"id", id.trim().as_bytes()]),
        None => {
            let at = match post.at {
                Moment::Said(time) => time.ms(),
                Moment::Unsaid | Moment::Unread => 0,
            };
            let content = [post.title.trim().as_bytes(), post.text.trim().as_bytes()];
            key.name(&[source, b"content", &at.to_be_bytes(), content[0], content[1]])
        }
    };
    MentionId::new(name)
}

/// One handle in the ways it is written: with or without the sign, in any case, in full or half width.
fn normalised(author: &str) -> String {
    text::fold(author).trim().trim_start_matches('@').trim().to_owned()
}

fn is_web(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}

fn lang(tag: &str) -> Option<Lang> {
    let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
    let mut parts = tag.split('-');
    match parts.next()? {
        "zh" | "cmn" | "chi" | "zho" => match parts.next() {
            Some("tw" | "hk" | "mo" | "hant") => Some(Lang::ZhHant),
            Some("cn" | "sg" | "hans") => Some(Lang::ZhHans),
            // Which script a plain `zh` is written in, the text itself tells better.
            _ => None,
        },
        "en" | "eng" => Some(Lang::En),
        _ => None,
    }
}

/// Drops control characters, which hide words from whoever reads and from redaction alike.
fn clean(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_dropped = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{FEFF}';
    if text.contains(is_dropped) {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| !is_dropped(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Names that many go by, and that are words of any text.
const NOBODY: &[&str] = &[
    "市民",
    "网友",
    "居民",
    "匿名",
    "游客",
    "用户",
    "村民",
    "业主",
    "群众",
    "家长",
    "学生",
    "乘客",
    "anonymous",
    "guest",
    "user",
    "admin",
    "resident",
    "citizen",
];

/// Masks the personal data of a private person's post, and what names this very post: its author, its address, its id.
fn masked(text: &str, post: &RawPost) -> String {
    /// A shorter id, such as a row number, is likelier a number that the text speaks of.
    const ID_CHARS_MIN: usize = 8;
    let mut text = Cow::Borrowed(text);
    for (own, mask) in [(&post.link, "[link]"), (&post.id, "[link]"), (&post.author, "[name]")] {
        let Some(own) = own.as_deref().map(|own| own.trim().trim_start_matches(['@', '＠'])) else { continue };
        let is_telling = match mask {
            "[name]" => own.chars().count() > 1 && !NOBODY.contains(&own.to_lowercase().as_str()),
            _ => own.len() >= ID_CHARS_MIN,
        };
        if is_telling && text.contains(own) {
            // A mask amid an address would break it in two, and what follows would stay: addresses go before names do.
            if mask == "[name]" && text.contains("://") {
                text = Cow::Owned(crate::redact::redact(&text));
            }
            text = Cow::Owned(replaced(&text, own, mask));
        }
    }
    crate::redact::redact(&text)
}

/// Replaces a name where it stands by itself: `lin` in `@lin said`, and not in `line`. Chinese has no such borders.
fn replaced(text: &str, name: &str, mask: &str) -> String {
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices(name) {
        let end = at + name.len();
        let runs_on = (name.starts_with(is_letter) && text[..at].ends_with(is_letter))
            || (name.ends_with(is_letter) && text[end..].starts_with(is_letter));
        out.push_str(&text[from..at]);
        out.push_str(if runs_on { name } else { mask });
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// Closes what bidirectional controls open, so that a text cannot turn around the words that stand beside it.
fn isolated(text: String) -> String {
    const FIRST_STRONG_ISOLATE: char = '\u{2068}';
    const POP_ISOLATE: char = '\u{2069}';
    let is_control = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_control) {
        return text;
    }
    let mut isolated = String::with_capacity(text.len() + 12);
    isolated.push(FIRST_STRONG_ISOLATE);
    let mut open = 0;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            // One that closes nothing of this text would close our own.
            POP_ISOLATE if open == 0 => continue,
            POP_ISOLATE => open -= 1,
            _ => {}
        }
        isolated.push(c);
    }
    isolated.extend(std::iter::repeat_n(POP_ISOLATE, open + 1));
    isolated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tests::sample;
    use model::{HOUR_MS, SourceKind, Zone};

    const NOON: Time = Time::from_ms(1_709_294_400_000);

    fn hear(posts: Vec<RawPost>, kind: SourceKind) -> Batch {
        let day_key = DayKey::fresh(Zone::utc(), NOON);
        let intake_key = IntakeKey::new(&[7; 32]);
        let intake = Intake { day_key: &day_key, intake_key: &intake_key, now: NOON };
        intake.hear(Parsed { posts, ..Parsed::default() }, &sample(kind))
    }

    fn post(text: &str) -> RawPost {
        RawPost { text: text.to_owned(), ..RawPost::default() }
    }

    fn told(author: &str) -> RawPost {
        RawPost {
            id: Some("https://forum.example/t/991827".to_owned()),
            author: Some(author.to_owned()),
            link: Some("https://forum.example/t/991827".to_owned()),
            at: Moment::Said(Time::from_ms(NOON.ms() - 1_234_567)),
            ..post("转自 marker_handle：https://forum.example/t/991827 停水了")
        }
    }

    #[test]
    fn of_a_private_post_neither_author_nor_address_nor_minute_remains() {
        let batch = hear(vec![told("@marker_handle")], SourceKind::Public);
        let shown = format!("{:?}", batch.heard[0].mention);
        assert!(!shown.contains("marker_handle") && !shown.contains("991827"), "{shown}");
        assert_eq!(batch.heard[0].mention.at.ms() % HOUR_MS, 0);
        assert!(batch.heard[0].mention.text.contains("停水了"));
    }

    #[test]
    fn a_name_is_masked_where_it_stands_by_itself() {
        let by = |author: &str, text: &str| {
            let post = RawPost { author: Some(author.to_owned()), ..post(text) };
            hear(vec![post], SourceKind::Public).heard[0].mention.text.clone()
        };
        assert_eq!(by("@lin", "ask @lin about the line"), "ask @[name] about the line");
        assert_eq!(by("张伟", "我是张伟，来自东湖"), "我是[name]，来自东湖");
        assert_eq!(by("市民", "很多市民在等"), "很多市民在等");
    }

    #[test]
    fn an_address_that_holds_its_author_goes_as_a_whole() {
        let post = RawPost {
            author: Some("marker_handle".to_owned()),
            ..post("停水了 https://forum.example/u/marker_handle/post/991827 谁知道")
        };
        let text = hear(vec![post], SourceKind::Public).heard[0].mention.text.clone();
        assert!(!text.contains("forum.example") && !text.contains("991827"), "{text}");
        assert!(text.contains("停水了") && text.contains("谁知道"), "{text}");
    }

    #[test]
    fn what_the_press_prints_is_kept_with_link_and_minute() {
        let mention = &hear(vec![told("A Reporter")], SourceKind::Press).heard[0].mention;
        assert_eq!(mention.link.as_deref(), Some("https://forum.example/t/991827"));
        assert_eq!(mention.at.ms(), NOON.ms() - 1_234_567);
        assert!(!format!("{mention:?}").contains("Reporter"));
    }

    #[test]
    fn a_handle_is_one_voice_however_it_is_written_and_a_newspaper_is_one() {
        let by = |author: &str, text: &str| RawPost { author: Some(author.to_owned()), ..post(text) };
        let public = hear(vec![by("@Lin", "a"), by("ＬＩＮ ", "b"), by("Mei", "c"), post("d")], SourceKind::Public);
        let voices: Vec<_> = public.heard.iter().map(|heard| heard.voice).collect();
        assert!(voices[0] == voices[1] && voices[0] != voices[2] && voices[3].is_none());
        let press = hear(vec![by("A", "a"), by("B", "b"), post("c")], SourceKind::Press);
        assert!(press.heard.iter().all(|heard| heard.voice == press.heard[0].voice && heard.voice.is_some()));
    }

    #[test]
    fn the_same_post_has_the_same_name_here_and_another_elsewhere() {
        let name = |key: &[u8]| {
            let day_key = DayKey::fresh(Zone::utc(), NOON);
            let intake = Intake { day_key: &day_key, intake_key: &IntakeKey::new(key), now: NOON };
            let posts = vec![told("x"), told("y"), post("unnamed"), post("unnamed")];
            let batch = intake.hear(Parsed { posts, ..Parsed::default() }, &sample(SourceKind::Public));
            batch.heard.iter().map(|heard| heard.mention.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(name(&[1; 32]).len(), 2);
        assert_eq!(name(&[1; 32]), name(&[1; 32]));
        assert_ne!(name(&[1; 32]), name(&[2; 32]));
        assert_eq!(name(&[1; 32])[0].as_str().len(), 32);
    }

    #[test]
    fn a_moment_that_cannot_be_is_the_time_of_arrival() {
        let at = |ms: i64| RawPost { at: Moment::Said(Time::from_ms(ms)), ..post(&ms.to_string()) };
        let batch = hear(
            vec![at(0), at(NOON.ms() + 25 * HOUR_MS), at(NOON.ms() + 23 * HOUR_MS), at(NOON.ms() - HOUR_MS)],
            SourceKind::Press,
        );
        let flags: Vec<_> = batch.heard.iter().map(|heard| heard.is_arrival_time).collect();
        assert_eq!(flags, [true, true, false, false]);
        assert_eq!(batch.heard[0].mention.at, NOON);
        assert_eq!(batch.met.count(Reason::TimeImplausible), 2);
    }

    #[test]
    fn hidden_characters_go_and_turned_text_is_closed_off() {
        let batch = hear(vec![post("a\u{0}b\u{7}c\r\nd"), post("x\u{202E}y\u{2069}\u{2067}z")], SourceKind::Public);
        assert_eq!(batch.heard[0].mention.text, "abc\nd");
        assert_eq!(batch.heard[1].mention.text, "\u{2068}x\u{202E}y\u{2067}z\u{2069}\u{2069}");
    }

    #[test]
    fn a_text_over_the_limit_is_cut_and_counted() {
        let batch = hear(vec![post(&"水".repeat(30_000)), post(" \n")], SourceKind::Public);
        assert_eq!(batch.heard[0].mention.text.len(), TEXT_BYTES_MAX / 3 * 3);
        assert_eq!((batch.met.count(Reason::TextCut), batch.met.count(Reason::Empty)), (1, 1));
    }
}
