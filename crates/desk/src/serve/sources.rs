//! Sources: their health, adding one after seeing what would be stored, and removing one.

use super::{Desk, Lang, print};
use crate::pages::source::{AddSourceView, Preview, PreviewItem, SecretView, SourceView, WAYS};
use crate::pages::sources::{Health as Shown, RemovedRow, SourceRow, SourcesView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{AppendHeaders, Html as Page, IntoResponse, Redirect, Response};
use listen::band::{self, Health};
use listen::connectors::Input;
use listen::poll::preview as look_at;
use listen::store::Registered;
use listen::{Options, Source};
use model::{DAY_MS, Day, Error, Figure, Lang as TextLang, Result, SourceId, SourceKind, Time};
use org::{Permission, Purpose, Recent};
use text::Gazetteer;
use web::chart::{Bin, Spark, Timeline};
use web::input::{Fields, Posted};
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, Staff, UiLang};

const PREVIEW_ITEMS: usize = 8;
/// What the form says of a source that pushes to us.
const PUSH: &str = "push";

pub async fn list(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::SourceCare, "sources").await?;
    let f = desk.live_frame(lang, "/desk/sources");
    let mut sources = Vec::new();
    let register = listen::store::register(&desk.db).await?;
    for source in register.iter().filter(|source| source.removed.is_none()) {
        let days = days(&desk, source, f.now).await?;
        let usual = days.last().and_then(|(today, _)| band::band(&days, *today));
        sources.push(SourceRow {
            href: f.href(&format!("/desk/sources/{}", source.id)),
            name: source.name(lang == UiLang::Zh).to_owned(),
            kind: source.kind,
            health: shown(band::health(source, &days)),
            spark: Spark {
                label: f.t("sources-spark"),
                values: days.iter().map(|(_, items)| Figure::Exactly(*items)).collect(),
                band: usual.map(|band| (band.lower as f32, band.upper as f32)),
            },
            items_today: days.last().map_or(0, |(_, items)| *items),
            answered_last: source.last_success,
            error: error(&f, source),
        });
    }
    sources.sort_by_key(|row| match row.health {
        Shown::Failing => 0,
        Shown::Silent | Shown::Flooding => 1,
        Shown::Well | Shown::New => 2,
    });
    let mut gone: Vec<&Registered> = register.iter().filter(|source| source.removed.is_some()).collect();
    gone.sort_by_key(|source| std::cmp::Reverse(source.removed));
    let row = |source: &Registered| RemovedRow {
        name: source.name(lang == UiLang::Zh).to_owned(),
        until: source.removed,
        reason: source.removal_reason.clone().unwrap_or_default(),
    };
    let removed = gone.into_iter().map(row).collect();
    Ok(print(&SourcesView {
        may_change: who.may(Permission::ManageSources),
        sources,
        removed,
        staff: desk.staff_here(&who).await?,
        f,
    })?)
}

/// Items by day over the weeks that its band is drawn from. Items are counted, not people, so no threshold applies.
async fn days(desk: &Desk, source: &Registered, now: Time) -> Result<Vec<(Day, u32)>> {
    let since = Time::from_ms(now.ms() - band::WEEKS * 7 * DAY_MS);
    let hours = listen::store::hours(&desk.db, &source.id, since).await?;
    Ok(band::days(&hours, source.added, &desk.zone, now))
}

const fn shown(health: Health) -> Shown {
    match health {
        Health::Ok => Shown::Well,
        Health::Silent => Shown::Silent,
        Health::Flooding => Shown::Flooding,
        Health::Failing => Shown::Failing,
        Health::New => Shown::New,
    }
}

/// What went wrong last, while it is not over.
fn error(f: &Frame, source: &Registered) -> Option<String> {
    source.error.filter(|_| source.failures > 0).map(|reason| f.t(reason.key()))
}

pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::SourceCare, &format!("source {id}")).await?;
    Ok(print(&described_one(&desk, lang, &id, &who).await?)?)
}

async fn described_one(desk: &Desk, lang: UiLang, id: &str, who: &SignedIn) -> Result<SourceView> {
    let register = listen::store::register(&desk.db).await?;
    let source = register
        .into_iter()
        .find(|source| source.id.as_str() == id && source.removed.is_none())
        .ok_or(Error::not_found())?;
    let f = desk.live_frame(lang, &format!("/desk/sources/{id}"));
    let (entered, _) = listen::store::source(&desk.db, &source.id).await?.ok_or(Error::not_found())?;
    let days = days(desk, &source, f.now).await?;
    let every = (days.len() / 5).max(1);
    let bin = |(index, (day, items)): (usize, &(Day, u32))| {
        let label = f.day(&f.zone.start(*day));
        Bin { tick: (index % every == 0).then(|| label.clone()), label, value: Figure::Exactly(*items) }
    };
    let bands: Vec<_> = days.iter().filter_map(|(day, _)| band::band(&days, *day)).collect();
    let usual = |band: &band::Band| (band.lower as f32, band.upper as f32);
    let missing = days.len() - bands.len();
    let band = bands
        .first()
        .map(|first| std::iter::repeat_n(usual(first), missing).chain(bands.iter().map(usual)).collect::<Vec<_>>());
    let district = entered.district.as_ref();
    let is_push = entered.has_input(Input::Push);
    let address = match &desk.mail_folder {
        _ if is_push => desk.push_address(&source.id),
        Some(root) if entered.has_input(Input::Folder) => listen::folder::place(root, &source.id).display().to_string(),
        None if entered.has_input(Input::Folder) => f.t("source-no-mail-folder"),
        _ if entered.has_input(Input::Upload) => f.t("source-uploads"),
        _ => source.public_url.clone().unwrap_or_default(),
    };
    let view = SourceView {
        may_change: who.may(Permission::ManageSources),
        id: source.id.clone(),
        name: source.name(lang == UiLang::Zh).to_owned(),
        kind: source.kind,
        health: shown(band::health(&source, &days)),
        error: error(&f, &source),
        timeline: Timeline {
            name: "items".to_owned(),
            title: f.t("source-days"),
            caption: f.t("duty-items-caption"),
            unit: f.t("duty-items-day"),
            bins: days.iter().enumerate().map(bin).collect(),
            band: band.unwrap_or_default(),
            marks: Vec::new(),
            spoke: Vec::new(),
        },
        address,
        is_push,
        is_upload: entered.has_input(Input::Upload),
        asks: (!entered.options.query.is_empty()).then(|| entered.options.query.clone()),
        purpose: source.purpose(lang == UiLang::Zh).to_owned(),
        lang: entered.lang_hint.map(|hint| lang_name(&f, hint)),
        district: district.map(|id| ::mirror::district_name(&desk.districts, id.as_str(), lang).to_owned()),
        since: source.added,
        answered_last: source.last_success,
        next: source.next_poll,
        reason: String::new(),
        reason_error: None,
        staff: desk.staff_here(who).await?,
        f,
    };
    Ok(view)
}

fn lang_name(f: &Frame, lang: TextLang) -> String {
    match lang {
        TextLang::ZhHans | TextLang::ZhHant => f.t("stories-lang-zh"),
        TextLang::En => f.t("stories-lang-en"),
        TextLang::Other => f.t("add-lang-any"),
    }
}

pub async fn form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::ManageSources)?;
    let staff = desk.staff_here(&who).await?;
    Ok(print(&filled(&desk, lang, staff, &Fields::default()))?)
}

/// Back from the preview, with what was typed.
pub async fn form_again(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Page<String>, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let staff = desk.staff_here(&posted.staff).await?;
    Ok(print(&filled(&desk, lang, staff, &posted.fields))?)
}

fn filled(desk: &Desk, lang: UiLang, staff: Staff, fields: &Fields) -> AddSourceView {
    let name = |id: &str| ::mirror::district_name(&desk.districts, id, lang).to_owned();
    let kind = fields.text("kind");
    AddSourceView {
        f: desk.frame(lang, "/desk/sources/new"),
        staff,
        way: way(fields).to_owned(),
        address: fields.text("address"),
        name: fields.text("name"),
        kind: if kind.is_empty() { SourceKind::Public.code().to_owned() } else { kind },
        purpose: fields.text("purpose"),
        query: fields.text("query"),
        langs: fields.text("langs"),
        lang: fields.text("lang"),
        district: fields.text("district"),
        districts: desk.districts.iter().map(|d| (d.id.to_string(), name(d.id.as_str()))).collect(),
        address_error: None,
        name_error: None,
        query_error: None,
        preview: None,
    }
}

/// How the source reaches us: what was chosen, or else a feed.
fn way(fields: &Fields) -> &'static str {
    let chosen = fields.text("way");
    WAYS.iter().copied().find(|way| *way == chosen).unwrap_or("poll")
}

/// The format of a feed, told by its address.
pub(super) fn feed_format(address: &str) -> &'static str {
    let is_json = address.split('?').next().is_some_and(|path| path.ends_with(".json"));
    if is_json { "json_feed" } else { "rss" }
}

/// An id made of a name, or of chance where the name has no Latin letters.
pub(super) fn id_of(name: &str) -> SourceId {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let id: String = name.chars().map(letters).take(32).collect::<String>().trim_matches('-').to_owned();
    SourceId::new(if id.chars().any(|c| c != '-') { id } else { format!("source-{}", model::random_hex(4)) })
}

/// The source that the form describes. Its id comes from its name, or from chance where the name has no Latin letters.
fn described(desk: &Desk, fields: &Fields) -> Source {
    let name = fields.text("name");
    let address = fields.text("address");
    let connector = match way(fields) {
        PUSH => "webhook",
        "poll" => feed_format(&address),
        other => other,
    };
    let has_persons = listen::connectors::named(connector).is_some_and(|connector| connector.has_persons);
    let kind = SourceKind::from_code(&fields.text("kind")).filter(|_| !has_persons);
    let is_read = !matches!(connector, "webhook" | "mail" | "hotline");
    let langs = fields.text("langs").to_lowercase();
    let options = match connector {
        "jetstream" => Options {
            query: fields.text("query"),
            langs: langs.split([' ', ',', '、', '，']).filter(|lang| !lang.is_empty()).map(str::to_owned).collect(),
            ..Options::default()
        },
        _ => Options::default(),
    };
    let district = fields.text("district");
    Source {
        id: id_of(&name),
        name_zh: name.clone(),
        name_en: name,
        connector: connector.to_owned(),
        kind: kind.unwrap_or(SourceKind::Public),
        purpose_zh: fields.text("purpose"),
        purpose_en: fields.text("purpose"),
        url: is_read.then_some(address),
        lang_hint: TextLang::from_code(&fields.text("lang")),
        district: desk.districts.iter().map(|known| &known.id).find(|known| known.as_str() == district).cloned(),
        poll_minutes: listen::source::POLL_MINUTES_DEFAULT,
        options,
    }
}

/// Reads the source once and shows what would be stored. Nothing is saved.
pub async fn preview(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    desk.record(&posted.staff, Purpose::SourceCare, "preview of a source").await?;
    let source = described(&desk, &posted.fields);
    let staff = desk.staff_here(&posted.staff).await?;
    let mut view = filled(&desk, lang, staff, &posted.fields);
    if let Err(error) = source.check() {
        refuse(&mut view, &error);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    if source.url.is_none() {
        view.preview = Some(match source.connector.as_str() {
            "mail" => Preview::Folder,
            "hotline" => Preview::Upload,
            _ => Preview::Push,
        });
        return Ok(print(&view)?.into_response());
    }
    let now = desk.clock.now();
    view.preview = Some(match look_at(&desk.fetcher, &desk.parser, &source, &desk.zone, now).await {
        Err(failure) => Preview::Failed(view.f.t(failure.reason.key())),
        Ok(read) => read_preview(&desk, &view.f, &source, read),
    });
    Ok(print(&view)?.into_response())
}

/// What would be stored, as the page shows it.
pub(super) fn read_preview(desk: &Desk, f: &Frame, source: &Source, read: listen::poll::Preview) -> Preview {
    let gazetteer = Gazetteer::new(&desk.districts);
    let name = |id: &model::DistrictId| ::mirror::district_name(&desk.districts, id.as_str(), f.lang).to_owned();
    let items = read.mentions.iter().take(PREVIEW_ITEMS).map(|mention| {
        let text = mention.full_text();
        let known = text::language(&text);
        let places = gazetteer.places(&text).iter().map(name).collect();
        PreviewItem { at: mention.at, lang: lang_name(f, known), places, text: Spoken::new(text, known) }
    });
    let persons = source.kind.is_private().then(|| f.t("duty-left-persons"));
    let mut met = read.met.clone();
    read.skipped.iter().for_each(|skipped| met.note(skipped.reason));
    let reason =
        |(reason, count): (listen::Reason, u32)| f.t2("duty-left-reason", "count", count, "reason", f.t(reason.key()));
    Preview::Read {
        items_count: u32::try_from(read.count).unwrap_or(u32::MAX),
        items: items.collect(),
        left_out: persons.into_iter().chain(met.iter().map(reason)).collect(),
    }
}

fn refuse(view: &mut AddSourceView, error: &Error) {
    match error.message {
        "listen-error-url" => view.address_error = Some("add-address-refused"),
        "listen-error-person-page" => view.address_error = Some(error.message),
        "listen-error-name" => view.name_error = Some("add-name-missing"),
        "listen-error-query" | "listen-error-langs" => view.query_error = Some(error.message),
        _ => view.preview = Some(Preview::Failed(view.f.t(error.message))),
    }
}

pub async fn add(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let source = described(&desk, &posted.fields);
    // A source that pushes brings a secret, and is asked for before anything is stored.
    let by = if source.has_input(Input::Push) { Some(posted.staff.recent().await?) } else { None };
    let mut tx = desk.db.write().await?;
    let secret = match listen::store::add_source(&mut tx, &source, desk.clock.now()).await {
        Ok(secret) => secret,
        Err(error) if matches!(error.kind, model::Kind::Invalid | model::Kind::Conflict) => {
            drop(tx);
            let staff = desk.staff_here(&posted.staff).await?;
            let mut view = filled(&desk, lang, staff, &posted.fields);
            refuse(&mut view, &error);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let subject = format!("source/{}", source.id);
    org::audit::note(&mut tx, posted.staff.id(), "source_added", &subject, &source.connector, desk.gate.wall.now())
        .await?;
    tx.commit().await?;
    tracing::info!(source.id = %source.id, "a source was added");
    if source.has_input(Input::Upload) {
        let upload = desk.frame(lang, "").href(&format!("/desk/sources/{}/upload", source.id));
        return Ok(Redirect::to(&upload).into_response());
    }
    if let Some((by, secret)) = by.zip(secret) {
        return told(&desk, lang, &posted.staff, by, &source.id, source.name_en, secret).await;
    }
    Ok(Redirect::to(&desk.frame(lang, "").href(&format!("/desk/sources/{}", source.id))).into_response())
}

/// Stops the old secret of a webhook and shows a new one.
pub async fn renew(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let by = posted.staff.recent().await?;
    let id = SourceId::new(id);
    let (source, _) = listen::store::source(&desk.db, &id).await?.ok_or(Error::not_found())?;
    let mut tx = desk.db.write().await?;
    let secret = listen::store::renew_secret(&mut tx, &id).await?;
    tx.commit().await?;
    tracing::info!(source.id = %id, "the secret of a source was renewed");
    let name = if lang == UiLang::Zh { source.name_zh } else { source.name_en };
    told(&desk, lang, &posted.staff, by, &id, name, secret).await
}

/// Shows a secret, this once: it is in no address, no log and no cache. Whoever holds it can speak as the source, so it is
/// shown to nobody but who has just proved who they are.
async fn told(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    _: Recent<'_>,
    id: &SourceId,
    name: String,
    secret: String,
) -> std::result::Result<Response, Fault> {
    let view = SecretView {
        f: desk.frame(lang, "/desk/sources"),
        staff: desk.staff_here(who).await?,
        address: desk.push_address(id),
        id: id.clone(),
        name,
        secret,
    };
    Ok((AppendHeaders([(CACHE_CONTROL, "no-store")]), print(&view)?).into_response())
}

pub async fn remove(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::ManageSources)?;
    let id = SourceId::new(id);
    let reason = posted.fields.text("reason");
    let mut tx = desk.db.write().await?;
    match listen::store::remove_source(&mut tx, &id, &reason, desk.clock.now()).await {
        Ok(()) => {}
        Err(error) if error.kind == model::Kind::Invalid => {
            drop(tx);
            let mut view = described_one(&desk, lang, id.as_str(), &posted.staff).await?;
            // A page that looks again by itself would take away what was typed.
            view.f.live = None;
            (view.reason, view.reason_error) = (reason, Some(error.message));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
        }
        Err(error) => return Err(error.into()),
    }
    let subject = format!("source/{id}");
    org::audit::note(&mut tx, posted.staff.id(), "source_removed", &subject, "", desk.gate.wall.now()).await?;
    tx.commit().await?;
    // The reason stands in the register, masked; a log would keep what was typed.
    tracing::info!(source.id = %id, "a source was removed");
    Ok(Redirect::to(&desk.frame(lang, "").href("/desk/sources")).into_response())
}
