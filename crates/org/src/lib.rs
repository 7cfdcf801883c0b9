//! The organisation (机构): who may sign in, what each role may do, and a record of every look at listening data.
//!
//! What this crate must never do: keep a password or a session token in a form that opens anything, ship a default
//! password, tell a stranger whether a sign-in name exists, or let the audit be changed. Time comes in as an argument
//! everywhere; sessions and lockouts want the wall's time, even where a demo replays its town on a fast clock.
//!
//! Start with [`setup`], which lets the first person in, then [`sign_in()`] and [`Session`]; what matters most wants a
//! [`Recent`].

mod address;
pub mod approval;
pub mod audit;
mod code;
pub mod confirm;
pub mod department;
pub mod duty;
pub mod factor;
pub mod link;
mod lockout;
pub mod oidc;
pub mod passkey;
mod password;
mod role;
mod seal;
pub mod session;
pub mod setup;
mod sign_in;
pub mod staff;
mod store;
pub mod testing;
pub mod wall;
pub mod webauthn;

pub use address::AddressBlock;
pub use approval::Approval;
pub use audit::Purpose;
pub use confirm::Proofs;
pub use department::{Department, DepartmentId};
pub use lockout::{Attempt, Lockout};
pub use oidc::House;
pub use password::{Cost, PASSWORD_CHARACTERS_MIN, Passwords, weakness};
pub use role::{Permission, Role};
pub use seal::Seal;
pub use session::{Recent, Session, SessionLimits, Token};
pub use sign_in::{HalfToken, SecondStep, SignIn, second_step, sign_in, step_proofs};
pub use staff::{NewStaff, Outcome, Refusal, Staff};
pub use store::MIGRATIONS;
pub use webauthn::Place;

#[cfg(test)]
mod tests;
