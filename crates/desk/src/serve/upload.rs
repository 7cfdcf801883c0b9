//! Exports that the desk uploads: read into memory, shown with a mapping, and taken in once the mapping is right.

use super::sources::read_preview;
use super::{Desk, Lang, print};
use crate::pages::source::Preview;
use crate::pages::upload::{ColumnRow, Done, UploadView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html as Page, IntoResponse, Response};
use listen::connectors::Input;
use listen::upload::Export;
use listen::{Column, Options, Source};
use model::{Error, Result, SourceId, Time};
use org::Permission;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use web::input::{Fields, Posted, Uploaded};
use web::session::SignedIn;
use web::{Fault, UiLang};

/// How long a file waits in memory for its mapping.
const HELD: Duration = Duration::from_secs(30 * 60);
/// Files that may wait at once; the oldest goes first.
const HELD_MAX: usize = 16;

/// Files that wait for their mapping, one a session: in memory, and on no disk.
#[derive(Default)]
pub struct Uploads(Mutex<HashMap<String, Waiting>>);

struct Waiting {
    source: SourceId,
    export: Arc<Export>,
    since: Time,
}

impl Uploads {
    fn hold(&self, session: &str, source: &SourceId, export: Arc<Export>, now: Time) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, waiting| now < waiting.since.plus(HELD));
        if held.len() >= HELD_MAX {
            let oldest = held.iter().min_by_key(|(_, waiting)| waiting.since).map(|(session, _)| session.clone());
            oldest.map(|oldest| held.remove(&oldest));
        }
        held.insert(session.to_owned(), Waiting { source: source.clone(), export, since: now });
    }

    fn held(&self, session: &str, source: &SourceId, now: Time) -> Option<Arc<Export>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = held.get(session)?;
        (waiting.source == *source && now < waiting.since.plus(HELD)).then(|| waiting.export.clone())
    }

    fn let_go(&self, session: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
    }
}

/// The source of the address, if exports are uploaded for it.
async fn found(desk: &Desk, id: String) -> Result<Source> {
    let (source, _) = listen::store::source(&desk.db, &SourceId::new(id)).await?.ok_or(Error::not_found())?;
    if source.has_input(Input::Upload) { Ok(source) } else { Err(Error::not_found()) }
}

async fn empty(desk: &Desk, lang: UiLang, who: &SignedIn, source: &Source) -> Result<UploadView> {
    Ok(UploadView {
        f: desk.frame(lang, &format!("/desk/sources/{}/upload", source.id)),
        staff: desk.staff_here(who).await?,
        id: source.id.clone(),
        name: if lang == UiLang::Zh { source.name_zh.clone() } else { source.name_en.clone() },
        columns: Vec::new(),
        is_drawn: false,
        rows: 0,
        preview: None,
        error: None,
        done: None,
    })
}

pub async fn form(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::ManageSources)?;
    let source = found(&desk, id).await?;
    Ok(print(&empty(&desk, lang, &who, &source).await?)?)
}

/// Reads the file and shows its columns, by the mapping that was drawn or by the names that hotlines give them.
pub async fn read(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    uploaded: Uploaded,
) -> std::result::Result<Response, Fault> {
    let who = &uploaded.staff;
    who.require(Permission::ManageSources)?;
    let source = found(&desk, id).await?;
    let export = match Export::read(&uploaded.file) {
        Ok(export) if !uploaded.file.is_empty() => Arc::new(export),
        Ok(_) => return refused(empty(&desk, lang, who, &source).await?, "upload-no-file"),
        Err(reason) => return refused(empty(&desk, lang, who, &source).await?, reason.key()),
    };
    desk.uploads.hold(&who.session.id, &source.id, export.clone(), desk.gate.wall.now());
    let drawn: Vec<(String, Column)> =
        source.options.columns.iter().filter(|(name, _)| export.columns.contains(name)).cloned().collect();
    let has_text = drawn.iter().any(|(_, column)| matches!(column, Column::Text | Column::Title));
    let columns = if has_text { drawn } else { export.usual() };
    Ok(print(&shown(&desk, lang, who, source, &export, columns, has_text).await?)?.into_response())
}

/// Draws the mapping anew and shows what it would store; or stores, and takes the rows in.
pub async fn columns(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    posted: Posted,
) -> std::result::Result<Response, Fault> {
    let who = &posted.staff;
    who.require(Permission::ManageSources)?;
    let source = found(&desk, id).await?;
    let Some(export) = desk.uploads.held(&who.session.id, &source.id, desk.gate.wall.now()) else {
        return refused(empty(&desk, lang, who, &source).await?, "upload-gone");
    };
    let options = Options { columns: chosen(&export, &posted.fields), ..source.options.clone() };
    if let Err(error) = options.check_columns() {
        let mut view = shown(&desk, lang, who, source, &export, options.columns, false).await?;
        view.error = Some(error.message);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    }
    if posted.fields.text("do") != "store" {
        return Ok(print(&shown(&desk, lang, who, source, &export, options.columns, false).await?)?.into_response());
    }
    let mut tx = desk.db.write().await?;
    listen::store::map_columns(&mut tx, &source.id, &options).await?;
    if options != source.options {
        let subject = format!("source/{}", source.id);
        org::audit::note(&mut tx, who.id(), "columns_drawn", &subject, "", desk.gate.wall.now()).await?;
    }
    tx.commit().await?;
    let source = Source { options, ..source };
    let mut view = empty(&desk, lang, who, &source).await?;
    match (desk.take_in)(source, export).await {
        Ok(taken) => {
            desk.uploads.let_go(&who.session.id);
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            view.done = Some(Done { new: count(taken.new), known: count(taken.known), skipped: count(taken.skipped) });
            Ok(print(&view)?.into_response())
        }
        Err(error) if error.kind == model::Kind::Invalid => refused(view, error.message),
        Err(error) => Err(error.into()),
    }
}

fn refused(view: UploadView, error: &'static str) -> std::result::Result<Response, Fault> {
    let view = UploadView { error: Some(error), ..view };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response())
}

/// What the form says of each column; a column without a use is not part of the mapping, and so is never read.
fn chosen(export: &Export, fields: &Fields) -> Vec<(String, Column)> {
    let column = |(index, name): (usize, &String)| {
        Some((name.clone(), Column::from_code(&fields.text(&format!("column-{index}")))?))
    };
    export.columns.iter().enumerate().filter_map(column).collect()
}

async fn shown(
    desk: &Desk,
    lang: UiLang,
    who: &SignedIn,
    source: Source,
    export: &Export,
    columns: Vec<(String, Column)>,
    is_drawn: bool,
) -> Result<UploadView> {
    let mut view = empty(desk, lang, who, &source).await?;
    let row = |(index, name): (usize, &String)| ColumnRow {
        field: format!("column-{index}"),
        name: name.clone(),
        role: columns.iter().find(|(known, _)| known == name).map_or("", |(_, column)| column.code()).to_owned(),
    };
    view.columns = export.columns.iter().enumerate().map(row).collect();
    view.is_drawn = is_drawn;
    view.rows = export.row_count();
    let source = Source { options: Options { columns, ..source.options.clone() }, ..source };
    if source.options.columns.is_empty() {
        view.error = Some("upload-nothing-known");
        return Ok(view);
    }
    let read = export.preview(&desk.parser, &source, &desk.zone, desk.clock.now()).await;
    view.preview = Some(match read {
        Ok(read) => read_preview(desk, &view.f, &source, read),
        Err(reason) => Preview::Failed(view.f.t(reason.key())),
    });
    Ok(view)
}
