-- Who asked to be written to. A row is gone the moment its owner says so, and two days after the question if they never answered.
create table subscription (
  subscription_id text primary key,
  address         text not null unique,    -- needed to write to them, and used for nothing else
  lang            text not null check (lang in ('zh', 'en')),
  token           text not null unique,    -- in each letter: confirms, and ends
  asked_ms        bigint not null,
  confirmed_ms    bigint                   -- null until they answered the first letter
);

-- A letter that went out, so that it does not go out twice. Gone with its subscription.
create table letter (
  edition_id      text not null,
  what            text not null,
  subscription_id text not null references subscription (subscription_id) on delete cascade,
  sent_ms         bigint not null,
  primary key (edition_id, what, subscription_id)
);

-- Another system that is told of each release, signed with a secret that the two share.
create table hook (
  hook_id  text primary key,
  name     text not null,
  url      text not null,
  secret   text not null,
  added_by text not null,
  added_ms bigint not null,
  ended_ms bigint
);

-- Each attempt to tell it.
create table push (
  edition_id text not null,
  what       text not null,
  hook_id    text not null references hook (hook_id),
  attempt    bigint not null,
  at_ms      bigint not null,
  answer     text not null,                -- a status, or why there was none
  is_taken   bigint not null check (is_taken in (0, 1)),
  primary key (edition_id, what, hook_id, attempt)
);
create index push_at on push (at_ms, edition_id);
