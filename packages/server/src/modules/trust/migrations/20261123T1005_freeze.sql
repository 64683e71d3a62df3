-- Who has a frozen wallet reads why, and may appeal, like who is suspended.
alter table trust_case
  drop constraint trust_case_measure,
  add constraint trust_case_measure check (
    measure in (
      'none', 'remove_message', 'warn', 'suspend_person', 'dissolve_group', 'freeze_wallet'
    )
  );
