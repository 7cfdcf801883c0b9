-- How the body appears. Each saved form is a row of its own; the last one counts, and the earlier ones tell what was before.
create table identity (
  identity_index bigint primary key,
  name_zh        text not null,            -- empty: the one of the configuration
  name_en        text not null,
  accent         text not null,            -- #rrggbb, or empty for Candor's own
  mark_type      text not null,            -- image/svg+xml, image/png, image/jpeg, or empty without a mark
  mark           blob not null,
  tone_zh        text not null,            -- how the body speaks; shown beside the editor
  tone_en        text not null,
  saved_by       text not null,
  saved_ms       bigint not null
);

-- What a new draft of a kind begins with.
create table body_template (
  kind     text primary key,
  body_zh  text not null,
  body_en  text not null,
  saved_by text not null,
  saved_ms bigint not null
);

create view public_identity as
select name_zh, name_en, accent, mark_type, mark from identity
where identity_index = (select max(i.identity_index) from identity i);
