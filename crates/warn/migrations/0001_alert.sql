-- One alert per story. It can close and be raised again; its steps tell the whole way.
create table alert (
  alert_id        text primary key,        -- from the story and the hour it was first raised
  story_id        text not null unique,
  level           text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  level_peak      text not null check (level_peak in ('blue', 'yellow', 'orange', 'red')),
  raised_ms       bigint not null,         -- the hour it was last raised
  changed_ms      bigint not null,         -- the hour of its last step
  closed_ms       bigint,                  -- null while open
  held_ms         bigint not null,         -- the last hour in which its level's criteria were met
  seen_ms         bigint not null,         -- the last hour it was judged
  step_count      bigint not null,
  policy_digest   text not null,           -- sha-256 of the policy file, hex
  acknowledged_ms bigint,                  -- null again when it rises: nobody has seen that level yet
  acknowledged_by text,
  verdict         text check (verdict in ('useful', 'not-useful', 'false')),
  verdict_ms      bigint,
  verdict_by      text
);
create index alert_open on alert (level, raised_ms) where closed_ms is null;

-- Each rise, fall and closing, with the reasons as they were then. No number in them is under k.
create table alert_step (
  alert_id   text not null references alert (alert_id),
  step_index bigint not null,
  at_ms      bigint not null,
  level      text check (level in ('blue', 'yellow', 'orange', 'red')), -- null when it closed
  reasons    text not null,                -- JSON: [{rule, weight, numbers}], by falling weight
  primary key (alert_id, step_index)
);

-- What the desk shows of an alert; `reasons` are those of the last step that had any level.
create view shared_alert as
select a.alert_id, a.story_id, a.level, a.level_peak, a.raised_ms, a.changed_ms, a.closed_ms,
       a.acknowledged_ms, a.acknowledged_by, a.verdict, a.verdict_ms, a.verdict_by, a.policy_digest,
       case a.level when 'red' then 4 when 'orange' then 3 when 'yellow' then 2 else 1 end as level_rank,
       (select s.reasons from alert_step s where s.alert_id = a.alert_id and s.level is not null
         order by s.step_index desc limit 1) as reasons
from alert a;
