-- One call is one group of requests is one commit. The machine has decided everything; here it is
-- written, and what it took for granted is proved once more:
--   LG001  an id that was taken for new is not: the group is tried again with its ids looked up
--   LG002  another process has the seat
--   LG003  what should have been there to change was not

create function ledger_take_seat() returns table (epoch bigint, last_timestamp bigint)
language sql as $$
  update ledger_writer w set epoch = w.epoch + 1, taken_at = clock_timestamp()
  returning w.epoch, w.last_timestamp;
$$;

create function ledger_commit(
  of_epoch bigint, new_last_timestamp bigint,
  -- The newest timestamp of a transfer or an expiry in the group; null if there is none.
  new_as_of bigint,
  -- New accounts.
  a_id uuid[], a_user_data_128 uuid[], a_user_data_64 bigint[], a_user_data_32 integer[],
  a_ledger integer[], a_code smallint[], a_timestamp bigint[], a_flags smallint[],
  a_debits_pending bigint[], a_debits_posted bigint[],
  a_credits_pending bigint[], a_credits_posted bigint[],
  -- Changed accounts, as far as their rows are written.
  c_id uuid[], c_flags smallint[], c_debits_pending bigint[], c_debits_posted bigint[],
  c_credits_pending bigint[], c_credits_posted bigint[],
  t_id uuid[], t_debit_account_id uuid[], t_credit_account_id uuid[], t_amount bigint[],
  t_pending_id uuid[], t_user_data_128 uuid[], t_user_data_64 bigint[], t_user_data_32 integer[],
  t_timeout integer[], t_ledger integer[], t_code smallint[], t_flags smallint[],
  t_timestamp bigint[],
  -- New pending transfers, and those that are resolved.
  p_transfer_id uuid[], p_state text[], p_expires_at bigint[],
  r_transfer_id uuid[], r_state text[],
  f_transfer_id uuid[], f_status smallint[],
  b_account_id uuid[], b_timestamp bigint[], b_debits_pending bigint[], b_debits_posted bigint[],
  b_credits_pending bigint[], b_credits_posted bigint[],
  e_timestamp bigint[], e_transfer_id uuid[],
  -- Ids that were judged without a look at the tables.
  absent_transfers uuid[], absent_failures uuid[],
  answered_ids uuid[], answers bytea[]
) returns void language plpgsql as $$
declare
  changed bigint;
begin
  -- The row stays locked until the commit, so nobody takes the seat in the middle of it.
  update ledger_writer set last_timestamp = new_last_timestamp
  where epoch = of_epoch and last_timestamp <= new_last_timestamp;
  if not found then
    raise exception 'another process writes the ledger' using errcode = 'LG002';
  end if;

  if a_id is not null then
    insert into ledger_account (id, user_data_128, user_data_64, user_data_32, ledger, code,
      timestamp, flags, debits_pending, debits_posted, credits_pending, credits_posted, as_of)
    select a.*, coalesce(new_as_of, 0)
    from unnest(a_id, a_user_data_128, a_user_data_64, a_user_data_32, a_ledger, a_code,
      a_timestamp, a_flags, a_debits_pending, a_debits_posted, a_credits_pending,
      a_credits_posted) as a;
  end if;

  if c_id is not null then
    update ledger_account a
    set as_of = new_as_of, flags = c.flags,
      debits_pending = c.debits_pending, debits_posted = c.debits_posted,
      credits_pending = c.credits_pending, credits_posted = c.credits_posted
    from unnest(c_id, c_flags, c_debits_pending, c_debits_posted, c_credits_pending,
      c_credits_posted) as c (id, flags, debits_pending, debits_posted, credits_pending,
      credits_posted)
    where a.id = c.id and a.as_of < new_as_of;
    get diagnostics changed = row_count;
    if changed <> cardinality(c_id) then
      raise exception 'an account is missing, or newer' using errcode = 'LG003';
    end if;
  end if;

  if t_id is not null then
    insert into ledger_transfer (id, debit_account_id, credit_account_id, amount, pending_id,
      user_data_128, user_data_64, user_data_32, timeout, ledger, code, flags, timestamp)
    select * from unnest(t_id, t_debit_account_id, t_credit_account_id, t_amount, t_pending_id,
      t_user_data_128, t_user_data_64, t_user_data_32, t_timeout, t_ledger, t_code, t_flags,
      t_timestamp);
    if exists (
      select from unnest(t_id) as t (id) join ledger_failure f on f.transfer_id = t.id
    ) then
      raise exception 'an id has failed before' using errcode = 'LG001';
    end if;
  end if;

  if p_transfer_id is not null then
    insert into ledger_pending (transfer_id, state, expires_at)
    select * from unnest(p_transfer_id, p_state, p_expires_at);
  end if;

  if r_transfer_id is not null then
    update ledger_pending p set state = r.state
    from unnest(r_transfer_id, r_state) as r (transfer_id, state)
    where p.transfer_id = r.transfer_id and p.state = 'pending';
    get diagnostics changed = row_count;
    if changed <> cardinality(r_transfer_id) then
      raise exception 'a pending transfer is resolved already' using errcode = 'LG003';
    end if;
  end if;

  if e_transfer_id is not null then
    insert into ledger_expiry (timestamp, transfer_id)
    select * from unnest(e_timestamp, e_transfer_id);
  end if;

  if absent_transfers is not null and exists (
    select from unnest(absent_transfers) as u (id) join ledger_transfer t on t.id = u.id
  ) then
    raise exception 'an id is in use' using errcode = 'LG001';
  end if;
  if absent_failures is not null and exists (
    select from unnest(absent_failures) as u (id) join ledger_failure f on f.transfer_id = u.id
  ) then
    raise exception 'an id has failed before' using errcode = 'LG001';
  end if;
  if f_transfer_id is not null then
    insert into ledger_failure (transfer_id, status) select * from unnest(f_transfer_id, f_status);
  end if;

  if b_account_id is not null then
    insert into ledger_balance (account_id, timestamp, debits_pending, debits_posted,
      credits_pending, credits_posted)
    select * from unnest(b_account_id, b_timestamp, b_debits_pending, b_debits_posted,
      b_credits_pending, b_credits_posted);
  end if;

  if answered_ids is not null then
    delete from ledger_request where request_id = any(answered_ids);
    insert into ledger_answer (request_id, body) select * from unnest(answered_ids, answers)
    on conflict do nothing;
    perform pg_notify('ledger_answer', '');
  end if;
end $$;

-- What a transfer adds to the balances of its accounts. Flags: 2 is pending, 4 posts and 8 voids a
-- pending transfer, whose amount is then held no longer.
create function ledger_effect(of_amount bigint, of_flags smallint, of_pending_id uuid)
returns table (pending bigint, posted bigint) language sql stable as $$
  select
    case when of_flags & 2 <> 0 then of_amount
      when of_pending_id is null then 0
      else -(select p.amount from ledger_transfer p where p.id = of_pending_id) end,
    case when of_flags & 10 <> 0 then 0 else of_amount end;
$$;

-- The balances of now: those of the row, and what happened to the account after it. An expiry is
-- always in the row. Plans must not depend on what the tables held when they were made, so only
-- walks along the keys are allowed.
create function ledger_accounts_now(ids uuid[]) returns table (
  id uuid, "timestamp" bigint, user_data_128 uuid, user_data_64 bigint, user_data_32 integer,
  ledger integer, code smallint, flags smallint, debits_pending bigint, debits_posted bigint,
  credits_pending bigint, credits_posted bigint, events bigint
) language sql stable
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
  select a.id, a.timestamp, a.user_data_128, a.user_data_64, a.user_data_32, a.ledger, a.code,
    a.flags, (a.debits_pending + d.pending)::bigint, (a.debits_posted + d.posted)::bigint,
    (a.credits_pending + c.pending)::bigint, (a.credits_posted + c.posted)::bigint,
    d.events + c.events
  from ledger_account a
  cross join lateral (
    select count(*) as events, coalesce(sum(e.pending), 0) as pending,
      coalesce(sum(e.posted), 0) as posted
    from ledger_transfer t cross join lateral ledger_effect(t.amount, t.flags, t.pending_id) e
    where t.debit_account_id = a.id and t.timestamp > a.as_of
  ) d
  cross join lateral (
    select count(*) as events, coalesce(sum(e.pending), 0) as pending,
      coalesce(sum(e.posted), 0) as posted
    from ledger_transfer t cross join lateral ledger_effect(t.amount, t.flags, t.pending_id) e
    where t.credit_account_id = a.id and t.timestamp > a.as_of
  ) c
  where a.id = any(ids);
$$;
