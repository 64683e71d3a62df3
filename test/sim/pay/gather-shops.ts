import type { MerchantId, MoveId, OrderId, PacketId } from '@plaza/base';
import type {
  Hold,
  MerchantLine,
  MerchantOrder,
  MerchantRefund,
  PacketDetail,
} from '@plaza/contract';
import { callsOf, type Record, type Shop } from './record.ts';
import { currency, type Teller } from './teller.ts';

/** What the people of a shop are shown of it. */
export type ShopBooks = {
  orders: ReadonlyMap<OrderId, MerchantOrder>;
  refunds: ReadonlyMap<OrderId, readonly MerchantRefund[]>;
  lines: readonly MerchantLine[];
  availableMinor: number;
  heldMinor: number;
};

/** All that is shown of packets, shops and deposits. */
export type ShownShops = {
  packets: ReadonlyMap<PacketId, PacketDetail>;
  shops: ReadonlyMap<MerchantId, ShopBooks>;
  holds: ReadonlyMap<MoveId, Hold>;
};

type Page = { next: string | null };

/** Every page of a list, the newest first. */
async function readAll<T>(read: (of: { cursor?: string }) => Promise<Page & { items: T[] }>) {
  const all: T[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Page & { items: T[] } = await read(cursor === null ? {} : { cursor });
    all.push(...page.items);
    if (page.next === null) return all;
    cursor = page.next;
  }
}

async function readShop(teller: Teller, { ownerId, merchantId }: Shop): Promise<ShopBooks> {
  const orders = await readAll(async (of) => {
    const page = await teller.read(ownerId, 'merchants.listOrders', { merchantId, ...of });
    return { items: page.orders, next: page.next };
  });
  const lines = await readAll(async (of) => {
    const input = { merchantId, currency, ...of };
    const page = await teller.read(ownerId, 'merchants.listLines', input);
    return { items: page.lines, next: page.next };
  });
  const refunds = new Map<OrderId, MerchantRefund[]>();
  for (const { orderId, state } of orders) {
    if (state !== 'paid') continue;
    const found = await teller.read(ownerId, 'merchants.getOrder', { merchantId, orderId });
    if (found.refunds.length > 0) refunds.set(orderId, found.refunds);
  }
  const { balances } = await teller.read(ownerId, 'merchants.getBalances', { merchantId });
  const balance = balances.find((one) => one.currency === currency);
  return {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    ...{ refunds, lines: lines.toReversed() },
    availableMinor: balance?.availableMinor ?? 0,
    heldMinor: balance?.heldMinor ?? 0,
  };
}

/** Reads all of it, as those whose it is. */
export async function gatherShops(teller: Teller, record: Record): Promise<ShownShops> {
  const packets = new Map<PacketId, PacketDetail>();
  for (const { told, personId } of callsOf(record, 'packets.send')) {
    if (told.as !== 'done') continue;
    const packetId = told.value as PacketId;
    packets.set(packetId, await teller.read(personId, 'packets.getDetail', { packetId }));
  }
  const shops = new Map<MerchantId, ShopBooks>();
  for (const shop of record.shops) shops.set(shop.merchantId, await readShop(teller, shop));
  const holds = new Map<MoveId, Hold>();
  for (const { holdId, merchantId, payerId } of record.holds) {
    const { hold } = await teller.read(payerId, 'merchants.getHold', { merchantId, holdId });
    holds.set(holdId, hold);
  }
  return { packets, shops, holds };
}
