-- Family cards: somebody pays merchants with the wallet of somebody else. Shard key: the giver,
-- whose money it is; the holder, for which cards they have.

create table family_card (
  giver_id uuid not null,
  card_id uuid not null,
  holder_id uuid not null,
  name text not null check (char_length(name) between 1 and 24),
  currency text not null check (currency ~ '^[a-z][a-z0-9-]{1,19}$'),
  payment_minor bigint not null,
  day_minor bigint not null,
  month_minor bigint not null,
  state text not null check (
    state in ('offered', 'active', 'paused', 'declined', 'lapsed', 'ended')
  ),
  -- One of five places in each currency, held by a card that is not over.
  place smallint not null check (place between 1 and 5),
  -- What was asked for under the key of the command, to know it again.
  asked bytea not null check (octet_length(asked) = 32),
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Rises with every change: what was judged by an older one is judged anew.
  version int not null default 0 check (version >= 0),
  primary key (giver_id, card_id),
  check (giver_id <> holder_id),
  check (0 < payment_minor and payment_minor <= day_minor and day_minor <= month_minor),
  check ((state in ('declined', 'lapsed', 'ended')) = (ended_at is not null))
);
create unique index family_card_place on family_card (giver_id, currency, place)
  where ended_at is null;
create unique index family_card_pair on family_card (giver_id, holder_id)
  where ended_at is null;
create index family_card_lapse on family_card (expires_at) where state = 'offered';

-- Each holder's own list.
create table family_held (
  holder_id uuid not null,
  card_id uuid not null,
  giver_id uuid not null,
  primary key (holder_id, card_id)
);

-- What merchants were paid by a card. The money is the ledger's, the order the merchant's: this is
-- what the two people see of it.
create table family_payment (
  giver_id uuid not null,
  payment_id uuid not null,
  card_id uuid not null,
  merchant text not null check (char_length(merchant) between 1 and 40),
  description text not null check (char_length(description) <= 120),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  refunded_minor bigint not null default 0,
  -- A payment that came to nothing leaves no row.
  state text not null check (state in ('processing', 'paid')),
  -- The counters of which it took, to which a refund gives back.
  day text not null check (day ~ '^d\d{4}-\d\d-\d\d$'),
  month text not null check (month ~ '^m\d{4}-\d\d$'),
  created_at timestamptz not null,
  primary key (giver_id, payment_id),
  foreign key (giver_id, card_id) references family_card (giver_id, card_id),
  check (0 <= refunded_minor and refunded_minor <= amount_minor),
  check (refunded_minor = 0 or state = 'paid')
);
create index family_payment_newest
  on family_payment (giver_id, card_id, created_at desc, payment_id desc);
