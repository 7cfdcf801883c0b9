//! Duty (值班): who answers for the desk and when, what they tell each other, and whom it goes to when nobody answers.

use crate::{DepartmentId, Recent, audit, store};
use ::store::{Db, Tx};
use model::{DAY_MS, Error, Result, StaffId, Time};

const NOTE_CHARACTERS_MAX: usize = 2_000;
/// Nobody is on duty for longer at a stretch; a longer shift is a slip of the pen.
const SHIFT_MS_MAX: i64 = 7 * DAY_MS;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub id: String,
    pub staff: StaffId,
    pub department: Option<DepartmentId>,
    pub from: Time,
    pub to: Time,
}

/// A note from whoever left to whoever came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub id: String,
    pub staff: StaffId,
    pub note: String,
    pub at: Time,
    pub acknowledged: Option<(Time, StaffId)>,
}

/// How far an alert that nobody acknowledged has been carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// To those on duty.
    OnDuty,
    /// To the next on the roster.
    Next,
    /// To the head.
    Head,
}

impl Stage {
    pub const fn code(self) -> &'static str {
        match self {
            Stage::OnDuty => "on_duty",
            Stage::Next => "next",
            Stage::Head => "head",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Stage::OnDuty, Stage::Next, Stage::Head].into_iter().find(|stage| stage.code() == code)
    }

    pub const fn after(self) -> Option<Self> {
        match self {
            Stage::OnDuty => Some(Stage::Next),
            Stage::Next => Some(Stage::Head),
            Stage::Head => None,
        }
    }
}

/// Those on duty at a moment.
pub fn on_duty(shifts: &[Shift], now: Time) -> Vec<StaffId> {
    distinct(shifts.iter().filter(|shift| shift.from <= now && now < shift.to))
}

/// Those whose shift begins next, without whoever is on duty already.
pub fn next_on(shifts: &[Shift], now: Time) -> Vec<StaffId> {
    let here = on_duty(shifts, now);
    let coming = || shifts.iter().filter(|shift| shift.from > now && !here.contains(&shift.staff));
    let first = coming().map(|shift| shift.from).min();
    distinct(coming().filter(|shift| Some(shift.from) == first))
}

/// Whom a stage goes to. Where a stage has nobody, the alert goes on to the next one rather than to no one.
///
/// - returns: nobody only if the roster is empty and there is no head
pub fn reached(shifts: &[Shift], head: Option<&StaffId>, stage: Stage, now: Time) -> Vec<StaffId> {
    let mut stage = Some(stage);
    while let Some(at) = stage {
        let people = match at {
            Stage::OnDuty => on_duty(shifts, now),
            Stage::Next => next_on(shifts, now),
            Stage::Head => head.into_iter().cloned().collect(),
        };
        if !people.is_empty() {
            return people;
        }
        stage = at.after();
    }
    Vec::new()
}

fn distinct<'a>(shifts: impl Iterator<Item = &'a Shift>) -> Vec<StaffId> {
    let mut people: Vec<StaffId> = shifts.map(|shift| shift.staff.clone()).collect();
    people.sort();
    people.dedup();
    people
}

/// Enters a shift into the roster.
///
/// - errors: `Invalid` if it ends before it begins or lasts more than a week; `NotFound` for someone who does not work here
pub async fn enter(
    tx: &mut Tx,
    by: &StaffId,
    staff: &StaffId,
    department: Option<&DepartmentId>,
    (from, to): (Time, Time),
    now: Time,
) -> Result<Shift> {
    if to <= from || to.since(from) > SHIFT_MS_MAX {
        return Err(Error::invalid("duty-shift-times"));
    }
    if store::role(tx, staff).await?.is_none() {
        return Err(Error::not_found());
    }
    let shift = Shift { id: model::random_hex(8), staff: staff.clone(), department: department.cloned(), from, to };
    store::duty::insert_shift(tx, &shift, by).await?;
    let detail = format!("{} – {}", from.to_rfc3339(), to.to_rfc3339());
    audit::note(tx, by, "shift_entered", &format!("staff/{staff}"), &detail, now).await?;
    Ok(shift)
}

/// Takes a shift out of the roster.
///
/// - errors: `NotFound`, also for one that is over
pub async fn drop_shift(tx: &mut Tx, by: &StaffId, id: &str, now: Time) -> Result<()> {
    if !store::duty::drop_shift(tx, id, now).await? {
        return Err(Error::not_found());
    }
    audit::note(tx, by, "shift_dropped", &format!("shift/{id}"), "", now).await
}

/// Shifts that are not over, in their order.
pub async fn roster(db: &Db, now: Time) -> Result<Vec<Shift>> {
    store::duty::shifts(db, now).await
}

/// Leaves a note for whoever comes.
///
/// - errors: `Invalid` if it is empty or longer than 2,000 characters
pub async fn hand_over(tx: &mut Tx, staff: &StaffId, note: &str, now: Time) -> Result<()> {
    let note = note.trim();
    if note.is_empty() || note.chars().count() > NOTE_CHARACTERS_MAX {
        return Err(Error::invalid("duty-note-length"));
    }
    store::duty::insert_hand_over(tx, &model::random_hex(8), staff, note, now).await
}

/// Says that a note was read. The first to do so stands on record.
///
/// - errors: `NotFound`; `Forbidden` for one's own note, which nobody has read by that
pub async fn acknowledge(tx: &mut Tx, id: &str, by: &StaffId, now: Time) -> Result<()> {
    let author = store::duty::author_of_hand_over(tx, id).await?.ok_or_else(Error::not_found)?;
    if author == *by {
        return Err(Error::forbidden());
    }
    store::duty::acknowledge_hand_over(tx, id, by, now).await
}

/// Notes, latest first.
pub async fn notes(db: &Db, limit: u32) -> Result<Vec<HandOver>> {
    store::duty::hand_overs(db, limit).await
}

/// Whom it goes to when nobody on the roster answers.
pub async fn head(db: &Db) -> Result<Option<StaffId>> {
    store::duty::head(db).await
}

/// Names the head: every warning that nobody answers ends with them.
///
/// - errors: `NotFound` for someone who does not work here
pub async fn set_head(tx: &mut Tx, by: Recent<'_>, head: &StaffId, now: Time) -> Result<()> {
    if store::role(tx, head).await?.is_none() {
        return Err(Error::not_found());
    }
    store::duty::put_head(tx, head).await?;
    audit::note(tx, by.id(), "head_changed", &format!("staff/{head}"), "", now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(staff: &str, from: i64, to: i64) -> Shift {
        Shift {
            id: format!("{staff}{from}"),
            staff: StaffId::new(staff),
            department: None,
            from: Time::from_ms(from),
            to: Time::from_ms(to),
        }
    }

    fn names(people: Vec<StaffId>) -> Vec<String> {
        people.iter().map(|id| id.as_str().to_owned()).collect()
    }

    #[test]
    fn an_alert_goes_from_those_on_duty_to_the_next_and_to_the_head() {
        let shifts = [shift("chen", 0, 10), shift("wu", 0, 10), shift("chen", 10, 20), shift("lin", 15, 30)];
        let head = StaffId::new("head");
        let to = |stage, now| names(reached(&shifts, Some(&head), stage, Time::from_ms(now)));
        assert_eq!(to(Stage::OnDuty, 5), ["chen", "wu"]);
        assert_eq!(to(Stage::Next, 5), ["lin"], "chen is on duty already");
        assert_eq!(to(Stage::Head, 5), ["head"]);
        assert_eq!(to(Stage::OnDuty, 10), ["chen"], "a shift ends as the next begins");
        assert_eq!(to(Stage::OnDuty, 40), ["head"], "nobody is on duty and nobody comes");
        assert_eq!(to(Stage::Next, 16), ["head"]);
        assert!(reached(&[], None, Stage::OnDuty, Time::from_ms(0)).is_empty());
    }
}
