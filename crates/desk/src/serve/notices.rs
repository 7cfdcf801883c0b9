//! How warnings reach a person, chosen by that person; the log of what was sent; and the other systems that are told.

use super::{Desk, Lang, alerts, incidents, print};
use crate::pages::notices::{
    DeliveriesView, DeliveryRow, DeviceLine, NoticesView, WebhookForm, WebhookRow, WebhookSecretView,
};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use model::{AlertId, ClockId, Error, Kind, Level, Result, StaffId, StoryId};
use notify::rules::Quiet;
use notify::settings::{self, Settings, Tongue};
use notify::{Delivery, delivery, push, webhook};
use org::Permission;
use std::collections::HashMap;
use web::input::{Asked, Fields, Posted};
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang, level_word, static_files};

const LOG: u32 = 200;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
    Asked(asked): Asked,
) -> std::result::Result<Page<String>, Fault> {
    let known = settings::load(&desk.db, who.id()).await?;
    let typed = Typed::of(&known);
    Ok(view(&desk, lang, &who, typed, None, !asked.text("saved").is_empty()).await?)
}

/// The form as it is typed.
struct Typed {
    email: String,
    tongue: String,
    level_min: String,
    digests: String,
    quiet_from: String,
    quiet_to: String,
}

impl Typed {
    fn of(settings: &Settings) -> Self {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let digests: Vec<String> = settings.digests.iter().map(|minute| clock(*minute)).collect();
        Typed {
            email: settings.email.clone(),
            tongue: settings.tongue.code().to_owned(),
            level_min: settings.level_min.map_or("", Level::code).to_owned(),
            digests: digests.join(", "),
            quiet_from: settings.quiet.map_or_else(String::new, |quiet| clock(quiet.from)),
            quiet_to: settings.quiet.map_or_else(String::new, |quiet| clock(quiet.to)),
        }
    }

    fn sent(fields: &Fields) -> Self {
        Typed {
            email: fields.text("email"),
            tongue: fields.text("tongue"),
            level_min: fields.text("level_min"),
            digests: fields.text("digests"),
            quiet_from: fields.text("quiet_from"),
            quiet_to: fields.text("quiet_to"),
        }
    }

    /// - errors: the field that will not do, and why
    fn read(&self) -> std::result::Result<Settings, (&'static str, &'static str)> {
        let parts = self.digests.split([',', '，', '、', ' ', ';']).filter(|part| !part.is_empty());
        let digests: Option<Vec<u16>> = parts.map(minute).collect();
        let mut digests = digests.ok_or(("digests", "notice-digests-form"))?;
        digests.sort_unstable();
        digests.dedup();
        let quiet = match (self.quiet_from.is_empty(), self.quiet_to.is_empty()) {
            (true, true) => None,
            _ => {
                let both = minute(&self.quiet_from).zip(minute(&self.quiet_to));
                Some(both.map(|(from, to)| Quiet { from, to }).ok_or(("quiet_from", "notice-quiet-form"))?)
            }
        };
        let settings = Settings {
            email: self.email.clone(),
            tongue: Tongue::from_code(&self.tongue).unwrap_or_default(),
            level_min: Level::from_code(&self.level_min),
            digests,
            quiet,
        };
        settings
            .check()
            .map_err(|error| (if error.message == "notice-email-form" { "email" } else { "digests" }, error.message))?;
        Ok(settings)
    }
}

/// `8:00`, `08:00` or `8` as a minute of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, rest) = text.trim().split_once([':', '：']).unwrap_or((text.trim(), "0"));
    let (hour, rest): (u16, u16) = (hour.parse().ok()?, rest.parse().ok()?);
    (hour < 24 && rest < 60).then_some(hour * 60 + rest)
}

async fn view(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    typed: Typed,
    refused: Option<(&'static str, &'static str)>,
    is_saved: bool,
) -> Result<Page<String>> {
    let devices = push::list(&desk.db, who.id()).await?;
    print(&NoticesView {
        f: desk.frame(lang, "/desk/account/notices"),
        staff: desk.staff_here(who).await?,
        has_mail: desk.has_mail,
        email: typed.email,
        tongue: typed.tongue,
        level_min: typed.level_min,
        digests: typed.digests,
        quiet_from: typed.quiet_from,
        quiet_to: typed.quiet_to,
        refused,
        is_saved,
        devices: devices
            .into_iter()
            .map(|device| DeviceLine { id: device.id, name: device.name, added: desk.shown(device.added) })
            .collect(),
        push_key: push::key(&desk.db, &desk.seal).await?.public(),
    })
}

pub async fn save(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    let typed = Typed::sent(&posted.fields);
    match typed.read() {
        Ok(settings) => {
            let mut tx = desk.db.write().await?;
            settings::save(&mut tx, posted.staff.id(), &settings).await?;
            tx.commit().await?;
            let page = desk.frame(lang, "").href("/desk/account/notices?saved=1");
            Ok(Redirect::to(&page).into_response())
        }
        Err(refused) => {
            let page = view(&desk, lang, &posted.staff, typed, Some(refused), false).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

pub async fn add_browser(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let fields = &posted.fields;
    let (endpoint, p256dh, auth) = (fields.text("endpoint"), fields.text("p256dh"), fields.text("auth"));
    let mut tx = desk.db.write().await?;
    let keys = (&*endpoint, &*p256dh, &*auth);
    push::add(&mut tx, &desk.seal, posted.staff.id(), &fields.text("browser"), keys, desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(to_notices(&desk, lang))
}

pub async fn end_browser(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let mut tx = desk.db.write().await?;
    push::remove(&mut tx, posted.staff.id(), &posted.fields.text("device")).await?;
    tx.commit().await?;
    Ok(to_notices(&desk, lang))
}

/// The worker lies under the desk's own path, since a browser lets it speak for no other.
pub async fn worker() -> Response {
    static_files::as_it_is("push-worker.js")
}

fn to_notices(desk: &Desk, lang: UiLang) -> Response {
    Redirect::to(&desk.frame(lang, "").href("/desk/account/notices")).into_response()
}

pub async fn log(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    Ok(log_page(&desk, lang, &who, WebhookForm::default()).await?)
}

async fn log_page(desk: &Desk, lang: UiLang, who: &SignedIn, form: WebhookForm) -> Result<Page<String>> {
    let f = desk.frame(lang, "/desk/deliveries");
    let webhooks = webhook::list(&desk.db).await?;
    let mut names = Names {
        staff: desk.names().await?,
        stories: HashMap::new(),
        webhooks: webhooks.iter().map(|hook| (hook.id.clone(), hook.name.clone())).collect(),
    };
    let mut rows = Vec::new();
    for sent in delivery::log(&desk.db, LOG).await? {
        rows.push(row(desk, &f, &mut names, sent).await?);
    }
    let levels = Level::ALL.iter().map(|level| (level.code().to_owned(), level_word(f.words(), *level)));
    let form = WebhookForm {
        levels: levels.collect(),
        level: if form.level.is_empty() { Level::Yellow.code().to_owned() } else { form.level },
        ..form
    };
    print(&DeliveriesView {
        staff: desk.staff_here(who).await?,
        rows,
        webhooks: webhooks
            .into_iter()
            .map(|hook| WebhookRow {
                host: host(&hook.url),
                level: level_word(f.words(), hook.level_min),
                since: desk.shown(hook.added),
                id: hook.id,
                name: hook.name,
            })
            .collect(),
        form: who.may(Permission::ManageStaff).then_some(form),
        f,
    })
}

struct Names {
    staff: HashMap<StaffId, String>,
    webhooks: HashMap<String, String>,
    /// The story of each alert that was looked up, and its headline.
    stories: HashMap<String, Option<(StoryId, Spoken)>>,
}

impl Names {
    async fn story(&mut self, desk: &Desk, f: &Frame, alert: &str) -> Result<Option<(StoryId, Spoken)>> {
        if let Some(known) = self.stories.get(alert) {
            return Ok(known.clone());
        }
        let record = warn::store::find(&desk.db, &AlertId::new(alert)).await?;
        let card = alerts::cards(desk, record.iter()).await?.into_values().next();
        let found = card.map(|card| (card.id.clone(), ::mirror::headline(f, &card)));
        self.stories.insert(alert.to_owned(), found.clone());
        Ok(found)
    }
}

async fn row(desk: &Desk, f: &Frame, names: &mut Names, sent: Delivery) -> Result<DeliveryRow> {
    let gone = || f.t("delivery-gone");
    let to = match &sent.staff {
        Some(staff) => alerts::name(&names.staff, staff),
        None => names.webhooks.get(&sent.target).cloned().unwrap_or_else(gone),
    };
    let parts: Vec<&str> = sent.notice.split('/').collect();
    let told = |story: Option<(StoryId, Spoken)>| {
        story.map_or((None, None), |(id, headline)| (Some(headline), Some(f.href(&format!("/desk/stories/{id}")))))
    };
    let (what, (about, href)) = match parts[..] {
        ["alert", alert, _, level, stage] => {
            let level = Level::from_code(level).map_or_else(String::new, |level| level_word(f.words(), level));
            let what = f.t1(&format!("delivery-alert-{stage}"), "level", level);
            (what, told(names.story(desk, f, alert).await?))
        }
        ["fall", alert, _, level] => {
            let what = match Level::from_code(level) {
                Some(level) => f.t1("delivery-fall", "level", level_word(f.words(), level)),
                None => f.t("delivery-closed"),
            };
            (what, told(names.story(desk, f, alert).await?))
        }
        ["clock", clock, _] => {
            let running = respond::store::clock::running(&desk.db, &ClockId::new(clock)).await?;
            let room = running.map_or((None, None), |(_, room)| {
                (Some(incidents::spoken(&room.title)), Some(f.href(&format!("/desk/incidents/{}", room.id))))
            });
            (f.t("delivery-deadline"), room)
        }
        _ => (f.t("delivery-digest"), (None, None)),
    };
    Ok(DeliveryRow {
        at: desk.shown(sent.created),
        channel: f.t(&format!("channel-{}", sent.channel)),
        to,
        what,
        about,
        href,
        state: sent.state.code(),
        attempts: sent.attempts,
        error: sent.error,
    })
}

fn host(url: &str) -> String {
    let rest = url.split("://").nth(1).unwrap_or_default();
    rest.split(['/', '?', '#']).next().unwrap_or_default().rsplit('@').next().unwrap_or_default().to_owned()
}

pub async fn add_webhook(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageStaff)?;
    let by = posted.staff.recent().await?;
    let (name, url) = (posted.fields.text("name"), posted.fields.text("url"));
    let level = Level::from_code(&posted.fields.text("level")).ok_or(Error::invalid("input-choice"))?;
    let mut tx = desk.db.write().await?;
    let added = (&*name, &*url, level);
    match webhook::add(&mut tx, &desk.seal, by, added, desk.gate.wall.now()).await {
        Ok((hook, secret)) => {
            tx.commit().await?;
            let f = desk.frame(lang, "/desk/deliveries");
            let staff = desk.staff_here(&posted.staff).await?;
            Ok(print(&WebhookSecretView { f, staff, name: hook.name, secret })?.into_response())
        }
        Err(error) if error.kind == Kind::Invalid => {
            drop(tx);
            let is_name = error.message == "webhook-name-length";
            let form = WebhookForm {
                name,
                url,
                level: level.code().to_owned(),
                name_error: is_name.then_some(error.message),
                url_error: (!is_name).then_some(error.message),
                ..WebhookForm::default()
            };
            let page = log_page(&desk, lang, &posted.staff, form).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn remove_webhook(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageStaff)?;
    let by = posted.staff.recent().await?;
    let mut tx = desk.db.write().await?;
    webhook::remove(&mut tx, by, &posted.fields.text("webhook"), desk.gate.wall.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/deliveries")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(
            [minute("8"), minute("08:30"), minute("17：05"), minute("24:00"), minute("x")],
            [Some(480), Some(510), Some(1025), None, None]
        );
        assert_eq!(host("https://user:pw@hooks.example:8443/secret?token=1"), "hooks.example:8443");
    }
}
