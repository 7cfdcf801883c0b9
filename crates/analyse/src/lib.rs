//! analyse

pub mod count;
pub mod mirror;
pub mod store;
