//! The public site: what we hear and how we listen, in both languages, from figures that have been through the threshold.
//!
//! A page is a view struct and a template of the same name. This crate prints; whoever fills a view reads `public_*` views alone.
//! Start with [`PAGES`], the list of all pages.

mod pages;
pub mod samples;
mod serve;

pub use pages::accessibility::AccessibilityView;
pub use pages::answered::{AnswerItem, AnsweredItem, AnsweredView};
pub use pages::choice::ChoiceView;
pub use pages::claim::{ClaimView, EditionItem, EvidenceItem, SpreadPart};
pub use pages::claims::{ClaimItem, ClaimsView};
pub use pages::fault::{Fault, FaultView};
pub use pages::history::{History, HistoryLine};
pub use pages::home::{HomeView, StoryItem};
pub use pages::listening::{ListeningView, MonthRow, QueryCount, RegisteredSource, RegisteredTopic};
pub use pages::log::{LogCheckView, LogLine, LogNow, LogProof, LogView, LogWitness};
pub use pages::published::{
    CorrectionItem, CorrectionsView, DocumentView, EditionLine, EmergencyFacts, KindLink, Proof, PublishedItem,
    PublishedView, Tombstone,
};
pub use pages::search::{FoundItem, SearchView};
pub use pages::share::Share;
pub use pages::story::{Publication, Sample, StoryView};
pub use pages::topic::{TopicStory, TopicView};
pub use pages::{PAGES, Page};
pub use serve::{Cards, Office, Site};
