-- What only its owner sees: when to be called, what is planned, what was brought along.
-- Shard key of all of it: person_id.

create table chat_preference (
  person_id uuid not null,
  -- Times of the day where the person is, as HH:MM; from may be after to: over midnight.
  quiet_from text,
  quiet_to text,
  mute_words text[] not null default '{}',
  primary key (person_id),
  constraint chat_preference_quiet check (
    num_nulls(quiet_from, quiet_to) in (0, 2)
    and quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    and quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
  ),
  constraint chat_preference_words check (cardinality(mute_words) <= 200)
);

create table chat_schedule (
  person_id uuid not null,
  schedule_id uuid not null,
  conversation_id uuid not null,
  -- Made anew with every change. However often a message is tried, under one id it is sent once.
  client_id uuid not null,
  message jsonb not null,
  -- Files of the message, each held while it waits.
  file_ids uuid[] not null,
  send_at timestamptz not null,
  state text not null,
  -- When somebody looks at it: at its time, and again when who was sending it seems to have died.
  try_at timestamptz not null,
  failure text,
  primary key (person_id, schedule_id),
  constraint chat_schedule_state check (state in ('waiting', 'sending', 'failed')),
  constraint chat_schedule_failure check ((failure is not null) = (state = 'failed')),
  constraint chat_schedule_try check (try_at >= send_at)
) with (fillfactor = 80);
create index chat_schedule_due on chat_schedule (try_at) where state <> 'failed';

create table chat_reminder (
  person_id uuid not null,
  reminder_id uuid not null,
  conversation_id uuid not null,
  seq bigint not null,
  remind_at timestamptz not null,
  note text not null,
  state text not null,
  primary key (person_id, reminder_id),
  constraint chat_reminder_state check (state in ('waiting', 'due')),
  constraint chat_reminder_seq check (seq > 0),
  constraint chat_reminder_note check (char_length(note) <= 200)
);
create index chat_reminder_due on chat_reminder (remind_at) where state = 'waiting';

-- Which archives a person brought along. What is in them is in the log, like everything said.
create table chat_import (
  person_id uuid not null,
  conversation_id uuid not null,
  source text not null,
  begun_at timestamptz not null,
  primary key (person_id, conversation_id),
  constraint chat_import_source check (source in ('whatsapp', 'telegram'))
);

alter table chat_inbox
  drop constraint if exists chat_inbox_kind,
  add constraint chat_inbox_kind check (kind in ('direct', 'group', 'archive'));
