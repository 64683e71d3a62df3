import type { BillId, ConversationId, PersonId } from '@plaza/base';
import type { ShareState } from '@plaza/contract';
import type { CurrencyProfile } from '../pay/index.ts';
import { must, openTestPay } from '../pay/testing/index.ts';
import type { BillsDeps } from './deps.ts';
import { createBills, type Bills } from './service.ts';
import type { NewBill, NewPayment } from './types.ts';

export { byPin, must, reason } from '../pay/testing/index.ts';

export const dayMs = 24 * 3_600_000;

/** Bills with their real neighbours, on a database of their own. */
export async function openTestBills(
  kind: 'memory' | 'postgres' = 'memory',
  profiles?: readonly CurrencyProfile[],
) {
  const given = profiles === undefined ? {} : { profiles };
  const city = await openTestPay(kind, { migrations: ['bills'], ...given });
  const depsOf = (pay: BillsDeps['pay']): BillsDeps => ({ ...city, pay });
  const bills: Bills = createBills(depsOf(city.pay.core));

  return {
    ...city,
    ...{ bills, depsOf },
    /** Bills of another process on the same database and ledger. */
    anotherBills(over: Partial<BillsDeps> = {}, pay = city.another()): Bills {
      const outbox = { add: city.outbox.add, react() {} };
      return createBills({ ...depsOf(pay.core), outbox, ...over });
    },
    /** A group of people who all have points. */
    async group(size: number, points = 10_000): Promise<[ConversationId, PersonId[]]> {
      const people: PersonId[] = [];
      while (people.length < size) people.push(await city.person('Ben', points));
      const owner = people[0] as PersonId;
      for (const other of people.slice(1)) await city.contacts.befriend(owner, other);
      const made = await city.chat.groups.create(owner, {
        ...{ clientId: city.newId(), name: 'Us', memberIds: people.slice(1) },
      });
      return [must(made).head.conversation.conversationId, people];
    },
    /** The first of them shares a bill of 10.00 with the others, in equal parts. */
    create(
      conversationId: ConversationId,
      people: readonly PersonId[],
      over: Partial<NewBill> = {},
    ) {
      const parts = people.map((personId) => ({ personId, amountMinor: null }));
      return bills.create(people[0] as PersonId, {
        ...{ key: city.newKey(), conversationId, kind: 'split', title: 'Dinner', parts },
        ...{ currency: 'points', amountMinor: 1_000, ...over },
      });
    },
    give(payerId: PersonId, billId: BillId, amountMinor: number, over: Partial<NewPayment> = {}) {
      const payment = { key: city.newKey(), billId, amountMinor, approval: null, ...over };
      return bills.pay(payerId, payment);
    },
    async detail(viewerId: PersonId, billId: BillId) {
      return must(await bills.getDetail(viewerId, billId));
    },
    /** How the parts stand, in their order. */
    async states(viewerId: PersonId, billId: BillId): Promise<ShareState[]> {
      const { shares } = must(await bills.getDetail(viewerId, billId));
      return shares.map(({ state }) => state);
    },
  };
}

export type TestBills = Awaited<ReturnType<typeof openTestBills>>;
