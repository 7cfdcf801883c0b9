-- What the analyses found in one mention. Its text is listening's and expires; this stays as long as the mention does.
create table finding (
  mention_no bigint primary key,
  story_id     text not null,
  kind         text not null,              -- of its source, as it was then
  copy_of      text,                       -- first half of the id of the mention it nearly repeats, null if it says something of its own
  lang         text not null,
  sentiment    text not null,
  need         text not null,
  steps        bigint not null             -- version of the list of analyses that found this
);

-- Only what institutions and the press published is ever looked up by its story.
create index finding_published on finding (story_id) where kind <> 'public';

-- One event that many posts tell of.
create table story (
  story_id     text primary key,
  headline     text not null,              -- from an institution, the press, k near-same voices, or key terms; never one person's words
  headline_by  text not null check (headline_by in ('press', 'copies', 'terms')),
  headline_lang text not null,             -- so that a page can say in which language it quotes
  terms        text not null,              -- key terms, as a JSON list
  first_ms     bigint not null,
  last_ms      bigint not null,
  items        bigint not null,
  copies       bigint not null,            -- how many of the items nearly repeat another
  settled      bigint not null,            -- voices of the closed days that reached k, added up
  open         bigint not null,            -- voices of open_day
  peak         bigint not null,            -- the most distinct voices on one day: what k is held against
  open_day     bigint not null,
  facets       text not null,              -- cells by place, kind, source, sentiment, need and language, as JSON
  is_live      bigint not null,            -- 0 once retired: nothing joins it any more
  epoch        bigint not null             -- the commit that wrote it last
);
create index story_last on story (last_ms, story_id);
-- The loudest first, with all that decides whether a story is listed, so that a list reads no story that is not on it.
create index story_rank on story ((settled + open) desc, story_id, peak, last_ms, first_ms);
create index story_live on story (epoch) where is_live = 1;

-- What the clustering needs to go on, as of the checkpoint in `epoch`. Whoever takes it up follows with the mentions since.
create table story_state (
  story_id     text primary key,
  state        blob not null
);

-- Stories that turned out to be part of another, so that an address that was passed on still leads somewhere.
create table story_merge (
  story_id     text primary key,
  into_id      text not null               -- a story that is part of none
);
create index story_merge_into on story_merge (into_id);

-- A story's hours. A closed cell under k holds -1: fewer than k.
create table story_hour (
  story_id     text not null,
  hour_ms      bigint not null,
  items        bigint not null,
  voices       bigint not null,
  negative     bigint not null,            -- items that feel negative
  positive     bigint not null,
  danger       bigint not null,            -- items that report a danger
  press        bigint not null,            -- items from the press
  voices_so_far  bigint not null,          -- of the story, up to the end of this hour; likewise the next two
  sources_so_far bigint not null,
  places_so_far  bigint not null,
  primary key (story_id, hour_ms)
) without rowid;
create index story_hour_time on story_hour (hour_ms);

-- A masked text that many said nearly the same. It is written once at least k voices said it, and expires like any text.
create table sample (
  mention_id   text primary key,
  story_id     text not null,
  lang         text not null,
  text         text not null,
  voices       bigint not null,
  expires_ms   bigint not null
);
create index sample_story on sample (story_id, voices);
create index sample_expiry on sample (expires_ms);

-- Everything heard, by hour.
create table tally_hour (
  hour_ms bigint primary key,
  items        bigint not null,
  voices       bigint not null
);

-- Everything heard, by day of the office and by one facet at a time.
create table tally_day (
  day          bigint not null,
  facet        text not null,              -- all, place, kind, source, sentiment, need, lang
  value        text not null,
  items        bigint not null,
  voices       bigint not null,
  primary key (day, facet, value)
);

-- One row: how many batches were committed, and how many mentions. Whoever commits must have seen the last one.
create table epoch (
  epoch_id bigint primary key check (epoch_id = 1),
  epoch        bigint not null,
  mentions     bigint not null,
  checkpoint   bigint not null             -- the number of the mention after which the states in story_state stood
);
insert into epoch (epoch_id, epoch, mentions, checkpoint) values (1, 0, 0, 0);

create view public_story as
  select story_id, headline, headline_by, headline_lang, terms, first_ms, last_ms, items, copies, settled, open, peak, facets
  from story;
create view public_story_merge as select story_id, into_id from story_merge;
create view public_story_hour as
  select story_id, hour_ms, items, voices, negative, positive from story_hour;
create view public_tally_hour as select hour_ms, items, voices from tally_hour;
create view public_tally_day as select day, facet, value, items, voices from tally_day;
create view public_sample as select mention_id, story_id, lang, text, voices from sample;
