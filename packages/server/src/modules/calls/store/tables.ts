/** Every table of the module, for the register of what the city keeps. */
export const tables = [
  'calls_call',
  'calls_party',
  'calls_room',
  'calls_line',
  'calls_setting',
] as const;
