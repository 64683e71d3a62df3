-- Sets of stickers. Shard keys: pack_id; person_id for who collected what.

create table stickers_pack (
  pack_id uuid not null primary key,
  owner_id uuid not null,
  title text not null check (char_length(title) between 1 and 60),
  sticker_count int not null default 0 check (sticker_count between 0 and 300),
  created_at timestamptz not null
);
create index stickers_pack_owner on stickers_pack (owner_id, created_at);

create table stickers_sticker (
  pack_id uuid not null references stickers_pack (pack_id) on delete cascade,
  sticker_id uuid not null,
  file_id uuid not null,
  width int not null check (width between 1 and 1024),
  height int not null check (height between 1 and 1024),
  alt text not null check (char_length(alt) between 1 and 60),
  added_at timestamptz not null,
  primary key (pack_id, sticker_id)
);
create index stickers_sticker_file on stickers_sticker (file_id);

-- Whose sets a person uses: their own too, so that one row a set is all that is counted.
create table stickers_collected (
  person_id uuid not null,
  pack_id uuid not null,
  at timestamptz not null,
  primary key (person_id, pack_id)
);
create index stickers_collected_pack on stickers_collected (pack_id);
