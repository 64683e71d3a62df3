-- Money of people, as projected from the ledger. Shard keys: person, transfer, operation.

create table pay_wallet (
  person_id uuid not null,
  currency text not null check (currency ~ '^[a-z][a-z0-9-]{1,19}$'),
  -- A number without a person in the ledger; this row is the only place that joins the two.
  account_id uuid not null,
  in_ledger boolean not null default false,
  available_minor bigint not null default 0 check (available_minor >= 0),
  held_minor bigint not null default 0 check (held_minor >= 0),
  state text not null default 'open' check (state in ('open', 'frozen')),
  reason text not null default '' check (char_length(reason) <= 300),
  freeze_id uuid,
  version int not null default 0 check (version >= 0),
  line_count int not null default 0 check (line_count >= 0),
  primary key (person_id, currency),
  check ((state = 'frozen') = (freeze_id is not null)),
  check (state = 'frozen' or reason = '')
);

create table pay_transfer (
  transfer_id uuid primary key,
  payer_id uuid not null,
  payee_id uuid not null,
  conversation_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  note text not null check (char_length(note) <= 60),
  state text not null default 'processing' check (
    state in ('processing', 'waiting', 'accepted', 'returned', 'expired', 'failed')
  ),
  failure text,
  -- An id that the ledger refused for a passing reason is used up; the next try needs another.
  attempt int not null default 0 check (attempt >= 0),
  created_at timestamptz not null,
  expires_at timestamptz,
  settled_at timestamptz,
  check (payer_id <> payee_id),
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('processing', 'failed')) = (expires_at is null)),
  check ((state in ('accepted', 'returned', 'expired')) = (settled_at is not null))
);

-- Each person's own list of transfers; the payee has it once the money is held.
create table pay_party (
  person_id uuid not null,
  transfer_id uuid not null,
  -- Null once nobody waits any more.
  waiting_until timestamptz,
  primary key (person_id, transfer_id)
);
create index pay_party_waiting on pay_party (person_id, waiting_until)
  where waiting_until is not null;

-- What the city does to one wallet.
create table pay_operation (
  operation_id uuid primary key,
  kind text not null check (kind in ('top_up', 'freeze', 'unfreeze', 'closing')),
  person_id uuid not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  reason text not null check (char_length(reason) <= 300),
  -- The freeze that is lifted.
  target_id uuid,
  -- Null when the server itself acted.
  actor_id uuid,
  created_at timestamptz not null,
  check ((kind = 'top_up') = (amount_minor > 0)),
  check ((kind = 'unfreeze') = (target_id is not null))
);
create index pay_operation_person on pay_operation (person_id);

-- The statement: 1, 2, 3 … without a gap for each person and currency.
create table pay_line (
  person_id uuid not null,
  currency text not null,
  line_number int not null check (line_number > 0),
  kind text not null check (
    kind in ('top_up', 'transfer_out', 'transfer_in', 'transfer_back', 'closing')
  ),
  amount_minor bigint not null,
  balance_minor bigint not null check (balance_minor >= 0),
  counterparty_id uuid,
  transfer_id uuid,
  note text not null check (char_length(note) <= 300),
  reference uuid not null,
  -- The event's timestamp in the ledger, in nanoseconds.
  ledger_at bigint not null,
  primary key (person_id, currency, line_number),
  -- One event of the ledger is one line.
  unique (person_id, currency, ledger_at),
  check ((kind in ('transfer_out', 'closing')) = (amount_minor < 0)),
  check ((kind in ('top_up', 'closing')) = (transfer_id is null))
);

-- Lines are written once. Only erasure takes them away, or the name and the words off them.
create function pay_keep_line() returns trigger language plpgsql as $$
begin
  if (new.person_id, new.currency, new.line_number, new.kind, new.amount_minor, new.balance_minor,
      new.transfer_id, new.reference, new.ledger_at)
     is distinct from
     (old.person_id, old.currency, old.line_number, old.kind, old.amount_minor, old.balance_minor,
      old.transfer_id, old.reference, old.ledger_at) then
    raise exception 'the statement is append-only' using errcode = 'insufficient_privilege';
  end if;
  return new;
end;
$$;
create trigger pay_line_row before update on pay_line
  for each row execute function pay_keep_line();

-- A money command under its key: the intent, and the first answer once there is one.
create table pay_command (
  person_id uuid not null,
  key uuid not null,
  method text not null,
  -- SHA-256 of what was asked for, without the approval.
  digest bytea not null check (octet_length(digest) = 32),
  -- The transfer or the operation that it is about; null when it was refused at once.
  subject_id uuid,
  created_at timestamptz not null,
  -- From then on any process completes it.
  due_at timestamptz not null,
  attempt int not null default 0 check (attempt >= 0),
  outcome jsonb,
  primary key (person_id, key),
  check (subject_id is not null or outcome is not null)
);
create index pay_command_due on pay_command (due_at) where outcome is null;

-- People whose accounts were erased and whose money is not yet put away.
create table pay_erasure (
  person_id uuid primary key,
  due_at timestamptz not null,
  attempt int not null default 0 check (attempt >= 0)
);
create index pay_erasure_due on pay_erasure (due_at);

-- How far the ledger's feed is projected.
create table pay_cursor (
  name text primary key,
  ledger_at bigint not null check (ledger_at >= 0)
);
insert into pay_cursor (name, ledger_at) values ('ledger', 0);
