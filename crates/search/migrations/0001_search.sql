-- A text that can be found: of an institution, of the press, or a story's name. Private persons' posts are never here.
create table passage (
  passage_no bigint primary key,           -- grows, so that the newest stand last
  corpus     text not null,                -- a name of the list of what is indexed
  subject    text not null,                -- its id there
  at_ms      bigint not null,
  source_id  text,                         -- null for what has none
  kind       text,
  lang       text not null,
  sentiment  text,
  places     text not null,                -- ids of districts, one space apart
  title      text not null,
  body       text not null,                -- its beginning, as far as it is indexed
  link       text,
  digest     text not null,                -- sha-256 of what is indexed, hex; the same again changes nothing
  unique (corpus, subject)
);
create fulltext passage_tokens;

-- How far each corpus is indexed, and by which tokenizer. Another tokenizer begins anew.
create table search_cursor (
  corpus         text primary key,
  position       bigint not null,
  subject        text not null,
  tokens_version bigint not null
);

-- What members of staff ask again and again; each sees their own.
create table saved_search (
  saved_id text primary key,
  staff_id text not null,
  name     text not null,
  address  text not null,                  -- the search as a page's address says it
  made_ms  bigint not null
);
create index saved_search_staff on saved_search (staff_id, made_ms);
