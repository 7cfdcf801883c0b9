//! The demo's mail server: it takes every letter on this machine, delivers none, and lets anyone here read them.

use mail_parser::MessageParser;
use model::Result;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A longer letter is none of ours.
const LETTER_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The oldest are dropped.
const LETTERS_MAX: usize = 200;

/// What has arrived, the latest last. Cloning it shares the box.
#[derive(Clone, Default)]
pub struct Letters(Arc<Mutex<Vec<Vec<u8>>>>);

impl Letters {
    /// Takes letters until the program ends.
    ///
    /// - returns: where it listens
    pub async fn take(&self) -> Result<SocketAddr> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listener.local_addr()?;
        let letters = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let letters = letters.clone();
                tokio::spawn(async move {
                    if let Err(error) = letters.speak(stream).await {
                        tracing::debug!(%error, "a letter was broken off");
                    }
                });
            }
        });
        Ok(address)
    }

    /// The least of SMTP (RFC 5321) that a sender needs.
    async fn speak(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 letters.invalid ESMTP\r\n").await?;
        let mut line = Vec::new();
        loop {
            line.clear();
            if stream.read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            let verb = String::from_utf8_lossy(line.get(..4).unwrap_or_default()).to_ascii_uppercase();
            let answer: &[u8] = match verb.as_str() {
                "EHLO" => b"250-letters.invalid\r\n250 8BITMIME\r\n",
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    let letter = read_letter(&mut stream).await?;
                    self.keep(letter);
                    b"250 kept\r\n"
                }
                "QUIT" => return stream.write_all(b"221 bye\r\n").await,
                _ => b"250 ok\r\n",
            };
            stream.write_all(answer).await?;
        }
    }

    fn keep(&self, letter: Vec<u8>) {
        let mut letters = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if letters.len() == LETTERS_MAX {
            letters.remove(0);
        }
        letters.push(letter);
    }

    /// Every letter as text, the latest first.
    pub fn read(&self) -> String {
        let letters = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if letters.is_empty() {
            return "No letter has arrived yet. 还没有来信。\n".to_owned();
        }
        letters.iter().rev().map(|letter| readable(letter)).collect::<Vec<_>>().join(RULE)
    }
}

const RULE: &str = "\n\n────────────────────────────────────────\n\n";

fn readable(letter: &[u8]) -> String {
    let Some(parsed) = MessageParser::default().parse(letter) else { return "?".to_owned() };
    let to = parsed.to().and_then(|to| to.first()).and_then(|one| one.address()).unwrap_or_default();
    let subject = parsed.subject().unwrap_or_default();
    let text = parsed.body_text(0).unwrap_or_default();
    format!("To: {to}\nSubject: {subject}\n\n{}", text.trim())
}

/// Up to the line that holds a point alone; points at the beginning of other lines were doubled by the sender.
async fn read_letter(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut letter = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 || letter.len() > LETTER_BYTES_MAX {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(letter);
        }
        letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courier::{Courier, Mail, MailSettings, Policy, Security};

    #[tokio::test]
    async fn a_letter_that_is_sent_can_be_read() {
        let letters = Letters::default();
        let address = letters.take().await.expect("loopback has a port");
        assert!(letters.read().contains("还没有来信"));
        let settings = MailSettings {
            server: "127.0.0.1".to_owned(),
            port: address.port(),
            security: Security::None,
            from: "desk@city.example".to_owned(),
            ..MailSettings::default()
        };
        let courier = Courier::new(Policy::default(), Some(&settings)).expect("a courier");
        for subject in ["橙色预警", "发布了说明"] {
            let mail = Mail {
                to: "reader@city.example".to_owned(),
                subject: subject.to_owned(),
                text: ".自来水\n\n..water".to_owned(),
                html: Some("<p>自来水</p>".to_owned()),
                ..Mail::default()
            };
            courier.mail(&mail).await.expect("it is taken");
        }
        let read = letters.read();
        assert!(read.starts_with("To: reader@city.example\nSubject: 发布了说明\n\n.自来水"), "{read}");
        assert!(read.contains("..water") && read.contains("Subject: 橙色预警"), "{read}");
    }
}
