-- Bills that somebody shares among others. Shard keys: bill for what is of one, person for whose
-- they are.

create table bills_bill (
  bill_id uuid primary key,
  collector_id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('split', 'collect')),
  title text not null check (char_length(title) <= 40),
  currency text not null,
  -- Split: the whole. Collected: what each gives; null: what they choose.
  amount_minor bigint check (amount_minor > 0),
  -- What was asked for under the key from which the id follows.
  digest bytea not null check (octet_length(digest) = 32),
  -- Parts of others than the collector: all of them, those not settled, and those paid.
  asked_count int not null check (asked_count between 1 and 500),
  open_count int not null,
  paid_count int not null default 0,
  paid_minor bigint not null default 0,
  state text not null default 'open' check (state in ('open', 'settled', 'closed')),
  -- How often its people were reminded; part of the ids of those messages.
  reminder_count int not null default 0,
  version int not null default 1,
  created_at timestamptz not null,
  closes_at timestamptz not null,
  over_at timestamptz,
  check (kind = 'collect' or amount_minor is not null),
  check (0 <= open_count and open_count <= asked_count),
  check (0 <= paid_count and paid_count <= asked_count - open_count),
  check (paid_minor >= paid_count),
  check ((state = 'open') = (over_at is null)),
  check (state <> 'open' or open_count > 0),
  check (state <> 'settled' or open_count = 0)
);
create index bills_bill_closes on bills_bill (closes_at) where state = 'open';

create table bills_share (
  bill_id uuid not null references bills_bill (bill_id),
  person_id uuid not null,
  -- The order in which the collector named them.
  place int not null check (place between 1 and 500),
  -- What is asked; null: they choose.
  amount_minor bigint check (amount_minor > 0),
  -- What is on its way, or was paid.
  paid_minor bigint check (paid_minor > 0),
  state text not null check (state in ('open', 'paying', 'paid', 'cash', 'letOff', 'own')),
  -- How often the ledger refused it; part of its id there.
  attempt int not null default 0 check (attempt >= 0),
  changed_at timestamptz,
  reminded_at timestamptz,
  primary key (bill_id, person_id),
  unique (bill_id, place),
  check ((state in ('paying', 'paid')) = (paid_minor is not null)),
  check (amount_minor is null or paid_minor is null or paid_minor = amount_minor),
  check (state <> 'own' or amount_minor is not null),
  check ((state = 'open') = (changed_at is null))
);

-- Each person's own list: what they collect, and what is asked of them.
create table bills_party (
  person_id uuid not null,
  bill_id uuid not null,
  primary key (person_id, bill_id)
);

-- The parts of a split are the whole, when they are written and for good.
create function bills_check_sum() returns trigger language plpgsql as $$
begin
  if (select sum(amount_minor) from bills_share where bill_id = new.bill_id)
     is distinct from new.amount_minor then
    raise exception 'the parts of bill % are not the whole', new.bill_id;
  end if;
  return null;
end $$;
create constraint trigger bills_bill_sum after insert on bills_bill
  deferrable initially deferred for each row when (new.kind = 'split')
  execute function bills_check_sum();

create function bills_keep_share() returns trigger language plpgsql as $$
begin
  if (new.bill_id, new.person_id, new.place, new.amount_minor)
     is distinct from (old.bill_id, old.person_id, old.place, old.amount_minor) then
    raise exception 'what is asked of somebody does not change';
  end if;
  if old.state = 'paid' and new is distinct from old then
    raise exception 'what was paid stays so';
  end if;
  return new;
end $$;
create trigger bills_share_keep before update on bills_share
  for each row execute function bills_keep_share();
