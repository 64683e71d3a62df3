-- The append of messages, cheaper: of the rows of a conversation only the places in the batch are
-- gathered and sorted, and what belongs to a place is taken from the columns that were given.
-- All else is as it was: see 20261122T2310_changes.sql.
create or replace function chat_append(
  conversation_ids uuid[], sender_ids uuid[], client_ids uuid[], bodies jsonb[],
  now_at timestamptz, has_mentions boolean
) returns table (
  ord bigint, code text, seq bigint, at timestamptz, expires_at timestamptz, version bigint
) language plpgsql as $$
#variable_conflict use_column
begin
  return query
  with judged as materialized (
    select i.conversation_id, i.ord, c.membership_version,
      case
        when m.person_id is null then 'conversation_unknown'
        when m.left_seq is not null then 'not_member'
        when c.kind = 'archive' or c.dissolved_at is not null then 'read_only'
        when c.mute_all and m.role = 'member' then 'group_muted'
        when m.may_send <> 'yes' then m.may_send
        else 'ok'
      end as code
    from unnest(conversation_ids, sender_ids)
      with ordinality as i (conversation_id, sender_id, ord)
    left join chat_member m
      on m.conversation_id = i.conversation_id and m.person_id = i.sender_id
    left join chat_conversation c on c.conversation_id = i.conversation_id
  ), wanted as materialized (
    select conversation_id, min(membership_version) as version, count(*) as count,
      array_agg(ord order by ord) as ords
    from judged where code = 'ok' group by conversation_id order by conversation_id
  ), allotted as (
    update chat_conversation c
    set last_seq = c.last_seq + w.count, last_shown_seq = c.last_seq + w.count,
      last_at = greatest(c.last_at, now_at), moved_at = greatest(c.moved_at, now_at)
    from wanted w
    where c.conversation_id = w.conversation_id and c.membership_version = w.version
    returning c.conversation_id, c.last_seq - w.count as base, w.version,
      now_at + make_interval(secs => c.timer_seconds) as expires_at, w.ords
  ), written as (
    insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at, expires_at)
    select a.conversation_id, a.base + r.n, sender_ids[r.ord], client_ids[r.ord], 'message',
      bodies[r.ord], now_at, a.expires_at
    from allotted a cross join lateral unnest(a.ords) with ordinality as r (ord, n)
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
