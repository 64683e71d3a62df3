-- How people approve payments. Shard key: person_id.
create table pay_pin (
  person_id uuid primary key,
  hash text not null check (hash like '$argon2id$%'),
  -- Wrong tries since the last right one; never forgotten by time.
  failures integer not null default 0 check (failures >= 0),
  locked_until timestamptz,
  last_failure_at timestamptz,
  changed_at timestamptz not null,
  check ((failures = 0) = (last_failure_at is null)),
  check (locked_until is null or failures > 0)
);

-- A PIN that was forgotten waits for its successor. At most one for each person.
create table pay_pin_reset (
  person_id uuid primary key references pay_pin (person_id) on delete cascade,
  created_at timestamptz not null,
  ready_at timestamptz not null,
  expires_at timestamptz not null,
  check (ready_at >= created_at + interval '24 hours' and expires_at > ready_at)
);
