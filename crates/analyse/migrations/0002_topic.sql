-- A standing monitor: what the body listens for, and why. One that ended stays, since the register says what was listened for.
create table topic (
  topic_id   text primary key,
  name_zh    text not null,
  name_en    text not null,
  purpose_zh text not null,
  purpose_en text not null,
  query      text not null,                -- canonical form of the version in force
  version    bigint not null,
  since_ms   bigint not null,              -- from when the version in force counts voices
  owner      text not null,                -- of staff
  made_ms    bigint not null,
  ended_ms   bigint,                       -- null while it counts
  end_reason text                          -- masked, for the public register
);

-- Every query that a topic ever had. Nothing here is changed.
create table topic_version (
  topic_id   text not null,
  version    bigint not null,
  query      text not null,
  made_ms    bigint not null,
  made_by    text not null,                -- of staff
  primary key (topic_id, version)
) without rowid;

-- One row, raised by every change, so that whoever counts sees that there is one.
create table topic_set (
  topic_set_id bigint primary key check (topic_set_id = 1),
  revision     bigint not null
);
insert into topic_set (topic_set_id, revision) values (1, 0);

-- A topic's days by one facet at a time. A closed cell under k holds -1: fewer than k. Days before `since_ms` were counted
-- again from what was still held: their voices are the fewest that there can have been.
create table topic_day (
  topic_id   text not null,
  version    bigint not null,
  day        bigint not null,
  facet      text not null,                -- all, place, kind, source, sentiment, need, lang, story
  value      text not null,
  items      bigint not null,
  voices     bigint not null,
  primary key (topic_id, version, day, facet, value)
) without rowid;
create index topic_day_open on topic_day (day) where voices >= 0;

-- A topic's hours, as those of stories are kept.
create table topic_hour (
  topic_id     text not null,
  version      bigint not null,
  hour_ms      bigint not null,
  items        bigint not null,
  voices       bigint not null,
  negative     bigint not null,
  positive     bigint not null,
  danger       bigint not null,
  press        bigint not null,
  voices_so_far  bigint not null,          -- of the day, up to the end of this hour; likewise the next two
  sources_so_far bigint not null,
  places_so_far  bigint not null,
  primary key (topic_id, version, hour_ms)
) without rowid;
create index topic_hour_open on topic_hour (hour_ms) where voices >= 0;

create view public_topic as
  select topic_id, name_zh, name_en, purpose_zh, purpose_en, query, version, since_ms, made_ms, ended_ms, end_reason
  from topic;
create view public_topic_day as
  select d.topic_id, d.day, d.facet, d.value, d.items, d.voices
  from topic t join topic_day d on d.topic_id = t.topic_id and d.version = t.version;
create view public_topic_hour as
  select h.topic_id, h.hour_ms, h.items, h.voices, h.negative, h.positive
  from topic t join topic_hour h on h.topic_id = t.topic_id and h.version = t.version;
-- For warnings: the hours of the version in force of topics that still count.
create view shared_topic_hour as
  select h.topic_id, h.version, h.hour_ms, h.items, h.voices, h.negative, h.positive, h.danger, h.press,
         h.voices_so_far, h.sources_so_far, h.places_so_far
  from topic t join topic_hour h on h.topic_id = t.topic_id and h.version = t.version
  where t.ended_ms is null;
