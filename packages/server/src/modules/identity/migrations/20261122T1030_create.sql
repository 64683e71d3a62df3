-- The directory of people and the ways by which they sign in. These tables are small and are asked
-- by handle, by secret and by person alike, so they are not sharded: under Citus they stay local.

create table identity_handle (
  handle text primary key check (handle ~ '^[a-z][a-z0-9_]{2,29}$'),
  person_id uuid not null,
  -- Null while the handle is in use; afterwards nobody else may take it before this time.
  held_until timestamptz,
  unique (handle, person_id)
);
create unique index identity_handle_current on identity_handle (person_id)
  where held_until is null;
create index identity_handle_person on identity_handle (person_id);

create table identity_person (
  person_id uuid primary key,
  handle text,
  display_name text not null check (char_length(display_name) <= 40),
  region text not null default '' check (char_length(region) <= 60),
  signature text not null default '' check (char_length(signature) <= 120),
  locale text not null check (locale in ('en', 'es', 'zh')),
  photo_file_id uuid,
  role text not null default 'resident' check (role in ('resident', 'operator')),
  demo boolean not null default false,
  created_at timestamptz not null,
  handle_changed_at timestamptz,
  suspended_at timestamptz,
  deletion_at timestamptz,
  erased_at timestamptz,
  foreign key (handle, person_id) references identity_handle (handle, person_id)
    deferrable initially deferred,
  -- What is left of an erased person is a number, so that others' logs still make sense.
  check ((erased_at is null) = (handle is not null)),
  check ((erased_at is null) = (display_name <> '')),
  check (
    erased_at is null
    or (region = '' and signature = '' and photo_file_id is null and role = 'resident'
      and deletion_at is null)
  )
);
alter table identity_handle
  add foreign key (person_id) references identity_person (person_id) deferrable initially deferred;
create index identity_person_operator on identity_person (role) where role = 'operator';
create index identity_person_demo on identity_person (person_id) where demo;

create table identity_password (
  person_id uuid primary key references identity_person (person_id),
  phc text not null check (phc like '$argon2id$%'),
  changed_at timestamptz not null
);

create table identity_passkey (
  passkey_id text primary key check (char_length(passkey_id) between 1 and 400),
  person_id uuid not null references identity_person (person_id),
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null check (char_length(name) between 1 and 60),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index identity_passkey_person on identity_passkey (person_id);

-- Nobody is left without a way in: people of a demo city need none, erased people have none.
create function identity_check_credential() returns trigger language plpgsql as $$
declare
  checked uuid := case when tg_op = 'DELETE' then old.person_id else new.person_id end;
begin
  if exists (
    select from identity_person p
    where p.person_id = checked
      and p.erased_at is null
      and not p.demo
      and not exists (select from identity_password w where w.person_id = p.person_id)
      and not exists (select from identity_passkey k where k.person_id = p.person_id)
  ) then
    raise exception 'person % would have no way to sign in', checked
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end;
$$;
create constraint trigger identity_person_credential 
  after insert or update of demo, erased_at on identity_person
  deferrable initially deferred for each row execute function identity_check_credential();
create constraint trigger identity_password_credential after delete on identity_password
  deferrable initially deferred for each row execute function identity_check_credential();
create constraint trigger identity_passkey_credential after delete on identity_passkey
  deferrable initially deferred for each row execute function identity_check_credential();

create table identity_recovery_code (
  person_id uuid not null references identity_person (person_id),
  code_number smallint not null check (code_number between 1 and 10),
  salt bytea not null check (octet_length(salt) = 16),
  code_hash bytea not null check (octet_length(code_hash) = 32),
  used_at timestamptz,
  primary key (person_id, code_number)
);

create table identity_session (
  session_id uuid primary key,
  person_id uuid not null references identity_person (person_id),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  device_name text not null check (char_length(device_name) between 1 and 60),
  device_kind text not null check (device_kind in ('phone', 'tablet', 'desktop', 'program')),
  signed_in_by text not null check (
    signed_in_by in ('password', 'passkey', 'qr', 'recovery', 'reset', 'demo', 'sign_up')
  ),
  -- Coarse on purpose: the last part of the network address is never stored.
  address text not null check (char_length(address) <= 60),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  check (last_seen_at >= created_at)
);
create index identity_session_person on identity_session (person_id);
create index identity_session_seen on identity_session (last_seen_at);

-- Wrong tries, by hashed handle: a handle that does not exist locks just like one that does.
create table identity_lock (
  subject bytea not null check (octet_length(subject) = 32),
  -- A coarse network address, or '*' for all unknown ones together.
  scope text not null check (char_length(scope) between 1 and 60),
  failures integer not null check (failures >= 0),
  locked_until timestamptz,
  last_failure_at timestamptz not null,
  primary key (subject, scope)
);
create index identity_lock_age on identity_lock (last_failure_at);

create table identity_challenge (
  challenge_id uuid primary key,
  purpose text not null check (purpose in ('sign_up', 'sign_in', 'add')),
  challenge text not null,
  person_id uuid,
  sign_up jsonb,
  expires_at timestamptz not null,
  check ((purpose = 'sign_up') = (sign_up is not null)),
  check ((purpose = 'sign_in') = (person_id is null))
);
create index identity_challenge_age on identity_challenge (expires_at);

create table identity_ticket (
  ticket_id uuid primary key,
  state text not null check (state in ('waiting', 'scanned', 'confirmed', 'declined', 'used')),
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  poll_hash bytea not null check (octet_length(poll_hash) = 32),
  device_name text not null check (char_length(device_name) between 1 and 60),
  device_kind text not null check (device_kind in ('phone', 'tablet', 'desktop', 'program')),
  address text not null check (char_length(address) <= 60),
  -- Who scanned, and so the only one who may answer.
  person_id uuid references identity_person (person_id),
  -- The state that the new device was last told, so that it never waits for news it has not had.
  told_state text not null default 'waiting',
  expires_at timestamptz not null,
  check ((state = 'waiting') = (person_id is null))
);
create index identity_ticket_age on identity_ticket (expires_at);
create index identity_ticket_person on identity_ticket (person_id);

create table identity_reset (
  reset_id uuid primary key,
  person_id uuid not null references identity_person (person_id),
  origin text not null check (origin in ('operator', 'device')),
  state text not null check (state in ('open', 'used', 'cancelled')),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null,
  ready_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check (created_at < ready_at and ready_at < expires_at),
  check ((state = 'open') = (ended_at is null))
);
-- One at a time: a person never has to fight two.
create unique index identity_reset_open on identity_reset (person_id) where state = 'open';
create index identity_reset_person on identity_reset (person_id);
