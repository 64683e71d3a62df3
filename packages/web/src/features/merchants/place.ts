import type { MerchantId, OrderId } from '@plaza/base';
import type { MerchantCard } from '@plaza/contract';

const root = '/me/merchants';

/** Where a page of a merchant is. */
export function placeOf(merchantId: MerchantId, page = ''): string {
  return page === '' ? `${root}/${merchantId}` : `${root}/${merchantId}/${page}`;
}

export const merchantsRoot = root;

/** The token of an order, as it stands in the address of its code. */
export function tokenOf({ mchid }: Pick<MerchantCard, 'mchid'>, orderId: OrderId): string {
  return `o${mchid}${orderId.replaceAll('-', '')}`;
}
