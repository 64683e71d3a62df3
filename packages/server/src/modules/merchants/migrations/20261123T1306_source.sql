-- Paid by a family card: the money is of somebody else than the payer, and goes back there.
alter table merchants_move
  add column source_id uuid,
  add column card_id uuid,
  add constraint merchants_move_source check (
    (source_id is null) = (card_id is null)
    and (source_id is null or (kind in ('payment', 'refund') and source_id <> person_id))
  );
create index merchants_move_of_source on merchants_move (source_id)
  where source_id is not null and state in ('processing', 'held');
