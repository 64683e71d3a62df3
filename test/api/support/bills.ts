import type { BillId, ConversationId } from '@plaza/base';
import type { Bill, BillDetail, MethodInput } from '@plaza/contract';
import { byPin, currency, newKey } from './pay.ts';
import type { TestPerson } from './person.ts';

type Asking = MethodInput<'bills.create'>;
type Paying = MethodInput<'bills.pay'>;

/** 10.00 among these people, in equal parts, under a new key. */
export function billOf(
  conversationId: ConversationId,
  people: readonly TestPerson[],
  change: Partial<Asking> = {},
): Asking {
  const parts = people.map(({ me }) => ({ personId: me.personId, amountMinor: null }));
  const asked = { key: newKey(), conversationId, currency, parts } as const;
  return { ...asked, kind: 'split', title: 'Dinner', amountMinor: 1_000, ...change };
}

export async function shareBill(
  collector: TestPerson,
  conversationId: ConversationId,
  people: readonly TestPerson[],
  change: Partial<Asking> = {},
): Promise<Bill> {
  return (await collector.must('bills.create', billOf(conversationId, people, change))).bill;
}

/** A payment under a new key, approved by the PIN of `createPin`. */
export function partOf(billId: BillId, amountMinor: number, change: Partial<Paying> = {}): Paying {
  return { key: newKey(), billId, amountMinor, approval: byPin(), ...change };
}

export async function billAt(person: TestPerson, billId: BillId): Promise<BillDetail> {
  return person.must('bills.getDetail', { billId });
}
