-- Ways of money into the city and out of it. Shard keys: deposit, payout, entry, the hash of a
-- voucher, reference; person for clerks and their drawers.

-- Money on its way in, by whatever rail: one row is one transfer of the ledger.
create table rails_deposit (
  deposit_id uuid primary key,
  rail text not null check (rail in ('voucher', 'desk', 'bank', 'simulated')),
  person_id uuid not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- The cashier, or the operator who said whose it is.
  actor_id uuid,
  -- The voucher’s hash, or the entry of the bank.
  source bytea,
  state text not null default 'processing' check (state in ('processing', 'done', 'failed')),
  created_at timestamptz not null,
  done_at timestamptz,
  check ((state = 'done') = (done_at is not null))
);
create index rails_deposit_person on rails_deposit (person_id);
create index rails_deposit_actor on rails_deposit (actor_id, done_at) where rail = 'desk';

create table rails_batch (
  batch_id uuid primary key,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  voucher_count int not null check (voucher_count between 1 and 200),
  note text not null check (char_length(note) <= 100),
  actor_id uuid,
  created_at timestamptz not null,
  voided_at timestamptz
);

-- A printed code: only its hash. Whoever changes `fresh` first has it.
create table rails_voucher (
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  batch_id uuid not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null default 'fresh' check (state in ('fresh', 'taken', 'void')),
  -- How often it was given back because the wallet took nothing; part of ids.
  attempt int not null default 0 check (attempt >= 0),
  deposit_id uuid,
  check ((state = 'taken') = (deposit_id is not null))
);
create index rails_voucher_batch on rails_voucher (batch_id);

-- By what a bank transfer is known as somebody’s.
create table rails_reference (
  reference text primary key check (reference ~ '^RF\d{14}$'),
  person_id uuid not null,
  currency text not null,
  created_at timestamptz not null
);
create index rails_reference_person on rails_reference (person_id, currency);

-- An entry of an account statement; its id follows from what the bank calls it.
create table rails_entry (
  entry_id uuid primary key,
  currency text not null,
  is_credit boolean not null,
  amount_minor bigint not null check (amount_minor > 0),
  booked_on date not null,
  -- As the bank told it.
  name text not null check (char_length(name) <= 140),
  words text not null check (char_length(words) <= 500),
  reference text,
  payout_id uuid,
  -- `new`: not yet carried out. `suspended`: came in, and nobody knows for whom.
  state text not null default 'new' check (
    state in ('new', 'suspended', 'crediting', 'credited', 'sent_back', 'paid', 'unbooked')
  ),
  why text not null default '' check (char_length(why) <= 60),
  person_id uuid,
  -- What was sent back is out of suspense in the ledger, too.
  is_booked boolean not null default false,
  -- How often it was tried to credit it; part of ids.
  attempt int not null default 0 check (attempt >= 0),
  created_at timestamptz not null,
  check (state <> 'credited' or person_id is not null)
);
create index rails_entry_open on rails_entry (booked_on, entry_id)
  where state in ('new', 'suspended', 'unbooked');
create index rails_entry_unbooked on rails_entry (entry_id)
  where state = 'sent_back' and not is_booked;
create index rails_entry_person on rails_entry (person_id);

-- Money on its way out: held in the ledger until it is paid or comes back.
create table rails_payout (
  payout_id uuid primary key,
  way text not null check (way in ('bank', 'desk')),
  person_id uuid not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  iban text not null check (char_length(iban) <= 34),
  name text not null check (char_length(name) <= 70),
  -- Told at the desk; of a bank there is none.
  code text check (code ~ '^\d{8}$'),
  state text not null default 'processing' check (
    state in ('processing', 'held', 'paid', 'returned', 'expired', 'failed')
  ),
  failure text,
  -- How often paying or returning was refused for a reason that passes; part of ids.
  attempt int not null default 0 check (attempt >= 0),
  -- The cashier who paid it.
  actor_id uuid,
  reason text not null default '' check (char_length(reason) <= 300),
  created_at timestamptz not null,
  exported_at timestamptz,
  -- It is to come back: no file for the bank takes it any more.
  returning_at timestamptz,
  expires_at timestamptz,
  settled_at timestamptz,
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('paid', 'returned', 'expired')) = (settled_at is not null)),
  check ((way = 'desk') = (code is not null)),
  check (exported_at is null or way = 'bank')
);
create index rails_payout_person on rails_payout (person_id, created_at);
create index rails_payout_held on rails_payout (way, created_at) where state = 'held';
create index rails_payout_code on rails_payout (code);
create index rails_payout_returning on rails_payout (returning_at)
  where state = 'held' and returning_at is not null;
create index rails_payout_actor on rails_payout (actor_id, settled_at);

-- Who works at the cash desk, and what they counted.
create table rails_clerk (
  person_id uuid primary key,
  since timestamptz not null
);
create table rails_closing (
  person_id uuid not null,
  currency text not null,
  closed_at timestamptz not null,
  expected_minor bigint not null,
  counted_minor bigint not null check (counted_minor >= 0),
  note text not null check (char_length(note) <= 300),
  primary key (person_id, currency, closed_at)
);
