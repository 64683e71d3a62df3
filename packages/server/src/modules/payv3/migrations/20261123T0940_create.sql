-- The dialect in which merchants' back ends speak (APIv3): keys, apps, and what was told to them.
-- Shard key: merchant_id; apps and who people are for them: appid. Platform rows: one, or one a few
-- years.

-- The pair of keys with which the city answers and notifies. The private one is sealed: its key is
-- a file and not here.
create table payv3_platform (
  is_only boolean primary key default true,
  sealed_private_key bytea not null,
  public_key bytea not null,
  public_key_id text not null,
  made_at timestamptz not null,
  constraint payv3_platform_only check (is_only),
  constraint payv3_platform_id check (public_key_id ~ '^PUB_KEY_ID_[0-9]{32}$')
);

-- Certificates over that pair; a new one before the newest ends.
create table payv3_certificate (
  serial text not null,
  pem text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  primary key (serial),
  constraint payv3_certificate_serial check (serial ~ '^[0-9A-F]{40}$'),
  constraint payv3_certificate_times check (not_after > not_before)
);

-- How a merchant speaks with the city.
create table payv3_access (
  merchant_id uuid not null,
  -- By which name the city signs to this merchant unless a request asks for the other one.
  verification text not null,
  -- What is meant where a program says CNY, or nothing.
  currency text not null,
  -- The APIv3 key, sealed; null: there is none yet, and nothing can be told.
  sealed_secret bytea,
  secret_set_at timestamptz,
  primary key (merchant_id),
  constraint payv3_access_verification check (verification in ('certificate', 'publicKey')),
  constraint payv3_access_secret check ((sealed_secret is null) = (secret_set_at is null))
);

-- Public keys of merchants' back ends, with the certificate that gives them their number.
create table payv3_key (
  merchant_id uuid not null,
  serial text not null,
  public_key bytea not null,
  certificate text not null,
  created_at timestamptz not null,
  not_after timestamptz not null,
  -- From then on nothing that it signs counts.
  ended_at timestamptz,
  primary key (merchant_id, serial),
  constraint payv3_key_serial check (serial ~ '^[0-9A-F]{40}$')
);

-- What a merchant asks from: a shop, a program. People are somebody else for each.
create table payv3_app (
  appid text not null,
  merchant_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (appid),
  constraint payv3_app_form check (appid ~ '^wx[0-9a-f]{16}$'),
  constraint payv3_app_name check (char_length(name) between 1 and 40)
);
create index payv3_app_merchant on payv3_app (merchant_id);

create table payv3_openid (
  appid text not null,
  openid text not null,
  person_id uuid not null,
  made_at timestamptz not null,
  primary key (appid, openid),
  constraint payv3_openid_once unique (appid, person_id),
  constraint payv3_openid_form check (openid ~ '^o[0-9A-Za-z]{27}$')
);
create index payv3_openid_person on payv3_openid (person_id);

-- Nonces of requests whose time still counts: none is heard twice.
create table payv3_nonce (
  merchant_id uuid not null,
  nonce text not null,
  expires_at timestamptz not null,
  primary key (merchant_id, nonce)
);
create index payv3_nonce_expires on payv3_nonce (expires_at);

-- What a merchant's back end is told. `resource` is what is encrypted when it is sent.
create table payv3_notice (
  merchant_id uuid not null,
  notice_id uuid not null,
  event_type text not null,
  original_type text not null,
  summary text not null,
  subject_id uuid not null,
  out_no text not null,
  url text not null,
  -- Text that keeps the order of its fields.
  resource json not null,
  state text not null,
  attempt smallint not null default 0,
  -- Null: nothing is to be sent.
  due_at timestamptz,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (merchant_id, notice_id),
  constraint payv3_notice_state check (state in ('waiting', 'delivered', 'failed')),
  constraint payv3_notice_due check ((state = 'waiting') = (due_at is not null)),
  constraint payv3_notice_settled check ((state = 'waiting') = (settled_at is null)),
  constraint payv3_notice_lengths
    check (char_length(url) <= 512 and char_length(out_no) <= 64 and attempt >= 0)
);
create index payv3_notice_due on payv3_notice (due_at) where due_at is not null;
create index payv3_notice_age on payv3_notice (created_at);

-- Each try to tell it, with what was answered.
create table payv3_attempt (
  merchant_id uuid not null,
  notice_id uuid not null,
  attempt_no integer not null,
  -- A probe is signed wrongly on purpose: who takes it does not look at signatures.
  kind text not null,
  at timestamptz not null,
  outcome text not null,
  status smallint,
  took_ms integer not null,
  answer text not null,
  primary key (merchant_id, notice_id, attempt_no),
  foreign key (merchant_id, notice_id)
    references payv3_notice (merchant_id, notice_id) on delete cascade,
  constraint payv3_attempt_kind check (kind in ('notice', 'probe')),
  constraint payv3_attempt_outcome
    check (outcome in ('taken', 'refused', 'unreachable', 'not_allowed', 'no_secret')),
  constraint payv3_attempt_answer check (char_length(answer) <= 500)
);
