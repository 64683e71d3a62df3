import { cleanLine, present, type ClientId, type PersonId, type TransferId } from '@plaza/base';
import { contactHours, maxContactLength, type Transfer } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { SyncItem } from '../sync/index.ts';
import type { PayContext } from './context.ts';
import type { PayDeps } from './deps.ts';
import { contactMessageId } from './ids.ts';
import { maySee, transferOf } from './present.ts';
import { markContacted } from './store/arrivals.ts';
import { selectTransfer } from './store/transfers.ts';
import type { ContactRefusal, TransferRow } from './types.ts';

const topic = 'pay.contact';
type Payload = { transferId: TransferId; text: string };

function judge(ctx: PayContext, row: TransferRow, personId: PersonId): ContactRefusal | null {
  if (row.payerId !== personId) return 'forbidden';
  // What was never held was paid to nobody.
  if (row.expiresAt === null) return 'transfer_unknown';
  const endMs = row.createdAt.getTime() + contactHours * 3_600_000;
  if (ctx.clock.nowMs() > endMs) return 'contact_too_late';
  return row.contactedAt === null ? null : 'contact_used';
}

/**
 * Writes to whom somebody paid, though they may be no contacts any more: once, and soon after it.
 * Whoever blocked the payer is not written to; of somebody who is no contact that is not told.
 */
export async function contactPayee(
  ctx: PayContext,
  personId: PersonId,
  { transferId, text }: { transferId: TransferId; text: string },
): Promise<Outcome<Transfer, ContactRefusal | 'invalid'>> {
  const row = await selectTransfer(ctx.db, transferId);
  if (row === null || !maySee(row, personId)) return no('transfer_unknown');
  const refused = judge(ctx, row, personId);
  if (refused !== null) return no(refused);
  if ((await ctx.contacts.mayWrite(row.payerId, row.payeeId)) === 'blocked') return no('blocked');
  const words = cleanLine(text, maxContactLength);
  if (words === '') return no('invalid');
  const contactedAt = ctx.clock.now();
  const cards = await ctx.identity.getCards([row.payerId, row.payeeId]);
  const transfer = present(
    transferOf(ctx.currencies, { ...row, contactedAt }, cards),
    'people leave a card',
  );
  const isFirst = await ctx.db.tx(async (tx) => {
    if (!(await markContacted(tx, transferId, contactedAt))) return false;
    await ctx.outbox.add(tx, topic, { transferId, text: words } satisfies Payload);
    const items = [row.payerId, row.payeeId].map((to): SyncItem => {
      return { personId: to, name: 'pay.transferChanged', payload: { transfer } };
    });
    await ctx.sync.appendMany(tx, items);
    return true;
  });
  return isFirst ? yes(transfer) : no('contact_used');
}

/** Registers who writes what a payer said, once, however often a process dies. */
export function registerContacts(deps: Pick<PayDeps, 'db' | 'outbox' | 'chat' | 'contacts'>): void {
  const { db, outbox, chat, contacts } = deps;
  outbox.react<Payload>(topic, async ({ transferId, text }) => {
    const row = await selectTransfer(db, transferId);
    if (row === null || (await contacts.hasBlocked(row.payeeId, row.payerId))) return;
    const clientId: ClientId = contactMessageId(transferId);
    const { conversationId, payerId: senderId } = row;
    // A no is final: the conversation is gone with somebody's account.
    await chat.post({ conversationId, senderId, clientId, message: { type: 'text', text } });
  });
}
