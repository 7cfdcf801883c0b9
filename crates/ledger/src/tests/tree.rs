//! The tree, against the values of the standard and against another hand's implementation.

use super::Dice;
use crate::merkle::{self, Frontier, Hash, Place, Tiles, grow, is_consistent, leaf_hash, needed, root_from_inclusion};
use crate::note::hex;
use crate::path::TilePath;
use base64ct::{Base64, Encoding as _};
use tlog_tiles::tlog;

fn entry(index: u64) -> Vec<u8> {
    format!(r#"{{"kind":"statement","n":{index}}}"#).into_bytes()
}

/// A tree grown in uneven steps, of which only the right edge is at hand each time.
fn tree(size: u64) -> Tiles {
    let mut tiles = Tiles::default();
    let mut dice = Dice(size + 1);
    let mut now = 0;
    while now < size {
        let step = (1 + dice.below(700)).min(size - now);
        let mut edge = Tiles::default();
        for place in needed(&[], now) {
            edge.insert(place, tiles.get(place).unwrap().to_vec());
        }
        let hashes = (now..now + step).map(|index| leaf_hash(&entry(index))).collect();
        for (place, hashes) in grow(&edge, now, hashes).unwrap() {
            tiles.insert(place, hashes);
        }
        now += step;
    }
    tiles
}

fn only(tiles: &Tiles, places: std::collections::BTreeSet<Place>) -> Tiles {
    let mut some = Tiles::default();
    for place in places {
        if let Some(hashes) = tiles.get(place) {
            some.insert(place, hashes.to_vec());
        }
    }
    some
}

#[test]
fn roots_and_proofs_are_those_of_the_standards_examples() {
    let root = |size| Base64::encode_string(&tree(size).root(size).unwrap());
    for (size, expected) in [
        (0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        (1, "Wsr4tF0z1k/4goGQEr0snBV2aC0agYIq7d7ezUy2pso="),
        (2, "3rTW4a5RBzEzE4yEBKUZ+xeKjjwkrXu8h6l+dI7TKcU="),
        (3, "Phiv583hak2E1mKlIJHrsikkQtULXlvH1dwYsTkSXe0="),
        (7, "Fa0I4MC27BtqaZN7GGszSTm8JTce0VYJ7BsYvM7D0x8="),
        (8, "EK6JyV+Ekwh0wpNp2jYrJspxCzsWSviOgC2n0wTYhkc="),
    ] {
        assert_eq!(root(size), expected, "size {size}");
    }
    let of = |size| hex(&tree(size).root(size).unwrap());
    assert_eq!(of(300), "43600e3de4092159a2c3bc231c1efc21d193c9782e9e60752c9ddecf8da55eb0");
    assert_eq!(of(70_000), "b845303facfd06efbb71ff1ff7eeff141aff3fc4db93b5f898c91e0685731472");
    let text = |path: Vec<Hash>| path.iter().map(|hash| Base64::encode_string(hash)).collect::<Vec<_>>();
    let seven = tree(7);
    assert_eq!(
        text(seven.inclusion(3, 7).unwrap()),
        [
            "h/1YvWYuP7kZDAoM3KMdkU6edjCBVgmSU8lp+tefqOQ=",
            "3rTW4a5RBzEzE4yEBKUZ+xeKjjwkrXu8h6l+dI7TKcU=",
            "Ih6L1jA8LhVLYAPP1KfKc7P4lrUc4dAC5KoBcneJPo4="
        ]
    );
    assert_eq!(
        text(seven.consistency(3, 7).unwrap()),
        [
            "h/1YvWYuP7kZDAoM3KMdkU6edjCBVgmSU8lp+tefqOQ=",
            "4cn+YPquHSfe6yz5KAdXgWvei8NnHg8WdSp5fxxOf68=",
            "3rTW4a5RBzEzE4yEBKUZ+xeKjjwkrXu8h6l+dI7TKcU=",
            "Ih6L1jA8LhVLYAPP1KfKc7P4lrUc4dAC5KoBcneJPo4="
        ]
    );
    assert_eq!(text(seven.consistency(4, 7).unwrap()), ["Ih6L1jA8LhVLYAPP1KfKc7P4lrUc4dAC5KoBcneJPo4="]);
}

#[test]
fn another_hand_computes_the_same_roots_and_accepts_our_proofs() {
    let mut dice = Dice(7);
    for size in [1, 2, 5, 255, 256, 257, 511, 512, 513, 1000, 65_535, 65_536, 65_537, 66_049] {
        let tiles = tree(size);
        let root = tiles.root(size).unwrap();
        let mut frontier = Frontier::default();
        (0..size).for_each(|index| frontier.push(leaf_hash(&entry(index))));
        assert_eq!(frontier.root(), root, "size {size}");
        for _ in 0..20 {
            let index = dice.below(size);
            // Only what `needed` names is at hand, as when the tiles come out of a database.
            let path = only(&tiles, needed(&[index], size)).inclusion(index, size).unwrap();
            let leaf = leaf_hash(&entry(index));
            let foreign: Vec<tlog::Hash> = path.iter().map(|hash| tlog::Hash(*hash)).collect();
            assert!(
                tlog::check_record(&foreign, size, tlog::Hash(root), index, tlog::record_hash(&entry(index))).is_ok()
            );
            assert_eq!(root_from_inclusion(leaf, index, size, &path), Some(root));
            assert_ne!(root_from_inclusion(leaf, (index + 1) % size.max(2), size, &path), Some(root));
            let old = 1 + dice.below(size);
            let old_root = only(&tiles, needed(&[], old)).root(old).unwrap();
            let path = only(&tiles, needed(&[old - 1], size)).consistency(old, size).unwrap();
            assert!(is_consistent(old, &old_root, size, &root, &path), "{old} to {size}");
            if old < size {
                let foreign: Vec<tlog::Hash> = path.iter().map(|hash| tlog::Hash(*hash)).collect();
                let (new, before) = (tlog::Hash(root), tlog::Hash(old_root));
                assert!(tlog::check_tree(&foreign, size, new, old, before).is_ok(), "{old} to {size}");
                assert!(!is_consistent(old, &root, size, &root, &path));
                assert!(!is_consistent(old, &old_root, size, &old_root, &path));
                let mut longer = path.clone();
                longer.push(root);
                assert!(!is_consistent(old, &old_root, size, &root, &longer));
            }
        }
    }
}

#[test]
fn tiles_are_named_as_the_standard_names_them_and_in_no_other_way() {
    for (text, index, width) in
        [("0/000", 0, 256), ("0/999", 999, 256), ("1/x001/000", 1000, 256), ("0/x001/x234/067.p/8", 1_234_067, 8)]
    {
        let path = TilePath::parse(text).unwrap();
        assert_eq!((path.index, path.width, path.to_string()), (index, width, text.to_owned()));
    }
    assert_eq!(TilePath::parse("entries/x001/000.p/255").unwrap().to_string(), "entries/x001/000.p/255");
    for other in [
        "",
        "0",
        "0/",
        "0/0",
        "00/000",
        "64/000",
        "0/x000/001",
        "0/001/000",
        "0/x001",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000/",
        "0/../000",
        "entries/000.p/+1",
        "0/+01",
        "-1/000",
        "0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(TilePath::parse(other), None, "{other}");
    }
    // The standard's own example: 70,000 leaves.
    let width = |level, index| merkle::width(Place { level, index }, 70_000);
    assert_eq!((width(0, 272), width(0, 273), width(0, 274)), (256, 112, 0));
    assert_eq!((width(1, 0), width(1, 1), width(2, 0), width(3, 0), width(60, 0)), (256, 17, 1, 0, 0));
    let width = |level, index| merkle::width(Place { level, index }, 256);
    assert_eq!((width(0, 0), width(1, 0)), (256, 1));
}
