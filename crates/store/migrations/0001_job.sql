-- What is to be done later. A row is made in the transaction that causes it and deleted in the one that does it;
-- one that was given up stays, so that an operator sees it.
create table job (
  job_id    text primary key,
  kind      text not null,
  key       text not null,              -- an id of what it is about, never its content
  due_ms    bigint not null,
  attempt   bigint not null,            -- how many times it was taken up
  leased_ms bigint,                     -- until when its worker has it; null while it waits
  again_ms  bigint,                     -- asked for once more while it was being done: when
  error     text,                       -- why the last attempt failed, for the operator
  ended_ms  bigint                      -- when it was given up
);
create unique index job_waiting on job (kind, key) where ended_ms is null;
create index job_due on job (kind, due_ms) where ended_ms is null;
