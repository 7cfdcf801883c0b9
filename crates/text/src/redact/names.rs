//! Chinese names: a surname and one or two characters, after a word that announces a person.

use super::PersonalKind::Name;
use super::claims::{Claims, sweep_within};
use super::signs::{Signs, cue};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The surnames of more than ninety-nine in a hundred, most frequent first.
const SURNAMES: &str = concat!(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万",
    "顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳司费蒙席晏隋古强穆姬宫景米麦谈柏瞿艾沙鄢桂窦郁缪畅巩卓褚栾戚娄甄郎池丛边岑农苟迟保商臧佘卞虞刁冷应匡栗仇练楚揭师官佟封燕桑巫敖原植邝仲荆储宗楼干苑寇盖南屠鞠荣井乐银奚明麻雍花闻冼木郜廉衣蔺和冀占门帅利满闫肖"
);
const COMPOUND: [&str; 10] = ["欧阳", "上官", "司马", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫"];

/// What stands after a word that announces a person.
static ANNOUNCED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:姓名|是|为|叫|系)?[ ]?[:：]?[ ]?(\p{Han}{2,5})").expect("a pattern of ours"));
static TITLED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{Han}{1,3}?(?:先生|女士|小姐)").expect("a pattern of ours"));

/// What may follow a name without a sign between.
const FOLLOWERS: [&str; 40] = [
    "家住",
    "住在",
    "住址",
    "今年",
    "身份证",
    "电话",
    "手机",
    "微信",
    "联系",
    "是",
    "的",
    "在",
    "有",
    "于",
    "来",
    "男",
    "女",
    "现",
    "因",
    "我",
    "从",
    "和",
    "与",
    "向",
    "已",
    "等",
    "先生",
    "女士",
    "为",
    "不",
    "说",
    "称",
    "对",
    "将",
    "被",
    "就",
    "请",
    "也",
    "到",
    "长期",
];

pub(super) fn find(text: &str, signs: &Signs, claims: &mut Claims) {
    let mut at = 0;
    for (cue, is_sure) in &signs.name_cues {
        // A name may hold what would be the next cue.
        if cue.start < at {
            continue;
        }
        let rest = &text[cue.end..];
        let run = ANNOUNCED.captures(rest).and_then(|captures| captures.get(1));
        let Some(run) = run else { continue };
        let Some(length) = name_length(run.as_str(), &rest[run.end()..], *is_sure) else { continue };
        let start = cue.end + run.start();
        if claims.claim(start..start + length, Name) {
            at = start + length;
        }
    }
    if signs.has_cue(cue::TITLE) {
        // A pattern that begins three characters before the first title misses no name.
        let before = &text[..signs.first_title];
        let from = before.char_indices().rev().nth(NAME_LENGTH_MAX - 1).map_or(0, |(index, _)| index);
        sweep_within(from..text.len(), &TITLED, text, |range| {
            let range = range.start..range.end - TITLE_BYTES;
            let value = &text[range.clone()];
            let fits =
                surname_length(value).is_some() && value.chars().count() <= 3 && !text[..range.start].ends_with(is_han);
            (fits && claims.claim(range.clone(), Name)).then_some(range.end)
        });
    }
}

/// Where a name stands again that was announced before. Names of two characters are often words.
pub(super) fn find_again(text: &str, claims: &mut Claims) {
    let known: Vec<Range<usize>> = claims.of(Name).filter(|range| text[range.start..].starts_with(is_han)).collect();
    for range in known {
        let name = &text[range.clone()];
        if name.chars().count() < 3 || !name.chars().all(is_han) {
            continue;
        }
        for (at, _) in text.match_indices(name) {
            claims.claim(at..at + name.len(), Name);
        }
    }
}

const NAME_LENGTH_MAX: usize = 3;
/// Every title has two characters.
const TITLE_BYTES: usize = 6;

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn surname_length(run: &str) -> Option<usize> {
    if let Some(compound) = COMPOUND.iter().find(|compound| run.starts_with(**compound)) {
        return Some(compound.len());
    }
    let first = run.chars().next()?;
    SURNAMES.contains(first).then(|| first.len_utf8())
}

/// How many bytes of the run are a name.
///
/// - `rest`: what stands after the run, which was cut at five characters
/// - `is_sure`: whether the cue announces nothing but a name; otherwise only a name that stands alone is one
fn name_length(run: &str, rest: &str, is_sure: bool) -> Option<usize> {
    // Small words that are surnames as well: 本人和家人, 业主向物业.
    if !is_sure && run.starts_with(['和', '于', '向', '时']) {
        return None;
    }
    let surname = surname_length(run)?;
    let tail: Vec<usize> = run[surname..].char_indices().map(|(index, c)| surname + index + c.len_utf8()).collect();
    let ends_at = |end: usize| end == run.len() && !rest.starts_with(is_han);
    let (one, two) = (tail.first().copied()?, tail.get(1).copied());
    let is_word = |end: usize| FOLLOWERS.iter().any(|word| run[end..].starts_with(word));
    if ends_at(one) || two.is_some_and(ends_at) {
        let end = two.unwrap_or(one);
        return (is_sure || !FOLLOWERS.iter().any(|word| run[surname..end].contains(word))).then_some(end);
    }
    if !is_sure {
        return None;
    }
    if is_word(one) {
        return Some(one);
    }
    two.or(Some(one))
}
