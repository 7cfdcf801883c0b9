-- When a policy was changed, for the public register: the moments alone. Whoever puts a policy into force puts the
-- change on record under a kind that begins with `policy_`.
create view public_policy_change as
  select at_ms from change_audit where kind like 'policy_%';
