-- What later entries make of a message: edits, reactions, votes; and what is hidden or mentioned.
-- Shard key of edit, reaction, vote and mention: conversation_id. Shard key of hidden: person_id.

create table chat_edit (
  conversation_id uuid not null,
  seq bigint not null,
  -- The how-many-eth version this was; the present one is in the entry.
  n int not null,
  text text not null,
  -- When it was written.
  at timestamptz not null,
  -- The change that put another in its place, so that the same change again changes nothing.
  change_id uuid not null,
  primary key (conversation_id, seq, n),
  unique (conversation_id, seq, change_id),
  foreign key (conversation_id, seq) references chat_entry (conversation_id, seq),
  constraint chat_edit_n check (n between 1 and 100),
  constraint chat_edit_text check (char_length(text) <= 10000)
);

create table chat_reaction (
  conversation_id uuid not null,
  seq bigint not null,
  person_id uuid not null,
  emoji text not null,
  at timestamptz not null,
  primary key (conversation_id, seq, person_id),
  foreign key (conversation_id, seq) references chat_entry (conversation_id, seq),
  constraint chat_reaction_emoji check (char_length(emoji) between 1 and 16)
);
create index chat_reaction_person on chat_reaction (conversation_id, person_id);

create table chat_vote (
  conversation_id uuid not null,
  seq bigint not null,
  person_id uuid not null,
  options smallint[] not null,
  at timestamptz not null,
  primary key (conversation_id, seq, person_id),
  foreign key (conversation_id, seq) references chat_entry (conversation_id, seq),
  constraint chat_vote_options check (
    cardinality(options) between 1 and 10 and 0 <= all (options) and 9 >= all (options)
  )
);
create index chat_vote_person on chat_vote (conversation_id, person_id);

create table chat_hidden (
  person_id uuid not null,
  conversation_id uuid not null,
  seq bigint not null,
  primary key (person_id, conversation_id, seq),
  constraint chat_hidden_seq check (seq > 0)
);

create table chat_mention (
  conversation_id uuid not null,
  -- The id of zeros stands for everybody.
  person_id uuid not null,
  seq bigint not null,
  primary key (conversation_id, person_id, seq),
  foreign key (conversation_id, seq) references chat_entry (conversation_id, seq)
);
create index chat_mention_entry on chat_mention (conversation_id, seq);

-- The append of messages: one call is one batch is one commit. Each row is judged by itself; a row
-- that may not be written gets a code and disturbs nobody. A row that is missing from the result
-- is to be tried again: the membership of its conversation changed under the batch.
--
-- Sequences are allotted by UPDATE … RETURNING in the order of ids (the lanes switch hash and
-- merge joins off, so the loop over "wanted" sets the order of the locks). The comparison of
-- membership_version is evaluated again on the newest row when the update had to wait, so nobody
-- writes after the entry that removed them. The timer is that of the newest row.
--
-- Nothing here looks for what was written before: the unique index refuses the batch, and whoever
-- tries it again leaves that out. has_mentions: some row mentions people; without, nothing is
-- prepared for it.
drop function chat_append_checked(uuid[], uuid[], uuid[], jsonb[], timestamptz);
drop function chat_append(uuid[], uuid[], uuid[], jsonb[], timestamptz);
create function chat_append(
  conversation_ids uuid[], sender_ids uuid[], client_ids uuid[], bodies jsonb[],
  now_at timestamptz, has_mentions boolean
) returns table (
  ord bigint, code text, seq bigint, at timestamptz, expires_at timestamptz, version bigint
) language plpgsql as $$
#variable_conflict use_column
begin
  return query
  with judged as materialized (
    select i.conversation_id, i.sender_id, i.client_id, i.body, i.ord, c.membership_version,
      case
        when m.person_id is null then 'conversation_unknown'
        when m.left_seq is not null then 'not_member'
        when c.kind = 'archive' or c.dissolved_at is not null then 'read_only'
        when c.mute_all and m.role = 'member' then 'group_muted'
        when m.may_send <> 'yes' then m.may_send
        else 'ok'
      end as code
    from unnest(conversation_ids, sender_ids, client_ids, bodies)
      with ordinality as i (conversation_id, sender_id, client_id, body, ord)
    left join chat_member m
      on m.conversation_id = i.conversation_id and m.person_id = i.sender_id
    left join chat_conversation c on c.conversation_id = i.conversation_id
  ), wanted as materialized (
    select conversation_id, min(membership_version) as version, count(*) as count,
      array_agg(sender_id order by ord) as senders, array_agg(client_id order by ord) as clients,
      array_agg(body order by ord) as bodies, array_agg(ord order by ord) as ords
    from judged where code = 'ok' group by conversation_id order by conversation_id
  ), allotted as (
    update chat_conversation c
    set last_seq = c.last_seq + w.count, last_shown_seq = c.last_seq + w.count,
      last_at = greatest(c.last_at, now_at), moved_at = greatest(c.moved_at, now_at)
    from wanted w
    where c.conversation_id = w.conversation_id and c.membership_version = w.version
    returning c.conversation_id, c.last_seq - w.count as base, w.version,
      now_at + make_interval(secs => c.timer_seconds) as expires_at,
      w.senders, w.clients, w.bodies, w.ords
  ), written as (
    insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at, expires_at)
    select a.conversation_id, a.base + r.n, r.sender_id, r.client_id, 'message', r.body, now_at,
      a.expires_at
    from allotted a cross join lateral unnest(a.senders, a.clients, a.bodies)
      with ordinality as r (sender_id, client_id, body, n)
  )
  select r.ord, 'ok', a.base + r.n, now_at, a.expires_at, a.version
  from allotted a cross join lateral unnest(a.ords) with ordinality as r (ord, n)
  union all
  select j.ord, j.code, null, null, null, null from judged j where j.code <> 'ok';
  if not has_mentions then
    return;
  end if;
  insert into chat_mention (conversation_id, person_id, seq)
  select i.conversation_id, p.person_id, e.seq
  from unnest(conversation_ids, sender_ids, client_ids) as i (conversation_id, sender_id, client_id)
  join chat_entry e on e.conversation_id = i.conversation_id and e.sender_id = i.sender_id
    and e.client_id = i.client_id
  cross join lateral (
    select p::uuid as person_id
    from jsonb_array_elements_text(e.body #> '{message,mentions}') as p
    union all
    select '00000000-0000-0000-0000-000000000000' where e.body -> 'message' ? 'mentionsAll'
  ) p
  -- A row that was refused is not there; a batch is tried again as a whole or not at all.
  on conflict do nothing;
end $$;
