-- One-time codes by which people choose a password themselves, so that no administrator ever knows it.
create table password_code (
  staff_id   text primary key references staff (staff_id),
  code_hash  text not null,                 -- sha-256, hex
  expires_ms bigint not null
);

-- The secret of a person's app, sealed with the installation's key, which is not in this database.
create table authenticator (
  staff_id   text primary key references staff (staff_id),
  secret     blob not null,
  added_ms   bigint not null,
  proved_ms  bigint,                        -- when the first code came back; null until then, and it counts for nothing
  step_used  bigint not null                -- the last step of thirty seconds whose code was taken
);

-- For the day the phone is lost. Each opens once.
create table recovery_code (
  staff_id  text not null references staff (staff_id),
  code_hash text not null,                  -- sha-256, hex
  used_ms   bigint,
  primary key (staff_id, code_hash)
);

-- Between the password and the second step of a sign-in.
create table half_session (
  token_hash text primary key,              -- sha-256, hex
  staff_id   text not null references staff (staff_id),
  started_ms bigint not null
);

-- Whom another house's account stands for. Only an administrator makes such a row.
create table linked_account (
  issuer    text not null,
  subject   text not null,
  staff_id  text not null references staff (staff_id),
  linked_by text not null references staff (staff_id),
  at_ms     bigint not null,
  primary key (issuer, subject)
);
create index linked_account_staff on linked_account (staff_id, at_ms);

-- A sign-in that went to the other house and has not come back.
create table errand (
  state_hash text primary key,              -- sha-256 of what the other house hands back, hex
  nonce      text not null,
  verifier   text not null,                 -- of PKCE
  next       text not null,
  started_ms bigint not null
);

-- A key by which a person signs in without a password. The public half alone is here.
create table passkey (
  passkey_id text primary key,              -- of the credential, base64url
  staff_id   text not null references staff (staff_id),
  name       text not null,
  credential text not null,                 -- what verifying needs, as JSON
  added_ms   bigint not null,
  used_ms    bigint
);
create index passkey_staff on passkey (staff_id, added_ms);

-- A ceremony with a key that is under way; it is used once.
create table passkey_ceremony (
  ceremony_id text primary key,
  staff_id    text,                         -- whose key is being added; null while someone signs in
  state       text not null,
  started_ms  bigint not null
);
