-- Who may sign in. People are never deleted, so that the audit keeps a name to show; they end.
create table staff (
  staff_id      text primary key,
  sign_in_name  text not null unique,       -- folded: in lower case, single spaces
  name          text not null,
  role          text not null check (role in ('viewer', 'officer', 'approver', 'administrator', 'auditor')),
  password_hash text not null,              -- argon2id with its parameters; empty once ended
  created_ms    bigint not null,
  ended_ms      bigint                      -- null while they work here
);

-- At most one row: the code that lets the first person in, on a fresh installation.
create table setup_code (
  setup_code_id text primary key check (setup_code_id = 'first'),
  code_hash     text not null,              -- sha-256, hex
  expires_ms    bigint not null
);

-- The token itself is in the person's browser alone, so a copy of this table opens nothing.
create table session (
  token_hash text primary key,              -- sha-256 of the token, hex
  session_id text not null unique,          -- by which it is listed and ended
  staff_id   text not null references staff (staff_id),
  started_ms bigint not null,
  seen_ms    bigint not null
);
create index session_staff on session (staff_id, started_ms);

-- Every look that staff took at listening data. Rows are added and expire; nothing changes one.
create table query_audit (
  query_id text primary key,
  staff_id text not null references staff (staff_id),
  purpose  text not null check (purpose in ('routine_watch', 'incident', 'source_care', 'report')),
  what     text not null,                   -- what was asked, never what was found
  at_ms    bigint not null
);
create index query_audit_at on query_audit (at_ms, query_id);

create view shared_staff as
  select staff_id, name, role, ended_ms from staff;

-- For the public register: how often, for which purpose, on which UTC day (counted from 1970). Never by whom.
create view public_query_count as
  select purpose, at_ms / 86400000 as day, count(*) as query_count
  from query_audit
  group by purpose, at_ms / 86400000;
