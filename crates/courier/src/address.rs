//! Which addresses may be connected to. Checked on what a name resolves to, at the moment of connecting, so that a name cannot
//! say one thing when it is checked and another when it is used.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Resolves names to their public addresses, and refuses those that have none.
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(|_| Unresolved::Unknown)?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(Unresolved::NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[derive(Clone, Copy, Debug)]
enum Unresolved {
    Unknown,
    NotPublic,
}

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Unresolved::Unknown => "the name is not known",
            Unresolved::NotPublic => "the name leads to no public address",
        })
    }
}

impl Error for Unresolved {}

/// Why a request came to nothing before its answer began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// The name is not known.
    NameUnknown,
    /// The name leads to no public address.
    NotPublic,
    TimedOut,
    ConnectFailed,
}

impl Unreached {
    pub fn of(error: &reqwest::Error) -> Self {
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(inner) = cause {
            match inner.downcast_ref::<Unresolved>() {
                Some(Unresolved::Unknown) => return Unreached::NameUnknown,
                Some(Unresolved::NotPublic) => return Unreached::NotPublic,
                None => cause = inner.source(),
            }
        }
        if error.is_timeout() { Unreached::TimedOut } else { Unreached::ConnectFailed }
    }
}

pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match (a, b, c) {
        // This network; shared by carriers; protocol assignments; 6to4 relays; benchmarks; reserved.
        (0, _, _) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _) | (240.., _, _) => true,
        _ => false,
    };
    !(is_special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Only what is assigned as global unicast, without the ranges in it that carry an IPv4 address or are no hosts.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    match (a, b) {
        // Protocol assignments with Teredo; documentation; 6to4; documentation again.
        (0x2001, 0..0x200) | (0x2001, 0x0db8) | (0x2002, _) | (0x3fff, 0..0x1000) => false,
        (0x2000..0x4000, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_connected_to() {
        let public = ["1.1.1.1", "202.108.22.5", "2606:4700::1111", "240e::1"];
        let hidden = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:7f00:1::",
            "2001:db8::1",
        ];
        for address in public {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
        for address in hidden {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
    }
}
