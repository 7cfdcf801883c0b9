//! Briefs: the archive, asking for one, and one as a page and as a PDF.

use super::{Desk, Lang, print};
use crate::brief::written;
use crate::pages::briefs::{BriefItem, BriefProof, BriefSection, BriefSentence, BriefView, BriefsView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html as Page, IntoResponse, Redirect, Response};
use brief::{Arg, Brief, Headline, Kind, Proof, Sentence};
use model::{DAY_MS, Day, Error, Result, StaffId, Time};
use org::{Permission, Purpose};
use paper::{Block, Sheet};
use std::collections::HashMap;
use web::input::Posted;
use web::session::SignedIn;
use web::{Fault, Frame, Link, UiLang};

const LISTED: u32 = 120;
/// Among so many of the latest is the one of the day before, however many were asked for since.
const LATEST: u32 = 20;
/// The most days that one brief may tell of.
const DAYS_MAX: i64 = 31;

pub async fn list(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::Report, "briefs").await?;
    Ok(print(&archive(&desk, lang, &who).await?)?)
}

async fn archive(desk: &Desk, lang: UiLang, who: &SignedIn) -> Result<BriefsView> {
    let f = desk.frame(lang, "/desk/briefs");
    let names = desk.names().await?;
    let rows = brief::list(&desk.db, LISTED).await?;
    let item = |row: &brief::BriefRow| BriefItem {
        href: f.href(&format!("/desk/briefs/{}", row.id)),
        title: title(&f, row.kind, row.since, row.until),
        made: row.made,
        made_by: row.made_by.as_ref().map(|id| named(&names, id)),
    };
    let date = |days_ago: i64| f.zone.civil(Time::from_ms(f.now.ms() - days_ago * DAY_MS)).date().to_string();
    Ok(BriefsView {
        staff: desk.staff_here(who).await?,
        briefs: rows.iter().map(item).collect(),
        hour: format!("{:02}", desk.brief_hour),
        from: date(6),
        to: date(0),
        error: None,
        f,
    })
}

fn named(names: &HashMap<StaffId, String>, id: &StaffId) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_string())
}

/// The latest brief that was written by itself, for whoever comes in the morning.
pub async fn latest(desk: &Desk, f: &Frame) -> Result<Option<Link>> {
    let daily = brief::list(&desk.db, LATEST).await?.into_iter().find(|row| row.kind == Kind::Daily);
    Ok(daily.map(|row| Link {
        text: title(f, row.kind, row.since, row.until),
        href: f.href(&format!("/desk/briefs/{}", row.id)),
    }))
}

fn title(f: &Frame, kind: Kind, since: Time, until: Time) -> String {
    match kind {
        Kind::Daily => f.t1("brief-title-daily", "day", f.day(&since)),
        Kind::Asked => f.t1("brief-title-asked", "period", period(f, since, until)),
    }
}

fn period(f: &Frame, since: Time, until: Time) -> String {
    let last = Time::from_ms(until.ms() - 1);
    if f.zone.day(since) == f.zone.day(last) {
        f.day(&since)
    } else {
        f.t2("brief-period", "from", f.day(&since), "to", f.day(&last))
    }
}

/// Writes a brief of the days asked for, and leads to it.
pub async fn ask(State(desk): State<Desk>, Lang(lang): Lang, posted: Posted) -> std::result::Result<Response, Fault> {
    posted.staff.require(Permission::Read)?;
    let (from, to) = (posted.fields.text("from"), posted.fields.text("to"));
    let now = desk.clock.now();
    let asked = day(&desk, &from)
        .zip(day(&desk, &to))
        .filter(|(since, until)| since <= until && until.0 - since.0 < DAYS_MAX && until.0 <= desk.zone.day(now).0);
    let Some((since, until)) = asked else {
        let view =
            BriefsView { from, to, error: Some("briefs-days-wrong"), ..archive(&desk, lang, &posted.staff).await? };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, print(&view)?).into_response());
    };
    desk.record(&posted.staff, Purpose::Report, &format!("brief {from} to {to}")).await?;
    let made = written(&desk.db, desk.k, &desk.zone, since, until, Some(posted.staff.id()), now).await?;
    let mut tx = desk.db.write().await?;
    brief::add(&mut tx, &made).await?;
    tx.commit().await?;
    Ok(Redirect::to(&desk.frame(lang, "").href(&format!("/desk/briefs/{}", made.id))).into_response())
}

fn day(desk: &Desk, text: &str) -> Option<Day> {
    let date: jiff::civil::Date = text.parse().ok()?;
    let start = date.to_zoned(desk.zone.time_zone().clone()).ok()?;
    Some(desk.zone.day(Time::from_ms(start.timestamp().as_millisecond())))
}

pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::Report, &format!("brief {id}")).await?;
    let kept = brief::one(&desk.db, &id).await?.ok_or(Error::not_found())?;
    let names = desk.names().await?;
    let staff = desk.staff_here(&who).await?;
    Ok(print(&read(&desk, desk.frame(lang, &format!("/desk/briefs/{id}")), staff, &kept, &names))?)
}

/// A kept brief in the words of the page's language.
fn read(desk: &Desk, f: Frame, staff: web::Staff, kept: &Brief, names: &HashMap<StaffId, String>) -> BriefView {
    let date = |time: Time| f.zone.civil(time).date().to_string();
    let sections = kept.sections.iter().map(|section| BriefSection {
        title: f.t(&section.key),
        sentences: section.sentences.iter().map(|sentence| told(desk, &f, sentence)).collect(),
    });
    BriefView {
        title: title(&f, kept.kind, kept.since, kept.until),
        period: period(&f, kept.since, kept.until),
        made: kept.made,
        made_by: kept.made_by.as_ref().map(|id| named(names, id)),
        sections: sections.collect(),
        pdf_href: f.href(&format!("/desk/briefs/{}/pdf", kept.id)),
        data_href: format!("/heard.json?from={}&to={}", date(kept.since), date(Time::from_ms(kept.until.ms() - 1))),
        k: desk.k.get(),
        staff,
        f,
    }
}

fn told(desk: &Desk, f: &Frame, sentence: &Sentence) -> BriefSentence {
    let args: Vec<(&str, _)> =
        sentence.args.iter().map(|(name, arg)| (name.as_str(), say(desk, f, arg).into())).collect();
    let proof = |proof: &Proof| BriefProof {
        label: match &proof.of {
            Some(of) => f.t1(&proof.key, "of", say(desk, f, of)),
            None => f.t(&proof.key),
        },
        value: say(desk, f, &proof.value),
        href: proof.story.as_ref().map(|id| f.href(&format!("/desk/stories/{id}"))),
    };
    BriefSentence {
        text: f.words().t_with(&sentence.key, &args),
        is_thin: sentence.is_thin,
        proof: sentence.proof.iter().map(proof).collect(),
    }
}

fn say(desk: &Desk, f: &Frame, arg: &Arg) -> String {
    match arg {
        Arg::Count(count) => f.number(count),
        Arg::Figure(shown) => f.figure(&shown.0),
        Arg::Headline(headline) => headline_of(f, headline),
        Arg::Place(id) => ::mirror::district_name(&desk.districts, id, f.lang).to_owned(),
        Arg::Need(code) => ::mirror::need_label(f, code).unwrap_or_else(|| code.clone()),
    }
}

/// The headline as every page says it.
fn headline_of(f: &Frame, headline: &Headline) -> String {
    ::mirror::headline_of(f, &headline.text, headline.lang, &headline.terms).text
}

/// The same brief on paper.
pub async fn pdf(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> std::result::Result<Response, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::Report, &format!("brief {id} as PDF")).await?;
    let kept = brief::one(&desk.db, &id).await?.ok_or(Error::not_found())?;
    let names = desk.names().await?;
    let staff = desk.staff_here(&who).await?;
    let view = read(&desk, desk.frame(lang, "/desk/briefs"), staff, &kept, &names);
    let sheet = sheet(&view);
    // Cutting the face takes milliseconds of one core, which other readers need not wait for.
    let printed = tokio::task::spawn_blocking(move || paper::print(&sheet)).await.map_err(Error::from)?;
    if printed.missing > 0 {
        tracing::warn!(brief.id = %kept.id, missing = printed.missing, "{} characters are not in the face", printed.missing);
    }
    let name = format!("attachment; filename=\"brief-{}.pdf\"", kept.id);
    Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, name)], printed.bytes).into_response())
}

pub(crate) fn sheet(view: &BriefView) -> Sheet {
    let f = &view.f;
    let made = match &view.made_by {
        Some(by) => f.t2("brief-made-by", "who", by.as_str(), "when", f.when(&view.made).exact),
        None => f.t1("brief-made", "when", f.when(&view.made).exact),
    };
    let mut blocks =
        vec![Block::Title(view.title.clone()), Block::Small(format!("{} · {made}", view.period)), Block::Rule];
    for section in &view.sections {
        blocks.push(Block::Heading(section.title.clone()));
        for sentence in &section.sentences {
            blocks.push(if sentence.is_thin {
                Block::Note(sentence.text.clone())
            } else {
                Block::Text(sentence.text.clone())
            });
            let proof: Vec<String> =
                sentence.proof.iter().map(|proof| format!("{} {}", proof.label, proof.value)).collect();
            if !proof.is_empty() {
                blocks.push(Block::Small(proof.join(" · ")));
            }
        }
    }
    blocks.push(Block::Rule);
    blocks.push(Block::Small(f.t1("brief-end", "k", view.k)));
    Sheet { title: view.title.clone(), lang: f.lang.tag(), office: f.office.clone(), foot: view.title.clone(), blocks }
}
