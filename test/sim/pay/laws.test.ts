import { describe, expect, it } from 'vitest';
import type { ShownShops } from './gather-shops.ts';
import { judgeShops } from './laws-shops.ts';
import { newRecord, type Asked, type CallName, type Record } from './record.ts';

// A law that notices nothing would hold in every life: each is shown what it is there for.

const money = (amountMinor: number) => ({ amountMinor, currency: 'points', scale: 2 });
const person = (personId: string) => ({ personId });

/** A packet for two, a sale with a refund, a payout, a deposit and a voucher: all of it right. */
function smallLife(): { shown: ShownShops; record: Record } {
  const record = newRecord();
  const call = (name: CallName, personId: string, input: object, value: string) => {
    const told = { as: 'done', value };
    record.asked.push({ kind: 'call', name, key: name, personId, input, told } as never as Asked);
  };
  call('packets.send', 'ana', {}, 'p1');
  call('packets.open', 'ben', { packetId: 'p1' }, '1 30');
  call('merchants.pay', 'ana', { merchantId: 'm1', orderId: 'o1', amountMinor: 100 }, 'o1 paid');
  call('merchants.refund', 'omar', { merchantId: 'm1', orderId: 'o1' }, 'r1 40');
  const payout = { merchantId: 'm1', personId: 'ben', amountMinor: 10, mustAccept: true };
  call('merchants.payOut', 'omar', payout, 'x1');
  call('merchants.answerPayout', 'ben', { payoutId: 'x1', accept: true }, 'x1');
  call('merchants.allowHold', 'ana', { holdId: 'h1' }, 'h1');
  call('rails.redeemVoucher', 'ana', { code: 'v1' }, '5');
  const hold = { holdId: 'h1', merchantId: 'm1', payerId: 'ana', amountMinor: 50, endedMinor: 20 };
  record.holds.push(hold as never);
  record.shops.push({ ownerId: 'omar', merchantId: 'm1' } as never);
  const sums: [string, number][] = [
    ...([['order_in', 100] as const, ['refund_out', -40] as const] as [string, number][]),
    ...([['payout_out', -10] as const, ['hold_in', 20] as const] as [string, number][]),
  ];
  let balanceMinor = 0;
  const lines = sums.map(([kind, amount], index) => {
    balanceMinor += amount;
    return { lineNumber: index + 1, kind, money: money(amount), balanceMinor };
  });
  const order = { state: 'paid', payer: person('ana'), money: money(100), refundedMinor: 40 };
  const refund = { refundId: 'r1', money: money(40), state: 'done' };
  const books = {
    ...{ orders: new Map([['o1', order]]), refunds: new Map([['o1', [refund]]]), lines },
    ...{ availableMinor: 70, heldMinor: 0 },
  };
  const packet = { sender: person('ana'), count: 2, money: money(90), state: 'returned' };
  const taker = { person: person('ben'), number: 1, money: money(30), at: '2026-11-23T10' };
  const detail = {
    packet: { ...packet, expiresAt: '2026-11-23T12' },
    ...{ takers: [taker], returned: money(60) },
  };
  const shown = {
    packets: new Map([['p1', detail]]),
    shops: new Map([['m1', books]]),
    holds: new Map([['h1', { state: 'done', takenMinor: 20 }]]),
  };
  return { shown: shown as never, record };
}

/** What is there, to be changed in whatever way: no type of a sound city lets one write it. */
type Loose = {
  detail: { takers: object[] };
  books: { orders: Map<string, object>; refunds: Map<string, object>; lines: object[] };
  hold: object;
  asked: Asked[];
};

function handles({ shown, record }: ReturnType<typeof smallLife>): Loose {
  const [detail] = [...shown.packets.values()];
  const [books] = [...shown.shops.values()];
  const [hold] = [...shown.holds.values()];
  return { detail, books, hold, asked: record.asked } as never;
}

const set = (of: object, change: object) => void Object.assign(of, change);

describe('the laws of the simulation of pay', () => {
  it('hold of a life in which everything is right', () => {
    const { shown, record } = smallLife();
    expect(judgeShops(shown, record)).toEqual([]);
  });

  it.each<[string, (of: Loose) => void]>([
    ['a share that grew', ({ detail }) => set(detail.takers[0] ?? {}, { money: money(31) })],
    ['a share twice', ({ detail }) => void detail.takers.push(...detail.takers)],
    ['a late share', ({ detail }) => set(detail.takers[0] ?? {}, { at: '2026-11-23T13' })],
    ['a rest that is lost', ({ detail }) => set(detail, { returned: money(59) })],
    ['a share of nobody who asked', ({ asked }) => void asked.splice(1, 1)],
    ['a sale that is not there', ({ books }) => books.orders.clear()],
    ['a sale that nobody paid', ({ asked }) => void asked.splice(2, 1)],
    ['a refund that nobody asked for', ({ asked }) => void asked.splice(3, 1)],
    ['a refund that is lost', ({ books }) => books.refunds.clear()],
    ['a line that is lost', ({ books }) => void books.lines.pop()],
    ['a balance of its own', ({ books }) => set(books, { availableMinor: 71 })],
    ['a payout that was declined', ({ asked }) => void asked.splice(5, 1)],
    ['a deposit taken otherwise', ({ hold }) => set(hold, { takenMinor: 21 })],
    ['a voucher used twice', ({ asked }) => void asked.push(asked.at(-1) as Asked)],
    ['no answer', ({ asked }) => set(asked[6] ?? {}, { told: { as: 'unknown' } })],
  ])('notice %s', (_, plant) => {
    const life = smallLife();
    plant(handles(life));
    expect(judgeShops(life.shown, life.record)).not.toEqual([]);
  });
});
