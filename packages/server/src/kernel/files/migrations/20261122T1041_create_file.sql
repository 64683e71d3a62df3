-- What people uploaded. The bytes are in the files folder, under their SHA-256.
create table kernel_file (
  file_id uuid not null primary key,
  owner_id uuid not null,
  purpose text not null check (purpose ~ '^[a-z][a-z_]{0,29}$'),
  content_type text not null check (content_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  size bigint not null check (size >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  -- Null until something refers to the file; such a row is removed after a day.
  claimed_at timestamptz check (claimed_at >= created_at)
);

create index kernel_file_owner on kernel_file (owner_id);
create index kernel_file_sha256 on kernel_file (sha256);
create index kernel_file_unclaimed on kernel_file (created_at) where claimed_at is null;
