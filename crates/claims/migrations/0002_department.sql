-- Which department checked it is said by each edition, so that a second person agrees to it as to the words. What stands is copied
-- to the claim as it is published. Editions that were published before keep the form in which they were digested.
alter table claim_edition add column department_id text;
update claim_edition
set department_id = (select c.department_id from claim c where c.claim_id = claim_edition.claim_id)
where state = 'draft';
