-- Something that the office must answer for. Its number is kept for ever; a merged one leads to the room it went into.
create table incident (
  incident_id   text primary key,
  number        text not null unique,      -- year in the office's zone and a running number: 2026-0007
  room_id       text not null,             -- where its work goes on: itself, or the incident it was merged into
  kind          text not null,             -- a kind of the rule file
  title         text not null,
  state         text not null check (state in ('open', 'closed', 'merged')),
  department_id text not null,             -- who leads now
  known_ms      bigint not null,           -- when the office learned of it: clocks start here
  opened_ms     bigint not null,
  opened_by     text not null,
  rules_digest  text not null,             -- sha-256 of the rule file it was opened under, hex
  changed_ms    bigint not null,
  merged_ms     bigint,
  closed_ms     bigint,
  closed_by     text,
  closed_reason text
);
create index incident_room on incident (room_id);
create index incident_state on incident (state, changed_ms);

-- The last number given in a year.
create table incident_number (
  year        bigint not null,
  last_number bigint not null,
  primary key (year)
);

-- What it is about: story/ID, alert/ID, claim/ID.
create table incident_subject (
  incident_id text not null references incident (incident_id),
  subject     text not null,
  added_ms    bigint not null,
  primary key (incident_id, subject)
);
create index incident_subject_of on incident_subject (subject);

-- What a department does about it.
create table incident_task (
  task_id       text primary key,
  incident_id   text not null references incident (incident_id),
  what          text not null,
  department_id text not null,             -- who has it now
  given_ms      bigint not null,
  given_by      text not null,
  done_ms       bigint,
  done_by       text,
  outcome       text
);
create index incident_task_of on incident_task (incident_id);

-- A time limit. It keeps the words of its rule, so that a later edit of the file does not change what was promised.
create table incident_clock (
  clock_id     text primary key,
  incident_id  text not null references incident (incident_id),
  task_id      text references incident_task (task_id),
  duty_id      text,                       -- null for a task's own limit
  step         text not null,
  name_zh      text not null,
  name_en      text not null,
  citation_zh  text not null,
  citation_en  text not null,
  confirmed    bigint not null,            -- 1 if the number was held against its source
  span_number  bigint not null,
  span_unit    text not null check (span_unit in ('hours', 'working_days', 'days')),
  escalate     text not null,              -- JSON: how long before the end somebody is reminded
  repeats      bigint not null,            -- 1 if meeting it starts it anew
  started_ms   bigint not null,
  met_ms       bigint,
  met_by       text,
  met_how      text,
  stopped_ms   bigint                      -- the incident closed before it was met
);
create index incident_clock_of on incident_clock (incident_id);
create index incident_clock_open on incident_clock (started_ms) where met_ms is null and stopped_ms is null;

create table incident_pause (
  clock_id    text not null references incident_clock (clock_id),
  pause_index bigint not null,
  from_ms     bigint not null,
  until_ms    bigint,                      -- null while it lasts
  reason      text not null,
  paused_by   text not null,
  resumed_by  text,
  primary key (clock_id, pause_index)
);

-- A reminder that was given before the end: 0 to whoever holds the clock, 1 and on to whoever leads.
create table incident_reminder (
  clock_id       text not null references incident_clock (clock_id),
  reminder_index bigint not null,
  given_ms       bigint not null,
  primary key (clock_id, reminder_index)
);

-- What is known, from whom and since when. A fact that turned out wrong stays, with the reason.
create table incident_fact (
  fact_id          text primary key,
  incident_id      text not null references incident (incident_id),
  what             text not null,
  origin           text not null,          -- who says so
  as_of_ms         bigint not null,        -- the moment of which it tells
  noted_ms         bigint not null,
  noted_by         text not null,
  confirmed_ms     bigint,
  confirmed_by     text,
  withdrawn_ms     bigint,
  withdrawn_by     text,
  withdrawn_reason text
);
create index incident_fact_of on incident_fact (incident_id);

-- Work that went from one department to another; number, clocks and history stay.
create table incident_hand_over (
  hand_over_id    text primary key,
  incident_id     text not null references incident (incident_id),
  task_id         text references incident_task (task_id), -- null when the lead went over
  from_department text not null,
  to_department   text not null,
  reason          text not null,
  handed_ms       bigint not null,
  handed_by       text not null,
  taken_ms        bigint,                  -- null until the other side has taken it on
  taken_by        text
);
create index incident_hand_over_of on incident_hand_over (incident_id);

-- Who is on it, and since when.
create table incident_person (
  incident_id text not null references incident (incident_id),
  staff_id    text not null,
  joined_ms   bigint not null,
  left_ms     bigint,
  primary key (incident_id, staff_id, joined_ms)
);

-- A playbook taken up, and its steps checked off.
create table playbook_run (
  incident_id text not null references incident (incident_id),
  playbook_id text not null,
  digest      text not null,               -- sha-256 of its file, hex
  begun_ms    bigint not null,
  begun_by    text not null,
  primary key (incident_id, playbook_id)
);
create table playbook_check (
  incident_id text not null references incident (incident_id),
  playbook_id text not null,
  step_id     text not null,
  checked_ms  bigint not null,
  checked_by  text not null,
  primary key (incident_id, playbook_id, step_id)
);

-- Which department has read which text of a draft.
create table draft_seen (
  incident_id   text not null references incident (incident_id),
  draft         text not null,             -- the document, such as document/ID
  digest        text not null,             -- sha-256 of the text that was read, hex
  department_id text not null,
  seen_ms       bigint not null,
  seen_by       text not null,
  primary key (draft, digest, department_id)
);

-- All that was decided and done, in order. Rows are added and never changed.
create table incident_log (
  incident_id text not null references incident (incident_id),
  entry_index bigint not null,
  at_ms       bigint not null,
  by_staff    text,                        -- null for what the program did by itself
  kind        text not null,
  said        text not null,               -- JSON: the words that the sentence of this kind names
  primary key (incident_id, entry_index)
);

-- A rule file that was put up for approval, as it was written.
create table rule_set (
  digest       text primary key,           -- sha-256 of the file, hex
  jurisdiction text not null,
  body         text not null,
  proposed_ms  bigint not null,
  proposed_by  text not null,
  approved_ms  bigint,
  approved_by  text
);

-- What others may know of incidents: how many there were, of which kind, and how long they took.
create view shared_incident as
select incident_id, number, room_id, kind, title, state, department_id, known_ms, opened_ms, closed_ms, closed_reason
from incident;

create view shared_incident_clock as
select c.clock_id, c.incident_id, i.department_id, c.step, c.span_number, c.span_unit, c.started_ms, c.met_ms, c.stopped_ms
from incident_clock c join incident i on i.incident_id = c.incident_id;
