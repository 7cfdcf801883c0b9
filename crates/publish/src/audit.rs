//! What stands beside the texts, held against the log: when each edition appeared, in which state it is, under which digest,
//! which files it gives out, and what each message to programs says of itself.
//!
//! The texts themselves are digested again by `ledger::rebuild`. What is not compared is nobody's outside of the desk.

use crate::channels::{What, cap};
use crate::edition::{Edition, EditionId, State};
use crate::store::{self, Stored};
use crate::{DocumentId, markdown};
use ::store::{Db, Row, args};
use ledger::Changed;
use model::{Result, Time};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const PAGE: u32 = 500;

/// What the log holds of one edition.
#[derive(Default)]
struct Logged {
    document: String,
    index: u64,
    /// Leaf, moment, and what it replaces.
    published: Option<(String, Time, Option<String>)>,
    withdrawn: Option<(String, Time)>,
}

/// Columns of editions, documents and their files that say other than the leaves.
pub(crate) async fn changed(db: &Db) -> Result<Vec<Changed>> {
    let logged = logged(db).await?;
    // Of each document, which edition appeared when.
    let mut appeared: BTreeMap<&str, BTreeMap<u64, Time>> = BTreeMap::new();
    for one in logged.values() {
        if let Some((_, at, _)) = &one.published {
            appeared.entry(&one.document).or_default().insert(one.index, *at);
        }
    }
    let mut changed = Vec::new();
    let (mut after, mut seen) = (String::new(), BTreeSet::new());
    loop {
        let page = store::editions_after(db, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.edition.id.as_str().to_owned();
        for listed in &page {
            let edition = &listed.edition;
            let subject = edition.id.subject();
            seen.insert(subject.clone());
            let mut differs = |column| changed.push(Changed { subject: subject.clone(), column });
            let is_out = edition.published.is_some() || !matches!(edition.state, State::Draft | State::Approved);
            let Some(logged) = logged.get(&subject) else {
                if is_out {
                    differs("leaf_id");
                }
                continue;
            };
            let next = appeared.get(logged.document.as_str()).and_then(|all| all.range(logged.index + 1..).next());
            compare(edition, logged, next.map(|(_, at)| *at), &mut differs);
            let document = store::find_document(db, &edition.document).await?;
            if edition.digest.as_deref() != Some(&edition.digest_of(&document)) {
                differs("digest");
            }
            files(db, edition, &mut differs).await?;
        }
    }
    // What is not withdrawn has no reason for it.
    let reasons = db
        .rows(
            "select edition_id, withdrawn_zh, withdrawn_en from edition
             where withdrawn_ms is null and (withdrawn_zh <> '' or withdrawn_en <> '' or withdrawn_leaf is not null)
             order by edition_id",
            args![],
        )
        .await?;
    changed.extend(reasons.iter().map(|row| {
        let column = match (row.text(1).is_empty(), row.text(2).is_empty()) {
            (false, _) => "withdrawn_zh",
            (true, false) => "withdrawn_en",
            (true, true) => "withdrawn_leaf",
        };
        Changed { subject: EditionId::new(row.text(0)).subject(), column }
    }));
    let gone = logged.keys().filter(|subject| !seen.contains(*subject));
    changed.extend(gone.map(|subject| Changed { subject: subject.clone(), column: "edition_id" }));
    Ok(changed)
}

/// - `next`: when the edition after it appeared
fn compare(edition: &Edition, logged: &Logged, next: Option<Time>, differs: &mut impl FnMut(&'static str)) {
    let (leaf, at, replaces) = match &logged.published {
        Some((leaf, at, replaces)) => (Some(leaf), Some(*at), replaces.clone()),
        None => (None, None, None),
    };
    let (gone_leaf, gone_at) = logged.withdrawn.as_ref().map_or((None, None), |(leaf, at)| (Some(leaf), Some(*at)));
    let state = match (gone_at, next) {
        (Some(_), _) => State::Withdrawn,
        (None, Some(_)) => State::Superseded,
        (None, None) => State::Published,
    };
    // What was withdrawn is followed by a new edition and superseded by none.
    let superseded = if gone_at.is_some() { None } else { next };
    let withdrawn = edition.withdrawn.as_ref();
    for (column, is_same) in [
        ("document_id", edition.document.as_str() == logged.document),
        ("edition_index", u64::from(edition.index) == logged.index),
        ("state", edition.state == state),
        ("leaf_id", edition.leaf.as_ref() == leaf),
        ("published_ms", edition.published == at),
        ("base_id", edition.base.as_ref().map(EditionId::subject) == replaces),
        ("superseded_ms", edition.superseded == superseded),
        ("withdrawn_ms", withdrawn.map(|withdrawn| withdrawn.at) == gone_at),
        ("withdrawn_leaf", withdrawn.and_then(|withdrawn| withdrawn.leaf.as_ref()) == gone_leaf),
    ] {
        if !is_same {
            differs(column);
        }
    }
}

/// Whether it gives out the files that its text names, and no others, with the content by which they are named.
async fn files(db: &Db, edition: &Edition, differs: &mut impl FnMut(&'static str)) -> Result<()> {
    let named: BTreeSet<String> =
        [&edition.texts.zh, &edition.texts.en].iter().flat_map(|text| markdown::files(&text.body)).collect();
    let given: BTreeSet<String> = store::edition_files(db, &edition.id).await?.into_iter().collect();
    if named != given {
        differs("edition_file");
    }
    for name in &named {
        let is_same = match store::content_of_file(db, &edition.document, name).await? {
            Some(bytes) => name.starts_with(&crate::file::digest_of(&bytes)),
            None => false,
        };
        if !is_same {
            differs("file");
        }
    }
    Ok(())
}

async fn logged(db: &Db) -> Result<HashMap<String, Logged>> {
    let rows = db
        .rows(
            "select leaf_id, subject, kind, parent, public, at_ms from public_leaf
             where subject >= 'edition/' and subject < 'edition0' order by subject, subject_index",
            args![],
        )
        .await?;
    let mut logged: HashMap<String, Logged> = HashMap::new();
    for row in &rows {
        let public: serde_json::Value = serde_json::from_str(&row.text(4)).unwrap_or_default();
        let one = logged.entry(row.text(1)).or_default();
        one.document = document_of(row).as_str().to_owned();
        one.index = public["version"].as_u64().unwrap_or_default();
        let (leaf, at) = (row.text(0), row.time(5));
        if row.text(2) == "withdrawal" {
            one.withdrawn = Some((leaf, at));
        } else {
            one.published = Some((leaf, at, public["replaces"].as_str().map(str::to_owned)));
        }
    }
    Ok(logged)
}

fn document_of(row: &Row) -> DocumentId {
    let parent = row.text_or_null(3).unwrap_or_default();
    DocumentId::new(parent.strip_prefix("document/").unwrap_or_default())
}

/// Columns of messages that say other than the message itself, whose text is in the log.
pub(crate) async fn changed_messages(db: &Db) -> Result<Vec<Changed>> {
    let mut changed = Vec::new();
    for stored in store::stored_messages(db).await? {
        let subject = format!("message/{}", stored.identifier);
        let rows =
            db.rows("select leaf_id from public_leaf where subject = $1 limit 1", args![subject.as_str()]).await?;
        let mut differs = |column| changed.push(Changed { subject: subject.clone(), column });
        if rows.is_empty() {
            differs("identifier");
        }
        let listed = store::find_edition(db, &stored.edition).await?;
        let what = What::from_code(&stored.what).map(|what| cap::identifier(&listed.slug, listed.edition.index, what));
        if what.as_deref() != Some(&stored.identifier) {
            differs(if stored.identifier.starts_with(&format!("{}.", listed.slug)) { "what" } else { "edition_id" });
        }
        messages(&stored, &mut differs);
    }
    Ok(changed)
}

fn messages(stored: &Stored, differs: &mut impl FnMut(&'static str)) {
    let says = |name: &str| {
        let rest = stored.xml.split(&format!("<{name}>")).nth(1)?;
        rest.split(&format!("</{name}>")).next()
    };
    let index = stored.xml.split("<valueName>candor-log-index</valueName>\n<value>").nth(1);
    for (column, is_same) in [
        ("identifier", says("identifier") == Some(&stored.identifier)),
        ("kind", says("msgType") == Some(&stored.kind)),
        ("status", says("status") == Some(&stored.status)),
        ("sender", says("sender") == Some(&stored.sender)),
        ("sent_ms", says("sent") == Some(&cap::moment(stored.sent))),
        ("expires_ms", says("expires") == Some(&cap::moment(stored.expires))),
        ("log_index", index.and_then(|rest| rest.split('<').next()) == Some(&stored.log_index.to_string())),
    ] {
        if !is_same {
            differs(column);
        }
    }
}
