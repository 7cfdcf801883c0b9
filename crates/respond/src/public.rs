//! What strangers may know of incidents: how many there are, and the time limits that the office chose to show.
//!
//! It reads `public_*` views alone. A shown limit carries no word of its matter: whoever prints one adds what was published
//! about it, or leaves it out.

use crate::clock::{Pause, deadline};
use crate::library::Library;
use crate::rules::{Span, Unit};
use ::store::{Db, args};
use model::{Error, IncidentId, Result, Time, Zone};
use std::collections::HashMap;
use std::sync::Arc;

const SHOWN_MAX: i64 = 100;

/// Counts limits by the office's calendar and zone.
#[derive(Clone)]
pub struct Limits {
    library: Arc<Library>,
    zone: Zone,
}

/// What the office has open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    pub incidents: u32,
    /// How many time limits run for them, shown or not.
    pub limits: u32,
    /// Nearest end first.
    pub shown: Vec<Limit>,
}

/// A time limit that the public may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    pub incident: IncidentId,
    pub name_zh: String,
    pub name_en: String,
    pub citation_zh: String,
    pub citation_en: String,
    pub ends: Time,
    /// It stands still, so that its end moves on.
    pub is_paused: bool,
}

impl Limits {
    pub fn new(library: Arc<Library>, zone: Zone) -> Self {
        Limits { library, zone }
    }

    pub async fn open(&self, db: &Db, now: Time) -> Result<Open> {
        let count = db.one("select incidents, limits from public_incident_count", args![]).await?;
        Ok(Open { incidents: count.count(0), limits: count.count(1), shown: self.shown(db, now).await? })
    }

    /// Nearest end first.
    pub async fn shown(&self, db: &Db, now: Time) -> Result<Vec<Limit>> {
        let rows = db
            .rows(
                "select clock_id, incident_id, name_zh, name_en, citation_zh, citation_en, span_number, span_unit, started_ms
                 from public_incident_clock order by started_ms, clock_id limit $1",
                args![SHOWN_MAX],
            )
            .await?;
        let pauses = db
            .rows(
                "select clock_id, from_ms, until_ms from public_incident_pause order by clock_id, pause_index limit $1",
                args![SHOWN_MAX * 10],
            )
            .await?;
        let mut stood: HashMap<String, Vec<Pause>> = HashMap::new();
        for row in &pauses {
            stood.entry(row.text(0)).or_default().push(Pause { from: row.time(1), until: row.time_or_null(2) });
        }
        let measure = self.library.measure(&self.zone);
        let mut shown = Vec::with_capacity(rows.len());
        for row in &rows {
            let unit = Unit::from_code(&row.text(7)).ok_or_else(|| Error::broken("a clock in an unknown unit"))?;
            let pauses = stood.remove(&row.text(0)).unwrap_or_default();
            let span = Span { number: row.count(6), unit };
            shown.push(Limit {
                incident: IncidentId::new(row.text(1)),
                name_zh: row.text(2),
                name_en: row.text(3),
                citation_zh: row.text(4),
                citation_en: row.text(5),
                ends: deadline(measure, row.time(8), span, &pauses, now).at,
                is_paused: pauses.iter().any(|pause| pause.until.is_none()),
            });
        }
        shown.sort_by_key(|limit| limit.ends);
        Ok(shown)
    }
}
