//! Simplified to traditional Chinese for copies of posts: phrases first, then character by character.

use std::collections::HashMap;

/// The hand-written table of `data/traditional.txt`.
pub(crate) struct Traditional {
    phrases: Vec<(String, String)>,
    characters: HashMap<char, char>,
}

impl Traditional {
    /// - `file`: a line that begins with `= ` is a phrase and its traditional form; any other pairs the characters of two
    ///   equally long runs; `#` begins a comment
    pub(crate) fn read(file: &str) -> Self {
        let lines = || file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let phrases = lines()
            .filter_map(|line| line.strip_prefix("= ")?.split_once(' '))
            .map(|(simplified, traditional)| (simplified.to_owned(), traditional.to_owned()))
            .collect();
        let characters = lines()
            .filter(|line| !line.starts_with('='))
            .filter_map(|line| line.split_once(' '))
            .flat_map(|(simplified, traditional)| simplified.chars().zip(traditional.chars()))
            .collect();
        Traditional { phrases, characters }
    }

    /// - cost: O(length of the text x number of phrases), a few dozen
    pub(crate) fn write(&self, text: &str) -> String {
        let mut converted = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            match self.phrases.iter().find(|(simplified, _)| rest.starts_with(simplified.as_str())) {
                Some((simplified, traditional)) => {
                    converted.push_str(traditional);
                    rest = &rest[simplified.len()..];
                }
                None => {
                    converted.push(*self.characters.get(&next).unwrap_or(&next));
                    rest = &rest[next.len_utf8()..];
                }
            }
        }
        converted
    }
}

#[cfg(test)]
mod tests {
    use super::Traditional;

    #[test]
    fn a_phrase_goes_before_its_characters() {
        let table = Traditional::read("# made up for this test\n= 以后 以後\n后发 后發\n");
        assert_eq!(table.write("以后皇后发"), "以後皇后發");
    }
}
