-- Payouts to many at once. Each is a payout of its own, by the number of its detail; these rows say
-- what was asked for, and what became of it. Shard key: merchant_id.

create table payv3_batch (
  merchant_id uuid not null,
  -- The merchant's own number.
  out_batch_no text not null,
  batch_no text not null,
  appid text not null,
  name text not null,
  remark text not null,
  scene text not null,
  currency text not null,
  notify_url text not null,
  total_minor bigint not null,
  -- Of everything that was asked: under one number only the same is asked again.
  digest text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (merchant_id, out_batch_no),
  constraint payv3_batch_once unique (merchant_id, batch_no),
  constraint payv3_batch_total check (total_minor > 0)
);

create table payv3_detail (
  merchant_id uuid not null,
  out_batch_no text not null,
  out_detail_no text not null,
  place integer not null,
  detail_no text not null,
  openid text not null,
  amount_minor bigint not null,
  remark text not null,
  state text not null,
  fail_reason text,
  settled_at timestamptz,
  primary key (merchant_id, out_batch_no, out_detail_no),
  foreign key (merchant_id, out_batch_no)
    references payv3_batch (merchant_id, out_batch_no) on delete cascade,
  constraint payv3_detail_once unique (merchant_id, detail_no),
  constraint payv3_detail_amount check (amount_minor > 0),
  constraint payv3_detail_state check (
    state in ('waiting', 'done', 'failed')
    and (state = 'failed') = (fail_reason is not null)
    and (state = 'waiting') = (settled_at is null)
  )
);
