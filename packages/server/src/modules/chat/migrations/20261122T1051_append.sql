-- The append of messages: one call is one batch is one commit. Each row is judged by itself; a row
-- that may not be written gets a code and disturbs nobody. A row that is missing from the result
-- is to be tried again: the membership of its conversation changed under the batch.
--
-- Sequences are allotted by UPDATE … RETURNING in the order of ids (the lanes switch hash and
-- merge joins off, so the loop over "wanted" sets the order of the locks). The comparison of
-- membership_version is evaluated again on the newest row when the update had to wait, so nobody
-- writes after the entry that removed them.

create function chat_append(
  conversation_ids uuid[], sender_ids uuid[], client_ids uuid[], bodies jsonb[], now_at timestamptz
) returns table (ord bigint, code text, seq bigint, at timestamptz, version bigint)
language plpgsql as $$
#variable_conflict use_column
begin
  return query
  with judged as materialized (
    select i.conversation_id, i.sender_id, i.client_id, i.body, i.ord, c.membership_version,
      case
        when m.person_id is null then 'conversation_unknown'
        when m.left_seq is not null then 'not_member'
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
    set last_seq = c.last_seq + w.count, last_at = greatest(c.last_at, now_at)
    from wanted w
    where c.conversation_id = w.conversation_id and c.membership_version = w.version
    returning c.conversation_id, c.last_seq - w.count as base, w.version,
      w.senders, w.clients, w.bodies, w.ords
  ), written as (
    insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
    select a.conversation_id, a.base + r.n, r.sender_id, r.client_id, 'message', r.body, now_at
    from allotted a cross join lateral unnest(a.senders, a.clients, a.bodies)
      with ordinality as r (sender_id, client_id, body, n)
  )
  select r.ord, 'ok', a.base + r.n, now_at, a.version
  from allotted a cross join lateral unnest(a.ords) with ordinality as r (ord, n)
  union all
  select j.ord, j.code, null, null, null from judged j where j.code <> 'ok';
end $$;

-- The same for a batch that may hold what was written before: after a unique violation, a
-- deadlock, or a connection that died with the outcome unknown. A repeat of a row within the
-- batch is left out of the result, and found as a duplicate when it is tried again.
create function chat_append_checked(
  conversation_ids uuid[], sender_ids uuid[], client_ids uuid[], bodies jsonb[], now_at timestamptz
) returns table (ord bigint, code text, seq bigint, at timestamptz, version bigint)
language plpgsql as $$
#variable_conflict use_column
begin
  return query
  with probed as materialized (
    select i.*, e.seq, e.at, e.body as old_body,
      min(i.ord) over (partition by i.conversation_id, i.sender_id, i.client_id) as first_ord
    from unnest(conversation_ids, sender_ids, client_ids, bodies)
      with ordinality as i (conversation_id, sender_id, client_id, body, ord)
    left join lateral (
      select e.seq, e.at, e.body from chat_entry e
      where e.conversation_id = i.conversation_id and e.sender_id = i.sender_id
        and e.client_id = i.client_id
    ) e on true
  ), judged as materialized (
    select p.*, c.membership_version,
      case
        when p.seq is not null and p.old_body = p.body then 'duplicate'
        when p.seq is not null then 'message_conflict'
        when p.ord <> p.first_ord then 'repeat'
        when m.person_id is null then 'conversation_unknown'
        when m.left_seq is not null then 'not_member'
        when m.may_send <> 'yes' then m.may_send
        else 'ok'
      end as code
    from probed p
    left join chat_member m
      on m.conversation_id = p.conversation_id and m.person_id = p.sender_id
    left join chat_conversation c on c.conversation_id = p.conversation_id
  ), wanted as materialized (
    select conversation_id, min(membership_version) as version, count(*) as count,
      array_agg(sender_id order by ord) as senders, array_agg(client_id order by ord) as clients,
      array_agg(body order by ord) as bodies, array_agg(ord order by ord) as ords
    from judged where code = 'ok' group by conversation_id order by conversation_id
  ), allotted as (
    update chat_conversation c
    set last_seq = c.last_seq + w.count, last_at = greatest(c.last_at, now_at)
    from wanted w
    where c.conversation_id = w.conversation_id and c.membership_version = w.version
    returning c.conversation_id, c.last_seq - w.count as base, w.version,
      w.senders, w.clients, w.bodies, w.ords
  ), written as (
    insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
    select a.conversation_id, a.base + r.n, r.sender_id, r.client_id, 'message', r.body, now_at
    from allotted a cross join lateral unnest(a.senders, a.clients, a.bodies)
      with ordinality as r (sender_id, client_id, body, n)
  )
  select r.ord, 'ok', a.base + r.n, now_at, a.version
  from allotted a cross join lateral unnest(a.ords) with ordinality as r (ord, n)
  union all
  select j.ord, j.code, j.seq, j.at, null from judged j where j.code not in ('ok', 'repeat');
end $$;
