//! Words on screen: Fluent files of both languages, compiled into the program.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use model::Figure;
use std::sync::LazyLock;
use unic_langid::{LanguageIdentifier, langid};

/// The language of a page. The first one stands where nothing says which is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UiLang {
    Zh,
    En,
}

impl UiLang {
    pub const ALL: &'static [UiLang] = &[UiLang::Zh, UiLang::En];

    /// The first segment of an address.
    pub const fn segment(self) -> &'static str {
        match self {
            UiLang::Zh => "zh",
            UiLang::En => "en",
        }
    }

    /// What `lang` and `hreflang` say.
    pub const fn tag(self) -> &'static str {
        match self {
            UiLang::Zh => "zh-Hans",
            UiLang::En => "en",
        }
    }

    pub fn from_segment(segment: &str) -> Option<Self> {
        UiLang::ALL.iter().copied().find(|lang| lang.segment() == segment)
    }

    pub const fn other(self) -> Self {
        match self {
            UiLang::Zh => UiLang::En,
            UiLang::En => UiLang::Zh,
        }
    }

    /// The first language of an `Accept-Language` header that we speak, by quality.
    ///
    /// - returns: Chinese if the header names none of ours, since an office in China runs without being asked in English
    pub fn negotiate(accept_language: &str) -> Self {
        let quality_of = |part: &str| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let quality =
                parameters.trim().strip_prefix("q=").map_or(1.0, |text| text.parse::<f32>().unwrap_or_default());
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            UiLang::from_segment(&primary).map(|lang| (lang, quality))
        };
        let mut best: Option<(UiLang, f32)> = None;
        for (lang, quality) in accept_language.split(',').filter_map(quality_of) {
            if quality > best.map_or(0.0, |(_, so_far)| so_far) {
                best = Some((lang, quality));
            }
        }
        best.map_or(UiLang::Zh, |(lang, _)| lang)
    }
}

/// Adding a file of words is one line in each of these lists.
const EN: &[&str] = &[
    include_str!("../../../locales/en/account.ftl"),
    include_str!("../../../locales/en/org.ftl"),
    include_str!("../../../locales/en/notify.ftl"),
    include_str!("../../../locales/en/kit.ftl"),
    include_str!("../../../locales/en/site.ftl"),
    include_str!("../../../locales/en/desk.ftl"),
    include_str!("../../../locales/en/mirror.ftl"),
    include_str!("../../../locales/en/duty.ftl"),
    include_str!("../../../locales/en/program.ftl"),
    include_str!("../../../locales/en/listen.ftl"),
    include_str!("../../../locales/en/briefs.ftl"),
    include_str!("../../../locales/en/sources.ftl"),
    include_str!("../../../locales/en/wall.ftl"),
    include_str!("../../../locales/en/warn.ftl"),
    include_str!("../../../locales/en/policy.ftl"),
    include_str!("../../../locales/en/channels.ftl"),
    include_str!("../../../locales/en/subscribe.ftl"),
    include_str!("../../../locales/en/respond.ftl"),
    include_str!("../../../locales/en/topic.ftl"),
    include_str!("../../../locales/en/search.ftl"),
    include_str!("../../../locales/en/publish.ftl"),
    include_str!("../../../locales/en/identity.ftl"),
    include_str!("../../../locales/en/claims.ftl"),
    include_str!("../../../locales/en/published.ftl"),
    include_str!("../../../locales/en/publications.ftl"),
    include_str!("../../../locales/en/ledger.ftl"),
];
const ZH: &[&str] = &[
    include_str!("../../../locales/zh/account.ftl"),
    include_str!("../../../locales/zh/org.ftl"),
    include_str!("../../../locales/zh/notify.ftl"),
    include_str!("../../../locales/zh/kit.ftl"),
    include_str!("../../../locales/zh/site.ftl"),
    include_str!("../../../locales/zh/desk.ftl"),
    include_str!("../../../locales/zh/mirror.ftl"),
    include_str!("../../../locales/zh/duty.ftl"),
    include_str!("../../../locales/zh/program.ftl"),
    include_str!("../../../locales/zh/listen.ftl"),
    include_str!("../../../locales/zh/briefs.ftl"),
    include_str!("../../../locales/zh/sources.ftl"),
    include_str!("../../../locales/zh/wall.ftl"),
    include_str!("../../../locales/zh/warn.ftl"),
    include_str!("../../../locales/zh/policy.ftl"),
    include_str!("../../../locales/zh/channels.ftl"),
    include_str!("../../../locales/zh/subscribe.ftl"),
    include_str!("../../../locales/zh/respond.ftl"),
    include_str!("../../../locales/zh/topic.ftl"),
    include_str!("../../../locales/zh/search.ftl"),
    include_str!("../../../locales/zh/publish.ftl"),
    include_str!("../../../locales/zh/identity.ftl"),
    include_str!("../../../locales/zh/claims.ftl"),
    include_str!("../../../locales/zh/published.ftl"),
    include_str!("../../../locales/zh/publications.ftl"),
    include_str!("../../../locales/zh/ledger.ftl"),
];

/// What a page prints instead of a key that nobody has translated: visible to a reader and to a test.
pub const MISSING: char = '\u{27e6}';

/// The words of one language.
pub struct Words {
    lang: UiLang,
    bundle: FluentBundle<FluentResource>,
}

static WORDS_EN: LazyLock<Words> = LazyLock::new(|| Words::load(UiLang::En, langid!("en"), EN));
static WORDS_ZH: LazyLock<Words> = LazyLock::new(|| Words::load(UiLang::Zh, langid!("zh-Hans"), ZH));

impl Words {
    pub fn for_lang(lang: UiLang) -> &'static Words {
        match lang {
            UiLang::Zh => &WORDS_ZH,
            UiLang::En => &WORDS_EN,
        }
    }

    pub const fn lang(&self) -> UiLang {
        self.lang
    }

    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    pub fn t(&self, key: &str) -> String {
        self.say(key, None)
    }

    /// - `args`: the placeholders that the message names
    pub fn t_with(&self, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.say(key, Some(&args))
    }

    /// A sentence about a number of people. The message prints `{ $figure }` and chooses its plural by `$n`.
    pub fn t_figure(&self, key: &str, figure: Figure) -> String {
        let n = match figure {
            Figure::Exactly(count) => count,
            Figure::FewerThan(k) | Figure::AtLeast(k) => k,
        };
        self.t_with(key, &[("figure", crate::figure(self, figure).into()), ("n", n.into())])
    }

    /// A sentence about a number of things that are not people, such as sources. Prints and chooses like [`Words::t_figure`].
    pub fn t_number(&self, key: &str, count: u64) -> String {
        self.t_with(key, &[("figure", crate::number(count).into()), ("n", count.into())])
    }

    fn say(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("{MISSING}{key}\u{27e7}");
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        // A placeholder without its value is as much a fault as a missing key, and must be as visible.
        if errors.is_empty() { text } else { format!("{MISSING}{key}: {text}\u{27e7}") }
    }

    fn load(lang: UiLang, tag: LanguageIdentifier, files: &[&str]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks guard mixed directions; neither language here needs them and they break copying.
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
        }
        Words { lang, bundle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(files: &[&str]) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for file in files {
            assert!(FluentResource::try_new((*file).to_owned()).is_ok(), "a file of words does not parse");
            for line in file.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                let key = line.split(" =").next().unwrap_or(line).to_owned();
                assert!(!keys.contains(&key), "{key} stands twice");
                keys.insert(key);
            }
        }
        keys
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(keys(EN), keys(ZH));
    }

    #[test]
    fn a_missing_key_and_a_missing_value_can_be_seen() {
        let words = Words::for_lang(UiLang::En);
        assert!(words.t("no-such-key").starts_with(MISSING));
        assert!(words.t("kit-fewer-than").starts_with(MISSING));
    }

    #[test]
    fn a_browser_gets_the_language_it_prefers() {
        assert_eq!(UiLang::negotiate("fr;q=0.9, en-GB;q=0.8, zh;q=0.5"), UiLang::En);
        assert_eq!(UiLang::negotiate("zh-TW,zh;q=0.9,en;q=0.8"), UiLang::Zh);
        assert_eq!(UiLang::negotiate("fr"), UiLang::Zh);
    }
}
