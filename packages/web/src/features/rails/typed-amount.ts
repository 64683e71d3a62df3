import { parseMinor } from '@plaza/base';
import { readPasted } from '../pay/index.ts';

/** Reads an amount as any language writes it; null for anything else, and for nothing. */
export function typedAmount(typed: string, scale: number): number | null {
  if (!/^[\d\s.,’']+$/u.test(typed.normalize('NFKC').trim())) return null;
  const text = readPasted(typed, scale);
  const amountMinor = text === null ? null : parseMinor(text, scale);
  return amountMinor === 0 ? null : amountMinor;
}
