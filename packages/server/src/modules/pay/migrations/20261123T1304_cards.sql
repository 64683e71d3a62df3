-- Counters of a family card, by the day and by the month: named by the card, and of its giver.
alter table pay_use drop constraint pay_use_way_check;
alter table pay_use drop constraint pay_use_period_check;
alter table pay_use
  add constraint pay_use_way check (way ~ '^[a-z][a-z_]{1,29}( [0-9a-f-]{36})?$'),
  add constraint pay_use_period
    check (period ~ '^(d\d{4}-\d\d-\d\d|m\d{4}-\d\d|y\d{4}|all|open)$');
