//! The page afterwards, which fills itself: times against duties, what was said when, voices before and after.

use super::clock::ClockCard;
use super::room::LogRow;
use askama::Template;
use model::{Figure, Time};
use publish::ChangeKind;
use web::chart::Timeline;
use web::{Frame, Spoken, Staff};

#[derive(Template)]
#[template(path = "after.html")]
pub struct AfterView {
    pub f: Frame,
    pub staff: Staff,
    pub id: String,
    pub number: String,
    pub title: Spoken,
    pub kind: String,
    pub known: Time,
    pub opened: Time,
    pub closed: Option<(Time, String)>,
    pub duties: Vec<ClockCard>,
    pub met_in_time: u32,
    /// Of those that came to an end.
    pub met_of: u32,
    pub said: Vec<SaidWhen>,
    /// The course of its largest story, with marks where the office spoke.
    pub timeline: Option<Timeline>,
    pub hand_overs: u32,
    pub tasks_done: u32,
    pub tasks: u32,
    pub facts_withdrawn: u32,
    /// Decisions and lessons, oldest first.
    pub decisions: Vec<LogRow>,
    pub lessons: Vec<LogRow>,
    pub may_act: bool,
    pub hours: u32,
}

/// One publication, and what was heard before and after it.
pub struct SaidWhen {
    pub title: Spoken,
    pub href: String,
    pub change: ChangeKind,
    pub at: Time,
    /// That it was taken back, and when.
    pub withdrawn: Option<Time>,
    /// How long after the matter became known.
    pub after: String,
    /// Voices in the hours before and in those after; nothing where the story is not known or the hours are not over.
    pub voices: Option<(Figure, Figure)>,
    pub negative: Option<(Figure, Figure)>,
}
