import type { ClientId, ConversationId, PersonId, TransferId } from '@plaza/base';
import type { ShownMessage } from '@plaza/contract';
import type { PayContext } from './context.ts';
import type { Currencies } from './currencies.ts';
import type { Posted } from './deps.ts';
import { settledMessageId } from './ids.ts';
import { moneyOf } from './present.ts';
import { isSettled } from './transfer.ts';
import type { TransferRow } from './types.ts';

/** Told with every change of a transfer, in the transaction that projects it. */
export const cardTopic = 'pay.card';
export type CardPayload = { transferId: TransferId; conversationId: ConversationId };

function message(senderId: PersonId, clientId: string, of: TransferRow, shown: ShownMessage) {
  const { conversationId }: { conversationId: ConversationId } = of;
  return { conversationId, senderId, clientId: clientId as ClientId, message: shown };
}

/**
 * The messages that a transfer has in its conversation by now, in order. Each has an id that
 * follows from the transfer, so all of them may be written again.
 */
export function messagesOf(currencies: Currencies, row: TransferRow): Posted[] {
  const { transferId, payerId, payeeId, note, state } = row;
  if (state === 'processing' || state === 'failed') return [];
  const money = moneyOf(currencies, row.currency, row.amountMinor);
  const card: ShownMessage = { type: 'transfer', transferId, payeeId, money, note };
  const posts: Posted[] = [message(payerId, transferId, row, card)];
  if (!isSettled(state)) return posts;
  const outcome = state as 'accepted' | 'returned' | 'cancelled' | 'expired';
  const settled: ShownMessage = { type: 'transferSettled', transferId, outcome, money };
  const senderId = outcome === 'accepted' || outcome === 'returned' ? payeeId : payerId;
  return [...posts, message(senderId, settledMessageId(transferId), row, settled)];
}

/** Registers who writes the cards. They come from what is projected, never before the money. */
export function registerCards(
  { findTransfer, outbox, chat }: Pick<PayContext, 'findTransfer' | 'outbox' | 'chat'>,
  currencies: Currencies,
): void {
  const write = async ({ transferId }: CardPayload) => {
    const row = await findTransfer(transferId);
    if (row === null) return;
    // A no is final: the conversation is gone with somebody's account.
    for (const posted of messagesOf(currencies, row)) await chat.post(posted);
  };
  outbox.react<CardPayload>(cardTopic, write, ({ conversationId }) => conversationId);
}
