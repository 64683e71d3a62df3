-- What operators did. Small, asked by time and by person: not sharded.
create table operator_audit (
  audit_id uuid primary key,
  at timestamptz not null,
  -- Null when the server itself acted.
  actor_id uuid,
  action text not null check (
    action in ('claim', 'suspend', 'restore', 'revoke_session', 'begin_reset')
  ),
  subject_id uuid,
  detail text not null check (char_length(detail) <= 300)
);
create index operator_audit_subject on operator_audit (subject_id);

-- Append-only: whoever may use the database through the server may not rewrite what was done.
-- After two years an entry has to go, because it is about people.
create function operator_keep_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '2 years' then
    return old;
  end if;
  raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
end;
$$;
create trigger operator_audit_row before update or delete on operator_audit
  for each row execute function operator_keep_audit();
create trigger operator_audit_all before truncate on operator_audit
  for each statement execute function operator_keep_audit();

-- The one-time link of a city without an operator: at most one at a time.
create table operator_claim (
  singleton boolean primary key default true check (singleton),
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  created_at timestamptz not null
);
