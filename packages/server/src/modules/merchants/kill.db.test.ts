import type { MerchantId, MoveId, OrderId, PayKey, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { yes } from '../../kernel/rpc/index.ts';
import { killerOf } from '../pay/testing/index.ts';
import { charge } from './charging.ts';
import type { MerchantsDeps } from './deps.ts';
import { allowHold, completeHold } from './holding-money.ts';
import { payOutMany } from './paying-many.ts';
import { answerPayout, payOut } from './paying-out.ts';
import { refund } from './refunding.ts';
import { must, openTestMerchants, type TestMerchants } from './testing.ts';
import type { NewPayout } from './types.ts';

// A process is killed at each step of each flow in turn. Whatever was begun then completes by
// itself, once; and whoever asks again under the same number hears what happened.

let city: TestMerchants;
let killEverywhere: ReturnType<typeof killerOf<MerchantsDeps>>;
beforeAll(async () => {
  city = await openTestMerchants();
  const begin = (deps: TestMerchants['payDeps']): MerchantsDeps => {
    const { db, log, identity } = deps;
    return city.another({ db, log, identity }, city.anotherPay(deps));
  };
  killEverywhere = killerOf({ deps: city.payDeps, begin, settle: city.settle });
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const timeout = 180_000;

const spendable = async (personId: PersonId) => (await city.wallet(personId)).availableMinor;

let owner: PersonId;
let merchantId: MerchantId;
let ana: PersonId;

async function scene(): Promise<void> {
  [owner, merchantId] = await city.shop();
  ana = await city.person('Ana', 5_000);
}

it('a killed payment has happened whole, or not at all', { timeout }, async () => {
  let orderId: OrderId;
  let key: PayKey;
  const input = () => ({ merchantId, orderId, key, approval: null });
  const prepare = async () => {
    await scene();
    ({ orderId } = await city.order(owner, merchantId));
    key = city.newKey();
    return (deps: MerchantsDeps) => city.pay(ana, input(), deps);
  };
  let completed = 0;
  await killEverywhere(prepare, async (isDone) => {
    const { state } = await city.orderRow(merchantId, orderId);
    const isPaid = state === 'paid';
    expect(['open', 'paid']).toContain(state);
    if (isDone) expect(isPaid).toBe(true);
    else completed += isPaid ? 1 : 0;
    const paid = isPaid ? 1_000 : 0;
    expect([await city.addsUp(ana), await city.balance(merchantId)]).toEqual([5_000 - paid, paid]);
    expect(await city.leftOf(orderId)).toBe(paid);
    expect(must(await city.pay(ana, input())).state).toBe('paid');
    await city.settle();
    expect([await city.addsUp(ana), await city.balance(merchantId)]).toEqual([4_000, 1_000]);
  });
  expect(completed).toBeGreaterThan(3);
});

it('… by a static code makes one order', { timeout }, async () => {
  let key: PayKey;
  const input = () => ({ merchantId, orderId: null, key, approval: null, amountMinor: 250 });
  const prepare = async () => {
    await scene();
    key = city.newKey();
    return (deps: MerchantsDeps) => city.pay(ana, input(), deps);
  };
  await killEverywhere(prepare, async () => {
    must(await city.pay(ana, input()));
    await city.settle();
    expect([await city.addsUp(ana), await city.balance(merchantId)]).toEqual([4_750, 250]);
    const { rows } = await city.db.query(
      'select state from merchants_order where merchant_id = $1',
      [merchantId],
    );
    expect(rows).toEqual([{ state: 'paid' }]);
  });
});

it('… by a code that was shown takes the money once', { timeout }, async () => {
  let count = 0;
  let order = city?.newOrder();
  let code = '';
  const prepare = async () => {
    await scene();
    count += 1;
    code = `13${String(count).padStart(16, '0')}`;
    city.codes.show(code, { personId: ana, isConfirmed: true });
    order = city.newOrder();
    return (deps: MerchantsDeps) => charge(deps, merchantId, { ...order, code });
  };
  await killEverywhere(prepare, async () => {
    expect(must(await charge(city.deps, merchantId, { ...order, code })).state).toBe('paid');
    await city.settle();
    expect([await city.addsUp(ana), await city.balance(merchantId)]).toEqual([4_000, 1_000]);
  });
});

it('a killed refund gives back once', { timeout }, async () => {
  let orderId: OrderId;
  const asked = () => ({
    ...{ orderId, outRefundNo: 'R1', amountMinor: 300, reason: '', actorId: null, attrs: {} },
  });
  const prepare = async () => {
    await scene();
    ({ orderId } = await city.order(owner, merchantId));
    must(await city.pay(ana, { merchantId, orderId, approval: null }));
    return (deps: MerchantsDeps) => refund(deps, merchantId, asked());
  };
  await killEverywhere(
    prepare,
    async () => {
      expect(must(await refund(city.deps, merchantId, asked())).state).toBe('done');
      await city.settle();
      expect([await city.addsUp(ana), await city.balance(merchantId)]).toEqual([4_300, 700]);
      expect([await city.leftOf(orderId)]).toEqual([700]);
      expect(await city.orderRow(merchantId, orderId)).toMatchObject({
        ...{ refundedMinor: 300n, refundCount: 1 },
      });
    },
    6,
  );
});

it('a killed payout, and the yes to it, happen once', { timeout }, async () => {
  let ben: PersonId;
  const asked = () => ({
    ...{ kind: 'payout' as const, outBillNo: 'B1', personId: ben, amountMinor: 400 },
    ...{ currency: 'points', note: '', mustAccept: true, actorId: null, attrs: {} },
  });
  const prepare = async () => {
    await scene();
    ben = await city.person('Ben');
    must(await city.pay(ana, { merchantId, orderId: null, approval: null }));
    return async (deps: MerchantsDeps) => {
      const paid = await payOut(deps, merchantId, asked());
      if (!paid.ok) return paid;
      return answerPayout(deps, ben, { payoutId: paid.value.moveId, accept: true });
    };
  };
  await killEverywhere(prepare, async () => {
    const { moveId } = must(await payOut(city.deps, merchantId, asked()));
    must(await answerPayout(city.deps, ben, { payoutId: moveId, accept: true }));
    await city.settle();
    expect([await spendable(ben), await city.balance(merchantId)]).toEqual([400, 600]);
  });
});

it('payouts of many that are killed reach each of them once', { timeout }, async () => {
  let people: PersonId[];
  const asked = (): NewPayout[] =>
    people.map((personId, n) => ({
      ...{ outBillNo: `M${n}`, personId, amountMinor: 100, currency: 'points', note: 'Wages' },
      ...{ mustAccept: false, actorId: null, attrs: {} },
    }));
  const prepare = async () => {
    await scene();
    people = [await city.person('Ben', 1), await city.person('Cleo', 1), await city.person('Dan')];
    must(await city.pay(ana, { merchantId, orderId: null, approval: null }));
    return async (deps: MerchantsDeps) => {
      const outcomes = await payOutMany(deps, merchantId, asked());
      return outcomes.find(({ ok }) => !ok) ?? yes(outcomes);
    };
  };
  await killEverywhere(prepare, async () => {
    for (const outcome of await payOutMany(city.deps, merchantId, asked())) must(outcome);
    await city.settle();
    const has = await Promise.all(people.map(spendable));
    expect([...has, await city.balance(merchantId)]).toEqual([101, 101, 100, 700]);
  });
});

it('a killed hold, and what is taken of it, happen once', { timeout }, async () => {
  let key: PayKey;
  let holdId: MoveId;
  const allow = () => ({ key, merchantId, holdId, amountMinor: 2_000, approval: null });
  const take = () => ({ name: { moveId: holdId }, takeMinor: 700 });
  const prepare = async () => {
    await scene();
    key = city.newKey();
    const asked = {
      ...{ outOrderNo: 'H1', amountMinor: 2_000, currency: 'points', description: 'Bike' },
      ...{ holdSeconds: 3_600, onlyPayerId: null, attrs: {} },
    };
    holdId = must(await city.core.holds.create(merchantId, asked)).moveId;
    return async (deps: MerchantsDeps) => {
      const allowed = await allowHold(deps, ana, allow());
      return allowed.ok ? completeHold(deps, merchantId, take()) : allowed;
    };
  };
  await killEverywhere(prepare, async () => {
    must(await allowHold(city.deps, ana, allow()));
    must(await completeHold(city.deps, merchantId, take()));
    await city.settle();
    expect([await city.addsUp(ana), await city.balance(merchantId)]).toEqual([4_300, 700]);
  });
});
