//! What people type: queries and forms, with a size for each field, and reasons for each that will not do.

use crate::csrf;
use crate::error::Fault;
use crate::session::SignedIn;
use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Query, Request};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use org::Refusal;
use std::ops::RangeInclusive;

/// The most characters each field may have. A field that is not listed gets [`CHARACTERS_MAX`].
pub const FIELDS: &[(&str, usize)] = &[
    ("answer_en", 8_000),
    ("answer_zh", 8_000),
    ("change_en", 2_000),
    ("change_zh", 2_000),
    ("claim_en", 400),
    ("claim_zh", 400),
    (csrf::FIELD, 64),
    ("alt_en", 500),
    ("alt_zh", 500),
    // A little more than may be published, so that what is too long comes back to its writer whole.
    ("body_en", 50_000),
    ("body_zh", 50_000),
    // A search that is kept, as an address says it: every Chinese character of it is nine.
    ("address", 3_000),
    ("code", 64),
    // What a passkey says, at the door and where the desk asks again.
    ("confirm-key-id", 1_400),
    ("confirm-key-client", 4_000),
    ("confirm-key-data", 4_000),
    ("confirm-key-signature", 1_000),
    ("confirm-next", 512),
    ("confirm-proof", 512),
    ("email", 254),
    ("endpoint", 2_000),
    ("issuer", 512),
    ("key-attestation", 8_000),
    ("key-client", 4_000),
    ("key-data", 4_000),
    ("key-id", 1_400),
    ("key-signature", 1_000),
    ("lang", 16),
    ("next", 512),
    ("note", 2_000),
    ("passkey", 1_400),
    ("password", 512),
    ("purpose", 1_000),
    ("purpose_en", 1_000),
    ("purpose_zh", 1_000),
    ("q", 200),
    ("quote", 2_000),
    // As long as the query language allows.
    ("query", 4_000),
    ("reason", 2_000),
    ("reason_en", 2_000),
    ("reason_zh", 2_000),
    ("sign_in_name", 64),
    ("subject", 255),
    ("summary_en", 1_000),
    ("summary_zh", 1_000),
    ("title_en", 300),
    ("title_zh", 300),
    ("tone_en", 2_200),
    ("tone_zh", 2_200),
    ("url", 2_000),
    ("what", 1_000),
];
const CHARACTERS_MAX: usize = 200;
/// A form of ours has a dozen fields, and one that lists what an import would add has five for each; a thousand of them are
/// someone trying something.
const FIELDS_MAX: usize = 400;

/// The fields of a query or form, cut to their sizes.
#[derive(Clone, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    /// Names of fields that were longer than they may be.
    too_long: Vec<String>,
}

impl Fields {
    fn of(pairs: Vec<(String, String)>) -> Result<Self, Fault> {
        if pairs.len() > FIELDS_MAX {
            return Err(Fault::new(StatusCode::BAD_REQUEST, "error-invalid"));
        }
        let mut fields = Fields::default();
        for (name, mut value) in pairs {
            // `url-7` is the seventh of several.
            let kind = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
            let most = FIELDS.iter().find(|(known, _)| *known == kind).map_or(CHARACTERS_MAX, |(_, most)| *most);
            if let Some((end, _)) = value.char_indices().nth(most) {
                value.truncate(end);
                fields.too_long.push(name.clone());
            }
            fields.pairs.push((name, value));
        }
        Ok(fields)
    }

    /// The fields of an address that was kept, such as a saved search.
    ///
    /// - `query`: what stands behind the `?`
    pub fn of_query(query: &str) -> Result<Self, Fault> {
        let uri = format!("/?{query}").parse().map_err(|_| Fault::new(StatusCode::BAD_REQUEST, "error-invalid"))?;
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&uri);
        Fields::of(pairs.map_err(|_| Fault::new(StatusCode::BAD_REQUEST, "error-invalid"))?.0)
    }

    /// A field as it was sent, spaces and all: for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// A field without spaces around it and without control characters, line breaks and tabs excepted; empty if it was not sent.
    pub fn text(&self, name: &str) -> String {
        // A sign that turns the order of letters round would let an approver read another text than the one that is signed.
        let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let kept = |c: &char| (!c.is_control() && !turns(c)) || matches!(c, '\n' | '\t');
        self.raw(name).replace("\r\n", "\n").chars().filter(kept).collect::<String>().trim().to_owned()
    }

    /// All fields in their order, for asking again without losing a form. One that was too long stays too long.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pairs = self.pairs.iter();
        pairs
            .map(|(name, value)| {
                let mark = if self.too_long.contains(name) { "…" } else { "" };
                (name.clone(), format!("{value}{mark}"))
            })
            .collect()
    }

    /// Every value of a field that may be sent several times, such as a row of check boxes.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Reads typed values and gathers what is wrong with them.
    pub fn reader(&self) -> Reader<'_> {
        Reader { fields: self, refusals: Vec::new() }
    }
}

/// Reads fields one by one; in the end it has the reasons of all that were refused, so a form can show them together.
pub struct Reader<'a> {
    fields: &'a Fields,
    refusals: Vec<Refusal>,
}

impl Reader<'_> {
    pub fn optional(&mut self, field: &'static str) -> String {
        if self.fields.too_long.iter().any(|name| name == field) {
            self.refuse(field, "input-too-long");
        }
        self.fields.text(field)
    }

    pub fn required(&mut self, field: &'static str) -> String {
        let text = self.optional(field);
        if text.is_empty() {
            self.refuse(field, "input-required");
        }
        text
    }

    /// A value of a closed list, by its code.
    ///
    /// - returns: nothing if it was not sent; nothing, and a refusal, if it is not of the list
    pub fn choice<T>(&mut self, field: &'static str, from_code: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.optional(field);
        let chosen = from_code(&text);
        if chosen.is_none() && !text.is_empty() {
            self.refuse(field, "input-choice");
        }
        chosen
    }

    /// A whole number within bounds.
    ///
    /// - returns: nothing if it was not sent; nothing, and a refusal, if it is no such number
    pub fn number(&mut self, field: &'static str, within: RangeInclusive<i64>) -> Option<i64> {
        let text = self.optional(field);
        let number = text.parse().ok().filter(|number| within.contains(number));
        if number.is_none() && !text.is_empty() {
            self.refuse(field, "input-number");
        }
        number
    }

    pub fn refuse(&mut self, field: &'static str, message: &'static str) {
        if !self.refusals.iter().any(|known| known.field == field) {
            self.refusals.push(Refusal { field, message });
        }
    }

    /// What was refused, in the order of reading; empty if all will do.
    pub fn refusals(self) -> Vec<Refusal> {
        self.refusals
    }
}

/// The reason for one field, as a form prints it.
pub fn refusal(refusals: &[Refusal], field: &str) -> Option<&'static str> {
    refusals.iter().find(|refusal| refusal.field == field).map(|refusal| refusal.message)
}

/// The fields of the address.
pub struct Asked(pub Fields);

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        Ok(Asked(Fields::of(pairs.map_err(|_| Fault::new(StatusCode::BAD_REQUEST, "error-invalid"))?.0)?))
    }
}

/// The fields of a form that anyone may send: signing in, setting up. For every other form use [`Posted`].
pub struct Sent(pub Fields);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, state)
            .await
            .map_err(|rejection| Fault::new(rejection.status(), "error-invalid"))?;
        Ok(Sent(Fields::of(pairs)?))
    }
}

/// The fields of a signed-in person's form. It cannot be had without a session and the token of that session.
pub struct Posted {
    pub staff: SignedIn,
    pub fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        use axum::response::IntoResponse as _;
        let (mut parts, body) = request.into_parts();
        let mut staff = SignedIn::from_request_parts(&mut parts, state).await?;
        let sent = Sent::from_request(Request::from_parts(parts, body), state).await;
        let Sent(fields) = sent.map_err(Fault::into_response)?;
        if !staff.session.accepts_csrf(fields.raw(csrf::FIELD)) {
            return Err(Fault::new(StatusCode::FORBIDDEN, "error-form-expired").into_response());
        }
        staff.keep(&fields, false);
        Ok(Posted { staff, fields })
    }
}

/// The fields of a signed-in person's form that carries a file. The file is in memory and goes nowhere by itself.
///
/// Its route needs a `DefaultBodyLimit` for what a file may take; [`crate::body`] lets such a form be longer than others.
/// A plain form is taken too, as one without a file: that is how it comes back after its sender was asked who they are.
pub struct Uploaded {
    pub staff: SignedIn,
    pub fields: Fields,
    /// What the file was called where it came from.
    pub file_name: String,
    /// Empty if none was chosen.
    pub file: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for Uploaded {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        use axum::response::IntoResponse as _;
        let (mut parts, body) = request.into_parts();
        let mut staff = SignedIn::from_request_parts(&mut parts, state).await?;
        let kind = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        if kind.starts_with(b"application/x-www-form-urlencoded") {
            let Posted { staff, fields } = Posted::from_request(Request::from_parts(parts, body), state).await?;
            return Ok(Uploaded { staff, fields, file_name: String::new(), file: Vec::new() });
        }
        let unread = || Fault::new(StatusCode::BAD_REQUEST, "error-invalid").into_response();
        let sent = Multipart::from_request(Request::from_parts(parts, body), state).await;
        let mut sent = sent.map_err(|_| unread())?;
        let (mut pairs, mut file_name, mut file) = (Vec::new(), String::new(), Vec::new());
        while let Some(field) = sent.next_field().await.map_err(|_| unread())? {
            let name = field.name().unwrap_or_default().to_owned();
            let called = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|_| unread())?;
            if let Some(called) = called {
                file_name = called;
                file = bytes.to_vec();
            } else {
                pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        let fields = Fields::of(pairs).map_err(Fault::into_response)?;
        if !staff.session.accepts_csrf(fields.raw(csrf::FIELD)) {
            return Err(Fault::new(StatusCode::FORBIDDEN, "error-form-expired").into_response());
        }
        staff.keep(&fields, !file.is_empty());
        Ok(Uploaded { staff, fields, file_name, file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Fields::of(pairs).expect("few fields")
    }

    #[test]
    fn each_field_that_will_not_do_is_named_once() {
        let fields = fields(&[("q", &"水".repeat(201)), ("hours", "0"), ("level", "mauve"), ("kind", "press")]);
        let mut reader = fields.reader();
        assert_eq!(reader.optional("q").chars().count(), 200);
        assert_eq!(reader.required("name"), "");
        assert_eq!(reader.number("hours", 1..=168), None);
        assert_eq!(reader.choice("level", model::Level::from_code), None);
        assert_eq!(reader.choice("kind", model::SourceKind::from_code), Some(model::SourceKind::Press));
        let refused: Vec<_> = reader.refusals().iter().map(|refusal| (refusal.field, refusal.message)).collect();
        assert_eq!(
            refused,
            [("q", "input-too-long"), ("name", "input-required"), ("hours", "input-number"), ("level", "input-choice")]
        );
    }

    #[test]
    fn text_is_cleaned_and_a_password_is_not() {
        let fields = fields(&[("note", " a\r\nb\0\u{1b}\u{202e}c\u{2066} "), ("password", " two  spaces ")]);
        assert_eq!(fields.text("note"), "a\nbc");
        assert_eq!(fields.raw("password"), " two  spaces ");
    }
}
