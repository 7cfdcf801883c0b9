//! A post as it was read, before intake: the only place in the whole program where an author exists.

use crate::limits::{FIELD_BYTES_MAX, ITEMS_MAX, Met, ROW_BYTES_MAX, Reason, Skipped};
use model::Time;

/// A post as its source gave it. It is seen by this crate alone, and it can be neither printed, serialised, cloned
/// nor compared: what it holds of a person has nowhere to go but into a keyed hash.
#[derive(Default)]
pub(crate) struct RawPost {
    /// What the source calls this post. Hashed with the installation's key, never kept.
    pub id: Option<String>,
    pub title: String,
    pub text: String,
    pub author: Option<String>,
    pub link: Option<String>,
    /// Exact; intake rounds it.
    pub at: Moment,
    /// A language tag as written.
    pub lang: Option<String>,
    /// What a row of a file says of where it came from, such as a platform's name.
    pub origin: Option<String>,
}

/// When a post says it was written.
#[derive(Clone, Copy, Default)]
pub(crate) enum Moment {
    #[default]
    Unsaid,
    /// Something stands there that is no date.
    Unread,
    Said(Time),
}

impl RawPost {
    /// Cuts the fields that are hashed or dropped in any case, so that one post cannot hold megabytes of them.
    pub fn bounded(mut self) -> Self {
        for field in [&mut self.id, &mut self.author, &mut self.link, &mut self.lang, &mut self.origin] {
            if let Some(text) = field {
                cut(text, FIELD_BYTES_MAX);
                if text.trim().is_empty() {
                    *field = None;
                }
            }
        }
        // Intake cuts texts to the limit that it also reports; this only bounds what waits for it.
        cut(&mut self.title, ROW_BYTES_MAX);
        cut(&mut self.text, ROW_BYTES_MAX);
        self
    }
}

/// Cuts at a character border.
///
/// - returns: whether anything was cut
pub(crate) fn cut(text: &mut String, bytes_max: usize) -> bool {
    if text.len() <= bytes_max {
        return false;
    }
    text.truncate(text.floor_char_boundary(bytes_max));
    true
}

/// What a connector made of some bytes. The posts inside can be handed to intake and to nothing else.
#[derive(Default)]
pub struct Parsed {
    pub(crate) posts: Vec<RawPost>,
    pub skipped: Vec<Skipped>,
    pub met: Met,
    /// The address of the next page, where a format has pages.
    pub next: Option<String>,
}

impl Parsed {
    pub fn post_count(&self) -> usize {
        self.posts.len()
    }

    /// Takes a post unless the answer already holds as many as one answer may.
    pub(crate) fn push(&mut self, post: RawPost) {
        if self.posts.len() < ITEMS_MAX {
            self.posts.push(post.bounded());
        } else {
            self.met.note(Reason::ItemsOver);
        }
    }

    /// Adds the page that comes after this one.
    pub(crate) fn append(&mut self, page: Parsed) {
        self.posts.extend(page.posts);
        self.skipped.extend(page.skipped);
        self.met.merge(&page.met);
        self.next = page.next;
    }

    pub(crate) fn skip(&mut self, line: u64, reason: Reason) {
        self.skipped.push(Skipped { line, reason });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A type that had `Debug` or `Serialize` would implement the second trait twice, and this would not compile.
    trait Once<Marker> {
        const HOLDS: bool = true;
    }
    struct IsDebug;
    struct IsSerialize;
    struct IsClone;
    impl<T> Once<()> for T {}
    impl<T: std::fmt::Debug> Once<IsDebug> for T {}
    impl<T: serde::Serialize> Once<IsSerialize> for T {}
    impl<T: Clone> Once<IsClone> for T {}

    #[test]
    fn a_raw_post_can_be_neither_printed_nor_serialised_nor_copied() {
        const { assert!(<RawPost as Once<_>>::HOLDS) };
        const { assert!(<Parsed as Once<_>>::HOLDS) };
        const { assert!(<crate::keys::DayKey as Once<_>>::HOLDS) };
        const { assert!(<crate::keys::IntakeKey as Once<_>>::HOLDS) };
    }
}
