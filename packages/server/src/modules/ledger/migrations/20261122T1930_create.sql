-- One ledger service per database, written by one process at a time; not sharded. A record has the
-- fields of TigerBeetle's. Unsigned numbers are kept in signed columns of the same width (u128 as
-- uuid), so the largest of them look negative here. Timestamps are nanoseconds since 1970.

-- Rows of accounts are written now and then; what happened is in ledger_transfer. So the balances
-- here are those of a moment, `as_of`; ledger_accounts_now() tells those of now.
create table ledger_account (
  timestamp bigint not null,
  -- All events of the account up to this timestamp are in the balances, and none after it.
  as_of bigint not null,
  debits_pending bigint not null,
  debits_posted bigint not null,
  credits_pending bigint not null,
  credits_posted bigint not null,
  user_data_64 bigint not null,
  id uuid not null,
  user_data_128 uuid not null,
  user_data_32 integer not null,
  ledger integer not null,
  code smallint not null,
  flags smallint not null,
  primary key (id),
  unique (timestamp),
  constraint ledger_account_ledger check (ledger <> 0 and code <> 0 and timestamp > 0),
  constraint ledger_account_as_of check (as_of >= 0),
  constraint ledger_account_balances check (
    debits_pending >= 0 and debits_posted >= 0 and credits_pending >= 0 and credits_posted >= 0
  ),
  -- Flag 2, debits_must_not_exceed_credits. What is pending counts as spent.
  constraint ledger_account_no_debt check (
    flags & 2 = 0 or debits_pending <= credits_posted - debits_posted
  ),
  -- Flag 4, credits_must_not_exceed_debits.
  constraint ledger_account_no_credit check (
    flags & 4 = 0 or credits_pending <= debits_posted - credits_posted
  )
) with (fillfactor = 50);

create table ledger_transfer (
  timestamp bigint not null,
  amount bigint not null,
  user_data_64 bigint not null,
  id uuid not null,
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  user_data_128 uuid not null,
  -- Null instead of zero, which it is of most.
  pending_id uuid,
  user_data_32 integer not null,
  timeout integer not null,
  ledger integer not null,
  code smallint not null,
  flags smallint not null,
  primary key (id),
  unique (timestamp),
  constraint ledger_transfer_amount check (amount >= 0 and timestamp > 0),
  constraint ledger_transfer_accounts check (debit_account_id <> credit_account_id),
  constraint ledger_transfer_ledger check (ledger <> 0 and code <> 0),
  -- Flags 4 and 8 post and void a pending transfer, and nothing else names one.
  constraint ledger_transfer_pending check ((pending_id is not null) = (flags & 12 <> 0))
);
create index ledger_transfer_debit on ledger_transfer (debit_account_id, timestamp);
create index ledger_transfer_credit on ledger_transfer (credit_account_id, timestamp);
-- The business id, by which the parts of one payment are found.
create index ledger_transfer_user_data on ledger_transfer (user_data_128, timestamp)
  where user_data_128 <> '00000000-0000-0000-0000-000000000000';

-- What became of a pending transfer; resolved at most once.
create table ledger_pending (
  transfer_id uuid not null,
  -- Null: never.
  expires_at bigint,
  state text not null,
  primary key (transfer_id),
  constraint ledger_pending_state check (state in ('pending', 'posted', 'voided', 'expired')),
  constraint ledger_pending_expired check (state <> 'expired' or expires_at is not null)
);
create index ledger_pending_due on ledger_pending (expires_at, transfer_id)
  where state = 'pending' and expires_at is not null;

-- One transfer at most posts or voids a pending one.
create unique index ledger_transfer_resolution on ledger_transfer (pending_id)
  where pending_id is not null;

create table ledger_expiry (
  timestamp bigint not null,
  transfer_id uuid not null,
  primary key (timestamp),
  unique (transfer_id)
);

-- Ids whose transfer failed for a reason that may pass: they can never succeed.
create table ledger_failure (
  transfer_id uuid not null,
  status smallint not null,
  primary key (transfer_id)
);

-- Of accounts with the flag `history`: the balances after each event.
create table ledger_balance (
  account_id uuid not null,
  timestamp bigint not null,
  debits_pending bigint not null,
  debits_posted bigint not null,
  credits_pending bigint not null,
  credits_posted bigint not null,
  primary key (account_id, timestamp)
);

-- Who may write: each taking of the seat raises the epoch, and each commit proves that it has it.
create table ledger_writer (
  only_row boolean not null default true,
  epoch bigint not null,
  last_timestamp bigint not null,
  taken_at timestamptz not null default now(),
  primary key (only_row),
  constraint ledger_writer_only_row check (only_row)
) with (fillfactor = 10);
insert into ledger_writer (epoch, last_timestamp) values (0, 0);

-- What other processes hand to the writer, and its answers. Nothing is lost with them: whoever gets
-- no answer sends the same ids again.
create unlogged table ledger_request (
  request_id uuid not null,
  kind text not null,
  body bytea not null,
  asked_at timestamptz not null default clock_timestamp(),
  primary key (request_id),
  constraint ledger_request_kind check (kind in ('accounts', 'transfers'))
);
create unlogged table ledger_answer (
  request_id uuid not null,
  body bytea not null,
  answered_at timestamptz not null default clock_timestamp(),
  primary key (request_id)
);

-- What happened stays as it is, also for the owner of the tables and for whoever is granted more.
create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the ledger is append-only', tg_op, tg_table_name
    using errcode = 'LG004';
end $$;

create trigger ledger_transfer_append_only
  before update or delete or truncate on ledger_transfer
  for each statement execute function ledger_refuse_change();
create trigger ledger_expiry_append_only
  before update or delete or truncate on ledger_expiry
  for each statement execute function ledger_refuse_change();
create trigger ledger_failure_append_only
  before update or delete or truncate on ledger_failure
  for each statement execute function ledger_refuse_change();
create trigger ledger_balance_append_only
  before update or delete or truncate on ledger_balance
  for each statement execute function ledger_refuse_change();
create trigger ledger_account_kept
  before delete or truncate on ledger_account
  for each statement execute function ledger_refuse_change();
create trigger ledger_pending_kept
  before delete or truncate on ledger_pending
  for each statement execute function ledger_refuse_change();
create trigger ledger_writer_kept
  before delete or truncate on ledger_writer
  for each statement execute function ledger_refuse_change();

revoke update, delete, truncate
  on ledger_transfer, ledger_expiry, ledger_failure, ledger_balance from public, current_user;
revoke update, delete, truncate
  on ledger_account, ledger_pending, ledger_writer from public, current_user;
grant update (as_of, debits_pending, debits_posted, credits_pending, credits_posted, flags)
  on ledger_account to current_user;
grant update (state) on ledger_pending to current_user;
grant update (epoch, last_timestamp, taken_at) on ledger_writer to current_user;
