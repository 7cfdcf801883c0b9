//! The facts of an emergency between the form, the draft and the page of the second person.

use super::super::Desk;
use crate::pages::emergency::{EmergencyForm, Fact, FactChange, word};
use model::{Lang as TextLang, Time};
use publish::{Area, Emergency, Status};
use web::input::Fields;
use web::{Frame, Spoken, UiLang};

/// What the form says; a moment that cannot be read is one that was not given.
pub fn read(desk: &Desk, fields: &Fields) -> Emergency {
    let chosen: Vec<&str> = fields.every("area").collect();
    Emergency {
        status: Status::from_code(&fields.text("status")).unwrap_or_default(),
        event_zh: fields.text("event_zh"),
        event_en: fields.text("event_en"),
        category: fields.text("category"),
        urgency: fields.text("urgency"),
        severity: fields.text("severity"),
        certainty: fields.text("certainty"),
        areas: desk
            .districts
            .iter()
            .filter(|district| chosen.contains(&district.id.as_str()))
            .map(|district| Area {
                id: district.id.to_string(),
                zh: district.name_zh.clone(),
                en: district.name_en.clone(),
            })
            .collect(),
        expires_ms: desk.zone.read(&fields.text("expires")).map_or(0, Time::ms),
        instruction_zh: fields.text("instruction_zh"),
        instruction_en: fields.text("instruction_en"),
    }
}

pub fn form(desk: &Desk, f: &Frame, facts: Emergency) -> EmergencyForm {
    let name = |zh: &str, en: &str| if f.lang == UiLang::Zh { zh.to_owned() } else { en.to_owned() };
    EmergencyForm {
        expires: if facts.expires_ms == 0 { String::new() } else { desk.zone.written(facts.expires()) },
        areas: desk
            .districts
            .iter()
            .map(|district| {
                let id = district.id.to_string();
                let is_chosen = facts.areas.iter().any(|area| area.id == id);
                (id, name(&district.name_zh, &district.name_en), is_chosen)
            })
            .collect(),
        wrong: Vec::new(),
        facts,
        f: f.clone(),
    }
}

/// What programs acted on before and will act on, side by side: those facts that differ.
pub fn changed(f: &Frame, old: Option<&Emergency>, new: Option<&Emergency>) -> Vec<FactChange> {
    let written = |emergency: Option<&Emergency>| emergency.map(|emergency| facts(f, emergency)).unwrap_or_default();
    let (old, new) = (written(old), written(new));
    let labels = old.iter().chain(&new).map(|fact| &fact.label);
    let mut changes: Vec<FactChange> = Vec::new();
    for label in labels {
        let of = |facts: &[Fact]| {
            let parts = facts.iter().find(|fact| fact.label == *label).map(|fact| fact.parts.as_slice());
            parts.unwrap_or_default().to_vec()
        };
        let change = FactChange { label: label.clone(), old: of(&old), new: of(&new) };
        if change.old != change.new && changes.iter().all(|known| known.label != *label) {
            changes.push(change);
        }
    }
    changes
}

/// What will go out, for whoever approves it.
pub fn facts(f: &Frame, emergency: &Emergency) -> Vec<Fact> {
    let own = if f.lang == UiLang::Zh { TextLang::ZhHans } else { TextLang::En };
    let both = |zh: &str, en: &str| {
        [(zh, TextLang::ZhHans), (en, TextLang::En)]
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, lang)| Spoken::new(text, lang))
            .collect::<Vec<_>>()
    };
    let one = |text: String| vec![Spoken::new(text, own)];
    let areas = if emergency.areas.is_empty() {
        one(f.t("emergency-everywhere"))
    } else {
        let name = |area: &Area| if f.lang == UiLang::Zh { area.zh.clone() } else { area.en.clone() };
        emergency.areas.iter().map(|area| Spoken::new(name(area), own)).collect()
    };
    let fact = |label: &str, parts| Fact { label: f.t(label), parts };
    vec![
        fact("emergency-status", one(word(f, "status", emergency.status.code()))),
        fact("emergency-event", both(&emergency.event_zh, &emergency.event_en)),
        fact("emergency-category", one(word(f, "category", &emergency.category))),
        fact("emergency-urgency", one(word(f, "urgency", &emergency.urgency))),
        fact("emergency-severity", one(word(f, "severity", &emergency.severity))),
        fact("emergency-certainty", one(word(f, "certainty", &emergency.certainty))),
        fact("emergency-areas", areas),
        fact("emergency-expires", one(f.when(&emergency.expires()).exact)),
        fact("emergency-instruction", both(&emergency.instruction_zh, &emergency.instruction_en)),
    ]
}
