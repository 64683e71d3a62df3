-- One row for each account that is to be erased or was. It outlives the person, because a backup
-- that is restored later brings the person back and must be able to forget again.
create table rights_deletion (
  person_id uuid primary key,
  requested_at timestamptz not null,
  due_at timestamptz not null,
  begun_at timestamptz,
  finished_at timestamptz,
  constraint rights_deletion_grace check (due_at >= requested_at + interval '720 hours'),
  constraint rights_deletion_begun check (begun_at >= due_at),
  constraint rights_deletion_finished check (finished_at >= begun_at)
);
create index rights_deletion_due on rights_deletion (due_at) where finished_at is null;

-- At most one export of a person at a time: a ticket that waits to be used, or one that is written.
create table rights_export (
  person_id uuid primary key,
  session_id uuid not null,
  ticket_hash bytea not null,
  issued_at timestamptz not null,
  -- Set while a process writes the export, and renewed by it.
  alive_at timestamptz,
  constraint rights_export_hash check (octet_length(ticket_hash) = 32),
  constraint rights_export_alive check (alive_at >= issued_at)
);
