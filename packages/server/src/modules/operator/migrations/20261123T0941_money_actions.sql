-- Operators say how well somebody is known, and look after the ways of money in and out.
alter table operator_audit
  drop constraint operator_audit_action_check,
  add constraint operator_audit_action_check check (
    action in (
      'claim', 'suspend', 'restore', 'revoke_session', 'begin_reset',
      'top_up', 'freeze_wallet', 'unfreeze_wallet', 'decide_case', 'decide_appeal',
      'appoint', 'dismiss', 'set_standing', 'set_clerk', 'print_vouchers', 'void_vouchers',
      'import_bank_file', 'settle_entry', 'export_payouts', 'return_payout'
    )
  );
