//! One source: its days, its register entry and how to remove it; and adding one, with a preview before anything is saved.

use super::sources::Health;
use askama::Template;
use model::{SourceId, SourceKind, Time};
use web::chart::Timeline;
use web::{Field, Frame, Input, Spoken, Staff};

#[derive(Template)]
#[template(path = "source.html")]
pub struct SourceView {
    pub f: Frame,
    pub staff: Staff,
    /// Whether whoever looks may upload to it, renew its secret and remove it.
    pub may_change: bool,
    pub id: SourceId,
    pub name: String,
    pub kind: SourceKind,
    pub health: Health,
    /// What went wrong last, as a sentence in the page's language.
    pub error: Option<String>,
    /// Items a day against its own four-week band.
    pub timeline: Timeline,
    pub address: String,
    /// Whether another system pushes to it, with a secret.
    pub is_push: bool,
    /// Whether the desk uploads exports for it.
    pub is_upload: bool,
    /// What narrows it, if anything does.
    pub asks: Option<String>,
    pub purpose: String,
    /// In words; nothing if it is told by the text.
    pub lang: Option<String>,
    pub district: Option<String>,
    pub since: Time,
    pub answered_last: Option<Time>,
    /// When it is read again.
    pub next: Option<Time>,
    /// What was typed as the reason for removing it, and a key that says what is wrong with that.
    pub reason: String,
    pub reason_error: Option<&'static str>,
}

/// The form for a new source. With a preview, the same values go on as hidden fields and the button saves.
#[derive(Template)]
#[template(path = "add_source.html")]
pub struct AddSourceView {
    pub f: Frame,
    pub staff: Staff,
    /// One of [`WAYS`].
    pub way: String,
    pub address: String,
    pub name: String,
    /// A code of [`SourceKind`].
    pub kind: String,
    pub purpose: String,
    /// What narrows a stream, and primary language tags parted by spaces.
    pub query: String,
    pub langs: String,
    /// A code of [`model::Lang`], or an empty text.
    pub lang: String,
    /// The id of a district, or an empty text.
    pub district: String,
    /// Id and name of each district, in the page's language.
    pub districts: Vec<(String, String)>,
    /// Keys of the words, such as `add-address-refused`.
    pub address_error: Option<&'static str>,
    pub name_error: Option<&'static str>,
    pub query_error: Option<&'static str>,
    pub preview: Option<Preview>,
}

/// How a source reaches us, as the form offers it: a feed that is read, a push, or the name of a connector.
pub const WAYS: &[&str] =
    &["poll", "news_sitemap", "mastodon", "jetstream", "discourse", "lemmy", "mail", "hotline", "push"];

/// What reading the source once gave.
pub enum Preview {
    /// Nothing is read: another system will push.
    Push,
    /// Nothing is read yet: letters will come into a folder.
    Folder,
    /// Nothing is read yet: the desk will upload exports.
    Upload,
    /// In a sentence: why it could not be read.
    Failed(String),
    Read {
        items_count: u32,
        /// The first few, exactly as they would be stored.
        items: Vec<PreviewItem>,
        /// What intake left out, in finished phrases: "24 authors' names".
        left_out: Vec<String>,
    },
}

pub struct PreviewItem {
    pub text: Spoken,
    /// To the hour for private persons, exact for institutions and the press.
    pub at: Time,
    pub lang: String,
    pub places: Vec<String>,
}

/// The one page on which the secret of a webhook is ever shown.
#[derive(Template)]
#[template(path = "source_secret.html")]
pub struct SecretView {
    pub f: Frame,
    pub staff: Staff,
    pub id: SourceId,
    pub name: String,
    pub secret: String,
    /// Where to push, in full if the office has said under which address it is reached.
    pub address: String,
}

impl SourceView {
    fn remove_path(&self) -> String {
        format!("/desk/sources/{}/remove", self.id)
    }

    fn upload_path(&self) -> String {
        format!("/desk/sources/{}/upload", self.id)
    }

    fn secret_path(&self) -> String {
        format!("/desk/sources/{}/secret", self.id)
    }

    fn reason(&self) -> Field {
        Field::new("reason", "source-remove-reason").value(&self.reason).error(self.reason_error)
    }
}

impl AddSourceView {
    fn fields(&self) -> Vec<Field> {
        let t = |key: &str| self.f.t(key);
        let kinds = SourceKind::ALL.iter().map(|kind| (kind.code().to_owned(), self.f.kind(kind))).collect();
        let langs = vec![
            (String::new(), t("add-lang-any")),
            ("zh-Hans".to_owned(), t("stories-lang-zh")),
            ("en".to_owned(), t("stories-lang-en")),
        ];
        let districts = std::iter::once((String::new(), t("add-district-none"))).chain(self.districts.iter().cloned());
        let ways = WAYS.iter().map(|way| ((*way).to_owned(), t(&format!("add-way-{way}")))).collect();
        vec![
            Field::new("way", "add-way").input(Input::Choice(ways)).value(&self.way),
            Field::new("address", "add-address")
                .input(Input::Url)
                .optional()
                .hint("add-address-hint")
                .value(&self.address)
                .error(self.address_error),
            Field::new("name", "add-name").hint("add-name-hint").value(&self.name).error(self.name_error),
            Field::new("kind", "add-kind").input(Input::Choice(kinds)).value(&self.kind),
            Field::new("purpose", "add-purpose").input(Input::Area).hint("add-purpose-hint").value(&self.purpose),
            Field::new("lang", "add-lang").input(Input::Choice(langs)).value(&self.lang),
            Field::new("district", "add-district").input(Input::Choice(districts.collect())).value(&self.district),
            // Last, because one of the ways alone asks for them.
            Field::new("query", "add-query")
                .optional()
                .hint("add-query-hint")
                .value(&self.query)
                .error(self.query_error),
            Field::new("langs", "add-langs").optional().hint("add-langs-hint").value(&self.langs),
        ]
    }
}
