-- Orders that are paid together are one order with parts; by which of them it is named here. Shard
-- key: merchant_id.
create table payv3_part (
  merchant_id uuid not null,
  -- The merchant's own number of the part.
  out_trade_no text not null,
  order_id uuid not null,
  primary key (merchant_id, out_trade_no)
);
