//! A form that somebody signed in sent about something that its address names: what nearly every verb starts from.

use super::{Desk, Lang};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::{IntoResponse, Redirect, Response};
use model::{Error, StaffId, Time};
use org::{Permission, Recent};
use std::collections::HashMap;
use web::input::Posted;
use web::{Fault, UiLang};

/// How a verb answers.
pub type Done = Result<Response, Fault>;

pub struct Form {
    pub desk: Desk,
    pub lang: UiLang,
    pub posted: Posted,
    pub now: Time,
    named: HashMap<String, String>,
}

impl FromRequest<Desk> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Lang(lang) = Lang::from_request_parts(&mut parts, desk).await.map_err(Fault::into_response)?;
        let named = Path::<HashMap<String, String>>::from_request_parts(&mut parts, desk).await;
        let Path(named) = named.map_err(|_| Fault::from(Error::not_found()).into_response())?;
        let posted = Posted::from_request(Request::from_parts(parts, body), desk).await?;
        Ok(Form { desk: desk.clone(), lang, posted, now: desk.clock.now(), named })
    }
}

impl Form {
    /// - errors: `Forbidden`
    pub fn require(&self, permission: Permission) -> Result<(), Fault> {
        self.posted.staff.require(permission)
    }

    /// - returns: the proof that it is still they who sit there, which the verbs that matter ask for
    /// - errors: the page that asks again who it is
    pub async fn recent(&self) -> Result<Recent<'_>, Fault> {
        self.posted.staff.recent().await
    }

    /// What the address says in the place of this name.
    pub fn named(&self, name: &str) -> &str {
        self.named.get(name).map_or("", String::as_str)
    }

    pub fn text(&self, field: &str) -> String {
        self.posted.fields.text(field)
    }

    pub fn by(&self) -> &StaffId {
        self.posted.staff.id()
    }

    /// On to a page of the desk, in the reader's language.
    pub fn to(&self, path: &str) -> Response {
        Redirect::to(&self.desk.frame(self.lang, "").href(path)).into_response()
    }
}
