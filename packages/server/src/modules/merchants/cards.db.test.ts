import type { FamilyCardId, MerchantId, OrderId, PayKey, PersonId } from '@plaza/base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { killerOf } from '../pay/testing/index.ts';
import { charge } from './charging.ts';
import type { MerchantsDeps } from './deps.ts';
import { refund } from './refunding.ts';
import { dayMs, must, openTestMerchants, reason, type TestMerchants } from './testing.ts';

// A child pays with a card on the wallet of their mother: her money, their order, both see it.

const timeout = 240_000;

describe.each(['memory', 'postgres'] as const)('a family card on %s', (kind) => {
  let city: TestMerchants;
  let other: MerchantsDeps;
  let owner: PersonId;
  let merchantId: MerchantId;
  let ana: PersonId;
  let ben: PersonId;
  let cardId: FamilyCardId;
  beforeAll(async () => {
    city = await openTestMerchants(kind);
    other = city.another();
    [owner, merchantId] = await city.shop();
  }, timeout);
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    ana = await city.person('Ana', 10_000);
    ben = await city.person('Ben');
    cardId = await city.card(ana, ben);
  });

  const order = async (amountMinor = 1_000) =>
    (await city.order(owner, merchantId, amountMinor)).orderId;
  const payBy = async (amountMinor = 1_000, by = city.deps) => {
    const orderId = await order(amountMinor);
    return city.pay(ben, { merchantId, orderId, amountMinor, cardId, approval: null }, by);
  };
  const giveBack = (orderId: OrderId, amountMinor: number, outRefundNo = `R${orderId}`) =>
    refund(city.deps, merchantId, {
      ...{ orderId, outRefundNo, amountMinor, reason: 'Sour', actorId: null, attrs: {} },
    });
  const payments = async (viewerId: PersonId) =>
    must(await city.family.listPayments(viewerId, { cardId })).payments;
  const shown = async (viewerId: PersonId) => {
    const { given, held } = await city.family.listCards(viewerId);
    return [...given, ...held].find((card) => card.cardId === cardId);
  };

  it('pays with the giver’s money for the holder, and both see it', async () => {
    const receipt = must(await payBy(1_250));
    expect(receipt).toMatchObject({ state: 'paid', money: { amountMinor: 1_250 } });
    await city.settle();
    expect([await city.addsUp(ana), await city.addsUp(ben)]).toEqual([8_750, 0]);
    expect((await city.orderRow(merchantId, receipt.orderId)).payerId).toBe(ben);
    expect(await city.statement(ana)).toMatchObject([
      { kind: 'card_out', counterparty: { personId: ben }, note: 'Café Sol · Tea' },
      { kind: 'top_up' },
    ]);
    expect(await city.statement(ben)).toEqual([]);
    const paid = {
      merchantId,
      merchant: 'Café Sol',
      description: 'Tea',
      state: 'paid',
      refundedMinor: 0,
    };
    expect(await payments(ana)).toMatchObject([{ ...paid, money: { amountMinor: 1_250 } }]);
    expect(await payments(ben)).toEqual(await payments(ana));
    expect(reason(await city.family.listPayments(owner, { cardId }))).toBe('card_unknown');
    expect(await shown(ben)).toMatchObject({ leftTodayMinor: 1_750, leftMonthMinor: 7_750 });
    for (const viewerId of [ana, ben]) {
      const { events } = await city.sync.pull(viewerId, 0);
      const told = events.filter(({ name }) => name === 'family.paymentChanged');
      expect(told).toMatchObject([{ payload: { payment: paid } }]);
    }
  });

  it('is refunded to the giver, and has room again on the same day only', async () => {
    const { orderId } = must(await payBy(2_000));
    must(await giveBack(orderId, 500));
    await city.settle();
    expect([await city.addsUp(ana), await city.addsUp(ben)]).toEqual([8_500, 0]);
    expect(await city.statement(ana)).toMatchObject([{ kind: 'card_back' }, {}, {}]);
    expect(await payments(ben)).toMatchObject([{ refundedMinor: 500 }]);
    expect(await shown(ana)).toMatchObject({ leftTodayMinor: 1_500 });
    city.skip(dayMs);
    must(await payBy(1_000));
    must(await giveBack(orderId, 1_000, 'R2'));
    await city.settle();
    expect(await shown(ana)).toMatchObject({ leftTodayMinor: 2_000 });
    expect(await city.addsUp(ana)).toBe(8_500);
  });

  it('pays no more than its caps, and says nothing of the wallet behind it', async () => {
    const tooMuch = await payBy(2_001);
    expect(tooMuch).toMatchObject({
      ...{ ok: false, reason: 'limit_reached' },
      details: { limit: 'card_payment', leftMinor: 2_000, currency: 'points' },
    });
    must(await payBy(2_000));
    expect(await payBy(1_001)).toMatchObject({
      ...{ reason: 'limit_reached', details: { limit: 'card_day', leftMinor: 1_000 } },
    });
    must(await payBy(1_000));
    const poor = await city.person('Zoe', 100);
    cardId = await city.card(poor, ben);
    const declined = await payBy(101);
    expect(declined).toEqual({ ok: false, reason: 'card_declined' });
    await city.settle();
    expect(await city.addsUp(poor)).toBe(100);
    // What came to nothing took nothing.
    expect(await shown(ben)).toMatchObject({ leftTodayMinor: 3_000 });
    expect(await payments(ben)).toEqual([]);
    must(await payBy(100));
  });

  it('is its holder’s alone, and pays only while it is active', async () => {
    const orderId = await order();
    const input = { merchantId, orderId, cardId, approval: null };
    expect(reason(await city.pay(owner, input))).toBe('card_unknown');
    expect(reason(await city.pay(ana, input))).toBe('card_unknown');
    must(await city.family.act(ana, { cardId, event: 'paused' }));
    expect(reason(await city.pay(ben, input))).toBe('card_paused');
    must(await city.family.act(ana, { cardId, event: 'resumed' }));
    must(await city.pay(ben, input));
    must(await city.family.act(ben, { cardId, event: 'ended' }));
    expect(reason(await payBy())).toBe('card_unknown');
  });

  it('needs its holder’s own yes to this card', async () => {
    const orderId = await order();
    const key = city.newKey();
    const wrong = { kind: 'pin', pin: '111222' } as const;
    const input = { merchantId, orderId, key };
    expect(reason(await city.pay(ben, { ...input, cardId, approval: wrong }))).toBe('wrong_pin');
    must(await city.pay(ben, { ...input, cardId }));
    // The same key with another source is another command.
    expect(reason(await city.pay(ben, { ...input, approval: null }))).toBe('key_reused');
  });

  it('pays a till by a code, for whoever has nothing of their own', async () => {
    const code = '130000000000000001';
    city.codes.show(code, { personId: ben, isConfirmed: true, cardId });
    const taken = city.newOrder({ amountMinor: 1_500 });
    const paid = must(await charge(city.deps, merchantId, { ...taken, code }));
    expect(paid).toMatchObject({ state: 'paid', payerId: ben });
    await city.settle();
    expect([await city.addsUp(ana), await city.addsUp(ben)]).toEqual([8_500, 0]);
    expect(await payments(ana)).toMatchObject([{ state: 'paid' }]);
    must(await city.family.act(ana, { cardId, event: 'paused' }));
    const next = code.replace(/^13/, '14');
    city.codes.show(next, { personId: ben, isConfirmed: true, cardId });
    const asked = { ...city.newOrder(), code: next };
    // The shop hears no more than that it does not pay.
    expect(reason(await charge(city.deps, merchantId, asked))).toBe('insufficient_funds');
  });

  it('lets of many at once only so many through as a day allows', { timeout }, async () => {
    const by = (n: number) => (n % 2 === 0 ? city.deps : other);
    const answers = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((n) => payBy(1_000, by(n))));
    const refused = answers.filter(({ ok }) => !ok).map(reason);
    expect(refused).toEqual(refused.map(() => 'limit_reached'));
    expect(refused).toHaveLength(5);
    await city.settle();
    expect(await city.addsUp(ana)).toBe(7_000);
    expect(await shown(ana)).toMatchObject({ leftTodayMinor: 0, leftMonthMinor: 6_000 });
  });

  it('that is paused meanwhile pays, or does not: never half', { timeout }, async () => {
    for (let round = 0; round < 6; round += 1) {
      const [paid] = await Promise.all([
        payBy(100, round % 2 === 0 ? city.deps : other),
        city.family.act(ana, { cardId, event: 'paused' }),
      ]);
      if (!paid.ok) expect(paid.reason).toBe('card_paused');
      must(await city.family.act(ana, { cardId, event: 'resumed' }));
      await city.settle();
      const sum = (await payments(ana)).reduce((all, one) => all + one.money.amountMinor, 0);
      expect(await city.addsUp(ana)).toBe(10_000 - sum);
      expect(await shown(ana)).toMatchObject({ leftTodayMinor: 3_000 - sum });
    }
  });

  it('goes with its giver; their money is put away, and the order stays', async () => {
    const { orderId } = must(await payBy(1_000));
    await city.settle();
    const parts = [city.identity, city.contacts, city.chat, city.family, city.money, city.sync];
    for (const { holding } of parts) await city.db.tx((tx) => holding.erase(tx, ana));
    await city.settle();
    expect((await city.family.listCards(ben)).held).toEqual([]);
    expect(reason(await payBy())).toBe('card_unknown');
    expect(reason(await giveBack(orderId, 100))).toBe('payee_frozen');
    expect((await city.orderRow(merchantId, orderId)).payerId).toBe(ben);
  });

  it('goes with its holder; the giver keeps the payments without a name', async () => {
    must(await payBy(1_000));
    await city.settle();
    const parts = [city.identity, city.contacts, city.chat, city.family, city.money, city.sync];
    for (const { holding } of parts) await city.db.tx((tx) => holding.erase(tx, ben));
    await city.settle();
    expect(await shown(ana)).toMatchObject({ state: 'ended', holder: null });
    expect(await payments(ana)).toMatchObject([{ merchant: 'Café Sol' }]);
    expect((await city.statement(ana))[0]).toMatchObject({ kind: 'card_out', counterparty: null });
  });
});

describe('a process that is killed', () => {
  let city: TestMerchants;
  beforeAll(async () => {
    city = await openTestMerchants();
  }, timeout);
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });

  const begin = (deps: TestMerchants['payDeps']): MerchantsDeps => {
    const { db, log, identity } = deps;
    return city.another({ db, log, identity }, city.anotherPay(deps));
  };
  const killer = () => killerOf({ deps: city.payDeps, begin, settle: city.settle });

  it('has taken by a code of a card once, and given back once', { timeout }, async () => {
    const killEverywhere = killer();
    const [, merchantId] = await city.shop();
    let [ana, ben]: PersonId[] = [];
    let count = 0;
    let charged: Parameters<typeof charge>[2];
    const prepare = async () => {
      count += 1;
      ana = await city.person('Ana', 5_000);
      ben = await city.person('Ben');
      const code = `13${String(count).padStart(16, '0')}`;
      const cardId = await city.card(ana, ben);
      city.codes.show(code, { personId: ben, isConfirmed: true, cardId });
      charged = { ...city.newOrder({ amountMinor: 1_500 }), code };
      return (deps: MerchantsDeps) => charge(deps, merchantId, charged);
    };
    const left = async () => (await city.family.listCards(ben as PersonId)).held[0]?.leftTodayMinor;
    let orderId: OrderId;
    await killEverywhere(prepare, async () => {
      const order = must(await charge(city.deps, merchantId, charged));
      expect(order).toMatchObject({ state: 'paid', payerId: ben });
      await city.settle();
      expect([await city.addsUp(ana as PersonId), await left()]).toEqual([3_500, 1_500]);
      ({ orderId } = order);
    });
    const given = { outRefundNo: 'R', amountMinor: 1, reason: '', actorId: null, attrs: {} };
    const asked = () => ({ ...given, orderId, outRefundNo: `R${count}` });
    let back = 0;
    const prepareRefund = async () => {
      count += 1;
      return (deps: MerchantsDeps) => refund(deps, merchantId, asked());
    };
    await killEverywhere(
      prepareRefund,
      async () => {
        must(await refund(city.deps, merchantId, asked()));
        await city.settle();
        back += 1;
        const sums = [await city.addsUp(ana as PersonId), await left()];
        expect(sums).toEqual([3_500 + back, 1_500 + back]);
      },
      6,
    );
  });

  it('has taken a payment by a card whole, or not at all', { timeout }, async () => {
    const killEverywhere = killer();
    const [owner, merchantId] = await city.shop();
    let [ana, ben]: PersonId[] = [];
    let orderId: OrderId;
    let key: PayKey;
    let cardId: FamilyCardId;
    const input = () => ({ merchantId, orderId, key, cardId, approval: null });
    const prepare = async () => {
      ana = await city.person('Ana', 5_000);
      ben = await city.person('Ben');
      cardId = await city.card(ana, ben);
      ({ orderId } = await city.order(owner, merchantId));
      key = city.newKey();
      return (deps: MerchantsDeps) => city.pay(ben as PersonId, input(), deps);
    };
    const check = async () => {
      const [giver, holder] = [ana as PersonId, ben as PersonId];
      const { state } = await city.orderRow(merchantId, orderId);
      expect(['open', 'paid']).toContain(state);
      const paid = state === 'paid' ? 1_000 : 0;
      expect(await city.addsUp(giver)).toBe(5_000 - paid);
      const { payments } = must(await city.family.listPayments(holder, { cardId }));
      expect(payments).toHaveLength(paid === 0 ? 0 : 1);
      const { held } = await city.family.listCards(holder);
      expect(held).toMatchObject([{ leftTodayMinor: 3_000 - paid }]);
      expect(must(await city.pay(holder, input())).state).toBe('paid');
      await city.settle();
      expect(await city.addsUp(giver)).toBe(4_000);
    };
    await killEverywhere(prepare, check);
  });
});
