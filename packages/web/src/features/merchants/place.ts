import type { MerchantId } from '@plaza/base';

const root = '/me/merchants';

/** Where a page of a merchant is. */
export function placeOf(merchantId: MerchantId, page = ''): string {
  return page === '' ? `${root}/${merchantId}` : `${root}/${merchantId}/${page}`;
}

export const merchantsRoot = root;
