//! What is said, finished and in one language.

use model::Level;

/// A message. Whoever composes it has put every number about people through the threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The headline with its level, in one line.
    pub subject: String,
    /// The reasons, or the lines of a digest, each a sentence.
    pub lines: Vec<String>,
    /// Where to read on.
    pub link: String,
    /// What it tells of, for other systems; a digest has none.
    pub about: Option<About>,
}

/// The warning that a message tells of, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub alert: String,
    pub step: u32,
    pub level: Level,
    pub headline: String,
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
        let about = self.about.as_ref();
        serde_json::json!({
            "event": if about.is_some() { "alert" } else { "digest" },
            "alert": about.map(|about| &about.alert),
            "step": about.map(|about| about.step),
            "level": about.map(|about| about.level.code()),
            "headline": about.map(|about| &about.headline),
            "reasons": self.lines,
            "url": self.link,
        })
        .to_string()
        .into_bytes()
    }
}
