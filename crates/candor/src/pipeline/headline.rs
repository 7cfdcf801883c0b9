//! Headlines: what a story is called. Never one private person's words.

use analyse::store::HeadlineBy;
use model::{Lang, Mention};
use std::collections::{HashMap, HashSet};
use text::Gazetteer;

/// Longer ones are cut at a character; a page cannot use them.
const CHARACTERS_MAX: usize = 90;
/// One of so many key terms makes a title tell of its story; of the others it takes two.
const WEIGHTIEST: usize = 3;

#[derive(Clone)]
pub struct Headline {
    pub text: String,
    pub by: HeadlineBy,
    pub lang: Lang,
}

impl Headline {
    /// A story that only its key terms may name.
    pub const fn of_terms(lang: Lang) -> Self {
        Headline { text: String::new(), by: HeadlineBy::Terms, lang }
    }

    /// The title under which an institution or the press published; nothing for a private person's post.
    pub fn of_press(mention: &Mention, lang: Lang) -> Option<Self> {
        let is_theirs = !mention.kind.is_private() && !mention.title.trim().is_empty();
        is_theirs.then(|| Headline { text: cut(&mention.title), by: HeadlineBy::Press, lang })
    }

    /// A sentence that at least k voices said nearly the same, if one of them reads as a report rather than as
    /// somebody's life. The caller has counted the voices.
    pub fn of_copies(mention: &Mention, lang: Lang) -> Option<Self> {
        let text = if mention.title.trim().is_empty() { &mention.text } else { &mention.title };
        Some(Headline { text: cut(telling_sentence(text)?), by: HeadlineBy::Copies, lang })
    }

    /// Whether a title still tells what the story is about: an article that only brushed against it may have named it, and
    /// then the key terms say more. Districts alone name no event.
    ///
    /// - `terms`: of the story as it stands, weightiest first
    pub fn tells(&self, terms: &[String], gazetteer: &Gazetteer) -> bool {
        if self.by != HeadlineBy::Press {
            return true;
        }
        let title = text::fold(&self.text);
        let meant = text::concepts_of_folded(&title);
        let is_told = |term: &&String| {
            let is_meant = || text::concepts_of_folded(term).iter().any(|concept| meant.contains(concept));
            gazetteer.places_of_folded(term).is_empty() && (title.contains(term.as_str()) || is_meant())
        };
        terms.is_empty()
            || terms.iter().take(WEIGHTIEST).any(|term| is_told(&term))
            || terms.iter().filter(is_told).count() > 1
    }

    /// Whether `self` names a story better than `known` does. A first headline stays, so that a story keeps its name.
    pub fn is_better_than(&self, known: &Headline) -> bool {
        rank(self.by) > rank(known.by)
    }
}

const fn rank(by: HeadlineBy) -> u8 {
    match by {
        HeadlineBy::Terms => 0,
        HeadlineBy::Copies => 1,
        HeadlineBy::Press => 2,
    }
}

/// What the live stories are called.
///
/// No two are called alike: a title that comes again over another event is the name of a column ("City briefs"), and
/// the key terms say more.
#[derive(Default)]
pub struct Headlines {
    of: HashMap<u64, Headline>,
    taken: HashSet<String>,
}

impl Headlines {
    /// What a story is called by now.
    pub fn get(&self, story: u64) -> Option<&Headline> {
        self.of.get(&story)
    }

    /// Names a story, unless it has as good a name already or another story has this one.
    pub fn name(&mut self, story: u64, headline: Option<Headline>, lang: Lang) {
        let known = self.of.entry(story).or_insert_with(|| Headline::of_terms(lang));
        let is_new = |headline: &Headline| headline.is_better_than(known) && !self.taken.contains(&headline.text);
        if let Some(headline) = headline.filter(is_new) {
            self.taken.remove(&known.text);
            self.taken.insert(headline.text.clone());
            *known = headline;
        }
    }

    /// Takes up what a story was called.
    pub fn restore(&mut self, story: u64, headline: Headline) {
        self.remove(story);
        if !headline.text.is_empty() {
            self.taken.insert(headline.text.clone());
        }
        self.of.insert(story, headline);
    }

    pub fn remove(&mut self, story: u64) -> Option<Headline> {
        let headline = self.of.remove(&story)?;
        self.taken.remove(&headline.text);
        Some(headline)
    }

    pub fn clear(&mut self) {
        self.of.clear();
        self.taken.clear();
    }
}

/// A shorter sentence names nothing.
const CHARACTERS_MIN: usize = 6;

/// The longest sentence that speaks of a thing: not of whoever says it, and not of passing it on.
fn telling_sentence(text: &str) -> Option<&str> {
    let ends = ['。', '！', '？', '!', '?', '\n', '：', '；'];
    let sentences: Vec<&str> = text.split(ends).flat_map(|part| part.split(". ")).map(str::trim).collect();
    let fits = |sentence: &&str| sentence.chars().count() >= CHARACTERS_MIN && !is_personal(sentence);
    // Of equals the first, so that two runs agree.
    sentences.into_iter().rev().filter(fits).max_by_key(|sentence| sentence.chars().count())
}

fn is_personal(sentence: &str) -> bool {
    const CHINESE: [&str; 9] = ["我", "咱", "俺", "转", "轉", "扩散", "擴散", "[", "//"];
    const ENGLISH: [&str; 14] =
        ["i", "i'm", "i’m", "my", "me", "we", "our", "us", "rt", "repost", "quoting", "copied", "passing", "fwd"];
    let is_own =
        |word: &str| ENGLISH.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str());
    CHINESE.iter().any(|sign| sentence.contains(sign)) || sentence.split_whitespace().any(is_own)
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(text: &str) -> Option<Headline> {
        Some(Headline { text: text.to_owned(), by: HeadlineBy::Press, lang: Lang::En })
    }

    fn name(headlines: &Headlines, story: u64) -> &str {
        headlines.get(story).map_or("", |headline| &headline.text)
    }

    #[test]
    fn no_two_stories_are_called_alike_and_a_name_is_free_again_once_its_story_is_gone() {
        let mut headlines = Headlines::default();
        headlines.name(1, press("City briefs"), Lang::En);
        headlines.name(2, press("City briefs"), Lang::En);
        assert_eq!((name(&headlines, 1), name(&headlines, 2)), ("City briefs", ""));
        headlines.name(2, press("Bridge closed"), Lang::En);
        headlines.name(1, press("Bridge open"), Lang::En);
        assert_eq!((name(&headlines, 1), name(&headlines, 2)), ("City briefs", "Bridge closed"));

        headlines.remove(1);
        headlines.name(3, press("City briefs"), Lang::En);
        assert_eq!(name(&headlines, 3), "City briefs");
        headlines.restore(3, Headline::of_terms(Lang::En));
        headlines.name(4, press("City briefs"), Lang::En);
        assert_eq!((name(&headlines, 3), name(&headlines, 4)), ("", "City briefs"));
    }

    #[test]
    fn a_title_names_a_story_while_it_tells_of_it() {
        let gazetteer = Gazetteer::new(&[]);
        let tells = |title: &str, terms: &str| {
            let terms: Vec<String> = terms.split(' ').map(str::to_owned).collect();
            press(title).is_some_and(|headline| headline.tells(&terms, &gazetteer))
        };
        assert!(tells("银塘农贸市场搬迁安排说明", "农贸市场 搬迁 过渡期 棚子"));
        assert!(tells("Tap water in Beiting is safe", "自来水 化工厂 有毒 泄漏"));
        assert!(!tells("Five questions for a ferry captain", "oddly 接驳 comforting noises gold daughter"));
        assert!(!tells("In brief: a free clinic and the ferry timetable", "疫苗 流感 库存 flu 卫生 clinic"));
        assert!(tells("Flu jabs: a free clinic for pupils", "疫苗 流感 库存 flu 卫生 clinic"));
    }

    #[test]
    fn a_headline_speaks_of_the_thing_and_not_of_whoever_said_it() {
        let of = |text: &'static str| telling_sentence(text).unwrap_or_default();
        assert_eq!(of("转：扩散一下！北汀自来水发黄。我家就在芦苇路，孩子不敢喝。"), "北汀自来水发黄");
        assert_eq!(
            of("Passing this on: my street. The tap water in Beiting is yellow! Is it safe?"),
            "The tap water in Beiting is yellow"
        );
        assert_eq!(of("我家也是。"), "");
        assert_eq!(of("同问"), "");
    }
}
