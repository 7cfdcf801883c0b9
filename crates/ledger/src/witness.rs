//! Witnesses: others who sign that they, too, saw this checkpoint and none that contradicts it (C2SP tlog-witness).

use crate::BoxFuture;
use crate::merkle::needed;
use crate::note::{self, Note, VerifierKey};
use crate::store;
use ::store::Db;
use base64ct::{Base64, Encoding as _};
use model::{Result, Time};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task::JoinSet;

/// One that is asked. Several may be run by one operator, and count once.
#[derive(Clone, Debug)]
pub struct Witness {
    pub operator: String,
    pub key: VerifierKey,
    /// Its submission prefix, without a slash at the end.
    pub url: String,
}

/// Sends bytes to an address.
///
/// - returns: status and body of the answer, or why there was none
pub type Post =
    Arc<dyn Fn(String, Vec<u8>) -> BoxFuture<'static, std::result::Result<(u16, Vec<u8>), String>> + Send + Sync>;

/// Who is asked, how, and how many must answer.
#[derive(Clone)]
pub struct Feed {
    pub witnesses: Vec<Witness>,
    pub post: Post,
    /// As many operators must have answered before the first signature after a start. Keys of one operator count once.
    pub operators_min: usize,
}

/// What a witness said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Cosigned,
    /// It has seen a larger tree of this log.
    Ahead(u64),
    /// It has seen another tree of this size, or one from which ours does not follow.
    Disagrees,
    /// No answer that counts, with the reason for the log.
    Silent(String),
}

impl Feed {
    /// A log that nobody watches.
    pub fn nobody() -> Self {
        let post: Post = Arc::new(|_, _| Box::pin(async { Err("nobody is asked".to_owned()) }));
        Feed { witnesses: Vec::new(), post, operators_min: 0 }
    }

    pub fn operators(&self) -> BTreeSet<&str> {
        self.witnesses.iter().map(|witness| witness.operator.as_str()).collect()
    }

    /// How many operators cosigned.
    pub fn operators_of(&self, answers: &[(String, Answer)]) -> usize {
        let cosigned = |witness: &&Witness| {
            answers.iter().any(|(name, answer)| name == witness.key.name() && *answer == Answer::Cosigned)
        };
        self.witnesses.iter().filter(cosigned).map(|witness| witness.operator.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// Shows a signed checkpoint to every witness that has not cosigned it, all at once, and keeps what they sign.
    ///
    /// - returns: the name of each witness with its answer
    pub async fn ask(&self, db: &Db, note: &Note, size: u64, now: Time) -> Result<Vec<(String, Answer)>> {
        let mut asking = JoinSet::new();
        let mut answers = Vec::new();
        for witness in &self.witnesses {
            if store::is_cosigned(db, size, witness.key.name()).await? {
                answers.push((witness.key.name().to_owned(), Answer::Cosigned));
                continue;
            }
            let (db, note, post, witness) = (db.clone(), note.clone(), self.post.clone(), witness.clone());
            asking.spawn(async move {
                let answer = ask_one(&db, &post, &witness, &note, size, now).await;
                let answer = answer.unwrap_or_else(|error| Answer::Silent(error.to_string()));
                (witness.key.name().to_owned(), answer)
            });
        }
        while let Some(answer) = asking.join_next().await {
            answers.push(answer?);
        }
        Ok(answers)
    }
}

async fn ask_one(db: &Db, post: &Post, witness: &Witness, note: &Note, size: u64, now: Time) -> Result<Answer> {
    let mut old = store::cosigned_size(db, witness.key.name()).await?.min(size);
    // The second try is with the size that the witness named; one that names a third has lost its way.
    for _ in 0..2 {
        let body = request(db, old, note, size).await?;
        let url = format!("{}/add-checkpoint", witness.url);
        let (status, body) = match post(url, body).await {
            Ok(answer) => answer,
            Err(why) => return Ok(Answer::Silent(why)),
        };
        let text = String::from_utf8_lossy(&body).into_owned();
        match status {
            200 => {
                let Some((_, line)) = note::cosigned_at(&witness.key, note.text(), &text) else {
                    return Ok(Answer::Silent("its cosignature is not over this checkpoint".to_owned()));
                };
                let mut tx = db.write().await?;
                store::insert_cosignature(&mut tx, size, witness, &line, now).await?;
                tx.commit().await?;
                return Ok(Answer::Cosigned);
            }
            409 => match text.trim_end().parse::<u64>() {
                Ok(seen) if seen > size => return Ok(Answer::Ahead(seen)),
                Ok(seen) => old = seen,
                Err(_) => return Ok(Answer::Silent("its answer names no size".to_owned())),
            },
            422 => return Ok(Answer::Disagrees),
            status => return Ok(Answer::Silent(format!("status {status}"))),
        }
    }
    Ok(Answer::Silent("it names one size after another".to_owned()))
}

/// The body of add-checkpoint.
async fn request(db: &Db, old: u64, note: &Note, size: u64) -> Result<Vec<u8>> {
    let tiles = store::tiles(db, needed(&[old.saturating_sub(1)], size)).await?;
    let mut body = format!("old {old}\n");
    for hash in tiles.consistency(old, size)? {
        body.push_str(&Base64::encode_string(&hash));
        body.push('\n');
    }
    body.push('\n');
    Ok([body.as_bytes(), note.to_string().as_bytes()].concat())
}
