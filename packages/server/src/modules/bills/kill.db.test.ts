import type { BillId, ConversationId, PayKey, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killerOf } from '../pay/testing/index.ts';
import type { Bills } from './service.ts';
import { dayMs, must, openTestBills, type TestBills } from './testing.ts';

/** Bills of a process, and what it completes by itself. */
type Process = { bills: Bills; settle(): Promise<void> };

const timeout = 180_000;
let city: TestBills;
let killEverywhere: ReturnType<typeof killerOf<Process>>;
let conversationId: ConversationId;
let people: PersonId[];
let [ana, ben] = [] as PersonId[] as [PersonId, PersonId];
let billId: BillId;

beforeAll(async () => {
  city = await openTestBills();
  const begin = (deps: TestBills['deps']): Process => {
    const { db, identity, contacts } = deps;
    const pay = city.another(deps);
    const quiet = { error: () => undefined };
    return {
      bills: city.anotherBills({ db, identity, contacts, log: quiet }, pay),
      settle: pay.settle,
    };
  };
  killEverywhere = killerOf({ ...city, begin });
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

async function newBill(): Promise<void> {
  [conversationId, people] = await city.group(3, 1_000);
  [ana, ben] = people as [PersonId, PersonId];
  ({ billId } = must(await city.create(conversationId, people)));
}

it('a killed process has paid nothing, or a part that completes', { timeout }, async () => {
  let key: PayKey;
  const input = (amountMinor = 333) => ({ key, billId, amountMinor, approval: null });
  const prepare = async () => {
    await newBill();
    key = city.newKey();
    return ({ bills }: Process) => bills.pay(ben, input());
  };
  let completed = 0;
  await killEverywhere(prepare, async (isDone) => {
    const [, state] = await city.states(ana, billId);
    expect(['open', 'paid']).toContain(state);
    if (isDone) expect(state).toBe('paid');
    else if (state === 'paid') completed += 1;
    const sum = state === 'paid' ? 333 : 0;
    expect([await city.addsUp(ben), await city.addsUp(ana)]).toEqual([1_000 - sum, 1_000 + sum]);
    must(await city.bills.pay(ben, input()));
    await city.settle();
    expect([await city.addsUp(ben), await city.addsUp(ana)]).toEqual([667, 1_333]);
    const { bill } = await city.detail(ana, billId);
    expect(bill).toMatchObject({ paidCount: 1, settledCount: 1, paid: { amountMinor: 333 } });
  });
  expect(completed).toBeGreaterThan(0);
});

it('… has been refused, and the part is open for another try', { timeout }, async () => {
  let key: PayKey;
  const input = () => ({ key, billId, amountMinor: 1_500, approval: null });
  const prepare = async () => {
    await newBill();
    const parts = people.slice(1).map((personId) => ({ personId, amountMinor: null }));
    const collect = { kind: 'collect', amountMinor: null, parts } as const;
    ({ billId } = must(await city.create(conversationId, people, collect)));
    key = city.newKey();
    return ({ bills }: Process) => bills.pay(ben, input());
  };
  await killEverywhere(prepare, async () => {
    expect(await city.states(ana, billId)).toEqual(['open', 'open']);
    expect(await city.bills.pay(ben, input())).toMatchObject({ reason: 'insufficient_funds' });
    await city.topUp(ben, 1_000);
    must(await city.give(ben, billId, 1_500));
    await city.settle();
    expect(await city.addsUp(ben)).toBe(500);
  });
});

it('… has closed nothing, or a bill whose time was up', { timeout }, async () => {
  const prepare = async () => {
    await newBill();
    must(await city.give(ben, billId, 333));
    city.skip(30 * dayMs);
    return ({ settle }: Process) => settle();
  };
  const check = async () => {
    const { bill } = await city.detail(ana, billId);
    expect(bill).toMatchObject({ state: 'closed', paidCount: 1, settledCount: 1 });
  };
  await killEverywhere(prepare, check, 3);
});

it('… has not erased the collector, or does so by itself', { timeout }, async () => {
  const prepare = async () => {
    await newBill();
    must(await city.give(ben, billId, 333));
    await city.db.tx(async (tx) => {
      await city.bills.holding.erase(tx, ana);
      await city.pay.holding.erase(tx, ana);
    });
    return ({ settle }: Process) => settle();
  };
  await killEverywhere(prepare, async () => {
    const sol = people[2] as PersonId;
    expect((await city.detail(ben, billId)).bill).toMatchObject({ state: 'closed', title: '' });
    expect(await city.give(sol, billId, 333)).toMatchObject({ reason: 'bill_closed' });
    expect((await city.statement(ben))[0]?.counterparty).toBeNull();
    expect(await city.addsUp(ben)).toBe(667);
  });
});
