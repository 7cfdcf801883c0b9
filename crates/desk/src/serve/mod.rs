//! The desk as it answers: each handler asks who is there, puts the look on record, reads figures, and fills one view.

mod account;
mod after;
mod alerts;
mod approvals;
mod briefs;
mod channels;
mod claim_forms;
mod claims;
mod clock;
mod confirm;
mod draft_checks;
mod duties;
mod duty;
mod form;
mod gate;
mod house;
mod identity;
mod incidents;
mod notices;
mod opml;
mod passkeys;
mod people;
mod playbooks;
mod policy;
mod publications;
mod records;
mod room;
mod room_verbs;
mod search;
mod sources;
mod stories;
mod today;
mod topics;
mod upload;
mod wall;

use crate::pages::door::ConfirmView;
use crate::pages::fault::DeskFaultView;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{Html as Page, Response};
pub(crate) use briefs::sheet;
use listen::fetch::Fetcher;
use listen::isolate::Parser;
use listen::upload::Export;
use model::{Clock, District, Level, Result, StaffId, Threshold, Time, Zone};
use org::confirm::Doors;
use org::{DepartmentId, Lockout, Passwords, Purpose, Seal};
use std::collections::HashMap;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use store::Db;
pub use upload::Uploads;
use warn::store::Record;
use web::error::PrintProblem;
use web::language::Lang;
use web::live::Hub;
use web::route::{get, post};
use web::session::{Gate, SignedIn};
use web::{ErrorPages, Fault, Frame, Languages, Problem, Staff, UiLang, level_word};

/// The desk. Cloning it is cheap.
#[derive(Clone)]
pub struct Desk(Arc<Room>);

/// What the desk works with.
pub struct Room {
    pub db: Db,
    pub k: Threshold,
    pub zone: Zone,
    /// The town's time; people sign in and are recorded by the gate's.
    pub clock: Clock,
    /// How the body appears; its names go before those below.
    pub identity: publish::identity::Current,
    pub name_zh: String,
    pub name_en: String,
    pub districts: Vec<District>,
    pub policy: warn::InForce,
    /// Whether the office has a mail server and an address of its own, so that letters can go out.
    pub sends_mail: bool,
    /// Rules, calendars and playbooks of the office.
    pub respond: Arc<respond::Library>,
    /// Under which address the office is reached, without a slash at its end; empty if it has not said.
    pub public_url: String,
    pub gate: Gate,
    pub hub: Hub,
    pub passwords: Passwords,
    pub lockout: Lockout,
    pub seal: Arc<Seal>,
    pub courier: Arc<courier::Courier>,
    /// Another house through which staff may sign in; without an issuer there is none.
    pub house: org::House,
    /// Under which address this desk is reached, without a slash at its end; the other house sends people back to it.
    pub own_address: String,
    /// Whether the office has a mail server.
    pub has_mail: bool,
    pub fetcher: Arc<Fetcher>,
    pub parser: Arc<Parser>,
    /// Below which each source that reads mail has its folder; nothing if the office has not said.
    pub mail_folder: Option<PathBuf>,
    /// The hour at which the daily brief is written.
    pub brief_hour: u32,
    /// Takes in an export: listening and understanding are brought together by the program, not here.
    pub take_in: TakeIn,
    pub uploads: Uploads,
}

/// What becomes of an uploaded export.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken {
    pub new: usize,
    /// Heard before, and therefore not stored again.
    pub known: usize,
    pub skipped: usize,
}

pub type TakeIn =
    Arc<dyn Fn(listen::Source, Arc<Export>) -> Pin<Box<dyn Future<Output = Result<Taken>> + Send>> + Send + Sync>;

impl std::ops::Deref for Desk {
    type Target = Room;

    fn deref(&self) -> &Room {
        &self.0
    }
}

pub(crate) use topics::say as explained;

/// Where pages hear that they should look again.
const LIVE: &str = "/desk/live";

impl Desk {
    pub fn new(room: Room) -> Self {
        Desk(Arc::new(room))
    }

    /// Every route of the desk. It wants a [`Gate`] as an extension and [`web::Surroundings::desk`] around it.
    pub fn routes(self) -> Router {
        Router::new()
            .route("/{lang}/desk", get(today::page))
            .route("/{lang}/desk/sign-in", get(gate::sign_in_page).merge(post(gate::sign_in)))
            .route("/{lang}/desk/sign-in/step", post(gate::second_step))
            .route("/{lang}/desk/sign-in/key", post(passkeys::enter))
            .route("/{lang}/desk/sign-in/key/ask", post(passkeys::ask))
            .route("/{lang}/desk/password", get(gate::password_page).merge(post(gate::choose_password)))
            .route("/{lang}/desk/house", get(house::set_out))
            .route("/desk/house/back", get(house::come_back))
            .route("/{lang}/desk/confirm", post(confirm::confirm))
            .route("/{lang}/desk/confirm/ask", post(passkeys::ask_again))
            .route("/{lang}/desk/account", get(account::page))
            .route("/{lang}/desk/account/factor", post(account::offer))
            .route("/{lang}/desk/account/factor/prove", post(account::prove))
            .route("/{lang}/desk/account/factor/end", post(account::end_factor))
            .route("/{lang}/desk/account/recovery", post(account::renew))
            .route("/{lang}/desk/account/passkeys", get(passkeys::form).merge(post(passkeys::add)))
            .route("/{lang}/desk/account/passkeys/ask", post(passkeys::ask_to_add))
            .route("/{lang}/desk/account/passkeys/end", post(passkeys::end))
            .route("/{lang}/desk/account/sessions/end", post(account::end_session))
            .route("/{lang}/desk/account/sessions/end-all", post(account::end_all_sessions))
            .route("/{lang}/desk/account/notices", get(notices::page).merge(post(notices::save)))
            .route("/{lang}/desk/account/push", post(notices::add_browser))
            .route("/{lang}/desk/account/push/end", post(notices::end_browser))
            .route("/desk/push-worker.js", get(notices::worker))
            .route("/{lang}/desk/deliveries", get(notices::log).merge(post(notices::add_webhook)))
            .route("/{lang}/desk/deliveries/remove", post(notices::remove_webhook))
            .route("/{lang}/desk/staff", get(people::list).merge(post(people::add)))
            .route("/{lang}/desk/staff/{id}", get(people::one))
            .route("/{lang}/desk/staff/{id}/{verb}", post(people::change))
            .route("/{lang}/desk/departments", get(people::departments).merge(post(people::add_department)))
            .route("/{lang}/desk/departments/rename", post(people::rename_department))
            .route("/{lang}/desk/departments/end", post(people::end_department))
            .route("/{lang}/desk/records", get(records::page))
            .route("/{lang}/desk/duty", get(duty::page).merge(post(duty::enter)))
            .route("/{lang}/desk/duty/drop", post(duty::drop_shift))
            .route("/{lang}/desk/duty/head", post(duty::set_head))
            .route("/{lang}/desk/duty/note", post(duty::hand_over))
            .route("/{lang}/desk/duty/read", post(duty::read))
            .route("/{lang}/desk/sign-out", post(gate::sign_out))
            .route("/{lang}/desk/setup", get(gate::setup_page).merge(post(gate::setup)))
            .route("/{lang}/desk/stories", get(stories::list))
            .route("/{lang}/desk/stories/{id}", get(stories::one))
            .route("/{lang}/desk/alerts", get(alerts::page))
            .route("/{lang}/desk/alerts/{id}/acknowledge", post(alerts::acknowledge))
            .route("/{lang}/desk/alerts/{id}/verdict", post(alerts::verdict))
            .route("/{lang}/desk/channels", get(channels::page).merge(post(channels::add)))
            .route("/{lang}/desk/channels/{id}/end", post(channels::end))
            .route("/{lang}/desk/policy", get(policy::page))
            .route("/{lang}/desk/policy/new", get(policy::form).merge(post(policy::keep)))
            .route("/{lang}/desk/policy/undo", post(policy::undo))
            .route("/{lang}/desk/policy/{number}", get(policy::version))
            .route("/{lang}/desk/policy/{number}/approve", post(policy::approve))
            .route("/{lang}/desk/policy/{number}/drop", post(policy::drop_draft))
            .route("/{lang}/desk/search", get(search::page))
            .route("/{lang}/desk/search/saved", post(search::keep))
            .route("/{lang}/desk/search/saved/{id}/drop", post(search::drop_saved))
            .route("/{lang}/desk/topics", get(topics::list))
            .route("/{lang}/desk/topics/new", get(topics::new_form).merge(post(topics::make)))
            .route("/{lang}/desk/topics/reading", get(topics::reading))
            .route("/{lang}/desk/topics/{id}", get(topics::one))
            .route("/{lang}/desk/topics/{id}/edit", get(topics::edit_form).merge(post(topics::change)))
            .route("/{lang}/desk/topics/{id}/end", post(topics::end))
            .route("/{lang}/desk/sources", get(sources::list).merge(post(sources::add)))
            .route("/{lang}/desk/sources/new", get(sources::form).merge(post(sources::form_again)))
            .route("/{lang}/desk/sources/preview", post(sources::preview))
            .route("/{lang}/desk/sources/list", get(opml::form).merge(post(opml::read)).layer(uploads()))
            .route("/{lang}/desk/sources/list/add", post(opml::add))
            .route("/{lang}/desk/sources/list/candor.opml", get(opml::export))
            .route("/{lang}/desk/sources/{id}", get(sources::one))
            .route("/{lang}/desk/sources/{id}/upload", get(upload::form).merge(post(upload::read)).layer(uploads()))
            .route("/{lang}/desk/sources/{id}/upload/columns", post(upload::columns))
            .route("/{lang}/desk/sources/{id}/remove", post(sources::remove))
            .route("/{lang}/desk/sources/{id}/secret", post(sources::renew))
            .route("/{lang}/desk/claims", get(claims::list).merge(post(claim_forms::open)))
            .route("/{lang}/desk/claims/new", get(claims::form))
            .route("/{lang}/desk/claims/{id}", get(claims::one).merge(post(claim_forms::save)))
            .route("/{lang}/desk/claims/{id}/evidence", post(claim_forms::add_evidence))
            .route("/{lang}/desk/claims/{id}/evidence/remove", post(claim_forms::remove_evidence))
            .route("/{lang}/desk/claims/{id}/incident", post(claim_forms::tie))
            .route("/{lang}/desk/claims/{id}/ask", post(claim_forms::ask))
            .route("/{lang}/desk/claims/{id}/approve", post(claim_forms::approve))
            .route("/{lang}/desk/claims/{id}/correct", post(claim_forms::correct))
            .route("/{lang}/desk/claims/{id}/discard", post(claim_forms::discard))
            .route("/{lang}/desk/claims/{id}/withdraw", post(claim_forms::propose))
            .route("/{lang}/desk/claims/{id}/agree", post(claim_forms::agree))
            .route("/{lang}/desk/claims/{id}/decide", post(claim_forms::decide))
            .route("/{lang}/desk/briefs", get(briefs::list).merge(post(briefs::ask)))
            .route("/{lang}/desk/briefs/{id}", get(briefs::one))
            .route("/{lang}/desk/briefs/{id}/pdf", get(briefs::pdf))
            .route("/{lang}/desk/wall", get(wall::list).merge(post(wall::make)))
            .route("/{lang}/desk/wall/end", post(wall::end))
            .route("/{lang}/desk/publications", get(publications::list).merge(post(publications::begin)))
            .route("/{lang}/desk/publications/preview", post(publications::preview))
            .route("/{lang}/desk/publications/{id}", get(publications::one))
            .route("/{lang}/desk/files/{name}", get(publications::file))
            .route(
                "/{lang}/desk/publications/{id}/files",
                post(publications::add_file).layer(DefaultBodyLimit::max(publish::file::FILE_BYTES_MAX + 64 * 1024)),
            )
            .route("/{lang}/desk/publications/{id}/save", post(publications::save))
            .route("/{lang}/desk/publications/{id}/checks", post(publications::checks))
            .route("/{lang}/desk/publications/{id}/discard", post(publications::discard))
            .route("/{lang}/desk/publications/{id}/approve", post(publications::approve))
            .route("/{lang}/desk/publications/{id}/reopen", post(publications::reopen))
            .route("/{lang}/desk/publications/{id}/publish", post(publications::publish_now))
            .route("/{lang}/desk/publications/{id}/schedule", post(publications::schedule))
            .route("/{lang}/desk/publications/{id}/next", post(publications::next))
            .route("/{lang}/desk/publications/{id}/withdraw", post(publications::withdraw))
            .route("/{lang}/desk/identity", get(identity::page).merge(post(identity::save)))
            .route("/{lang}/desk/identity/template", post(identity::save_template))
            .route("/{lang}/desk/incidents", get(incidents::list).merge(post(incidents::open)))
            .route("/{lang}/desk/incidents/new", get(incidents::form))
            .route("/{lang}/desk/incidents/{id}", get(room::page))
            .route("/{lang}/desk/incidents/{id}/after", get(after::page))
            .route("/{lang}/desk/incidents/{id}/lessons", post(room_verbs::learn))
            .route("/{lang}/desk/incidents/{id}/facts", post(room_verbs::note_fact))
            .route("/{lang}/desk/incidents/{id}/facts/{one}/confirm", post(room_verbs::confirm_fact))
            .route("/{lang}/desk/incidents/{id}/facts/{one}/withdraw", post(room_verbs::withdraw_fact))
            .route("/{lang}/desk/incidents/{id}/tasks", post(room_verbs::give_task))
            .route("/{lang}/desk/incidents/{id}/tasks/{one}/finish", post(room_verbs::finish_task))
            .route("/{lang}/desk/incidents/{id}/tasks/{one}/hand-over", post(room_verbs::hand_over_task))
            .route("/{lang}/desk/incidents/{id}/hand-over", post(room_verbs::hand_over_lead))
            .route("/{lang}/desk/incidents/{id}/hand-overs/{one}/take-on", post(room_verbs::take_on))
            .route("/{lang}/desk/incidents/{id}/clocks/{one}/{verb}", post(room_verbs::change_clock))
            .route("/{lang}/desk/incidents/{id}/decisions", post(room_verbs::decide))
            .route("/{lang}/desk/incidents/{id}/join", post(room_verbs::join))
            .route("/{lang}/desk/incidents/{id}/leave", post(room_verbs::leave))
            .route("/{lang}/desk/incidents/{id}/playbook", post(room_verbs::begin_playbook))
            .route("/{lang}/desk/incidents/{id}/playbook/{book}/steps/{step}", post(room_verbs::check_step))
            .route("/{lang}/desk/incidents/{id}/statements", post(room_verbs::write_statement))
            .route("/{lang}/desk/incidents/{id}/drafts/{document}", get(draft_checks::page))
            .route("/{lang}/desk/incidents/{id}/drafts/{document}/seen", post(draft_checks::seen))
            .route("/{lang}/desk/incidents/{id}/merge", post(room_verbs::merge))
            .route("/{lang}/desk/incidents/{id}/close", post(room_verbs::close))
            .route("/{lang}/desk/incidents/{id}/limits", post(room_verbs::show_limits))
            .route("/{lang}/desk/duties", get(duties::page))
            .route("/{lang}/desk/duties/propose", post(duties::propose))
            .route("/{lang}/desk/duties/approve", post(duties::approve))
            .route("/{lang}/desk/playbooks", get(playbooks::list))
            .route("/{lang}/desk/playbooks/{id}", get(playbooks::one))
            .route(LIVE, get(live))
            .with_state(self)
    }

    pub fn error_pages(&self) -> ErrorPages {
        let desk = self.clone();
        let print: PrintProblem = Arc::new(move |problem: &Problem<'_>| {
            let lang = UiLang::from_segment(problem.language).unwrap_or(UiLang::Zh);
            if let Some(again) = problem.again {
                let view = ConfirmView::of(desk.frame(lang, "/desk#main"), again, desk.place().is_some());
                return print(&view).map_or_else(|_| String::new(), |page| page.0);
            }
            let (title, text) = match problem.status.as_u16() {
                403 => ("error-403-title", "error-403-text"),
                429 | 503 => ("error-503-title", "error-503-text"),
                400..500 => ("error-404-title", "error-404-text"),
                _ => ("error-500-title", "error-500-text"),
            };
            let staff = Staff { name: String::new(), csrf: String::new(), alerts_waiting: 0, role: None };
            // It is none of the menu's pages, so none is marked as open; the other language begins at the start.
            let view = DeskFaultView { f: desk.frame(lang, "/desk#main"), staff, title, text };
            print(&view).map_or_else(|_| String::new(), |page| page.0)
        });
        ErrorPages { languages: Languages::OURS, print }
    }

    /// Where other systems push what they heard for a source.
    fn push_address(&self, id: &model::SourceId) -> String {
        format!("{}/hooks/{id}", self.public_url)
    }

    /// The body's own name in a language.
    fn office(&self, lang: UiLang) -> String {
        let is_chinese = lang == UiLang::Zh;
        self.identity.name(is_chinese, if is_chinese { &self.name_zh } else { &self.name_en })
    }

    /// What every proof of who one is passes through.
    fn doors(&self) -> Doors<'_> {
        Doors { db: &self.db, passwords: &self.passwords, lockout: &self.lockout, seal: &self.seal }
    }

    /// A moment of the wall's clock as pages tell it, whose now is the town's: a demo replays its town.
    fn shown(&self, wall: Time) -> Time {
        Time::from_ms(wall.ms() + self.clock.now().since(self.gate.wall.now()))
    }

    /// Names of departments by id.
    async fn departments(&self, lang: UiLang) -> Result<HashMap<DepartmentId, String>> {
        let is_chinese = lang == UiLang::Zh;
        let all = org::department::list(&self.db).await?.into_iter();
        Ok(all.map(|department| (department.id.clone(), department.name(is_chinese).to_owned())).collect())
    }

    async fn department_name(&self, lang: UiLang, id: Option<&DepartmentId>) -> Result<Option<String>> {
        let Some(id) = id else { return Ok(None) };
        Ok(self.departments(lang).await?.remove(id))
    }

    fn frame(&self, lang: UiLang, path: &str) -> Frame {
        Frame {
            lang,
            office: self.office(lang),
            path: path.to_owned(),
            now: self.clock.now(),
            zone: self.zone.clone(),
            live: None,
        }
    }

    /// The frame of a page that keeps itself up to date.
    fn live_frame(&self, lang: UiLang, path: &str) -> Frame {
        Frame { live: Some(LIVE.to_owned()), ..self.frame(lang, path) }
    }

    /// Puts a look on record before anything is shown. A page that keeps itself up to date is one look, not hundreds.
    async fn record(&self, who: &SignedIn, purpose: Purpose, what: &str) -> Result<()> {
        if !who.is_by_hand {
            return Ok(());
        }
        let mut tx = self.db.write().await?;
        org::audit::record(&mut tx, who.id(), purpose, what, self.gate.wall.now()).await?;
        tx.commit().await
    }

    /// Who is signed in, as every page prints it.
    fn staff(&self, who: &SignedIn, open: &[Record]) -> Staff {
        let waiting = open.iter().filter(|record| record.acknowledged.is_none()).count();
        Staff {
            name: who.session.staff.name.clone(),
            csrf: who.session.csrf().to_owned(),
            alerts_waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            role: Some(who.session.staff.role),
        }
    }

    async fn staff_here(&self, who: &SignedIn) -> Result<Staff> {
        Ok(self.staff(who, &warn::store::list_open(&self.db).await?))
    }

    /// Names of staff by id, for saying who did what.
    async fn names(&self) -> Result<HashMap<StaffId, String>> {
        Ok(org::staff::list(&self.db).await?.into_iter().map(|staff| (staff.id, staff.name)).collect())
    }
}

/// What a form that carries a file may take; its other fields are small.
fn uploads() -> DefaultBodyLimit {
    DefaultBodyLimit::max(listen::upload::UPLOAD_BYTES_MAX + 64 * 1024)
}

async fn live(State(desk): State<Desk>, _: SignedIn) -> std::result::Result<Response, Fault> {
    desk.hub.open()
}

fn print(view: &impl Template) -> Result<Page<String>> {
    Ok(Page(view.render()?))
}

/// Until when an alert should be acknowledged: the more urgent, the sooner.
fn due(policy: &warn::Policy, record: &Record) -> Time {
    record.alert.changed.plus_hours(policy.criteria(record.alert.level).acknowledge_hours.into())
}

/// A level in words, as it stands within a sentence.
fn level_name(f: &Frame, level: Level) -> String {
    level_word(f.words(), level)
}

/// A reason as a sentence with its numbers.
fn sentence(f: &Frame, reason: &warn::Reason) -> String {
    let numbers: Vec<(&str, _)> =
        reason.numbers.iter().map(|(name, number)| (name.as_str(), (*number).into())).collect();
    f.words().t_with(&reason.key(), &numbers)
}
