//! Rate limits per address block. They live in memory, in bounded space, and are never written down.

use crate::error::Fault;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::{HeaderMap, StatusCode, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use model::{Clock, Time};
use org::AddressBlock;
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Blocks in each of the two generations: together about 4 MiB.
const BLOCKS_MAX: usize = 50_000;

/// So many at once, and so many a second after that.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub burst: u32,
    pub per_second: f64,
}

/// Reading. A page loads in one request and some files, and an office of a hundred sits behind one address.
pub const READING: Rate = Rate { burst: 300, per_second: 50.0 };
/// Changing something, signing in included.
pub const WRITING: Rate = Rate { burst: 40, per_second: 1.0 };

/// A leaky bucket per block, kept as the one moment at which it will be empty (GCRA, ITU-T I.371).
pub struct Limiter {
    step_us: i64,
    depth_us: i64,
    empty_at_us: Mutex<Generations>,
}

/// When the young map is full it becomes the old one, and what the old one held is forgotten. A block that keeps
/// coming is carried over, so a flood from many addresses cannot make the limiter forget whom it holds back right now.
#[derive(Default)]
struct Generations {
    young: HashMap<AddressBlock, i64>,
    old: HashMap<AddressBlock, i64>,
}

impl Limiter {
    pub fn new(rate: Rate) -> Self {
        let step_us = (1e6 / rate.per_second.max(1e-3)) as i64;
        let depth_us = step_us.saturating_mul(i64::from(rate.burst.max(1)));
        Limiter { step_us, depth_us, empty_at_us: Mutex::default() }
    }

    /// Takes one from a block's allowance.
    ///
    /// - errors: how long until there is one again
    pub fn take(&self, block: AddressBlock, now: Time) -> Result<(), Duration> {
        let now_us = now.ms().saturating_mul(1000);
        let mut blocks = self.empty_at_us.lock().unwrap_or_else(PoisonError::into_inner);
        let known = blocks.young.get(&block).or_else(|| blocks.old.get(&block)).copied();
        let filled_us = known.unwrap_or(now_us).max(now_us) + self.step_us;
        let over_us = filled_us - now_us - self.depth_us;
        if over_us > 0 {
            return Err(Duration::from_micros(over_us.unsigned_abs()));
        }
        if blocks.young.len() >= BLOCKS_MAX && !blocks.young.contains_key(&block) {
            blocks.old = std::mem::take(&mut blocks.young);
        }
        blocks.young.insert(block, filled_us);
        Ok(())
    }
}

/// The limits of one surface.
#[derive(Clone)]
pub(crate) struct Limits {
    pub reading: Arc<Limiter>,
    pub writing: Arc<Limiter>,
    pub wall: Clock,
    pub behind_proxy: bool,
}

/// The block a request comes from. It is an extractor, and tells no more than the block.
#[derive(Clone, Copy)]
pub struct Client(pub AddressBlock);

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let nowhere = || Client(AddressBlock::of(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
        Ok(parts.extensions.get().copied().unwrap_or_else(nowhere))
    }
}

pub(crate) async fn guard(State(limits): State<Limits>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = limits.behind_proxy.then(|| forwarded(request.headers())).flatten();
    let address = forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let block = AddressBlock::of(address);
    let limiter = if request.method().is_safe() { &limits.reading } else { &limits.writing };
    if let Err(wait) = limiter.take(block, limits.wall.now()) {
        metrics::counter!("http_rate_limited_total").increment(1);
        return Fault::new(StatusCode::TOO_MANY_REQUESTS, "error-too-many").after(wait).into_response();
    }
    request.extensions_mut().insert(Client(block));
    next.run(request).await
}

/// The last address in `X-Forwarded-For`, which is the one our own proxy wrote; those before it anyone can invent.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(second: u8) -> AddressBlock {
        AddressBlock::of(IpAddr::V4(Ipv4Addr::new(198, second, 0, 1)))
    }

    fn at(ms: i64) -> Time {
        Time::from_ms(1_800_000_000_000 + ms)
    }

    #[test]
    fn a_burst_passes_and_then_one_a_second() {
        let limiter = Limiter::new(Rate { burst: 3, per_second: 1.0 });
        for _ in 0..3 {
            assert_eq!(limiter.take(block(1), at(0)), Ok(()));
        }
        assert_eq!(limiter.take(block(1), at(0)), Err(Duration::from_secs(1)));
        assert_eq!(limiter.take(block(2), at(0)), Ok(()), "others are not concerned");
        assert_eq!(limiter.take(block(1), at(999)), Err(Duration::from_millis(1)));
        assert_eq!(limiter.take(block(1), at(1000)), Ok(()));
        assert!(limiter.take(block(1), at(1000)).is_err());
    }

    #[test]
    fn memory_stays_bounded_under_a_flood_of_addresses() {
        let limiter = Limiter::new(WRITING);
        for n in 0..u32::try_from(3 * BLOCKS_MAX).expect("it is small") {
            let _ = limiter.take(AddressBlock::of(IpAddr::V4(Ipv4Addr::from_bits(n << 8))), at(0));
        }
        let blocks = limiter.empty_at_us.lock().expect("no test panicked");
        assert!(blocks.young.len() <= BLOCKS_MAX && blocks.old.len() <= BLOCKS_MAX);
    }

    #[test]
    fn only_the_proxys_own_word_counts() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.2.3.4, 203.0.113.9".parse().expect("a header"));
        assert_eq!(forwarded(&headers), Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9))));
    }
}
