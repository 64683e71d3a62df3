-- Ways of paying that other modules add: their lines stand on the same statements. A line tells by
-- the end of its kind whether money went out; what it belongs to is the part's own name for it.
alter table pay_line rename column transfer_id to subject_id;
alter table pay_line drop constraint pay_line_kind_check;
alter table pay_line drop constraint pay_line_check;
alter table pay_line drop constraint pay_line_check1;
alter table pay_line
  add constraint pay_line_kind check (kind ~ '^[a-z][a-z_]{1,39}$'),
  add constraint pay_line_side check ((kind ~ '_out$' or kind = 'closing') = (amount_minor < 0)),
  add constraint pay_line_subject check ((kind in ('top_up', 'closing')) = (subject_id is null));

create or replace function pay_keep_line() returns trigger language plpgsql as $$
begin
  if (new.person_id, new.currency, new.line_number, new.kind, new.amount_minor, new.balance_minor,
      new.subject_id, new.reference, new.ledger_at)
     is distinct from
     (old.person_id, old.currency, old.line_number, old.kind, old.amount_minor, old.balance_minor,
      old.subject_id, old.reference, old.ledger_at) then
    raise exception 'the statement is append-only' using errcode = 'insufficient_privilege';
  end if;
  return new;
end;
$$;

-- The feed of the ledger names accounts; whose they are is looked up for a batch at once.
create index pay_wallet_account on pay_wallet (account_id);
