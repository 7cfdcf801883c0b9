-- Hashes of the tree, 256 a tile, 32 bytes each, left to right. One row a tile: a tile that is not full yet grows in its place,
-- and any narrower tile that was ever served is a beginning of it.
create table tile (
  level      bigint not null,
  tile_index bigint not null,
  width      bigint not null,
  hashes     blob not null,
  primary key (level, tile_index)
);

-- One row: how far the tree is staged. Whoever moves it names what it was before; of two, one finds it moved.
create table log_head (
  log_head_id text primary key check (log_head_id = 'log'),
  origin      text not null,
  vkey        text not null,                -- the verifier key that this log is signed with, for ever
  size        bigint not null,
  root        text not null,                -- hex
  staged_ms   bigint not null
);

-- Every checkpoint that was ever signed. Two with one size cannot be.
create table checkpoint (
  size      bigint primary key,
  root      text not null,                  -- hex
  note      text not null,                  -- with the log's own signature alone
  signed_ms bigint not null,
  served_ms bigint                          -- null until strangers may see it
);
create index checkpoint_served on checkpoint (size) where served_ms is not null;

-- What witnesses put their names to.
create table cosignature (
  size     bigint not null,
  witness  text not null,                   -- the name of its key
  operator text not null,
  line     text not null,                   -- the signature line as it was given
  at_ms    bigint not null,
  primary key (size, witness)
);

-- One row: why nothing is signed now, if so. It is shown on the desk and by check.
create table log_state (
  log_state_id text primary key check (log_state_id = 'log'),
  refusal      text,                        -- a code; null while all is well
  detail       text not null,
  since_ms     bigint not null
);

-- What this installation has seen of others' logs, as their witness.
create table witnessed (
  origin text primary key,
  size   bigint not null,
  root   text not null,                     -- hex
  note   text not null,                     -- with our cosignature
  at_ms  bigint not null
);

create view public_leaf as
  select leaf_id, subject, subject_index, parent, kind, digest, public, at_ms, leaf_index, entry
  from leaf;

create view public_checkpoint as
  select size, root, note, signed_ms, served_ms from checkpoint where served_ms is not null;

create view public_cosignature as
  select size, witness, operator, line, at_ms from cosignature;

create view shared_log_state as
  select refusal, detail, since_ms from log_state;

create view public_log as
  select origin, vkey from log_head;
