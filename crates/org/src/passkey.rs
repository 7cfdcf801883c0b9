//! Passkeys: a person's device proves that they are there, without a password or beside one.
//!
//! Every question is put once, holds for five minutes, and knows what it is for and whose it is; its answer finds it by the
//! question's digest and uses it up. What is stored of a key is its public half.

use crate::confirm::Doors;
use crate::webauthn::{self, Algorithm, Assertion, Place, PublicKey, Registration};
use crate::{AddressBlock, HalfToken, Recent, Session, Staff, Token, audit, factor, session, sign_in, store};
use ::store::{Db, Tx};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use model::{Error, Kind, Result, StaffId, Time};
use std::time::Duration;

const CHALLENGE_BYTES: usize = 32;
const CEREMONY: Duration = Duration::from_secs(5 * 60);
/// Anyone may ask to sign in, so the questions that wait for an answer are bounded.
const CEREMONIES_MAX: u32 = 10_000;
const KEYS_MAX: usize = 10;
const NAME_CHARACTERS_MAX: usize = 80;

/// What a question is for. An answer to one is none to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Adding a key.
    Add,
    /// Signing in without a password.
    Enter,
    /// The second step after a password.
    Step,
    /// Proving again who one is.
    Confirm,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Purpose::Add => "add",
            Purpose::Enter => "enter",
            Purpose::Step => "step",
            Purpose::Confirm => "confirm",
        }
    }
}

/// A question for a device, as the page's script hands it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Base64url.
    pub challenge: String,
    /// The host that keys are for.
    pub host: String,
    /// Keys that may answer, or for [`Purpose::Add`] those that are known already; empty: whichever the device has.
    pub credentials: Vec<String>,
    /// Whose key is being added: the id that the device keeps, base64url, the sign-in name and the name.
    pub owner: Option<(String, String, String)>,
}

/// One line in a person's list of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Of the credential, base64url.
    pub id: String,
    pub name: String,
    pub added: Time,
    pub used: Option<Time>,
}

/// A key as it is checked.
pub(crate) struct Known {
    pub owner: StaffId,
    pub key: PublicKey,
    pub sign_count: u32,
}

pub async fn list(db: &Db, staff: &StaffId) -> Result<Vec<Passkey>> {
    store::passkey::list(db, staff).await
}

/// Asks a device to make a key.
///
/// - errors: `Conflict` for an eleventh
pub async fn ask_to_add(tx: &mut Tx, place: &Place, by: Recent<'_>, now: Time) -> Result<Question> {
    let known = store::passkey::ids(tx, by.id()).await?;
    if known.len() >= KEYS_MAX {
        return Err(Error::conflict("passkey-too-many"));
    }
    let staff = by.staff();
    let owner = (BASE64.encode(staff.id.as_str()), staff.sign_in_name.clone(), staff.name.clone());
    let challenge = put(tx, Purpose::Add, Some(&staff.id), now).await?;
    Ok(Question { challenge, host: place.host.clone(), credentials: known, owner: Some(owner) })
}

/// Asks a device for whoever owns a key of this desk.
pub async fn ask_to_enter(db: &Db, place: &Place, now: Time) -> Result<Question> {
    let mut tx = db.write().await?;
    let challenge = put(&mut tx, Purpose::Enter, None, now).await?;
    tx.commit().await?;
    Ok(Question { challenge, host: place.host.clone(), credentials: Vec::new(), owner: None })
}

/// Asks for a key after the password was right.
///
/// - returns: nothing if the try is over or this person has no key
pub async fn ask_for_step(db: &Db, place: &Place, half: &HalfToken, now: Time) -> Result<Option<Question>> {
    let Some(person) = sign_in::half_way(db, half, now).await? else { return Ok(None) };
    ask_person(db, place, Purpose::Step, &person.id, now).await
}

/// Asks someone who is signed in for one of their keys.
///
/// - returns: nothing if they have none
pub async fn ask_to_confirm(db: &Db, place: &Place, session: &Session, now: Time) -> Result<Option<Question>> {
    ask_person(db, place, Purpose::Confirm, &session.staff.id, now).await
}

async fn ask_person(db: &Db, place: &Place, purpose: Purpose, staff: &StaffId, now: Time) -> Result<Option<Question>> {
    let mut tx = db.write().await?;
    let credentials = store::passkey::ids(&mut tx, staff).await?;
    if credentials.is_empty() {
        return Ok(None);
    }
    let challenge = put(&mut tx, purpose, Some(staff), now).await?;
    tx.commit().await?;
    Ok(Some(Question { challenge, host: place.host.clone(), credentials, owner: None }))
}

async fn put(tx: &mut Tx, purpose: Purpose, staff: Option<&StaffId>, now: Time) -> Result<String> {
    let mut challenge = [0u8; CHALLENGE_BYTES];
    getrandom::fill(&mut challenge)?;
    store::passkey::drop_ceremonies(tx, now.minus(CEREMONY)).await?;
    if store::passkey::ceremony_count(tx).await? >= CEREMONIES_MAX {
        return Err(Error::new(Kind::Busy, "error-busy"));
    }
    store::passkey::insert_ceremony(tx, &webauthn::digest_of(&challenge), purpose.code(), staff, now).await?;
    Ok(BASE64.encode(challenge))
}

/// Uses up the question that an answer belongs to.
///
/// - returns: whose it is; nothing within for a question to whoever comes
/// - errors: `Invalid` if nobody asked it, it is too old, was answered before, or was asked for something else
async fn take(tx: &mut Tx, purpose: Purpose, client_data: &str, now: Time) -> Result<Option<StaffId>> {
    let digest = webauthn::question_digest(client_data)?;
    let (known, staff) = store::passkey::take_ceremony(tx, &digest, now.minus(CEREMONY))
        .await?
        .ok_or_else(|| refused("a question that nobody asks"))?;
    if known != purpose.code() {
        return Err(refused("a question that was asked for something else"));
    }
    Ok(staff)
}

/// Adds a key that its owner's device has just made. From now on a second step is asked of this person.
///
/// - returns: recovery codes to be shown once, if there were none
/// - errors: `Invalid` for an answer that is not believed; `Conflict` for a key that is known
pub async fn add(
    tx: &mut Tx,
    place: &Place,
    by: Recent<'_>,
    name: &str,
    said: &Registration<'_>,
    now: Time,
) -> Result<Option<Vec<String>>> {
    if take(tx, Purpose::Add, said.client_data, now).await?.as_ref() != Some(by.id()) {
        return Err(refused("somebody else's question"));
    }
    let made = webauthn::registered(place, said)?;
    if store::passkey::ids(tx, by.id()).await?.len() >= KEYS_MAX {
        return Err(Error::conflict("passkey-too-many"));
    }
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME_CHARACTERS_MAX).collect();
    let credential = written(&made.key);
    if !store::passkey::insert(tx, by.id(), &made.credential, &name, &credential, made.sign_count, now).await? {
        return Err(Error::conflict("passkey-known"));
    }
    audit::note(tx, by.id(), "passkey_added", &format!("staff/{}", by.id()), &name, now).await?;
    if store::account::recovery_left(tx, by.id()).await? > 0 {
        return Ok(None);
    }
    factor::renew_recovery(tx, by.id()).await.map(Some)
}

/// Removes a key of one's own.
///
/// - errors: `NotFound`
pub async fn remove(tx: &mut Tx, by: Recent<'_>, id: &str, now: Time) -> Result<()> {
    let name = store::passkey::delete(tx, by.id(), id).await?.ok_or_else(Error::not_found)?;
    factor::forget_recovery_if_last(tx, by.id()).await?;
    audit::note(tx, by.id(), "passkey_removed", &format!("staff/{}", by.id()), &name, now).await
}

/// Signs in whoever owns the key: it is both, what they have and, by its own question to them, who they are.
///
/// - returns: nothing if the answer is not believed; which point it failed in is logged, not told
pub async fn enter(
    doors: &Doors<'_>,
    place: &Place,
    said: &Assertion<'_>,
    block: AddressBlock,
    previous: Option<&Token>,
    now: Time,
) -> Result<Option<(Token, Session)>> {
    let Some(person) = believed(doors.db, place, Purpose::Enter, said, now).await? else {
        doors.lockout.failed(None, block, now);
        return Ok(None);
    };
    sign_in::enter(doors, &person, previous, block, now).await.map(Some)
}

/// The second step of a sign-in by a key.
///
/// - returns: nothing if the answer is not believed or the try is over
pub async fn second_step(
    doors: &Doors<'_>,
    place: &Place,
    half: &HalfToken,
    said: &Assertion<'_>,
    block: AddressBlock,
    previous: Option<&Token>,
    now: Time,
) -> Result<Option<(Token, Session)>> {
    let Some(half_way) = sign_in::half_way(doors.db, half, now).await? else { return Ok(None) };
    let believed = believed(doors.db, place, Purpose::Step, said, now).await?;
    let Some(person) = believed.filter(|person| person.id == half_way.id) else {
        doors.lockout.failed(Some(&half_way.sign_in_name), block, now);
        return Ok(None);
    };
    let entered = sign_in::finish_half(doors, half, &person, previous, block, now).await?;
    // The right password alone counts as a failure until the second step is done; now it is, also past a closed lock, since
    // a key cannot be guessed.
    if let Ok(attempt) = doors.lockout.attempt(&person.sign_in_name, block, now) {
        doors.lockout.succeeded_in_two(attempt);
    }
    Ok(Some(entered))
}

/// Takes a key as the proof that its owner sits there.
pub async fn confirm(
    doors: &Doors<'_>,
    place: &Place,
    session: &Session,
    said: &Assertion<'_>,
    block: AddressBlock,
    now: Time,
) -> Result<bool> {
    let person = believed(doors.db, place, Purpose::Confirm, said, now).await?;
    if person.is_none_or(|person| person.id != session.staff.id) {
        doors.lockout.failed(Some(&session.staff.sign_in_name), block, now);
        return Ok(false);
    }
    let mut tx = doors.db.write().await?;
    session::confirm(&mut tx, session, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whoever an answer stands for, if all of it is right.
async fn believed(db: &Db, place: &Place, purpose: Purpose, said: &Assertion<'_>, now: Time) -> Result<Option<Staff>> {
    let mut tx = db.write().await?;
    let checked = check(&mut tx, place, purpose, said, now).await;
    // Right or wrong, the question is used up, and a key that seems copied stays on record.
    tx.commit().await?;
    match checked {
        Ok(staff) => Ok(store::staff(db, &staff).await?.filter(|person| person.ended.is_none())),
        Err(error) if error.kind == Kind::Invalid => {
            tracing::warn!(detail = error.detail(), "a passkey was refused");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

async fn check(tx: &mut Tx, place: &Place, purpose: Purpose, said: &Assertion<'_>, now: Time) -> Result<StaffId> {
    let asked = take(tx, purpose, said.client_data, now).await?;
    let known = store::passkey::known(tx, said.id).await?.ok_or_else(|| refused("a key that nobody here has"))?;
    if asked.is_some_and(|asked| asked != known.owner) {
        return Err(refused("somebody else's key"));
    }
    if !said.user.is_empty() && said.user != BASE64.encode(known.owner.as_str()) {
        return Err(refused("the device takes the key for somebody else's"));
    }
    let count = webauthn::used(place, &known.key, said)?;
    if !webauthn::may_follow(known.sign_count, count) {
        let detail = format!("{} → {count}", known.sign_count);
        audit::note(tx, &known.owner, "passkey_copied", &format!("staff/{}", known.owner), &detail, now).await?;
        return Err(refused("the counter did not grow: the key seems to be copied"));
    }
    store::passkey::note_use(tx, said.id, count, now).await?;
    Ok(known.owner)
}

fn written(key: &PublicKey) -> String {
    serde_json::json!({ "algorithm": key.algorithm.code(), "key": BASE64.encode(&key.bytes) }).to_string()
}

pub(crate) fn read(credential: &str) -> Result<PublicKey> {
    let broken = || Error::broken("a stored passkey cannot be read");
    let json: serde_json::Value = serde_json::from_str(credential)?;
    let algorithm = json["algorithm"].as_str().and_then(Algorithm::from_code).ok_or_else(broken)?;
    let bytes = json["key"].as_str().and_then(|key| BASE64.decode(key).ok()).ok_or_else(broken)?;
    Ok(PublicKey { algorithm, bytes })
}

fn refused(why: &str) -> Error {
    Error::invalid("passkey-refused").with_detail(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{fresh, signed_in};
    use crate::webauthn::device::{Device, Said, Signed};
    use crate::{Cost, Lockout, MIGRATIONS, Passwords, Role, Seal, SignIn, staff};
    use ::store::testing::databases;
    use std::net::{IpAddr, Ipv4Addr};

    const NOON: Time = Time::from_ms(1_800_000_000_000);
    const ID: &[u8] = b"one";

    fn place() -> Place {
        Place::of("https://desk.city.example").expect("a name over TLS")
    }

    fn block() -> AddressBlock {
        AddressBlock::of(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)))
    }

    async fn added(db: &Db, who: &Session, device: &Device, id: &[u8]) -> Option<Vec<String>> {
        let mut tx = db.write().await.expect("a transaction");
        let asked = ask_to_add(&mut tx, &place(), fresh(who), NOON).await.expect("a question");
        let (client_data, attestation) = device.make(&Said::at(&place(), "webauthn.create", 0), id, &asked.challenge);
        let said = Registration { client_data: &client_data, attestation: &attestation };
        let codes = add(&mut tx, &place(), fresh(who), " My phone ", &said, NOON).await.expect("it is added");
        let again =
            add(&mut tx, &place(), fresh(who), "x", &said, NOON).await.expect_err("a question is answered once");
        assert_eq!(again.detail(), "a question that nobody asks");
        tx.commit().await.expect("a commit");
        codes
    }

    /// What a device answers to a question.
    fn answer(device: &Device, challenge: &str, count: u32) -> Signed {
        device.sign(&Said::at(&place(), "webauthn.get", count), challenge)
    }

    struct Desk {
        db: Db,
        passwords: Passwords,
        lockout: Lockout,
        seal: Seal,
    }

    impl Desk {
        fn doors(&self) -> Doors<'_> {
            Doors { db: &self.db, passwords: &self.passwords, lockout: &self.lockout, seal: &self.seal }
        }

        async fn enters(&self, answer: &Signed, user: &str, now: Time) -> Option<String> {
            let id = BASE64.encode(ID);
            let said = answer.by(&id, user);
            let entered = enter(&self.doors(), &place(), &said, block(), None, now).await.expect("it answers");
            entered.map(|(_, session)| session.staff.sign_in_name)
        }

        async fn question(&self) -> String {
            ask_to_enter(&self.db, &place(), NOON).await.expect("a question").challenge
        }
    }

    async fn desks(name: &str) -> Vec<Desk> {
        let dbs = databases(name, &[MIGRATIONS]).await.into_iter();
        dbs.map(|db| Desk {
            db,
            passwords: Passwords::new(Cost { memory_kib: 8, passes: 1 }).expect("the smallest cost"),
            lockout: Lockout::default(),
            seal: Seal::new(&[7; 32]).expect("32 bytes are a key"),
        })
        .collect()
    }

    #[tokio::test]
    async fn a_key_opens_the_desk_to_its_owner_and_each_answer_once() {
        for desk in desks("org-passkey").await {
            let chen = signed_in(&desk.db, "chen", Role::Approver, NOON).await;
            let device = Device::p256();
            let codes = added(&desk.db, &chen, &device, ID).await.expect("there were no recovery codes yet");
            assert_eq!(codes.len(), 10);
            assert!(added(&desk.db, &chen, &Device::ed25519(), b"two").await.is_none(), "the codes are good still");
            assert_eq!(list(&desk.db, &chen.staff.id).await.expect("a list")[0].name, "My phone");

            let asked = desk.question().await;
            let good = answer(&device, &asked, 1);
            let owner = BASE64.encode(chen.staff.id.as_str());
            assert_eq!(desk.enters(&good, &owner, NOON).await.as_deref(), Some("chen"));
            assert_eq!(desk.enters(&good, &owner, NOON).await, None, "the same answer again");
            let invented = answer(&device, &BASE64.encode([7; 32]), 2);
            assert_eq!(desk.enters(&invented, "", NOON).await, None, "a question that nobody asked");
            let late = answer(&device, &desk.question().await, 2);
            assert_eq!(desk.enters(&late, "", NOON.plus(CEREMONY)).await, None, "too late");
            let stranger = answer(&Device::p256(), &desk.question().await, 2);
            assert_eq!(desk.enters(&stranger, "", NOON).await, None, "a key of a stranger under the owner's id");
            let other = answer(&device, &desk.question().await, 2);
            assert_eq!(desk.enters(&other, &BASE64.encode("wu"), NOON).await, None, "another's key, says the device");
            let elsewhere = Said { origin: "https://evil.example".to_owned(), ..Said::at(&place(), "webauthn.get", 2) };
            let phished = device.sign(&elsewhere, &desk.question().await);
            assert_eq!(desk.enters(&phished, "", NOON).await, None, "an answer given to another site");

            // A counter that stands still: two devices hold one key.
            let copied = answer(&device, &desk.question().await, 1);
            assert_eq!(desk.enters(&copied, "", NOON).await, None);
            let changes = audit::changes(&desk.db, NOON, 10).await.expect("a list");
            assert!(changes.iter().any(|change| change.kind == "passkey_copied" && change.detail == "1 → 1"));
            assert_eq!(
                desk.enters(&answer(&device, &desk.question().await, 2), "", NOON).await.as_deref(),
                Some("chen")
            );

            let mut tx = desk.db.write().await.expect("a transaction");
            remove(&mut tx, fresh(&chen), &BASE64.encode(ID), NOON).await.expect("it is removed");
            assert_eq!(remove(&mut tx, fresh(&chen), "none", NOON).await.expect_err("no").kind, Kind::NotFound);
            tx.commit().await.expect("a commit");
            assert_eq!(desk.enters(&answer(&device, &desk.question().await, 3), "", NOON).await, None, "removed");
        }
    }

    #[tokio::test]
    async fn a_question_for_one_thing_or_person_answers_no_other() {
        for desk in desks("org-passkey-purpose").await {
            let chen = signed_in(&desk.db, "chen", Role::Approver, NOON).await;
            let wu = signed_in(&desk.db, "wu", Role::Approver, NOON).await;
            let (device, others) = (Device::p256(), Device::p256());
            added(&desk.db, &chen, &device, ID).await;
            added(&desk.db, &wu, &others, b"wu").await;
            let doors = desk.doors();
            let confirm_with = async |device: &Device, id: &[u8], challenge: &str, count: u32| {
                let (answer, id) = (answer(device, challenge, count), BASE64.encode(id));
                let said = answer.by(&id, "");
                confirm(&doors, &place(), &chen, &said, block(), NOON.plus(CEREMONY / 2)).await.expect("it answers")
            };
            let ask = async || ask_to_confirm(&desk.db, &place(), &chen, NOON).await.expect("it asks").expect("a key");
            assert_eq!(ask().await.credentials, [BASE64.encode(ID)]);
            assert!(!confirm_with(&others, b"wu", &ask().await.challenge, 1).await, "somebody else's key");
            assert!(!confirm_with(&device, ID, &desk.question().await, 1).await, "a question for signing in");
            assert_eq!(
                desk.enters(&answer(&device, &ask().await.challenge, 1), "", NOON).await,
                None,
                "and the other way"
            );
            assert!(confirm_with(&device, ID, &ask().await.challenge, 1).await);

            // The second step: the password first, then the key of the same person.
            let credentials = ("chen", "river slate candle".to_owned());
            let half = match crate::sign_in(&doors, credentials, block(), None, NOON).await.expect("it answers") {
                SignIn::Half(half) => half,
                _ => panic!("a key makes a second step"),
            };
            let step = async |device: &Device, id: &[u8], count: u32| {
                let asked = ask_for_step(&desk.db, &place(), &half, NOON).await.expect("it asks")?;
                let (answer, id) = (answer(device, &asked.challenge, count), BASE64.encode(id));
                let said = answer.by(&id, "");
                second_step(&doors, &place(), &half, &said, block(), None, NOON).await.expect("it answers")
            };
            assert!(step(&others, b"wu", 2).await.is_none(), "somebody else's key");
            assert_eq!(step(&device, ID, 2).await.expect("it is theirs").1.staff.sign_in_name, "chen");
            assert!(step(&device, ID, 3).await.is_none(), "the try is over");
            // Whoever signs in so every morning is not locked out by it, nor are their colleagues behind the same address.
            for count in 10..40 {
                let credentials = ("chen", "river slate candle".to_owned());
                let SignIn::Half(half) =
                    crate::sign_in(&doors, credentials, block(), None, NOON).await.expect("it answers")
                else {
                    panic!("the password is right, the {count}th time too")
                };
                let asked = ask_for_step(&desk.db, &place(), &half, NOON).await.expect("it asks").expect("a key");
                let (answer, id) = (answer(&device, &asked.challenge, count), BASE64.encode(ID));
                let said = answer.by(&id, "");
                let entered = second_step(&doors, &place(), &half, &said, block(), None, NOON).await;
                assert!(entered.expect("it answers").is_some());
            }

            // An administrator's help takes the keys too, and whoever leaves keeps none.
            let root = signed_in(&desk.db, "root", Role::Administrator, NOON).await;
            let mut tx = desk.db.write().await.expect("a transaction");
            factor::end(&mut tx, fresh(&root), &chen.staff.id, NOON).await.expect("it ends");
            staff::end(&mut tx, fresh(&root), &wu.staff.id, NOON).await.expect("wu leaves");
            tx.commit().await.expect("a commit");
            for who in [&chen, &wu] {
                assert!(list(&desk.db, &who.staff.id).await.expect("a list").is_empty());
            }
        }
    }
}
