-- Transfers whose money arrives later: until then their payer may take them back.
alter table pay_transfer
  add column delay_seconds int not null default 0 check (delay_seconds in (0, 7200, 86400)),
  -- When it arrives at the earliest; null before it is in the ledger, and where it is not delayed.
  add column arrives_at timestamptz,
  -- From then on any process lets an accepted one arrive.
  add column arrival_due_at timestamptz;

alter table pay_transfer drop constraint pay_transfer_state_check;
alter table pay_transfer drop constraint pay_transfer_check3;
alter table pay_transfer
  add constraint pay_transfer_state check (
    state in ('processing', 'waiting', 'arriving', 'accepted', 'returned', 'cancelled', 'expired',
      'failed')
  ),
  add constraint pay_transfer_settled check (
    (state in ('accepted', 'returned', 'cancelled', 'expired')) = (settled_at is not null)
  ),
  add constraint pay_transfer_arrives check (
    (arrives_at is null) = (delay_seconds = 0 or expires_at is null)
  ),
  add constraint pay_transfer_delayed check (
    state not in ('arriving', 'cancelled') or delay_seconds > 0
  ),
  add constraint pay_transfer_due check ((state = 'arriving') = (arrival_due_at is not null));

create index pay_transfer_arrival on pay_transfer (arrival_due_at) where state = 'arriving';
