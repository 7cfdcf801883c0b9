//! The program as a test runs it: a folder, a configuration, a process, and plain HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// An installation in a folder of its own.
pub struct Office {
    pub folder: tempfile::TempDir,
    database: Option<String>,
    listen: SocketAddr,
    metrics: SocketAddr,
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
        Office { folder, database: None, listen: free_address(), metrics: free_address() }
    }

    /// The same over PostgreSQL, in a schema of its own.
    pub fn on_postgres(url: &str) -> Self {
        Office { database: Some(url.to_owned()), ..Office::new() }
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

    pub fn serve(&self) -> Served {
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
        let served = Served { child, address: self.listen, said };
        wait("the program answers", || served.try_get("/healthz").is_some_and(|answer| answer.status == 200));
        served
    }
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
        let head = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n";
        request(self.address, "POST", path, head, form).unwrap_or_else(|| panic!("{path} is answered"))
    }

    /// Makes the first account with the printed code.
    ///
    /// - returns: the session's cookie
    pub fn sign_in_first(&self) -> String {
        wait("the setup code is printed", || self.said().contains("enter this code: "));
        let said = self.said();
        let code =
            said.split("enter this code: ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a code");
        let form = format!("code={code}&name=first&password=a+long+enough+sentence");
        let answer = self.post("/en/desk/setup", &form);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let cookie = answer.head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or("").to_owned())
        });
        cookie.expect("signing in sets a cookie")
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

/// An address that nobody uses at this moment.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("loopback has a free port")
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

/// The server for tests over PostgreSQL, if one is given, with a schema made for this test.
pub fn postgres(name: &str) -> Option<String> {
    let url = std::env::var(store::testing::POSTGRES).ok()?;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let schema = runtime.block_on(store::testing::schema(&url, name));
    let join = if url.contains('?') { '&' } else { '?' };
    Some(format!("{url}{join}options=-c%20search_path%3D{schema}"))
}
