//! Sentences, and what kind of sentence each is, by the words that give it away.

use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// One sentence of a text, by bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'a> {
    pub text: &'a str,
    pub from: usize,
    pub until: usize,
}

/// The sentences of a text, without the spaces around them. A full stop within a number ends none.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            '。' | '！' | '？' | '；' | '!' | '?' | '\n' => true,
            '.' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            add(&mut found, text, from, at + c.len_utf8());
            from = at + c.len_utf8();
        }
    }
    add(&mut found, text, from, text.len());
    found
}

fn add<'a>(found: &mut Vec<Sentence<'a>>, text: &'a str, from: usize, until: usize) {
    let part = &text[from..until];
    let trimmed = part.trim();
    if trimmed.chars().any(char::is_alphanumeric) {
        let start = from + (part.len() - part.trim_start().len());
        found.push(Sentence { text: trimmed, from: start, until: start + trimmed.len() });
    }
}

macro_rules! pattern {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr;)*) => {$(
        $(#[$doc])*
        pub static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the pattern that ships is well-formed"));
    )*};
}

pattern! {
    /// Says that something is not known yet.
    UNKNOWN = r"(?i)还不清楚|尚不清楚|仍不清楚|还不知道|尚不知道|还没有(?:定|查清|结果|确认)|尚未(?:查明|核实|确认|确定|掌握|定)|原因不明|有待(?:查明|核实|检测|确认)|正在(?:进一步)?(?:核实|核查|调查|检测|排查|确认)|仍在(?:核实|核查|调查|检测|排查)|do(?:es)? not (?:yet )?know|don[’']t (?:yet )?know|not yet (?:known|clear|confirmed|decided)|not decided yet|unclear|still (?:being )?(?:checking|checked|testing|tested|investigat\w+)|(?:are|is) (?:checking|testing|investigating)|under investigation";
    /// Says that the office is sorry.
    REGRET = r"(?i)抱歉|歉意|道歉|对不起|愧对|\bsorry\b|\bapolog\w+|\bwe regret\b";
    /// Takes it back in the same breath.
    EXCUSE = r"(?i)，?但(?:是)?|不过|然而|不可抗力|客观(?:原因|条件)|历史(?:遗留|原因)|人手不足|难以避免|在所难免|\bbut\b|\bhowever\b|beyond our control|\bunavoidable\b|\bcircumstances\b|short of staff|understaffed";
    /// Is sorry only on a condition.
    CONDITIONAL = r"(?i)如果?(?:有|给|对|造成|引起|带来)[^。]{0,12}(?:不便|影响|误解|困扰)|若(?:有|给|对)[^。]{0,12}(?:不便|影响|误解|困扰)|\bif (?:any|anyone|you|this|we|there)\b|may have (?:caused|offended|felt)|any inconvenience";
    /// Puts it on the residents.
    BLAME = r"(?i)不明真相|别有用心|个别(?:居民|市民|群众|网民|家长|人)|少数(?:人|居民|市民|网民|群众)|以讹传讹|恶意炒作|(?:居民|市民|用户|群众|家长)(?:自身|自行|使用不当|操作不当|不配合|不理解|误操作|没有看清)|使用不当|操作不当|跟风|小题大做|反应过度|ulterior motive|overreact\w*|residents (?:misunderst\w+|misus\w+|failed|ignored)|their own fault|misused|a (?:few|small number of|handful of) (?:people|residents|users|troublemakers)|troublemakers?|hysteri\w+|should have (?:read|known|checked)";
    /// Leaves no room for error.
    CERTAIN = r"(?i)绝对|百分之百|100\s?[%％]|绝无|零风险|万无一失|肯定不会|根本不存在|完全没有|毫无(?:问题|风险)|\babsolutely\b|completely safe|no risk(?: whatsoever| at all)?|\bguarantee\w*|\bimpossible\b|no cause for concern";
    /// Promises a next word.
    NEXT = r"(?i)下次|下一次|将(?:于|在)[^。]{0,24}(?:公布|发布|通报|说明|告知|公开)|(?:前|之前)(?:公布|发布|通报|说明|公开)|持续(?:发布|公布|通报)|next (?:update|word|statement)|(?:we|and) will (?:publish|tell|report|update|say|give|post)|will be published|updates? (?:at|by|every)";
    /// Asks or advises the reader, or says whom to call.
    ADVICE = r"(?i)请|电话|拨打|热线|咨询|求助|\bplease\b|\bcall\b|\bphone\b|\bcontact\b|questions:";
    /// Denies what it says.
    DENIES = r"(?i)不|没有|未|无|并非|\bnot\b|\bno\b|\bnever\b|n[’']t\b|\bwithout\b";
    /// A blank that nobody has filled.
    BLANK = r"【[^】\n]*】|\[[^\]\n]+\](?:[^(]|$)";
}

/// The words that say what a text is about: folded, without stop words and numbers.
pub fn content(text: &str) -> BTreeSet<String> {
    let is_number = |token: &str| token.chars().all(|c| c.is_ascii_digit());
    text::tokens(text)
        .into_iter()
        .filter(|token| !text::is_stop(token) && !is_number(token))
        .filter(|token| token.chars().count() > 1 || !token.is_ascii())
        .collect()
}
