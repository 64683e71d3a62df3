-- Where words are: for each stretch of 128 entries of a log, filters that hold no text.
-- Shard key: conversation_id.

create table search_block (
  conversation_id uuid not null,
  -- Entries block * 128 + 1 to block * 128 + 128 of the log.
  block int not null,
  -- How far the log is in here.
  end_seq bigint not null,
  -- The times of its entries.
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- Bytes in a row of the slices: one for 8 entries.
  stride smallint not null,
  sketch bytea not null,
  slices bytea not null,
  primary key (conversation_id, block),
  constraint search_block_end
    check (end_seq > block::bigint * 128 and end_seq <= block::bigint * 128 + 128),
  constraint search_block_times check (from_at <= until_at),
  constraint search_block_shape check (
    stride in (1, 2, 4, 8, 16) and octet_length(sketch) between 8 and 6000
    and octet_length(slices) >= stride and octet_length(slices) % stride = 0
    and end_seq <= block::bigint * 128 + stride * 8
  )
);
-- The sketch is asked of every block and stays in the row; of the slices only a few bytes are
-- read, which needs them uncompressed.
alter table search_block
  alter column sketch set storage plain,
  alter column slices set storage external;

-- Blocks whose messages changed or went: the indexer makes them anew from the log.
create table search_stale (
  conversation_id uuid not null,
  block int not null,
  primary key (conversation_id, block)
);

-- Every log is followed that did not move after this time. One row.
create table search_progress (
  is_only boolean primary key default true,
  followed_at timestamptz not null,
  constraint search_progress_only check (is_only)
);
