import type { StatementLine } from '@plaza/contract';

export type Kind = StatementLine['kind'];

/** What lines are filtered by, and what a month is summed by; in the order of the filters. */
export const families = ['transfer', 'packet', 'bill', 'order', 'cash', 'city'] as const;
export type Family = (typeof families)[number];

/** The family of every kind. A kind without one does not compile. */
const table: Record<Kind, Family> = {
  top_up: 'cash',
  transfer_out: 'transfer',
  transfer_in: 'transfer',
  transfer_back: 'transfer',
  packet_out: 'packet',
  packet_in: 'packet',
  packet_back: 'packet',
  bill_out: 'bill',
  bill_in: 'bill',
  voucher_in: 'cash',
  desk_in: 'cash',
  bank_in: 'cash',
  simulated_in: 'cash',
  cash_out: 'cash',
  cash_back: 'cash',
  credit_line: 'city',
  card_out: 'order',
  card_back: 'order',
  order_out: 'order',
  order_back: 'order',
  payout_in: 'order',
  withdrawal_in: 'order',
  hold_out: 'order',
  hold_back: 'order',
  closing: 'city',
};

/** Of a kind that only a newer server knows there is nothing to say but that. */
export function familyOf(kind: Kind): Family {
  const known: Family | undefined = table[kind];
  return known ?? 'city';
}

/** The kinds of a family. */
export function kindsOf(family: Family): Kind[] {
  return (Object.keys(table) as Kind[]).filter((kind) => table[kind] === family);
}
