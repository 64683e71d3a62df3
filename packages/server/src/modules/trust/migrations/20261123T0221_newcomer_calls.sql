-- New accounts call less often, too.
alter table trust_newcomer_use
  drop constraint trust_newcomer_use_kind_check,
  add constraint trust_newcomer_use_kind_check check (kind in ('group', 'join', 'request', 'call'));
