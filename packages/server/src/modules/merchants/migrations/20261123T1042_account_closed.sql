-- Once nothing of an order can be given back any more, its account in the ledger is closed.
alter table merchants_order add column account_closed_at timestamptz;
create index merchants_order_account on merchants_order (paid_at)
  where paid_at is not null and account_closed_at is null;
