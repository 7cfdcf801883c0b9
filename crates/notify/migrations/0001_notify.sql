-- How warnings reach a person, as they chose. Hours are minutes of the office's day.
create table notice_setting (
  staff_id       text primary key,
  email          text not null,             -- empty: no mail
  lang           text not null check (lang in ('zh', 'en')),
  level_min      text check (level_min in ('blue', 'yellow', 'orange', 'red')), -- off duty too; null: on duty alone
  digests        text not null,             -- such as `480,1020`; empty: none
  quiet_from     bigint,                    -- null: no quiet hours
  quiet_to       bigint
);

-- Browsers that a person asked to be told through. The endpoint is a secret of that browser.
create table push_device (
  device_id text primary key,
  staff_id  text not null,
  name      text not null,
  endpoint  blob not null,                  -- sealed
  p256dh    text not null,
  auth      blob not null,                  -- sealed
  added_ms  bigint not null
);
create index push_device_staff on push_device (staff_id, added_ms);

-- Our own key for push services, sealed. One row.
create table push_key (
  push_key_id text primary key check (push_key_id = 'first'),
  pkcs8       blob not null
);

-- Other systems that are told of warnings.
create table webhook (
  webhook_id text primary key,
  name       text not null,
  url        text not null,
  secret     blob not null,                 -- sealed
  level_min  text not null check (level_min in ('blue', 'yellow', 'orange', 'red')),
  added_by   text not null,
  added_ms   bigint not null,
  removed_ms bigint
);

-- Every message, to whom and what became of it: the log that the desk shows, and why nothing is ever said twice.
create table notice_delivery (
  delivery_id text primary key,
  notice      text not null,                -- what it tells of: `alert/ID/STEP/LEVEL/STAGE` or `digest/DAY/MINUTE`
  channel     text not null check (channel in ('email', 'webhook', 'push')),
  target      text not null,                -- a person, a webhook or a browser
  staff_id    text,                         -- whose it is, where it is a person's
  state       text not null check (state in ('waiting', 'sent', 'failed', 'dropped')),
  attempts    bigint not null,
  error       text,                         -- the last one; never an address with its path, never a secret
  created_ms  bigint not null,
  ended_ms    bigint
);
create unique index notice_delivery_once on notice_delivery (notice, channel, target);
create index notice_delivery_created on notice_delivery (created_ms, delivery_id);
