-- What the server found in a file, how many rows refer to it, and uploads that come in parts.
alter table kernel_file
  add column kind text not null default 'image',
  add column width int,
  add column height int,
  add column duration_ms bigint,
  -- Rows that refer to a file which several may share; the last one that goes takes it along.
  add column holds int not null default 0,
  add constraint kernel_file_kind check (kind in ('image', 'video', 'audio', 'file')),
  add constraint kernel_file_sides
    check ((width is null) = (height is null) and width > 0 and height > 0),
  add constraint kernel_file_duration check (duration_ms >= 0),
  add constraint kernel_file_holds check (holds >= 0 and (holds = 0 or claimed_at is not null));

-- An upload under way, or done and not yet taken. Its bytes are in the folder `uploads`.
create table kernel_upload (
  upload_id uuid not null primary key,
  owner_id uuid not null,
  size bigint not null check (size >= 0),
  created_at timestamptz not null,
  -- The day that its bytes are counted to.
  day date not null,
  -- Whoever writes to it at present, on any process.
  lease_id uuid,
  lease_until timestamptz,
  -- What it became.
  file_id uuid,
  constraint kernel_upload_lease check ((lease_id is null) = (lease_until is null))
);
create index kernel_upload_owner on kernel_upload (owner_id);
create index kernel_upload_created on kernel_upload (created_at);

-- How many bytes a person announced in a day.
create table kernel_upload_day (
  owner_id uuid not null,
  day date not null,
  bytes bigint not null check (bytes >= 0),
  primary key (owner_id, day)
);
