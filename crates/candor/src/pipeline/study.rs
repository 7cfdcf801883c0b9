//! The part of the pipeline that runs on every core: what can be found in one mention by itself.

use analyse::topics::TopicSet;
use analyse::{Finding, Knowledge, study as study_one};
use listen::Heard;
use model::Mention;
use rayon::prelude::*;

/// What was heard, with what was found in it.
pub struct Studied {
    pub(super) heard: Vec<Heard>,
    /// One for each of `heard`, in their order.
    pub(super) findings: Vec<Finding>,
    /// The topics that each of `heard` matches, as places in the set of this revision.
    pub(super) topics: Vec<Vec<usize>>,
    pub(super) revision: i64,
}

/// Studies mentions on as many threads as there are cores.
///
/// - cost: some tens of microseconds a mention and core; call it where blocking is allowed
pub fn study(heard: Vec<Heard>, knowledge: &Knowledge, topics: &TopicSet) -> Studied {
    let mentions: Vec<&Mention> = heard.iter().map(|heard| &heard.mention).collect();
    let findings = find(&mentions, knowledge);
    let matched = if topics.is_empty() {
        vec![Vec::new(); heard.len()]
    } else {
        mentions.par_iter().with_min_len(64).map(|mention| topics.which(&mention.full_text())).collect()
    };
    Studied { heard, findings, topics: matched, revision: topics.revision }
}

/// What is found in each mention, in their order.
pub fn find(mentions: &[&Mention], knowledge: &Knowledge) -> Vec<Finding> {
    // A few mentions are studied sooner than another thread is woken.
    mentions.par_iter().with_min_len(64).map(|mention| study_one(mention, knowledge)).collect()
}
