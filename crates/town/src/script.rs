//! Simplified to traditional Chinese for copies, character by character with a few phrases first.

/// Rewrites simplified text in traditional characters.
///
/// - `table`: lines of a simplified word, a space, and the traditional one; lines of several characters are phrases and go first.
///   Lines that begin with `#` are comments
/// - cost: O(length of the table x length of the text); the demo converts a few hundred texts
pub(crate) fn to_traditional(text: &str, table: &[(String, String)]) -> String {
    let mut converted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        match table.iter().find(|(simplified, _)| rest.starts_with(simplified.as_str())) {
            Some((simplified, traditional)) => {
                converted.push_str(traditional);
                rest = &rest[simplified.len()..];
            }
            None => {
                converted.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    converted
}

/// Reads the table; a line of two equally long runs of characters gives one pair a character, unless it begins with `=`, which marks a phrase.
pub(crate) fn read_table(file: &str) -> Vec<(String, String)> {
    let lines = || file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let phrases = lines().filter_map(|line| line.strip_prefix("= ")?.split_once(' ')).map(|(simplified, traditional)| (simplified.to_owned(), traditional.to_owned()));
    let characters = lines()
        .filter(|line| !line.starts_with('='))
        .filter_map(|line| line.split_once(' '))
        .flat_map(|(simplified, traditional)| simplified.chars().zip(traditional.chars()))
        .map(|(simplified, traditional)| (simplified.to_string(), traditional.to_string()));
    phrases.chain(characters).collect()
}
