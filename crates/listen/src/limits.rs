//! What hostile input meets: every limit with its unit, and the one list of names for what was met.
//!
//! A limit that is met comes back as data, never as a log line alone, so that the operator sees it beside the source.

use std::collections::BTreeMap;
use std::time::Duration;

/// A text, title included apart, after which it is cut at a character border.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;
/// An identifier, author or link. Longer ones are cut: they are hashed or thrown away in any case.
pub const FIELD_BYTES_MAX: usize = 4 * 1024;

/// Of an XML document, in elements within elements.
pub const XML_DEPTH_MAX: usize = 256;
pub const XML_ATTRIBUTES_MAX: usize = 256;
/// One tag, one run of characters or one CDATA section.
pub const XML_TOKEN_BYTES_MAX: usize = 64 * 1024;
/// Of one answer, in whatever format.
pub const ITEMS_MAX: usize = 1_000;
/// Of one poll, where an answer names the page after it. The next poll begins at the first again, so what lies further
/// back than this when a source is added is not read.
pub const PAGES_MAX: usize = 5;
/// How long a poll may follow pages after its first, the pauses between them included. It ends well before a claimed source
/// is given to another worker.
pub const PAGES_TIMEOUT: Duration = Duration::from_secs(60);

/// One line of JSONL or one record of CSV.
pub const ROW_BYTES_MAX: usize = 1024 * 1024;
pub const CSV_COLUMNS_MAX: usize = 256;

/// Of one answer after decompression; what lies beyond is cut off while reading.
pub const BODY_BYTES_MAX: usize = 5 * 1024 * 1024;
/// How many times larger a body may grow when decompressed.
pub const COMPRESSION_RATIO_MAX: usize = 100;
/// Under this size a ratio says nothing: an empty feed of a few tags compresses very well.
pub const COMPRESSION_FREE_BYTES: usize = 64 * 1024;
pub const ROBOTS_BYTES_MAX: usize = 512 * 1024;
pub const REDIRECTS_MAX: usize = 5;

pub const FIRST_BYTE_TIMEOUT: Duration = Duration::from_secs(10);
pub const FETCH_TIMEOUT: Duration = Duration::from_secs(30);
/// Between two requests to one host.
pub const HOST_PAUSE: Duration = Duration::from_secs(1);
/// A robots file may ask for a longer pause, up to this.
pub const HOST_PAUSE_MAX: Duration = Duration::from_secs(60);
pub const ROBOTS_KEPT: Duration = Duration::from_secs(24 * 3600);
/// An answer of `robots.txt` that failed is asked for again after this.
pub const ROBOTS_FAILURE_KEPT: Duration = Duration::from_secs(15 * 60);
/// The wait after a first failure; it doubles with each further one.
pub const BACK_OFF_MIN: Duration = Duration::from_secs(5 * 60);
pub const BACK_OFF_MAX: Duration = Duration::from_secs(24 * 3600);

/// One message of a stream.
pub const STREAM_MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// How much of a stream is parsed at once: so many messages, so many bytes, or what came in so long.
pub const STREAM_WINDOW_MESSAGES: usize = ITEMS_MAX;
pub const STREAM_WINDOW_BYTES: usize = 2 * 1024 * 1024;
pub const STREAM_WINDOW: Duration = Duration::from_secs(2);
/// A stream that says nothing for so long is opened again.
pub const STREAM_IDLE: Duration = Duration::from_secs(60);
/// The wait before a stream that ended is opened again; it doubles up to the most, and so often before the source counts as failed.
pub const STREAM_RETRY_MIN: Duration = Duration::from_secs(1);
pub const STREAM_RETRY_MAX: Duration = Duration::from_secs(60);
pub const STREAM_RETRIES_MAX: u32 = 6;
/// What happened longer ago than this while nobody listened is not asked for.
pub const STREAM_BACK_MAX: Duration = Duration::from_secs(6 * 3600);

/// Letters of a folder that are read at once, and how much of each: the words stand before what is attached.
pub const LETTERS_MAX: usize = 100;
pub const LETTER_BYTES_MAX: usize = 1024 * 1024;

/// Feeds of an OPML file that are offered.
pub const OUTLINES_MAX: usize = 500;

/// The earliest moment believed: 1990-01-01.
pub const TIME_MIN_MS: i64 = 631_152_000_000;
/// How far ahead of our clock a moment may lie.
pub const TIME_AHEAD_MAX: Duration = Duration::from_secs(24 * 3600);

/// Processor time of a parsing child over its life, in seconds. It is replaced when spent.
pub const CHILD_CPU_SECONDS: u64 = 60;
/// Memory that a parsing child may take beyond what it starts with.
pub const CHILD_MEMORY_BYTES: u64 = 512 * 1024 * 1024;
/// How long one body may take to parse before its child is ended.
pub const CHILD_TIMEOUT: Duration = Duration::from_secs(10);

/// How far a webhook's clock may differ from ours.
pub const WEBHOOK_WINDOW: Duration = Duration::from_secs(5 * 60);

/// How long the masked text of a private person's post is held unless an operator says less.
pub const HELD_DAYS_DEFAULT: u32 = 7;
/// No operator can hold it longer.
pub const HELD_DAYS_MAX: u32 = 30;

/// What every reason's key begins with.
const KEY: &str = "listen-reason-";

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $key:literal),* $(,)?) => {
        /// Why something was refused, skipped or changed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $name),* }

        impl Reason {
            pub const ALL: &'static [Reason] = &[$(Reason::$name),*];

            /// The key of its words in `locales/`.
            pub const fn key(self) -> &'static str {
                match self { $(Reason::$name => $key),* }
            }
        }
    };
}

impl Reason {
    /// As the database and the wire to the parsing child hold it.
    pub fn code(self) -> &'static str {
        &self.key()[KEY.len()..]
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Reason::ALL.iter().copied().find(|reason| reason.code() == code)
    }
}

reasons! {
    // The text of a post.
    /// Neither title nor text.
    Empty = "listen-reason-empty",
    /// A text was longer than [`TEXT_BYTES_MAX`] and its end was cut off.
    TextCut = "listen-reason-text-cut",
    /// A moment before 1990 or more than a day ahead: the time of arrival stands instead.
    TimeImplausible = "listen-reason-time-implausible",
    /// A moment that could not be read: the time of arrival stands instead.
    TimeUnread = "listen-reason-time-unread",
    /// Bytes that are no character in the document's encoding were replaced.
    BytesReplaced = "listen-reason-bytes-replaced",
    // A document.
    /// More items than [`ITEMS_MAX`]; the first ones were taken.
    ItemsOver = "listen-reason-items-over",
    /// More pages than [`PAGES_MAX`], the last of which still brought something new.
    PagesOver = "listen-reason-pages-over",
    /// The next page is said to lie on a host that the register does not name; it was not asked for.
    PageElsewhere = "listen-reason-page-elsewhere",
    /// It is not what its connector reads.
    NotThisFormat = "listen-reason-not-this-format",
    /// One item could not be read; the others were.
    ItemBroken = "listen-reason-item-broken",
    /// Its author asks not to be found; it was passed over.
    AuthorDeclines = "listen-reason-author-declines",
    /// It declares its own entities.
    XmlDtd = "listen-reason-xml-dtd",
    XmlDepth = "listen-reason-xml-depth",
    XmlAttributes = "listen-reason-xml-attributes",
    XmlToken = "listen-reason-xml-token",
    /// The parser gave up in a way it should not; its child was replaced.
    ParserFailed = "listen-reason-parser-failed",
    /// The parser took too long; its child was ended.
    ParserSlow = "listen-reason-parser-slow",
    // A row of a file.
    RowOver = "listen-reason-row-over",
    RowBroken = "listen-reason-row-broken",
    /// A record with more or fewer columns than the header.
    RowRagged = "listen-reason-row-ragged",
    ColumnsOver = "listen-reason-columns-over",
    /// No column has a name by which texts are known.
    NoTextColumn = "listen-reason-no-text-column",
    /// The file is in an encoding whose rows cannot be told apart, such as UTF-16.
    EncodingUnsuited = "listen-reason-encoding-unsuited",
    // Fetching.
    UrlRefused = "listen-reason-url-refused",
    /// A port that is neither 80, 443 nor listed.
    PortRefused = "listen-reason-port-refused",
    /// The name leads to an address that is not public.
    AddressRefused = "listen-reason-address-refused",
    NameUnknown = "listen-reason-name-unknown",
    RobotsRefused = "listen-reason-robots-refused",
    RedirectsOver = "listen-reason-redirects-over",
    ConnectFailed = "listen-reason-connect-failed",
    TimedOut = "listen-reason-timed-out",
    /// The server answered with a status that is no success; the detail says which.
    StatusRefused = "listen-reason-status-refused",
    /// Told to wait, by status 429 or 503.
    AskedToWait = "listen-reason-asked-to-wait",
    BodyFailed = "listen-reason-body-failed",
    /// A body over [`BODY_BYTES_MAX`]; what lies beyond was cut off.
    BodyCut = "listen-reason-body-cut",
    /// It grows by more than [`COMPRESSION_RATIO_MAX`].
    BodyBomb = "listen-reason-body-bomb",
    /// Compressed in a way that was not asked for, or more than once.
    CompressionUnknown = "listen-reason-compression-unknown",
    /// The server's allowance is used up until it says otherwise.
    AllowanceSpent = "listen-reason-allowance-spent",
    // A stream.
    /// The server did not open a stream, or ended it.
    StreamEnded = "listen-reason-stream-ended",
    /// A stream that nothing narrows is not opened.
    StreamUnasked = "listen-reason-stream-unasked",
    /// One message over [`STREAM_MESSAGE_BYTES_MAX`].
    MessageOver = "listen-reason-message-over",
    // A folder.
    FolderMissing = "listen-reason-folder-missing",
    // A webhook.
    SignatureWrong = "listen-reason-signature-wrong",
    SignatureOld = "listen-reason-signature-old",
    /// The same request a second time.
    SignatureUsed = "listen-reason-signature-used",
}

/// How often each limit was met in one piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met(BTreeMap<Reason, u32>);

impl Met {
    pub fn note(&mut self, reason: Reason) {
        self.add(reason, 1);
    }

    pub fn add(&mut self, reason: Reason, count: u32) {
        let known = self.0.entry(reason).or_default();
        *known = known.saturating_add(count);
    }

    pub fn merge(&mut self, other: &Met) {
        for (reason, count) in other.iter() {
            self.add(reason, count);
        }
    }

    pub fn count(&self, reason: Reason) -> u32 {
        self.0.get(&reason).copied().unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Reason, u32)> + '_ {
        self.0.iter().map(|(reason, count)| (*reason, *count))
    }
}

/// One item or row that was left out, while the rest went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line of a file or the item of a feed, from 1.
    pub line: u64,
    pub reason: Reason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_read_back_from_its_code() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(*reason));
        }
    }
}
