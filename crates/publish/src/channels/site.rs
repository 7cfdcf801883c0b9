//! The body's own site. Its page is live the moment the transaction commits; what is delivered here is the proof that it is.

use super::{Channel, Delivering, Outlet, Release};
use crate::public;
use model::{Error, Result};

pub const CHANNEL: Channel =
    Channel { name: "site", is_numbered: false, wants: |_| true, deliver: |outlet, release| deliver(outlet, release) };

fn deliver<'a>(outlet: &'a Outlet, release: &'a Release) -> Delivering<'a> {
    Box::pin(seen(outlet, release))
}

/// Looks at the page as a stranger would.
async fn seen(outlet: &Outlet, release: &Release) -> Result<String> {
    let page = public::page(&outlet.db, &release.listed.slug).await?;
    let id = &release.listed.edition.id;
    if page.is_some_and(|page| page.editions.iter().any(|edition| edition.id == *id)) {
        Ok(format!("{}{}", outlet.public_url, release.path()))
    } else {
        Err(Error::broken("a release that its own page does not show"))
    }
}
