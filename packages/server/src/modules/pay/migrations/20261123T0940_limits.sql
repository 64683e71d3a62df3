-- How well somebody is known, and what they have used of what they may pay. Shard key: person.
create table pay_standing (
  person_id uuid primary key,
  class smallint not null check (class between 1 and 3),
  is_minor boolean not null,
  reason text not null check (char_length(reason) <= 300),
  -- Null once nobody knows any more who it was.
  actor_id uuid,
  changed_at timestamptz not null
);

-- Raised with the intent, so that payments at once cannot pass a limit together; lowered when the
-- ledger refuses.
create table pay_use (
  person_id uuid not null,
  currency text not null,
  -- What is counted; `incoming` is on its way to the wallet.
  way text not null check (way ~ '^[a-z][a-z_]{1,29}$'),
  period text not null check (period ~ '^(d\d{4}-\d\d-\d\d|y\d{4}|all|open)$'),
  used_minor bigint not null check (used_minor >= 0),
  -- As it was when the counter was raised last.
  most_minor bigint not null,
  primary key (person_id, currency, way, period),
  check (used_minor <= most_minor)
);

-- What a command took of the counters, to be given back if it comes to nothing.
alter table pay_command add column quotas jsonb;

-- What a credit line brings into a new wallet belongs to nothing else.
alter table pay_line drop constraint pay_line_subject;
alter table pay_line add constraint pay_line_subject
  check ((kind in ('top_up', 'closing', 'credit_line')) = (subject_id is null));
