//! What is said, finished and in one language.

use model::{Level, Time};

/// A message. Whoever composes it has put every number about people through the threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The headline with its level, in one line.
    pub subject: String,
    /// The reasons, or the lines of a digest, each a sentence.
    pub lines: Vec<String>,
    /// Where to read on.
    pub link: String,
    /// What it tells of, for other systems; a digest tells of many things.
    pub about: Option<About>,
}

/// What a message tells of, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Alert {
        alert: String,
        step: u32,
        level: Level,
        headline: String,
    },
    /// An alert that fell; without a level it closed.
    Fall {
        alert: String,
        step: u32,
        level: Option<Level>,
        headline: String,
    },
    /// A time limit that ends soon. Of its incident only the number is said.
    Deadline {
        number: String,
        duty: String,
        ends: Time,
    },
}

impl Message {
    /// As a mail carries it.
    pub fn text(&self) -> String {
        let lines: String = self.lines.iter().map(|line| format!("- {line}\n")).collect();
        format!("{}\n\n{lines}\n{}\n", self.subject, self.link)
    }

    /// As a browser shows it: a title, the first lines, and where a tap leads.
    pub fn push(&self, tag: &str) -> Vec<u8> {
        let body = self.lines.join("\n");
        // Push services take 4,096 bytes, of which the seal needs about a hundred.
        let body: String = body.chars().take(600).collect();
        let title: String = self.subject.chars().take(200).collect();
        serde_json::json!({ "title": title, "body": body, "url": self.link, "tag": tag }).to_string().into_bytes()
    }

    /// As another system reads it.
    pub fn json(&self) -> Vec<u8> {
        let (reasons, url) = (&self.lines, &self.link);
        let json = match &self.about {
            Some(About::Alert { alert, step, level, headline }) => serde_json::json!({
                "event": "alert", "alert": alert, "step": step, "level": level.code(), "headline": headline,
                "reasons": reasons, "url": url,
            }),
            Some(About::Fall { alert, step, level, headline }) => serde_json::json!({
                "event": "fall", "alert": alert, "step": step, "level": level.map(Level::code), "headline": headline,
                "reasons": reasons, "url": url,
            }),
            Some(About::Deadline { number, duty, ends }) => serde_json::json!({
                "event": "deadline", "incident": number, "duty": duty, "ends": ends.to_rfc3339(), "url": url,
            }),
            None => serde_json::json!({ "event": "digest", "reasons": reasons, "url": url }),
        };
        json.to_string().into_bytes()
    }
}
