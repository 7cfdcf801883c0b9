-- The parts of the office that staff and work belong to. They end and are never deleted, since records name them.
create table department (
  department_id text primary key,
  name_zh       text not null,
  name_en       text not null,
  created_ms    bigint not null,
  ended_ms      bigint
);
alter table staff add column department_id text references department (department_id);

-- Where a session was opened from, as coarse as the block a network gives one subscriber, and when its owner last
-- proved again to be who they are.
alter table session add column address_block text not null default '';
alter table session add column confirmed_ms bigint not null default 0;

-- What a second person approved: one text, by its digest, once.
create table approval (
  approval_id text primary key,
  subject     text not null,                -- what is approved, such as `edition/3f2a`
  digest      text not null,                -- of the very text that was approved
  writer_id   text not null references staff (staff_id),
  approver_id text not null references staff (staff_id),
  session     text not null,                -- the first letters of the digest of the approver's session
  at_ms       bigint not null,
  used_ms     bigint,                       -- when it was used up by what it approved
  check (writer_id <> approver_id)
);
create unique index approval_unused on approval (subject, digest) where used_ms is null;

-- Every change of staff, role, key and policy. Rows are added; nothing changes or removes one.
create table change_audit (
  change_id text primary key,
  staff_id  text not null references staff (staff_id),
  kind      text not null,                  -- such as `role_changed`; the words for it are `audit-KIND`
  subject   text not null,                  -- what was changed, such as `staff/3f2a`
  detail    text not null,                  -- from what to what, never a secret
  at_ms     bigint not null
);
create index change_audit_at on change_audit (at_ms, change_id);

create view shared_department as
  select department_id, name_zh, name_en, ended_ms from department;

create view shared_approval as
  select approval_id, subject, digest, writer_id, approver_id, at_ms, used_ms from approval;

create view shared_belonging as
  select staff_id, department_id from staff where department_id is not null and ended_ms is null;
