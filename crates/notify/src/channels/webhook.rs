//! Another system, which checks by the shared secret that it is really us.

use super::{Parcel, Sending, Ways, later, refused};
use crate::webhook;
use courier::{Request, sign};

pub fn send<'a>(ways: &'a Ways<'a>, parcel: &'a Parcel<'a>) -> Sending<'a> {
    Box::pin(async move {
        let Some((url, secret)) = webhook::address(ways.db, ways.seal, parcel.target).await? else {
            return Ok(Err(refused("the webhook was removed")));
        };
        let body = parcel.message.json();
        let time = (ways.wall.ms() / 1000).to_string();
        let nonce = model::random_hex(16);
        let signature = sign::sign(&secret, &time, &nonce, &body);
        let request = Request {
            method: "POST",
            url,
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("candor-delivery", parcel.delivery.to_owned()),
                (sign::TIME_HEADER, time),
                (sign::NONCE_HEADER, nonce),
                (sign::SIGNATURE_HEADER, signature),
            ],
            body,
        };
        Ok(match ways.courier.send(request).await {
            Ok(reply) if reply.is_success() => Ok(()),
            // Whoever refuses what we say will refuse it tomorrow; whoever is busy or broken may not.
            Ok(reply) if (300..500).contains(&reply.status) && !matches!(reply.status, 408 | 409 | 425 | 429) => {
                Err(refused(format!("it answers {}", reply.status)))
            }
            Ok(reply) => Err(later(format!("it answers {}", reply.status))),
            Err(failure) => Err(failure),
        })
    })
}
