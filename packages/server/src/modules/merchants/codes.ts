import { isUuid, parseMinor, type OrderId } from '@plaza/base';
import { readMerchantCode, writeMerchantCode } from '@plaza/base/codes';
import type { CodeTexts } from '@plaza/contract';
import type { CurrencyProfile } from '../pay/index.ts';
import type { MerchantRow, OrderRow } from './types.ts';

// The text of a code is an address of this city: whoever scans it with anything gets to the page
// on which it is paid. A static code is only a wish: what is paid is what the payer says yes to,
// so nothing in its address has to be kept or signed.

const network = 'plaza';

/** What the text of a code names. */
export type Token =
  | { kind: 'order'; mchid: string; orderId: OrderId }
  | {
      kind: 'static';
      mchid: string;
      currency: string | null;
      amount: string | null;
      description: string;
    };

/** Currencies have no numbers of ISO 4217, but for those that a city lends from a state. */
const noCurrencyOfAState = '999';

function emvOf(
  url: string,
  of: { merchant: MerchantRow; profile: CurrencyProfile; amountMinor: number | null; bill: string },
): string | null {
  const { merchant, profile, amountMinor, bill } = of;
  // Other apps read only plain letters of a name; ours reads the address.
  const plain = merchant.name.normalize('NFKD').replace(/[^\x20-\x7e]/g, '');
  return writeMerchantCode(
    {
      kind: bill === '' ? 'static' : 'dynamic',
      accounts: [{ id: '26', network, fields: { '01': url } }],
      ...{ category: '0000', currency: noCurrencyOfAState, country: 'ZZ' },
      ...{ name: plain.trim().slice(0, 25) || merchant.mchid, city: 'Plaza', postalCode: '' },
      ...{ amountMinor, bill: bill.slice(0, 25), store: '', terminal: '', purpose: '' },
    },
    profile.scale,
  );
}

export function orderUrl(publicUrl: string, merchant: MerchantRow, orderId: OrderId): string {
  return `${publicUrl}/pay/o${merchant.mchid}${orderId.replaceAll('-', '')}`;
}

export function orderTexts(
  publicUrl: string,
  of: { merchant: MerchantRow; order: OrderRow; profile: CurrencyProfile },
): CodeTexts {
  const { merchant, order, profile } = of;
  const url = orderUrl(publicUrl, merchant, order.orderId);
  const amountMinor = Number(order.amountMinor);
  return { url, emv: emvOf(url, { merchant, profile, amountMinor, bill: order.outTradeNo }) };
}

export function staticTexts(
  publicUrl: string,
  of: {
    merchant: MerchantRow;
    profile: CurrencyProfile;
    amountMinor: number | null;
    description: string;
  },
): CodeTexts {
  const { merchant, profile, amountMinor, description } = of;
  const url = new URL(`${publicUrl}/pay/m${merchant.mchid}`);
  url.searchParams.set('c', profile.code);
  if (amountMinor !== null) url.searchParams.set('a', String(amountMinor));
  if (description !== '') url.searchParams.set('d', description);
  const emv = emvOf(url.href, { merchant, profile, amountMinor, bill: '' });
  return { url: url.href, emv };
}

function uuidFrom(hex: string): OrderId | null {
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  const id = [...parts, hex.slice(20)].join('-');
  return isUuid(id) ? (id as OrderId) : null;
}

function tokenOf(url: URL): Token | null {
  const path = url.pathname;
  const order = /^\/pay\/o(\d{10})([0-9a-f]{32})$/.exec(path);
  if (order !== null) {
    const [, mchid = '', hex = ''] = order;
    const orderId = uuidFrom(hex);
    return orderId === null ? null : { kind: 'order', mchid, orderId };
  }
  const merchant = /^\/pay\/m(\d{10})$/.exec(path);
  if (merchant === null) return null;
  const get = (name: string) => url.searchParams.get(name);
  return {
    ...{ kind: 'static', mchid: merchant[1] ?? '', currency: get('c'), amount: get('a') },
    description: get('d') ?? '',
  };
}

/** What a scanned text names, if it is of this city; also a token alone, and EMVCo’s form. */
export function readToken(publicUrl: string, text: string): Token | null {
  const trimmed = text.trim();
  const emv = readMerchantCode(trimmed, 2);
  if (emv.ok) {
    const own = emv.code.accounts.find((account) => account.network === network);
    const url = own?.fields['01'];
    return url === undefined || url === trimmed ? null : readToken(publicUrl, url);
  }
  const isBare = /^[mo]\d{10}[0-9a-f]*(\?|$)/.test(trimmed);
  const full = isBare ? `${publicUrl}/pay/${trimmed}` : trimmed;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  return url.origin === new URL(publicUrl).origin ? tokenOf(url) : null;
}

/** The amount of a static code; null: none, or one that cannot be. */
export function amountOf(text: string | null): number | null {
  return text === null ? null : parseMinor(text, 0);
}
