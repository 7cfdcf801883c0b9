-- What a document gives once it is published, beside the word that every publication is: said by whoever writes it.
create table draft_gives (
  draft       text not null,               -- document/ID
  step        text not null,               -- briefing, full_response and the like
  incident_id text not null references incident (incident_id),
  said_ms     bigint not null,
  said_by     text not null,
  primary key (draft, step)
);

-- Incidents whose time limits the office lets the public see.
create table incident_shown (
  incident_id text primary key references incident (incident_id),
  shown_ms    bigint not null,
  shown_by    text not null
);

-- How many matters the office is dealing with, and how many time limits run for them. No more than that is anyone's.
create view public_incident_count as
select (select cast(count(*) as bigint) from incident where state = 'open') as incidents,
       (select cast(count(*) as bigint)
        from incident_clock c
        join incident i on i.incident_id = c.incident_id
        join incident r on r.incident_id = i.room_id
        where c.met_ms is null and c.stopped_ms is null and c.task_id is null and r.state = 'open') as limits;

-- The limits that the office lets the public see: what is owed and from when it is counted, and nothing of the matter itself.
create view public_incident_clock as
select c.clock_id, r.incident_id, c.name_zh, c.name_en, c.citation_zh, c.citation_en, c.span_number, c.span_unit, c.started_ms
from incident_clock c
join incident i on i.incident_id = c.incident_id
join incident r on r.incident_id = i.room_id
join incident_shown s on s.incident_id = r.incident_id
where c.met_ms is null and c.stopped_ms is null and c.task_id is null and r.state = 'open';

create view public_incident_pause as
select p.clock_id, p.pause_index, p.from_ms, p.until_ms
from incident_pause p join public_incident_clock c on c.clock_id = p.clock_id;
