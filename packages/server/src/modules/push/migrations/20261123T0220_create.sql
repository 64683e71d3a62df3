-- What is pushed to devices whose app is closed. Shard key: person_id; push_key and push_progress
-- are one row each.

-- The key by which push services know this city (VAPID). Browsers bind their subscriptions to it:
-- it is made once and never changed.
create table push_key (
  is_only boolean primary key default true,
  public_key bytea not null,
  private_key bytea not null,
  created_at timestamptz not null,
  constraint push_key_only check (is_only),
  constraint push_key_form check (octet_length(public_key) = 65 and octet_length(private_key) = 32)
);

-- One browser of one session. The address is a secret of the person: whoever has it can make the
-- push service wake the device; it is never shown and never logged.
create table push_subscription (
  person_id uuid not null,
  session_id uuid not null,
  endpoint text not null,
  endpoint_hash bytea not null,
  p256dh bytea not null,
  auth bytea not null,
  level text not null,
  locale text not null,
  time_zone text not null,
  since timestamptz not null,
  last_at timestamptz,
  last_outcome text,
  last_status smallint,
  primary key (person_id, session_id),
  constraint push_subscription_level check (level in ('full', 'name', 'nothing')),
  constraint push_subscription_locale check (locale in ('en', 'es', 'zh')),
  constraint push_subscription_keys
    check (octet_length(p256dh) = 65 and octet_length(auth) = 16),
  constraint push_subscription_hash check (octet_length(endpoint_hash) = 32),
  constraint push_subscription_endpoint check (char_length(endpoint) between 10 and 1000),
  constraint push_subscription_last
    check ((last_at is null) = (last_outcome is null)
      and last_outcome in ('accepted', 'gone', 'refused', 'unreachable'))
);
-- One browser may change hands, and a session ends without its person; both asked across people.
create index push_subscription_endpoint on push_subscription (endpoint_hash);
create index push_subscription_session on push_subscription (session_id);

-- What one device shows or is to show in one place: a conversation, a call, a request, a reminder.
-- It holds places, never words: those are read when they are sent.
create table push_slot (
  person_id uuid not null,
  session_id uuid not null,
  -- The id of the conversation, or kind and id.
  slot text not null,
  kind text not null,
  facts jsonb not null,
  -- The entries that are still to be called for, and the newest that was.
  from_seq bigint not null,
  wanted_seq bigint not null,
  sent_seq bigint not null default 0,
  want text not null,
  -- Null: nothing is to be sent.
  due_at timestamptz,
  attempt smallint not null default 0,
  wanted_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (person_id, session_id, slot),
  foreign key (person_id, session_id)
    references push_subscription (person_id, session_id) on delete cascade,
  constraint push_slot_kind check (kind in ('message', 'ring', 'request', 'reminder')),
  constraint push_slot_want check (want in ('show', 'close', 'gone')),
  constraint push_slot_seqs check (from_seq >= 0 and wanted_seq >= 0 and sent_seq >= 0),
  constraint push_slot_length check (char_length(slot) <= 100)
);
create index push_slot_due on push_slot (due_at) where due_at is not null;
-- Who was shown what has been taken back since; asked across people, and rarely.
create index push_slot_place on push_slot (slot) where sent_seq > 0;

-- Every log was followed up to this time. One row.
create table push_progress (
  is_only boolean primary key default true,
  followed_at timestamptz not null,
  constraint push_progress_only check (is_only)
);
