-- A claim that people repeat, and what came of checking it. What is said of it stands in its editions.
create table claim (
  claim_id       text primary key,
  slug           text not null unique,     -- its address; it never changes
  state          text not null check (state in ('draft', 'published', 'withdrawn')),
  owner_id       text not null,            -- the member of staff who answers for it
  department_id  text,                     -- the department that checked it
  opened_ms      bigint not null,
  published_ms   bigint,                   -- its first edition; null while it is a draft
  withdrawn_ms   bigint,
  withdrawn_zh   text not null default '', -- why it was withdrawn
  withdrawn_en   text not null default '',
  withdrawn_leaf text,
  leaving_by     text,                     -- who proposes to withdraw it; null while nobody does
  leaving_zh     text not null default '',
  leaving_en     text not null default ''
);
create index claim_newest on claim (state, published_ms, claim_id);

-- One wording of a claim's answer. A correction is a new row beside the one that it corrects.
create table claim_edition (
  edition_id    text primary key,
  claim_id      text not null references claim (claim_id),
  edition_index bigint not null,           -- from 1
  state         text not null check (state in ('draft', 'published', 'superseded', 'withdrawn')),
  claim_zh      text not null,             -- the claim in neutral words
  claim_en      text not null,
  verdict       text check (verdict in ('true', 'misleading', 'false', 'unproven', 'outdated', 'we-were-wrong')),
  answer_zh     text not null,
  answer_en     text not null,
  change_zh     text not null,             -- what this edition corrects; empty in the first
  change_en     text not null,
  review_ms     bigint,                    -- when it must be looked at again
  digest        text,                      -- sha-256 of the canonical form, hex; null while a draft
  written_by    text not null,
  written_ms    bigint not null,
  ready_ms      bigint,                    -- since when it waits for a second person; null while being written
  approved_by   text,
  published_ms  bigint,
  superseded_ms bigint,
  leaf          text,                      -- its entry in the log
  unique (claim_id, edition_index)
);
create unique index claim_edition_published on claim_edition (claim_id) where state = 'published';
create unique index claim_edition_draft on claim_edition (claim_id) where state = 'draft';

-- Everyone who wrote in an edition. None of them may approve it.
create table claim_writer (
  edition_id text not null references claim_edition (edition_id),
  staff_id   text not null,
  primary key (edition_id, staff_id)
);

create table evidence (
  edition_id     text not null references claim_edition (edition_id),
  evidence_index bigint not null,
  title          text not null,
  publisher      text not null,
  url            text not null,            -- empty for what lies in the office
  dated          text not null,            -- a day such as 2026-11-22, or empty
  quote          text not null,
  archived       text not null,            -- where a copy is kept
  primary key (edition_id, evidence_index)
);

-- In which stories the claim is told: found by the program, decided by people. No post is named here.
create table claim_match (
  claim_id   text not null references claim (claim_id),
  story_id   text not null,
  strength   text not null check (strength in ('likely', 'possible', 'by-hand')),
  score      double precision not null,
  decision   text check (decision in ('attached', 'rejected')), -- null until someone decides
  found_ms   bigint not null,
  decided_ms bigint,
  decided_by text,
  primary key (claim_id, story_id)
);
create index claim_match_story on claim_match (story_id, decision);

-- What everyone may read: the edition that stands, and of a withdrawn claim no more than that it was and why it is gone.
create view public_claim as
select c.claim_id, c.slug, c.state, c.department_id, c.published_ms, c.withdrawn_ms, c.withdrawn_zh, c.withdrawn_en,
       e.edition_id, e.edition_index, e.claim_zh, e.claim_en, e.verdict, e.published_ms as edition_ms, e.review_ms,
       case c.state when 'withdrawn' then '' else e.answer_zh end as answer_zh,
       case c.state when 'withdrawn' then '' else e.answer_en end as answer_en,
       coalesce(c.withdrawn_leaf, e.leaf) as leaf
from claim c join claim_edition e on e.claim_id = c.claim_id
where c.state in ('published', 'withdrawn') and e.state in ('published', 'withdrawn');

create view public_claim_edition as
select e.edition_id, e.claim_id, e.edition_index, e.state, e.claim_zh, e.claim_en, e.verdict, e.answer_zh, e.answer_en,
       e.change_zh, e.change_en, e.review_ms, e.digest, e.published_ms, e.superseded_ms, e.leaf
from claim_edition e join claim c on c.claim_id = e.claim_id
where c.state = 'published' and e.state in ('published', 'superseded');

create view public_evidence as
select v.edition_id, v.evidence_index, v.title, v.publisher, v.url, v.dated, v.quote, v.archived
from evidence v join public_claim_edition e on e.edition_id = v.edition_id;

-- The stories that a published claim is told in, by a person's decision.
create view public_claim_story as
select m.claim_id, m.story_id, m.decided_ms
from claim_match m join claim c on c.claim_id = m.claim_id
where c.state = 'published' and m.decision = 'attached';

-- For other contexts: what the body says of which claim.
create view shared_claim as
select claim_id, slug, claim_zh, claim_en, verdict, answer_zh, answer_en, edition_ms, review_ms
from public_claim where state = 'published';
