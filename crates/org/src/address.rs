//! Network addresses, coarse enough to slow an attacker and too coarse to name a person.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The block an address lies in: /24 of IPv4, /56 of IPv6, which is about what one subscriber is given.
/// Rate limits and lockouts hold it in memory. It is stored for one thing alone: staff see from where their own sessions
/// were opened.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressBlock(IpAddr);

impl AddressBlock {
    pub fn of(address: IpAddr) -> Self {
        // An IPv4 client of a dual-stack socket arrives as ::ffff:a.b.c.d; without this all of them would share one block.
        AddressBlock(match address.to_canonical() {
            IpAddr::V4(v4) => IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & (u32::MAX << 8))),
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 72))),
        })
    }
}

impl std::fmt::Display for AddressBlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            IpAddr::V4(v4) => write!(f, "{v4}/24"),
            IpAddr::V6(v6) => write!(f, "{v6}/56"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_block(a: &str, b: &str) -> bool {
        let block = |text: &str| AddressBlock::of(text.parse().expect("the test writes an address"));
        block(a) == block(b)
    }

    #[test]
    fn neighbours_share_a_block_and_strangers_do_not() {
        assert!(same_block("203.0.113.7", "203.0.113.250"));
        assert!(!same_block("203.0.113.7", "203.0.114.7"));
        assert!(same_block("2001:db8:0:1200::1", "2001:db8:0:12ff::9"));
        assert!(!same_block("2001:db8:0:1200::1", "2001:db8:0:1300::1"));
        assert!(same_block("::ffff:203.0.113.7", "203.0.113.9"));
    }
}
