-- Every commit that moves something adds a link to a hash chain: sha256(0x02, the head before, the
-- records of its transfers and expiries in their order). The form of a record is told in
-- packages/base/src/proofs/record.ts, and again here, for what was there before the chain and for
-- whoever wants to check it with SQL alone.
create table ledger_chain (
  -- The newest event of the link, and the oldest; no event is between two links.
  last_timestamp bigint not null,
  first_timestamp bigint not null,
  event_count integer not null,
  head bytea not null,
  -- Four bytes for each event (CRC-32 of its record), to tell which one was changed. They protect
  -- nothing: the head does. Null of what was linked after the fact.
  marks bytea,
  linked_at timestamptz not null default now(),
  primary key (last_timestamp),
  constraint ledger_chain_times check (first_timestamp > 0 and first_timestamp <= last_timestamp),
  constraint ledger_chain_count check (event_count > 0),
  constraint ledger_chain_head check (octet_length(head) = 32),
  constraint ledger_chain_marks check (octet_length(marks) = 4 * event_count)
);
alter table ledger_chain alter column marks set storage external;

create function ledger_record(t ledger_transfer) returns bytea language sql stable as $$
  select '\x01'::bytea || int8send(t.timestamp) || uuid_send(t.id)
    || uuid_send(t.debit_account_id) || uuid_send(t.credit_account_id)
    || int8send(0) || int8send(t.amount)
    || coalesce(uuid_send(t.pending_id), decode(repeat('00', 16), 'hex'))
    || uuid_send(t.user_data_128) || int8send(t.user_data_64) || int4send(t.user_data_32)
    || int4send(t.timeout) || int4send(t.ledger) || int2send(t.code) || int2send(t.flags);
$$;

create function ledger_record(e ledger_expiry) returns bytea language sql stable as $$
  select '\x02'::bytea || int8send(e.timestamp) || uuid_send(e.transfer_id);
$$;

-- What happened before the chain began is linked as it is found now, 128 events a link.
do $$
declare
  head bytea := decode(repeat('00', 32), 'hex');
  link record;
begin
  for link in
    with event as (
      select t.timestamp, ledger_record(t) as bytes from ledger_transfer t
      union all
      select e.timestamp, ledger_record(e) from ledger_expiry e
    ), numbered as (
      select e.*, (row_number() over (order by e.timestamp) - 1) / 128 as part from event e
    )
    select min(n.timestamp) as first, max(n.timestamp) as last, count(*)::integer as count,
      string_agg(n.bytes, ''::bytea order by n.timestamp) as bytes
    from numbered n group by n.part order by n.part
  loop
    head := sha256('\x02'::bytea || head || link.bytes);
    insert into ledger_chain (last_timestamp, first_timestamp, event_count, head)
    values (link.last, link.first, link.count, head);
  end loop;
end $$;

-- Called in the statement of ledger_commit, which holds the row of the writer. Does nothing when
-- nothing moved (an argument is null).
--   LG002  the chain goes on from another head: somebody else has written
create function ledger_link(
  previous_head bytea, new_head bytea, new_first_timestamp bigint, new_last_timestamp bigint,
  new_event_count integer, new_marks bytea
) returns void language plpgsql strict as $$
begin
  insert into ledger_chain
    (last_timestamp, first_timestamp, event_count, head, marks)
  select new_last_timestamp, new_first_timestamp, new_event_count, new_head, new_marks
  where previous_head = coalesce(
    (select c.head from ledger_chain c order by c.last_timestamp desc limit 1),
    '\x0000000000000000000000000000000000000000000000000000000000000000'
  );
  if not found then
    raise exception 'the chain of the ledger goes on elsewhere' using errcode = 'LG002';
  end if;
end $$;

create trigger ledger_chain_append_only
  before update or delete or truncate on ledger_chain
  for each statement execute function ledger_refuse_change();
revoke update, delete, truncate on ledger_chain from public, current_user;
