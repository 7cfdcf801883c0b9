//! The program as a test runs it: a folder, a configuration, a process, and plain HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// An installation in a folder of its own.
pub struct Office {
    pub folder: tempfile::TempDir,
    database: Option<String>,
    /// What a test sets beside the usual, as variables.
    settings: Vec<(String, String)>,
    listen: SocketAddr,
    pub metrics: SocketAddr,
}

/// A running `candor serve`; it is asked to stop when dropped.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
    said: Arc<Mutex<String>>,
}

/// An answer over HTTP.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Office {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        Office { folder, database: None, settings: Vec::new(), listen: free_address(), metrics: free_address() }
    }

    /// The same with one more setting, such as `CANDOR_OWN_HOSTS`.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, allowed to read feeds of this machine, as an operator allows the hosts of the own network.
    pub fn hearing(self, feeds: SocketAddr) -> Self {
        self.with("CANDOR_OWN_HOSTS", &format!("[\"{feeds}\"]"))
    }

    /// The same over PostgreSQL, in a schema of its own.
    pub fn on_postgres(url: &str) -> Self {
        Office { database: Some(url.to_owned()), ..Office::new() }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.listen.port()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args(arguments)
            .env("CANDOR_DATA", self.data())
            .env("CANDOR_LISTEN", self.listen.to_string())
            .env("CANDOR_METRICS", self.metrics.to_string())
            .env("CANDOR_ZONE", "UTC")
            .env("CANDOR_LOG", "debug")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        if let Some(database) = &self.database {
            command.env("CANDOR_DATABASE", database);
        }
        command
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("the folder can be written");
        path
    }

    /// Imports a file to its end and gives what was said on standard error.
    pub fn import(&self, file: &Path) -> String {
        let output =
            self.command(&["import", file.to_str().expect("a plain path")]).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "the import failed: {said}");
        said
    }

    /// Starts the program and waits until it answers.
    pub fn serve(&self) -> Served {
        let served = self.start();
        wait("the program answers", || served.try_get("/healthz").is_some_and(|answer| answer.status == 200));
        served
    }

    /// Starts the program and waits for nothing.
    pub fn start(&self) -> Served {
        let mut child =
            self.command(&["serve"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let said = Arc::new(Mutex::new(String::new()));
        let (heard, stderr) = (said.clone(), child.stderr.take().expect("its standard error is ours"));
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut heard = heard.lock().expect("no reader panics");
                heard.push_str(&line);
                heard.push('\n');
            }
        });
        Served { child, address: self.listen, said }
    }

    /// Looks into the database beside the program, as nobody outside could, to tell what was stored.
    pub fn look<T>(&self, look: impl AsyncFnOnce(&store::Db) -> T) -> T {
        let embedded = format!("sqlite:{}", self.data().join("candor.db").display());
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        runtime.block_on(async {
            let db = store::Db::open(self.database.as_ref().unwrap_or(&embedded)).await.expect("the database opens");
            let seen = look(&db).await;
            db.close().await;
            seen
        })
    }

    /// How many mentions, held texts, findings, and items by hour of their source are stored: the same number, if each
    /// thing that was heard is stored once and whole.
    pub fn counts(&self) -> [i64; 4] {
        self.look(async |db| {
            let count = async |sql| store::testing::count(db, sql).await;
            [
                count("select count(*) from mention").await,
                count("select count(*) from held").await,
                count("select count(*) from finding").await,
                count("select cast(coalesce(sum(items), 0) as bigint) from source_hour").await,
            ]
        })
    }

    /// Enters a source into the register.
    ///
    /// - `connector`: `rss` with the address to poll, or `webhook` with none
    /// - returns: the secret of a webhook
    pub fn add_source(&self, id: &str, connector: &str, url: Option<String>) -> Option<String> {
        self.add_source_asking(id, connector, url, "")
    }

    /// The same, narrowed by a query.
    pub fn add_source_asking(&self, id: &str, connector: &str, url: Option<String>, query: &str) -> Option<String> {
        let source = listen::Source {
            id: model::SourceId::new(id),
            name_zh: id.to_owned(),
            name_en: id.to_owned(),
            connector: connector.to_owned(),
            kind: model::SourceKind::Public,
            purpose_zh: "测试".to_owned(),
            purpose_en: "A test".to_owned(),
            url,
            lang_hint: None,
            district: None,
            poll_minutes: listen::source::POLL_MINUTES_DEFAULT,
            options: listen::Options { query: query.to_owned(), ..listen::Options::default() },
        };
        self.look(async |db| {
            let mut tx = db.write().await.expect("the database can be written");
            let now = model::Clock::wall().now();
            let secret = listen::store::add_source(&mut tx, &source, now).await.expect("the source will do");
            tx.commit().await.expect("the database can be written");
            secret
        })
    }

    /// Makes every polled source due at once, since a test cannot wait for the minutes between two polls.
    pub fn make_due(&self) {
        self.look(async |db| make_due(db, model::Time::from_ms(0)).await.expect("sources can be made due"));
    }
}

/// Makes those sources due at once whose next poll lies after a moment.
pub async fn make_due(db: &store::Db, after: model::Time) -> model::Result<()> {
    let mut tx = db.write().await?;
    tx.run("update source set next_poll_ms = 0 where next_poll_ms > $1", store::args![after]).await?;
    tx.commit().await
}

impl Served {
    /// What the program has said so far.
    pub fn said(&self) -> String {
        self.said.lock().expect("no reader panics").clone()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).unwrap_or_else(|| panic!("{path} is answered"))
    }

    pub fn get_as(&self, cookie: &str, path: &str) -> Answer {
        request(self.address, "GET", path, &format!("Cookie: {cookie}\r\n"), "")
            .unwrap_or_else(|| panic!("{path} is answered"))
    }

    fn try_get(&self, path: &str) -> Option<Answer> {
        request(self.address, "GET", path, "", "")
    }

    /// Sends a form as a page of this site would.
    pub fn post(&self, path: &str, form: &str) -> Answer {
        self.post_as("", path, form)
    }

    /// Sends a form as somebody who is signed in.
    pub fn post_as(&self, cookie: &str, path: &str, form: &str) -> Answer {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let head =
            format!("Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n{cookie}");
        request(self.address, "POST", path, &head, form).unwrap_or_else(|| panic!("{path} is answered"))
    }

    /// Sends a form that carries a file as somebody who is signed in.
    pub fn post_file_as(&self, cookie: &str, path: &str, boundary: &str, body: &str) -> Answer {
        let kind = format!("Content-Type: multipart/form-data; boundary={boundary}");
        let head = format!("{kind}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n");
        request(self.address, "POST", path, &head, body).unwrap_or_else(|| panic!("{path} is answered"))
    }

    /// Sends bytes as another system would.
    ///
    /// - `head`: header lines, each ended by CR and LF
    pub fn push(&self, path: &str, head: &str, body: &str) -> Answer {
        let head = format!("Content-Type: application/json\r\n{head}");
        request(self.address, "POST", path, &head, body).unwrap_or_else(|| panic!("{path} is answered"))
    }

    /// The code that lets the first person in, as the program prints it.
    pub fn setup_code(&self) -> String {
        wait("the setup code is printed", || self.said().contains("enter this code: "));
        let said = self.said();
        let code = said.split("enter this code: ").nth(1).and_then(|rest| rest.split_whitespace().next());
        code.expect("a code").to_owned()
    }

    /// Makes the first account with the printed code.
    ///
    /// - returns: the session's cookie
    pub fn sign_in_first(&self) -> String {
        let code = self.setup_code();
        let form = format!("code={code}&name=first&password=a+long+enough+sentence");
        let answer = self.post("/en/desk/setup", &form);
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.cookie()
    }

    /// Ends the program at once, as a power cut does.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks the program to stop, as a system does.
    ///
    /// - returns: whether it ended well
    pub fn stop(mut self) -> bool {
        self.ask_to_stop();
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().expect("the child can be asked") {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    fn ask_to_stop(&self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
    }
}

impl Answer {
    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The cookie that this answer sets, as it is sent back.
    pub fn cookie(&self) -> String {
        let cookie = self.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        cookie.expect("signing in sets a cookie").to_owned()
    }

    /// The address and the hidden fields of the first form whose address ends so, as a browser would send them.
    ///
    /// - returns: nothing if the page has no such form
    pub fn form(&self, action_end: &str) -> Option<(String, String)> {
        self.body.split("<form").skip(1).find_map(|form| {
            let form = form.split("</form>").next()?;
            let action = attribute(form.split('>').next()?, "action")?;
            let hidden = form.split("<input").skip(1).filter_map(|input| input.split('>').next());
            let hidden = hidden.filter(|input| input.contains("type=\"hidden\"")).filter_map(|input| {
                Some(format!("{}={}", attribute(input, "name")?, encoded(&attribute(input, "value")?)))
            });
            action.ends_with(action_end).then(|| (action, hidden.collect::<Vec<_>>().join("&")))
        })
    }
}

/// An attribute of a tag, with the few entities that templates write undone.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    let entities = [("&#38;", "&"), ("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&amp;", "&")];
    Some(entities.iter().fold(value.to_owned(), |text, (entity, meant)| text.replace(entity, meant)))
}

/// A value as a form sends it.
pub fn encoded(value: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(one).collect()
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again until something is so.
pub fn wait(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The zone in which it is about noon now, and not the last moments of an hour: a test that tells of today must not meet a
/// midnight, when voices are forgotten, nor an alert the border of an hour between the posts that raise it.
pub fn noon() -> String {
    const HOUR: u64 = 60 * 60;
    let seconds = || SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs();
    while seconds() % HOUR > HOUR - 45 {
        std::thread::sleep(Duration::from_secs(1));
    }
    // The names of these zones count westward.
    format!("Etc/GMT{:+}", i64::try_from(seconds() / HOUR % 24).expect("it is a small number") - 12)
}

/// An address that nobody uses, and never the same one twice. Its port lies under those that the system gives to whoever
/// names none, so that no connection and no other server takes it before the program listens, or between two starts.
pub fn free_address() -> SocketAddr {
    const PORTS: std::ops::Range<u32> = 10_000..30_000;
    static ASKED: AtomicU32 = AtomicU32::new(0);
    (0..PORTS.len())
        .map(|_| std::process::id().wrapping_add(ASKED.fetch_add(1, Ordering::Relaxed)) % (PORTS.end - PORTS.start))
        .map(|step| SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(PORTS.start + step).expect("it is a port"))))
        .find(|address| TcpListener::bind(address).is_ok())
        .expect("loopback has a free port")
}

/// A page of another address of the program, such as that of its metrics.
pub fn get_at(address: SocketAddr, path: &str) -> Answer {
    request(address, "GET", path, "", "").unwrap_or_else(|| panic!("{address}{path} is answered"))
}

fn request(address: SocketAddr, method: &str, path: &str, head: &str, body: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let text = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{head}{length}\r\n{body}");
    stream.write_all(text.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

/// An installation on each engine at hand.
///
/// - `name`: unique among all tests
pub fn offices(name: &str) -> Vec<Office> {
    let url = postgres(name);
    if url.is_none() {
        eprintln!("{name}: tested on SQLite alone; set {} to test PostgreSQL too", store::testing::POSTGRES);
    }
    [Office::new()].into_iter().chain(url.map(|url| Office::on_postgres(&url))).collect()
}

/// The server for tests over PostgreSQL, if one is given, with a schema made for this test.
pub fn postgres(name: &str) -> Option<String> {
    let url = std::env::var(store::testing::POSTGRES).ok()?;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let schema = runtime.block_on(store::testing::schema(&url, name));
    let join = if url.contains('?') { '&' } else { '?' };
    Some(format!("{url}{join}options=-c%20search_path%3D{schema}"))
}
