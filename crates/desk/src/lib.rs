//! The staff desk: what happened, what needs someone now, and the evidence behind each warning.
//!
//! A page is a view struct and a template of the same name. This crate prints; every number about people in a view is a
//! [`model::Figure`], because the desk sees no more of a small group than the public does. Start with [`PAGES`].

pub mod brief;
pub mod course;
mod pages;
pub mod samples;
mod serve;
pub mod speaking;

pub use pages::after::{AfterView, SaidWhen};
pub use pages::alerts::{AlertCard, AlertsView, ClosedAlert, Verdict};
pub use pages::briefs::{BriefItem, BriefProof, BriefSection, BriefSentence, BriefView, BriefsView};
pub use pages::channels::{AttemptLine, ChannelsView, HookLine};
pub use pages::claim::{
    ApprovalPart, ClaimIncident, ClaimStateShown, ClaimValues, DeskClaimView, DeskSpread, EditionLine, EvidenceOffer,
    MatchItem, NewClaimView, PreviewText, Writing,
};
pub use pages::claims::{ClaimRow, DeskClaimsView, MatchRow};
pub use pages::clock::ClockCard;
pub use pages::draft_checks::{ChecksPanel, DraftChecksView, FindingRow, QualityGroup};
pub use pages::duties::{ApprovalState, DutiesView, DutyRow, KindDuties, RuleRow, YearRow};
pub use pages::emergency::{EmergencyForm, Fact, FactChange};
pub use pages::fault::DeskFaultView;
pub use pages::identity::{IdentityView, TemplateForm};
pub use pages::incidents::{IncidentRow, IncidentsView, NewIncidentView, PastRow};
pub use pages::opml::{Feed, ListView};
pub use pages::playbooks::{PlaybookRow, PlaybookStepRow, PlaybookView, PlaybooksView, StatementText};
pub use pages::policy::{
    Change as PolicyChange, LevelLine, MonthLine, PolicyEditView, PolicyVersionView, PolicyView, ReplayColumn,
    RuleLine, TuningLine, VersionLine,
};
pub use pages::publications::{
    DiffPart, EditPublicationView, EditionRow, FileRow, May, Overtaken, Preview as TextPreview, PublicationRow,
    PublicationView, PublicationsView, Receipt, SideForm, Stage, Step,
};
pub use pages::room::{
    ClosedNote, DraftRow, FactRow, LogRow, PersonRow, RoomView, RunView, Said, StepRow, StoryVoice, TaskRow, Waiting,
};
pub use pages::search::{FoundText, SavedRow, SearchForm, SearchState, SearchView};
pub use pages::setup::SetupView;
pub use pages::sign_in::{SignInState, SignInView};
pub use pages::source::{AddSourceView, Preview, PreviewItem, SecretView, SourceView};
pub use pages::sources::{Health, SourceRow, SourcesView};
pub use pages::stories::{Change, StoriesView, StoryFilter, StoryRow};
pub use pages::story::{DeskStoryView, HistoryItem, Publication, Sample, StoryAnswer, StoryClaim};
pub use pages::today::{Due, Happened, OpenItem, TodayView, Until};
pub use pages::topics::{
    EndedTopic, NearClause, QueryFault, Reading, ReadingView, ShownText, TopicEditorView, TopicPreview, TopicRow,
    TopicStory, TopicVersion, TopicView, TopicsView,
};
pub use pages::upload::{ColumnRow, Done, UploadView};
pub use pages::wall::{WallLinkRow, WallLinksView};
pub use pages::{PAGES, Page};
pub use serve::{Desk, Room, TakeIn, Taken, Uploads};
