-- The short log of what is about one person. Shard key: person_id.
create table sync_head (
  person_id uuid not null,
  last_seq bigint not null,
  -- Events up to here were trimmed away: whoever is further behind takes a snapshot.
  trimmed_seq bigint not null default 0,
  primary key (person_id),
  constraint sync_head_order check (0 <= trimmed_seq and trimmed_seq <= last_seq)
) with (fillfactor = 50);

create table sync_event (
  person_id uuid not null,
  seq bigint not null,
  name text not null,
  payload jsonb not null,
  at timestamptz not null,
  primary key (person_id, seq),
  constraint sync_event_seq check (seq > 0),
  constraint sync_event_name check (name ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$')
);
