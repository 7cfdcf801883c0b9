-- What the office said about an incident in public. A word that was withdrawn stands here with the reason, and so does what it had met.
create table incident_word (
  word_id       text primary key,
  incident_id   text not null references incident (incident_id), -- the room that was told
  what          text not null,             -- document/ID, claim/ID
  title_zh      text not null,
  title_en      text not null,
  is_correction bigint not null,           -- 1 if it says what was wrong with an earlier word of the same matter
  spoken_ms     bigint not null,
  spoken_by     text not null,
  withdrawn_ms  bigint,
  withdrawn_by  text,
  reason_zh     text not null,             -- empty while it stands
  reason_en     text not null
);
create index incident_word_of on incident_word (incident_id);
create index incident_word_what on incident_word (what);

-- By which word a clock was met; null for one that a person marked.
alter table incident_clock add column met_word text;

-- That a word had met a clock, and does no longer since it was withdrawn.
create table incident_unmet (
  clock_id text not null references incident_clock (clock_id),
  word_id  text not null references incident_word (word_id),
  primary key (clock_id, word_id)
);
