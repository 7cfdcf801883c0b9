-- What may be searched by its words: what institutions and the press published. Private persons' texts are never in it,
-- neither by their kind nor by an expiry, which published texts do not have.
create index mention_published on mention (mention_no) where kind in ('institution', 'press');
create view shared_searchable as
  select m.mention_no, m.source_id, m.kind, m.at_ms, h.title, h.text, h.link
  from mention m join held h on h.mention_no = m.mention_no
  where m.kind in ('institution', 'press') and h.expires_ms is null;
