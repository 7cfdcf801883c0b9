//! Real requests against a real server on loopback: what a client can and cannot make it do.

use crate::error::{ErrorPages, Fault, Problem};
use crate::input::{Posted, Sent};
use crate::language::tests::LANGUAGES;
use crate::limit::Client;
use crate::live::{Hub, Update};
use crate::server::{ServerLimits, serve};
use crate::session::{Gate, SessionCookie, SignedIn};
use crate::{BodyLimits, Reach, Surroundings, health};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use model::{Clock, Error, Time};
use org::confirm::Doors;
use org::{Cost, Lockout, NewStaff, Passwords, Role, Seal, SessionLimits, SignIn};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::{Db, testing};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

const NOON: Time = Time::from_ms(1_800_000_000_000);
const PASSWORD: &str = "river slate candle";

/// A small desk: a sign-in, a page for staff, a form, and pages that fail in every way.
#[derive(Clone)]
struct Desk {
    db: Db,
    wall: Clock,
    passwords: Passwords,
    lockout: Arc<Lockout>,
    hub: Hub,
}

const COOKIE: SessionCookie = SessionCookie { secure: false };

async fn sign_in(State(desk): State<Desk>, client: Client, Sent(fields): Sent) -> Result<Response, Fault> {
    let credentials = (fields.raw("sign_in_name"), fields.raw("password").to_owned());
    let now = desk.wall.now();
    let seal = Seal::new(&[7; 32])?;
    let doors = Doors { db: &desk.db, passwords: &desk.passwords, lockout: &desk.lockout, seal: &seal };
    Ok(match org::sign_in(&doors, credentials, client.0, None, now).await? {
        SignIn::Welcome(token, session) => {
            ([(header::SET_COOKIE, COOKIE.set(&token))], session.csrf().to_owned()).into_response()
        }
        SignIn::Half(_) | SignIn::Wrong => (axum::http::StatusCode::UNPROCESSABLE_ENTITY, "wrong").into_response(),
        SignIn::Wait(wait) => {
            Fault::new(axum::http::StatusCode::TOO_MANY_REQUESTS, "error-too-many").after(wait).into_response()
        }
    })
}

async fn broken() -> Result<(), Fault> {
    Err(Error::broken("the password of the database is hunter2").into())
}

async fn matters(posted: Posted) -> Result<String, Fault> {
    posted.staff.recent().await?;
    Ok(format!("done: {}", posted.fields.text("note")))
}

async fn panics() -> &'static str {
    panic!("an invariant")
}

impl Desk {
    async fn new(db: Db) -> Self {
        let passwords = Passwords::new(Cost { memory_kib: 8, passes: 1 }).expect("argon2 takes the smallest cost");
        let new = NewStaff {
            name: "Chen Lan".to_owned(),
            sign_in_name: "chen".to_owned(),
            role: Role::Officer,
            password: PASSWORD.to_owned(),
        };
        org::staff::add(&db, &passwords, new, NOON).await.expect("staff can be added");
        Desk { db, wall: Clock::fixed(NOON), passwords, lockout: Arc::default(), hub: Hub::new(2) }
    }

    fn router(&self, body: BodyLimits) -> Router {
        let gate = Gate {
            db: self.db.clone(),
            limits: SessionLimits::default(),
            wall: self.wall.clone(),
            cookie: COOKIE,
            languages: LANGUAGES,
            sign_in_path: |lang| format!("/{lang}/desk/sign-in"),
        };
        let pages = ErrorPages {
            languages: LANGUAGES,
            print: Arc::new(|problem: &Problem<'_>| match problem.again {
                Some(again) => format!("again {} {:?}", again.path, again.fields.as_deref().unwrap_or_default()),
                None => format!("<h1 lang={}>{}</h1>", problem.language, problem.message),
            }),
        };
        let hub = self.hub.clone();
        let desk = Router::new()
            .route("/{lang}/desk", get(async |staff: SignedIn| staff.session.staff.name))
            .route("/{lang}/desk/sign-in", post(sign_in))
            .route("/{lang}/desk/note", post(async |posted: Posted| posted.fields.text("note")))
            .route("/{lang}/desk/matter", post(matters))
            .route("/{lang}/desk/live", get(async move || hub.open()))
            .route("/{lang}/broken", get(broken))
            .route("/{lang}/panics", get(panics))
            .layer(Extension(gate))
            .with_state(self.clone());
        let around = Surroundings::new(&Reach::default(), body, self.wall.clone());
        let site = Router::new().route("/{lang}", get(async || "home"));
        around
            .desk(desk, pages.clone())
            .merge(around.site(site, pages))
            .merge(health::routes(Arc::new(|| Box::pin(async { Ok(()) }))))
    }
}

/// A running server, which stops when it is dropped.
struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    done: tokio::task::JoinHandle<()>,
}

async fn run(router: Router, limits: ServerLimits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
    let address = listener.local_addr().expect("it has an address");
    let (stop, stopped) = oneshot::channel();
    let done = tokio::spawn(serve(vec![(listener, router)], limits, async {
        let _ = stopped.await;
    }));
    Running { address, stop: Some(stop), done }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("the server listens")
    }

    /// Sends text as it is and reads until the server closes.
    async fn raw(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(request.as_bytes()).await;
        read_all(&mut stream).await
    }

    async fn get(&self, path: &str, headers: &str) -> String {
        self.raw(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}\r\n", self.address)).await
    }

    async fn post(&self, path: &str, headers: &str, form: &str) -> String {
        let length = form.len();
        let kind = "content-type: application/x-www-form-urlencoded";
        self.raw(&format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{kind}\r\ncontent-length: {length}\r\n{headers}\r\n{form}",
            self.address
        ))
        .await
    }

    /// - returns: the `cookie` header of a fresh session, and its form token
    async fn sign_in(&self) -> (String, String) {
        let form = format!("sign_in_name=chen&password={}", PASSWORD.replace(' ', "+"));
        let answer = self.post("/en/desk/sign-in", OWN, &form).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let cookie = header(&answer, "set-cookie").expect("a cookie is set");
        let pair = cookie.split(';').next().expect("a cookie has a value").to_owned();
        let token = answer.rsplit("\r\n\r\n").next().expect("an answer has a body").to_owned();
        (format!("cookie: {pair}\r\n"), token)
    }
}

const OWN: &str = "sec-fetch-site: same-origin\r\n";

async fn read_all(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn header(answer: &str, name: &str) -> Option<String> {
    let mut lines = answer.split("\r\n").skip(1).take_while(|line| !line.is_empty());
    lines.find_map(|line| line.split_once(": ").filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()))
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap_or("none")
}

async fn each_desk(name: &str) -> Vec<Desk> {
    let mut desks = Vec::new();
    for db in testing::databases(name, &[org::MIGRATIONS]).await {
        desks.push(Desk::new(db).await);
    }
    desks
}

async fn one_desk(name: &str) -> Desk {
    Desk::new(testing::sqlite(name, &[org::MIGRATIONS]).await).await
}

#[tokio::test]
async fn a_session_opens_the_desk_until_it_sits_idle() {
    for desk in each_desk("web-session").await {
        let server = run(desk.router(BodyLimits::default()), ServerLimits::default()).await;
        let answer = server.get("/en/desk?hours=24", "").await;
        assert_eq!(status(&answer), "303");
        assert_eq!(header(&answer, "location").as_deref(), Some("/en/desk/sign-in?next=/en/desk%3Fhours%3D24"));
        let script = server.get("/en/desk", "sec-fetch-dest: empty\r\n").await;
        assert_eq!(status(&script), "401");

        let (cookie, _) = server.sign_in().await;
        let answer = server.get("/en/desk", &cookie).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("Chen Lan"), "{answer}");
        assert_eq!(header(&answer, "cache-control").as_deref(), Some("no-store"));
        assert!(
            header(&answer, "content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'"))
        );
        assert_eq!(header(&answer, "strict-transport-security"), None, "not over http");

        // Scripts of a page left open do not keep the session alive, its reader does.
        let minutes = |count: i64| Time::from_ms(NOON.ms() + count * 60_000);
        desk.wall.set(minutes(20));
        assert_eq!(status(&server.get("/en/desk", &format!("{cookie}sec-fetch-dest: empty\r\n")).await), "200");
        desk.wall.set(minutes(29));
        assert_eq!(status(&server.get("/en/desk", &cookie).await), "200");
        desk.wall.set(minutes(58));
        assert_eq!(status(&server.get("/en/desk", &format!("{cookie}sec-fetch-dest: empty\r\n")).await), "200");
        desk.wall.set(minutes(59));
        assert_eq!(status(&server.get("/en/desk", &cookie).await), "303");
    }
}

#[tokio::test]
async fn a_form_wants_our_own_page_and_its_token() {
    let desk = one_desk("web-csrf").await;
    let server = run(desk.router(BodyLimits::default()), ServerLimits::default()).await;
    let (cookie, token) = server.sign_in().await;
    let form = format!("csrf={token}&note=seen");
    let own = format!("{cookie}origin: http://{}\r\n", server.address);

    let answer = server.post("/zh/desk/note", &own, &form).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("seen"), "{answer}");
    let foreign = server.post("/zh/desk/note", &format!("{cookie}origin: https://evil.example\r\n"), &form).await;
    assert!(foreign.starts_with("HTTP/1.1 403") && foreign.ends_with("<h1 lang=zh>error-cross-site</h1>"), "{foreign}");
    let silent = server.post("/zh/desk/note", &cookie, &form).await;
    assert_eq!(status(&silent), "403");
    for wrong in ["note=seen", "csrf=&note=seen", "csrf=0000&note=seen"] {
        let answer = server.post("/en/desk/note", &own, wrong).await;
        assert!(answer.starts_with("HTTP/1.1 403") && answer.ends_with("error-form-expired</h1>"), "{answer}");
    }
    // Signing in has no session yet, but the same origin lock.
    assert_eq!(
        status(&server.post("/en/desk/sign-in", "sec-fetch-site: cross-site\r\n", "sign_in_name=chen").await),
        "403"
    );
}

#[tokio::test]
async fn what_matters_asks_again_and_loses_nothing_of_the_form() {
    for desk in each_desk("web-again").await {
        let server = run(desk.router(BodyLimits::default()), ServerLimits::default()).await;
        let (cookie, csrf) = server.sign_in().await;
        let ours = format!("{cookie}origin: http://{}\r\n", server.address);
        let form = format!("csrf={csrf}&note=two%20words&part=1&part=2");
        assert!(server.post("/en/desk/matter?x=1", &ours, &form).await.contains("done: two words"));
        desk.wall.set(NOON.plus(Duration::from_secs(5 * 60)));
        let asked = server.post("/en/desk/matter?x=1", &ours, &form).await;
        assert!(asked.starts_with("HTTP/1.1 401"), "{asked}");
        assert!(asked.contains("again /en/desk/matter?x=1"), "{asked}");
        for field in [r#"("note", "two words")"#, r#"("part", "1"), ("part", "2")"#] {
            assert!(asked.contains(field), "{asked}");
        }
    }
}

#[tokio::test]
async fn guessing_is_slowed_and_the_answer_says_for_how_long() {
    let desk = one_desk("web-lockout").await;
    let server = run(desk.router(BodyLimits::default()), ServerLimits::default()).await;
    for _ in 0..5 {
        let answer = server.post("/en/desk/sign-in", OWN, "sign_in_name=chen&password=guess").await;
        assert_eq!(status(&answer), "422");
    }
    let right = format!("sign_in_name=chen&password={}", PASSWORD.replace(' ', "+"));
    let answer = server.post("/en/desk/sign-in", OWN, &right).await;
    assert_eq!((status(&answer), header(&answer, "retry-after").as_deref()), ("429", Some("15")));
}

#[tokio::test]
async fn errors_have_pages_in_the_readers_language_and_no_detail() {
    let desk = one_desk("web-errors").await;
    let server = run(desk.router(BodyLimits::default()), ServerLimits::default()).await;
    for (path, expected, words) in [
        ("/zh/broken", "500", "<h1 lang=zh>error-broken</h1>"),
        ("/en/panics", "500", "<h1 lang=en>error-broken</h1>"),
        ("/en/nowhere", "404", "<h1 lang=en>error-not-found</h1>"),
        ("/zh/desk/sign-in", "405", "<h1 lang=zh>error-method</h1>"),
        ("/zh/nowhere.json", "404", "{\"error\":\"error-not-found\"}\n"),
    ] {
        let answer = server.get(path, "").await;
        assert_eq!(status(&answer), expected, "{path}");
        assert!(answer.ends_with(words), "{answer}");
        assert!(!answer.contains("hunter2"));
        assert!(header(&answer, "content-security-policy").is_some(), "{path}");
    }
    assert!(server.get("/healthz", "").await.ends_with("ok\n"));
}

#[tokio::test]
async fn a_slow_head_is_cut_off() {
    let limits = ServerLimits { head_time: Duration::from_millis(80), ..ServerLimits::default() };
    let server = run(Router::new().route("/", get(async || "home")), limits).await;
    let mut silent = server.connect().await;
    let mut half = server.connect().await;
    half.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.expect("the server reads");
    let mut idle = server.connect().await;
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("the server reads");
    for (stream, end) in [(&mut silent, ""), (&mut half, ""), (&mut idle, "home")] {
        let read = tokio::time::timeout(Duration::from_secs(5), read_all(stream)).await;
        let text = read.expect("the server closes by itself");
        assert!(text.ends_with(end), "{text}");
    }
}

#[tokio::test]
async fn a_body_has_a_size_and_a_time() {
    let desk = one_desk("web-body").await;
    let body = BodyLimits { time: Duration::from_millis(80), bytes_max: 1000, upload_bytes_max: 2000 };
    let server = run(desk.router(body), ServerLimits::default()).await;
    let announced = server.post("/en/desk/sign-in", OWN, &"a".repeat(1001)).await;
    assert_eq!(status(&announced), "413");
    assert!(announced.ends_with("<h1 lang=en>error-too-large</h1>"), "{announced}");
    let head = format!("POST /en/desk/sign-in HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{OWN}");
    let chunk = format!("{:x}\r\n{}\r\n", 600, "a".repeat(600));
    let chunked = server.raw(&format!("{head}transfer-encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n")).await;
    assert_eq!(status(&chunked), "413");
    let slow = server.raw(&format!("{head}content-length: 10\r\n\r\nabc")).await;
    assert_eq!(status(&slow), "408");
}

#[tokio::test]
async fn over_capacity_says_so_and_links_to_what_is_published() {
    let limits = ServerLimits { connections_max: 1, ..ServerLimits::default() };
    let server = run(Router::new().route("/", get(async || "home")), limits).await;
    let mut first = server.connect().await;
    first.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("the server reads");
    let mut byte = [0];
    first.read_exact(&mut byte).await.expect("the first is served and stays open");
    let second = server.get("/", "").await;
    assert_eq!((status(&second), header(&second, "retry-after").as_deref()), ("503", Some("10")));
    assert!(second.contains("href=\"/zh/\"") && second.contains("href=\"/en/\""));
}

#[tokio::test]
async fn too_many_requests_are_told_to_wait() {
    let desk = one_desk("web-rate").await;
    let server = run(desk.router(BodyLimits::default()), ServerLimits::default()).await;
    // The clock stands still, so the burst is all there is.
    for _ in 0..crate::limit::WRITING.burst {
        assert_eq!(status(&server.post("/en/desk/note", OWN, "").await), "303");
    }
    let answer = server.post("/en/desk/note", OWN, "").await;
    assert_eq!((status(&answer), header(&answer, "retry-after").as_deref()), ("429", Some("1")));
    assert_eq!(status(&server.get("/en/desk", "").await), "303", "reading is another allowance");
}

#[tokio::test]
async fn live_updates_arrive_are_bounded_and_end_with_the_server() {
    let desk = one_desk("web-live").await;
    let mut server = run(desk.router(BodyLimits::default()), ServerLimits::default()).await;
    let request = "GET /en/desk/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = server.connect().await;
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        let mut seen = String::new();
        let mut buffer = [0; 1024];
        while !seen.contains("retry:") {
            let count = stream.read(&mut buffer).await.expect("the stream is open");
            seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
        assert!(seen.contains("content-type: text/event-stream"), "{seen}");
        open.push(stream);
    }
    assert_eq!(status(&server.raw(request).await), "503", "the third finds no place");

    desk.hub.send(Update { name: "story", id: "3f\n2a".to_owned() });
    for stream in &mut open {
        let mut seen = String::new();
        let mut buffer = [0; 1024];
        while !seen.contains("data: story 3f 2a\n\n") {
            let count = stream.read(&mut buffer).await.expect("the stream is open");
            assert!(count > 0, "it ended with {seen}");
            seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    }
    desk.hub.close();
    for stream in &mut open {
        read_all(stream).await;
    }
    server.stop.take().expect("it runs").send(()).expect("it listens for the end");
    let ended = tokio::time::timeout(Duration::from_secs(5), &mut server.done).await;
    ended.expect("nothing holds the server up").expect("it ends well");
}

#[tokio::test]
async fn what_is_under_way_is_finished_before_the_end() {
    let (begun, mut has_begun) = tokio::sync::mpsc::channel(1);
    let release = Arc::new(tokio::sync::Notify::new());
    let gate = release.clone();
    let handler = async move || {
        begun.send(()).await.expect("the test waits");
        gate.notified().await;
        "finished"
    };
    let mut server = run(Router::new().route("/", get(handler)), ServerLimits::default()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("the server reads");
    has_begun.recv().await.expect("the request is under way");
    server.stop.take().expect("it runs").send(()).expect("it listens for the end");
    release.notify_one();
    assert!(read_all(&mut stream).await.ends_with("finished"));
    server.done.await.expect("it ends well");
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody listens any more");
}
