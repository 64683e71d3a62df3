-- A code may pay by a family card of which its owner is the holder.
alter table codes_code add column card_id uuid;
