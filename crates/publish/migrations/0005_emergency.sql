-- The facts of an emergency, as JSON; null for every other kind.
alter table edition add column emergency text;

-- A CAP 1.2 message as it was issued. It never changes: the next edition, or the withdrawal, is another message that names it.
create table cap_message (
  identifier text primary key,             -- the last segment of its address
  edition_id text not null references edition (edition_id),
  what       text not null check (what in ('publication', 'withdrawal')),
  kind       text not null check (kind in ('Alert', 'Update', 'Cancel')),
  sender     text not null,
  sent_ms    bigint not null,
  expires_ms bigint not null,
  log_index  bigint not null,
  xml        text not null
);
create unique index cap_message_once on cap_message (edition_id, what);
create index cap_message_sent on cap_message (sent_ms, identifier);

-- Of what is withdrawn the cancellation is left.
create view public_cap_message as
select m.identifier, m.what, m.kind, m.sent_ms, m.expires_ms, m.log_index, m.xml, m.edition_id, e.state,
       d.slug, e.title_zh, e.title_en
from cap_message m
join edition e on e.edition_id = m.edition_id
join public_document d on d.document_id = e.document_id
where e.published_ms is not null and (m.what = 'withdrawal' or d.state <> 'withdrawn');

create view public_emergency as
select e.edition_id, d.slug, e.emergency
from edition e
join public_document d on d.document_id = e.document_id
where e.published_ms is not null and e.emergency is not null and d.state <> 'withdrawn';
