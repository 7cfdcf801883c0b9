//! The policy in all its versions: drafted by one person, approved by another, in force until the next one.
//!
//! Only this file writes these tables. A version in force is never edited; what verdicts do to its weights stands beside it, step by step,
//! and each step can be undone.

use crate::policy::{Plain, Policy};
use crate::tune;
use crate::verdict::{Usefulness, Verdict};
use crate::{RULES, Reason, STRONGEST};
use ledger::{LeafKind, NewLeaf, Public};
use model::{Error, Result, StaffId, Threshold, Time};
use org::{Approval, Recent};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::{Db, Row, Tx, args};

/// Versions that a list hands out, the newest first.
const LIST_MAX: i64 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionState {
    Draft,
    InForce,
    Superseded,
    /// A draft that its office gave up.
    Dropped,
}

impl VersionState {
    pub const ALL: &'static [VersionState] =
        &[VersionState::Draft, VersionState::InForce, VersionState::Superseded, VersionState::Dropped];

    pub const fn code(self) -> &'static str {
        match self {
            VersionState::Draft => "draft",
            VersionState::InForce => "in_force",
            VersionState::Superseded => "superseded",
            VersionState::Dropped => "dropped",
        }
    }
}

/// One version of the policy.
#[derive(Clone, Debug)]
pub struct Version {
    pub number: u32,
    pub text: String,
    pub digest: String,
    /// Why it was written.
    pub note: String,
    pub state: VersionState,
    /// Nobody of the staff for the first one, which came with the configuration.
    pub written_by: Option<StaffId>,
    pub written: Time,
    pub approved_by: Option<StaffId>,
    pub in_force: Option<Time>,
    pub superseded: Option<Time>,
}

impl Version {
    /// What an approval of it is for.
    pub fn subject(&self) -> String {
        subject(self.number)
    }

    pub fn policy(&self) -> Result<Policy> {
        Ok(Policy::parse(&self.text)?)
    }
}

/// What verdicts did to the weight of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tuning {
    pub id: String,
    pub rule: String,
    /// Of the written weight, after this step.
    pub percent: u32,
    pub because: Usefulness,
    pub at: Time,
    pub undone: Option<(Time, StaffId)>,
}

fn subject(number: u32) -> String {
    format!("policy/{number}")
}

/// The policy that is in force, shared by everything that warns. It follows what any process changes.
#[derive(Clone)]
pub struct InForce(Arc<Shared>);

struct Shared {
    /// No policy lets fewer voices warn than the whole installation shows.
    k: Threshold,
    now: RwLock<(i64, Arc<Policy>)>,
}

impl InForce {
    /// Takes up what is in force; if nothing ever was, the configured policy becomes the first version.
    pub async fn load(tx: &mut Tx, configured: &str, k: Threshold, now: Time) -> Result<Self> {
        let policy = Arc::new(capped(Policy::parse(configured)?, k));
        seed(tx, configured, &policy.digest, now).await?;
        let in_force = InForce(Arc::new(Shared { k, now: RwLock::new((-1, policy)) }));
        in_force.refresh(tx).await?;
        Ok(in_force)
    }

    /// One that stays as it is, where there is no database: for tests of pages.
    pub fn fixed(policy: Policy) -> Self {
        InForce(Arc::new(Shared { k: policy.k, now: RwLock::new((i64::MAX, Arc::new(policy))) }))
    }

    pub fn get(&self) -> Arc<Policy> {
        self.0.now.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// Looks whether another version came into force or a weight was tuned.
    ///
    /// - cost: one row, if nothing changed
    pub async fn refresh(&self, tx: &mut Tx) -> Result<Arc<Policy>> {
        let revision = tx.one("select revision from policy_mark where mark_id = 1", args![]).await?.int(0);
        if self.0.now.read().unwrap_or_else(PoisonError::into_inner).0 != revision {
            let row = tx.one("select number, text from policy_version where state = 'in_force'", args![]).await?;
            let tuned = percents(tx, row.count(0)).await?;
            let policy = Arc::new(capped(Policy::parse(&row.text(1))?, self.0.k).tuned(&tuned));
            *self.0.now.write().unwrap_or_else(PoisonError::into_inner) = (revision, policy);
        }
        Ok(self.get())
    }
}

fn capped(mut policy: Policy, k: Threshold) -> Policy {
    policy.k = policy.k.max(k);
    policy
}

async fn seed(tx: &mut Tx, text: &str, digest: &str, now: Time) -> Result<()> {
    let changed = tx
        .run(
            "insert into policy_version (number, text, digest, note, state, written_ms, in_force_ms)
             values (1, $1, $2, '', 'in_force', $3, $3) on conflict (number) do nothing",
            args![text, digest, now],
        )
        .await?;
    if changed > 0 { changed_something(tx).await } else { Ok(()) }
}

async fn changed_something(tx: &mut Tx) -> Result<()> {
    tx.run("update policy_mark set revision = revision + 1 where mark_id = 1", args![]).await.map(drop)
}

/// Keeps a draft as the next version.
///
/// - `plain`: without problems
/// - errors: `Invalid` if it has some
pub async fn draft(tx: &mut Tx, plain: &Plain, note: &str, by: &StaffId, now: Time) -> Result<Version> {
    if !plain.problems().is_empty() {
        return Err(Error::invalid("policy-has-problems"));
    }
    let text = plain.write();
    let digest = digest_of(&text);
    let last = tx.one("select coalesce(max(number), 0) from policy_version", args![]).await?.count(0);
    tx.run(
        "insert into policy_version (number, text, digest, note, state, written_by, written_ms)
         values ($1, $2, $3, $4, 'draft', $5, $6)",
        args![last + 1, text, digest.as_str(), note, by.as_str(), now],
    )
    .await?;
    org::audit::note(tx, by, "policy_drafted", &subject(last + 1), &digest, now).await?;
    find_in(tx, last + 1).await
}

fn digest_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Gives a draft up. It stays to be read.
///
/// - errors: `Conflict` if it is no draft any more
pub async fn drop_draft(tx: &mut Tx, number: u32, by: &StaffId, now: Time) -> Result<()> {
    let dropped = tx
        .run("update policy_version set state = 'dropped' where number = $1 and state = 'draft'", args![number])
        .await?;
    if dropped == 0 {
        return Err(Error::conflict("error-conflict"));
    }
    org::audit::note(tx, by, "policy_dropped", &subject(number), "", now).await
}

/// Brings an approved draft into force, and the one before it out of it, with a leaf of the log.
///
/// - errors: `Forbidden` if the approval is for another text; `Conflict` if it is no draft any more, or the approval was used
pub async fn bring_into_force(tx: &mut Tx, number: u32, approval: &Approval, now: Time) -> Result<()> {
    let version = find_in(tx, number).await?;
    if version.state != VersionState::Draft {
        return Err(Error::conflict("error-conflict"));
    }
    approval.spend(tx, &version.subject(), &version.digest, now).await?;
    tx.run("update policy_version set state = 'superseded', superseded_ms = $1 where state = 'in_force'", args![now])
        .await?;
    tx.run(
        "update policy_version set state = 'in_force', in_force_ms = $2, approved_by = $3 where number = $1",
        args![number, now, approval.by().as_str()],
    )
    .await?;
    let leaf = NewLeaf {
        kind: LeafKind::Policy,
        subject: version.subject(),
        content: version.text.as_bytes(),
        public: Public { version: Some(number), ..Public::default() },
    };
    ledger::append(tx, leaf, now).await?;
    org::audit::note(tx, approval.by(), "policy_in_force", &version.subject(), &version.digest, now).await?;
    changed_something(tx).await
}

/// What the log's leaves of policies tell of.
pub const CONTENTS: ledger::Contents = ledger::Contents {
    prefix: "policy",
    content: |db, about| Box::pin(content(db, &about.subject)),
    changed: |db| Box::pin(changed(db)),
    ..ledger::Contents::PLAIN
};

/// Which columns of versions that were brought into force say other than their leaves.
async fn changed(db: &Db) -> Result<Vec<ledger::Changed>> {
    let rows = db
        .rows(
            "select subject, at_ms from public_leaf where subject > 'policy/' and subject < 'policy0'
             order by at_ms, leaf_index, leaf_id",
            args![],
        )
        .await?;
    let mut changed = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let (subject, next) = (row.text(0), rows.get(place + 1).map(|row| row.time(1)));
        let number = subject.strip_prefix("policy/").and_then(|number| number.parse().ok());
        let mut differs = |column| changed.push(ledger::Changed { subject: subject.clone(), column });
        let Some(version) = find(db, number.unwrap_or_default()).await? else {
            differs("number");
            continue;
        };
        let state = if next.is_some() { VersionState::Superseded } else { VersionState::InForce };
        for (column, is_same) in [
            ("digest", version.digest == digest_of(&version.text)),
            ("state", version.state == state),
            ("in_force_ms", version.in_force == Some(row.time(1))),
            ("superseded_ms", version.superseded == next),
        ] {
            if !is_same {
                differs(column);
            }
        }
    }
    Ok(changed)
}

async fn content(db: &Db, subject: &str) -> Result<Option<Vec<u8>>> {
    let Some(number) = subject.strip_prefix("policy/").and_then(|number| number.parse().ok()) else { return Ok(None) };
    Ok(find(db, number).await?.map(|version| version.text.into_bytes()))
}

const COLUMNS: &str =
    "select number, text, digest, note, state, written_by, written_ms, approved_by, in_force_ms, superseded_ms
 from policy_version where number = $1";

pub async fn find(db: &Db, number: u32) -> Result<Option<Version>> {
    Ok(db.maybe(COLUMNS, args![number]).await?.map(|row| version(&row)))
}

async fn find_in(tx: &mut Tx, number: u32) -> Result<Version> {
    tx.maybe(COLUMNS, args![number]).await?.map(|row| version(&row)).ok_or_else(Error::not_found)
}

/// All versions, the newest first.
pub async fn list(db: &Db) -> Result<Vec<Version>> {
    let rows = db
        .rows(
            "select number, text, digest, note, state, written_by, written_ms, approved_by, in_force_ms, superseded_ms
             from policy_version order by number desc limit $1",
            args![LIST_MAX],
        )
        .await?;
    Ok(rows.iter().map(version).collect())
}

fn version(row: &Row) -> Version {
    let code = row.text(4);
    let state = VersionState::ALL.iter().copied().find(|state| state.code() == code);
    Version {
        number: row.count(0),
        text: row.text(1),
        digest: row.text(2),
        note: row.text(3),
        state: state.expect("the table holds known states alone"),
        written_by: row.text_or_null(5).map(StaffId::new),
        written: row.time(6),
        approved_by: row.text_or_null(7).map(StaffId::new),
        in_force: row.time_or_null(8),
        superseded: row.time_or_null(9),
    }
}

/// Where each tuned rule stands, in percent of its written weight.
async fn percents(tx: &mut Tx, number: u32) -> Result<BTreeMap<String, u32>> {
    let rows = tx
        .rows(
            "select rule, percent from policy_tuning where number = $1 and undone_ms is null order by at_ms, tuning_id",
            args![number],
        )
        .await?;
    // A later step stands for all before it.
    Ok(rows.iter().map(|row| (row.text(0), row.count(1))).collect())
}

/// The steps that verdicts made under a version, the newest first.
pub async fn tunings(db: &Db, number: u32) -> Result<Vec<Tuning>> {
    let rows = db
        .rows(
            "select tuning_id, rule, percent, useful, not_useful, false_count, at_ms, undone_ms, undone_by
             from policy_tuning where number = $1 order by at_ms desc, tuning_id limit $2",
            args![number, LIST_MAX],
        )
        .await?;
    let tuning = |row: &Row| Tuning {
        id: row.text(0),
        rule: row.text(1),
        percent: row.count(2),
        because: Usefulness { useful: row.count(3), not_useful: row.count(4), false_alarms: row.count(5) },
        at: row.time(6),
        undone: row.time_or_null(7).zip(row.text_or_null(8).map(StaffId::new)),
    };
    Ok(rows.iter().map(tuning).collect())
}

/// Looks whether the verdicts call for a step of a weight, and makes it; in the transaction of the verdict.
pub async fn tune_by_verdicts(tx: &mut Tx, now: Time) -> Result<()> {
    let row = tx.one("select number, text, in_force_ms from policy_version where state = 'in_force'", args![]).await?;
    let (number, policy, since) = (row.count(0), Policy::parse(&row.text(1))?, row.time(2));
    let most = policy.written().tuning_percent;
    if most == 0 {
        return Ok(());
    }
    let stands = percents(tx, number).await?;
    for rule in RULES {
        let last = tx
            .maybe(
                "select at_ms from policy_tuning where number = $1 and rule = $2 order by at_ms desc limit 1",
                args![number, rule.name],
            )
            .await?;
        let since = last.map_or(since, |row| row.time(0));
        let judged = judged_since(tx, rule.name, since).await?;
        let percent = stands.get(rule.name).copied().unwrap_or(100);
        let Some(next) = tune::step(judged, percent, most) else { continue };
        tx.run(
            "insert into policy_tuning (tuning_id, number, rule, percent, useful, not_useful, false_count, at_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                model::random_hex(8),
                number,
                rule.name,
                next,
                judged.useful,
                judged.not_useful,
                judged.false_alarms,
                now
            ],
        )
        .await?;
        changed_something(tx).await?;
    }
    Ok(())
}

/// Undoes a step and all later ones of its rule, so that the weight is again what it was before.
///
/// - errors: `NotFound`; `Conflict` if it is undone already
pub async fn undo(tx: &mut Tx, tuning: &str, by: Recent<'_>, now: Time) -> Result<()> {
    let row = tx
        .maybe("select number, rule, at_ms, undone_ms from policy_tuning where tuning_id = $1", args![tuning])
        .await?
        .ok_or_else(Error::not_found)?;
    if row.time_or_null(3).is_some() {
        return Err(Error::conflict("error-conflict"));
    }
    tx.run(
        "update policy_tuning set undone_ms = $4, undone_by = $5
         where number = $1 and rule = $2 and at_ms >= $3 and undone_ms is null",
        args![row.int(0), row.text(1), row.int(2), now, by.id().as_str()],
    )
    .await?;
    org::audit::note(tx, by.id(), "policy_tuning_undone", &subject(row.count(0)), &row.text(1), now).await?;
    changed_something(tx).await
}

/// The verdicts since a moment on alerts that had a rule among their strongest reasons when they stood highest.
async fn judged_since(tx: &mut Tx, rule: &str, since: Time) -> Result<Usefulness> {
    let rows = tx
        .rows(
            "select a.verdict, s.reasons
             from alert a join alert_step s on s.alert_id = a.alert_id
             where a.verdict_ms > $1 and s.step_index =
               (select max(p.step_index) from alert_step p where p.alert_id = a.alert_id and p.level = a.level_peak)
             order by a.alert_id",
            args![since],
        )
        .await?;
    let mut counted = Usefulness::default();
    for row in &rows {
        let reasons: Vec<Reason> = serde_json::from_str(&row.text(1))?;
        if reasons.iter().take(STRONGEST).any(|reason| reason.rule == rule) {
            counted.count(Verdict::from_code(&row.text(0))?);
        }
    }
    Ok(counted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DEFAULT;
    use crate::store::MIGRATIONS;
    use ::store::testing::databases;
    use model::Kind;
    use org::Role;
    use org::testing::{fresh, signed_in};

    const NOON: Time = Time::from_ms(1_709_294_400_000);
    const ALL: &[&[::store::Migration]] = &[org::MIGRATIONS, ledger::MIGRATIONS, MIGRATIONS];

    async fn load(db: &Db) -> InForce {
        let mut tx = db.write().await.expect("it begins");
        let in_force = InForce::load(&mut tx, DEFAULT, Threshold::new(10), NOON).await.expect("it loads");
        tx.commit().await.expect("it commits");
        in_force
    }

    fn stricter() -> Plain {
        let mut plain = Policy::default().written().clone();
        plain.levels[0].voices = 15;
        plain.levels[1].voices = 25;
        plain
    }

    #[tokio::test]
    async fn the_configured_policy_is_the_first_version_and_only_once() {
        for db in databases("policy_seed", ALL).await {
            assert_eq!(load(&db).await.get().digest, Policy::default().digest);
            let mut tx = db.write().await.expect("it begins");
            let other = DEFAULT.replace("score = 25", "score = 26");
            let again = InForce::load(&mut tx, &other, Threshold::new(12), NOON).await.expect("it loads");
            assert_eq!(again.get().digest, Policy::default().digest, "the desk's version holds, not the file");
            assert_eq!(again.get().k.get(), 12);
            drop(tx);
            assert_eq!(list(&db).await.expect("a list").len(), 1);
        }
    }

    #[tokio::test]
    async fn a_draft_changes_nothing_until_another_person_approves_it() {
        for db in databases("policy_draft", ALL).await {
            let in_force = load(&db).await;
            let writer = signed_in(&db, "writer", Role::Officer, NOON).await;
            let approver = signed_in(&db, "approver", Role::Approver, NOON).await;
            let mut tx = db.write().await.expect("it begins");
            let version = draft(&mut tx, &stricter(), "fewer", &writer.staff.id, NOON).await.expect("it is kept");
            tx.commit().await.expect("it commits");
            assert_eq!(version.number, 2);

            let mut tx = db.write().await.expect("it begins");
            assert_eq!(in_force.refresh(&mut tx).await.expect("it looks").digest, Policy::default().digest);
            let subject = version.subject();
            let own =
                org::approval::approve(&mut tx, &subject, &version.digest, &writer.staff.id, fresh(&writer), NOON);
            assert_eq!(own.await.expect_err("nobody approves their own").kind, Kind::Forbidden);
            let other =
                org::approval::approve(&mut tx, "policy/9", &version.digest, &writer.staff.id, fresh(&approver), NOON);
            let other = other.await.expect("it is given");
            let refused = bring_into_force(&mut tx, 2, &other, NOON).await.expect_err("it is for something else");
            assert_eq!(refused.kind, Kind::Forbidden);
            let approval =
                org::approval::approve(&mut tx, &subject, &version.digest, &writer.staff.id, fresh(&approver), NOON);
            let approval = approval.await.expect("it is given");
            bring_into_force(&mut tx, 2, &approval, NOON).await.expect("it comes into force");
            assert_eq!(in_force.refresh(&mut tx).await.expect("it looks").digest, version.digest);
            tx.commit().await.expect("it commits");

            let states: Vec<_> =
                list(&db).await.expect("a list").iter().map(|version| (version.number, version.state)).collect();
            assert_eq!(states, [(2, VersionState::InForce), (1, VersionState::Superseded)]);
            let mut tx = db.write().await.expect("it begins");
            let replayed = bring_into_force(&mut tx, 2, &approval, NOON).await.expect_err("only once");
            assert_eq!(replayed.kind, Kind::Conflict);
        }
    }

    #[tokio::test]
    async fn false_alarms_lower_a_weight_on_record_and_a_person_undoes_it() {
        for db in databases("policy_tune", ALL).await {
            let in_force = load(&db).await;
            let officer = signed_in(&db, "officer", Role::Officer, NOON).await;
            let mut tx = db.write().await.expect("it begins");
            for number in 0..10 {
                crate::store::tests::raise(&mut tx, &format!("s{number}")).await;
            }
            for row in tx.rows("select alert_id from alert order by alert_id", args![]).await.expect("alerts") {
                let id = model::AlertId::new(row.text(0));
                let by = &officer.staff.id;
                crate::store::judge(&mut tx, &id, Verdict::False, by, NOON.plus_hours(1)).await.expect("judged");
            }
            tune_by_verdicts(&mut tx, NOON.plus_hours(1)).await.expect("it looks");
            let weight = |policy: &Policy| policy.bounds("surge").expect("it is on").weight;
            assert_eq!(weight(&in_force.refresh(&mut tx).await.expect("it looks")), 29);
            tune_by_verdicts(&mut tx, NOON.plus_hours(2)).await.expect("it looks");
            tx.commit().await.expect("it commits");
            let steps = tunings(&db, 1).await.expect("steps");
            let surge: Vec<_> = steps.iter().filter(|step| step.rule == "surge").collect();
            assert_eq!(surge.len(), 1, "the same verdicts move a weight once");
            assert_eq!((surge[0].percent, surge[0].because.false_alarms), (95, 10));

            let mut tx = db.write().await.expect("it begins");
            undo(&mut tx, &surge[0].id, fresh(&officer), NOON.plus_hours(3)).await.expect("it is undone");
            assert_eq!(weight(&in_force.refresh(&mut tx).await.expect("it looks")), 30);
            let twice = undo(&mut tx, &surge[0].id, fresh(&officer), NOON).await.expect_err("only once");
            assert_eq!(twice.kind, Kind::Conflict);
        }
    }
}
