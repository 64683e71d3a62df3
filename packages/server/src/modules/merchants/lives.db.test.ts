import { pick, seededRandom, type MerchantId, type MoveId, type OrderId } from '@plaza/base';
import type { PersonId, Random } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Killed, killable } from '../pay/testing/index.ts';
import { charge } from './charging.ts';
import type { MerchantsDeps } from './deps.ts';
import { allowHold, cancelHold, completeHold } from './holding-money.ts';
import { closeOrder, reverseOrder } from './ordering.ts';
import { answerPayout, cancelPayout, payOut } from './paying-out.ts';
import { refund } from './refunding.ts';
import { byPin, must, openTestMerchants, type TestMerchants } from './testing.ts';

// Random lives of merchants and their customers, in two processes and in some that are killed at a
// random step, while time jumps: whatever happened, the books are right in the end.

const timeout = 240_000;
const stepsOfLife = 60;
const points = { currency: 'points', attrs: {}, actorId: null } as const;

type World = {
  random: Random;
  owner: PersonId;
  merchantId: MerchantId;
  people: PersonId[];
  orders: OrderId[];
  holds: MoveId[];
  payouts: { moveId: MoveId; personId: PersonId }[];
  /** Orders whose payment somebody was told of. */
  acknowledged: Set<OrderId>;
  count: number;
};
type Act = (world: World, deps: MerchantsDeps) => Promise<unknown>;

describe.each([
  ['memory', 3],
  ['postgres', 2],
] as const)('lives on %s', (kind, lives) => {
  let city: TestMerchants;
  let other: MerchantsDeps;
  beforeAll(async () => {
    city = await openTestMerchants(kind);
    other = city.another();
  }, timeout);
  afterAll(async () => {
    await city[Symbol.asyncDispose]();
  });

  const someone = ({ random, people }: World) => pick(random, people);
  const nextNo = (world: World) => {
    world.count += 1;
    return `N${world.count}`;
  };

  async function payOrder(world: World, deps: MerchantsDeps, orderId: OrderId | null) {
    const { random, merchantId } = world;
    const amountMinor = orderId === null ? 1 + random.int(300) : 1_000;
    const of = { merchantId, orderId, amountMinor, approval: null };
    const paid = await city.pay(someone(world), of, deps);
    if (!paid.ok) return;
    world.acknowledged.add(paid.value.orderId);
    if (orderId === null) world.orders.push(paid.value.orderId);
  }

  const acts: Act[] = [
    async (world) => {
      const made = await city.core.orders.create(world.merchantId, city.newOrder());
      world.orders.push(must(made).orderId);
    },
    async (world, deps) => {
      if (world.orders.length > 0) await payOrder(world, deps, pick(world.random, world.orders));
    },
    (world, deps) => payOrder(world, deps, null),
    async (world, deps) => {
      const code = `13${String(world.count + 1).padStart(16, '0')}`;
      const isConfirmed = world.random.int(3) > 0;
      city.codes.show(code, { personId: someone(world), isConfirmed });
      const order = city.newOrder({ outTradeNo: nextNo(world) });
      const charged = await charge(deps, world.merchantId, { ...order, code });
      if (!charged.ok) return;
      world.orders.push(charged.value.orderId);
      if (charged.value.state === 'paid') world.acknowledged.add(charged.value.orderId);
    },
    async (world, deps) => {
      if (world.orders.length === 0) return;
      const outRefundNo = world.random.int(4) === 0 ? `N${world.count}` : nextNo(world);
      const of = { orderId: pick(world.random, world.orders), outRefundNo, reason: '' };
      const amountMinor = 1 + world.random.int(700);
      await refund(deps, world.merchantId, { ...of, ...points, amountMinor });
    },
    async (world, deps) => {
      if (world.orders.length === 0) return;
      const orderId = pick(world.random, world.orders);
      const isReversed = world.random.int(3) === 0;
      if (isReversed) await reverseOrder(deps, world.merchantId, { orderId });
      else await closeOrder(deps, world.merchantId, { name: { orderId } });
    },
    async (world, deps) => {
      const personId = someone(world);
      const asked = { ...points, kind: 'payout' as const, outBillNo: nextNo(world), personId };
      const mustAccept = world.random.int(2) === 0;
      const amountMinor = 1 + world.random.int(500);
      const paid = await payOut(deps, world.merchantId, {
        ...asked,
        amountMinor,
        note: '',
        mustAccept,
      });
      if (paid.ok) world.payouts.push({ moveId: paid.value.moveId, personId });
    },
    async (world, deps) => {
      if (world.payouts.length === 0) return;
      const { moveId, personId } = pick(world.random, world.payouts);
      const accept = world.random.int(2) === 0;
      if (world.random.int(3) === 0) await cancelPayout(deps, world.merchantId, { moveId });
      else await answerPayout(deps, personId, { payoutId: moveId, accept });
    },
    async (world, deps) => {
      const { merchantId, random } = world;
      const asked = { ...points, outOrderNo: nextNo(world), amountMinor: 800, description: '' };
      const hold = { ...asked, holdSeconds: 600 + random.int(6_000), onlyPayerId: null };
      const { moveId } = must(await city.core.holds.create(merchantId, hold));
      const input = { key: city.newKey(), merchantId, holdId: moveId, amountMinor: 800 };
      world.holds.push(moveId);
      await allowHold(deps, someone(world), { ...input, approval: byPin });
    },
    async (world, deps) => {
      if (world.holds.length === 0) return;
      const name = { moveId: pick(world.random, world.holds) };
      const takeMinor = world.random.int(900);
      if (world.random.int(2) === 0) await cancelHold(deps, world.merchantId, name);
      else await completeHold(deps, world.merchantId, { name, takeMinor });
    },
  ];

  /** In one of two processes, or in one that dies somewhere on the way. */
  async function perform(world: World): Promise<void> {
    const act = pick(world.random, acts);
    const place = world.random.int(5);
    if (place > 0) return void (await act(world, place % 2 === 0 ? city.deps : other));
    const { deps } = killable(city.payDeps, 1 + world.random.int(25));
    const over = { db: deps.db, log: deps.log, identity: deps.identity };
    const doomed = city.another(over, city.anotherPay(deps));
    await act(world, doomed).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      expect(cause).toBeInstanceOf(Killed);
    });
  }

  async function live(seed: number): Promise<World> {
    const random = seededRandom(seed);
    const [owner, merchantId] = await city.shop();
    const people: PersonId[] = [];
    for (let n = 0; n < 4; n += 1) people.push(await city.person('Ana', 6_000));
    const lists = { orders: [], holds: [], payouts: [], acknowledged: new Set<OrderId>() };
    const world: World = { random, owner, merchantId, people, ...lists, count: 0 };
    for (let step = 0; step < stepsOfLife; step += 1) {
      await Promise.all([perform(world), perform(world)]);
      if (random.int(8) === 0) city.skip(random.int(2) === 0 ? 700_000 : 7_300_000);
      if (random.int(10) === 0) await city.settle();
    }
    // What was left half done is done, and then the last of what waits lapses.
    await city.settle();
    city.skip(25 * 3_600_000);
    await city.settle();
    return world;
  }

  async function expectSound(world: World): Promise<void> {
    const { merchantId, people } = world;
    const { rows: open } = await city.db.query(
      `select kind, state from merchants_move where merchant_id = $1
         and state in ('processing', 'held')
       union all
       select 'order', state from merchants_order where merchant_id = $1
         and state in ('open', 'asking', 'paying')`,
      [merchantId],
    );
    expect(open).toEqual([]);
    let sum = await city.balance(merchantId);
    for (const person of people) {
      const { availableMinor, heldMinor } = await city.wallet(person);
      const lines = await city.statement(person);
      expect(heldMinor).toBe(0);
      expect(lines[0]?.balanceMinor).toBe(availableMinor);
      sum += availableMinor;
    }
    expect(sum).toBe(people.length * 6_000);
    for (const orderId of world.orders) await expectOrder(world, orderId);
    const { balanced, entries } = await city.money.getBooks();
    expect(balanced).toBe(true);
    const memo = entries.filter((entry) => entry.kind === 'memo');
    const nets = memo.map(({ creditsMinor, debitsMinor }) => creditsMinor - debitsMinor);
    expect(nets.reduce((all, net) => all + net, 0)).toBe(0);
  }

  async function expectOrder({ merchantId, acknowledged }: World, orderId: OrderId) {
    const order = await city.orderRow(merchantId, orderId);
    const { rows } = await city.db.query<{ kind: string; sum: bigint }>(
      `select kind, sum(settled_minor)::bigint as sum from merchants_move
       where merchant_id = $1 and order_id = $2 and state = 'done' group by kind`,
      [merchantId, orderId],
    );
    const of = (what: string) => rows.find((row) => row.kind === what)?.sum ?? 0n;
    const isPaid = order.state === 'paid';
    expect(of('payment')).toBe(isPaid ? order.amountMinor : 0n);
    expect(of('refund')).toBe(order.refundedMinor);
    expect(await city.leftOf(orderId)).toBe(Number(of('payment') - of('refund')));
    if (acknowledged.has(orderId)) expect(isPaid).toBe(true);
  }

  for (let life = 0; life < lives; life += 1) {
    const seed = 4_700 + life;
    it(`of seed ${seed} end with books that are right`, { timeout }, async () => {
      const world = await live(seed);
      await expectSound(world);
      // Most of it did take place.
      expect(world.acknowledged.size).toBeGreaterThan(5);
    });
  }
});
