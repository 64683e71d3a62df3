-- Pay codes that people show to a till. Shard keys: the code's hash for what a till reads, the
-- person for the rest.

-- A code is kept as its hash: whoever reads this table can show none.
create table codes_code (
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  person_id uuid not null,
  session_id uuid not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  used_at timestamptz,
  -- The order that it paid for, or waits to: asked again for the same, the answer is the same.
  order_id uuid,
  is_confirmed boolean,
  check (valid_until > valid_from),
  check ((used_at is null) = (order_id is null) and (used_at is null) = (is_confirmed is null))
);
create index codes_code_device on codes_code (person_id, session_id);
create index codes_code_end on codes_code (valid_until);

-- Locked by whatever gives codes out or ends them, so that none slips through a pause.
create table codes_person (
  person_id uuid primary key,
  is_paused boolean not null default false
);

-- Devices that may show codes.
create table codes_device (
  person_id uuid not null,
  session_id uuid not null,
  enabled_at timestamptz not null,
  primary key (person_id, session_id)
);

-- What was taken today without asking. One row for each currency, begun anew every day.
create table codes_day (
  person_id uuid not null,
  currency text not null,
  day date not null,
  spent_minor bigint not null check (spent_minor >= 0),
  primary key (person_id, currency)
);
