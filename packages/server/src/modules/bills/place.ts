import type { PersonId } from '@plaza/base';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { BillsDeps } from './deps.ts';
import type { BillRow, NoPlace, ShareRow } from './types.ts';

type Chat = Pick<BillsDeps, 'chat'>;

const outside: ReadonlySet<NoPlace> = new Set(['conversation_unknown', 'not_member']);

/** Whether somebody is in the conversation of a bill now. */
async function isThere({ chat }: Chat, personId: PersonId, row: BillRow): Promise<boolean> {
  const place = await chat.mayCall(personId, row.conversationId, []);
  return place.ok || !outside.has(place.reason as NoPlace);
}

/** A bill is told of to its collector, to whom it asks, and to who is in the conversation. */
export async function maySee(
  deps: Chat,
  viewerId: PersonId,
  { row, own }: { row: BillRow; own: ShareRow | null },
): Promise<boolean> {
  if (row.collectorId === viewerId || own !== null) return true;
  return isThere(deps, viewerId, row);
}

type MayNotPay = 'not_member' | 'not_contact' | 'blocked' | 'read_only';

/**
 * Who pays their part is still in the conversation, and neither of the two has blocked the other.
 * Where only leaders write, everybody may pay.
 */
export async function judgePayer(
  { chat, contacts }: Pick<BillsDeps, 'chat' | 'contacts'>,
  payerId: PersonId,
  { conversationId, collectorId }: BillRow,
): Promise<Outcome<null, MayNotPay>> {
  const place = await chat.mayCall(payerId, conversationId, []);
  if (!place.ok) {
    const reason = place.reason as NoPlace;
    if (outside.has(reason)) return no('not_member');
    if (reason !== 'group_muted') return no(reason as MayNotPay);
  }
  const isBlocked =
    (await contacts.hasBlocked(collectorId, payerId)) ||
    (await contacts.hasBlocked(payerId, collectorId));
  return isBlocked ? no('blocked') : yes(null);
}
