import type { MerchantId, PersonId } from '@plaza/base';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { no } from '../../kernel/rpc/index.ts';
import { createFamily } from '../family/index.ts';
import { createMerchants, createMerchantsRoutes, type MerchantsCore } from '../merchants/index.ts';
import { byPin, must, openTestPay, type TestPay } from '../pay/testing/index.ts';
import type { Payv3Deps } from './deps.ts';
import { runBatch } from './endpoints/batch-run.ts';
import { writeNotice } from './notices/writing.ts';
import { openidOf } from './openids.ts';
import { insertApp } from './store/apps.ts';
import { insertBatch, selectBatch, selectDetails } from './store/batches.ts';
import { openTestDeps } from './testing.ts';

// A process may die between any two steps, and what is told may be told twice: the effect is one.

const appid = 'wx0123456789abcdef';

let city: TestPay;
let base: Awaited<ReturnType<typeof openTestDeps>>;
let core: MerchantsCore;
let routes: ReturnType<typeof createMerchantsRoutes>;
let deps: Payv3Deps;
let merchantId: MerchantId;
let owner: PersonId;
let people: PersonId[];

/** A call of somebody, as the dispatch makes it. */
const callOf = (personId: PersonId) =>
  ({
    caller: { personId },
    refuse: (reason: string) => {
      throw new Error(reason);
    },
  }) as never;

/** An order of so much, which the person pays. */
async function sell(payerId: PersonId, amountMinor: number, attrs: object = {}) {
  const order = must(
    await core.orders.create(merchantId, {
      ...{ outTradeNo: `T${amountMinor}`, channel: 'native', amountMinor, currency: 'points' },
      ...{ description: 'Tea', expiresAt: null, onlyPayerId: null, actorId: null },
      attrs: { ...attrs },
    }),
  );
  const { orderId } = order;
  return {
    orderId,
    async pay() {
      const asked: MethodInput<'merchants.pay'> = {
        ...{ key: city.newKey(), merchantId, orderId, amountMinor, currency: 'points' },
        ...{ description: '', approval: byPin },
      };
      await routes.pay(asked, callOf(payerId));
    },
  };
}

async function balance(): Promise<number> {
  const answer = await routes.getBalances({ merchantId }, callOf(owner));
  const { balances } = answer as MethodOutput<'merchants.getBalances'>;
  return balances[0]?.availableMinor ?? 0;
}

beforeEach(async () => {
  city = await openTestPay('memory', { migrations: ['family', 'merchants', 'payv3'] });
  const codes = { redeem: async () => no('code_unknown') };
  const { cards } = createFamily({ ...city, pay: city.pay.core });
  const merchants = createMerchants({
    ...{ ...city, pay: city.pay.core, codes, cards, publicUrl: 'https://plaza.example' },
  });
  core = merchants.core;
  routes = createMerchantsRoutes(merchants);
  base = await openTestDeps();
  const { db, clock } = city;
  deps = { ...base.deps, db, clock, merchants: core, pay: city.pay.core };
  const shop = { key: city.newKey(), name: 'Tea', category: 'food' } as const;
  owner = await city.person('Omar');
  const opened = (await routes.open(shop, callOf(owner))) as MethodOutput<'merchants.open'>;
  ({ merchantId } = opened.merchant.merchant);
  await insertApp(db, { appid, merchantId, name: 'Shop', createdAt: clock.now() });
  await (await sell(await city.person('Ana', 50_000), 5_000)).pay();
  people = [await city.person('Ben'), await city.person('Cleo'), await city.person('Dan')];
});
afterEach(async () => {
  await base[Symbol.asyncDispose]();
  await city[Symbol.asyncDispose]();
});

async function takeBatch(outBatchNo: string): Promise<void> {
  const details: Parameters<typeof insertBatch>[2][number][] = [];
  for (const [at, personId] of people.entries()) {
    const openid = await openidOf(deps, appid, personId);
    const detailNo = `${outBatchNo}${at}`.padEnd(28, '0');
    details.push({ outDetailNo: `D${at}`, detailNo, openid, amountMinor: 100n, remark: 'Wages' });
  }
  const named = { merchantId, outBatchNo, batchNo: outBatchNo.padEnd(28, '1'), appid };
  const words = { name: 'May', remark: 'May', scene: '', notifyUrl: '', digest: 'x' };
  const facts = { currency: 'points', totalMinor: 300n, createdAt: city.clock.now() };
  await city.db.tx((tx) => insertBatch(tx, { ...named, ...words, ...facts }, details));
}

/** Dies when so many of a batch are paid, and nobody noted it. */
function dyingAfter(paid: number): Payv3Deps {
  const createMany: MerchantsCore['payouts']['createMany'] = async (of, asked) => {
    await core.payouts.createMany(of, asked.slice(0, paid));
    throw new Error('killed');
  };
  const payouts = { ...core.payouts, createMany };
  return { ...deps, merchants: { ...core, payouts } };
}

describe('a batch', () => {
  it('pays everybody once, wherever its process dies', async () => {
    for (let paid = 0; paid <= people.length; paid += 1) {
      const before = await balance();
      const outBatchNo = `P${paid}`;
      await takeBatch(outBatchNo);
      await expect(runBatch(dyingAfter(paid), { merchantId, outBatchNo })).rejects.toThrow(
        'killed',
      );
      await runBatch(deps, { merchantId, outBatchNo });
      await runBatch(deps, { merchantId, outBatchNo });
      const details = await selectDetails(city.db, { merchantId, outBatchNo });
      expect(details.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
      expect((await selectBatch(city.db, merchantId, { outBatchNo }))?.finishedAt).not.toBeNull();
      expect(before - (await balance())).toBe(300);
    }
  });

  it('is run by two processes at once as by one', async () => {
    const before = await balance();
    await takeBatch('Q');
    const of = { merchantId, outBatchNo: 'Q' };
    await Promise.all([runBatch(deps, of), runBatch(deps, of), runBatch(deps, of)]);
    expect(before - (await balance())).toBe(300);
  });
});

it('what happened once is told once, however often it is heard', async () => {
  const payer = await city.person('Eva', 10_000);
  const attrs = { dialect: 'apiv3', appid, attach: '', notifyUrl: 'http://shop.example/paid' };
  const order = await sell(payer, 1_000, { ...attrs, currency: 'CNY' });
  const change = { merchantId, kind: 'order' as const, id: order.orderId };
  expect(await writeNotice(deps, change)).toBe(false);
  await order.pay();
  const heard = await Promise.all([1, 2, 3, 4].map(() => writeNotice(deps, change)));
  expect(heard.filter(Boolean)).toHaveLength(1);
  expect(await writeNotice(deps, change)).toBe(false);
  const { rows } = await city.db.query<{ resource: Record<string, unknown> }>(
    'select resource from payv3_notice',
  );
  expect(rows.map(({ resource }) => resource['trade_state'])).toEqual(['SUCCESS']);
});
