import type { ContactRow, Relation, RequestRow } from './types.ts';

export type WriteVerdict = 'yes' | 'not_contact' | 'blocked';

type Listing = Pick<ContactRow, 'listed' | 'blocked'> | null;

/**
 * Who may write to whom one to one: both list each other, and the recipient has not blocked the
 * sender. A block is told only to somebody who would otherwise get through, so that a stranger
 * cannot find out that he was blocked.
 */
export function judgeWriting(sender: Listing, recipient: Listing): WriteVerdict {
  if (!sender?.listed || !recipient?.listed) return 'not_contact';
  return recipient.blocked ? 'blocked' : 'yes';
}

/** How the viewer stands to another person, by the viewer's own rows only. */
export function judgeRelation(row: Listing, requests: readonly RequestRow[]): Relation {
  if (row?.listed) return 'contact';
  const pending = requests.filter(({ state }) => state === 'pending');
  if (pending.some(({ direction }) => direction === 'incoming')) return 'request_received';
  return pending.length > 0 ? 'request_sent' : 'stranger';
}

/** Whether two people are contacts for good: each has the other in the list. */
export function areMutual(a: Listing, b: Listing): boolean {
  return a?.listed === true && b?.listed === true;
}
