//! Mail to one person, by way of the office's own server, whose certificate the courier checks.

use super::{Parcel, Sending, Ways, refused};
use crate::settings;
use courier::Mail;
use model::StaffId;

pub fn send<'a>(ways: &'a Ways<'a>, parcel: &'a Parcel<'a>) -> Sending<'a> {
    Box::pin(async move {
        let settings = settings::load(ways.db, &StaffId::new(parcel.target)).await?;
        if settings.email.is_empty() {
            return Ok(Err(refused("the person wants no mail any more")));
        }
        let mail = Mail {
            to: settings.email,
            subject: parcel.message.subject.clone(),
            text: parcel.message.text(),
            html: None,
            // A mail that was sent twice because the machine stopped in between is one mail to the reader's program.
            headers: vec![
                ("Message-ID", format!("<{}@candor.invalid>", parcel.delivery)),
                ("Auto-Submitted", "auto-generated".to_owned()),
            ],
        };
        Ok(ways.courier.mail(&mail).await)
    })
}
