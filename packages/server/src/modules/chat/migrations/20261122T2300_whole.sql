-- What messaging needs beyond texts: roles, settings of a group, messages that change or go.

alter table chat_conversation
  -- The newest entry that is not a change of another; what the list shows.
  add column last_shown_seq bigint not null default 0,
  -- Moves with every entry, also with those that do not move the conversation up the list.
  add column moved_at timestamptz,
  add column mute_all boolean not null default false,
  add column join_approval boolean not null default false,
  add column timer_seconds int,
  add column announcement_seq bigint,
  add column announcement_text text,
  add column announcement_by uuid,
  add column announcement_at timestamptz,
  add column dissolved_at timestamptz;
update chat_conversation set last_shown_seq = last_seq, moved_at = last_at;
alter table chat_conversation
  alter column moved_at set not null,
  drop constraint chat_conversation_kind,
  add constraint chat_conversation_kind check (kind in ('direct', 'group', 'archive')),
  add constraint chat_conversation_shown check (last_shown_seq between 0 and last_seq),
  add constraint chat_conversation_timer
    check (timer_seconds in (3600, 86400, 604800, 7776000)),
  add constraint chat_conversation_announcement check (
    num_nulls(announcement_seq, announcement_text, announcement_by, announcement_at) in (0, 4)
    and char_length(announcement_text) between 1 and 2000
  ),
  add constraint chat_conversation_settings check (
    kind = 'group' or (
      not mute_all and not join_approval and announcement_seq is null and dissolved_at is null
    )
  );

alter table chat_member
  add column nickname text not null default '',
  drop constraint chat_member_role,
  add constraint chat_member_role check (role in ('owner', 'admin', 'member')),
  add constraint chat_member_nickname check (char_length(nickname) <= 40);

alter table chat_entry
  add column expires_at timestamptz,
  -- What later entries made of a message: when it was edited, reactions, poll, preview.
  add column extra jsonb,
  drop constraint chat_entry_client,
  add constraint chat_entry_client check (
    (client_id is not null) = (type in ('message', 'erased', 'recalled', 'expired'))
  ),
  add constraint chat_entry_extra check (extra is null or type = 'message');
create index chat_entry_expiry on chat_entry (expires_at)
  where expires_at is not null and type = 'message';

alter table chat_inbox
  add column notify text not null default 'all',
  add column archived boolean not null default false,
  add column announcement_read_seq bigint not null default 0;
update chat_inbox set notify = 'mentions' where muted;
alter table chat_inbox
  drop column muted,
  add constraint chat_inbox_notify check (notify in ('all', 'mentions', 'nothing')),
  add constraint chat_inbox_announcement check (announcement_read_seq >= 0);
