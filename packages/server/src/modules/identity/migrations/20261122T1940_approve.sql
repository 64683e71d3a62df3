-- A passkey may approve a payment: its challenge holds the digest of exactly that payment.
alter table identity_challenge
  drop constraint identity_challenge_purpose_check,
  add constraint identity_challenge_purpose_check
    check (purpose in ('sign_up', 'sign_in', 'add', 'approve'));
