-- Calls. Shard keys: the call; the conversation for where one is under way; the person for whose
-- line is taken and how they want to be called.

create table calls_call (
  call_id uuid not null primary key,
  conversation_id uuid not null,
  kind text not null check (kind in ('direct', 'group')),
  media text not null check (media in ('voice', 'video')),
  caller_id uuid not null,
  state text not null check (state in ('ringing', 'active', 'ended')),
  outcome text check (outcome in ('answered', 'declined', 'missed', 'cancelled', 'busy')),
  -- How many are in it now; a mesh carries no more.
  joined_count int not null,
  version int not null check (version > 0),
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  constraint calls_call_size
    check (joined_count between 0 and case media when 'video' then 4 else 9 end),
  constraint calls_call_end check ((state = 'ended') = (ended_at is not null)),
  constraint calls_call_outcome check ((state = 'ended') = (outcome is not null)),
  constraint calls_call_answered
    check ((outcome = 'answered') is not true or answered_at is not null),
  constraint calls_call_empty check (state <> 'ended' or joined_count = 0),
  constraint calls_call_active check (state <> 'active' or answered_at is not null)
);
create index calls_call_ended on calls_call (ended_at) where ended_at is not null;

create table calls_party (
  call_id uuid not null references calls_call (call_id) on delete cascade,
  person_id uuid not null,
  state text not null
    check (state in ('ringing', 'joined', 'declined', 'missed', 'busy', 'left')),
  -- The device that is in the call.
  seat_id uuid,
  ring_until timestamptz,
  -- When that device was last heard of.
  seen_at timestamptz,
  -- Whether the person was in it at any time, for the log of a group.
  took_part boolean not null,
  primary key (call_id, person_id),
  constraint calls_party_seat check ((state = 'joined') = (seat_id is not null)),
  constraint calls_party_seen check ((state = 'joined') = (seen_at is not null)),
  constraint calls_party_ring check ((state = 'ringing') = (ring_until is not null)),
  constraint calls_party_part check (took_part or state <> 'joined')
);
create index calls_party_person on calls_party (person_id);
create index calls_party_ring on calls_party (ring_until) where state = 'ringing';
create index calls_party_seen on calls_party (seen_at) where state = 'joined';

-- At most one call at a time in a conversation: two people who call each other meet in it.
create table calls_room (
  conversation_id uuid not null primary key,
  call_id uuid not null
);

-- At most one call at a time for a person: a row while they are in one, or one rings that is only
-- for them. A group that rings takes nobody's line.
create table calls_line (
  person_id uuid not null primary key,
  call_id uuid not null
);

create table calls_setting (
  person_id uuid not null primary key,
  relay_only boolean not null
);
