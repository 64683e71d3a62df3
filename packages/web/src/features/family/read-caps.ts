import { parseMinor } from '@plaza/base';
import { readPasted } from '../pay/index.ts';
import { judgeCaps, type ReadCaps, type TypedCaps } from './caps.ts';

/** Reads an amount as any language writes it; null for anything else, and for nothing. */
function read(typed: string, scale: number): number | null {
  if (!/^[\d\s.,’']+$/u.test(typed.normalize('NFKC').trim())) return null;
  const text = readPasted(typed, scale);
  const amountMinor = text === null ? null : parseMinor(text, scale);
  return amountMinor === 0 ? null : amountMinor;
}

/** Reads the caps of a card from its three fields. */
export function readCaps(
  { payment, day, month }: TypedCaps,
  { scale, maxAmountMinor }: { scale: number; maxAmountMinor: number },
): ReadCaps {
  const amounts = {
    payment: read(payment, scale),
    day: read(day, scale),
    month: read(month, scale),
  };
  return judgeCaps(amounts, maxAmountMinor);
}
