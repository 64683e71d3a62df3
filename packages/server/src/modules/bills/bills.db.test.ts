import type { BillId, ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byPin, dayMs, must, openTestBills, reason, type TestBills } from './testing.ts';

const timeout = 60_000;

describe.each(['memory', 'postgres'] as const)('bills on %s', (kind) => {
  let city: TestBills;
  let people: PersonId[];
  let [ana, ben, sol] = [] as PersonId[] as [PersonId, PersonId, PersonId];
  let conversationId: ConversationId;
  beforeAll(async () => {
    city = await openTestBills(kind);
    [conversationId, people] = await city.group(3);
    [ana, ben, sol] = people as [PersonId, PersonId, PersonId];
  });
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });

  const lines = async (personId: PersonId, subjectId: string) =>
    (await city.statement(personId))
      .filter((line) => line.subjectId === subjectId)
      .map((line) => [line.kind, line.money.amountMinor, line.counterparty?.personId]);

  async function cards(billId: BillId): Promise<string[]> {
    await city.settle();
    const range = { after: 0, limit: 100 };
    const { entries } = must(await city.chat.reading.listEntries(ben, conversationId, range));
    return entries.flatMap(({ body }) =>
      body.type === 'message' && 'billId' in body.message && body.message.billId === billId
        ? [body.message.type]
        : [],
    );
  }

  it('are split to the unit, and paid part by part', { timeout }, async () => {
    const made = must(await city.create(conversationId, people));
    const { billId } = made;
    expect(made).toMatchObject({ state: 'open', count: 2, settledCount: 0, title: 'Dinner' });
    expect(made.mine).toMatchObject({ state: 'own', money: { amountMinor: 334 } });
    expect(await cards(billId)).toEqual(['bill']);
    const [seen] = await city.bills.getBills(ben, [billId]);
    expect(seen?.mine).toMatchObject({ state: 'open', money: { amountMinor: 333 }, at: null });

    expect(reason(await city.give(ben, billId, 334))).toBe('wrong_amount');
    expect(reason(await city.give(ana, billId, 334))).toBe('bill_not_yours');
    const wrong = { approval: { kind: 'pin', pin: '264817' } } as const;
    expect(reason(await city.give(ben, billId, 333, wrong))).toBe('wrong_pin');
    const key = city.newKey();
    const paid = must(await city.give(ben, billId, 333, { key, approval: byPin }));
    expect(paid.money.amountMinor).toBe(333);
    expect(must(await city.give(ben, billId, 333, { key }))).toEqual(paid);
    expect(reason(await city.give(ben, billId, 333))).toBe('share_settled');
    expect(reason(await city.give(ben, billId, 332, { key }))).toBe('key_reused');
    must(await city.give(sol, billId, 333));
    await city.settle();

    const { bill, shares } = await city.detail(sol, billId);
    expect(bill).toMatchObject({ state: 'settled', settledCount: 2, paid: { amountMinor: 666 } });
    expect(shares.map(({ state }) => state)).toEqual(['own', 'paid', 'paid']);
    expect(await lines(ben, billId)).toEqual([['bill_out', -333, ana]]);
    expect(await lines(ana, billId)).toEqual([
      ['bill_in', 333, sol],
      ['bill_in', 333, ben],
    ]);
    expect(await city.addsUp(ben)).toBe(9_667);
    expect(reason(await city.bills.remind(ana, billId))).toBe('bill_closed');
  });

  it('are collected: the same from each, or what they choose', { timeout }, async () => {
    const parts = [ben, sol].map((personId) => ({ personId, amountMinor: null }));
    const input = { kind: 'collect', amountMinor: null, parts } as const;
    const { billId, mine } = must(await city.create(conversationId, people, input));
    expect(mine).toBeNull();
    expect(reason(await city.give(ben, billId, 100_000_001))).toBe('amount_too_large');
    expect(reason(await city.give(ben, billId, 10_001))).toBe('insufficient_funds');
    expect(await city.states(ben, billId)).toEqual(['open', 'open']);
    must(await city.give(ben, billId, 25));
    expect((await city.detail(sol, billId)).shares[0]?.money?.amountMinor).toBe(25);

    const listed = async (personId: PersonId) =>
      (await city.bills.listOpen(personId)).some((one) => one.billId === billId);
    expect([await listed(ana), await listed(ben), await listed(sol)]).toEqual([true, false, true]);

    const mark = (personId: PersonId, to: 'cash' | 'letOff' | 'open') =>
      city.bills.markShare(ana, { billId, personId, mark: to });
    expect(reason(await mark(ben, 'letOff'))).toBe('share_settled');
    expect(reason(await mark(ana, 'cash'))).toBe('share_unknown');
    expect(must(await mark(sol, 'cash'))).toMatchObject({ state: 'settled', paidCount: 1 });
    expect(reason(await city.give(sol, billId, 5))).toBe('share_settled');
    expect(must(await mark(sol, 'open'))).toMatchObject({ state: 'open', overAt: null });
    expect(must(await mark(sol, 'letOff'))).toMatchObject({ state: 'settled' });
    must(await mark(sol, 'open'));
    expect(must(await city.bills.close(ana, billId))).toMatchObject({ state: 'closed' });
    expect(must(await city.bills.close(ana, billId)).state).toBe('closed');
    expect([await listed(ana), await listed(sol)]).toEqual([false, false]);
    expect(reason(await mark(sol, 'cash'))).toBe('bill_closed');
    expect(reason(await city.give(sol, billId, 5))).toBe('bill_closed');
    expect(reason(await city.bills.close(ben, billId))).toBe('bill_unknown');
  });

  it('remind each once a day, and close by themselves', { timeout }, async () => {
    const { billId } = must(await city.create(conversationId, people));
    must(await city.give(ben, billId, 333));
    must(await city.bills.remind(ana, billId));
    expect(reason(await city.bills.remind(ana, billId))).toBe('reminded_lately');
    expect(reason(await city.bills.remind(ben, billId))).toBe('bill_unknown');
    const { shares } = await city.detail(ana, billId);
    expect(shares.map(({ remindedAt }) => remindedAt === null)).toEqual([true, true, false]);
    expect((await city.detail(ben, billId)).shares[2]?.remindedAt).toBeNull();
    city.skip(dayMs);
    must(await city.bills.remind(ana, billId));
    expect(await cards(billId)).toEqual(['bill', 'billReminder', 'billReminder']);
    city.skip(28 * dayMs);
    await city.settle();
    expect((await city.detail(ana, billId)).bill.state).toBe('open');
    city.skip(dayMs);
    await city.settle();
    expect((await city.detail(sol, billId)).bill).toMatchObject({ state: 'closed', paidCount: 1 });
    expect(reason(await city.give(sol, billId, 333))).toBe('bill_closed');
  });

  it('are refused for what stands in the way', { timeout }, async () => {
    const stranger = await city.person('Eve', 500);
    const asked = (over: object) => city.create(conversationId, people, over);
    expect(reason(await asked({ currency: 'stones' }))).toBe('wrong_currency');
    expect(reason(await asked({ title: '  ' }))).toBe('invalid');
    const parts = [{ personId: stranger, amountMinor: null }];
    expect(reason(await asked({ parts }))).toBe('taker_unknown');
    const key = city.newKey();
    const { billId } = must(await asked({ key }));
    expect(must(await asked({ key })).billId).toBe(billId);
    expect(reason(await asked({ key, title: 'Lunch' }))).toBe('key_reused');
    expect(reason(await city.bills.getDetail(stranger, billId))).toBe('bill_unknown');
    expect(await city.bills.getBills(stranger, [billId])).toEqual([]);
    expect(reason(await city.give(stranger, billId, 333))).toBe('bill_unknown');

    await city.contacts.block(ana, sol);
    expect(reason(await city.give(sol, billId, 333))).toBe('blocked');
    await city.contacts.unblock(ana, sol);
    const about = { actorId: null, currency: 'points', reason: 'A test' };
    const freeze = async (personId: PersonId) =>
      must(await city.pay.freezeWallet({ ...about, personId, key: city.newKey() }));
    await freeze(ana);
    expect(reason(await city.give(sol, billId, 333))).toBe('payee_frozen');
    expect(reason(await asked({}))).toBe('wallet_frozen');
    await freeze(sol);
    expect(reason(await city.give(sol, billId, 333))).toBe('wallet_frozen');
    must(await city.chat.groups.leave({ viewerId: sol, conversationId }));
    expect(reason(await city.give(sol, billId, 333))).toBe('not_member');
    // Whoever is asked may look for good.
    expect(await city.states(sol, billId)).toEqual(['own', 'open', 'open']);
  });
});
