//! A browser, by way of its maker's push service, which can read neither what is said nor to whom.

use super::{Parcel, Sending, Ways, later, refused};
use crate::push;
use courier::Request;

/// How long a push service keeps a message for a browser that is not there.
const KEPT_SECONDS: u32 = 4 * 60 * 60;

pub fn send<'a>(ways: &'a Ways<'a>, parcel: &'a Parcel<'a>) -> Sending<'a> {
    Box::pin(async move {
        let Some(device) = push::device(ways.db, ways.seal, parcel.target).await? else {
            return Ok(Err(refused("the browser was removed")));
        };
        let key = push::key(ways.db, ways.seal).await?;
        let Ok(body) = push::seal_message(&device, &parcel.message.push(parcel.delivery)) else {
            return Ok(Err(refused("the browser's keys cannot be read")));
        };
        let Some(authorization) = key.authorization(&device.endpoint, ways.office, ways.wall)? else {
            return Ok(Err(refused("the browser's address cannot be read")));
        };
        let request = Request {
            method: "POST",
            url: device.endpoint.clone(),
            headers: vec![
                ("authorization", authorization),
                ("content-encoding", "aes128gcm".to_owned()),
                ("content-type", "application/octet-stream".to_owned()),
                ("ttl", KEPT_SECONDS.to_string()),
                ("urgency", "high".to_owned()),
                // A message that was sent twice takes the place of its first copy.
                ("topic", parcel.delivery.to_owned()),
            ],
            body,
        };
        Ok(match ways.courier.send(request).await {
            Ok(reply) if reply.is_success() => Ok(()),
            Ok(reply) if matches!(reply.status, 404 | 410) => {
                push::forget(ways.db, parcel.target).await?;
                Err(refused("the browser asked for no more messages"))
            }
            Ok(reply) if (400..500).contains(&reply.status) && reply.status != 429 => {
                Err(refused(format!("the push service answers {}", reply.status)))
            }
            Ok(reply) => Err(later(format!("the push service answers {}", reply.status))),
            Err(failure) => Err(failure),
        })
    })
}
