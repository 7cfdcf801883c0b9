-- Who answers for the desk, and when. Times do not overlap by rule: two people may be on duty together.
create table duty_shift (
  shift_id      text primary key,
  staff_id      text not null references staff (staff_id),
  department_id text references department (department_id),
  from_ms       bigint not null,
  to_ms         bigint not null,
  entered_by    text not null references staff (staff_id),
  dropped_ms    bigint,                     -- null while it stands
  check (to_ms > from_ms)
);
create index duty_shift_to on duty_shift (to_ms, shift_id);

-- What whoever leaves tells whoever comes. It is read and acknowledged, never changed.
create table hand_over (
  hand_over_id    text primary key,
  staff_id        text not null references staff (staff_id),
  note            text not null,
  at_ms           bigint not null,
  acknowledged_ms bigint,
  acknowledged_by text references staff (staff_id)
);
create index hand_over_at on hand_over (at_ms, hand_over_id);

-- Whom it goes to when nobody on duty answers. One row.
create table duty_head (
  duty_head_id text primary key check (duty_head_id = 'head'),
  staff_id     text not null references staff (staff_id)
);

create view shared_duty as
  select shift_id, staff_id, department_id, from_ms, to_ms from duty_shift where dropped_ms is null;
