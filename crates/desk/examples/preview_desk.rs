//! Writes every desk page in both languages to a folder, to be looked at: `cargo run -p desk --example preview_desk -- FOLDER`.

use std::{env, fs, io, path::PathBuf};
use web::{UiLang, static_files};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "target/preview".into()));
    let files = folder.join("static");
    fs::create_dir_all(&files)?;
    for file in static_files::all() {
        fs::write(files.join(file.hashed_name()), file.bytes)?;
    }
    for page in desk::PAGES {
        for lang in UiLang::ALL {
            let printed = (page.sample)(*lang).replace("\"/static/", "\"static/");
            fs::write(folder.join(format!("desk-{}-{}.html", page.name, lang.segment())), printed)?;
        }
    }
    for lang in UiLang::ALL {
        let printed = desk::samples::briefs::brief_pdf(*lang);
        fs::write(folder.join(format!("desk-brief-{}.pdf", lang.segment())), printed)?;
    }
    Ok(())
}
