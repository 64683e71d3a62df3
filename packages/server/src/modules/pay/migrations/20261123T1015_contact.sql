-- When the payer wrote to the payee from the receipt: once, within a day of the payment.
alter table pay_transfer
  add column contacted_at timestamptz,
  add constraint pay_transfer_contacted check (contacted_at is null or expires_at is not null);
