-- What people keep: messages that they saw, as they were, and notes of their own.
-- Shard key: person_id.

create table favourites_item (
  person_id uuid not null,
  favourite_id uuid not null,
  kind text not null,
  note text not null,
  -- Null for a note, and for a message that was taken back, disappeared or was erased since.
  message jsonb,
  -- Where it was said; null for a note, and when its sender was erased.
  conversation_id uuid,
  seq bigint,
  sender_id uuid,
  sent_at timestamptz,
  -- When the message disappears where it was said; the copy does too.
  expires_at timestamptz,
  tags text[] not null,
  -- All words of it in one form, for finding.
  folded text not null,
  created_at timestamptz not null,
  primary key (person_id, favourite_id),
  constraint favourites_item_kind check (
    case kind
      when 'note' then char_length(note) between 1 and 10000 and message is null
        and conversation_id is null and expires_at is null
      when 'message' then note = ''
      else false
    end
  ),
  constraint favourites_item_source
    check (num_nulls(conversation_id, seq, sender_id, sent_at) in (0, 4)),
  constraint favourites_item_tags check (cardinality(tags) <= 20)
);
create index favourites_item_order on favourites_item (person_id, created_at, favourite_id);
-- Who keeps what was taken back or erased; asked across people, and rarely.
create index favourites_item_place on favourites_item (conversation_id, seq)
  where message is not null;
create index favourites_item_sender on favourites_item (sender_id) where sender_id is not null;

-- The files of kept messages; each row counts for its file.
create table favourites_file (
  person_id uuid not null,
  file_id uuid not null,
  favourite_id uuid not null,
  primary key (person_id, file_id, favourite_id),
  foreign key (person_id, favourite_id) references favourites_item (person_id, favourite_id)
);
create index favourites_file_item on favourites_file (person_id, favourite_id);
