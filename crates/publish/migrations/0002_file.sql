-- Pictures, drawn anew, and attachments, looked through. The name is made of the content.
create table file (
  document_id  text not null references document (document_id),
  name         text not null,              -- 32 hex digits of the sha-256 and an ending
  called       text not null,              -- what readers save it as
  content_type text not null,
  size_bytes   bigint not null,
  bytes        blob not null,
  alt_zh       text not null,
  alt_en       text not null,
  faults       text not null,              -- JSON: [[code, place]]; what stops it from being published
  added_by     text not null,
  added_ms     bigint not null,
  primary key (document_id, name)
);
create index file_name on file (name, document_id);

-- Which files an edition names, as it was submitted.
create table edition_file (
  edition_id text not null references edition (edition_id),
  name       text not null,
  primary key (edition_id, name)
);
create index edition_file_name on edition_file (name, edition_id);

-- A file can be read by strangers while an edition that names it can.
create view public_file as
select f.name, f.called, f.content_type, f.size_bytes, f.bytes
from file f
where exists (
  select 1 from edition_file r
  join edition e on e.edition_id = r.edition_id and e.document_id = f.document_id
  join public_document d on d.document_id = e.document_id and d.state <> 'withdrawn'
  where r.name = f.name and e.published_ms is not null);
