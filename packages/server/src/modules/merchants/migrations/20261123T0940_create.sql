-- Merchants. Shard key: the merchant, for all that it is, takes and owes; the person, for what is
-- theirs of it; the public number, to find a merchant by.

create table merchants_merchant (
  merchant_id uuid primary key,
  mchid text not null check (mchid ~ '^[1-9][0-9]{9}$'),
  -- Null: its owner was erased, and nobody took it over.
  owner_id uuid,
  name text not null check (char_length(name) between 1 and 40),
  category text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at timestamptz not null,
  check (owner_id is not null or state = 'closed')
);
create index merchants_merchant_owner on merchants_merchant (owner_id);
create index merchants_merchant_left on merchants_merchant (merchant_id) where owner_id is null;

create table merchants_number (
  mchid text primary key,
  merchant_id uuid not null
);

create table merchants_staff (
  merchant_id uuid not null references merchants_merchant (merchant_id),
  person_id uuid not null,
  role text not null check (role in ('owner', 'manager', 'cashier')),
  state text not null check (state in ('invited', 'active')),
  since timestamptz not null,
  primary key (merchant_id, person_id),
  check (role <> 'owner' or state = 'active')
);
create unique index merchants_staff_owner on merchants_staff (merchant_id) where role = 'owner';
create index merchants_staff_person on merchants_staff (person_id);

-- What a merchant has, as projected from the ledger.
create table merchants_wallet (
  merchant_id uuid not null references merchants_merchant (merchant_id),
  currency text not null check (currency ~ '^[a-z][a-z0-9-]{1,19}$'),
  -- A number of the ledger that nothing else knows.
  account_id uuid not null,
  in_ledger boolean not null default false,
  available_minor bigint not null default 0 check (available_minor >= 0),
  held_minor bigint not null default 0 check (held_minor >= 0),
  line_count int not null default 0 check (line_count >= 0),
  primary key (merchant_id, currency)
);

-- The merchant's statement: 1, 2, 3 … without a gap in each currency.
create table merchants_line (
  merchant_id uuid not null,
  currency text not null,
  line_number int not null check (line_number > 0),
  kind text not null check (kind ~ '^[a-z][a-z_]{1,39}$'),
  amount_minor bigint not null,
  balance_minor bigint not null check (balance_minor >= 0),
  move_id uuid not null,
  order_id uuid,
  out_no text not null,
  note text not null check (char_length(note) <= 120),
  reference uuid not null,
  -- The event's timestamp in the ledger, in nanoseconds.
  ledger_at bigint not null,
  primary key (merchant_id, currency, line_number),
  unique (merchant_id, currency, ledger_at),
  check ((kind ~ '_out$') = (amount_minor < 0)),
  check (amount_minor <> 0)
);

-- Lines are written once; a note may be blanked.
create function merchants_keep_line() returns trigger language plpgsql as $$
begin
  if (new.merchant_id, new.currency, new.line_number, new.kind, new.amount_minor,
      new.balance_minor, new.move_id, new.order_id, new.out_no, new.reference, new.ledger_at)
     is distinct from
     (old.merchant_id, old.currency, old.line_number, old.kind, old.amount_minor,
      old.balance_minor, old.move_id, old.order_id, old.out_no, old.reference, old.ledger_at) then
    raise exception 'the statement is append-only' using errcode = 'insufficient_privilege';
  end if;
  return new;
end;
$$;
create trigger merchants_line_row before update on merchants_line
  for each row execute function merchants_keep_line();

create table merchants_order (
  merchant_id uuid not null references merchants_merchant (merchant_id),
  order_id uuid not null,
  out_trade_no text not null check (char_length(out_trade_no) between 1 and 64),
  transaction_no text not null check (transaction_no ~ '^[0-9]{28}$'),
  channel text not null check (
    channel in ('static', 'cashier', 'code', 'native', 'jsapi', 'app', 'h5')
  ),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  description text not null check (char_length(description) <= 120),
  state text not null check (state in ('open', 'asking', 'paying', 'paid', 'closed')),
  is_reversed boolean not null default false,
  refunded_minor bigint not null default 0,
  refund_count int not null default 0 check (refund_count between 0 and 50),
  payer_id uuid,
  only_payer_id uuid,
  actor_id uuid,
  shift_id uuid,
  -- The payment that was agreed to: there is one at a time.
  payment_id uuid,
  attrs jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  closed_at timestamptz,
  version int not null default 0 check (version >= 0),
  primary key (merchant_id, order_id),
  unique (merchant_id, out_trade_no),
  unique (merchant_id, transaction_no),
  check ((state = 'paid') = (paid_at is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (state not in ('asking', 'paying', 'paid') or payer_id is not null),
  check (state not in ('paying', 'paid') or payment_id is not null),
  check (refunded_minor = 0 or state = 'paid'),
  check (0 <= refunded_minor and refunded_minor <= amount_minor),
  check (expires_at <= created_at + interval '7 days')
);
create index merchants_order_newest on merchants_order (merchant_id, created_at desc, order_id);
create index merchants_order_paid on merchants_order (merchant_id, paid_at, order_id)
  where paid_at is not null;
create index merchants_order_due on merchants_order (expires_at)
  where state in ('open', 'asking');
create index merchants_order_shift on merchants_order (merchant_id, shift_id)
  where shift_id is not null;

-- Money on its way to or from a merchant: the intent, and what became of it.
create table merchants_move (
  merchant_id uuid not null references merchants_merchant (merchant_id),
  move_id uuid not null,
  kind text not null check (
    kind in ('payment', 'refund', 'payout', 'withdrawal', 'hold', 'closing')
  ),
  out_no text not null check (char_length(out_no) between 1 and 64),
  move_no text not null check (move_no ~ '^[0-9]{28}$'),
  order_id uuid,
  person_id uuid,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  settled_minor bigint not null default 0,
  state text not null check (
    state in ('asked', 'processing', 'held', 'done', 'returned', 'expired', 'dropped', 'failed')
  ),
  failure text,
  note text not null check (char_length(note) <= 120),
  actor_id uuid,
  only_person_id uuid,
  shift_id uuid,
  -- Null: it moves at once.
  hold_seconds int check (hold_seconds between 1 and 2592000),
  wanted text check (wanted in ('take', 'release')),
  wanted_minor bigint not null default 0 check (wanted_minor >= 0),
  -- Part of ids in the ledger: those that it refused are used up.
  attempt int not null default 0 check (attempt >= 0),
  end_attempt int not null default 0 check (end_attempt >= 0),
  -- What it takes of limits, to be given back when it is over.
  quotas jsonb not null default '[]',
  attrs jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz,
  settled_at timestamptz,
  -- From then on any process carries it out; null: nothing is to be done.
  due_at timestamptz,
  primary key (merchant_id, move_id),
  unique (merchant_id, kind, out_no),
  unique (merchant_id, move_no),
  foreign key (merchant_id, order_id) references merchants_order (merchant_id, order_id),
  check ((kind in ('payment', 'refund')) = (order_id is not null)),
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('done', 'returned', 'expired')) = (settled_at is not null)),
  check (state not in ('held', 'returned', 'expired') or hold_seconds is not null),
  check (state not in ('asked', 'dropped') or kind = 'hold'),
  check (state = 'done' or settled_minor = 0),
  check (state <> 'done' or settled_minor > 0),
  check (settled_minor <= amount_minor and wanted_minor <= amount_minor)
);
create index merchants_move_subject on merchants_move (move_id);
create index merchants_move_order on merchants_move (merchant_id, order_id)
  where order_id is not null;
create index merchants_move_shift on merchants_move (merchant_id, shift_id)
  where shift_id is not null;
create index merchants_move_open on merchants_move (person_id)
  where state in ('processing', 'held');
create index merchants_move_due on merchants_move (due_at) where due_at is not null;
create index merchants_move_settled on merchants_move (merchant_id, kind, settled_at, move_id)
  where settled_at is not null;

create table merchants_shift (
  merchant_id uuid not null references merchants_merchant (merchant_id),
  shift_id uuid not null,
  person_id uuid not null,
  currency text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- What it was when it was closed.
  sold_minor bigint not null default 0 check (sold_minor >= 0),
  sold_count int not null default 0 check (sold_count >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  refunded_count int not null default 0 check (refunded_count >= 0),
  counted_minor bigint check (counted_minor >= 0),
  note text not null default '' check (char_length(note) <= 200),
  primary key (merchant_id, shift_id)
);
-- One open shift of a person at a merchant.
create unique index merchants_shift_open on merchants_shift (merchant_id, person_id)
  where closed_at is null;
create index merchants_shift_person on merchants_shift (person_id);

-- Each person's own list: what they paid, were paid back, or are asked for.
create table merchants_party (
  person_id uuid not null,
  merchant_id uuid not null,
  -- The order; of payouts and holds the move.
  subject_id uuid not null,
  is_order boolean not null,
  -- It waits for the person's yes until then; null: it does not.
  asking_until timestamptz,
  primary key (person_id, subject_id)
);
create index merchants_party_asking on merchants_party (person_id, asking_until)
  where asking_until is not null;
