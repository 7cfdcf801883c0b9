//! The part of the pipeline that runs on every core: what can be found in one mention by itself.

use analyse::{Finding, study as study_one};
use listen::Heard;
use text::Gazetteer;

/// What was heard, with what was found in it.
pub struct Studied {
    pub(super) heard: Vec<Heard>,
    /// One for each of `heard`, in their order.
    pub(super) findings: Vec<Finding>,
}

impl Studied {
    pub(super) fn each(&self) -> impl Iterator<Item = (&Heard, &Finding)> {
        self.heard.iter().zip(&self.findings)
    }
}

/// Studies mentions on as many threads as there are cores.
///
/// - cost: some tens of microseconds a mention and core; call it where blocking is allowed
pub fn study(heard: Vec<Heard>, gazetteer: &Gazetteer) -> Studied {
    let findings = find(&heard, gazetteer);
    Studied { heard, findings }
}

fn find(fresh: &[Heard], gazetteer: &Gazetteer) -> Vec<Finding> {
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
