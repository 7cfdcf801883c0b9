//! An export of a hotline: choosing the file, drawing which column holds what beside what would be stored, and what became of it.

use crate::pages::source::Preview;
use askama::Template;
use model::SourceId;
use web::{Frame, Staff};

#[derive(Template)]
#[template(path = "upload.html")]
pub struct UploadView {
    pub f: Frame,
    pub staff: Staff,
    pub id: SourceId,
    pub name: String,
    /// The columns of the file that was uploaded; empty before one was.
    pub columns: Vec<ColumnRow>,
    /// Whether the mapping was drawn before, so that it only needs a look.
    pub is_drawn: bool,
    /// Rows of the file.
    pub rows: u32,
    pub preview: Option<Preview>,
    /// A key that says what is wrong and what to do.
    pub error: Option<&'static str>,
    pub done: Option<Done>,
}

/// One column of the file.
pub struct ColumnRow {
    /// The name of its field in the form: `column-3`.
    pub field: String,
    pub name: String,
    /// The code of what is taken from it; empty if it is never read.
    pub role: String,
}

/// What became of the rows.
pub struct Done {
    pub new: u32,
    pub known: u32,
    pub skipped: u32,
}

impl UploadView {
    fn path(&self) -> String {
        format!("/desk/sources/{}/upload", self.id)
    }

    fn columns_path(&self) -> String {
        format!("/desk/sources/{}/upload/columns", self.id)
    }

    fn source_path(&self) -> String {
        format!("/desk/sources/{}", self.id)
    }

    /// Code and words of everything that a column may be taken for.
    fn roles(&self) -> Vec<(&'static str, String)> {
        let known = listen::Column::ALL.iter().map(|column| column.code());
        std::iter::once("")
            .chain(known)
            .map(|code| {
                let key = if code.is_empty() { "none" } else { code };
                (code, self.f.t(&format!("column-{key}")))
            })
            .collect()
    }
}
