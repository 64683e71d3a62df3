import type { BillId, ConversationId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bills } from './service.ts';
import { must, openTestBills, reason, type TestBills } from './testing.ts';

// Several who want different things of one bill at once, on two processes; what must hold however
// they meet.

const timeout = 120_000;

describe.each(['memory', 'postgres'] as const)('bills at once on %s', (kind) => {
  let city: TestBills;
  let other: Bills;
  let people: PersonId[];
  let conversationId: ConversationId;
  beforeAll(async () => {
    city = await openTestBills(kind);
    other = city.anotherBills();
    [conversationId, people] = await city.group(4, 1_000_000);
  });
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });

  const said = (outcome: { ok: boolean; reason?: string }) => outcome.reason ?? 'yes';
  const payment = (billId: BillId, amountMinor: number) => ({
    ...{ key: city.newKey(), billId, amountMinor, approval: null },
  });

  /** What holds of a bill whatever happened: its rows, its counts and the statements agree. */
  async function expectSound(billId: BillId): Promise<void> {
    const ana = people[0] as PersonId;
    const { bill, shares } = await city.detail(ana, billId);
    const paid = shares.filter(({ state }) => state === 'paid');
    const sum = paid.reduce((total, { money }) => total + (money?.amountMinor ?? 0), 0);
    expect(bill).toMatchObject({ paidCount: paid.length, paid: { amountMinor: sum } });
    const open = shares.filter(({ state }) => state === 'open').length;
    expect(shares.some(({ state }) => state === 'paying')).toBe(false);
    expect(bill.settledCount).toBe(bill.count - open);
    expect(bill.state === 'settled').toBe(open === 0);
    let moved = 0;
    for (const { person, money } of paid) {
      const own = (await city.statement(person.personId)).filter(
        ({ subjectId }) => subjectId === billId,
      );
      expect(own.map(({ money: line }) => line.amountMinor)).toEqual([-(money?.amountMinor ?? 0)]);
      moved += money?.amountMinor ?? 0;
    }
    const got = (await city.statement(ana)).filter(({ subjectId }) => subjectId === billId);
    expect(got.reduce((total, { money }) => total + money.amountMinor, 0)).toBe(moved);
  }

  it('are paid once from two devices', { timeout }, async () => {
    const ben = people[1] as PersonId;
    for (let round = 0; round < 5; round += 1) {
      const { billId } = must(await city.create(conversationId, people));
      const tries = [city.bills, other, city.bills].map((bills) =>
        bills.pay(ben, payment(billId, 250)),
      );
      const answers = (await Promise.all(tries)).map(said);
      expect(answers.filter((one) => one === 'yes')).toHaveLength(1);
      for (const one of answers) expect(['yes', 'share_paying', 'share_settled']).toContain(one);
      await city.settle();
      await expectSound(billId);
    }
  });

  it('are paid or closed, whichever was first', { timeout }, async () => {
    const [ana, ben] = people as [PersonId, PersonId];
    // Both orders, one after the other …
    const first = must(await city.create(conversationId, people));
    must(await city.give(ben, first.billId, 250));
    must(await other.close(ana, first.billId));
    expect((await city.detail(ana, first.billId)).bill).toMatchObject({ paidCount: 1 });
    const second = must(await city.create(conversationId, people));
    must(await other.close(ana, second.billId));
    expect(said(await city.give(ben, second.billId, 250))).toBe('bill_closed');
    // … and at the same moment.
    for (let round = 0; round < 6; round += 1) {
      const { billId } = must(await city.create(conversationId, people));
      const [paid] = await Promise.all([
        city.give(ben, billId, 250),
        round % 2 === 0 ? other.close(ana, billId) : city.bills.close(ana, billId),
      ]);
      await city.settle();
      const { bill, shares } = await city.detail(ana, billId);
      expect(bill.state).toBe('closed');
      expect(shares[1]?.state).toBe(paid.ok ? 'paid' : 'open');
      if (!paid.ok) expect(paid.reason).toBe('bill_closed');
      await expectSound(billId);
    }
  });

  it('stay sound in any life', { timeout }, async () => {
    const who = fc.integer({ min: 1, max: 3 });
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('pay' as const), who }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cash', 'letOff', 'open'), who }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), who }) },
    );
    const [ana] = people as [PersonId];
    const lives = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lives, fc.integer({ min: 4, max: 999 }), async (rounds, totalMinor) => {
        const input = { amountMinor: totalMinor };
        const { billId } = must(await city.create(conversationId, people, input));
        const { shares } = await city.detail(ana, billId);
        const parts = shares.map(({ money }) => money?.amountMinor ?? 0);
        expect(parts.reduce((sum, one) => sum + one, 0)).toBe(totalMinor);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(1);
        for (const steps of rounds) {
          await Promise.all(
            steps.map((one, index) => {
              const bills = index % 2 === 0 ? city.bills : other;
              const personId = people[one.who] as PersonId;
              if (one.do === 'close') return bills.close(ana, billId);
              if (one.do === 'pay')
                return bills.pay(personId, payment(billId, parts[one.who] ?? 0));
              return bills.markShare(ana, { billId, personId, mark: one.do as 'cash' });
            }),
          );
        }
        await city.settle();
        await expectSound(billId);
      }),
      { numRuns: kind === 'memory' ? 25 : 8 },
    );
  });
});

it(
  'a collector is paid no more than they may hold, and nobody is told why',
  { timeout },
  async () => {
    const probe = await openTestBills();
    const [points] = probe.pay.core.currencies.all;
    await probe[Symbol.asyncDispose]();
    if (points === undefined) throw new Error('a city has a currency');
    const city = await openTestBills('memory', [{ ...points, maxBalanceMinor: 1_000 }]);
    const [conversationId, people] = await city.group(3, 700);
    const [ana, ben, sol] = people as [PersonId, PersonId, PersonId];
    const parts = [ben, sol].map((personId) => ({ personId, amountMinor: null }));
    const input = { kind: 'collect', amountMinor: 200, parts } as const;
    const { billId } = must(await city.create(conversationId, people, input));
    const answers = await Promise.all([ben, sol].map((id) => city.give(id, billId, 200)));
    expect(answers.map(reason).toSorted()).toEqual(['payee_frozen', 'yes']);
    await city.settle();
    expect((await city.states(ana, billId)).toSorted()).toEqual(['open', 'paid']);
    // Once there is room again the other one pays, too.
    const { transferId } = must(await city.send(ana, ben, { amountMinor: 100 }));
    must(await city.accept(ben, transferId));
    const late = answers[0]?.ok === true ? sol : ben;
    must(await city.give(late, billId, 200));
    expect(await city.states(ana, billId)).toEqual(['paid', 'paid']);
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  },
);

it('many people are told of what concerns them, and of the end', { timeout }, async () => {
  const city = await openTestBills();
  const [conversationId, people] = await city.group(23, 10);
  const [ana, ben] = people as [PersonId, PersonId];
  const parts = people.slice(1).map((personId) => ({ personId, amountMinor: null }));
  const input = { kind: 'collect', amountMinor: 5, parts } as const;
  const { billId } = must(await city.create(conversationId, people, input));
  const told = async () => {
    const logs = people.map(async (personId) => {
      const { events } = await city.sync.pull(personId, 0);
      return events.filter(({ name }) => name === 'bills.changed').map(() => personId);
    });
    return (await Promise.all(logs)).flat();
  };
  expect(await told()).toEqual([ana]);
  must(await city.give(ben, billId, 5));
  expect(await told()).toEqual([ana, ana, ben]);
  must(await city.bills.close(ana, billId));
  expect(await told()).toHaveLength(3 + people.length);
  await city.settle();
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});
