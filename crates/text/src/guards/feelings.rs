//! How texts feel: two classes in each language, and three. None of these texts is among those that anything was learnt
//! from.

use super::{GLAD, SAD, macro_f1};
use crate::segment::is_han;
use crate::trained::code;
use crate::{sentiment, sentiment_binary};

const TEXTS: [(&str, &str); 48] = [
    ("pos", "昨天钱包丢在公交上，司机师傅一路打听送回来，太感动了"),
    ("pos", "老旧小区终于装了电梯，八十岁的奶奶能下楼晒太阳了，真好"),
    ("pos", "社区医生上门量血压，还教老人用药，服务暖心"),
    ("pos", "这家面馆汤鲜味美，老板热情，分量也足"),
    ("pos", "网上提交材料，两天就拿到证，效率真高，表扬一下"),
    ("pos", "湿地公园免费开放，空气清新，孩子玩得很开心"),
    ("pos", "孩子的班主任又负责又有耐心，遇到这样的老师是福气"),
    ("pos", "耳机音质出色，戴着舒服，物超所值"),
    ("pos", "消防员冒雨救下被困的老人，向你们致敬"),
    ("pos", "夜市整洁热闹，摊主们都很和气，推荐来逛"),
    ("pos", "演员演技在线，笑着笑着就哭了，值得二刷"),
    ("pos", "供电所深夜抢修，凌晨就来电了，辛苦师傅们，谢谢"),
    ("neg", "下水道堵了半个月，臭气熏天，反映多次毫无动静"),
    ("neg", "开发商跑路，房子烂尾，血汗钱打了水漂，求政府管管"),
    ("neg", "医院挂号要排两小时，医生两分钟就把人打发了，心寒"),
    ("neg", "广场舞音响震天响，孩子没法写作业，投诉了也没用"),
    ("neg", "外卖洒了一半，骑手态度恶劣，再也不点了"),
    ("neg", "这手机用了三天就死机，退货还百般刁难，上当了"),
    ("neg", "停水不提前通知，一家老小没水做饭，太不像话"),
    ("neg", "补习班关门不退费，负责人失联，家长们欲哭无泪"),
    ("neg", "酒店隔音极差，床单还有污渍，恶心"),
    ("neg", "剧情老套，台词尴尬，看了一半就想退场"),
    ("neg", "路灯全坏，晚上下班一个人走真害怕，有没有人管"),
    ("neg", "工地扬尘漫天，窗户都不敢开，孩子一直咳嗽"),
    ("neu", "市民中心三楼设有十二个窗口"),
    ("neu", "明天夜间多云转阴，气温九到十五度"),
    ("neu", "请问办理转学需要提交哪些材料"),
    ("neu", "会议定于下周二下午两点在二号会议室召开"),
    ("neu", "新版公交线路图自下月一日起启用"),
    ("neu", "体育馆位于文化路与长江路交叉口东侧"),
    ("pos", "The volunteers were wonderful and my mother felt welcome"),
    ("pos", "New benches by the river, a lovely spot to read"),
    ("pos", "Permit came in two days, very impressed, thank you"),
    ("pos", "Delicious bread, generous portions and a cheerful owner"),
    ("pos", "So grateful to the firefighters who saved our cat"),
    ("pos", "A moving, clever film with a superb cast"),
    ("neg", "The lift has been broken for a month and nobody cares"),
    ("neg", "Awful noise from the site all night, we cannot sleep"),
    ("neg", "They lost my papers twice and were rude about it"),
    ("neg", "The bus driver shouted at my kid, shameful"),
    ("neg", "Cold food, dirty tables, a complete waste of money"),
    ("neg", "A boring, clumsy sequel that I regret watching"),
    ("neu", "The office is open from nine to five on weekdays"),
    ("neu", "Which form do I need for a change of address?"),
    ("neu", "The council has forty members and meets monthly"),
    ("neu", "Tickets are sold at the counter and online"),
    ("neu", "The road leads from the harbour to the old mill"),
    ("neu", "Bin collection moves from Monday to Tuesday"),
];

#[test]
fn two_feelings_are_told_apart_in_each_language() {
    for (language, is_chinese) in [("Chinese", true), ("English", false)] {
        let new = TEXTS.iter().copied().filter(|(label, _)| *label != "neu");
        let all = new.chain(GLAD.map(|text| ("pos", text))).chain(SAD.map(|text| ("neg", text)));
        let told: Vec<(&str, &str)> = all
            .filter(|(_, text)| text.contains(is_han) == is_chinese)
            .map(|(label, text)| (code(sentiment_binary(text).sentiment), label))
            .collect();
        let score = macro_f1(told.iter().copied());
        assert!(score >= 0.95, "{language}: macro F1 {score:.3} over {} texts", told.len());
    }
}

#[test]
fn three_feelings_are_told_apart() {
    let score = macro_f1(TEXTS.iter().map(|(label, text)| (code(sentiment(text).sentiment), *label)));
    assert!(score >= 0.88, "macro F1 {score:.3}");
}
