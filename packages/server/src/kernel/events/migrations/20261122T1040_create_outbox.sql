-- What must still happen after a commit. A row is deleted when its reactor succeeded.
create table kernel_outbox (
  outbox_id uuid not null primary key,
  topic text not null check (topic <> ''),
  payload jsonb not null,
  added_at timestamptz not null,
  -- Not to be tried by other processes before this time.
  due_at timestamptz not null,
  attempt int not null default 0 check (attempt >= 0),
  check (due_at >= added_at)
);

create index kernel_outbox_due on kernel_outbox (due_at);
