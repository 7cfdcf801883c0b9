//! What can be found: one line for each kind of text.

/// One kind of text that is indexed.
#[derive(Clone, Copy, Debug)]
pub struct Corpus {
    /// As the column `corpus` holds it.
    pub name: &'static str,
    /// Whether the public finds it too. What only staff may find is left out of the site's answers.
    pub is_public: bool,
    /// Whether its body is written in Markdown, whose marks nobody looks for.
    pub is_markdown: bool,
    /// Reads a page of it in the order in which it changes, after a position and a subject (`$1`, `$2`), at most `$3` rows. Columns:
    /// position, subject, moment, source, kind, language, sentiment, facets of a story, best day of a story, title, body, link.
    /// It names views alone.
    pub page: &'static str,
    /// Subjects that are indexed and exist no more, at most 500; empty where nothing ends.
    pub gone: &'static str,
}

/// Another kind of text is one more line, over a `shared_` or `public_` view.
pub const CORPORA: &[Corpus] = &[
    Corpus {
        name: "text",
        is_public: false,
        is_markdown: false,
        page: "select s.mention_no, cast(s.mention_no as text), s.at_ms, s.source_id, s.kind, f.lang, f.sentiment,
                      cast(null as text), cast(null as bigint), s.title, s.text, s.link
               from shared_searchable s join shared_finding f on f.mention_no = s.mention_no
               where s.mention_no > $1 and $2 is not null order by s.mention_no limit $3",
        gone: "",
    },
    Corpus {
        name: "story",
        is_public: true,
        is_markdown: false,
        page:
            "select epoch, story_id, last_ms, cast(null as text), cast(null as text), headline_lang, cast(null as text),
                      facets, peak, headline, terms, cast(null as text)
               from shared_story
               where epoch > $1 or (epoch = $1 and story_id > $2) order by epoch, story_id limit $3",
        gone: "select p.subject from passage p join public_story_merge m on m.story_id = p.subject
               where p.corpus = 'story' order by p.subject limit 500",
    },
    // Each language is a text of its own. The link is a path of ours, without its language.
    Corpus {
        name: "document",
        is_public: true,
        is_markdown: true,
        page: "select position, subject, position, cast(null as text), cast(null as text), lang, cast(null as text),
                      cast(null as text), cast(null as bigint), title, body, link
               from (
                 select d.changed_ms as position, d.slug || '/zh' as subject, 'zh-Hans' as lang, e.title_zh as title,
                        e.summary_zh || ' ' || e.body_zh as body, '/published/' || d.slug as link
                 from public_document d join public_edition e on e.edition_id = d.edition_id
                 where d.state = 'published' and e.title_zh <> ''
                 union all
                 select d.changed_ms, d.slug || '/en', 'en', e.title_en, e.summary_en || ' ' || e.body_en,
                        '/published/' || d.slug
                 from public_document d join public_edition e on e.edition_id = d.edition_id
                 where d.state = 'published' and e.title_en <> '') as told
               where position > $1 or (position = $1 and subject > $2) order by position, subject limit $3",
        gone: "select p.subject from passage p
               where p.corpus = 'document' and not exists (
                 select 1 from public_document d
                 where d.state = 'published' and (d.slug || '/zh' = p.subject or d.slug || '/en' = p.subject))
               order by p.subject limit 500",
    },
    Corpus {
        name: "claim",
        is_public: true,
        is_markdown: true,
        page: "select position, subject, position, cast(null as text), cast(null as text), lang, cast(null as text),
                      cast(null as text), cast(null as bigint), title, body, link
               from (
                 select edition_ms as position, slug || '/zh' as subject, 'zh-Hans' as lang, claim_zh as title,
                        answer_zh as body, '/claims/' || slug as link
                 from public_claim where state = 'published'
                 union all
                 select edition_ms, slug || '/en', 'en', claim_en, answer_en, '/claims/' || slug
                 from public_claim where state = 'published') as told
               where position > $1 or (position = $1 and subject > $2) order by position, subject limit $3",
        gone: "select p.subject from passage p
               where p.corpus = 'claim' and not exists (
                 select 1 from public_claim c
                 where c.state = 'published' and (c.slug || '/zh' = p.subject or c.slug || '/en' = p.subject))
               order by p.subject limit 500",
    },
];

pub fn named(name: &str) -> Option<&'static Corpus> {
    CORPORA.iter().find(|corpus| corpus.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_but_views_that_hold_no_private_post() {
        let may = ["shared_searchable", "shared_finding", "shared_story", "public_story_merge", "passage"];
        for corpus in CORPORA {
            for sql in [corpus.page, corpus.gone] {
                let words: Vec<&str> = sql.split_whitespace().collect();
                for pair in words.windows(2).filter(|pair| matches!(pair[0], "from" | "join") && pair[1] != "(") {
                    let is_published = pair[1].starts_with("public_");
                    assert!(is_published || may.contains(&pair[1]), "{} reads {}", corpus.name, pair[1]);
                    assert!(!pair[1].contains("mention"), "{} reads {}", corpus.name, pair[1]);
                }
            }
        }
    }
}
