//! Which sentences a period deserves, and when it deserves none. Pure.

use crate::{Arg, Heard, Proof, Section, Sentence, Shown, Story};
use model::{Figure, StoryId};

/// Stories that a brief tells of.
const STORIES: usize = 6;
/// A share or a change is told only of this many; of fewer, one person more or less would move it by several per cent.
const SHARE_MIN: u32 = 100;
/// Under three thresholds a figure is a sign and no finding.
const THIN_TIMES: u32 = 3;

/// Writes a brief.
///
/// - returns: sections in the order of reading; none is empty
pub fn write(heard: &Heard) -> Vec<Section> {
    let section = |key: &str, sentences: Vec<Sentence>| Section { key: key.to_owned(), sentences };
    let mut sections = vec![section("brief-section-overview", overview(heard))];
    if heard.voices.exact().is_some() {
        let told = heard.stories.iter().filter(|story| story.voices.exact().is_some()).take(STORIES);
        let mut stories: Vec<Sentence> = told.flat_map(|story| story_of(heard, story)).collect();
        if stories.is_empty() {
            stories.push(thin("brief-stories-thin", vec![("k", Arg::Count(heard.k))]));
        }
        sections.push(section("brief-section-stories", stories));
        sections.push(section("brief-section-needs", needs(heard)));
        sections.push(section("brief-section-places", places(heard)));
    }
    sections.push(section("brief-section-basis", basis(heard)));
    sections
}

fn overview(heard: &Heard) -> Vec<Sentence> {
    let Some(voices) = heard.voices.exact() else {
        return vec![thin("brief-heard-thin", vec![("k", Arg::Count(heard.k))])];
    };
    let both =
        vec![proof("brief-proof-voices", figure(heard.voices)), proof("brief-proof-mentions", figure(heard.items))];
    let mut sentences = vec![Sentence {
        key: "brief-heard".to_owned(),
        args: args(vec![("figure", figure(heard.voices)), ("mentions", figure(heard.items))]),
        proof: both,
        is_thin: false,
    }];
    sentences.push(match heard.voices_before.exact() {
        Some(before) if before >= SHARE_MIN => {
            let change = (i64::from(voices) - i64::from(before)) * 100 / i64::from(before);
            let key = match change {
                5.. => "brief-more",
                ..=-5 => "brief-fewer",
                _ => "brief-level",
            };
            Sentence {
                key: key.to_owned(),
                args: args(vec![
                    ("percent", Arg::Count(u32::try_from(change.abs()).unwrap_or(u32::MAX))),
                    ("before", figure(heard.voices_before)),
                ]),
                proof: vec![
                    proof("brief-proof-voices", figure(heard.voices)),
                    proof("brief-proof-before", figure(heard.voices_before)),
                ],
                is_thin: false,
            }
        }
        _ => Sentence {
            proof: vec![proof("brief-proof-before", figure(heard.voices_before))],
            ..thin("brief-before-thin", Vec::new())
        },
    });
    sentences
}

fn story_of(heard: &Heard, story: &Story) -> Vec<Sentence> {
    let voices = story.voices.exact().unwrap_or(0);
    let id = Some(story.id.clone());
    let mut rests = vec![
        of_story("brief-proof-voices", figure(story.voices), &id),
        of_story("brief-proof-mentions", figure(story.items), &id),
    ];
    let mut told = vec![
        ("headline", Arg::Headline(story.headline.clone())),
        ("figure", figure(story.voices)),
        ("mentions", figure(story.items)),
    ];
    let key = match &story.place {
        Some((place, named)) => {
            told.push(("place", Arg::Place(place.clone())));
            told.push(("named", figure(*named)));
            rests.push(Proof {
                of: Some(Arg::Place(place.clone())),
                ..of_story("brief-proof-place", figure(*named), &id)
            });
            if story.is_new { "brief-story-new-place" } else { "brief-story-place" }
        }
        None if story.is_new => "brief-story-new",
        None => "brief-story",
    };
    let mut sentences = vec![Sentence { key: key.to_owned(), args: args(told), proof: rests, is_thin: false }];
    if voices < heard.k * THIN_TIMES {
        // Whatever else is said of so few would be said of a handful of people.
        sentences.push(Sentence {
            proof: vec![of_story("brief-proof-voices", figure(story.voices), &id)],
            ..thin("brief-story-thin", Vec::new())
        });
        return sentences;
    }
    sentences.push(feeling(story, &id));
    sentences
}

/// How people feel, in shares of the texts whose feeling could be told.
fn feeling(story: &Story, id: &Option<StoryId>) -> Sentence {
    let rests = vec![
        of_story("brief-proof-negative", figure(story.negative), id),
        of_story("brief-proof-neutral", figure(story.neutral), id),
        of_story("brief-proof-positive", figure(story.positive), id),
    ];
    let known = [story.negative, story.neutral, story.positive].map(Figure::exact);
    let [Some(negative), Some(neutral), Some(positive)] = known else {
        return Sentence { proof: rests, ..thin("brief-feeling-thin", Vec::new()) };
    };
    let whole = negative + neutral + positive;
    if whole < SHARE_MIN {
        return Sentence { proof: rests, ..thin("brief-feeling-thin", Vec::new()) };
    }
    let share = |part: u32| part * 100 / whole;
    let (key, part) = if negative * 2 >= whole {
        ("brief-feeling-negative", negative)
    } else if positive * 2 >= whole {
        ("brief-feeling-positive", positive)
    } else {
        ("brief-feeling-mixed", negative)
    };
    let told =
        args(vec![("percent", Arg::Count(share(part))), ("count", Arg::Count(part)), ("whole", Arg::Count(whole))]);
    Sentence { key: key.to_owned(), args: told, proof: rests, is_thin: false }
}

fn needs(heard: &Heard) -> Vec<Sentence> {
    // News reports events and wants nothing.
    let known: Vec<_> =
        heard.needs.iter().filter(|(code, voices)| code != "news" && voices.exact().is_some()).collect();
    let rests = known
        .iter()
        .take(3)
        .map(|(code, voices)| Proof { of: Some(Arg::Need(code.clone())), ..proof("brief-proof-need", figure(*voices)) })
        .collect();
    let told = |key: &str, told: Vec<(&str, Arg)>| Sentence {
        key: key.to_owned(),
        args: args(told),
        proof: rests,
        is_thin: false,
    };
    match known.as_slice() {
        [] => vec![thin("brief-needs-thin", vec![("k", Arg::Count(heard.k))])],
        [(first, voices)] => {
            vec![told("brief-need", vec![("need", Arg::Need(first.clone())), ("figure", figure(*voices))])]
        }
        [(first, voices), (second, fewer), ..] => vec![told(
            "brief-needs",
            vec![
                ("need", Arg::Need(first.clone())),
                ("figure", figure(*voices)),
                ("second", Arg::Need(second.clone())),
                ("fewer", figure(*fewer)),
            ],
        )],
    }
}

fn places(heard: &Heard) -> Vec<Sentence> {
    let known: Vec<_> = heard.places.iter().filter(|(_, voices)| voices.exact().is_some()).collect();
    let rests = known
        .iter()
        .take(3)
        .map(|(id, voices)| Proof { of: Some(Arg::Place(id.clone())), ..proof("brief-proof-place", figure(*voices)) })
        .collect();
    match known.first() {
        None => vec![thin("brief-places-thin", vec![("k", Arg::Count(heard.k))])],
        Some((place, voices)) => vec![Sentence {
            key: "brief-place".to_owned(),
            args: args(vec![("place", Arg::Place(place.clone())), ("figure", figure(*voices))]),
            proof: rests,
            is_thin: false,
        }],
    }
}

/// What all of it rests on: warnings, and the sources that were heard at all.
fn basis(heard: &Heard) -> Vec<Sentence> {
    let raised = proof("brief-proof-raised", Arg::Count(heard.alerts_raised));
    let waiting = proof("brief-proof-waiting", Arg::Count(heard.alerts_waiting));
    let answered = proof("brief-proof-answered", Arg::Count(heard.sources_answered));
    let total = proof("brief-proof-sources", Arg::Count(heard.sources_total));
    let told = |key: &str, told: Vec<(&str, Arg)>, proof: Vec<Proof>| Sentence {
        key: key.to_owned(),
        args: args(told),
        proof,
        is_thin: false,
    };
    let warnings = told(
        "brief-warnings",
        vec![("raised", Arg::Count(heard.alerts_raised)), ("waiting", Arg::Count(heard.alerts_waiting))],
        vec![raised, waiting],
    );
    let numbers = vec![("answered", Arg::Count(heard.sources_answered)), ("total", Arg::Count(heard.sources_total))];
    // Where a third of the sources are silent, the picture has holes, and no figure above says so.
    let is_thin = heard.sources_answered * 3 < heard.sources_total * 2;
    let key = if is_thin { "brief-sources-thin" } else { "brief-sources" };
    vec![warnings, Sentence { is_thin, ..told(key, numbers, vec![answered, total]) }]
}

fn figure(figure: Figure) -> Arg {
    Arg::Figure(Shown(figure))
}

fn args(args: Vec<(&str, Arg)>) -> Vec<(String, Arg)> {
    args.into_iter().map(|(name, arg)| (name.to_owned(), arg)).collect()
}

fn proof(key: &str, value: Arg) -> Proof {
    Proof { key: key.to_owned(), value, of: None, story: None }
}

fn of_story(key: &str, value: Arg, story: &Option<StoryId>) -> Proof {
    Proof { story: story.clone(), ..proof(key, value) }
}

fn thin(key: &str, told: Vec<(&str, Arg)>) -> Sentence {
    Sentence { key: key.to_owned(), args: args(told), proof: Vec::new(), is_thin: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Headline;
    use model::Lang;

    fn heard(voices: Figure, stories: Vec<Story>) -> Heard {
        Heard {
            voices,
            items: Figure::Exactly(900),
            voices_before: Figure::Exactly(200),
            days: 1,
            k: 10,
            stories,
            needs: vec![("complaint".into(), Figure::Exactly(120)), ("question".into(), Figure::FewerThan(10))],
            places: Vec::new(),
            alerts_raised: 1,
            alerts_waiting: 0,
            sources_answered: 11,
            sources_total: 12,
        }
    }

    fn story(voices: u32, negative: Figure) -> Story {
        Story {
            id: StoryId::new("1.1"),
            headline: Headline { text: "停水".into(), lang: Lang::ZhHans, terms: Vec::new() },
            voices: Figure::Exactly(voices),
            items: Figure::Exactly(voices * 2),
            is_new: false,
            place: None,
            negative,
            neutral: Figure::Exactly(40),
            positive: Figure::Exactly(20),
        }
    }

    fn keys(heard: &Heard) -> String {
        let sentences = write(heard).into_iter().flat_map(|section| section.sentences);
        sentences
            .map(|sentence| {
                format!("{}{}", sentence.key.trim_start_matches("brief-"), if sentence.is_thin { "!" } else { "" })
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_full_day_is_told_and_each_sentence_rests_on_figures() {
        let day = heard(Figure::Exactly(300), vec![story(120, Figure::Exactly(140))]);
        assert_eq!(keys(&day), "heard more story feeling-negative need places-thin! warnings sources");
        for section in write(&day) {
            assert!(!section.sentences.is_empty());
            for sentence in section.sentences {
                assert!(sentence.is_thin || !sentence.proof.is_empty(), "{} rests on nothing", sentence.key);
            }
        }
    }

    #[test]
    fn where_the_evidence_is_thin_that_is_what_is_said() {
        assert_eq!(keys(&heard(Figure::FewerThan(10), Vec::new())), "heard-thin! warnings sources");
        let few = heard(Figure::Exactly(40), vec![story(12, Figure::Exactly(140))]);
        assert!(keys(&few).contains("story story-thin!") && !keys(&few).contains("feeling"), "{}", keys(&few));
        let unclear = heard(Figure::Exactly(300), vec![story(120, Figure::FewerThan(10))]);
        assert!(keys(&unclear).contains("feeling-thin!"));
        let first = Heard { voices_before: Figure::FewerThan(10), ..heard(Figure::Exactly(300), Vec::new()) };
        assert!(keys(&first).contains("before-thin! stories-thin!"));
        let deaf = Heard { sources_answered: 5, ..heard(Figure::Exactly(300), Vec::new()) };
        assert!(keys(&deaf).ends_with("sources-thin!"));
    }

    #[test]
    fn nothing_under_the_threshold_gets_into_a_brief() {
        let hidden = Story { voices: Figure::FewerThan(10), ..story(0, Figure::Exactly(140)) };
        assert!(keys(&heard(Figure::Exactly(300), vec![hidden])).contains("stories-thin!"));
    }
}
