//! What the pages are told of this installation, and the one address that other systems push to.

pub mod unsubscribe;
pub mod webhook;
pub mod witness;

use crate::config::Config;
use crate::jobs::Work;
use desk::{Desk, Room};
use org::Passwords;
use site::{Office, Site};
use web::live::Hub;
use web::session::Gate;

pub fn site(config: &Config, work: &Work) -> Site {
    Site::new(Office {
        db: work.db.clone(),
        k: config.threshold(),
        zone: config.zone(),
        clock: work.clock.clone(),
        identity: work.identity.clone(),
        name_zh: config.name_zh.clone(),
        name_en: config.name_en.clone(),
        contact: config.contact.clone(),
        text_days: config.text_days,
        districts: config.districts.clone(),
        public_url: config.public_url.trim_end_matches('/').to_owned(),
        limits: respond::public::Limits::new(work.library.clone(), config.zone()),
        contents: crate::contents::CONTENTS,
        sends_mail: config.mail().is_some() && !config.public_url.is_empty(),
        cards: site::Cards::default(),
    })
}

pub fn desk(config: &Config, policy: warn::InForce, work: &Work, gate: &Gate, hub: &Hub, passwords: Passwords) -> Desk {
    Desk::new(Room {
        db: work.db.clone(),
        k: config.threshold(),
        zone: config.zone(),
        clock: work.clock.clone(),
        identity: work.identity.clone(),
        name_zh: config.name_zh.clone(),
        name_en: config.name_en.clone(),
        districts: config.districts.clone(),
        policy,
        sends_mail: config.mail().is_some() && !config.public_url.is_empty(),
        respond: work.library.clone(),
        public_url: config.public_url.trim_end_matches('/').to_owned(),
        gate: gate.clone(),
        hub: hub.clone(),
        passwords,
        lockout: org::Lockout::default(),
        seal: work.seal.clone(),
        courier: work.courier.clone(),
        house: config.house.clone(),
        own_address: config.own_address(),
        has_mail: work.courier.has_mail(),
        fetcher: work.fetcher.clone(),
        parser: work.parser.clone(),
        mail_folder: work.mail_folder.clone(),
        brief_hour: config.brief_hour,
        take_in: {
            let work = work.clone();
            std::sync::Arc::new(move |source, export| {
                let work = work.clone();
                Box::pin(async move { crate::hearing::export(&work, &source, &export).await })
            })
        },
        uploads: desk::Uploads::default(),
    })
}
