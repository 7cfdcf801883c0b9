-- How often a key says it has signed; 0 for devices that do not count. A count that does not grow tells of a copy.
alter table passkey add column sign_count bigint not null default 0;
