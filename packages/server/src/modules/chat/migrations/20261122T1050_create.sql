-- Shard key of conversation, entry and member: conversation_id. Shard key of inbox: person_id.

create table chat_conversation (
  conversation_id uuid not null,
  kind text not null,
  name text,
  owner_id uuid,
  -- The two people of a direct conversation, the smaller id first.
  person_a uuid,
  person_b uuid,
  last_seq bigint not null default 0,
  -- Rises with every change of who is in or who may send: what was judged before is judged again.
  membership_version bigint not null default 1,
  member_count int not null,
  last_at timestamptz not null,
  created_at timestamptz not null,
  primary key (conversation_id),
  constraint chat_conversation_kind check (kind in ('direct', 'group')),
  constraint chat_conversation_pair check (
    case kind
      when 'direct' then person_a < person_b and name is null and owner_id is null
      else person_a is null and person_b is null
    end is true
  ),
  constraint chat_conversation_name check (char_length(name) between 1 and 60),
  constraint chat_conversation_counts check (last_seq >= 0 and member_count >= 0)
) with (fillfactor = 50);

create table chat_member (
  conversation_id uuid not null,
  person_id uuid not null,
  role text not null,
  -- Sees entries after joined_seq, up to left_seq.
  joined_seq bigint not null,
  left_seq bigint,
  left_at timestamptz,
  -- The group's name when this person left: later names are not theirs to see.
  left_name text,
  may_send text not null,
  primary key (conversation_id, person_id),
  foreign key (conversation_id) references chat_conversation (conversation_id),
  constraint chat_member_role check (role in ('owner', 'member')),
  constraint chat_member_stretch check (joined_seq >= 0 and left_seq >= joined_seq),
  constraint chat_member_left check ((left_seq is null) = (left_at is null)),
  constraint chat_member_may_send check (may_send in ('yes', 'not_contact', 'blocked'))
);
create index chat_member_order on chat_member (conversation_id, joined_seq, person_id);
create unique index chat_member_one_owner on chat_member (conversation_id)
  where role = 'owner' and left_seq is null;

create table chat_entry (
  conversation_id uuid not null,
  seq bigint not null,
  sender_id uuid not null,
  client_id uuid,
  type text not null,
  body jsonb not null,
  at timestamptz not null,
  primary key (conversation_id, seq),
  -- A message that is sent again is the same message.
  unique (conversation_id, sender_id, client_id),
  constraint chat_entry_seq check (seq > 0),
  constraint chat_entry_type check (type = body ->> 'type'),
  constraint chat_entry_client check ((client_id is not null) = (type in ('message', 'erased')))
) partition by hash (conversation_id);

do $$
begin
  for n in 0..15 loop
    execute format(
      'create table chat_entry_p%s partition of chat_entry
         for values with (modulus 16, remainder %s)',
      lpad(n::text, 2, '0'), n
    );
  end loop;
end $$;

create table chat_inbox (
  person_id uuid not null,
  conversation_id uuid not null,
  kind text not null,
  -- Copies of the member's row, brought here by the outbox, never older than what was here.
  joined_seq bigint not null,
  left_seq bigint,
  read_seq bigint not null default 0,
  cleared_seq bigint not null default 0,
  hidden_seq bigint,
  pinned boolean not null default false,
  muted boolean not null default false,
  marked_unread boolean not null default false,
  draft text not null default '',
  changed_at timestamptz not null,
  primary key (person_id, conversation_id),
  constraint chat_inbox_kind check (kind in ('direct', 'group')),
  constraint chat_inbox_stretch check (joined_seq >= 0 and left_seq >= joined_seq),
  constraint chat_inbox_seqs
    check (read_seq >= cleared_seq and cleared_seq >= 0 and hidden_seq >= 0),
  constraint chat_inbox_draft check (char_length(draft) <= 10000)
) with (fillfactor = 80);
