//! `candor demo`: an invented town, whose month is heard through the real connectors.
//!
//! Twenty-nine days are read from a file as an import would be, each with the town's clock set to its time. The last day is
//! then played on a fast clock: the town serves its feeds on this machine, and Candor polls them like any others.

use super::app::{App, asked_to_stop};
use super::demo_answers;
use super::demo_mail::Letters;
use crate::config::Config;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use courier::{MailSettings, Security};
use listen::{Along, Intake, Source};
use model::{Clock, DAY_MS, HOUR_MS, Result, SourceId, Time};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use town::{MONTH_DAYS, Post, Town};

#[derive(clap::Args)]
pub struct Options {
    /// Where to serve
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where to keep the town's database; it is made anew at every start
    #[arg(long)]
    data: Option<PathBuf>,
    /// A PostgreSQL URL instead of the embedded database; it must be empty
    #[arg(long, default_value = "")]
    database: String,
    /// How many times as fast as the wall's the town's clock runs through the last day
    #[arg(long, default_value_t = 480.0)]
    speed: f64,
}

/// History is heard in steps of this length, so that a month takes seconds and every day still closes at its midnight.
const STEP_MS: i64 = 6 * HOUR_MS;
/// When on the last day the town's clock begins to run: just before anyone speaks of the rumour.
const LAST_DAY_FROM_MS: i64 = 5 * HOUR_MS + HOUR_MS / 2;
const POLL_MINUTES: u32 = 10;

pub async fn run(options: Options) -> Result<()> {
    let town = Town::load();
    // The last day is today's date, so that what the pages call today is today.
    let midnight = town.zone.start(town.zone.day(Clock::wall().now()));
    let start = Time::from_ms(midnight.ms() - (MONTH_DAYS - 1) * DAY_MS);
    let posts: Arc<[Post]> = town.month(start).into();
    let feeds = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let feeds_address = feeds.local_addr()?;

    let data = options.data.unwrap_or_else(|| std::env::temp_dir().join(format!("candor-demo-{}", std::process::id())));
    if data.join("candor.db").exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let clock = Clock::fixed(start);
    let letters = Letters::default();
    let post_office = letters.take().await?;
    let configured = Config {
        mail: mail(post_office),
        respond_folder: Some(prepare(&data)?),
        ..configuration(&town, &data, options.database, options.listen, feeds_address)
    };
    let app = App::start(configured, clock.clone()).await?;
    eprintln!("{}", town.about_en);
    eprintln!("{}", town.about_zh);
    let sources = register(&app, &town, feeds_address, start).await?;
    let officers = demo_answers::sign_up(&app, Clock::wall().now()).await?;
    listen_for(&app, start).await?;
    hear_history(&app, &clock, &posts, &sources, Time::from_ms(midnight.ms() + LAST_DAY_FROM_MS)).await?;
    demo_answers::answer(&app, &town, &officers, start).await?;
    // Now, so that nobody is written to about the past month.
    demo_answers::subscribe(&app, app.work.clock.now()).await?;

    let town = Arc::new(town);
    tokio::spawn(serve_feeds(feeds, Feeds { town, posts, letters, clock: clock.clone() }));
    clock.run(Time::from_ms(midnight.ms() + DAY_MS - HOUR_MS), options.speed);
    let address = options.listen;
    eprintln!();
    eprintln!("  The town is listening. Open   http://{address}/");
    eprintln!("  The desk is at                http://{address}/en/desk   (or /zh/desk)");
    for officer in [&officers.first, &officers.second] {
        eprintln!("  Sign in as                    {}   with   {}", officer.sign_in_name, officer.password);
    }
    eprintln!("  Whoever writes an answer needs the other one to approve it: sign in as both, in two browsers.");
    show_the_way(&app, address, feeds_address);
    let ended = app.run(asked_to_stop()).await;
    // The town is invented and made anew each time; nothing of it need stay.
    let _ = std::fs::remove_dir_all(&data);
    ended
}

/// From the first posts of the rumour to a proof in another folder, in the order in which one follows it.
fn show_the_way(app: &App, at: SocketAddr, letters: SocketAddr) {
    let program = std::env::current_exe().map_or_else(|_| "candor".to_owned(), |path| path.display().to_string());
    let key = app.log_key().unwrap_or_default();
    eprintln!(
        "
  Follow the rumour about the water, from its first posts to a proof (about four minutes):
  跟着「自来水」这条传言走一遍，从第一批帖子到可核验的证明（约四分钟）：

   1  http://{at}/en/desk/alerts
      Wait for its warning to rise (a minute or two), then press \"Open an incident\". Kind: Hot social issue;
      playbook: A false rumour; then the button. 等预警升起，点「立为事件」；类别选「社会热点问题」，预案选「不实信息」。
   2  In the room: \"Note a fact\" (9 samples are within the standard; who says so: Tinglan Water; confirmed), then
      \"Write a statement\", from \"Word on the yellow water\". 记录情况，再起草说明：「自来水发黄核查说明」。
   3  In the editor the checks stand under the text. Fill the blank in each language, tick what it meets, submit.
      检查列在文稿下方；填好空白，勾选办结的时限，送审。
   4  As second, in another browser:  http://{at}/en/desk/publications  Read, approve, publish.
      用另一个浏览器以 second 登录，阅读、批准、发布。
   5  The page: http://{at}/en/published   The feed: http://{at}/en/published/feed/atom
      The letters that went out: http://{letters}/letters   公开页面、订阅源、发出的信件
   6  The log: http://{at}/en/log   Check all of it from another folder:

      mkdir -p /tmp/elsewhere && cd /tmp/elsewhere
      curl -sO http://{at}/log/fetch.sh && sh fetch.sh http://{at}/log log-copy
      {program} verify log-copy --key '{key}'
"
    );
}

/// Everything is sent to this machine's own box of letters.
fn mail(post_office: SocketAddr) -> MailSettings {
    MailSettings {
        server: post_office.ip().to_string(),
        port: post_office.port(),
        security: Security::None,
        from: "Tinglan 汀澜市 <desk@tinglan.example>".to_owned(),
        ..MailSettings::default()
    }
}

/// The office's own folder of rules and playbooks: its false rumour has a statement about the water prepared.
fn prepare(data: &std::path::Path) -> Result<PathBuf> {
    const RUMOUR: &str = "playbooks/false-rumour.toml";
    let folder = data.join("respond");
    std::fs::create_dir_all(folder.join("playbooks"))?;
    let shipped = respond::shipped_file(RUMOUR).ok_or_else(|| model::Error::broken("the playbook ships"))?;
    std::fs::write(folder.join(RUMOUR), format!("{shipped}{}", town::PREPARED))?;
    Ok(folder)
}

fn configuration(
    town: &Town,
    data: &std::path::Path,
    database: String,
    listen: SocketAddr,
    feeds: SocketAddr,
) -> Config {
    Config {
        name_zh: town.name_zh.clone(),
        name_en: town.name_en.clone(),
        zone: town.zone_name.clone(),
        data: data.to_owned(),
        database,
        listen,
        metrics: SocketAddr::from(([127, 0, 0, 1], 0)),
        own_hosts: vec![feeds.to_string()],
        log: crate::config::LogSettings { origin: "tinglan.example/log".to_owned(), ..Default::default() },
        districts: town.districts.clone(),
        contact: "hello@tinglan.example".to_owned(),
        // Letters lead back here, where the office is reached by a name that a letter can carry.
        public_url: if listen.ip().is_loopback() { format!("http://{listen}") } else { String::new() },
        ..Config::default()
    }
}

/// Enters the town's sources into the register, as an operator would.
async fn register(app: &App, town: &Town, feeds: SocketAddr, now: Time) -> Result<HashMap<SourceId, Source>> {
    let mut sources = HashMap::new();
    let mut tx = app.db.write().await?;
    for source in &town.sources {
        let entered = Source {
            id: source.id.clone(),
            name_zh: source.name_zh.clone(),
            name_en: source.name_en.clone(),
            connector: match source.format {
                town::Format::Rss | town::Format::Atom => "rss",
                town::Format::JsonFeed => "json_feed",
            }
            .to_owned(),
            kind: source.kind,
            purpose_zh: source.purpose_zh.clone(),
            purpose_en: source.purpose_en.clone(),
            url: Some(format!("http://{feeds}/{}", source.id)),
            lang_hint: source.lang,
            district: source.district.clone(),
            poll_minutes: POLL_MINUTES,
            options: listen::Options::default(),
        };
        listen::store::add_source(&mut tx, &entered, now).await?;
        sources.insert(source.id.clone(), entered);
    }
    tx.commit().await?;
    Ok(sources)
}

/// Hears the past as an import does, step by step, with the clock at each step's end.
async fn hear_history(
    app: &App,
    clock: &Clock,
    posts: &[Post],
    sources: &HashMap<SourceId, Source>,
    until: Time,
) -> Result<()> {
    let mut at = clock.now();
    let mut heard = 0;
    while at < until {
        let end = Time::from_ms((at.ms() + STEP_MS).min(until.ms()));
        let (from, to) = (posts.partition_point(|post| post.at < at), posts.partition_point(|post| post.at < end));
        // Just before its end, since a step that ends at midnight belongs to the day before.
        clock.set(Time::from_ms(end.ms() - 1));
        at = end;
        let rows: Vec<String> = town::history_jsonl(&posts[from..to]).collect();
        heard += hear_step(app, &rows.join("\n"), sources, end).await?;
    }
    app.work.pipeline.settle().await?;
    tracing::info!(heard, "heard {heard} mentions of the town's past");
    Ok(())
}

/// What was said stays in memory until intake has masked it, as with every other way of hearing.
async fn hear_step(app: &App, rows: &str, sources: &HashMap<SourceId, Source>, now: Time) -> Result<usize> {
    let work = &app.work;
    let context = listen::connectors::Context::new(work.zone.clone());
    let parsed = work.parser.parse("jsonl", &context, rows.as_bytes()).await;
    let parsed = parsed.map_err(|reason| model::Error::broken(format!("the town's past: {}", reason.code())))?;
    let unnamed = sources.values().next().expect("the town has sources");
    let batch = work.pipeline.with_day_key(|day_key| {
        let intake = Intake { day_key, intake_key: &work.intake_key, now };
        intake.hear_from(parsed, |source| source.and_then(|id| sources.get(&SourceId::new(id))).unwrap_or(unnamed))
    });
    let studied = work.pipeline.study(batch.heard);
    Ok(work.pipeline.deliver(studied, Along::Nothing).await?.new)
}

/// Enters what the town's desk listens for on purpose.
async fn listen_for(app: &App, now: Time) -> Result<()> {
    const TOPICS: [[&str; 5]; 2] = [
        [
            "供水",
            "Water supply",
            "及时了解停水与水质问题，以便尽早通报和抢修",
            "To hear early of outages and of water quality, so that notices and repairs are in time",
            "自来水 OR 停水 OR \"tap water\" OR \"water supply\"",
        ],
        [
            "公共出行",
            "Getting about",
            "了解公交、地铁与道路的不便之处",
            "To know where buses, the metro and roads fail people",
            "公交 OR 地铁 OR 堵车 OR bus OR metro OR traffic",
        ],
    ];
    let staff = org::staff::list(&app.db).await?;
    let owner = staff.first().ok_or_else(|| model::Error::broken("the demo has its officer"))?;
    let mut tx = app.db.write().await?;
    for [name_zh, name_en, purpose_zh, purpose_en, query] in TOPICS.map(|topic| topic.map(str::to_owned)) {
        let query = text::query::Query::parse(&query).expect("the demo's queries can be read");
        let new = analyse::topics::NewTopic { name_zh, name_en, purpose_zh, purpose_en, query };
        analyse::topics::store::make(&mut tx, &new, &Default::default(), &owner.id, now).await?;
    }
    tx.commit().await
}

/// What the town's feeds are made from.
#[derive(Clone)]
struct Feeds {
    town: Arc<Town>,
    posts: Arc<[Post]>,
    letters: Letters,
    clock: Clock,
}

async fn serve_feeds(listener: tokio::net::TcpListener, feeds: Feeds) {
    let read = async |State(feeds): State<Feeds>| feeds.letters.read();
    let router = Router::new().route("/letters", get(read)).route("/{source}", get(feed)).with_state(feeds);
    web::server::serve(vec![(listener, router)], web::server::ServerLimits::default(), std::future::pending()).await;
}

/// One source's feed as it stands at this moment of the town.
async fn feed(State(feeds): State<Feeds>, Path(source): Path<String>, headers: HeaderMap) -> Response {
    let now = feeds.clock.now();
    let so_far = &feeds.posts[..feeds.posts.partition_point(|post| post.at <= now)];
    let id = SourceId::new(source);
    let format = feeds.town.source(id.as_str()).map(|source| source.format);
    let Some(feed) = format.and_then(|format| feeds.town.feed(&id, so_far, format)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let modified = feed.last_modified_http().unwrap_or_default();
    if headers.get(header::IF_MODIFIED_SINCE).is_some_and(|known| known.as_bytes() == modified.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    ([(header::CONTENT_TYPE, feed.content_type.to_owned()), (header::LAST_MODIFIED, modified)], feed.body)
        .into_response()
}
