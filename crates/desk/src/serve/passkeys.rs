//! Keys by which people sign in without a password.

use super::Desk;
use crate::pages::account::PasskeyRow;
use model::{Result, StaffId};

/// The keys of a person; nothing where the program was built without them.
pub async fn rows(_: &Desk, _: &StaffId) -> Result<Option<Vec<PasskeyRow>>> {
    Ok(None)
}
