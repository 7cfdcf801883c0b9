//! Indexing: what is new or changed is read in pages, cut off the writing transaction, and written a page at a time.

use crate::corpus::{CORPORA, Corpus};
use crate::passage::Passage;
use crate::store::{self, Cursor};
use ::store::{Db, Tx, args};
use model::{Result, Threshold};
use text::Gazetteer;

/// Texts of one transaction. Intake waits for it, so it is kept to some hundredths of a second.
const PAGE: u32 = 250;

/// Indexes one page of each corpus.
///
/// - returns: whether there may be more; whoever calls then comes back soon
/// - safe to run again at any moment: a page and its cursor commit together
pub async fn index(db: &Db, gazetteer: &Gazetteer, k: Threshold) -> Result<bool> {
    let mut is_more = false;
    for corpus in CORPORA {
        is_more |= index_page(db, corpus, gazetteer, k).await?;
        drop_gone(db, corpus).await?;
    }
    Ok(is_more)
}

async fn index_page(db: &Db, corpus: &Corpus, gazetteer: &Gazetteer, k: Threshold) -> Result<bool> {
    let mut tx = db.write().await?;
    let cursor = store::cursor(&mut tx, corpus).await?;
    tx.commit().await?;
    let Some(cursor) = cursor else { return Ok(true) };
    let rows = store::page(db, corpus, &cursor, PAGE).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    let after = Cursor { position: last.int(0), subject: last.text(1) };
    let is_more = rows.len() == PAGE as usize;
    let passages: Vec<(Passage, String)> = rows
        .iter()
        .filter_map(|row| Passage::of(row, corpus, gazetteer, k))
        .map(|passage| {
            let digest = passage.digest(corpus);
            (passage, digest)
        })
        .collect();
    let subjects: Vec<String> = passages.iter().map(|(passage, _)| passage.subject.clone()).collect();
    let known = store::known(db, corpus, &subjects).await?;
    let mut tx = db.write().await?;
    if store::cursor(&mut tx, corpus).await?.as_ref() != Some(&cursor) {
        // Another process was here first.
        return Ok(true);
    }
    let mut number = store::last(&mut tx).await?;
    let mut fresh = Vec::with_capacity(passages.len());
    for (passage, digest) in passages {
        match known.get(&passage.subject) {
            Some((_, same)) if *same == digest => continue,
            Some((old, _)) => store::take_out(&mut tx, *old).await?,
            None => {}
        }
        number += 1;
        fresh.push((number, passage, digest));
    }
    store::put(&mut tx, corpus, fresh).await?;
    store::write_cursor(&mut tx, corpus, &after).await?;
    tx.commit().await?;
    Ok(is_more)
}

/// Enters passages that are known to be new, such as those of a measurement.
pub async fn put_all(tx: &mut Tx, corpus: &Corpus, passages: Vec<Passage>) -> Result<()> {
    let first = store::last(tx).await? + 1;
    let numbered = (first..).zip(passages).map(|(number, passage)| {
        let digest = passage.digest(corpus);
        (number, passage, digest)
    });
    store::put(tx, corpus, numbered.collect()).await
}

async fn drop_gone(db: &Db, corpus: &Corpus) -> Result<()> {
    if corpus.gone.is_empty() {
        return Ok(());
    }
    let gone = db.rows(corpus.gone, args![]).await?;
    if gone.is_empty() {
        return Ok(());
    }
    let subjects: Vec<String> = gone.iter().map(|row| row.text(0)).collect();
    let known = store::known(db, corpus, &subjects).await?;
    let mut tx = db.write().await?;
    for (number, _) in known.values() {
        store::take_out(&mut tx, *number).await?;
    }
    tx.commit().await
}
