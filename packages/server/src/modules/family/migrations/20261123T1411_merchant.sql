-- Whom it was paid to, so that people know the merchant again. Payments of before do not say so.
alter table family_payment add column merchant_id uuid;
