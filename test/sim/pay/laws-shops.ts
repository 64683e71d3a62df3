import type { OrderId, PacketId, PersonId } from '@plaza/base';
import type { Hold, PacketDetail } from '@plaza/contract';
import type { ShopBooks, ShownShops } from './gather-shops.ts';
import { callsOf, type Calling, type Record, type Shop } from './record.ts';

type Tell = (sentence: string) => void;
/** A line that somebody’s statement must hold: of what kind, of what, and how much. */
export type AddLine = (personId: PersonId, kind: string, of: string, amountMinor: number) => void;

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);
const isDone = ({ told }: Calling) => told.as === 'done';
const valueOf = ({ told }: Calling) => (told.as === 'done' ? String(told.value) : '');

/** Payouts that came to their people: at once, or because they said yes. */
function paidOut(record: Record) {
  const taken = new Set(
    callsOf(record, 'merchants.answerPayout')
      .filter((one) => isDone(one) && one.input.accept)
      .map(valueOf),
  );
  return callsOf(record, 'merchants.payOut').filter(
    (one) => isDone(one) && (!one.input.mustAccept || taken.has(valueOf(one))),
  );
}

const isPacketMoney = ({ packet }: PacketDetail) =>
  packet.state !== 'processing' && packet.state !== 'failed';
const wasHeld = ({ state }: Hold) => ['held', 'done', 'released', 'expired'].includes(state);

/** The lines that follow from packets, shops, deposits and vouchers. */
export function addShopLines(shown: ShownShops, record: Record, add: AddLine): void {
  for (const [id, detail] of shown.packets) {
    const { packet, takers, returned } = detail;
    if (!isPacketMoney(detail)) continue;
    const { personId } = packet.sender;
    add(personId, 'packet_out', id, -(packet.money?.amountMinor ?? 0));
    for (const taker of takers) {
      add(taker.person.personId, 'packet_in', id, taker.money.amountMinor);
    }
    if ((returned?.amountMinor ?? 0) > 0) {
      add(personId, 'packet_back', id, returned?.amountMinor ?? 0);
    }
  }
  for (const { orders, refunds } of shown.shops.values()) {
    for (const [id, { state, payer, money }] of orders) {
      if (state !== 'paid' || payer === null) continue;
      add(payer.personId, 'order_out', id, -money.amountMinor);
      for (const refund of refunds.get(id) ?? []) {
        if (refund.state !== 'done') continue;
        add(payer.personId, 'order_back', id, refund.money.amountMinor);
      }
    }
  }
  for (const one of paidOut(record)) {
    add(one.input.personId, 'payout_in', valueOf(one), one.input.amountMinor);
  }
  for (const { holdId, payerId, amountMinor } of record.holds) {
    const hold = shown.holds.get(holdId);
    if (hold === undefined || !wasHeld(hold)) continue;
    add(payerId, 'hold_out', holdId, -amountMinor);
    const back = amountMinor - hold.takenMinor;
    if (hold.state !== 'held' && back > 0) add(payerId, 'hold_back', holdId, back);
  }
  for (const one of callsOf(record, 'rails.redeemVoucher').filter(isDone)) {
    add(one.personId, 'voucher_in', '', Number(valueOf(one)));
  }
}

/** What is kept from somebody by deposits. */
export function heldOf(shown: ShownShops, record: Record, personId: PersonId): number {
  const mine = record.holds.filter(
    ({ payerId, holdId }) => payerId === personId && shown.holds.get(holdId)?.state === 'held',
  );
  return sum(mine.map(({ amountMinor }) => amountMinor));
}

/** Every share to one person, once and in time; what was acknowledged; and all of it adds up. */
function judgePacket(id: PacketId, { packet, takers, returned }: PacketDetail, tell: Tell): void {
  const amounts = takers.map(({ money }) => money.amountMinor);
  const whole = packet.money?.amountMinor ?? 0;
  if (amounts.some((one) => one < 1)) tell(`a share of ${id} is nothing`);
  if (takers.length > packet.count) tell(`${id} has ${takers.length} takers`);
  const people = new Set(takers.map(({ person }) => person.personId));
  if (people.size !== takers.length) tell(`somebody took of ${id} twice`);
  for (const { at } of takers) {
    if (at > (packet.expiresAt ?? '')) tell(`a share of ${id} was taken too late`);
  }
  const out = sum(amounts) + (returned?.amountMinor ?? 0);
  const isOver = packet.state === 'taken' || packet.state === 'returned';
  if (isOver ? out !== whole : out > whole) tell(`${id} had ${whole}, and gave ${out}`);
}

function judgeOpens(shown: ShownShops, record: Record, tell: Tell): void {
  const final = new Set(['packet_gone', 'packet_over']);
  const opens = callsOf(record, 'packets.open');
  for (const one of opens) {
    const { input, personId, told } = one;
    const taker = shown.packets
      .get(input.packetId)
      ?.takers.find(({ person }) => person.personId === personId);
    const has = taker === undefined ? '' : `${taker.number} ${taker.money.amountMinor}`;
    if (told.as === 'unknown') tell(`an opening of ${input.packetId} was never answered`);
    if (told.as === 'done' && has !== told.value) {
      tell(`${personId} was given ${told.value} of ${input.packetId}, and has "${has}"`);
    }
    if (told.as === 'refused' && final.has(told.reason) && has !== '') {
      tell(`${personId} was told ${told.reason} of ${input.packetId}, and has ${has}`);
    }
  }
  const asked = new Set(opens.map(({ input, personId }) => `${input.packetId} ${personId}`));
  for (const [id, { takers }] of shown.packets) {
    for (const { person } of takers) {
      if (!asked.has(`${id} ${person.personId}`)) tell(`${person.personId} took, and never asked`);
    }
  }
}

/** What was paid and given back is what people were told, and never more than there was. */
function judgeOrders(shop: Shop, books: ShopBooks, record: Record, tell: Tell): void {
  const { merchantId } = shop;
  const paid = new Set<string>();
  for (const one of callsOf(record, 'merchants.pay')) {
    if (!isDone(one) || one.input.merchantId !== merchantId) continue;
    const [orderId = ''] = valueOf(one).split(' ');
    const order = books.orders.get(orderId as OrderId);
    const isRight =
      order?.state === 'paid' &&
      order.payer?.personId === one.personId &&
      order.money.amountMinor === one.input.amountMinor;
    if (!isRight) tell(`${orderId} was paid by ${one.personId}, and is ${order?.state}`);
    if (one.input.orderId === null && paid.has(orderId)) tell(`${orderId} was paid by two keys`);
    paid.add(orderId);
  }
  for (const one of callsOf(record, 'merchants.charge')) if (isDone(one)) paid.add(valueOf(one));
  for (const [id, { state }] of books.orders) {
    if (state === 'paying') tell(`${id} is still being paid`);
    if (state === 'paid' && !paid.has(id)) tell(`${id} is paid, and nobody did that`);
  }
  for (const one of callsOf(record, 'merchants.closeOrder')) {
    const order = books.orders.get(one.input.orderId);
    const isClosed = order === undefined || order.state === 'closed';
    if (isDone(one) && !isClosed) tell(`${one.input.orderId} was closed, and is ${order?.state}`);
  }
}

function judgeRefunds(books: ShopBooks, record: Record, tell: Tell): void {
  const told = new Map(
    callsOf(record, 'merchants.refund')
      .filter(isDone)
      .map((one) => [valueOf(one), one] as const),
  );
  const found = new Set<string>();
  for (const [id, order] of books.orders) {
    const done = (books.refunds.get(id) ?? []).filter(({ state }) => state === 'done');
    const back = sum(done.map(({ money }) => money.amountMinor));
    if (back !== order.refundedMinor) tell(`of ${id} ${order.refundedMinor} went back, or ${back}`);
    if (back > order.money.amountMinor) tell(`more of ${id} went back than was paid`);
    for (const { refundId, money } of done) {
      const name = `${refundId} ${money.amountMinor}`;
      found.add(name);
      if (!told.has(name)) tell(`${name} went back, and nobody did that`);
    }
  }
  for (const [name, { input }] of told) {
    if (books.orders.has(input.orderId) && !found.has(name))
      tell(`the refund ${name} is not there`);
  }
}

/** The statement of a shop is gap-free, adds up, and holds what its orders say. */
function judgeShopLines(shop: Shop, books: ShopBooks, shown: ShownShops, of: Judging): void {
  const { record, tell } = of;
  const { merchantId } = shop;
  let balance = 0;
  for (const [index, line] of books.lines.entries()) {
    balance += line.money.amountMinor;
    if (line.lineNumber !== index + 1) tell(`${merchantId} has no line ${index + 1}`);
    if (line.balanceMinor !== balance) tell(`line ${index + 1} of ${merchantId} does not add up`);
  }
  const { availableMinor, heldMinor } = books;
  if (balance !== availableMinor) tell(`${merchantId} has ${availableMinor}, lines say ${balance}`);
  const byKind = (...kinds: readonly string[]) =>
    sum(
      books.lines.filter(({ kind }) => kinds.includes(kind)).map(({ money }) => money.amountMinor),
    );
  const orders = [...books.orders.values()].filter(({ state }) => state === 'paid');
  const taken = record.holds
    .filter((hold) => hold.merchantId === merchantId)
    .map(({ holdId }) => shown.holds.get(holdId)?.takenMinor ?? 0);
  const paid = paidOut(record).filter(({ input }) => input.merchantId === merchantId);
  const expected: [string, number, number][] = [
    ['order_in', sum(orders.map(({ money }) => money.amountMinor)), byKind('order_in')],
    ['refund_out', -sum(orders.map((order) => order.refundedMinor)), byKind('refund_out')],
    ['hold_in', sum(taken), byKind('hold_in')],
    [
      'payouts',
      -sum(paid.map(({ input }) => input.amountMinor)) - heldMinor,
      byKind('payout_out', 'payout_back'),
    ],
  ];
  for (const [kind, should, is] of expected) {
    if (should !== is) tell(`${kind} of ${merchantId} should be ${should} in all, and is ${is}`);
  }
}

function judgeHolds(shown: ShownShops, record: Record, tell: Tell): void {
  for (const { holdId, endedMinor, amountMinor } of record.holds) {
    const hold = shown.holds.get(holdId);
    if (hold === undefined || hold.takenMinor > amountMinor) tell(`the deposit ${holdId} is wrong`);
    if (endedMinor === null || hold === undefined) continue;
    const isIt =
      endedMinor === 0
        ? hold.state === 'released'
        : hold.state === 'done' && hold.takenMinor === endedMinor;
    if (!isIt) tell(`${endedMinor} was taken of ${holdId}, which is ${hold.state}`);
  }
  for (const one of callsOf(record, 'merchants.allowHold').filter(isDone)) {
    const hold = shown.holds.get(one.input.holdId);
    if (hold === undefined || !wasHeld(hold)) tell(`${one.input.holdId} was allowed, and is not`);
  }
}

function judgeVouchers(record: Record, tell: Tell): void {
  const used = new Set<string>();
  for (const one of callsOf(record, 'rails.redeemVoucher').filter(isDone)) {
    if (used.has(one.input.code)) tell('a voucher was redeemed twice');
    used.add(one.input.code);
  }
}

type Judging = { record: Record; tell: Tell };

/** Judges packets, shops, deposits and vouchers by what those are shown whose they are. */
export function judgeShops(shown: ShownShops, record: Record): string[] {
  const broken: string[] = [];
  const tell: Tell = (sentence) => void broken.push(sentence);
  for (const asked of record.asked) {
    if (asked.kind === 'call' && asked.told.as === 'unknown') {
      tell(`${asked.name} ${asked.key} was never answered`);
    }
  }
  for (const [id, detail] of shown.packets) judgePacket(id, detail, tell);
  judgeOpens(shown, record, tell);
  for (const shop of record.shops) {
    const books = shown.shops.get(shop.merchantId);
    if (books === undefined) continue;
    judgeOrders(shop, books, record, tell);
    judgeRefunds(books, record, tell);
    judgeShopLines(shop, books, shown, { record, tell });
  }
  judgeHolds(shown, record, tell);
  judgeVouchers(record, tell);
  return broken;
}

/** Money that is in shops and in packets that are not over. */
export function moneyElsewhere(shown: ShownShops) {
  const inShops = sum(
    [...shown.shops.values()].map(({ availableMinor, heldMinor }) => availableMinor + heldMinor),
  );
  const left = [...shown.packets.values()]
    .filter(({ packet }) => packet.state === 'open')
    .map(({ packet, takers }) => {
      const taken = sum(takers.map(({ money }) => money.amountMinor));
      return (packet.money?.amountMinor ?? 0) - taken;
    });
  // What the accounts of orders count: so much may still be given back.
  const inOrders = [...shown.shops.values()]
    .flatMap(({ orders }) => [...orders.values()])
    .filter(({ state }) => state === 'paid')
    .map(({ money, refundedMinor }) => money.amountMinor - refundedMinor);
  return { inShops, inPackets: sum(left), inOrders: sum(inOrders) };
}
