-- What proves the books to others. No row of these is about a person. Not spread: a few rows a day,
-- written by whoever closes the day, read by anybody.

-- Public keys with which heads were signed; the newest signs. The private one is in a file.
create table proofs_key (
  public_key bytea not null,
  made_at timestamptz not null,
  primary key (public_key),
  constraint proofs_key_form check (octet_length(public_key) = 32)
);

-- The signed head of each day of the books, of days without any event too.
create table proofs_head (
  day date not null,
  -- Its events are those later than the first and not later than the second.
  after_timestamp bigint not null,
  through_timestamp bigint not null,
  size bigint not null,
  public_key bytea not null,
  -- As it is published.
  signed text not null,
  primary key (day),
  constraint proofs_head_times check (
    after_timestamp >= 0 and through_timestamp >= after_timestamp
    and (size > 0) = (through_timestamp > after_timestamp)
  )
);
create index proofs_head_through on proofs_head (through_timestamp);

-- The roots of subtrees of 256 events, so that a proof reads 256 rows and not a day.
create table proofs_tile (
  day date not null,
  tile_index integer not null,
  -- The last event of the subtree.
  through_timestamp bigint not null,
  root bytea not null,
  primary key (day, tile_index),
  constraint proofs_tile_form check (tile_index >= 0 and octet_length(root) = 32)
);

create function proofs_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: what was signed stays', tg_op, tg_table_name
    using errcode = 'LG004';
end $$;
create trigger proofs_head_kept before update or delete or truncate on proofs_head
  for each statement execute function proofs_refuse_change();
create trigger proofs_tile_kept before update or delete or truncate on proofs_tile
  for each statement execute function proofs_refuse_change();
