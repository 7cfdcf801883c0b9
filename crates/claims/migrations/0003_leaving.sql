-- Since when a proposed withdrawal waits for a second person. Null for what was proposed before this was written down.
alter table claim add column leaving_ms bigint;
-- What waits is looked for each time somebody opens the desk; there is seldom more than a handful.
create index claim_leaving on claim (claim_id) where leaving_by is not null;
