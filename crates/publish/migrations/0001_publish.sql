-- What the body says about one matter, under one address for good.
create table document (
  document_id text primary key,
  slug        text not null unique,        -- the last segment of its address; fixed once anything was published
  kind        text not null,               -- a code of `Kind`
  created_ms  bigint not null,
  created_by  text not null                -- staff id
);

-- What a document answers: `story/ID`, `incident/ID`, `claim/ID`; the others' ids are opaque here.
create table document_subject (
  document_id text not null references document (document_id),
  subject     text not null,
  primary key (document_id, subject)
);
create index document_subject_subject on document_subject (subject, document_id);

-- One text of a document, in Chinese and English side by side. What was published never changes again.
create table edition (
  edition_id     text primary key,
  document_id    text not null references document (document_id),
  edition_index  bigint not null,          -- 1 for the first
  state          text not null check (state in ('draft', 'approved', 'published', 'superseded', 'withdrawn')),
  title_zh       text not null,
  summary_zh     text not null,
  body_zh        text not null,            -- Markdown
  title_en       text not null,
  summary_en     text not null,
  body_en        text not null,
  change_kind    text not null check (change_kind in ('first', 'update', 'correction')),
  change_zh      text not null,            -- what changed and why; shown beside what it corrects
  change_en      text not null,
  revision       bigint not null,          -- raised by each save, so that two editors notice each other
  base_id        text,                     -- the edition in force when this one was begun
  saved_by       text not null,
  saved_ms       bigint not null,
  submitted_by   text,
  submitted_ms   bigint,                   -- null while it is still being written
  digest         text,                     -- sha-256 of the canonical form, hex; null while it is still being written
  approved_by    text,
  approved_ms    bigint,
  due_ms         bigint,                   -- when an approved edition is to appear; null for "when someone says so"
  published_ms   bigint,
  superseded_ms  bigint,
  withdrawn_ms   bigint,
  withdrawn_by   text,
  withdrawn_zh   text not null,            -- the reason, as the tombstone gives it
  withdrawn_en   text not null,
  leaf_id        text,                     -- of its publication in the log
  withdrawn_leaf text                      -- of its withdrawal
);
create unique index edition_index_once on edition (document_id, edition_index);
create unique index edition_published on edition (document_id) where state = 'published';
-- Two people never write two different next editions.
create unique index edition_open on edition (document_id) where state in ('draft', 'approved');
create index edition_saved on edition (state, saved_ms, edition_id);
create index edition_appeared on edition (published_ms, edition_id) where published_ms is not null;
create index edition_withdrawn on edition (withdrawn_ms) where withdrawn_ms is not null;

-- Who wrote any of it: none of them may approve it.
create table edition_writer (
  edition_id text not null references edition (edition_id),
  staff_id   text not null,
  primary key (edition_id, staff_id)
);

-- One copy of an edition, or of its withdrawal, through one channel, with its receipt. A row means that it went out.
create table delivery (
  edition_id   text not null references edition (edition_id),
  what         text not null check (what in ('publication', 'withdrawal')),
  channel      text not null,
  delivered_ms bigint not null,
  receipt      text not null,              -- where it can be seen, or what the other side answered
  primary key (edition_id, what, channel)
);

-- What strangers may read. A document appears with its first publication and stays, withdrawn or not.
create view public_document as
select d.document_id, d.slug, d.kind,
       (select min(e.published_ms) from edition e where e.document_id = d.document_id and e.published_ms is not null) as first_ms,
       c.edition_id, c.edition_index, c.state, c.published_ms as changed_ms, c.withdrawn_ms,
       c.title_zh, c.title_en,
       case when c.state = 'withdrawn' then '' else c.summary_zh end as summary_zh,
       case when c.state = 'withdrawn' then '' else c.summary_en end as summary_en
from document d
join edition c on c.document_id = d.document_id and c.edition_index = (
  select max(e.edition_index) from edition e where e.document_id = d.document_id and e.published_ms is not null);

-- Every edition that ever appeared. Where the document is withdrawn, its texts are not shown any more, only that they were.
create view public_edition as
select e.edition_id, e.document_id, e.edition_index, e.state, e.title_zh, e.title_en,
       case when c.state = 'withdrawn' then '' else e.summary_zh end as summary_zh,
       case when c.state = 'withdrawn' then '' else e.body_zh end as body_zh,
       case when c.state = 'withdrawn' then '' else e.summary_en end as summary_en,
       case when c.state = 'withdrawn' then '' else e.body_en end as body_en,
       e.change_kind, e.change_zh, e.change_en, e.digest, e.published_ms, e.superseded_ms,
       e.withdrawn_ms, e.withdrawn_zh, e.withdrawn_en, e.leaf_id, e.withdrawn_leaf
from edition e
join public_document c on c.document_id = e.document_id
where e.published_ms is not null;

create view public_document_subject as
select s.subject, s.document_id from document_subject s join public_document d on d.document_id = s.document_id;

-- The public register of corrections and withdrawals.
create view public_correction as
select d.slug, d.kind, e.edition_id, e.edition_index, 'correction' as what, e.published_ms as at_ms,
       e.title_zh, e.title_en, e.change_zh as note_zh, e.change_en as note_en
from edition e join document d on d.document_id = e.document_id
where e.published_ms is not null and e.change_kind = 'correction'
union all
select d.slug, d.kind, e.edition_id, e.edition_index, 'withdrawal' as what, e.withdrawn_ms as at_ms,
       e.title_zh, e.title_en, e.withdrawn_zh as note_zh, e.withdrawn_en as note_en
from edition e join document d on d.document_id = e.document_id
where e.withdrawn_ms is not null;

-- Moves whenever anything that strangers may read does. Two looks into two indexes.
create view public_publish_stamp as
select (select max(published_ms) from edition where published_ms is not null) as published_ms,
       (select max(withdrawn_ms) from edition where withdrawn_ms is not null) as withdrawn_ms;
