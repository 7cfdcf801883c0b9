//! Candor: hears what people say, warns early with reasons, and shows the public the same picture.
//!
//! This crate ties the contexts together and holds nothing of its own but that: the configuration, the one
//! [`pipeline`] in which hearing becomes understanding, what runs by the clock ([`jobs`]), the pages' data, and the commands.
//! Start with [`commands`], or with [`pipeline`] to follow one post from a feed to an alert.

mod commands;
mod config;
mod contents;
mod eval;
mod hearing;
mod jobs;
mod observe;
mod pages;
mod pipeline;

// Segmentation allocates much and in small pieces, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    commands::run()
}
