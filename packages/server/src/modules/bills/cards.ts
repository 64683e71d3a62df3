import type { BillId, ConversationId } from '@plaza/base';
import type { ShownMessage } from '@plaza/contract';
import type { Posted } from '../pay/index.ts';
import type { BillsDeps } from './deps.ts';
import { reminderMessageId } from './ids.ts';
import { selectBill } from './store/bills.ts';
import type { BillRow } from './types.ts';

/** Told in the transaction that makes a bill, or reminds of it. */
export const cardTopic = 'bills.card';
export type CardPayload = {
  billId: BillId;
  conversationId: ConversationId;
  reminder: { number: number; count: number } | null;
};

function messageOf(
  { pay }: Pick<BillsDeps, 'pay'>,
  row: BillRow,
  reminder: CardPayload['reminder'],
): Posted {
  const { billId, conversationId, collectorId: senderId, kind, title, amountMinor } = row;
  if (reminder !== null) {
    const { number, count } = reminder;
    const message: ShownMessage = { type: 'billReminder', billId, title, count };
    return { conversationId, senderId, clientId: reminderMessageId(billId, number), message };
  }
  const money = amountMinor === null ? null : pay.moneyOf(row.currency, amountMinor);
  const message: ShownMessage = { type: 'bill', billId, kind, title, money, count: row.askedCount };
  return { conversationId, senderId, clientId: billId as string as Posted['clientId'], message };
}

/** Registers who writes the cards; each has an id that follows from the bill. */
export function registerCards(deps: BillsDeps): void {
  const write = async ({ billId, reminder }: CardPayload) => {
    const row = await selectBill(deps.db, billId);
    // Its collector was erased meanwhile: there is nothing to be asked for.
    if (row === null || row.title === '') return;
    // A no is final: who would write it left, or is gone.
    await deps.chat.post(messageOf(deps, row, reminder));
  };
  deps.outbox.react<CardPayload>(cardTopic, write, ({ conversationId }) => conversationId);
}
