//! Members of staff and their sessions for the tests of other crates, made through the same doors as real ones.

use crate::staff::{self, Outcome};
use crate::{Cost, NewStaff, Passwords, Recent, Role, Session, session};
use ::store::Db;
use model::Time;

/// Adds someone with this role and signs them in.
///
/// - `name`: unique in the database; it is also their sign-in name
pub async fn signed_in(db: &Db, name: &str, role: Role, now: Time) -> Session {
    let passwords = Passwords::new(Cost { memory_kib: 8, passes: 1 }).expect("argon2 takes the smallest cost");
    let new = NewStaff {
        name: name.to_owned(),
        sign_in_name: name.to_owned(),
        role,
        password: "river slate candle".to_owned(),
    };
    let person = match staff::add(db, &passwords, new, now).await.expect("staff can be added") {
        Outcome::Done(person) => person,
        Outcome::Refused(refusals) => panic!("refused: {refusals:?}"),
    };
    let mut tx = db.write().await.expect("a transaction begins");
    let (_, session) = session::start(&mut tx, &person, None, None, now).await.expect("a session starts");
    tx.commit().await.expect("it commits");
    session
}

/// The proof of someone who has just signed in.
pub fn fresh(session: &Session) -> Recent<'_> {
    session.recent(session.confirmed).expect("whoever has just signed in has just proved who they are")
}
