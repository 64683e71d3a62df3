import { readBankTransfer, readMerchantCode, type BankTransfer } from '@plaza/base/codes';

/** What a scanned text is for this app. */
export type Scanned =
  | { kind: 'path'; path: string }
  /** Somebody’s pay code: only a till may charge it. */
  | { kind: 'payCode' }
  /** A transfer in euros, which a bank’s app makes. */
  | { kind: 'bank'; transfer: BankTransfer }
  /** A merchant’s code that is damaged or was changed. */
  | { kind: 'damaged' }
  | { kind: 'link'; address: string }
  | { kind: 'text'; text: string };

const withHash = /^\/(?:u|q|claim|join)$/;
const payable = /^\/pay\/[\w-]{4,80}$/;

/** Where the text of a merchant’s code is paid, whoever wrote it. */
export const payPlace = (text: string): string => `/pay/scan#${encodeURIComponent(text)}`;

/** The texts that are no address; null: it is none of them. */
function understandForm(text: string): Scanned | null {
  if (/^13\d{16}$/.test(text.replace(/\s/g, ''))) return { kind: 'payCode' };
  const transfer = readBankTransfer(text);
  if (transfer !== null) return { kind: 'bank', transfer };
  // The scale only matters for the amount, which the server reads by the currency.
  const read = readMerchantCode(text, 2);
  if (read.ok || read.fault === 'invalid') return { kind: 'path', path: payPlace(text) };
  return read.fault === 'wrong_checksum' ? { kind: 'damaged' } : null;
}

/** Codes of this server lead into the app; of others only the address or the text is shown. */
export function understand(text: string, origin: string): Scanned {
  const trimmed = text.trim();
  const form = understandForm(trimmed);
  if (form !== null) return form;
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { kind: 'text', text: trimmed };
  if (url.origin === origin) {
    const { pathname, search, hash } = url;
    if (withHash.test(pathname) && hash.length > 1) return { kind: 'path', path: pathname + hash };
    if (payable.test(pathname)) return { kind: 'path', path: pathname + search };
  }
  return { kind: 'link', address: url.href };
}
