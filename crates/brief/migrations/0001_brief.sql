-- Briefs as they were written: sentences by their keys, with the figures and stories that each rests on. Every number in
-- them has been through the threshold, so they may be kept.
create table brief (
  brief_id text primary key,               -- of a daily one its day, so that it is written once
  kind     text not null check (kind in ('daily', 'asked')),
  since_ms bigint not null,
  until_ms bigint not null,                -- exclusive
  made_ms  bigint not null,
  made_by  text,                           -- the member of staff who asked; null for a daily one
  content  text not null                   -- JSON
);
create index brief_until on brief (until_ms, brief_id);
