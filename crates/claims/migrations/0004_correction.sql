-- The public register of what was wrong in claims checked, and of claims taken back. Nothing leaves it: of a withdrawn claim the line
-- of an earlier correction stays, with the words that its address still shows and without what was said about them.
create view public_claim_correction as
select c.slug, e.edition_id, 'correction' as what, e.published_ms as at_ms,
       case c.state when 'withdrawn' then c.claim_zh else e.claim_zh end as claim_zh,
       case c.state when 'withdrawn' then c.claim_en else e.claim_en end as claim_en,
       case c.state when 'withdrawn' then '' else e.change_zh end as note_zh,
       case c.state when 'withdrawn' then '' else e.change_en end as note_en
from claim_edition e join public_claim c on c.claim_id = e.claim_id
where e.published_ms is not null and e.edition_index > 1
union all
select slug, edition_id, 'withdrawal' as what, withdrawn_ms as at_ms, claim_zh, claim_en, withdrawn_zh as note_zh, withdrawn_en as note_en
from public_claim where state = 'withdrawn';
