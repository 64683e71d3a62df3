import type { MerchantId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { MerchantOrder } from '@plaza/contract';
import { useCallback } from 'react';
import { api, useClientState, usePages } from '../../state/index.ts';

const toldOf = ({ orders }: State) => orders;

/** The newest of what was asked for and what was told meanwhile. */
export function newestOf(
  asked: readonly MerchantOrder[],
  told: ReadonlyMap<string, MerchantOrder>,
  merchantId: MerchantId,
): MerchantOrder[] {
  const byId = new Map(asked.map((order) => [order.orderId, order]));
  const lastAt = asked.at(-1)?.createdAt ?? '';
  for (const order of told.values()) {
    if (order.merchantId !== merchantId) continue;
    const known = byId.get(order.orderId);
    // What is older than the end of the pages comes with the next page.
    const isNews = known === undefined ? order.createdAt > lastAt : known.version < order.version;
    if (isNews) byId.set(order.orderId, order);
  }
  return [...byId.values()].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** The sales of a merchant, newest first, kept right by what is told. */
export function useSales(merchantId: MerchantId, onlyPaid: boolean) {
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const page = cursor === null ? {} : { cursor };
      const paid = onlyPaid ? { paid: true } : {};
      const { orders, next } = await api.merchants.listOrders({ merchantId, ...paid, ...page });
      return { items: orders, next };
    },
    [merchantId, onlyPaid],
  );
  const pages = usePages(fetchPage);
  const told = useClientState('pay', toldOf);
  const all = pages.items === null ? null : newestOf(pages.items, told, merchantId);
  return {
    ...pages,
    items: onlyPaid ? (all?.filter(({ state }) => state === 'paid') ?? null) : all,
  };
}

/** One order as it is known last. */
export function useOrder(order: MerchantOrder | null): MerchantOrder | null {
  const told = useClientState('pay', toldOf);
  if (order === null) return null;
  const newer = told.get(order.orderId);
  return newer !== undefined && newer.version > order.version ? newer : order;
}
