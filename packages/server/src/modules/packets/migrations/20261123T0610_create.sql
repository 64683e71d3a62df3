-- Red packets. Shard keys: packet for what is in one, person for whose they are.

create table packets_packet (
  packet_id uuid primary key,
  sender_id uuid not null,
  conversation_id uuid not null,
  -- Of two people; else a group.
  is_direct boolean not null,
  kind text not null check (kind in ('fixed', 'lucky', 'forOne')),
  for_person_id uuid,
  share_count int not null check (share_count between 1 and 100),
  amount_minor bigint not null,
  currency text not null,
  greeting text not null check (char_length(greeting) <= 60),
  -- What the shares follow from, and what was published instead of it.
  seed bytea not null check (octet_length(seed) = 32),
  commitment bytea not null check (octet_length(commitment) = 32),
  -- In the order in which they are given out.
  shares bigint[] not null,
  state text not null default 'processing' check (
    state in ('processing', 'open', 'taken', 'returned', 'failed')
  ),
  failure text,
  -- How many shares were promised to somebody, and how many the ledger has moved.
  given_count int not null default 0,
  taken_count int not null default 0,
  taken_minor bigint not null default 0,
  returned_minor bigint not null default 0,
  -- Its sender was erased: it ends now.
  is_cut_short boolean not null default false,
  -- How often closing it was refused for a reason that passes; part of ids in the ledger.
  attempt int not null default 0 check (attempt >= 0),
  created_at timestamptz not null,
  expires_at timestamptz,
  over_at timestamptz,
  closed_at timestamptz,
  -- When the sweep looks at it; null: there is nothing to be done.
  due_at timestamptz,
  check (amount_minor >= share_count),
  check (cardinality(shares) = share_count and 1 <= all (shares)),
  check ((kind = 'forOne') = (for_person_id is not null)),
  check (share_count = 1 or (kind <> 'forOne' and not is_direct)),
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('processing', 'failed')) = (expires_at is null)),
  check ((state in ('taken', 'returned')) = (over_at is not null)),
  check (closed_at is null or over_at is not null),
  check (0 <= taken_count and taken_count <= given_count and given_count <= share_count),
  check ((state = 'taken') = (taken_count = share_count)),
  check (taken_minor >= taken_count and returned_minor >= 0),
  check (taken_minor + returned_minor <= amount_minor),
  check (state <> 'taken' or taken_minor = amount_minor),
  check (state <> 'returned' or taken_minor + returned_minor = amount_minor)
);
create index packets_packet_due on packets_packet (due_at) where due_at is not null;

-- Who has which share: promised by this row, theirs once the ledger has moved it. A promise is
-- never taken back, so the count of promises says for good that a packet is gone.
create table packets_taker (
  packet_id uuid not null references packets_packet (packet_id),
  person_id uuid not null,
  share_number int not null check (share_number between 1 and 100),
  amount_minor bigint not null check (amount_minor > 0),
  -- `refused`: the wallet took nothing, and may ask again. `late`: the packet was over.
  state text not null default 'taking' check (state in ('taking', 'taken', 'refused', 'late')),
  attempt int not null default 0 check (attempt >= 0),
  due_at timestamptz not null,
  taken_at timestamptz,
  primary key (packet_id, person_id),
  unique (packet_id, share_number),
  check ((state = 'taken') = (taken_at is not null))
);
create index packets_taker_due on packets_taker (due_at) where state = 'taking';

-- Each person's own list: what they sent, and what they took of.
create table packets_party (
  person_id uuid not null,
  packet_id uuid not null,
  primary key (person_id, packet_id)
);
