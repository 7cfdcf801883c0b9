//! Places: the body's own districts, by every name that points at one.

use crate::fold::fold;
use crate::matcher::Matcher;
use model::{District, DistrictId};

/// Finds the districts that a text names.
pub struct Gazetteer {
    names: Matcher<u16>,
    districts: Vec<DistrictId>,
}

impl Gazetteer {
    pub fn new(districts: &[District]) -> Self {
        let names = districts.iter().zip(0u16..).flat_map(|(district, index)| {
            let own = [district.name_zh.clone(), district.name_en.clone()];
            own.into_iter().chain(district.places.iter().cloned()).map(move |name| (name, index))
        });
        Gazetteer {
            names: Matcher::new(names),
            districts: districts.iter().map(|district| district.id.clone()).collect(),
        }
    }

    /// - returns: each district once, in the order of the gazetteer
    pub fn places(&self, text: &str) -> Vec<DistrictId> {
        self.places_of_folded(&fold(text))
    }

    /// The same for a text that is folded already.
    pub fn places_of_folded(&self, folded: &str) -> Vec<DistrictId> {
        let mut found: Vec<u16> = self.names.find(folded).map(|(_, index)| index).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|index| self.districts[usize::from(index)].clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_district_points_at_it() {
        let district = |id: &str, zh: &str, en: &str, place: &str| District {
            id: DistrictId::new(id),
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            population: 20_000,
            tile: (0, 0),
            places: vec![place.to_owned()],
        };
        let gazetteer = Gazetteer::new(&[
            district("north", "北城", "North", "云桥街"),
            district("port", "老港", "Old Port", "Ferry Lane"),
        ]);
        let names = |text: &str| gazetteer.places(text).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(names("雲橋街停水了，老港也是"), "north port");
        assert_eq!(names("ferry lane is dark; the North too"), "north port");
        assert_eq!(names("Northern lights"), "");
    }
}
