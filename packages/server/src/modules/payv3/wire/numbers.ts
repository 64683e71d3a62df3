import { compactTime } from './times.ts';

// Numbers that the dialect gives to things. What can be read back out of them needs no table.

const uuidBytes = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** `wx`, the time of asking and the order: at most 64 letters, and alike for no two orders. */
export function prepayIdOf(orderId: string, at: Date): string {
  return `wx${compactTime(at)}${orderId.replaceAll('-', '')}`;
}

/** What a prepay id names; null: it is none of ours. */
export function readPrepayId(prepayId: string): { orderId: string; askedAt: Date } | null {
  const found = /^wx(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([0-9a-f]{32})$/.exec(prepayId);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, hex = ''] = found;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(ms)) return null;
  return { orderId: hex.replace(uuidBytes, '$1-$2-$3-$4-$5'), askedAt: new Date(ms) };
}

/** A merchant's own number of an order or a refund. */
export const outTradeNoPattern = '^[0-9A-Za-z_\\-|*@]{2,32}$';
export const outRefundNoPattern = '^[0-9A-Za-z_\\-|*@]{1,64}$';
export const openidPattern = '^o[0-9A-Za-z_-]{27}$';
export const appidPattern = '^wx[0-9a-f]{16}$';
