-- The key that names mentions in this installation: one row, made at the first start.
create table intake_key (
  intake_key_id bigint primary key check (intake_key_id = 1),
  key           blob not null,
  made_ms       bigint not null
);

-- What is listened to. A source that was removed stays, since the register says what was listened to and when.
create table source (
  source_id     text primary key,
  name_zh       text not null,
  name_en       text not null,
  connector     text not null,
  kind          text not null check (kind in ('institution', 'press', 'public')),
  purpose_zh    text not null,
  purpose_en    text not null,
  url           text,                      -- null for files and webhooks; may carry an access key
  public_url    text,                      -- the same without credentials and query
  secret        text,                      -- of a webhook; null for all others
  lang_hint     text,
  district_id   text,
  poll_minutes  bigint not null,
  next_poll_ms  bigint,                    -- null if it is not polled
  etag          text,
  last_modified text,
  added_ms      bigint not null,
  removed_ms    bigint,                    -- null while it is listened to
  removal_reason text                      -- masked, for the public register; null while it is listened to
);
create index source_due on source (next_poll_ms, source_id) where removed_ms is null;

create table source_health (
  source_id       text primary key,
  last_success_ms bigint,                  -- null until the first
  last_error_ms   bigint,
  last_error      text,                    -- a code of the reasons
  last_detail     text,                    -- a status or a host; never a path
  failures        bigint not null          -- in a row; 0 after a success
);

-- New mentions by hour of arrival, from which a source's own band is drawn.
create table source_hour (
  source_id text not null,
  hour_ms   bigint not null,
  items     bigint not null,
  primary key (source_id, hour_ms)
);

-- Limits that were met and rows that were left out, by hour.
create table limit_met (
  source_id text not null,
  hour_ms   bigint not null,
  reason    text not null,
  count     bigint not null,
  primary key (source_id, hour_ms, reason)
);

-- One thing heard. Of private persons the hour alone, never the minute. Other tables know it by its number, which
-- grows, since rows that are written together then stand together.
create table mention (
  mention_no bigint primary key,           -- in the order in which mentions were placed
  mention_id  text not null unique,        -- 128 bits of a keyed hash, hex
  source_id   text not null,
  kind        text not null,
  at_ms       bigint not null,
  heard_ms    bigint not null,
  lang_hint   text,
  district_id text
);

-- The masked text, apart, so that it can go while the mention stays.
create table held (
  mention_no bigint primary key,
  title      text not null,
  text       text not null,
  link       text,                         -- of institutions and the press only
  expires_ms bigint                        -- to the hour; null for what is kept as published
);
create index held_expires on held (expires_ms) where expires_ms is not null;

create table webhook_nonce (
  source_id text not null,
  nonce     text not null,
  seen_ms   bigint not null,
  primary key (source_id, nonce)
);

-- How far a file was read. The same bytes for the same source are the same run.
create table import_run (
  source_id  text not null,
  digest     text not null,                -- sha-256 of the file, hex
  bytes_done bigint not null,
  lines_done bigint not null,
  heard      bigint not null,
  skipped    bigint not null,
  started_ms bigint not null,
  ended_ms   bigint,                       -- null until its end was reached
  primary key (source_id, digest)
);

create view shared_source as
  select source_id, name_zh, name_en, connector, kind, purpose_zh, purpose_en, public_url, lang_hint, district_id,
         poll_minutes, next_poll_ms, added_ms, removed_ms
  from source;

create view public_source as
  select source_id, name_zh, name_en, kind, purpose_zh, purpose_en, public_url, added_ms, removed_ms, removal_reason
  from source;

create view shared_mention as
  select m.mention_no, m.mention_id, m.source_id, m.kind, m.at_ms, m.heard_ms, m.lang_hint, m.district_id, h.title, h.text, h.link
  from mention m left join held h on h.mention_no = m.mention_no;

-- What institutions and the press published, with its link. Private persons' texts are never in it.
create view public_text as
  select m.mention_no, m.source_id, m.at_ms, h.title, h.link
  from mention m join held h on h.mention_no = m.mention_no
  where m.kind in ('institution', 'press') and h.link is not null;
