import { may, type State } from '@plaza/client';
import type { ConversationId } from '@plaza/base';
import { editHours, recallMinutes } from '../limits.ts';
import type { MessageRow } from '../rows.ts';

/** What the menu offers for a message; the server judges again. */
export type Offers = {
  react: boolean;
  answer: boolean;
  forward: boolean;
  edit: boolean;
  recall: boolean;
  report: boolean;
  /** In the log, and so to be kept, remembered, chosen and deleted for me. */
  keep: boolean;
};

const nothing: Offers = {
  ...{ react: false, answer: false, forward: false, edit: false, recall: false },
  ...{ report: false, keep: false },
};

const notForwarded = new Set([
  ...['poll', 'groupInvite', 'transfer', 'transferSettled', 'packet', 'packetTaken', 'imported'],
  ...['bill', 'billReminder'],
]);
const withWords = new Set(['text', 'photo', 'video', 'file']);

/** What can be done with a message of a conversation at this moment. */
export function offersOf(
  state: State,
  { id, row, nowMs }: { id: ConversationId; row: MessageRow; nowMs: number },
): Offers {
  const { seq, said, isOwn, at } = row;
  if (seq === null || said === null) return nothing;
  const mayWrite = may(state, id, 'send');
  const ageMs = nowMs - Date.parse(at);
  const isYoung = ageMs < recallMinutes * 60_000;
  return {
    react: mayWrite,
    answer: mayWrite,
    forward: !notForwarded.has(said.type),
    edit: isOwn && mayWrite && withWords.has(said.type) && ageMs < editHours * 3_600_000,
    recall: (isOwn && isYoung && mayWrite) || may(state, id, 'recallOthers'),
    report: !isOwn,
    keep: true,
  };
}
