//! Guards of the measured figures: a small stream of our own with known events, among them look-alikes in two
//! districts, one long quarrel in many words, and one event told in two languages; and a hotline's letters, in which a few
//! matters return among many that do not. The figures themselves are measured
//! on sets a hundred times as large (`docs/analysis/stories.md`).

use super::Stories;
use crate::finding::{Knowledge, study};
use model::{HOUR_MS, Mention, MentionId, SourceId, SourceKind, Time};
use std::collections::HashMap;
use text::Gazetteer;

/// Which event a post tells of, and the post, in the order in which they were said.
const POSTS: [(u32, &str); 48] = [
    (1, "青石桥今早封了，说是桥墩有裂缝，上班得绕到北门"),
    (2, "Water main burst on Candle Street, the whole block is dry since six"),
    (3, "柳荫小区电梯困人，物业半小时才到，孩子吓哭了"),
    (1, "青石桥桥墩出现裂缝，今天起封闭检修，公交改道"),
    (4, "河东区化工仓库起火，浓烟往学校方向飘"),
    (2, "Candle Street has no water, a burst main, they say until tonight"),
    (5, "早市要搬走了？菜贩说月底前必须腾空"),
    (4, "河东区那个化工仓库着火了，消防车来了十几辆"),
    (6, "Free concert by the lake on Saturday, bring blankets"),
    (1, "路过青石桥，桥墩那道裂缝肉眼可见，封桥是对的"),
    (7, "西山区一家纸品厂夜里起火，没有人员受伤"),
    (3, "柳荫小区3栋电梯又困人了，这个月第二次"),
    (2, "Still no water on Candle Street, the burst main flooded the bakery cellar"),
    (8, "中考考点周边今天禁止鸣笛，家长在树荫下等"),
    (5, "早市搬迁通知贴出来了，老人们以后去哪里买菜"),
    (4, "化工仓库火灾现场明火已扑灭，河东区环境监测在测空气"),
    (7, "西山区纸品厂火灾原因在查，消防说夜里就扑灭了"),
    (9, "The number 8 tram derailed at the depot, nobody hurt, line suspended"),
    (6, "Who is going to the lake concert on Saturday evening?"),
    (10, "停电了，梧桐里整条街黑的，有人知道几点来电吗"),
    (1, "封桥第三天，青石桥检测报告什么时候公布，裂缝到底多深"),
    (5, "我支持保留早市，搬到南边停车场太远了"),
    (2, "Burst main on Candle Street repaired, water is back but brown"),
    (9, "Tram 8 suspended after it derailed at the depot this morning"),
    (10, "梧桐里停电两小时了，电梯停了，十五楼下不去"),
    (3, "柳荫小区的电梯到底有没有年检，困人三次了还在用"),
    (11, "有人在湿地公园看到一群白鹭，太美了"),
    (8, "中考第一天，考点门口志愿者给家长送水"),
    (5, "听证会上大家都在说早市，商务局说会留一部分摊位"),
    (12, "招聘季第三中学招语文老师两名，下周报名"),
    (9, "Derailed tram: the number 8 line runs again from noon"),
    (4, "河东区通报化工仓库火灾：无人伤亡，空气指标正常"),
    (6, "The concert by the lake was moved to Sunday because of rain"),
    (10, "梧桐里来电了，供电所说是电缆被挖断"),
    (5, "早市的事有结果了，周末照旧，平日搬到南边"),
    (1, "青石桥检测报告公布，裂缝属于三级病害，封闭两个月"),
    (13, "Lost a grey cat near the mill, answers to Biscuit"),
    (8, "中考结束，晚上学校周边堵车，慢慢开"),
    (14, "Green Bridge over the canal closed: cracks found in a pillar"),
    (14, "Canal walkers, Green Bridge is shut because of cracks in the pillar"),
    (3, "柳荫小区换电梯的钱谁出，业主群吵了一晚"),
    (11, "湿地公园的白鹭越来越多，周末带孩子去看"),
    (14, "Green Bridge stays shut for a month, the cracked pillar needs steel"),
    (15, "社区医院新到流感疫苗，六十岁以上免费"),
    (15, "流感疫苗社区医院可以打了，带身份证，老人免费"),
    (16, "The library opens on Sundays from May"),
    (16, "Sunday opening at the library from May, at last"),
    (12, "第三中学招老师的报名表在哪里下载"),
];

/// Letters to a hotline with the matter that they are about; 0 for one that nobody else writes of.
const LETTERS: [(u32, &str); 34] = [
    (1, "反映锦绣花园楼下烧烤店油烟扰民，每天到凌晨两点"),
    (0, "咨询异地办理退休手续需要哪些材料"),
    (2, "北辰中学强制学生购买平板电脑，一台三千八"),
    (0, "建议在体育公园增设直饮水点"),
    (1, "锦绣花园烧烤店油烟直排，家里窗户都不敢开"),
    (3, "云栖苑交房两年办不了房产证，开发商一拖再拖"),
    (0, "解放路盲道被共享单车占满"),
    (4, "城西水泥厂夜间排放粉尘，车上一层灰"),
    (2, "北辰中学要求家长统一购买平板电脑，不买就调班"),
    (0, "表扬人民医院急诊科的护士"),
    (3, "云栖苑业主何时能拿到房产证，孩子上学要用"),
    (1, "再次投诉锦绣花园烧烤店油烟，城管来了又走"),
    (0, "高铁站出租车拒载短途乘客"),
    (4, "水泥厂粉尘污染严重，城西居民多人咳嗽"),
    (0, "请问公租房轮候名单在哪里公示"),
    (2, "平板电脑进课堂是否自愿？北辰中学七年级家长的疑问"),
    (3, "云栖苑房产证问题，住建局说大修基金没交"),
    (0, "东湖边有人电鱼，望渔政查处"),
    (1, "锦绣花园业主联名反映烧烤店油烟和噪音"),
    (4, "城西水泥厂半夜偷排粉尘，请环保部门夜查"),
    (0, "养老院收费标准上涨未公示"),
    (2, "北辰中学平板电脑费用能不能退"),
    (3, "开发商欠税导致云栖苑全体业主办不了房产证"),
    (0, "村里的健身器材坏了两年"),
    (4, "水泥厂什么时候搬离城西，粉尘让菜地都白了"),
    (1, "烧烤店油烟管道对着锦绣花园三号楼"),
    (0, "网约车平台乱扣司机押金"),
    (2, "教育局对北辰中学推销平板电脑的处理结果是什么"),
    (0, "申请在新华路小学门口画斑马线"),
    (3, "云栖苑不动产证办理进展请公开"),
    (4, "城西水泥厂粉尘检测数据请公布"),
    (0, "宠物医院误诊，找谁投诉"),
    (0, "地铁站没有母婴室"),
    (0, "丢失社保卡如何补办"),
];

/// BCubed: for each post, how much of its story tells of its event, and how much of its event stands in its story.
fn bcubed(found: &[u64]) -> f64 {
    let mut stories: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut events: HashMap<u32, usize> = HashMap::new();
    for (story, (event, _)) in found.iter().zip(&POSTS) {
        stories.entry(*story).or_default().push(*event);
        *events.entry(*event).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for (story, (event, _)) in found.iter().zip(&POSTS) {
        let same = stories[story].iter().filter(|other| *other == event).count() as f64;
        precision += same / stories[story].len() as f64;
        recall += same / events[event] as f64;
    }
    let (precision, recall) = (precision / POSTS.len() as f64, recall / POSTS.len() as f64);
    2.0 * precision * recall / (precision + recall)
}

/// Which story each text was put into, read in order, an hour apart.
fn assigned<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let knowledge = Knowledge::of_places(Gazetteer::new(&[]));
    let mut stories = Stories::default();
    let mut found = Vec::new();
    for (number, text) in (0u64..).zip(texts) {
        let mention = Mention {
            id: MentionId::new(format!("{number:032x}")),
            source: SourceId::new("forum"),
            kind: SourceKind::Public,
            title: String::new(),
            text: text.to_owned(),
            lang_hint: None,
            at: Time::from_ms(1_760_000_000_000 + number as i64 * HOUR_MS),
            link: None,
            district: None,
        };
        let assigned = stories.assign(number, &study(&mention, &knowledge), mention.at);
        found.push(assigned.story);
        for merge in stories.take_merged() {
            found.iter_mut().filter(|story| **story == merge.from).for_each(|story| *story = merge.into);
        }
    }
    found
}

#[test]
fn events_of_a_small_stream_are_told_apart() {
    let found = assigned(POSTS.iter().map(|(_, text)| *text));
    let score = bcubed(&found);
    assert!(score >= 0.90, "BCubed F1 is {score:.3}");
    let of = |event: u32| -> Vec<u64> {
        found.iter().zip(&POSTS).filter(|(_, (other, _))| *other == event).map(|(story, _)| *story).collect()
    };
    assert!(of(4).iter().all(|story| !of(7).contains(story)), "two fires in two districts are two stories");
}

#[test]
fn matters_that_return_are_one_story_each() {
    let found = assigned(LETTERS.iter().map(|(_, text)| *text));
    let mut scores = Vec::new();
    for matter in 1..=4 {
        let about = |(_, (other, _)): &(&u64, &(u32, &str))| *other == matter;
        let stories: Vec<u64> = found.iter().zip(&LETTERS).filter(about).map(|(story, _)| *story).collect();
        // The story that fits the matter best stands for it.
        let fits = |story: &u64| {
            let inside = stories.iter().filter(|other| *other == story).count();
            let size = found.iter().filter(|other| *other == story).count();
            2.0 * inside as f64 / (size + stories.len()) as f64
        };
        scores.push(stories.iter().map(fits).fold(0.0, f64::max));
    }
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    assert!(mean >= 0.90, "issue F1 is {mean:.3}: {scores:.2?}");
}
