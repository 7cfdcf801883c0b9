-- One more kind of leaf: the message that programs of others read. SQLite cannot change a check, so the table is made anew.
drop view public_leaf;
drop index leaf_subject;
drop index leaf_place;
drop index leaf_parent;
drop index leaf_waiting;
alter table leaf rename to leaf_before;
create table leaf (
  leaf_id       text primary key,
  subject       text not null,              -- what it is about, such as edition/3f2a
  subject_index bigint not null,            -- 0 for the first leaf of its subject
  parent        text,                       -- what the subject is part of, such as document/77c1
  kind          text not null check (kind in ('publication', 'edition', 'correction', 'withdrawal', 'answer',
                                              'closure', 'policy', 'rule_change', 'claim', 'message')),
  digest        text not null,              -- sha-256 of salt and content, hex
  salt          blob,                       -- null once erased: then nothing leads from the digest to the content
  erased_ms     bigint,
  public        text not null,              -- the allowlisted metadata, as JSON
  at_ms         bigint not null,
  order_ms      bigint not null,            -- never before that of the leaf before it on its subject
  leaf_index    bigint,                     -- its place in the log; null while it waits for one
  entry         blob                        -- the bytes that stand in the log; null while it waits
);
insert into leaf (leaf_id, subject, subject_index, parent, kind, digest, salt, erased_ms, public, at_ms, order_ms, leaf_index, entry)
select leaf_id, subject, subject_index, parent, kind, digest, salt, erased_ms, public, at_ms, order_ms, leaf_index, entry
from leaf_before;
drop table leaf_before;
create unique index leaf_subject on leaf (subject, subject_index);
create unique index leaf_place on leaf (leaf_index);
create index leaf_parent on leaf (parent, at_ms);
create index leaf_waiting on leaf (order_ms, subject_index, leaf_id) where leaf_index is null;
create view public_leaf as
  select leaf_id, subject, subject_index, parent, kind, digest, public, at_ms, leaf_index, entry
  from leaf;
