-- By which canonical form an edition is digested. From the second on, what the document answers is part of it.
alter table edition add column form bigint not null default 1;

-- Who set the moment at which it appears by itself: that is who publishes it. Of moments that were set before this was kept, it is
-- whoever handed the text over.
alter table edition add column due_by text;
update edition set due_by = coalesce(submitted_by, saved_by) where due_ms is not null;

-- Whether a message is meant (Actual) or belongs to a drill (Exercise, Test).
alter table cap_message add column status text not null default 'Actual';

drop view public_cap_message;
create view public_cap_message as
select m.identifier, m.what, m.kind, m.status, m.sent_ms, m.expires_ms, m.log_index, m.xml, m.edition_id, e.state,
       d.slug, e.title_zh, e.title_en
from cap_message m
join edition e on e.edition_id = m.edition_id
join public_document d on d.document_id = e.document_id
where e.published_ms is not null and (m.what = 'withdrawal' or d.state <> 'withdrawn');

drop view public_edition;
create view public_edition as
select e.edition_id, e.document_id, e.edition_index, e.state, e.title_zh, e.title_en,
       case when c.state = 'withdrawn' then '' else e.summary_zh end as summary_zh,
       case when c.state = 'withdrawn' then '' else e.body_zh end as body_zh,
       case when c.state = 'withdrawn' then '' else e.summary_en end as summary_en,
       case when c.state = 'withdrawn' then '' else e.body_en end as body_en,
       e.change_kind, e.change_zh, e.change_en, e.digest, e.published_ms, e.superseded_ms,
       e.withdrawn_ms, e.withdrawn_zh, e.withdrawn_en, e.leaf_id, e.withdrawn_leaf, e.form
from edition e
join public_document c on c.document_id = e.document_id
where e.published_ms is not null;

-- Since when the body's word on a matter stands: what was withdrawn was no answer, so it counts from what was published anew.
create view public_document_standing as
select c.document_id,
       (select min(e.published_ms) from edition e
        where e.document_id = c.document_id and e.published_ms is not null
          and e.edition_index > coalesce(
            (select max(w.edition_index) from edition w
             where w.document_id = c.document_id and w.withdrawn_ms is not null), 0)) as since_ms
from public_document c where c.state <> 'withdrawn';
