import type { FamilyCardId } from '@plaza/base';
import type { Quota } from '../pay/index.ts';
import type { CardRow, PaymentRow } from './types.ts';

// What a card has paid on a day and in a month stands in counters of pay, which are its giver’s:
// payments at once cannot pass a cap together, and what the ledger refused is given back by pay.

/** The day and the month of a moment; of UTC, as the books are. */
export function periodsOf(now: Date): { day: string; month: string } {
  const iso = now.toISOString();
  return { day: `d${iso.slice(0, 10)}`, month: `m${iso.slice(0, 7)}` };
}

/** The counter of a card. */
export const wayOf = (cardId: FamilyCardId) => `card ${cardId}`;

/** What a payment takes of a card. */
export function quotasOf(card: CardRow, amountMinor: bigint, now: Date): Quota[] {
  const { giverId: personId, cardId, currency, dayMinor, monthMinor } = card;
  const { day, month } = periodsOf(now);
  const of = { personId, currency, way: wayOf(cardId), amountMinor: Number(amountMinor) };
  return [
    { ...of, period: day, limit: 'card_day', mostMinor: Number(dayMinor) },
    { ...of, period: month, limit: 'card_month', mostMinor: Number(monthMinor) },
  ];
}

/**
 * What a refund gives back: to the day and the month of the payment. When that day is over, nothing
 * of it makes room today.
 */
export function givenBack(payment: PaymentRow, amountMinor: bigint): Quota[] {
  const { giverId: personId, cardId, currency, day, month } = payment;
  const of = { personId, currency, way: wayOf(cardId), amountMinor: Number(amountMinor) };
  return [
    { ...of, period: day, limit: 'card_day', mostMinor: 0 },
    { ...of, period: month, limit: 'card_month', mostMinor: 0 },
  ];
}

type Used = { currency: string; way: string; period: string; usedMinor: bigint };

/** What of its caps is left to a card now. */
export function leftOf(card: CardRow, used: readonly Used[], now: Date) {
  const { cardId, currency, dayMinor, monthMinor } = card;
  const periods = periodsOf(now);
  const usedIn = (period: string) =>
    used.find(
      (one) => one.currency === currency && one.way === wayOf(cardId) && one.period === period,
    )?.usedMinor ?? 0n;
  const above = (minor: bigint) => (minor < 0n ? 0n : minor);
  const month = above(monthMinor - usedIn(periods.month));
  const today = above(dayMinor - usedIn(periods.day));
  // A day ends where the month does.
  return { leftTodayMinor: Number(today < month ? today : month), leftMonthMinor: Number(month) };
}
