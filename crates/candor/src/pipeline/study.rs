//! The part of the pipeline that runs on every core: what can be found in one mention by itself.

use analyse::{Finding, study as study_one};
use listen::Heard;
use std::collections::HashSet;
use text::Gazetteer;

/// Keeps the first of each mention from `from` on.
///
/// - returns: how many are left from there
pub fn without_repeats(fresh: &mut Vec<&Heard>, from: usize) -> usize {
    let mut known: HashSet<&str> = fresh[..from].iter().map(|heard| heard.mention.id.as_str()).collect();
    let mut kept = from;
    for index in from..fresh.len() {
        if known.insert(fresh[index].mention.id.as_str()) {
            fresh.swap(kept, index);
            kept += 1;
        }
    }
    fresh.truncate(kept);
    kept - from
}

/// Studies mentions on as many threads as there are cores.
///
/// - returns: one finding a mention, in their order
pub fn study(fresh: &[&Heard], gazetteer: &Gazetteer) -> Vec<Finding> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // A few mentions are studied sooner than a thread is started.
    if fresh.len() < 64 || threads == 1 {
        return fresh.iter().map(|heard| study_one(&heard.mention, gazetteer)).collect();
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> = fresh
            .chunks(fresh.len().div_ceil(threads))
            .map(|part| {
                scope.spawn(|| part.iter().map(|heard| study_one(&heard.mention, gazetteer)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().expect("an analysis does not panic on any text")).collect()
    })
}
