//! Today: what happened, what needs me, what is still open.

use super::{Desk, Lang, alerts, approvals, briefs, due, incidents, level_name, print};
use crate::pages::today::{Due, Happened, Note, OpenItem, TodayView, Until};
use analyse::mirror::{self, StoryCard};
use axum::extract::State;
use axum::response::Html as Page;
use listen::band::{self, Health};
use listen::store::Registered;
use model::{DAY_MS, Lang as TextLang, Level, Result, Time};
use org::{Permission, Purpose};
use warn::store::Record;
use web::session::SignedIn;
use web::{Fault, Frame, Spoken, UiLang};

/// Whoever comes back sooner than this has not been away.
const AWAY_MIN_MS: i64 = 60 * 60 * 1000;
const MOVED: usize = 6;
/// A source that fails is to be looked after within this many hours.
const SOURCE_HOURS: i64 = 8;
/// Up to this many flooding sources are told one by one.
const FLOODING_APART_MAX: usize = 2;

pub async fn page(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let f = desk.live_frame(lang, "/desk");
    let away_since = last_look(&desk, &who).await?;
    desk.record(&who, Purpose::RoutineWatch, WHAT).await?;
    let since = away_since.unwrap_or(Time::from_ms(f.now.ms() - DAY_MS));

    let open = warn::store::list_open(&desk.db).await?;
    let stories = alerts::cards(&desk, open.iter()).await?;
    let (first_day, today) = (desk.zone.day(since), desk.zone.day(f.now));
    let days = mirror::Days::read(&desk.db, desk.k, first_day, today).await?;
    let overview = days.overview(first_day, today);
    let moved = days.loudest(MOVED);
    let cards = mirror::stories_by_id(&desk.db, desk.k, &moved).await?;
    let closed = warn::store::list_closed(&desk.db, since).await?;
    let register = listen::store::register(&desk.db).await?;
    let names = desk.names().await?;

    let mut needs = Vec::new();
    for record in open.iter().filter(|record| record.acknowledged.is_none()) {
        if let Some(story) = stories.get(&record.alert.story) {
            needs.push(alert_due(&desk, &f, story, record));
        }
    }
    let mut flooding = Vec::new();
    for source in register.iter().filter(|source| source.removed.is_none()) {
        match source_due(&desk, &f, source).await? {
            Some((Health::Flooding, due)) => flooding.push(due),
            Some((_, due)) => needs.push(due),
            None => {}
        }
    }
    needs.extend(together(&f, flooding));
    needs.extend(incidents::due(&desk, &f).await?);
    needs.extend(approvals::waiting(&desk, &f, &who).await?);
    needs.sort_by(|a, b| a.until.place().cmp(&b.until.place()).then_with(|| b.level.cmp(&a.level)));

    let level_of = |card: &StoryCard| open.iter().find(|record| record.alert.story == card.id).map(|r| r.alert.level);
    let raised = open.iter().chain(&closed).filter(|record| record.alert.raised >= since).count();
    let wall = desk.gate.wall.now();
    let shifts = org::duty::roster(&desk.db, wall).await?;
    let note = org::duty::notes(&desk.db, 1).await?.into_iter().next();
    let log = ledger::history::state(&desk.db).await?;
    let waiting = u32::try_from(log.waiting).unwrap_or(u32::MAX);
    let view = TodayView {
        log_refused: log.refusal.map(|(code, _, _)| (f.t(&format!("ledger-refusal-{code}")), waiting)),
        away_since,
        duty: org::duty::on_duty(&shifts, wall).iter().map(|id| alerts::name(&names, id)).collect(),
        note: note.map(|note| Note {
            name: alerts::name(&names, &note.staff),
            at: desk.shown(note.at),
            waits: note.acknowledged.is_none() && note.staff != *who.id() && who.may(Permission::HandleAlerts),
            id: note.id,
            note: note.note,
        }),
        brief: briefs::latest(&desk, &f).await?,
        happened: Happened {
            mentions: overview.items,
            voices: overview.voices,
            stories_new: days.begun(since) as u32,
            alerts_raised: raised as u32,
            sources_answered: register.iter().filter(|source| source.answers(f.now)).count() as u32,
            sources_total: register.iter().filter(|source| source.removed.is_none()).count() as u32,
        },
        moved: moved
            .iter()
            .filter_map(|id| cards.get(id))
            .map(|card| item(&desk, &f, card, level_of(card), card.first, None))
            .collect(),
        needs,
        open: open
            .iter()
            .filter_map(|record| {
                let (_, by) = record.acknowledged.as_ref()?;
                let story = stories.get(&record.alert.story)?;
                let by = Some(alerts::name(&names, by));
                Some(item(&desk, &f, story, Some(record.alert.level), record.alert.raised, by))
            })
            .collect(),
        staff: desk.staff(&who, &open),
        f,
    };
    Ok(print(&view)?)
}

/// How a look at this page stands on record.
const WHAT: &str = "today";

/// When this person last opened Today, if that was long enough ago to have been away.
async fn last_look(desk: &Desk, who: &SignedIn) -> Result<Option<Time>> {
    let now = desk.gate.wall.now();
    let since = Time::from_ms(now.ms() - 30 * DAY_MS);
    let until = Time::from_ms(now.ms() - AWAY_MIN_MS);
    org::audit::last(&desk.db, who.id(), WHAT, since, until).await
}

fn alert_due(desk: &Desk, f: &Frame, story: &StoryCard, record: &Record) -> Due {
    Due {
        level: Some(record.alert.level),
        what: "desk-menu-alerts",
        subject: ::mirror::headline(f, story),
        href: f.href(&format!("/desk/stories/{}", story.id)),
        reason: f.t1("duty-unacknowledged", "level", level_name(f, record.alert.level)),
        until: Until::By(due(&desk.policy.get(), record)),
    }
}

/// What a source needs, if it is not well.
async fn source_due(desk: &Desk, f: &Frame, source: &Registered) -> Result<Option<(Health, Due)>> {
    let since = Time::from_ms(f.now.ms() - band::WEEKS * 7 * DAY_MS);
    let hours = listen::store::hours(&desk.db, &source.id, since).await?;
    let days = band::days(&hours, source.added, &desk.zone, f.now);
    let health = band::health(source, &days);
    let reason = match health {
        Health::Failing => {
            let reason = source.error.map_or_else(String::new, |reason| f.t(reason.key()));
            f.t2("duty-failing", "times", source.failures, "reason", reason)
        }
        Health::Silent => f.t("duty-silent"),
        Health::Flooding => f.t("duty-flooding"),
        Health::Ok | Health::New => return Ok(None),
    };
    let is_chinese = f.lang == UiLang::Zh;
    let spoken = if is_chinese { TextLang::ZhHans } else { TextLang::En };
    let since = source.last_error.or(source.last_success).unwrap_or(source.added);
    let due = Due {
        level: None,
        what: "desk-menu-sources",
        subject: Spoken::new(source.name(is_chinese), spoken),
        href: f.href(&format!("/desk/sources/{}", source.id)),
        reason,
        until: Until::By(since.plus_hours(SOURCE_HOURS)),
    };
    Ok(Some((health, due)))
}

/// Many sources overflow at once when one matter moves the whole town: one thing to look at, which must not bury the rest.
fn together(f: &Frame, flooding: Vec<Due>) -> Vec<Due> {
    let first = flooding.iter().map(|due| due.until.place()).min();
    let Some(due) = first.filter(|_| flooding.len() > FLOODING_APART_MAX) else {
        return flooding;
    };
    let spoken = if f.lang == UiLang::Zh { TextLang::ZhHans } else { TextLang::En };
    vec![Due {
        level: None,
        what: "desk-menu-sources",
        subject: Spoken::new(f.words().t_number("duty-flooding-sources", flooding.len() as u64), spoken),
        href: f.href("/desk/sources"),
        reason: f.t("duty-flooding-together"),
        until: Until::By(due),
    }]
}

fn item(
    desk: &Desk,
    f: &Frame,
    card: &StoryCard,
    level: Option<Level>,
    since: Time,
    acknowledged_by: Option<String>,
) -> OpenItem {
    OpenItem {
        href: f.href(&format!("/desk/stories/{}", card.id)),
        level,
        headline: ::mirror::headline(f, card),
        voices: card.voices,
        spark: ::mirror::spark(f, card, desk.k.get()),
        since,
        acknowledged_by,
    }
}
