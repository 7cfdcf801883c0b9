//! What is found in one mention, by itself: pure, in any thread, before stories are thought of.

use crate::term::{self, Term, TermId, TermKind};
use model::{DistrictId, Lang, Mention, Need, SourceKind};
use text::near::Signature;
use text::trained::Trained;
use text::{Feeling, Gazetteer};

/// Everything that was found in one mention.
#[derive(Clone, Debug)]
pub struct Finding {
    pub lang: Lang,
    pub feeling: Feeling,
    pub need: Need,
    /// Districts that the text names; the source's own district if it names none.
    pub places: Vec<DistrictId>,
    /// Whether the text itself names them.
    pub names_places: bool,
    /// Ids of the bilingual glossary of city life.
    pub concepts: Vec<u16>,
    /// What the clustering compares, sorted by id.
    pub terms: Vec<Term>,
    /// Near copies have near signatures.
    pub signature: Signature,
}

impl Finding {
    pub const fn is_chinese(&self) -> bool {
        matches!(self.lang, Lang::ZhHans | Lang::ZhHant)
    }
}

/// One analysis. Its version is raised when its answers change, so that what it found before can be told apart.
pub struct Step {
    pub name: &'static str,
    pub version: u32,
    run: fn(&Reading, &mut Finding),
}

/// What an office knows beside the text itself.
pub struct Knowledge {
    /// Its districts.
    pub gazetteer: Gazetteer,
    /// How texts feel, by the labels that it taught; without any by what ships with the program.
    pub feelings: Option<Trained>,
}

impl Knowledge {
    /// Of an office that taught nothing.
    pub const fn of_places(gazetteer: Gazetteer) -> Self {
        Knowledge { gazetteer, feelings: None }
    }

    /// One number for all the steps, stored beside each finding.
    pub fn steps_version(&self) -> u32 {
        let taught = self.feelings.as_ref().map_or(0, Trained::number);
        STEPS.iter().map(|step| step.version).sum::<u32>() + taught
    }
}

/// What a step may look at.
pub struct Reading<'a> {
    pub mention: &'a Mention,
    /// Title and text as one.
    pub text: String,
    /// The same folded, which most analyses look at.
    pub folded: String,
    pub knowledge: &'a Knowledge,
}

/// The analyses, in the order in which they run: a later one may read what an earlier one found.
pub const STEPS: &[Step] = &[
    Step { name: "language", version: 1, run: find_language },
    Step { name: "feeling", version: 3, run: find_feeling },
    Step { name: "need", version: 2, run: find_need },
    Step { name: "places", version: 1, run: find_places },
    Step { name: "concepts", version: 1, run: find_concepts },
    Step { name: "terms", version: 4, run: find_terms },
    Step { name: "signature", version: 1, run: find_signature },
];

/// Runs all the steps over one mention.
///
/// - cost: linear in the text, some tens of microseconds for a short post
pub fn study(mention: &Mention, knowledge: &Knowledge) -> Finding {
    let text = mention.full_text();
    let reading = Reading { mention, folded: text::fold(&text), text, knowledge };
    let mut finding = Finding {
        lang: Lang::Other,
        feeling: Feeling::default(),
        need: Need::News,
        places: Vec::new(),
        names_places: false,
        concepts: Vec::new(),
        terms: Vec::new(),
        signature: Signature::default(),
    };
    for step in STEPS {
        (step.run)(&reading, &mut finding);
    }
    finding
}

fn find_language(reading: &Reading, finding: &mut Finding) {
    finding.lang = match (text::language(&reading.text), reading.mention.lang_hint) {
        // A text too short to tell is in the language of its source.
        (Lang::Other, Some(hint)) => hint,
        (lang, _) => lang,
    };
}

fn find_feeling(reading: &Reading, finding: &mut Finding) {
    finding.feeling = match &reading.knowledge.feelings {
        Some(trained) => trained.feeling_of_folded(&reading.folded),
        None => text::sentiment_of_folded(&reading.folded),
    };
}

fn find_need(reading: &Reading, finding: &mut Finding) {
    // Institutions and the press report; what they quote is not their own need.
    finding.need = match reading.mention.kind {
        SourceKind::Public => text::needs_of_folded(&reading.folded),
        SourceKind::Institution | SourceKind::Press => match text::needs_of_folded(&reading.folded) {
            Need::Danger => Need::Danger,
            _ => Need::News,
        },
    };
}

fn find_places(reading: &Reading, finding: &mut Finding) {
    finding.places = reading.knowledge.gazetteer.places_of_folded(&reading.folded);
    finding.names_places = !finding.places.is_empty();
    if !finding.names_places {
        finding.places.extend(reading.mention.district.clone());
    }
}

fn find_concepts(reading: &Reading, finding: &mut Finding) {
    finding.concepts = text::concepts_of_folded(&reading.folded);
}

/// A district says more than a word, since events elsewhere are other events; a concept less, since the words that
/// made it count as well.
const PLACE_WEIGHT: f32 = 1.5;
const CONCEPT_WEIGHT: f32 = 0.9;

fn find_terms(reading: &Reading, finding: &mut Finding) {
    let neutral = |kind, name: &str, weight| Term { id: TermId::new(kind, name), weight, in_title: 0.0, word: None };
    let places = finding.places.iter().map(|place| neutral(TermKind::Place, place.as_str(), PLACE_WEIGHT));
    let concepts =
        finding.concepts.iter().map(|concept| neutral(TermKind::Concept, &concept.to_string(), CONCEPT_WEIGHT));
    let mut terms: Vec<Term> = places.chain(concepts).collect();
    terms.extend(term::terms(&reading.mention.title, &reading.mention.text));
    terms.sort_unstable_by_key(|term| term.id);
    terms.dedup_by_key(|term| term.id);
    finding.terms = terms;
}

fn find_signature(reading: &Reading, finding: &mut Finding) {
    finding.signature = Signature::of_folded(&reading.folded);
}
