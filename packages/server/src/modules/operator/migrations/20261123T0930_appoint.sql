-- Operators appoint and dismiss each other; that is written down too.
alter table operator_audit
  drop constraint operator_audit_action_check,
  add constraint operator_audit_action_check check (
    action in (
      'claim', 'suspend', 'restore', 'revoke_session', 'begin_reset',
      'top_up', 'freeze_wallet', 'unfreeze_wallet', 'decide_case', 'decide_appeal',
      'appoint', 'dismiss'
    )
  );
