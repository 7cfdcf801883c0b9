//! Parsing in a child process. A thread that loops or eats memory cannot be stopped; a process can.
//!
//! The program runs itself again with the hidden command [`SUBCOMMAND`]; that process limits its own time and memory, reads
//! questions from its standard input, and answers on its standard output. It has no file open and no database, and
//! what it writes to standard error is thrown away, since a panic's words may quote a post.

use crate::connectors::{Context, named};
use crate::limits::{BODY_BYTES_MAX, CHILD_CPU_SECONDS, CHILD_MEMORY_BYTES, CHILD_TIMEOUT, Reason};
use crate::raw::Parsed;
use crate::wire::{Question, read_answer, read_question, write_answer, write_question};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;

/// The command with which the program runs itself as a parsing child: `candor parse-child`.
pub const SUBCOMMAND: &str = "parse-child";
/// What the child says first. Whatever a loader or a test harness prints before it is passed over.
const GREETING: &[u8] = b"\n\x01candor parses\x01\n";
const GREETING_WITHIN: usize = 4096;
/// Posts take more room than the markup they stood in only where bytes were replaced, each by three.
const ANSWER_BYTES_MAX: usize = BODY_BYTES_MAX * 4;

/// Parses what strangers sent. Cloning is by `Arc`; questions wait for each other, as there is one child.
pub struct Parser {
    mode: Mode,
}

enum Mode {
    InProcess,
    Child { program: PathBuf, arguments: Vec<OsString>, timeout: Duration, running: Box<Mutex<Option<Running>>> },
}

struct Running {
    // Held so that it is killed when dropped.
    _child: Child,
    input: ChildStdin,
    output: ChildStdout,
    answered: u32,
}

enum Failure {
    /// The child is gone, or never came.
    Died,
    TimedOut,
}

impl Parser {
    /// Parses in a child: this same program, run with [`SUBCOMMAND`].
    ///
    /// - errors: `Broken` if the program cannot say where it lies
    pub fn in_child() -> model::Result<Self> {
        Ok(Self::with_program(std::env::current_exe()?, vec![SUBCOMMAND.into()]))
    }

    fn with_program(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Parser { mode: Mode::Child { program, arguments, timeout: CHILD_TIMEOUT, running: Box::default() } }
    }

    /// Parses in this very process, for tests and for files that the operator brings.
    pub fn in_process() -> Self {
        Parser { mode: Mode::InProcess }
    }

    /// - `connector`: a name of `CONNECTORS`
    /// - errors: why nothing could be read; `ParserFailed` or `ParserSlow` if these bytes cost a child its life
    pub async fn parse(&self, connector: &str, context: &Context, bytes: &[u8]) -> Result<Parsed, Reason> {
        let Mode::Child { program, arguments, timeout, running } = &self.mode else {
            return parse_here(connector, context, bytes);
        };
        let question = write_question(&Question { connector, context: context.clone(), bytes });
        let mut running = running.lock().await;
        loop {
            let mut child = match running.take() {
                Some(child) => child,
                None => start(program, arguments).await.map_err(|_| Reason::ParserFailed)?,
            };
            match tokio::time::timeout(*timeout, ask(&mut child, &question)).await.unwrap_or(Err(Failure::TimedOut)) {
                Ok(answer) => {
                    child.answered += 1;
                    *running = Some(child);
                    return read_answer(&answer).unwrap_or(Err(Reason::ParserFailed));
                }
                Err(Failure::TimedOut) => return Err(Reason::ParserSlow),
                // One that had answered before may have spent the time it had; only a fresh child's death is
                // the fault of these bytes.
                Err(Failure::Died) if child.answered > 0 => {}
                Err(Failure::Died) => return Err(Reason::ParserFailed),
            }
        }
    }
}

async fn start(program: &PathBuf, arguments: &[OsString]) -> std::io::Result<Running> {
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .env(CHILD_VARIABLE, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let missing = || std::io::Error::other("a pipe that was asked for is missing");
    let input = child.stdin.take().ok_or_else(missing)?;
    let output = child.stdout.take().ok_or_else(missing)?;
    let mut running = Running { _child: child, input, output, answered: 0 };
    let greeted = tokio::time::timeout(CHILD_TIMEOUT, greeting(&mut running.output)).await;
    greeted.unwrap_or_else(|_| Err(std::io::Error::other("no greeting in time")))?;
    Ok(running)
}

/// Set for the child, so that a test binary that runs itself knows which of the two it is.
const CHILD_VARIABLE: &str = "CANDOR_PARSE_CHILD";

async fn greeting(output: &mut ChildStdout) -> std::io::Result<()> {
    let mut seen = Vec::new();
    while !seen.ends_with(GREETING) {
        if seen.len() > GREETING_WITHIN {
            return Err(std::io::Error::other("no greeting"));
        }
        seen.push(output.read_u8().await?);
    }
    Ok(())
}

async fn ask(child: &mut Running, question: &[u8]) -> Result<Vec<u8>, Failure> {
    let length = u32::try_from(question.len()).map_err(|_| Failure::Died)?;
    let talk = async {
        child.input.write_all(&length.to_le_bytes()).await?;
        child.input.write_all(question).await?;
        child.input.flush().await?;
        let length = child.output.read_u32_le().await?;
        if length as usize > ANSWER_BYTES_MAX {
            return Err(std::io::Error::other("an answer over its limit"));
        }
        let mut answer = vec![0; length as usize];
        child.output.read_exact(&mut answer).await?;
        Ok(answer)
    };
    talk.await.map_err(|_: std::io::Error| Failure::Died)
}

/// The parser of one connector, in this process. A panic is an answer too.
pub(crate) fn parse_here(connector: &str, context: &Context, bytes: &[u8]) -> Result<Parsed, Reason> {
    let connector = named(connector).ok_or(Reason::NotThisFormat)?;
    catch_unwind(AssertUnwindSafe(|| (connector.parse)(bytes, context))).unwrap_or(Err(Reason::ParserFailed))
}

/// What the program does when run with [`SUBCOMMAND`]: limits itself, then answers until its input ends.
/// To be called first thing in `main`, before any thread, runtime or log is made.
pub fn child_main() -> std::process::ExitCode {
    match answer_all(CHILD_CPU_SECONDS, parse) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(_) => std::process::ExitCode::FAILURE,
    }
}

fn parse(question: &Question) -> Result<Parsed, Reason> {
    parse_here(question.connector, &question.context, question.bytes)
}

/// - `cpu_seconds`: what this process may spend before it is ended
fn answer_all(cpu_seconds: u64, parse: fn(&Question) -> Result<Parsed, Reason>) -> std::io::Result<()> {
    limit(cpu_seconds)?;
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    output.write_all(GREETING)?;
    output.flush()?;
    let mut length = [0; 4];
    while input.read_exact(&mut length).is_ok() {
        let length = u32::from_le_bytes(length) as usize;
        let mut question = Vec::new();
        (&mut input).take(length as u64).read_to_end(&mut question)?;
        let answer = match read_question(&question) {
            Some(question) => parse(&question),
            None => Err(Reason::ParserFailed),
        };
        let answer = write_answer(&answer);
        let length = u32::try_from(answer.len()).map_err(std::io::Error::other)?;
        output.write_all(&length.to_le_bytes())?;
        output.write_all(&answer)?;
        output.flush()?;
    }
    Ok(())
}

fn limit(cpu_seconds: u64) -> std::io::Result<()> {
    let to = |limit: u64| Rlimit { current: Some(limit), maximum: Some(limit) };
    setrlimit(Resource::Cpu, to(cpu_seconds))?;
    setrlimit(Resource::Core, to(0))?;
    // An allocator reserves address space at its start, which the limit must leave room for.
    let reserved = std::fs::read_to_string("/proc/self/statm").ok().and_then(|pages| {
        let pages: u64 = pages.split(' ').next()?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    });
    setrlimit(Resource::As, to(reserved.unwrap_or(0) + CHILD_MEMORY_BYTES))?;
    // Reading the zone database is the last file it opens; from here on it writes none.
    setrlimit(Resource::Fsize, to(0))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Zone;

    /// Not a test but the child of the one below: a test binary that runs itself ends up here.
    #[test]
    fn as_child() {
        if std::env::var_os(CHILD_VARIABLE).is_some() {
            answer_all(CHILD_CPU_SECONDS, parse).expect("the pipes hold");
            std::process::exit(0);
        }
    }

    /// Parses like the program, but obeys bytes that ask for what a parser with a fault would do.
    fn obey(question: &Question) -> Result<Parsed, Reason> {
        match question.bytes {
            b"spin" => loop {
                std::hint::spin_loop();
            },
            b"eat" => {
                const BITE: usize = 16 << 20;
                let bites = 2 * usize::try_from(CHILD_MEMORY_BYTES).expect("it fits") / BITE;
                // Address space is what is limited, so nothing has to be written into it. Had the limit not ended
                // this process, the answer would say so.
                let eaten: Vec<Vec<u8>> = (0..bites).map(|_| std::hint::black_box(Vec::with_capacity(BITE))).collect();
                std::hint::black_box(eaten);
                Err(Reason::NotThisFormat)
            }
            _ => parse(question),
        }
    }

    /// Not tests either but children of the tests below, under the program's own limits and with a second of processor time.
    #[test]
    fn as_obeying_child() {
        if std::env::var_os(CHILD_VARIABLE).is_some() {
            answer_all(CHILD_CPU_SECONDS, obey).expect("the pipes hold");
            std::process::exit(0);
        }
    }

    #[test]
    fn as_obeying_child_of_one_second() {
        if std::env::var_os(CHILD_VARIABLE).is_some() {
            answer_all(1, obey).expect("the pipes hold");
            std::process::exit(0);
        }
    }

    /// Gives a parser bytes that exhaust its child, and then the next source's.
    async fn exhaust(parser: &Parser, bytes: &[u8], expected: Reason) {
        let context = Context::new(Zone::utc());
        let asked = std::time::Instant::now();
        assert_eq!(parser.parse("rss", &context, bytes).await.err(), Some(expected));
        assert!(asked.elapsed() < CHILD_TIMEOUT, "the limit ended it, not the wait for an answer");
        let next = parser.parse("jsonl", &context, br#"{"text":"next"}"#).await;
        assert_eq!(next.unwrap_or_else(|reason| panic!("{reason:?}")).posts[0].text, "next");
        // The operator reads why, in both languages.
        for lang in ["en", "zh"] {
            let path = format!("{}/../../locales/{lang}/listen.ftl", env!("CARGO_MANIFEST_DIR"));
            let words = std::fs::read_to_string(path).expect("the words are there");
            assert!(words.contains(&format!("\n{} = ", expected.key())), "{lang} has words for {}", expected.key());
        }
    }

    #[tokio::test]
    async fn a_child_that_eats_memory_is_ended_and_the_next_source_is_read() {
        let parser = parser("isolate::tests::as_obeying_child");
        exhaust(&parser, b"eat", Reason::ParserFailed).await;
        exhaust(&parser, b"eat", Reason::ParserFailed).await;
    }

    #[tokio::test]
    async fn a_child_that_spends_its_processor_time_is_ended_and_the_next_source_is_read() {
        exhaust(&parser("isolate::tests::as_obeying_child_of_one_second"), b"spin", Reason::ParserFailed).await;
    }

    #[tokio::test]
    async fn a_child_that_does_not_answer_in_time_is_ended_and_the_next_source_is_read() {
        let mut parser = parser("isolate::tests::as_obeying_child");
        if let Mode::Child { timeout, .. } = &mut parser.mode {
            *timeout = Duration::from_secs(1);
        }
        exhaust(&parser, b"spin", Reason::ParserSlow).await;
    }

    fn parser(of: &str) -> Parser {
        let program = std::env::current_exe().expect("a test has a program");
        Parser::with_program(
            program,
            vec!["--exact".into(), of.into(), "--nocapture".into(), "--test-threads=1".into()],
        )
    }

    #[tokio::test]
    async fn a_child_parses_again_and_again_and_a_missing_one_is_an_answer() {
        let parser = parser("isolate::tests::as_child");
        let context = Context::new(Zone::named("Asia/Shanghai").expect("the zone is bundled"));
        for round in 0..3 {
            let row = format!("{{\"text\":\"{round}\",\"author\":\"x\"}}");
            let parsed = parser.parse("jsonl", &context, row.as_bytes()).await;
            let parsed = parsed.unwrap_or_else(|reason| panic!("{reason:?}"));
            assert_eq!(parsed.posts[0].text, round.to_string());
        }
        let refused = parser.parse("rss", &context, b"no feed").await;
        assert_eq!(refused.err(), Some(Reason::NotThisFormat));
        let none = Parser::with_program("/nowhere/at/all".into(), vec![]);
        assert_eq!(none.parse("rss", &context, b"").await.err(), Some(Reason::ParserFailed));
    }

    #[tokio::test]
    async fn a_child_that_dies_or_babbles_is_an_answer_and_not_the_end() {
        let context = Context::new(Zone::utc());
        let ask = async |script: &str| {
            let parser = Parser::with_program("/bin/sh".into(), vec!["-c".into(), script.into()]);
            parser.parse("rss", &context, b"<rss/>").await.err()
        };
        const GREETS: &str = r"printf '\n\001candor parses\001\n';";
        assert_eq!(ask("exit").await, Some(Reason::ParserFailed));
        assert_eq!(ask(&format!("{GREETS} exit")).await, Some(Reason::ParserFailed));
        assert_eq!(ask(&format!("{GREETS} printf '\\377\\377\\377\\377'; cat")).await, Some(Reason::ParserFailed));
        assert_eq!(
            ask(&format!("{GREETS} printf '\\001\\000\\000\\000x'; cat > /dev/null")).await,
            Some(Reason::ParserFailed)
        );
    }
}
