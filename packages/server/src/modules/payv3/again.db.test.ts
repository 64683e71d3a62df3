import type { MerchantId, PersonId } from '@plaza/base';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MerchantsCore } from '../merchants/index.ts';
import { must, openTestMerchants, type TestMerchants } from '../merchants/testing.ts';
import type { Payv3Deps } from './deps.ts';
import { runBatch } from './endpoints/batch-run.ts';
import { writeNotice } from './notices/writing.ts';
import { openidOf } from './openids.ts';
import { insertApp } from './store/apps.ts';
import { insertBatch, selectBatch, selectDetails } from './store/batches.ts';
import { openTestDeps } from './testing.ts';

// A process may die between any two steps, and what is told may be told twice: the effect is one.

const migrations = path.join(import.meta.dirname, 'migrations');
const appid = 'wx0123456789abcdef';

let city: TestMerchants;
let base: Awaited<ReturnType<typeof openTestDeps>>;
let deps: Payv3Deps;
let merchantId: MerchantId;
let people: PersonId[];

beforeEach(async () => {
  city = await openTestMerchants();
  for (const file of readdirSync(migrations).toSorted()) {
    await city.db.query(readFileSync(path.join(migrations, file), 'utf8'));
  }
  base = await openTestDeps();
  const { db, clock, core, money } = city;
  deps = { ...base.deps, db, clock, merchants: core, pay: money.core };
  [, merchantId] = await city.shop();
  await insertApp(db, { appid, merchantId, name: 'Shop', createdAt: clock.now() });
  const payer = await city.person('Ana', 50_000);
  const order = must(await core.orders.create(merchantId, city.newOrder({ amountMinor: 5_000 })));
  must(await city.pay(payer, { merchantId, orderId: order.orderId, amountMinor: 5_000 }));
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

/** Dies at the n-th payout: before it, or after it and before anybody noted it. */
function dyingAt(step: number): Payv3Deps {
  let calls = 0;
  const create: MerchantsCore['payouts']['create'] = async (...asked) => {
    calls += 1;
    if (calls * 2 - 1 === step) throw new Error('killed before');
    const outcome = await city.core.payouts.create(...asked);
    if (calls * 2 === step) throw new Error('killed after');
    return outcome;
  };
  const payouts = { ...city.core.payouts, create };
  return { ...deps, merchants: { ...city.core, payouts } };
}

describe('a batch', () => {
  it('pays everybody once, wherever its process dies', async () => {
    for (let step = 1; step <= people.length * 2; step += 1) {
      const before = await city.balance(merchantId);
      const outBatchNo = `P${step}`;
      await takeBatch(outBatchNo);
      await expect(runBatch(dyingAt(step), { merchantId, outBatchNo })).rejects.toThrow('killed');
      await runBatch(deps, { merchantId, outBatchNo });
      await runBatch(deps, { merchantId, outBatchNo });
      const details = await selectDetails(city.db, { merchantId, outBatchNo });
      expect(details.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
      expect((await selectBatch(city.db, merchantId, { outBatchNo }))?.finishedAt).not.toBeNull();
      expect(before - (await city.balance(merchantId))).toBe(300);
    }
  });

  it('is run by two processes at once as by one', async () => {
    const before = await city.balance(merchantId);
    await takeBatch('Q');
    const of = { merchantId, outBatchNo: 'Q' };
    await Promise.all([runBatch(deps, of), runBatch(deps, of), runBatch(deps, of)]);
    expect(before - (await city.balance(merchantId))).toBe(300);
  });
});

it('what happened once is told once, however often it is heard', async () => {
  const payer = await city.person('Eva', 10_000);
  const attrs = { dialect: 'apiv3', appid, attach: '', notifyUrl: 'http://shop.example/paid' };
  const asked = city.newOrder({ attrs: { ...attrs, currency: 'CNY' } });
  const { orderId } = must(await city.core.orders.create(merchantId, asked));
  const change = { merchantId, kind: 'order' as const, id: orderId };
  expect(await writeNotice(deps, change)).toBe(false);
  must(await city.pay(payer, { merchantId, orderId, amountMinor: 1_000 }));
  const heard = await Promise.all([1, 2, 3, 4].map(() => writeNotice(deps, change)));
  expect(heard.filter(Boolean)).toHaveLength(1);
  expect(await writeNotice(deps, change)).toBe(false);
  const { rows } = await city.db.query<{ resource: Record<string, unknown> }>(
    'select resource from payv3_notice',
  );
  expect(rows.map(({ resource }) => resource['trade_state'])).toEqual(['SUCCESS']);
});
