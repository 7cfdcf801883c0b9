use super::*;
use std::io::Write as _;
use zip::write::SimpleFileOptions;

/// An office file of these parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let types = [("[Content_Types].xml", "<Types/>")];
    for (name, text) in types.iter().chain(parts) {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part begins");
        writer.write_all(text.as_bytes()).expect("it is written");
    }
    writer.finish().expect("it is whole").into_inner()
}

fn check(called: &str, bytes: &[u8], expected: &[(&str, &str)]) {
    let kind = kind(called, bytes).expect("a kind that is published");
    let found = look(kind, bytes).expect("it can be looked through");
    let found: Vec<(&str, &str)> =
        found.iter().map(|finding| (finding.code.as_str(), finding.place.as_str())).collect();
    assert_eq!(found, expected, "{called}");
}

#[test]
fn a_hidden_sheet_is_named() {
    let workbook = r#"<workbook xmlns:r="r"><sheets><sheet name="公开" sheetId="1"/><sheet name="内部底稿" sheetId="2" state="veryHidden"/></sheets></workbook>"#;
    let sheet = r#"<worksheet><cols><col min="3" max="3" hidden="1"/></cols><sheetData><row r="7" hidden="1"/></sheetData></worksheet>"#;
    check(
        "figures.xlsx",
        &packed(&[("xl/workbook.xml", workbook), ("xl/worksheets/sheet1.xml", sheet), ("xl/comments1.xml", "<c/>")]),
        &[("comment", "comments1.xml"), ("hidden-column", "3"), ("hidden-row", "7"), ("hidden-sheet", "内部底稿")],
    );
}

#[test]
fn tracked_changes_comments_and_names_are_named() {
    let document = r#"<w:document xmlns:w="w"><w:p><w:del w:author="Li Lei"><w:t>old</w:t></w:del><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p></w:document>"#;
    let comments = r#"<w:comments xmlns:w="w"><w:comment w:author="Han Meimei"/></w:comments>"#;
    let core = r#"<cp:coreProperties xmlns:dc="dc" xmlns:cp="cp"><dc:creator>Li Lei</dc:creator><dc:title>Fine</dc:title></cp:coreProperties>"#;
    check(
        "notice.docx",
        &packed(&[("word/document.xml", document), ("word/comments.xml", comments), ("docProps/core.xml", core)]),
        &[("author", "Li Lei"), ("comment", "Han Meimei"), ("hidden-text", ""), ("tracked-change", "Li Lei")],
    );
}

#[test]
fn a_clean_file_passes() {
    let core = "<cp:coreProperties xmlns:dc=\"dc\"><dc:creator></dc:creator></cp:coreProperties>";
    let document = "<w:document xmlns:w=\"w\"><w:p><w:t>Text &amp; more</w:t></w:p></w:document>";
    check("notice.docx", &packed(&[("word/document.xml", document), ("docProps/core.xml", core)]), &[]);
    check("figures.csv", "name,change\n老港,-3.5%\n河东,+2\n".as_bytes(), &[]);
    check("plain.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", &[]);
}

#[test]
fn a_pdf_tells_its_author_wherever_it_keeps_the_name() {
    check("a.pdf", b"%PDF-1.4\n2 0 obj<</Author (Li Lei)/Title(x)>>endobj\n%%EOF", &[("author", "Li Lei")]);
    check("b.pdf", b"%PDF-1.4\n<</Author <FEFF674E96F7>>>\n%%EOF", &[("author", "李雷")]);
    let xmp = b"%PDF-1.7\n<dc:creator><rdf:Seq><rdf:li>Li Lei</rdf:li></rdf:Seq></dc:creator>\n%%EOF";
    check("c.pdf", xmp, &[("author", "Li Lei")]);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(b"5 0 <</Author(Li Lei)/S/JavaScript>>").expect("it packs");
    let mut bytes = b"%PDF-1.5\n4 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n".to_vec();
    bytes.extend(packed.finish().expect("it packs"));
    bytes.extend(b"\nendstream endobj\n%%EOF");
    check("d.pdf", &bytes, &[("author", "Li Lei"), ("script", "")]);
}

#[test]
fn what_cannot_be_looked_through_is_refused() {
    let refused = |called: &str, bytes: &[u8]| {
        let kind = kind(called, bytes).expect("a kind that is published");
        look(kind, bytes).expect_err("refused").message
    };
    assert_eq!(refused("a.pdf", b"%PDF-1.4\n<</Encrypt 3 0 R>>\n%%EOF"), "publish-file-encrypted");
    assert_eq!(refused("a.docx", b"PK\x03\x04 and nothing more"), "publish-file-broken");
    let trap = "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>";
    assert_eq!(refused("a.xlsx", &packed(&[("xl/workbook.xml", trap)])), "publish-file-broken");
    // Thirty-three million spaces pack into a few kilobytes.
    let bomb = format!("<workbook>{}</workbook>", " ".repeat(33 * 1024 * 1024));
    assert_eq!(refused("a.xlsx", &packed(&[("xl/workbook.xml", &bomb)])), "publish-file-large");
    for (called, bytes) in
        [("a.exe", b"MZ".as_slice()), ("a.pdf", b"MZ"), ("a.html", b"<p>"), ("a.svg", b"<svg/>"), ("pdf", b"%PDF-")]
    {
        assert!(kind(called, bytes).is_none() || called == "pdf", "{called}");
    }
}

#[test]
fn a_cell_that_would_run_is_named_with_its_line() {
    check("a.csv", b"a,b\n1,=cmd()\n2,\"@SUM(1)\"\n3,-4\n", &[("formula", "2"), ("formula", "3")]);
}
