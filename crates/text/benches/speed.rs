//! How many short posts a second each analysis takes on one core: `cargo bench -p text`. Every post is invented.

use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

const POSTS: [&str; 6] = [
    "北城的自来水从昨天晚上开始发黄，烧开以后还有一股味道，打了两次电话都说正在检修，什么时候能好？",
    "今天的公交又晚点了，在站台等了四十分钟，孩子上学都迟到了，希望能增加班次！",
    "新修的公园真好，傍晚带老人去散步，灯也亮了，给师傅们点赞",
    "Bus 17 has not come for forty minutes and nobody tells us why, this is getting ridiculous",
    "The new library is wonderful, thank you to everyone who worked on it",
    "小区门口的井盖缺了一块，晚上看不见，已经有人摔倒了，请尽快处理",
];
/// Posts with personal data, all of it made up.
const PERSONAL: [&str; 3] = [
    "我叫李小雷，电话13812345678，家住幸福路18号阳光花园3栋2单元501室，楼上漏水没人管",
    "My name is Jane Example, please call me at (415) 555-0132 about the leak at 27 Mill Road",
    "物业不开门，联系人王小雨，微信：lilei_2020，邮箱jane.sample@example.org",
];
const TIME: Duration = Duration::from_millis(800);

fn main() {
    measure("redact, nothing personal", &POSTS, text::redact);
    measure("redact, personal data", &PERSONAL, text::redact);
    measure("fold", &POSTS, text::fold);
    measure("language", &POSTS, text::language);
    measure("sentiment", &POSTS, text::sentiment);
    measure("needs", &POSTS, text::needs);
    measure("concepts", &POSTS, text::concepts);
    measure("tokens", &POSTS, text::tokens);
    measure("near::Signature", &POSTS, text::near::Signature::of);
}

fn measure<T>(name: &str, posts: &[&str], analyse: impl Fn(&str) -> T) {
    // The first round builds the tables that the later ones share.
    for post in posts {
        black_box(analyse(post));
    }
    let start = Instant::now();
    let mut count = 0u32;
    while start.elapsed() < TIME {
        for post in posts.iter().cycle().take(600) {
            black_box(analyse(black_box(post)));
            count += 1;
        }
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    let _ = writeln!(std::io::stdout(), "{name:26} {rate:>10.0} texts/s");
}
