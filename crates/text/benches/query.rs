//! What many topics cost a text: 200 queries over invented posts of about 60 characters, cutting and looking apart.
//!
//! `cargo bench -p text --bench query` prints microseconds a text, the median of several rounds, because a
//! machine that does other work too slows some of them.

use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;
use text::query::{Prepared, Queries, Query};

const ROUNDS: usize = 15;
const PLACES: [&str; 10] =
    ["老港", "北城", "云桥街", "中山路", "人民医院", "火车站", "图书馆", "体育馆", "市政府", "开发区"];
const EVENTS: [&str; 20] = [
    "停水", "停电", "堵车", "噪音", "垃圾", "污水", "路灯", "公交", "地铁", "学校", "医院", "物业", "电梯", "燃气",
    "暖气", "积水", "施工", "停车", "食品", "价格",
];
const POSTS: [&str; 6] = [
    "小区昨天晚上又发生了，打电话给物业一直没有人接，居民都很着急，希望有关部门尽快处理一下，谢谢。",
    "早上经过的时候看到很多人在排队，听说要等到下午才能恢复正常，孩子上学都迟到了，太不方便了。",
    "感谢工作人员冒雨抢修，不到两个小时就解决了问题，为你们点赞，辛苦了，希望以后越来越好。",
    "请问这个情况什么时候能够解决，已经反映过三次了，每次都说正在处理，可是一直没有结果。",
    "今天天气不错，和朋友一起去公园散步，湖边的花都开了，人也不多，拍了好多照片，心情很好。",
    "The road has been closed since Monday and nobody tells us when the buses will run again.",
];

fn main() {
    let queries = Queries::new(PLACES.iter().flat_map(|place| {
        EVENTS.iter().map(move |event| {
            let input =
                format!("({event} OR {event}通知 OR 没有{event}) AND ({place} OR {place}附近) NOT (演习 OR 招聘)");
            Query::parse(&input).expect("the queries of this bench can be read")
        })
    }));
    let posts: Vec<String> = (0..2_000)
        .map(|index| {
            let (place, event) = (PLACES[index * 7 % PLACES.len()], EVENTS[index * 11 % EVENTS.len()]);
            format!("{place}{event}，{}", POSTS[index % POSTS.len()])
        })
        .collect();
    let mut cutting = Vec::new();
    let mut looking = Vec::new();
    let mut which = Vec::new();
    let mut matched = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let prepared: Vec<Prepared<'_>> = posts.iter().map(|post| Prepared::of(post)).collect();
        cutting.push(start.elapsed());
        let start = Instant::now();
        matched = prepared.iter().map(|text| black_box(queries.find(black_box(text))).len()).sum();
        looking.push(start.elapsed());
        let start = Instant::now();
        black_box(posts.iter().map(|post| queries.which(black_box(post)).len()).sum::<usize>());
        which.push(start.elapsed());
    }
    let microseconds = |mut rounds: Vec<std::time::Duration>| {
        rounds.sort_unstable();
        rounds[ROUNDS / 2].as_secs_f64() * 1e6 / posts.len() as f64
    };
    writeln!(
        std::io::stdout(),
        "{} queries, {} texts, {matched} matches: cutting {:.2} us a text, looking {:.2} us a text; from the text alone {:.2} us",
        queries.len(),
        posts.len(),
        microseconds(cutting),
        microseconds(looking),
        microseconds(which),
    )
    .expect("there is an output");
}
