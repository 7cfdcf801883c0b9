//! What the body did about what was heard: the answers to stories, and how long each took.

use analyse::mirror::{Span, StoryCard};
use model::{Level, Result, StoryId, Threshold, Time};
use serde::Serialize;
use std::collections::HashMap;
use store::{Db, args, each};

/// Something that the body published about a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The story it answers, as it stands now.
    pub story: StoryId,
    /// When it was first published.
    pub at: Time,
    /// What it is: `claim`, or the kind of a document.
    pub kind: String,
    pub title_zh: String,
    pub title_en: String,
    /// Its address without a language.
    pub path: String,
    /// Of a claim.
    pub verdict: Option<claims::Verdict>,
}

impl Answer {
    pub fn title(&self, chinese: bool) -> (&str, bool) {
        claims::public::pick(chinese, &self.title_zh, &self.title_en)
    }
}

/// A story with what was done about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answered {
    pub story: StoryCard,
    /// When it was first warned of, and the highest level that the warning reached.
    pub warned: Option<(Time, Level)>,
    /// Oldest first; empty while nothing was published.
    pub answers: Vec<Answer>,
    /// From the hour in which it was first heard to the first word, in milliseconds; 0 if the answer was there before.
    pub first_word_ms: Option<i64>,
    /// From the warning to the first word, in the same way.
    pub after_warning_ms: Option<i64>,
}

/// The most stories that one page tells of, and the most answers that are looked through for it.
const STORIES_MAX: u32 = 400;
const ANSWERS_MAX: u32 = 1_000;

/// The stories heard since a moment that were warned of or answered, last heard first.
///
/// - `k`: stories under it are left out with their answers
pub async fn answered(db: &Db, k: Threshold, since: Time, until: Time) -> Result<Vec<Answered>> {
    let cards = analyse::mirror::stories(db, k, Span { since, until, limit: STORIES_MAX }).await?;
    let warnings = warnings(db, since).await?;
    let mut answers: HashMap<StoryId, Vec<Answer>> = HashMap::new();
    for answer in all(db, since).await? {
        // A story may have turned out to be part of another since it was answered.
        let Some(card) = analyse::mirror::story(db, k, &answer.story).await? else { continue };
        answers.entry(card.id.clone()).or_default().push(Answer { story: card.id, ..answer });
    }
    let mut told = Vec::new();
    for card in cards {
        let (warned, answers) = (warnings.get(&card.id).copied(), answers.remove(&card.id).unwrap_or_default());
        if warned.is_some() || !answers.is_empty() {
            told.push(join(warned, answers, card));
        }
    }
    told.sort_by(|a, b| b.story.last.cmp(&a.story.last).then_with(|| a.story.id.cmp(&b.story.id)));
    Ok(told)
}

/// Puts a story and what was done about it side by side.
fn join(warned: Option<(Time, Level)>, mut answers: Vec<Answer>, story: StoryCard) -> Answered {
    answers.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.path.cmp(&b.path)));
    let first = answers.first().map(|answer| answer.at);
    Answered {
        first_word_ms: first.map(|at| at.since(story.first).max(0)),
        after_warning_ms: first.zip(warned).map(|(at, (warned, _))| at.since(warned).max(0)),
        story,
        warned,
        answers,
    }
}

/// The answers to one story, oldest first.
pub async fn answers_to(db: &Db, story: &StoryId) -> Result<Vec<Answer>> {
    let names = analyse::mirror::names_of(db, story).await?;
    let mut answers: Vec<Answer> = claims::public::answers_to(db, &names).await?.into_iter().map(of_claim).collect();
    let sql = concat!(
        "select d.slug, d.kind, d.title_zh, d.title_en, t.since_ms, s.subject
         from public_document_subject s join public_document d on d.document_id = s.document_id
         join public_document_standing t on t.document_id = d.document_id
         where s.subject in (",
        each!(),
        ") order by t.since_ms, d.document_id"
    );
    let subjects: Vec<String> = names.iter().map(|id| format!("{STORY}{id}")).collect();
    answers.extend(db.rows_of_each(sql, &subjects, &[]).await?.iter().filter_map(of_document));
    answers.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.path.cmp(&b.path)));
    answers.dedup_by(|a, b| a.path == b.path);
    Ok(answers.into_iter().map(|answer| Answer { story: story.clone(), ..answer }).collect())
}

const STORY: &str = "story/";

async fn all(db: &Db, since: Time) -> Result<Vec<Answer>> {
    let claims = claims::public::answers(db, since, ANSWERS_MAX).await?;
    let mut answers: Vec<Answer> = claims.into_iter().map(of_claim).collect();
    let rows = db
        .rows(
            "select d.slug, d.kind, d.title_zh, d.title_en, t.since_ms, s.subject
             from public_document_subject s join public_document d on d.document_id = s.document_id
             join public_document_standing t on t.document_id = d.document_id
             where t.since_ms >= $1 and s.subject like 'story/%'
             order by t.since_ms, d.document_id, s.subject limit $2",
            args![since, ANSWERS_MAX],
        )
        .await?;
    answers.extend(rows.iter().filter_map(of_document));
    Ok(answers)
}

fn of_claim(answer: claims::public::Answer) -> Answer {
    Answer {
        story: answer.story,
        at: answer.first,
        kind: "claim".to_owned(),
        title_zh: answer.claim_zh,
        title_en: answer.claim_en,
        path: format!("/claims/{}", answer.slug),
        verdict: Some(answer.verdict),
    }
}

fn of_document(row: &store::Row) -> Option<Answer> {
    Some(Answer {
        story: StoryId::new(row.text(5).strip_prefix(STORY)?),
        at: row.time(4),
        kind: row.text(1),
        title_zh: row.text(2),
        title_en: row.text(3),
        path: format!("/published/{}", row.text(0)),
        verdict: None,
    })
}

async fn warnings(db: &Db, since: Time) -> Result<HashMap<StoryId, (Time, Level)>> {
    let rows = db
        .rows(
            "select story_id, first_ms, level_peak from public_alert where seen_ms >= $1
             order by first_ms desc, story_id limit 1000",
            args![since],
        )
        .await?;
    let warning = |row: &store::Row| Some((StoryId::new(row.text(0)), (row.time(1), Level::from_code(&row.text(2))?)));
    Ok(rows.iter().filter_map(warning).collect())
}

/// What the page says of all of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
    pub warned: u32,
    pub warned_answered: u32,
    pub answered: u32,
    /// Half of the answered stories had their first word sooner.
    pub first_word_ms_median: Option<i64>,
    pub after_warning_ms_median: Option<i64>,
}

pub fn sum(told: &[Answered]) -> Sum {
    let count = |test: &dyn Fn(&Answered) -> bool| told.iter().filter(|one| test(one)).count() as u32;
    Sum {
        warned: count(&|one| one.warned.is_some()),
        warned_answered: count(&|one| one.warned.is_some() && !one.answers.is_empty()),
        answered: count(&|one| !one.answers.is_empty()),
        first_word_ms_median: median(told.iter().filter_map(|one| one.first_word_ms).collect()),
        after_warning_ms_median: median(told.iter().filter_map(|one| one.after_warning_ms).collect()),
    }
}

/// The lower of the two in the middle, so that it is a time that was really taken.
fn median(mut times: Vec<i64>) -> Option<i64> {
    times.sort_unstable();
    times.get(times.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_a_time_that_was_taken() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![7]), Some(7));
        assert_eq!(median(vec![9, 1, 4, 30]), Some(4));
    }
}
