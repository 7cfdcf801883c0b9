-- Links that open the wall on a big screen without a sign-in. Of a link only the digest of its token is kept.
create table wall_link (
  wall_link_id text primary key,
  label        text not null,               -- where the screen hangs, as the office says
  token_hash   text not null unique,        -- sha-256, hex
  made_by      text not null references staff (staff_id),
  made_ms      bigint not null,
  ended_by     text references staff (staff_id),
  ended_ms     bigint,                      -- null while it opens the wall
  seen_ms      bigint                       -- the hour in which it was last used
);
