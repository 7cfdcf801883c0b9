//! Speaking: what is published about an incident meets, in the same transaction, what its room had promised.
//!
//! Publishing knows nothing of incidents, and incidents nothing of documents; this is where the two are brought together,
//! for the desk's button and for the moment at which a release is due.

use model::{IncidentId, Result, StaffId, Time, Zone};
use org::Recent;
use publish::release::Published;
use publish::{ChangeKind, EditionId, Side};
use respond::Library;
use respond::store::{clock, word};
use store::Tx;

/// By whose rules and in whose time clocks are counted.
#[derive(Clone, Copy)]
pub struct Office<'a> {
    pub library: &'a Library,
    pub zone: &'a Zone,
}

/// What was published, and the rooms that heard of it.
pub struct Spoken {
    pub published: Published,
    pub rooms: Vec<IncidentId>,
}

/// Publishes an edition with the approval that is on record for its text, because someone says so.
///
/// - errors: as [`publish::release::publish_approved`]
/// - atomic: the edition appears and the clocks are met together, or neither
pub async fn publish_approved(
    tx: &mut Tx,
    office: Office<'_>,
    id: &EditionId,
    by: Recent<'_>,
    now: Time,
) -> Result<Spoken> {
    let published = publish::release::publish_by(tx, id, by, now).await?;
    let rooms = tell(tx, office, &published, by.id(), now).await?;
    Ok(Spoken { published, rooms })
}

/// Publishes an edition whose moment has come. Whoever set that moment speaks: the approver answered for the text alone, and the
/// program decides nothing.
///
/// - returns: nothing for one that was taken back or put off in the meantime
pub async fn publish_due(tx: &mut Tx, office: Office<'_>, id: &EditionId, now: Time) -> Result<Option<Spoken>> {
    let Some((published, by)) = publish::release::publish_due(tx, id, now).await? else { return Ok(None) };
    let rooms = tell(tx, office, &published, &by, now).await?;
    Ok(Some(Spoken { published, rooms }))
}

async fn tell(
    tx: &mut Tx,
    office: Office<'_>,
    published: &Published,
    by: &StaffId,
    now: Time,
) -> Result<Vec<IncidentId>> {
    let document = publish::store::document(tx, &published.document).await?;
    let edition = publish::store::edition(tx, &published.edition).await?;
    let said = clock::Said {
        what: &format!("document/{}", document.id.as_str()),
        title_zh: edition.texts.title(Side::Zh).0,
        title_en: edition.texts.title(Side::En).0,
        is_correction: edition.change.kind == ChangeKind::Correction,
    };
    let mut rooms = Vec::new();
    for incident in document.subjects.iter().filter_map(|subject| subject.strip_prefix("incident/")) {
        let incident = IncidentId::new(incident);
        rooms.extend(clock::spoke(tx, office.library, office.zone, &incident, said, by, now).await?);
    }
    Ok(rooms)
}

/// Takes back what is in force; what it had met in the rooms of its incidents is owed again.
///
/// - errors: as [`publish::withdraw`]
/// - returns: the rooms that were told
/// - atomic: the tombstone stands and the clocks count again together, or neither
pub async fn withdraw(
    tx: &mut Tx,
    office: Office<'_>,
    id: &EditionId,
    (zh, en): (&str, &str),
    by: Recent<'_>,
    now: Time,
) -> Result<Vec<IncidentId>> {
    publish::withdraw(tx, id, zh, en, by, now).await?;
    let edition = publish::store::edition(tx, id).await?;
    let unsaid = word::Unsaid {
        what: &format!("document/{}", edition.document.as_str()),
        title_zh: edition.texts.title(Side::Zh).0,
        title_en: edition.texts.title(Side::En).0,
        reason_zh: zh.trim(),
        reason_en: en.trim(),
    };
    word::unsaid(tx, office.library, office.zone, unsaid, by.id(), now).await
}

/// A claim was withdrawn as proposed: what checking it had met is owed again.
///
/// - `claim`: as it was proposed to be withdrawn
pub async fn claim_withdrawn(
    tx: &mut Tx,
    office: Office<'_>,
    claim: &claims::Claim,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    let (subject, edition) = (format!("claim/{}", claim.id), claim.newest());
    let words = |is_chinese| claims::public::pick(is_chinese, &edition.claim_zh, &edition.claim_en).0;
    let reason = |of: fn(&claims::Leaving) -> &str| claim.leaving.as_ref().map_or("", of);
    let unsaid = word::Unsaid {
        what: &subject,
        title_zh: words(true),
        title_en: words(false),
        reason_zh: reason(|leaving| &leaving.reason_zh),
        reason_en: reason(|leaving| &leaving.reason_en),
    };
    word::unsaid(tx, office.library, office.zone, unsaid, by, now).await.map(drop)
}

/// A claim was checked in public: the body has spoken about every incident that the claim belongs to.
pub async fn claim_checked(
    tx: &mut Tx,
    office: Office<'_>,
    edition: &claims::Edition,
    by: &StaffId,
    now: Time,
) -> Result<()> {
    let subject = format!("claim/{}", edition.claim);
    let words = |is_chinese| claims::public::pick(is_chinese, &edition.claim_zh, &edition.claim_en).0;
    let is_correction = edition.index > 1;
    let said = clock::Said { what: &subject, title_zh: words(true), title_en: words(false), is_correction };
    for incident in respond::store::incident::rooms_about(tx, &subject).await? {
        clock::spoke(tx, office.library, office.zone, &incident, said, by, now).await?;
    }
    Ok(())
}
