import type { TransferId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourMs, must, openTestPay, reason, type TestPay } from './testing.ts';

describe.each(['memory', 'postgres'] as const)('transfers on %s', (kind) => {
  let city: TestPay;
  beforeAll(async () => {
    city = await openTestPay(kind);
  });
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });

  it('wait for the payee, who accepts them', async () => {
    const [ana, ben] = await city.pair();
    const sent = must(await city.send(ana, ben));
    expect(sent).toMatchObject({ state: 'waiting', note: 'Lunch', settledAt: null });
    expect(Date.parse(sent.expiresAt ?? '') - Date.parse(sent.createdAt)).toBeGreaterThan(
      24 * hourMs - 1,
    );
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 8_750, heldMinor: 1_250 });
    expect(await city.wallet(ben)).toMatchObject({ availableMinor: 0, heldMinor: 0 });
    for (const viewer of [ana, ben]) {
      expect(await city.pay.listWaiting(viewer)).toEqual([sent]);
    }
    const accepted = must(await city.accept(ben, sent.transferId));
    expect(accepted).toEqual({ ...sent, state: 'accepted', settledAt: accepted.settledAt });
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 8_750, heldMinor: 0 });
    expect(await city.wallet(ben)).toMatchObject({ availableMinor: 1_250, heldMinor: 0 });
    expect(await city.pay.listWaiting(ben)).toEqual([]);
    expect(await city.statement(ana)).toMatchObject([
      { lineNumber: 2, kind: 'transfer_out', money: { amountMinor: -1_250 }, balanceMinor: 8_750 },
      { lineNumber: 1, kind: 'top_up', counterparty: null, note: 'A gift' },
    ]);
    expect(await city.statement(ben)).toMatchObject([
      { kind: 'transfer_in', counterparty: { personId: ana }, note: 'Lunch', balanceMinor: 1_250 },
    ]);
    await city.settle();
    const { transferId } = sent;
    expect(await city.messages(ben, ana)).toMatchObject([
      { type: 'transfer', transferId, payeeId: ben, senderId: ana, note: 'Lunch' },
      { type: 'transferSettled', transferId, outcome: 'accepted', senderId: ben },
    ]);
  });

  it('go back when the payee says so', async () => {
    const [ana, ben] = await city.pair();
    const { transferId } = must(await city.send(ana, ben));
    expect(must(await city.giveBack(ben, transferId))).toMatchObject({ state: 'returned' });
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 10_000, heldMinor: 0 });
    const kinds = (await city.statement(ana)).map(({ kind }) => kind);
    expect(kinds).toEqual(['transfer_back', 'transfer_out', 'top_up']);
    const again = await city.accept(ben, transferId);
    expect(again).toMatchObject({ reason: 'transfer_settled', details: { state: 'returned' } });
  });

  it('go back by themselves after a day', async () => {
    const [ana, ben] = await city.pair();
    const { transferId } = must(await city.send(ana, ben));
    city.skip(23 * hourMs);
    await city.settle();
    expect(await city.pay.listWaiting(ben)).toHaveLength(1);
    city.skip(hourMs + 1_000);
    const late = await city.accept(ben, transferId);
    expect(late).toMatchObject({ reason: 'transfer_settled', details: { state: 'expired' } });
    await city.settle();
    const [transfer] = await city.pay.getTransfers(ana, [transferId]);
    expect(transfer).toMatchObject({ state: 'expired' });
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 10_000, heldMinor: 0 });
    expect((await city.messages(ben, ana)).at(-1)).toMatchObject({
      ...{ type: 'transferSettled', outcome: 'expired', senderId: ana },
    });
  });

  it('fail when there is not enough', async () => {
    const [ana, ben] = await city.pair(1_000);
    const key = city.newKey();
    expect(reason(await city.send(ana, ben, { key }))).toBe('insufficient_funds');
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 1_000, heldMinor: 0 });
    await city.topUp(ana, 1_000);
    // The first answer stays the answer; whoever wants to try again takes another key.
    expect(reason(await city.send(ana, ben, { key }))).toBe('insufficient_funds');
    must(await city.send(ana, ben));
    await city.settle();
    expect(await city.messages(ben, ana)).toHaveLength(1);
  });

  it('are answered once for each key', async () => {
    const [ana, ben] = await city.pair();
    const key = city.newKey();
    const both = await Promise.all([city.send(ana, ben, { key }), city.send(ana, ben, { key })]);
    const [first, second] = both.map(must);
    expect(second).toEqual(first);
    const transferId = first?.transferId as TransferId;
    must(await city.accept(ben, transferId));
    expect(must(await city.send(ana, ben, { key }))).toEqual(first);
    expect(reason(await city.send(ana, ben, { key, amountMinor: 1 }))).toBe('key_reused');
    expect(reason(await city.accept(ana, transferId, key))).toBe('key_reused');
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 8_750, heldMinor: 0 });
  });
});
