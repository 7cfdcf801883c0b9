//! Topics: what is listened for on purpose, one a row; one topic; and the editor that explains a query as it is written.

use askama::Template;
use model::{Figure, Time};
use text::Piece;
use web::chart::{Bars, Multiples, Spark, Split, Tiles, Timeline};
use web::{Field, Frame, Input, Spoken, Staff};

#[derive(Template)]
#[template(path = "topics.html")]
pub struct TopicsView {
    pub f: Frame,
    pub staff: Staff,
    pub topics: Vec<TopicRow>,
    pub ended: Vec<EndedTopic>,
    pub may_edit: bool,
    pub k: u32,
}

pub struct TopicRow {
    pub href: String,
    pub name: String,
    pub purpose: String,
    /// Of the last four weeks.
    pub voices: Figure,
    pub mentions: Figure,
    pub spark: Spark,
    pub since: Time,
}

pub struct EndedTopic {
    pub href: String,
    pub name: String,
    pub until: Time,
    pub reason: String,
}

#[derive(Template)]
#[template(path = "topic.html")]
pub struct TopicView {
    pub f: Frame,
    pub staff: Staff,
    pub id: String,
    pub name: String,
    pub purpose: String,
    pub query: String,
    /// The query in words.
    pub explained: String,
    pub owner: String,
    pub made: Time,
    pub since: Time,
    /// Whether days before `since` are shown, which were counted again from what was held.
    pub is_recounted: bool,
    pub voices: Figure,
    pub mentions: Figure,
    pub timeline: Timeline,
    pub places: Option<Tiles>,
    pub kinds: Bars,
    pub sources: Bars,
    pub needs: Bars,
    pub feeling: Split,
    pub mood: Option<Multiples>,
    pub stories: Vec<TopicStory>,
    pub versions: Vec<TopicVersion>,
    pub ended: Option<(Time, String)>,
    pub may_edit: bool,
    /// What was typed as the reason for ending it, and a key that says what is wrong with that.
    pub reason: String,
    pub reason_error: Option<&'static str>,
    pub k: u32,
}

/// A story that people told within a topic.
pub struct TopicStory {
    pub href: String,
    pub headline: Spoken,
    /// Within the topic.
    pub voices: Figure,
    pub spark: Spark,
}

pub struct TopicVersion {
    pub number: u32,
    pub query: String,
    pub at: Time,
    pub by: String,
}

impl TopicView {
    fn end_path(&self) -> String {
        format!("/desk/topics/{}/end", self.id)
    }

    fn edit_path(&self) -> String {
        format!("/desk/topics/{}/edit", self.id)
    }

    fn why(&self) -> Field {
        Field::new("reason", "topic-end-reason").hint("topic-end-hint").value(&self.reason).error(self.reason_error)
    }
}

/// The editor. What was typed comes back with what it means or what is wrong with it, and with a preview if one was asked for.
#[derive(Template)]
#[template(path = "topic_editor.html")]
pub struct TopicEditorView {
    pub f: Frame,
    pub staff: Staff,
    /// Of a topic that is changed; nothing for a new one.
    pub id: Option<String>,
    /// The version that whoever changes it has seen.
    pub version: u32,
    pub name_zh: String,
    pub name_en: String,
    pub purpose_zh: String,
    pub purpose_en: String,
    pub query: String,
    pub name_error: Option<&'static str>,
    pub purpose_error: Option<&'static str>,
    pub conflict: Option<&'static str>,
    pub reading: ReadingView,
    pub preview: Option<TopicPreview>,
    pub k: u32,
}

/// What a query means, or what is wrong with it and where: a part of the editor, and what it asks for while one types.
#[derive(Template)]
#[template(path = "topic_reading.html")]
pub struct ReadingView {
    pub f: Frame,
    pub reading: Reading,
}

pub enum Reading {
    /// Nothing was typed yet.
    Empty,
    Good {
        /// In words.
        explained: String,
        canonical: String,
    },
    Wrong {
        /// The query as typed, what is wrong apart.
        marked: Vec<Piece>,
        faults: Vec<QueryFault>,
    },
}

pub struct QueryFault {
    /// Counted from 1, as people count characters.
    pub character: u32,
    /// A finished sentence.
    pub text: String,
}

/// What a query would have found in what is still held.
pub struct TopicPreview {
    /// How many mentions were looked at.
    pub read: u32,
    pub since: Option<Time>,
    pub mentions: Figure,
    /// At least so many.
    pub voices: Figure,
    pub days: Option<Timeline>,
    pub hits: Vec<ShownText>,
    pub barely: Vec<ShownText>,
    pub near: Vec<NearClause>,
}

#[derive(Clone)]
pub struct ShownText {
    pub pieces: Vec<Piece>,
    pub tag: &'static str,
    pub voices: Option<Figure>,
    pub href: Option<String>,
}

/// A clause that alone kept texts from matching.
pub struct NearClause {
    /// A finished sentence.
    pub text: String,
    pub mentions: Figure,
    pub texts: Vec<ShownText>,
}

impl TopicEditorView {
    fn action(&self) -> String {
        match &self.id {
            Some(id) => format!("/desk/topics/{id}/edit"),
            None => "/desk/topics/new".to_owned(),
        }
    }

    fn back(&self) -> String {
        match &self.id {
            Some(id) => format!("/desk/topics/{id}"),
            None => "/desk/topics".to_owned(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("name_zh", "topic-name-zh").value(&self.name_zh).error(self.name_error),
            Field::new("name_en", "topic-name-en").value(&self.name_en),
            Field::new("purpose_zh", "topic-purpose-zh")
                .input(Input::Area)
                .hint("topic-purpose-hint")
                .value(&self.purpose_zh)
                .error(self.purpose_error),
            Field::new("purpose_en", "topic-purpose-en").input(Input::Area).value(&self.purpose_en),
        ]
    }

    fn is_wrong(&self) -> bool {
        matches!(self.reading.reading, Reading::Wrong { .. })
    }
}
