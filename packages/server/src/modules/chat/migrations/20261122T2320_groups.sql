-- Roles, ways into a group, and who confirmed its announcement.
-- Shard key: conversation_id; of meetings: digits.

alter table chat_conversation
  add constraint chat_conversation_owner
    check (kind <> 'group' or (owner_id is null) = (member_count = 0)),
  add constraint chat_conversation_size check (member_count <= 10000);

alter table chat_member
  -- An admin holds one of three places, so there are never more of them.
  add column admin_place smallint,
  -- A leader took this person out: only a leader lets them in again.
  add column was_removed boolean not null default false,
  add constraint chat_member_admin check ((role = 'admin') = (admin_place is not null)),
  add constraint chat_member_admin_place check (admin_place between 1 and 3),
  add constraint chat_member_gone check (left_seq is null or role = 'member');
create unique index chat_member_one_admin_a_place on chat_member (conversation_id, admin_place)
  where admin_place is not null;

-- One link a member; only the hash of what opens it.
create table chat_join_link (
  conversation_id uuid not null,
  maker_id uuid not null,
  token_hash bytea not null,
  expires_at timestamptz not null,
  primary key (conversation_id, maker_id),
  unique (conversation_id, token_hash),
  constraint chat_join_link_hash check (octet_length(token_hash) = 32)
);
create index chat_join_link_maker on chat_join_link (maker_id);
create index chat_join_link_expiry on chat_join_link (expires_at);

create table chat_invite (
  conversation_id uuid not null,
  invite_id uuid not null,
  inviter_id uuid not null,
  invitee_id uuid not null,
  -- A leader has agreed already.
  is_approved boolean not null,
  expires_at timestamptz not null,
  primary key (conversation_id, invite_id),
  unique (conversation_id, invitee_id, inviter_id),
  constraint chat_invite_people check (inviter_id <> invitee_id)
);
create index chat_invite_inviter on chat_invite (inviter_id);
create index chat_invite_invitee on chat_invite (invitee_id);
create index chat_invite_expiry on chat_invite (expires_at);

-- Who waits for a leader.
create table chat_join_request (
  conversation_id uuid not null,
  person_id uuid not null,
  inviter_id uuid,
  via text not null,
  reason text not null,
  asked_at timestamptz not null,
  primary key (conversation_id, person_id),
  constraint chat_join_request_via check (via in ('add', 'link', 'invite')),
  constraint chat_join_request_reason check (char_length(reason) <= 200)
);
create index chat_join_request_order
  on chat_join_request (conversation_id, asked_at, person_id);
create index chat_join_request_person on chat_join_request (person_id);
create index chat_join_request_inviter on chat_join_request (inviter_id);

-- The newest announcement that each member confirmed.
create table chat_announcement_read (
  conversation_id uuid not null,
  person_id uuid not null,
  seq bigint not null,
  read_at timestamptz not null,
  primary key (conversation_id, person_id),
  constraint chat_announcement_read_seq check (seq > 0)
);
create index chat_announcement_read_order
  on chat_announcement_read (conversation_id, seq, read_at, person_id);
create index chat_announcement_read_person on chat_announcement_read (person_id);

-- People who meet face to face: four digits at a place, for ten minutes. Of the place only a hash.
create table chat_meeting (
  digits text not null,
  place bytea not null,
  conversation_id uuid not null,
  founder_id uuid not null,
  expires_at timestamptz not null,
  primary key (digits, place),
  constraint chat_meeting_digits check (digits ~ '^[0-9]{4}$'),
  constraint chat_meeting_place check (octet_length(place) = 32)
);
create index chat_meeting_expiry on chat_meeting (expires_at);
create index chat_meeting_founder on chat_meeting (founder_id);
