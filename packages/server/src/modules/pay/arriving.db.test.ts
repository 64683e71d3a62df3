import { present, type PersonId, type TransferId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCurrencies, type CurrencyProfile } from './currencies.ts';
import { hourMs, must, openTestPay, reason, type TestPay } from './testing.ts';

const points = present(defaultCurrencies[0], 'a city has a currency');
/** 20.00 may be had. */
const capped: CurrencyProfile = {
  ...{ ...points, code: 'capped', ledger: 2, maxBalanceMinor: 2_000 },
};

let city: TestPay;
beforeAll(async () => {
  city = await openTestPay('postgres', { migrations: [], profiles: [points, capped] });
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const amountMinor = 1_250;
let ana: PersonId;
let ben: PersonId;
let transferId: TransferId;

async function prepare(arrival: '2h' | '24h' = '2h'): Promise<void> {
  [ana, ben] = await city.pair();
  const sent = must(await city.send(ana, ben, { arrival }));
  const wait = Date.parse(sent.arrivesAt ?? '') - Date.parse(sent.createdAt);
  expect(Math.round(wait / hourMs)).toBe(arrival === '2h' ? 2 : 24);
  ({ transferId } = sent);
}
const cancel = (personId: PersonId) =>
  city.pay.cancelTransfer(personId, { key: city.newKey(), transferId });
const stateFor = async (personId: PersonId) =>
  (await city.pay.getTransfers(personId, [transferId]))[0]?.state;
const moneyOf = async (personId: PersonId) => {
  const { availableMinor, heldMinor } = await city.wallet(personId);
  return [availableMinor, heldMinor];
};

describe('a delayed transfer', () => {
  it('that is accepted early arrives by itself at its time, and not before', async () => {
    await prepare();
    expect(must(await city.accept(ben, transferId))).toMatchObject({ state: 'arriving' });
    await city.settle();
    expect([await stateFor(ana), await stateFor(ben)]).toEqual(['arriving', 'arriving']);
    expect([await moneyOf(ana), await moneyOf(ben)]).toEqual([
      [8_750, amountMinor],
      [0, 0],
    ]);
    expect(await city.pay.listWaiting(ben)).toHaveLength(1);
    city.skip(2 * hourMs + 1_000);
    await city.settle();
    expect([await stateFor(ana), await stateFor(ben)]).toEqual(['accepted', 'accepted']);
    expect([await moneyOf(ana), await moneyOf(ben)]).toEqual([
      [8_750, 0],
      [amountMinor, 0],
    ]);
    expect(await city.pay.listWaiting(ben)).toEqual([]);
    expect(await city.messages(ben, ana)).toMatchObject([
      { type: 'transfer' },
      { type: 'transferSettled', outcome: 'accepted', senderId: ben },
    ]);
  });

  it('that is accepted late is there at once, and lapses a day after its time', async () => {
    await prepare('24h');
    city.skip(30 * hourMs);
    expect(must(await city.accept(ben, transferId))).toMatchObject({ state: 'accepted' });
    await prepare('24h');
    city.skip(49 * hourMs);
    await city.settle();
    expect(reason(await city.accept(ben, transferId))).toBe('transfer_settled');
    await city.settle();
    expect(await stateFor(ana)).toBe('expired');
  });

  it('is taken back by its payer, also after it was accepted, until it arrives', async () => {
    for (const isAccepted of [false, true]) {
      await prepare();
      if (isAccepted) must(await city.accept(ben, transferId));
      expect(reason(await cancel(ben))).toBe('forbidden');
      expect(must(await cancel(ana))).toMatchObject({ state: 'cancelled' });
      await city.settle();
      expect([await moneyOf(ana), await moneyOf(ben)]).toEqual([
        [10_000, 0],
        [0, 0],
      ]);
      expect((await city.messages(ben, ana)).at(-1)).toMatchObject({
        ...{ type: 'transferSettled', outcome: 'cancelled', senderId: ana },
      });
      const again = await city.accept(ben, transferId);
      expect(again).toMatchObject({ reason: 'transfer_settled', details: { state: 'cancelled' } });
    }
    await prepare();
    city.skip(2 * hourMs + 1_000);
    expect(reason(await cancel(ana))).toBe('cancel_too_late');
    const usual = must(await city.send(ana, ben));
    ({ transferId } = usual);
    expect(reason(await cancel(ana))).toBe('cancel_too_late');
    must(await city.accept(ben, transferId));
    expect(reason(await cancel(ana))).toBe('transfer_settled');
    transferId = city.newKey() as string as TransferId;
    expect(reason(await cancel(ana))).toBe('transfer_unknown');
  });

  it('may be given back by the payee who has said yes', async () => {
    await prepare();
    must(await city.accept(ben, transferId));
    expect(must(await city.giveBack(ben, transferId))).toMatchObject({ state: 'returned' });
    expect(await moneyOf(ana)).toEqual([10_000, 0]);
  });

  it('is the same command under the same key only with the same arrival', async () => {
    [ana, ben] = await city.pair();
    const key = city.newKey();
    const first = must(await city.send(ana, ben, { key, arrival: '2h' }));
    expect(must(await city.send(ana, ben, { key, arrival: '2h' }))).toEqual(first);
    expect(reason(await city.send(ana, ben, { key, arrival: '24h' }))).toBe('key_reused');
    expect(reason(await city.send(ana, ben, { key }))).toBe('key_reused');
  });

  it('waits while a wallet is frozen, and arrives when it is opened', async () => {
    await prepare();
    must(await city.accept(ben, transferId));
    const on = { actorId: null, personId: ben, currency: 'points', reason: 'Why' };
    must(await city.pay.freezeWallet({ ...on, key: city.newKey() }));
    city.skip(2 * hourMs + 1_000);
    await city.settle();
    expect(await stateFor(ben)).toBe('arriving');
    must(await city.pay.unfreezeWallet({ ...on, key: city.newKey() }));
    city.skip(61_000);
    await city.settle();
    expect(await stateFor(ben)).toBe('accepted');
  });

  it('arrives only as far as its payee may hold it, and goes back otherwise', async () => {
    [ana, ben] = await city.pair(0);
    const on = { actorId: null, personId: ana, currency: 'capped', reason: 'A gift' };
    must(await city.pay.topUp({ ...on, key: city.newKey(), amountMinor: 2_000 }));
    const send = async () => {
      const about = { arrival: '2h', currency: 'capped', amountMinor: 1_000 } as const;
      const sent = must(await city.send(ana, ben, about));
      must(await city.accept(ben, sent.transferId));
      return sent.transferId;
    };
    const ids = [await send(), await send()];
    must(await city.pay.topUp({ ...on, personId: ben, key: city.newKey(), amountMinor: 500 }));
    const states = async () =>
      (await city.pay.getTransfers(ben, ids)).map(({ state }) => state).toSorted();
    city.skip(2 * hourMs + 1_000);
    await city.settle();
    expect(await states()).toEqual(['accepted', 'arriving']);
    city.skip(25 * hourMs);
    await city.settle();
    await expect.poll(states, { timeout: 5_000 }).toEqual(['accepted', 'expired']);
  });

  it('ends once when everybody acts at the same moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      await prepare();
      const other = city.another();
      const outcomes = await Promise.all([
        other.acceptTransfer(ben, { key: city.newKey(), transferId }),
        cancel(ana),
        city.giveBack(ben, transferId),
      ]);
      const [, cancelled, returned] = outcomes;
      expect([cancelled.ok, returned.ok].filter(Boolean)).toHaveLength(1);
      await city.settle();
      expect(await stateFor(ana)).toBe(cancelled.ok ? 'cancelled' : 'returned');
      expect(await moneyOf(ana)).toEqual([10_000, 0]);
      expect((await city.messages(ben, ana)).map(({ type }) => type)).toEqual([
        'transfer',
        'transferSettled',
      ]);
    }
  });
});

describe('who paid', () => {
  it('may write to the payee once, within a day of it', async () => {
    [ana, ben] = await city.pair();
    ({ transferId } = must(await city.send(ana, ben)));
    const write = (personId: PersonId, text = 'It was for the bell') =>
      city.pay.contactPayee(personId, { transferId, text });
    expect(reason(await write(ben))).toBe('forbidden');
    expect(reason(await write(ana, '   '))).toBe('invalid');
    const both = await Promise.all([write(ana), write(ana)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(reason(await write(ana))).toBe('contact_used');
    await city.settle();
    expect((await city.messages(ben, ana)).at(-1)).toMatchObject({
      ...{ type: 'text', text: 'It was for the bell', senderId: ana },
    });
    for (const personId of [ana, ben]) {
      const [known] = await city.pay.getTransfers(personId, [transferId]);
      expect(known?.contactedAt).not.toBeNull();
    }
    ({ transferId } = must(await city.send(ana, ben)));
    city.skip(24 * hourMs + 1_000);
    expect(reason(await write(ana))).toBe('contact_too_late');
    ({ transferId } = must(await city.send(ana, ben)));
    await city.contacts.block(ben, ana);
    expect(reason(await write(ana))).toBe('blocked');
  });
});
