-- Every table leads with the person who owns the row: the shard key. What concerns two people is
-- stored once on each side; the crossing goes through the outbox.

create table contacts_person (
  person_id uuid primary key,
  -- The present personal code; made when the person first looks at it.
  code text,
  findable_by_handle boolean not null default true,
  findable_by_code boolean not null default true,
  -- How many rows of contacts_contact the person lists; changed only together with them.
  contact_count integer not null default 0,
  constraint contacts_person_count check (contact_count between 0 and 10000),
  constraint contacts_person_code check (code ~ '^[0-9a-hjkmnp-tv-z]{26}$')
);

-- From a code to its person. A renewed code stays here; contacts_person.code says which one counts.
create table contacts_code (
  code text primary key,
  person_id uuid not null,
  constraint contacts_code_form check (code ~ '^[0-9a-hjkmnp-tv-z]{26}$')
);
create index contacts_code_person on contacts_code (person_id);

create table contacts_contact (
  owner_id uuid not null,
  person_id uuid not null,
  listed boolean not null,
  blocked boolean not null,
  remark text,
  tags text[] not null default '{}',
  starred boolean not null default false,
  since timestamptz not null,
  primary key (owner_id, person_id),
  constraint contacts_contact_other check (owner_id <> person_id),
  constraint contacts_contact_reason check (listed or blocked),
  constraint contacts_contact_remark check (char_length(remark) between 1 and 40),
  constraint contacts_contact_tags check (cardinality(tags) <= 20),
  constraint contacts_contact_bare check (
    listed or (remark is null and tags = '{}' and not starred)
  )
);
-- Whom to tell of a changed profile; also finds what is left of an erased person.
create index contacts_contact_person on contacts_contact (person_id, owner_id);

create table contacts_request (
  owner_id uuid not null,
  request_id uuid not null,
  person_id uuid not null,
  direction text not null,
  reason text not null,
  via text not null,
  state text not null,
  -- Raised by the asker at each change, so that a crossing that comes late changes nothing.
  version integer not null,
  created_at timestamptz not null,
  lapses_at timestamptz not null,
  primary key (owner_id, request_id),
  constraint contacts_request_other check (owner_id <> person_id),
  constraint contacts_request_direction check (direction in ('incoming', 'outgoing')),
  constraint contacts_request_reason check (char_length(reason) <= 200),
  constraint contacts_request_via check (via in ('handle', 'code', 'group')),
  constraint contacts_request_state check (
    state in ('pending', 'accepted', 'withdrawn', 'lapsed')
    or (state = 'ignored' and direction = 'incoming')
  ),
  constraint contacts_request_version check (version >= 1),
  constraint contacts_request_time check (lapses_at > created_at)
);
create unique index contacts_request_pending
  on contacts_request (owner_id, person_id, direction) where state = 'pending';
create index contacts_request_recent on contacts_request (owner_id, created_at desc);
create index contacts_request_lapse on contacts_request (lapses_at);
create index contacts_request_person on contacts_request (person_id);

-- Requests that a person sent on one day (UTC, by the clock of the database).
create table contacts_request_day (
  person_id uuid not null,
  day date not null,
  sent integer not null,
  primary key (person_id, day),
  constraint contacts_request_day_limit check (sent between 1 and 20)
);
create index contacts_request_day_old on contacts_request_day (day);
