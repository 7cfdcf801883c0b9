-- The office's policy in all its versions. A version is a draft until a second person approves it, and one is in force.
create table policy_version (
  number        bigint primary key,      -- 1, 2, 3 …
  text          text not null,           -- the file as written
  digest        text not null,           -- sha-256 of the text, hex
  note          text not null,           -- why it was written
  state         text not null check (state in ('draft', 'in_force', 'superseded', 'dropped')),
  written_by    text,                    -- null for the first one, which came with the configuration
  written_ms    bigint not null,
  approved_by   text,
  in_force_ms   bigint,
  superseded_ms bigint
);
create unique index policy_in_force on policy_version (state) where state = 'in_force';

-- What the verdicts made of the weights, within what the policy allows. A step is undone, never deleted.
create table policy_tuning (
  tuning_id   text primary key,
  number      bigint not null,           -- the version that it tunes
  rule        text not null,
  percent     bigint not null,           -- the weight of the rule after this step, in percent of the written one
  useful      bigint not null,           -- the verdicts that it rests on
  not_useful  bigint not null,
  false_count bigint not null,
  at_ms       bigint not null,
  undone_ms   bigint,
  undone_by   text
);
create index policy_tuning_number on policy_tuning (number, rule, at_ms);

-- Raised whenever something of the above changes, so that every process sees that it should look again.
create table policy_mark (
  mark_id  bigint primary key check (mark_id = 1),
  revision bigint not null
);
insert into policy_mark (mark_id, revision) values (1, 0);

-- For the register of how is listened: when the criteria of warning changed.
create view public_policy as
  select number, digest, in_force_ms, superseded_ms from policy_version where in_force_ms is not null;
