//! The session cookie, and the extractor that lets only signed-in staff through.

use crate::error::Fault;
use crate::input::Fields;
use crate::language::Languages;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use model::{Clock, Error, StaffId, Time};
use org::{Permission, Proofs, Recent, Session, SessionLimits, Token};
use store::Db;

/// How the session's token travels.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    /// Over https, as always but on a developer's own machine.
    pub secure: bool,
}

impl SessionCookie {
    /// With `__Host-` a browser takes the cookie only over https, for the whole site and from no neighbouring subdomain.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-candor" } else { "candor" }
    }

    pub fn read(self, headers: &HeaderMap) -> Option<Token> {
        Token::from_cookie(cookie(headers, self.name())?)
    }

    /// The `Set-Cookie` after signing in. It has no age: the server knows when a session ends, and a closed browser forgets it sooner.
    pub fn set(self, token: &Token) -> HeaderValue {
        self.header(token.for_cookie(), "")
    }

    /// The `Set-Cookie` after signing out.
    pub fn clear(self) -> HeaderValue {
        self.header("", "; Max-Age=0")
    }

    fn header(self, value: &str, age: &str) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name());
        let mut header = HeaderValue::try_from(text).expect("a token is plain ASCII");
        header.set_sensitive(true);
        header
    }
}

/// The value of one cookie, if it came exactly once: of two, one was planted.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut values = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(known, value)| (known == name).then_some(value));
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

/// What the extractor needs; the desk's router carries it as an `Extension`.
#[derive(Clone)]
pub struct Gate {
    pub db: Db,
    pub limits: SessionLimits,
    /// The wall's time, also where the town is replayed on a fast clock: sessions belong to the person at the desk.
    pub wall: Clock,
    pub cookie: SessionCookie,
    pub languages: Languages,
    /// The path of the sign-in page, given a language's segment.
    pub sign_in_path: fn(&str) -> String,
}

/// A signed-in member of staff. As an argument of a handler it turns everyone else away: people to the sign-in page, from
/// where they come back, and scripts with a 401.
#[derive(Clone)]
pub struct SignedIn {
    pub session: Session,
    /// Whether a person opened this, rather than a page that keeps itself up to date.
    pub is_by_hand: bool,
    /// When the request came.
    now: Time,
    /// Where their form would be sent again.
    path: String,
    form: Option<SentForm>,
    db: Db,
}

/// What a form said, as it came.
#[derive(Clone)]
struct SentForm {
    fields: Vec<(String, String)>,
    has_file: bool,
}

/// What someone was about to do when they were asked again who they are, so that they come back to it with nothing lost.
#[derive(Clone, PartialEq, Eq)]
pub struct Again {
    /// Path and query.
    pub path: String,
    /// What their form said; nothing for a page that was only opened.
    pub fields: Option<Vec<(String, String)>>,
    /// Whether their form carried a file, which cannot go along.
    pub has_file: bool,
    /// By what they can prove who they are.
    pub proofs: Proofs,
    /// The token of their session.
    pub csrf: String,
}

/// A form may hold anything, so only the path is ever printed for a log.
impl std::fmt::Debug for Again {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Again({})", self.path)
    }
}

impl SignedIn {
    pub fn id(&self) -> &StaffId {
        &self.session.staff.id
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.session.staff.role.may(permission)
    }

    /// Lets pass only who has proved within the last five minutes that it is still they: for approving, roles and keys. It
    /// comes before anything is done; the page that asks brings the person back with their form.
    ///
    /// - returns: the proof, which the verbs that matter ask for
    /// - errors: the page that asks for the password, a code or a key
    pub async fn recent(&self) -> Result<Recent<'_>, Fault> {
        if let Some(recent) = self.session.recent(self.now) {
            return Ok(recent);
        }
        let proofs = org::confirm::proofs(&self.db, self.id()).await?;
        let (fields, has_file) = self.form.clone().map_or((None, false), |form| (Some(form.fields), form.has_file));
        let csrf = self.session.csrf().to_owned();
        Err(Fault::again(Again { path: self.path.clone(), fields, has_file, proofs, csrf }))
    }

    /// Keeps what the form said, in case its owner is asked again who they are.
    pub(crate) fn keep(&mut self, fields: &Fields, has_file: bool) {
        self.form = Some(SentForm { fields: fields.pairs(), has_file });
    }

    /// - errors: `Forbidden` if the role does not allow it
    pub fn require(&self, permission: Permission) -> Result<(), Fault> {
        if self.may(permission) { Ok(()) } else { Err(Error::forbidden().into()) }
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let gate = parts.extensions.get::<Gate>().expect("a router with staff pages carries a Gate");
        match gate.signed_in(parts).await {
            Ok(Some(staff)) => Ok(staff),
            Ok(None) => Err(gate.turn_away(parts)),
            Err(error) => Err(Fault::from(error).into_response()),
        }
    }
}

impl Gate {
    /// The session of a request, for a page that greets its reader but lets everyone in.
    pub async fn session(&self, parts: &Parts) -> model::Result<Option<Session>> {
        let Some(token) = self.cookie.read(&parts.headers) else { return Ok(None) };
        let now = self.wall.now();
        let session = org::session::resume(&self.db, &token, self.limits, now).await?;
        if let Some(session) = &session
            && is_by_hand(parts)
        {
            org::session::touch(&self.db, session, now).await?;
        }
        Ok(session)
    }

    async fn signed_in(&self, parts: &Parts) -> model::Result<Option<SignedIn>> {
        let Some(session) = self.session(parts).await? else { return Ok(None) };
        let here = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        let path = here.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let (is_by_hand, now, db) = (is_by_hand(parts), self.wall.now(), self.db.clone());
        Ok(Some(SignedIn { session, is_by_hand, now, path, form: None, db }))
    }

    fn turn_away(&self, parts: &Parts) -> Response {
        if !is_by_hand(parts) {
            return Fault::new(StatusCode::UNAUTHORIZED, "error-signed-out").into_response();
        }
        let path = parts.uri.path();
        let sign_in = (self.sign_in_path)(self.languages.wanted(path, &parts.headers));
        let here = parts.uri.path_and_query().map_or(path, |here| here.as_str());
        match local_path(here).filter(|_| parts.method == Method::GET) {
            Some(next) => Redirect::to(&format!("{sign_in}?next={}", escaped(next))).into_response(),
            None => Redirect::to(&sign_in).into_response(),
        }
    }
}

/// Whether a person did this, rather than a script of an open page. A page left open on a screen would otherwise keep
/// its session alive by its live updates.
fn is_by_hand(parts: &Parts) -> bool {
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_script = text("sec-fetch-dest") == "empty" || text("accept").starts_with("text/event-stream");
    !is_script || !parts.method.is_safe()
}

/// Where to go after signing in: a path of this site, or nothing for what would lead elsewhere.
pub fn local_path(next: &str) -> Option<&str> {
    // Browsers read `//host` and `/\host` as another site, and drop tabs and line breaks while they do.
    let is_local = next.starts_with('/') && !next[1..].starts_with(['/', '\\']);
    let is_plain = next.len() <= 512 && !next.contains('\\') && next.chars().all(|c| !c.is_control() && c != ' ');
    (is_local && is_plain).then_some(next)
}

/// Percent-encodes a path for use as a value in a query.
pub fn escaped(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len() + 8);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_leads_nowhere_else() {
        for path in ["/zh/desk", "/en/desk/stories?lang=zh&hours=24", "/"] {
            assert_eq!(local_path(path), Some(path));
        }
        for trap in
            ["", "desk", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/a\\b"]
        {
            assert_eq!(local_path(trap), None, "{trap:?}");
        }
        assert_eq!(escaped("/zh/desk?a=1&b=2"), "/zh/desk%3Fa%3D1%26b%3D2");
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_neighbours() {
        let token = Token::from_cookie(&"ab".repeat(32)).expect("64 hex digits");
        let text = |cookie: SessionCookie| cookie.set(&token).to_str().expect("plain ASCII").to_owned();
        let value = "ab".repeat(32);
        assert_eq!(
            text(SessionCookie { secure: true }),
            format!("__Host-candor={value}; Path=/; HttpOnly; SameSite=Lax; Secure")
        );
        assert_eq!(text(SessionCookie { secure: false }), format!("candor={value}; Path=/; HttpOnly; SameSite=Lax"));
    }

    #[test]
    fn a_cookie_that_came_twice_is_not_believed() {
        let read = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(line));
            cookie(&headers, "candor").map(str::to_owned)
        };
        assert_eq!(read("a=b; candor=x").as_deref(), Some("x"));
        assert_eq!(read("candor=x; candor=y"), None);
        assert_eq!(read("xcandor=x"), None);
    }
}
