//! What every page carries around its content: language, office, address and the reader's now.

use crate::form::FieldView;
use crate::{Field, Html, UiLang, When, Words, date, figure, level_mark, menu, static_files};
use fluent_bundle::FluentValue;
use model::{DAY_MS, Figure, HOUR_MS, Level, SourceKind, Time, Zone};
use org::Role;

/// The frame of one page. Templates call it `f`.
#[derive(Clone)]
pub struct Frame {
    pub lang: UiLang,
    /// The body's own name in the page's language.
    pub office: String,
    /// The page's path and query without its language, beginning with `/`.
    pub path: String,
    pub now: Time,
    pub zone: Zone,
    /// Where the page hears that it has changed (server-sent events); nothing for a page that stays as it is.
    pub live: Option<String>,
}

/// Who is signed in at the desk. Templates call it `staff`.
#[derive(Clone)]
pub struct Staff {
    pub name: String,
    /// The token that every form repeats.
    pub csrf: String,
    /// Alerts that nobody has acknowledged; printed beside their menu entry.
    pub alerts_waiting: u32,
    /// Nothing on a page that nobody could be asked for.
    pub role: Option<Role>,
}

impl Staff {
    pub fn may_open(&self, entry: &menu::Entry) -> bool {
        entry.needs.is_none_or(|needed| self.role.is_some_and(|role| role.may(needed)))
    }
}

/// A link whose text is already in the page's language.
#[derive(Clone, Debug)]
pub struct Link {
    pub href: String,
    pub text: String,
}

impl Frame {
    pub fn words(&self) -> &'static Words {
        Words::for_lang(self.lang)
    }

    pub fn t(&self, key: &str) -> String {
        self.words().t(key)
    }

    /// A sentence with one placeholder.
    pub fn t1<'a>(&self, key: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        self.words().t_with(key, &[(name, value.into())])
    }

    /// A sentence with two placeholders.
    pub fn t2<'a>(
        &self,
        key: &str,
        name: &'a str,
        value: impl Into<FluentValue<'a>>,
        other_name: &'a str,
        other: impl Into<FluentValue<'a>>,
    ) -> String {
        self.words().t_with(key, &[(name, value.into()), (other_name, other.into())])
    }

    /// What stands between two sentences: a Chinese full stop brings its own room.
    pub fn gap(&self) -> &'static str {
        match self.lang {
            UiLang::Zh => "",
            UiLang::En => " ",
        }
    }

    /// A sentence about people; see [`Words::t_figure`].
    pub fn people(&self, key: &str, figure: &Figure) -> String {
        self.words().t_figure(key, *figure)
    }

    /// A sentence about things that are not people; see [`Words::t_number`].
    pub fn things(&self, key: &str, count: &u32) -> String {
        self.words().t_number(key, u64::from(*count))
    }

    pub fn figure(&self, figure: &Figure) -> String {
        figure::figure(self.words(), *figure)
    }

    pub fn number(&self, count: &u32) -> String {
        figure::number(u64::from(*count))
    }

    pub fn when(&self, time: &Time) -> When {
        date::when(self.words(), &self.zone, self.now, *time)
    }

    pub fn day(&self, time: &Time) -> String {
        date::day(self.words(), &self.zone, self.now, *time)
    }

    /// How long ago a moment was, as a span: "3 days".
    pub fn age(&self, time: &Time) -> String {
        date::span(self.words(), self.now.since(*time))
    }

    /// A length of time in its two largest units: whoever has three hours left wants to know about the minutes.
    pub fn long_span(&self, ms: i64) -> String {
        const MINUTE_MS: i64 = 60_000;
        let ms = ms.max(0);
        let (days, hours, minutes) = (ms / DAY_MS, ms % DAY_MS / HOUR_MS, ms % HOUR_MS / MINUTE_MS);
        if days > 0 {
            self.t2("span-days-hours", "days", days, "hours", hours)
        } else if hours > 0 {
            self.t2("span-hours-minutes", "hours", hours, "minutes", minutes)
        } else {
            self.t1("span-minutes-only", "minutes", minutes)
        }
    }

    pub fn level(&self, level: &Level) -> Html {
        level_mark(self.words(), *level)
    }

    /// Who speaks through a source, in words.
    pub fn kind(&self, kind: &SourceKind) -> String {
        self.t(match kind {
            SourceKind::Institution => "kind-institution",
            SourceKind::Press => "kind-press",
            SourceKind::Public => "kind-public",
        })
    }

    /// A field of a form with its label, hint and error.
    pub fn field(&self, field: &Field) -> Html {
        Html::of(&FieldView { f: self, field })
    }

    /// An address of this site in the page's language.
    ///
    /// - `path`: without a language, beginning with `/`
    pub fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.lang.segment())
    }

    /// This very page in the other language.
    pub fn elsewhere(&self) -> String {
        format!("/{}{}", self.lang.other().segment(), self.path)
    }

    /// Whether a menu entry leads to the page or to the part of the site that the page lies in.
    pub fn is_within(&self, path: &str) -> bool {
        let here = self.path.split('?').next().unwrap_or_default();
        here == path || (path.len() > 1 && here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    pub fn desk_menu(&self) -> &'static [menu::Group] {
        menu::DESK
    }

    pub fn site_menu(&self) -> &'static [menu::Entry] {
        menu::SITE
    }

    pub fn is_alerts(&self, path: &str) -> bool {
        path == menu::ALERTS
    }

    /// Whether a menu entry is marked: its page is open, or one that lies in it. The start pages hold only themselves, but for the
    /// public stories, which are told on the public start page.
    pub fn is_open(&self, path: &str) -> bool {
        match path {
            "/" => self.is_at("/") || self.is_within("/stories"),
            "/desk" => self.is_at("/desk"),
            _ => self.is_within(path),
        }
    }

    pub fn is_at(&self, path: &str) -> bool {
        self.path.split('?').next() == Some(path)
    }

    /// The address of one of our own files, with its content's hash in it.
    pub fn asset(&self, name: &str) -> String {
        static_files::href(name)
    }
}
