//! Reports about listening, month by month: how often staff looked and why, which sources came and went, and how often a
//! policy was changed.

use super::Site;
use jiff::civil::Date;
use listen::store::Registered;
use model::{DAY_MS, Result, Time};
use serde::Serialize;
use std::collections::BTreeMap;
use store::args;

/// Looks are kept for 180 days, so that an older month would seem quieter than it was.
const MONTHS: i32 = 5;

/// One month, latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Month {
    /// Such as 2026-11.
    pub month: String,
    /// Looks of staff by the code of their purpose.
    pub queries: BTreeMap<String, u32>,
    /// Ids of sources.
    pub sources_added: Vec<String>,
    pub sources_removed: Vec<String>,
    pub policies_changed: u32,
}

/// The last months, the present one included and latest first.
///
/// - `register`: all sources, removed ones included
pub async fn months(site: &Site, register: &[Registered]) -> Result<Vec<Month>> {
    let wall = model::Clock::wall().now();
    // The demo's town lives in a time of its own, its staff in ours.
    let newest = wall.max(site.clock.now());
    let this = site.zone.civil(newest).date();
    let name = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
    let mut months: Vec<Month> = (0..MONTHS)
        .map(|back| this.first_of_month().saturating_sub(jiff::Span::new().months(back)))
        .map(|date| Month { month: name(date), ..Month::default() })
        .collect();
    let since_ms = newest.ms() - i64::from(MONTHS + 1) * 31 * DAY_MS;
    let mut within = |time: Time, note: &mut dyn FnMut(&mut Month)| {
        let of = name(site.zone.civil(time).date());
        if let Some(month) = months.iter_mut().find(|month| month.month == of) {
            note(month);
        }
    };
    let looks = site
        .db
        .rows(
            "select purpose, day, query_count from public_query_count where day >= $1 order by day, purpose",
            args![since_ms / DAY_MS],
        )
        .await?;
    for row in &looks {
        let (purpose, count) = (row.text(0), row.count(2));
        within(Time::from_ms(row.int(1) * DAY_MS), &mut |month| {
            *month.queries.entry(purpose.clone()).or_default() += count;
        });
    }
    for source in register {
        within(source.added, &mut |month| month.sources_added.push(source.id.to_string()));
        if let Some(removed) = source.removed {
            within(removed, &mut |month| month.sources_removed.push(source.id.to_string()));
        }
    }
    let changes = site
        .db
        .rows(
            "select in_force_ms from public_policy where in_force_ms >= $1 order by in_force_ms limit 10000",
            args![since_ms],
        )
        .await?;
    for row in &changes {
        within(row.time(0), &mut |month| month.policies_changed += 1);
    }
    // A month before the office began says nothing of it.
    while months.len() > 1 && months.last().is_some_and(Month::is_empty) {
        months.pop();
    }
    Ok(months)
}

impl Month {
    fn is_empty(&self) -> bool {
        let Month { month: _, queries, sources_added, sources_removed, policies_changed } = self;
        queries.is_empty() && sources_added.is_empty() && sources_removed.is_empty() && *policies_changed == 0
    }
}
