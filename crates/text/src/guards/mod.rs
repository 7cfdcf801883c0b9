//! Guards of the measured figures: small sets of our own, so that a change that makes an analysis worse is seen at once.
//! The figures themselves are measured elsewhere, on sets a hundred times as large (`docs/analysis`).

mod copies;
mod feelings;
mod personal;
mod shelf;

use crate::eval::{Teacher, route};
use crate::linear::{Cost, Model};
use crate::rank::Ranking;
use crate::sentiment;
use crate::trained::macro_f1;
use model::Sentiment;

const GLAD: [&str; 20] = [
    "办证大厅的小姑娘特别耐心，十分钟就办好了，点赞",
    "新开的社区食堂物美价廉，老人们都说好",
    "房间宽敞明亮，早餐丰富，下次还会再来",
    "物流很快，包装完好，孩子爱不释手",
    "晚上的灯光秀太美了，拍了好多照片",
    "谢谢公交司机等我妈妈上车，心里暖暖的",
    "地铁新线开通，上班省了半小时，开心",
    "这本书写得真好，读完受益匪浅",
    "路修好了，再也不怕下雨天，感谢施工的师傅",
    "疫苗接种秩序井然，志愿者辛苦了",
    "The nurse was kind and patient, thank you so much",
    "Lovely new playground, my kids had a great time",
    "Finally a bus that runs on time, well done",
    "The film is funny, warm and beautifully played",
    "Comfortable seats and friendly staff, highly recommended",
    "Quick answer from the council, the lamp works again. Brilliant",
    "Can't wait for the festival, last year was awesome",
    "Best library in the region, bright and quiet",
    "Great job on the new cycle path, it makes my day",
    "Fresh food, fair prices, will be back",
];
const SAD: [&str; 20] = [
    "打了五次电话没人接，推来推去，太失望了",
    "楼上半夜施工，吵得睡不着，物业不管",
    "房间又小又旧，空调坏了也没人修",
    "收到货是坏的，客服不理人，差评",
    "井盖缺了一个月，有人摔伤，没人负责",
    "排了三个小时队，窗口说系统瘫痪，无语",
    "河水发臭，苍蝇满天飞，住在旁边真难受",
    "电影剧情混乱，看得想睡觉，浪费钱",
    "公交又晚点，站台连个遮雨的地方都没有，气死了",
    "听到这个消息心里很难过，愿逝者安息",
    "Two hours on hold and then they hung up. Terrible service",
    "The street is filthy and the bins have not been emptied for weeks",
    "My bag is lost and nobody tells me anything",
    "A dull, lifeless film that wastes a good cast",
    "Flight delayed again, stuck at the gate, so frustrating",
    "The water smells and looks brown, this is disgusting",
    "Rude staff, dirty room, never again",
    "Another pothole, another broken wheel, and no answer from the council",
    "The app crashes every time, useless",
    "I am worried about the cracks in the school wall",
];
const CALM: [&str; 8] = [
    "本周六上午九点在文化馆举行讲座",
    "3号线末班车时间为二十二点四十分",
    "居住证在街道窗口办理，需带租房合同",
    "市图书馆周一闭馆",
    "The committee meets on the second Tuesday of each month",
    "Line 4 runs every twelve minutes between six and nine",
    "The form has two pages and asks for an address",
    "The museum is opposite the station",
];

#[test]
fn calm_texts_are_neutral() {
    let calm = CALM.iter().filter(|text| sentiment(text).sentiment == Sentiment::Neutral).count();
    assert!(calm >= 6, "{calm} of 8 calm texts");
}

#[test]
fn few_labels_route_texts() {
    let learnt = [
        ("水管爆裂，整栋楼停水", "water"),
        ("自来水浑浊有异味", "water"),
        ("水表读数不对，水费多收", "water"),
        ("二次供水压力太低，高层没水", "water"),
        ("公交线路调整后上学不便", "transport"),
        ("地铁站电梯停用很久", "transport"),
        ("路口红绿灯时间太短", "transport"),
        ("早高峰公交车挤不上去", "transport"),
        ("工资拖欠三个月没发", "labour"),
        ("公司不给缴纳社保", "labour"),
        ("辞退没有补偿，申请仲裁", "labour"),
        ("试用期不签劳动合同", "labour"),
        ("Water pressure is low on the fifth floor", "water"),
        ("Burst pipe in Mill Lane, no water", "water"),
        ("The bus skipped our stop twice", "transport"),
        ("Traffic lights at the crossing are broken", "transport"),
        ("My employer has not paid wages since May", "labour"),
        ("No contract and no overtime pay", "labour"),
    ];
    let rows: Vec<(String, String)> = learnt.iter().map(|(text, label)| ((*text).into(), (*label).into())).collect();
    let model = Model::train(&rows);
    let asked = [
        ("小区停水两天，水管什么时候修好", "water"),
        ("家里的自来水发黄", "water"),
        ("公交班次太少，等车半小时", "transport"),
        ("地铁口红绿灯坏了", "transport"),
        ("老板拖欠工资，社保也没交", "labour"),
        ("没签合同就被辞退", "labour"),
        ("No water in our house, the pipe is broken", "water"),
        ("The bus never stops here", "transport"),
        ("Unpaid wages and unpaid overtime", "labour"),
    ];
    let right = asked.iter().filter(|(text, label)| model.predict(text).0 == *label).count();
    assert!(right >= 8, "{right} of 9");
}

/// Letters say much the same at length, and their titles name the matter.
#[test]
fn a_title_routes_a_letter_that_says_little() {
    let row = |title: &str, label: &str| {
        serde_json::json!({ "id": title, "title": title, "text": "尊敬的领导您好，情况如题，请尽快处理，谢谢", "label": label })
            .to_string()
    };
    let lines =
        |rows: &[(&str, &str)]| -> String { rows.iter().map(|(title, label)| row(title, label) + "\n").collect() };
    let known = [
        ("水管爆裂停水", "water"),
        ("自来水发黄", "water"),
        ("公交班次太少", "transport"),
        ("公交晚点", "transport"),
        ("拖欠工资", "labour"),
        ("工资未发", "labour"),
    ];
    let asked = [("小区停水两天", "water"), ("公交不来", "transport"), ("工资又拖欠", "labour")];
    let mut told = Vec::new();
    let teacher = Teacher::Labels(std::io::Cursor::new(lines(&known)));
    route(teacher, lines(&asked).as_bytes(), &mut told).expect("it answers");
    for (line, (title, label)) in String::from_utf8_lossy(&told).lines().zip(asked) {
        assert!(line.contains(&format!("\"label\":\"{label}\"")), "{title}: {line}");
    }
}

#[test]
fn a_post_finds_the_claim_that_it_repeats_and_no_other() {
    let claims = [
        "喝大蒜水可以预防流感",
        "本市自来水厂被投毒，三人住院",
        "地铁二号线将停运一个月",
        "Drinking bleach cures the virus",
        "The old bridge was closed because a pillar collapsed",
        "Schools will be shut until the end of the year",
        "地铁3号线将停运一个月",
        "Candle Street market is moving to the harbour",
    ];
    let mut ranking = Ranking::default();
    for claim in claims {
        ranking.add("", claim);
    }
    let posts = [
        ("群里都在传喝大蒜水就能预防流感，真的假的", 0),
        ("听说自來水廠被投毒了，已經有三人住院，大家別喝", 1),
        ("朋友说2号线也就是地铁二号线要停运一个月？", 2),
        ("My aunt says drinking bleach cured her neighbour of the virus https://example.org/x", 3),
        ("They closed the old bridge: one of the pillars has collapsed!", 4),
        ("Is it true that schools are shutting until the end of the year?", 5),
        ("3号线真的要停运一个月吗", 6),
    ];
    let strangers =
        ["昨天的流感疫苗排队好长", "自来水公司周末检修", "Where can I buy bleach?", "The school play was lovely"];
    let sure = |post: &str| ranking.confidence(post, &ranking.rank(post, 5));
    for (post, claim) in posts {
        assert_eq!(ranking.rank(post, 1).first().map(|(found, _)| *found), Some(claim), "{post}");
    }
    // What is glued together and spelt otherwise is found by parts of words, and nobody is sure of it.
    assert_eq!(ranking.rank("#candlestreetmarket to the harbor??", 1).first().map(|(found, _)| *found), Some(7));
    let least = posts.iter().map(|(post, _)| sure(post)).fold(f32::INFINITY, f32::min);
    let most = strangers.iter().map(|post| sure(post)).fold(0.0, f32::max);
    assert!(least > most, "the least sure match {least}, the surest stranger {most}");
}

/// A few labels beside the lexicon: what the words feel is learnt from as well.
#[test]
fn few_labels_do_not_forget_what_words_feel() {
    let label = |texts: &[&str], label: &str| -> Vec<(String, String)> {
        texts.iter().map(|text| ((*text).to_owned(), label.to_owned())).collect()
    };
    let rows = [label(&GLAD[..6], "pos"), label(&SAD[..6], "neg")].concat();
    let model = Model::train_with(&rows, crate::sentiment::hints_of_folded, Cost::FEW);
    let right = |texts: &[&str], label: &str| texts.iter().filter(|text| model.predict(text).0 == label).count();
    let (glad, sad) = (right(&GLAD[6..], "pos"), right(&SAD[6..], "neg"));
    assert!(glad >= 12 && sad >= 12, "{glad} of 14 glad texts and {sad} of 14 sad ones");
}

#[test]
fn a_question_finds_its_page_in_either_script() {
    let pages = [
        ("老年人优待证办理", "年满六十周岁的居民可以在社区服务中心申请优待证，免费乘坐公交车。"),
        ("居住证续签", "居住证每年签注一次，到期前一个月内带租房合同到派出所办理。"),
        ("生育津贴申领", "产假结束后由单位在网上申报，津贴按上年度平均工资计算。"),
        ("公租房申请条件", "家庭人均收入低于标准且无自有住房的，可以轮候公租房。"),
        ("失业保险金", "非本人意愿中断就业的，缴费满一年可以按月领取失业金。"),
        (
            "Parking permits for residents",
            "Residents may apply for one permit for each flat; visitors buy day tickets.",
        ),
        ("Register a birth", "Bring the hospital's letter and both parents' papers within fourteen days."),
        ("Report a missed collection", "Tell us within two days if your bin was not emptied."),
    ];
    let questions = [
        ("六十岁坐公交免费要办什么证", 0),
        ("居住證到期了去哪裡簽注", 1),
        ("產假工資怎麼領津貼", 2),
        ("没有房子收入低能申请公租房吗", 3),
        ("被辞退以后失业金怎么领", 4),
        ("how do I get a parking permit for my flat", 5),
        ("which papers to register the birth of our son", 6),
        ("my bin was not emptied yesterday", 7),
        ("collections missed again", 7),
        ("registering births", 6),
    ];
    let mut ranking = Ranking::default();
    for (title, text) in pages {
        ranking.add(title, text);
    }
    for (question, page) in questions {
        assert_eq!(ranking.rank(question, 1).first().map(|(found, _)| *found), Some(page), "{question}");
    }
}
