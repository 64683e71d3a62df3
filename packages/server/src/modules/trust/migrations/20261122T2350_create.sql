-- Reports, what was decided about them, and appeals. Shard key: case_id; few rows.

create table trust_case (
  case_id uuid not null primary key,
  -- Null once the account of who reported is erased.
  reporter_id uuid,
  subject_kind text not null,
  conversation_id uuid,
  seq bigint,
  person_id uuid,
  -- Reports of the same thing have the same words here.
  subject_key text not null check (char_length(subject_key) <= 120),
  -- Whose message or group it is, or the person; null once that account is erased.
  accused_id uuid,
  category text not null,
  note text not null check (char_length(note) <= 1000),
  group_name text check (char_length(group_name) <= 60),
  -- What was reported and some of what stood around it, as the reporter saw it.
  evidence jsonb not null default '[]',
  state text not null default 'open',
  reported_at timestamptz not null,
  measure text,
  facts text check (char_length(facts) between 1 and 2000),
  ground text check (char_length(ground) between 1 and 500),
  decided_by uuid,
  decided_at timestamptz,
  -- The case by which this one was decided; itself, unless another report came first.
  decided_with uuid,
  appeal_text text check (char_length(appeal_text) between 1 and 2000),
  appeal_at timestamptz,
  outcome text,
  answer text check (char_length(answer) between 1 and 2000),
  answered_by uuid,
  answered_at timestamptz,
  constraint trust_case_subject check (
    case subject_kind
      when 'message' then conversation_id is not null and seq is not null and person_id is null
      when 'person' then person_id is not null and conversation_id is null and seq is null
      when 'group' then conversation_id is not null and seq is null and person_id is null
    end is true
  ),
  constraint trust_case_measure check (
    measure in ('none', 'remove_message', 'warn', 'suspend_person', 'dissolve_group')
  ),
  constraint trust_case_outcome check (outcome in ('upheld', 'reversed')),
  constraint trust_case_state check (
    case state
      when 'open' then decided_at is null and appeal_at is null and outcome is null
      when 'decided' then decided_at is not null and appeal_at is null and outcome is null
      when 'appealed' then decided_at is not null and appeal_at is not null and outcome is null
      when 'closed' then decided_at is not null and appeal_at is not null and outcome is not null
    end is true
  ),
  constraint trust_case_decision check (
    num_nulls(measure, facts, ground, decided_at, decided_with) in (0, 5)
  ),
  constraint trust_case_appeal check (num_nulls(appeal_text, appeal_at) in (0, 2)),
  constraint trust_case_answer check (num_nulls(outcome, answer, answered_at) in (0, 3))
);
create index trust_case_queue on trust_case (state, reported_at, case_id);
create index trust_case_alike on trust_case (subject_key) where state = 'open';
create index trust_case_reporter on trust_case (reporter_id, reported_at);
create index trust_case_accused on trust_case (accused_id, decided_at);

-- Files of evidence: kept as long as it is, also when the message is gone.
create table trust_evidence_file (
  case_id uuid not null references trust_case (case_id),
  file_id uuid not null,
  primary key (case_id, file_id)
);
create index trust_evidence_file_id on trust_evidence_file (file_id);

-- How often a new account did on one day what new accounts do rarely.
create table trust_newcomer_use (
  person_id uuid not null,
  day date not null,
  kind text not null check (kind in ('group', 'join', 'request')),
  count int not null check (count > 0),
  primary key (person_id, day, kind)
);
create index trust_newcomer_use_day on trust_newcomer_use (day);
