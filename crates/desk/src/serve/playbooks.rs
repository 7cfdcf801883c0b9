//! Playbooks, to be read before they are needed.

use super::clock::Known;
use super::incidents::kind_name;
use super::{Desk, Lang, print};
use crate::pages::playbooks::{PlaybookRow, PlaybookStepRow, PlaybookView, PlaybooksView, StatementText};
use axum::extract::{Path, State};
use axum::response::Html as Page;
use model::{Error, Lang as TextLang};
use org::{Permission, Purpose};
use respond::Both;
use web::session::SignedIn;
use web::{Fault, Spoken, UiLang};

pub async fn list(State(desk): State<Desk>, Lang(lang): Lang, who: SignedIn) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    desk.record(&who, Purpose::Incident, "playbooks").await?;
    let f = desk.frame(lang, "/desk/playbooks");
    let say = |both: &Both| both.in_chinese(lang == UiLang::Zh).to_owned();
    let view = PlaybooksView {
        playbooks: desk
            .respond
            .playbooks
            .iter()
            .map(|book| PlaybookRow {
                href: f.href(&format!("/desk/playbooks/{}", book.id)),
                title: say(&book.title),
                when: say(&book.when),
                steps: book.steps.len() as u32,
                statements: book.statements.len() as u32,
            })
            .collect(),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}

pub async fn one(
    State(desk): State<Desk>,
    Lang(lang): Lang,
    Path((_, id)): Path<(String, String)>,
    who: SignedIn,
) -> Result<Page<String>, Fault> {
    who.require(Permission::Read)?;
    let book = desk.respond.playbook(&id).ok_or(Error::not_found())?;
    desk.record(&who, Purpose::Incident, &format!("playbook {}", book.id)).await?;
    let f = desk.frame(lang, &format!("/desk/playbooks/{}", book.id));
    let known = Known::load(&desk, lang).await?;
    let say = |both: &Both| both.in_chinese(lang == UiLang::Zh).to_owned();
    let zh = |text: &str| Spoken::new(text, TextLang::ZhHans);
    let en = |text: &str| Spoken::new(text, TextLang::En);
    let view = PlaybookView {
        title: say(&book.title),
        when: say(&book.when),
        // A playbook names kinds of several jurisdictions; those of another are none here.
        kinds: book
            .kinds
            .iter()
            .filter(|kind| desk.respond.rules.kind(kind).is_some())
            .map(|kind| kind_name(&desk, &known, kind))
            .collect(),
        first_hour: book.first_hour.iter().map(say).collect(),
        signers: book.signers.iter().map(say).collect(),
        steps: book
            .steps
            .iter()
            .map(|step| {
                let span = f.long_span(i64::from(step.within_minutes) * 60_000);
                let within = f.t1("playbook-within", "span", span);
                PlaybookStepRow { within, who: say(&step.who), what: say(&step.what) }
            })
            .collect(),
        statements: book
            .statements
            .iter()
            .map(|one| StatementText {
                name: say(&one.name),
                zh: (zh(&one.title.zh), zh(&one.text.zh)),
                en: (en(&one.title.en), en(&one.text.en)),
            })
            .collect(),
        digest: book.digest.chars().take(16).collect(),
        staff: desk.staff_here(&who).await?,
        f,
    };
    Ok(print(&view)?)
}
