/** Every table of the module, for the register of what the city keeps. */
export const tables = [
  'identity_person',
  'identity_handle',
  'identity_password',
  'identity_passkey',
  'identity_recovery_code',
  'identity_session',
  'identity_lock',
  'identity_challenge',
  'identity_ticket',
  'identity_reset',
] as const;
