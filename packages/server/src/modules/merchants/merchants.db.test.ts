import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charge } from './charging.ts';
import { allowHold } from './holding-money.ts';
import { answer, sendOut } from './outgoing.ts';
import { getDay, getReceipts, listAsking, listLines, look } from './reading.ts';
import { refundFor } from './selling.ts';
import {
  byPin,
  dayMs,
  hourMs,
  must,
  openTestMerchants,
  reason,
  type TestMerchants,
} from './testing.ts';

const timeout = 60_000;

describe.each(['memory', 'postgres'] as const)('merchants on %s', (kind) => {
  let city: TestMerchants;
  beforeAll(async () => {
    city = await openTestMerchants(kind);
  }, timeout);
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });

  const spendable = async (personId: Parameters<TestMerchants['wallet']>[0]) =>
    (await city.wallet(personId)).availableMinor;
  const kinds = async (personId: Parameters<TestMerchants['wallet']>[0]) =>
    (await city.statement(personId)).map(({ kind: of, money }) => [of, money.amountMinor]);

  it('sell by a code for one payment, and give back in parts', { timeout }, async () => {
    const [owner, merchantId] = await city.shop();
    const cashier = await city.hire(owner, merchantId, 'cashier');
    const ana = await city.person('Ana', 5_000);
    const { orderId } = await city.order(cashier, merchantId, 1_000);
    const row = await city.orderRow(merchantId, orderId);
    const merchant = await city.core.find(merchantId);
    const url = merchant === null ? '' : city.core.orders.urlOf(row, merchant);
    const payable = must(await look(city.deps, ana, url));
    expect(payable).toMatchObject({ orderId, amountMinor: 1_000, mine: true, state: 'open' });
    const key = city.newKey();
    const receipt = must(await city.pay(ana, { merchantId, orderId, key }));
    expect(receipt).toMatchObject({ state: 'paid', failure: null });
    expect(must(await city.pay(ana, { merchantId, orderId, key }))).toEqual(receipt);
    expect(reason(await city.pay(ana, { merchantId, orderId, key, amountMinor: 2 }))).toBe(
      'key_reused',
    );
    expect(reason(await city.pay(ana, { merchantId, orderId }))).toBe('order_paid');
    expect([await spendable(ana), await city.balance(merchantId)]).toEqual([4_000, 1_000]);

    const part = (amountMinor: number, over = {}) =>
      refundFor(city.deps, owner, {
        ...{ key: city.newKey(), merchantId, orderId, amountMinor, reason: 'cold', ...over },
      });
    const same = { key: city.newKey() };
    const refund = must(await part(400, same)).refund;
    expect(refund).toMatchObject({ state: 'done' });
    expect(must(await part(400, same)).refund).toEqual(refund);
    expect(reason(await part(300, same))).toBe('key_reused');
    expect(reason(await part(601))).toBe('refund_too_large');
    must(await part(600));
    expect(reason(await part(1))).toBe('refund_too_large');
    expect(await city.leftOf(orderId)).toBe(0);
    expect(
      reason(
        await refundFor(city.deps, cashier, {
          ...{ key: city.newKey(), merchantId, orderId, amountMinor: 1, reason: '' },
        }),
      ),
    ).toBe('forbidden');
    expect([await spendable(ana), await city.balance(merchantId)]).toEqual([5_000, 0]);
    expect((await kinds(ana)).slice(0, 3)).toEqual([
      ...[
        ['order_back', 600],
        ['order_back', 400],
        ['order_out', -1_000],
      ],
    ]);
    expect((await city.statement(ana))[2]?.note).toBe('Café Sol · Tea');
    const [mine] = await getReceipts(city.deps, ana, [orderId]);
    expect(mine).toMatchObject({ refundedMinor: 1_000, state: 'paid' });
    expect(await getReceipts(city.deps, cashier, [orderId])).toEqual([]);
  });

  it('have days that add up to the ledger', { timeout }, async () => {
    const [owner, merchantId] = await city.shop();
    const ana = await city.person('Ana', 5_000);
    for (const amountMinor of [100, 250, 7]) {
      must(await city.pay(ana, { merchantId, orderId: null, amountMinor, description: 'Bread' }));
    }
    const day = city.clock.now().toISOString().slice(0, 10);
    const asked = { merchantId, currency: 'points', day };
    const shown = must(await getDay(city.deps, owner, asked));
    expect(shown).toMatchObject({
      ...{ openingMinor: 0, closingMinor: 357 },
      totals: [{ kind: 'order_in', count: 3, amountMinor: 357 }],
    });
    const { rows } = must(await listLines(city.deps, owner, asked));
    expect(rows.map(({ money, balanceMinor }) => [money.amountMinor, balanceMinor])).toEqual([
      ...[
        [7, 357],
        [250, 350],
        [100, 100],
      ],
    ]);
    const page = await city.core.movements(merchantId, {
      ...{ currency: 'points', day, after: null, limit: 2 },
    });
    expect(page.rows.map((row) => Number(row.amountMinor))).toEqual([100, 250]);
    const rest = await city.core.movements(merchantId, {
      ...{ currency: 'points', day, after: page.next, limit: 2 },
    });
    expect(rest.rows.map((row) => Number(row.amountMinor))).toEqual([7]);
    expect(await city.balance(merchantId)).toBe(357);
    expect(reason(await getDay(city.deps, ana, asked))).toBe('merchant_unknown');
    const tomorrow = new Date(city.clock.nowMs() + dayMs).toISOString().slice(0, 10);
    const next = must(await getDay(city.deps, owner, { ...asked, day: tomorrow }));
    expect(next).toMatchObject({ openingMinor: 357, closingMinor: 357, totals: [] });
  });

  it('refuse what cannot be paid, and leave the order open', { timeout }, async () => {
    const [owner, merchantId] = await city.shop();
    const [ana, ben] = [await city.person('Ana', 500), await city.person('Ben', 5_000)];
    const { orderId } = await city.order(owner, merchantId, 1_000);
    const tries = (over: object) => city.pay(ana, { merchantId, orderId, ...over }).then(reason);
    expect(await tries({ amountMinor: 999 })).toBe('wrong_amount');
    expect(await tries({ currency: 'stones' })).toBe('wrong_currency');
    expect(await tries({ approval: { kind: 'pin', pin: '194602' } })).toBe('wrong_pin');
    expect(await tries({ orderId: city.newId() })).toBe('order_unknown');
    expect(await tries({})).toBe('insufficient_funds');
    expect((await city.orderRow(merchantId, orderId)).state).toBe('open');
    must(await city.pay(ben, { merchantId, orderId }));
    // A static one that was refused is over.
    const own = await city.pay(ana, { merchantId, orderId: null, amountMinor: 501 });
    expect(reason(own)).toBe('insufficient_funds');
    // What a static code takes in a day is capped besides.
    await city.topUp(ben, 100_000);
    const much = (amountMinor: number) => city.pay(ben, { merchantId, orderId: null, amountMinor });
    must(await much(49_000));
    expect(reason(await much(1_001))).toBe('limit_reached');
    must(await much(1_000));
    const gone = await city.order(owner, merchantId);
    city.skip(2 * hourMs + 1);
    expect(reason(await city.pay(ben, { merchantId, orderId: gone.orderId }))).toBe('order_closed');
    await city.settle();
    expect((await city.orderRow(merchantId, gone.orderId)).state).toBe('closed');
  });

  it('are paid by the code of a customer', { timeout }, async () => {
    const [, merchantId] = await city.shop();
    const ana = await city.person('Ana', 5_000);
    const sale = (code: string, over = {}) =>
      charge(city.deps, merchantId, { ...city.newOrder(over), code });
    const code = '130000000000000001';
    city.codes.show(code, { personId: ana, isConfirmed: true });
    const of = { outTradeNo: `${kind}-1` };
    const paid = must(await sale(code, of));
    expect(paid).toMatchObject({ state: 'paid', payerId: ana });
    expect(must(await sale(code, of)).orderId).toBe(paid.orderId);
    expect(reason(await sale(code, { ...of, amountMinor: 5 }))).toBe('order_conflict');
    expect(reason(await sale(code))).toBe('code_used');
    expect(reason(await sale('130000000000000009'))).toBe('code_unknown');
    const other = '130000000000000002';
    city.codes.show(other, { personId: ana, isConfirmed: false });
    const asking = must(await sale(other, { outTradeNo: `${kind}-2` }));
    expect(asking.state).toBe('asking');
    expect(await listAsking(city.deps, ana)).toMatchObject([
      { orderId: asking.orderId, mine: true },
    ]);
    const ben = await city.person('Ben', 5_000);
    const { orderId } = asking;
    expect(reason(await city.pay(ben, { merchantId, orderId }))).toBe('order_paying');
    must(await city.pay(ana, { merchantId, orderId }));
    expect(await listAsking(city.deps, ana)).toEqual([]);
    // Taken back: given back whole, and said so.
    const reversed = must(await city.core.orders.reverse(merchantId, { orderId }));
    expect(reversed).toMatchObject({ isReversed: true, refundedMinor: 1_000n });
    must(await city.core.orders.reverse(merchantId, { orderId }));
    expect([await spendable(ana), await city.balance(merchantId)]).toEqual([4_000, 1_000]);
    const poor = '130000000000000003';
    city.codes.show(poor, { personId: await city.person('Poor'), isConfirmed: true });
    const again = { outTradeNo: `${kind}-3` };
    expect(reason(await sale(poor, again))).toBe('insufficient_funds');
    expect(reason(await sale(poor, again))).toBe('insufficient_funds');
    const next = '130000000000000004';
    city.codes.show(next, { personId: ana, isConfirmed: true });
    // The order is open: another code pays it.
    const both = await Promise.all([sale(next, again), sale(next, again)]);
    expect(both.map((one) => must(one).state)).toEqual(['paid', 'paid']);
  });

  it('pay people out, at once or when they say yes', { timeout }, async () => {
    const [owner, merchantId] = await city.shop();
    const [ana, ben] = [await city.person('Ana', 5_000), await city.person('Ben')];
    must(await city.pay(ana, { merchantId, orderId: null, amountMinor: 3_000 }));
    const out = (over: object) =>
      sendOut(city.deps, owner, {
        ...{ key: city.newKey(), merchantId, personId: ben, amountMinor: 500, currency: 'points' },
        ...{ note: 'Thanks', mustAccept: false, approval: byPin, ...over },
      });
    must(await out({}));
    expect([await spendable(ben), await city.balance(merchantId)]).toEqual([500, 2_500]);
    const waits = must(await out({ mustAccept: true }));
    expect(waits.state).toBe('waiting');
    expect(await city.balance(merchantId)).toBe(2_000);
    const { payoutId } = waits;
    expect(reason(await answer(city.deps, ana, { payoutId, accept: true }))).toBe('payout_unknown');
    must(await answer(city.deps, ben, { payoutId, accept: true }));
    must(await answer(city.deps, ben, { payoutId, accept: true }));
    expect(reason(await answer(city.deps, ben, { payoutId, accept: false }))).toBe(
      'payout_settled',
    );
    expect(await spendable(ben)).toBe(1_000);
    const back = must(await out({ mustAccept: true }));
    must(await city.core.payouts.cancel(merchantId, { moveId: back.payoutId }));
    expect(await city.balance(merchantId)).toBe(2_000);
    const lapses = must(await out({ mustAccept: true }));
    city.skip(dayMs + 1_000);
    await city.settle();
    const found = await city.core.payouts.find(merchantId, { moveId: lapses.payoutId });
    expect(found?.state).toBe('expired');
    expect(reason(await out({ amountMinor: 2_001 }))).toBe('insufficient_funds');
    must(await out({ personId: null, amountMinor: 2_000 }));
    expect([await spendable(owner), await city.balance(merchantId)]).toEqual([2_000, 0]);
    expect((await kinds(owner))[0]).toEqual(['withdrawal_in', 2_000]);
    expect((await kinds(ben))[0]).toEqual(['payout_in', 500]);
  });

  it('hold an amount, and take a part of it', { timeout }, async () => {
    const [, merchantId] = await city.shop();
    const ana = await city.person('Ana', 5_000);
    let count = 0;
    const held = async () => {
      count += 1;
      const asked = must(
        await city.core.holds.create(merchantId, {
          ...{ outOrderNo: `${kind}-h${count}`, amountMinor: 2_000, currency: 'points', attrs: {} },
          ...{ description: 'Bike', holdSeconds: 3600, onlyPayerId: ana },
        }),
      );
      const key = city.newKey();
      const input = { key, merchantId, holdId: asked.moveId, amountMinor: 2_000, approval: byPin };
      const hold = must(await allowHold(city.deps, ana, input));
      expect(hold).toMatchObject({ state: 'held', takenMinor: 0 });
      expect(must(await allowHold(city.deps, ana, input))).toEqual(hold);
      return { moveId: asked.moveId };
    };
    const first = await held();
    expect(await spendable(ana)).toBe(3_000);
    const { complete, cancel } = city.core.holds;
    expect(reason(await complete(merchantId, first, 2_001))).toBe('wrong_amount');
    expect(must(await complete(merchantId, first, 700)).settledMinor).toBe(700n);
    must(await complete(merchantId, first, 700));
    expect(reason(await complete(merchantId, first, 701))).toBe('hold_over');
    expect(reason(await cancel(merchantId, first))).toBe('hold_over');
    expect([await spendable(ana), await city.balance(merchantId)]).toEqual([4_300, 700]);
    expect(must(await cancel(merchantId, await held())).state).toBe('returned');
    const third = await held();
    city.skip(hourMs + 1_000);
    await city.settle();
    expect((await city.core.holds.find(merchantId, third))?.state).toBe('expired');
    expect(reason(await complete(merchantId, third, 1))).toBe('hold_over');
    expect([await spendable(ana), await city.balance(merchantId)]).toEqual([4_300, 700]);
    expect((await kinds(ana)).slice(0, 2)).toEqual([
      ...[
        ['hold_back', 2_000],
        ['hold_out', -2_000],
      ],
    ]);
  });

  it('give nothing back after a year, by the ledger too', { timeout }, async () => {
    const [owner, merchantId] = await city.shop();
    const ana = await city.person('Ana', 5_000);
    const { orderId } = await city.order(owner, merchantId);
    must(await city.pay(ana, { merchantId, orderId }));
    const asked = (outRefundNo: string, amountMinor: number) => ({
      ...{ orderId, outRefundNo, amountMinor, reason: '', actorId: null, attrs: {} },
    });
    // One that failed in time, and is tried again too late.
    must(
      await city.core.payouts.create(merchantId, {
        ...{ outBillNo: `${kind}-all`, personId: owner, amountMinor: 950, currency: 'points' },
        ...{ note: '', mustAccept: false, actorId: null, attrs: {} },
      }),
    );
    const failed = await city.core.refunds.create(merchantId, asked('late', 100));
    expect(reason(failed)).toBe('insufficient_funds');
    city.skip(367 * dayMs);
    await city.settle();
    expect(await city.isClosed(orderId)).toBe(true);
    must(await city.pay(ana, { merchantId, orderId: null, amountMinor: 400 }));
    const late = await city.core.refunds.create(merchantId, asked('late', 100));
    expect(reason(late)).toBe('refund_too_late');
    expect(reason(await city.core.refunds.create(merchantId, asked('new', 1)))).toBe(
      'refund_too_late',
    );
    expect([await city.leftOf(orderId), await city.balance(merchantId)]).toEqual([1_000, 450]);
  });

  it('have what the ledger says, and the reconciliation notices if not', { timeout }, async () => {
    const [owner, merchantId] = await city.shop();
    const ana = await city.person('Ana', 5_000);
    const { orderId } = await city.order(owner, merchantId);
    must(await city.pay(ana, { merchantId, orderId }));
    await city.settle();
    const check = async () => {
      const { checks } = await city.money.getReconciliation();
      return checks.find(({ name }) => name === 'merchants_projected');
    };
    const before = await check();
    expect(before).toMatchObject({ isFine: true, currency: 'points' });
    expect(before?.expectedMinor).toBeGreaterThanOrEqual(1_000);
    const raise = (by: number) =>
      city.db.query(
        'update merchants_wallet set available_minor = available_minor + $2 where merchant_id = $1',
        [merchantId, by],
      );
    await raise(1);
    expect(await check()).toMatchObject({ isFine: false });
    await raise(-1);
  });
});
