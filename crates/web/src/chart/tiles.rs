//! Districts as tiles that stand to each other as on a map. It is a list of words, so it reads aloud as it is.

use super::part::{Table, highest, say, shade, wrap};
use crate::{Html, Words, escape, number};
use model::Figure;

#[derive(Clone, Debug)]
pub struct Tile {
    pub name: String,
    /// Column and row, from nought; at most 12 of each.
    pub place: (u8, u8),
    pub population: u32,
    pub value: Figure,
}

#[derive(Clone, Debug)]
pub struct Tiles {
    pub title: String,
    /// One sentence that says what to see.
    pub caption: String,
    pub unit: String,
    pub tiles: Vec<Tile>,
}

const PLACES: u8 = 12;

impl Tiles {
    pub fn draw(&self, words: &Words) -> Html {
        let shown = self.tiles.iter().map(|tile| tile.value).filter(|value| value.exact().is_some());
        let top = highest(shown);
        let columns = self.tiles.iter().map(|tile| tile.place.0 + 1).max().unwrap_or(1).min(PLACES);
        let mut drawn = format!(r#"<ul class="tiles tiles-{columns}" aria-label="{}">"#, escape(&self.title));
        for tile in &self.tiles {
            let (column, row) = (tile.place.0.min(PLACES - 1) + 1, tile.place.1.min(PLACES - 1) + 1);
            let class =
                tile.value.exact().map_or("tile-hidden".to_owned(), |count| format!("tile-{}", shade(count, top)));
            drawn.push_str(&format!(
                r#"<li class="tile {class} column-{column} row-{row}"><span class="tile-name">{}</span> <span class="tile-value">{}</span></li>"#,
                escape(&tile.name),
                escape(&say(words, tile.value))
            ));
        }
        drawn.push_str("</ul>");
        wrap(words, "chart-tiles", &drawn, &self.caption, &self.table(words), false)
    }

    fn table(&self, words: &Words) -> Table {
        let row = |tile: &Tile| vec![tile.name.clone(), say(words, tile.value), number(u64::from(tile.population))];
        Table {
            caption: self.title.clone(),
            head: vec![words.t("chart-district"), self.unit.clone(), words.t("chart-population")],
            rows: self.tiles.iter().map(row).collect(),
        }
    }
}
