const partitions = Array.from({ length: 16 }, (_, n) => `p${String(n).padStart(2, '0')}`);

/** Every table of this module, with the partitions of the log. */
export const tables = [
  'chat_conversation',
  'chat_member',
  'chat_inbox',
  'chat_edit',
  'chat_reaction',
  'chat_vote',
  'chat_hidden',
  'chat_mention',
  'chat_note',
  'chat_entry',
  'chat_attachment',
  'chat_preference',
  'chat_schedule',
  'chat_reminder',
  'chat_import',
  ...partitions.map((name) => `chat_entry_${name}`),
];
