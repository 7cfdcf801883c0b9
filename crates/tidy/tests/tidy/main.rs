//! One test binary for all checks of the repository.

mod arrows;
mod licences;
mod promises;
mod sql;
mod style;
mod words;
