import type { MerchantId, PersonId } from '@plaza/base';
import { api, merchantPermissions, type MerchantOrder, type MerchantRole } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import {
  buy,
  hire,
  name,
  openMerchant,
  openShop,
  payment,
  payoutTo,
  refundOf,
  sale,
  showCode,
  takeOrder,
  withdrawal,
} from './support/merchants.ts';
import {
  booksOf,
  byPin,
  currency,
  expectSound,
  freeze,
  moneyOf,
  newKey,
  statementOf,
  topUp,
} from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const hourMs = 3_600_000;
const wall = (merchantId: MerchantId) => ({
  ...{ merchantId, currency, amountMinor: null, description: '' },
});

const keyOf = ({ merchantId, orderId }: MerchantOrder) => ({ merchantId, orderId });

/** Methods of staff, of which a stranger does not hear that the merchant exists. */
const ofStaff = [
  ...([
    'getCode',
    'createOrder',
    'charge',
    'closeOrder',
    'refund',
    'getOrder',
    'listOrders',
  ] as const),
  ...(['getBalances', 'getDay', 'listLines', 'payOut', 'withdraw', 'update', 'close'] as const),
  ...(['reopen', 'listStaff', 'invite', 'setRole', 'removeStaff', 'openShift'] as const),
  ...(['closeShift', 'getShift', 'listShifts'] as const),
].map((verb) => `merchants.${verb}` as const);

/** Something for every field that any of them has. */
const inputs = (personId: PersonId) => ({
  ...{ key: newKey(), personId, orderId: noId(), amountMinor: 5, currency, description: '' },
  ...{ code: '131111111111111111', reason: '', day: '2026-11-23', approval: byPin() },
  ...{ mustAccept: false, note: '', name, category: 'food', role: 'cashier', countedMinor: null },
});

/** Those fields that a method has. */
function pickFor(method: (typeof ofStaff)[number], all: Record<string, unknown>): never {
  const verb = method.slice('merchants.'.length) as keyof typeof api.merchants;
  const { properties } = api.merchants[verb].input;
  const fields = Object.keys(properties).filter((field) => field in all);
  return Object.fromEntries(fields.map((field) => [field, all[field]])) as never;
}

const today = () => city.clock.now().toISOString().slice(0, 10);

describe('a merchant', () => {
  it('sells within a minute: by a code for one payment, and by the one on the wall', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    const till = await owner.socket();
    const { order, code } = await owner.must('merchants.createOrder', sale(merchantId));
    expect(order).toMatchObject({ state: 'open', channel: 'cashier', payer: null });
    expect(order.transactionNo).toMatch(/^\d{28}$/);
    const { payable } = await ana.must('merchants.look', { text: code.url });
    const { orderId } = order;
    expect(payable).toMatchObject({ orderId, amountMinor: 1_000, mine: true, merchant: { name } });
    expect((await ana.must('merchants.look', { text: code.emv ?? '' })).payable).toEqual(payable);
    const receipt = await buy(ana, order);
    expect(receipt).toMatchObject({ state: 'paid', merchant: { name }, failure: null });
    const told = await till.event('merchants.orderChanged', () => true);
    expect(told.order).toMatchObject({ orderId, state: 'paid', payer: ana.card });

    const wall = await owner.must('merchants.getCode', {
      ...{ merchantId, currency, amountMinor: null, description: 'Table 4' },
    });
    const hung = (await ana.must('merchants.look', { text: wall.code.url })).payable;
    expect(hung).toMatchObject({ orderId: null, amountMinor: null, description: 'Table 4' });
    const own = await buy(ana, { merchantId, orderId: null }, { amountMinor: 350 });
    expect(await ana.must('merchants.getReceipts', { orderIds: [own.orderId, orderId] })).toEqual({
      receipts: [own, receipt],
    });
    expect(await moneyOf(ana)).toEqual([8_650, 0]);
    const [line] = await statementOf(ana, 'order_out');
    expect(line).toMatchObject({ subjectId: own.orderId, counterparty: null, note: name });

    const refund = { ...refundOf(order, 400), reason: 'cold' };
    const given = await owner.must('merchants.refund', refund);
    expect(given).toMatchObject({ refund: { state: 'done' }, order: { refundedMinor: 400 } });
    expect(await owner.must('merchants.refund', refund)).toEqual(given);
    const found = await owner.must('merchants.getOrder', { merchantId, orderId });
    expect(found).toEqual({ order: given.order, refunds: [given.refund] });

    const { orders } = await owner.must('merchants.listOrders', { merchantId, paid: true });
    expect(orders.map((one) => one.orderId)).toEqual([own.orderId, orderId]);
    const { day } = await owner.must('merchants.getDay', { merchantId, currency, day: today() });
    expect(day).toMatchObject({ openingMinor: 0, closingMinor: 950 });
    const { lines } = await owner.must('merchants.listLines', { merchantId, currency });
    expect(lines.map(({ kind, money }) => [kind, money.amountMinor])).toEqual([
      ...[
        ['refund_out', -400],
        ['order_in', 350],
        ['order_in', 1_000],
      ],
    ]);
    const { balances } = await owner.must('merchants.getBalances', { merchantId });
    expect(balances).toEqual([{ currency, scale: 2, availableMinor: 950, heldMinor: 0 }]);
    const books = await booksOf(operator);
    expect([books['order'], books['orders.control']]).toEqual([950, -950]);
    expect((books['wallet.user'] ?? 0) + 950).toBe(books['bank.operator']);
    await expectSound(ana);
  });

  it('charges by the code of a customer, who is asked where that is not enough', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    await topUp(operator, ana, 90_000);
    const phone = await ana.socket();
    const asked = async (amountMinor: number) => ({
      ...{ ...sale(merchantId, { amountMinor }), code: await showCode(ana) },
    });
    const small = await asked(1_500);
    const paid = (await owner.must('merchants.charge', small)).order;
    expect(paid).toMatchObject({ state: 'paid', channel: 'code', payer: ana.card });
    expect((await owner.must('merchants.charge', small)).order).toEqual(paid);
    const charge = (input: object) => owner.refused('merchants.charge', { ...small, ...input });
    expect(await charge({ amountMinor: 9 })).toBe('key_reused');
    expect(await charge({ key: newKey() })).toBe('code_used');
    expect(await charge({ key: newKey(), code: '131111111111111111' })).toBe('code_unknown');

    const big = await asked(25_000);
    const { order } = await owner.must('merchants.charge', big);
    expect(order).toMatchObject({ state: 'asking', payer: ana.card });
    const { payable } = await phone.event('merchants.askingChanged', () => true);
    expect(payable).toMatchObject({ orderId: order.orderId, state: 'asking', mine: true });
    expect((await ana.must('merchants.listAsking', {})).payables).toEqual([payable]);
    expect(await owner.refused('merchants.pay', payment(order, { amountMinor: 25_000 }))).toBe(
      'order_paying',
    );
    await ana.must('merchants.decline', keyOf(order));
    await phone.event('merchants.askingChanged', (of) => of.payable.state === 'open');
    expect((await ana.must('merchants.listAsking', {})).payables).toEqual([]);
    const again = (await owner.must('merchants.charge', await asked(25_000))).order;
    await buy(ana, again, { amountMinor: 25_000 });
    await phone.event('merchants.askingChanged', (of) => of.payable.state === 'paying');
    expect((await ana.must('merchants.listAsking', {})).payables).toEqual([]);
    expect(await ana.refused('merchants.decline', keyOf(again))).toBe('order_paid');
    await buy(ana, order, { amountMinor: 25_000 });
    expect(await ana.refused('merchants.decline', keyOf(order))).toBe('order_paid');
    expect(await ana.refused('merchants.decline', { merchantId, orderId: noId() })).toBe(
      'order_unknown',
    );
    await expectSound(ana);
  });

  it('refuses a charge for what stands in the way', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    const charge = async (input: object, code?: string) =>
      owner.refused('merchants.charge', {
        ...{ ...sale(merchantId), code: code ?? (await showCode(ana)), ...input },
      });
    expect(await charge({ amountMinor: 15_000 })).toBe('insufficient_funds');
    expect(await charge({ currency: 'stones' })).toBe('wrong_currency');
    expect(await charge({ amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await charge({ merchantId: noId() })).toBe('merchant_unknown');
    const key = newKey();
    const { order } = await owner.must('merchants.createOrder', sale(merchantId, { key }));
    await owner.must('merchants.closeOrder', keyOf(order));
    expect(await charge({ key })).toBe('order_closed');
    const old = await showCode(ana);
    city.clock.travel(91_000);
    expect(await charge({}, old)).toBe('code_expired');
    const code = await showCode(ana);
    await freeze(operator, ana);
    expect(await charge({}, code)).toBe('wallet_frozen');
    await owner.must('merchants.close', { merchantId });
    expect(await charge({}, code)).toBe('merchant_closed');
  });
});

describe('paying a merchant', () => {
  it('is refused for what stands in the way', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    const order = await takeOrder(owner, merchantId);
    const refused = (change: object) => ana.refused('merchants.pay', payment(order, change));
    expect(await refused({ orderId: noId() })).toBe('order_unknown');
    expect(await refused({ amountMinor: 999 })).toBe('wrong_amount');
    expect(await refused({ amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await refused({ currency: 'stones' })).toBe('wrong_currency');
    expect(await refused({ approval: byPin('264817') })).toBe('wrong_pin');
    expect(await refused({ orderId: null, amountMinor: 10_001 })).toBe('insufficient_funds');
    expect(await refused({ orderId: null, amountMinor: 50_001 })).toBe('limit_reached');
    const stranger = await city.signUp('Bob');
    expect(await stranger.refused('merchants.pay', payment(order))).toBe('pin_unset');
    const asked = payment(order);
    const first = await ana.must('merchants.pay', asked);
    expect(await ana.must('merchants.pay', asked)).toEqual(first);
    expect(await refused({ key: asked.key, description: 'other' })).toBe('key_reused');
    expect(await refused({})).toBe('order_paid');
    const late = await takeOrder(owner, merchantId);
    city.clock.travel(2 * hourMs + 1_000);
    expect(await ana.refused('merchants.pay', payment(late))).toBe('order_closed');
    const last = await takeOrder(owner, merchantId);
    const { url } = (await owner.must('merchants.getCode', wall(merchantId))).code;
    await freeze(operator, ana);
    expect(await ana.refused('merchants.pay', payment(last))).toBe('wallet_frozen');
    await owner.must('merchants.close', { merchantId });
    expect(await ana.refused('merchants.pay', payment(last))).toBe('merchant_closed');
    expect(await ana.refused('merchants.look', { text: url })).toBe('merchant_closed');
    expect(await ana.refused('merchants.look', { text: 'https://elsewhere.example/x' })).toBe(
      'code_unknown',
    );
    expect(await owner.refused('merchants.createOrder', sale(merchantId))).toBe('merchant_closed');
    await owner.must('merchants.reopen', { merchantId });
    await takeOrder(owner, merchantId);
  });

  it('takes an order that is asked for once, and closes it on request', async () => {
    const { owner, ana, merchantId } = await openShop(city);
    const asked = sale(merchantId);
    const made = await owner.must('merchants.createOrder', asked);
    expect(await owner.must('merchants.createOrder', asked)).toEqual(made);
    const create = (change: object) =>
      owner.refused('merchants.createOrder', { ...asked, ...change });
    expect(await create({ amountMinor: 7 })).toBe('key_reused');
    expect(await create({ key: newKey(), amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await create({ key: newKey(), currency: 'stones' })).toBe('wrong_currency');
    const code = (change: object) =>
      owner.refused('merchants.getCode', { ...wall(merchantId), ...change });
    expect(await code({ amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await code({ currency: 'stones' })).toBe('wrong_currency');
    const { order } = await owner.must('merchants.closeOrder', keyOf(made.order));
    expect(order.state).toBe('closed');
    expect((await owner.must('merchants.closeOrder', keyOf(made.order))).order).toEqual(order);
    expect(await ana.refused('merchants.pay', payment(order))).toBe('order_closed');
    const paid = await takeOrder(owner, merchantId);
    await buy(ana, paid);
    expect(await owner.refused('merchants.closeOrder', keyOf(paid))).toBe('order_paid');
    const nowhere = { merchantId, orderId: noId<typeof paid.orderId>() };
    expect(await owner.refused('merchants.closeOrder', nowhere)).toBe('order_unknown');
    expect(await owner.refused('merchants.getOrder', nowhere)).toBe('order_unknown');
    const day = { merchantId, currency: 'stones', day: today() };
    expect(await owner.refused('merchants.getDay', day)).toBe('wrong_currency');
    expect(await owner.refused('merchants.listLines', day)).toBe('wrong_currency');
    expect(await owner.refused('merchants.getDay', { ...day, currency, day: '2026-02-31' })).toBe(
      'invalid',
    );
  });
});

describe('giving back', () => {
  it('is refused beyond what was paid, after a year, in too many parts', async () => {
    const { operator, owner, ana, merchantId } = await openShop(city);
    const order = await takeOrder(owner, merchantId);
    const refused = (amountMinor: number, change = {}) =>
      owner.refused('merchants.refund', { ...refundOf(order, amountMinor), ...change });
    expect(await refused(1)).toBe('order_unpaid');
    await buy(ana, order);
    expect(await refused(1_001)).toBe('refund_too_large');
    expect(await refused(1, { orderId: noId() })).toBe('order_unknown');
    const asked = refundOf(order, 100);
    await owner.must('merchants.refund', asked);
    expect(await refused(200, { key: asked.key })).toBe('key_reused');
    await owner.must('merchants.withdraw', withdrawal(merchantId, { amountMinor: 900 }));
    const retried = refundOf(order, 50);
    expect(await owner.refused('merchants.refund', retried)).toBe('insufficient_funds');
    await buy(ana, { merchantId, orderId: null }, { amountMinor: 500 });
    // The same one, now that there is money again.
    expect((await owner.must('merchants.refund', retried)).refund.state).toBe('done');
    await freeze(operator, ana);
    expect(await refused(10)).toBe('payee_frozen');
    await freeze(operator, ana, 'found', 'pay.unfreezeWallet');
    const set = (to: string) =>
      city.sql(`update merchants_order set ${to} where order_id = $1`, [order.orderId]);
    await set('refund_count = 50');
    expect(await refused(10)).toBe('too_many_refunds');
    await set("paid_at = paid_at - interval '366 days', refund_count = 5");
    expect(await refused(10)).toBe('refund_too_late');
  });
});

/** What is asked by whom, for each cell of the table of permissions. */
const acts: Record<
  keyof typeof merchantPermissions,
  (staff: TestPerson, merchantId: MerchantId) => Promise<{ ok: boolean; error?: string }>
> = {
  sell: (staff, merchantId) => staff.call('merchants.createOrder', sale(merchantId)),
  look: (staff, merchantId) => staff.call('merchants.listOrders', { merchantId }),
  read: (staff, merchantId) => staff.call('merchants.getBalances', { merchantId }),
  refund: (staff, merchantId) =>
    staff.call('merchants.refund', refundOf({ merchantId, orderId: noId() }, 1)),
  edit: (staff, merchantId) =>
    staff.call('merchants.update', { merchantId, name, category: 'shop' }),
  inviteCashier: (staff, merchantId) =>
    staff.call('merchants.invite', { merchantId, personId: noId(), role: 'cashier' }),
  inviteManager: (staff, merchantId) =>
    staff.call('merchants.invite', { merchantId, personId: noId(), role: 'manager' }),
  payOut: (staff, merchantId) =>
    staff.call('merchants.payOut', { ...payoutTo(merchantId, staff), personId: noId() }),
  withdraw: (staff, merchantId) => staff.call('merchants.withdraw', withdrawal(merchantId)),
  handOver: (staff, merchantId) =>
    staff.call('merchants.setRole', { merchantId, personId: noId(), role: 'owner' }),
  close: (staff, merchantId) => staff.call('merchants.reopen', { merchantId }),
  // Who supervises sees the shifts of others; nobody is refused.
  supervise: async (staff, merchantId) => {
    const { shifts } = await staff.must('merchants.listShifts', { merchantId });
    return shifts.length > 1 ? { ok: true } : { ok: false, error: 'forbidden' };
  },
  // By programs: what a role may do there is asked of the module.
  develop: async (staff, merchantId) => {
    const { may } = city.composed.modules.merchants.core;
    const isAllowed = await may(staff.me.personId, merchantId, 'develop');
    return isAllowed ? { ok: true } : { ok: false, error: 'forbidden' };
  },
};

describe('the people of a merchant', () => {
  it('may do what their role may, cell by cell', async () => {
    const { owner, merchantId } = await openShop(city);
    const people: Record<MerchantRole, TestPerson> = {
      owner,
      manager: await hire(city, owner, { merchantId, role: 'manager' }),
      cashier: await hire(city, owner, { merchantId, role: 'cashier' }),
    };
    for (const person of Object.values(people)) {
      await person.must('merchants.openShift', { merchantId, currency });
    }
    for (const [action, roles] of Object.entries(merchantPermissions)) {
      for (const role of ['owner', 'manager', 'cashier'] as const) {
        const answer = await acts[action as keyof typeof acts](people[role], merchantId);
        const isForbidden = !answer.ok && answer.error === 'forbidden';
        const may = (roles as readonly string[]).includes(role);
        expect([action, role, isForbidden]).toEqual([action, role, !may]);
      }
    }
    const { merchants } = await people.cashier.must('merchants.listMine', {});
    expect(merchants).toMatchObject([{ role: 'cashier', membership: 'active' }]);
    expect(merchants[0]?.may).toEqual(['sell', 'look']);
  });

  it('are asked, say yes, rise, hand over and leave', async () => {
    const { owner, ana, merchantId } = await openShop(city);
    const invite = (personId: string, change = {}) =>
      owner.call('merchants.invite', {
        ...{ merchantId, personId: personId as never, role: 'cashier', ...change },
      });
    expect(await invite(ana.me.personId)).toMatchObject({ error: 'not_contact' });
    await befriend(owner, ana, city.settle);
    expect(await invite(ana.me.personId, { role: 'owner' })).toMatchObject({ error: 'invalid' });
    const phone = await ana.socket();
    const { ok } = await invite(ana.me.personId);
    expect(ok).toBe(true);
    const { merchant } = await phone.event('merchants.mineChanged', () => true);
    expect(merchant).toMatchObject({ role: 'cashier', membership: 'invited', may: [] });
    expect(await ana.refused('merchants.listOrders', { merchantId })).toBe('merchant_unknown');
    expect(await invite(ana.me.personId)).toMatchObject({ error: 'already_staff' });
    await ana.must('merchants.answerInvite', { merchantId, accept: false });
    await phone.event('merchants.left', () => true);
    expect(await ana.refused('merchants.answerInvite', { merchantId, accept: true })).toBe(
      'invite_unknown',
    );
    await invite(ana.me.personId);
    await ana.must('merchants.answerInvite', { merchantId, accept: true });
    const on = { merchantId, personId: ana.me.personId };
    const { staff } = await owner.must('merchants.setRole', { ...on, role: 'manager' });
    expect(staff.map(({ role }) => role)).toEqual(['owner', 'manager']);
    expect(await owner.must('merchants.listStaff', { merchantId })).toEqual({ staff });
    const nobody = { merchantId, personId: noId<typeof on.personId>() };
    expect(await owner.refused('merchants.setRole', { ...nobody, role: 'cashier' })).toBe(
      'staff_unknown',
    );
    expect(await owner.refused('merchants.removeStaff', nobody)).toBe('staff_unknown');
    await owner.must('merchants.setRole', { ...on, role: 'owner' });
    // They own it no more, and may go.
    await owner.must('merchants.removeStaff', { merchantId, personId: owner.me.personId });
    expect(await ana.refused('merchants.removeStaff', on)).toBe('forbidden');
    const { merchants } = await ana.must('merchants.listMine', {});
    expect(merchants).toMatchObject([{ role: 'owner' }]);
    expect((await owner.must('merchants.listMine', {})).merchants).toEqual([]);
    await owner.must('contacts.block', { personId: ana.me.personId });
    await city.settle();
    const back = { merchantId, personId: owner.me.personId, role: 'cashier' } as const;
    expect(await ana.refused('merchants.invite', back)).toBe('blocked');
  });

  it('are fifty at most, and nobody owns more than ten merchants', async () => {
    const { owner, ana, merchantId } = await openShop(city);
    await befriend(owner, ana, city.settle);
    const key = newKey();
    const asked = { key, name: 'Second', category: 'other' } as const;
    const second = await owner.must('merchants.open', asked);
    expect(await owner.must('merchants.open', asked)).toEqual(second);
    expect(await owner.refused('merchants.open', { ...asked, name: 'Third' })).toBe('key_reused');
    for (let n = 2; n < 10; n += 1) await openMerchant(owner);
    const one = { ...asked, key: newKey() };
    expect(await owner.refused('merchants.open', one)).toBe('too_many_merchants');
    const own = await openMerchant(ana);
    await ana.must('merchants.invite', {
      ...{ merchantId: own, personId: owner.me.personId, role: 'manager' },
    });
    await owner.must('merchants.answerInvite', { merchantId: own, accept: true });
    const over = { merchantId: own, personId: owner.me.personId, role: 'owner' } as const;
    expect(await ana.refused('merchants.setRole', over)).toBe('too_many_merchants');
    await city.sql(
      `insert into merchants_staff (merchant_id, person_id, role, state, since)
       select $1, gen_random_uuid(), 'cashier', 'invited', now() from generate_series(1, 49)`,
      [merchantId],
    );
    const full = { merchantId, personId: ana.me.personId, role: 'cashier' } as const;
    expect(await owner.refused('merchants.invite', full)).toBe('staff_full');
    for (const method of ofStaff) {
      const input = { ...inputs(noId()), ...full, merchantId: noId() };
      expect([method, await owner.refused(method, pickFor(method, input))]).toEqual([
        ...[method, 'merchant_unknown'],
      ]);
    }
  });

  it('have shifts, whose totals are those of the ledger', async () => {
    const { owner, ana, merchantId } = await openShop(city);
    expect((await owner.must('merchants.getShift', { merchantId })).shift).toBe(null);
    const close = { merchantId, countedMinor: 900, note: 'one short' };
    expect(await owner.refused('merchants.closeShift', close)).toBe('shift_unknown');
    const open = { merchantId, currency };
    expect(await owner.refused('merchants.openShift', { ...open, currency: 'stones' })).toBe(
      'wrong_currency',
    );
    await owner.must('merchants.openShift', open);
    expect(await owner.refused('merchants.openShift', open)).toBe('shift_open');
    const order = await takeOrder(owner, merchantId);
    await buy(ana, order);
    await buy(ana, await takeOrder(owner, merchantId));
    await owner.must('merchants.refund', refundOf(order, 250));
    const now = { soldMinor: 2_000, soldCount: 2, refundedMinor: 250, refundedCount: 1 };
    expect((await owner.must('merchants.getShift', { merchantId })).shift).toMatchObject(now);
    const { shift } = await owner.must('merchants.closeShift', close);
    expect(shift).toMatchObject({ ...now, countedMinor: 900, note: 'one short' });
    const { shifts } = await owner.must('merchants.listShifts', { merchantId });
    expect(shifts).toEqual([shift]);
  });
});
