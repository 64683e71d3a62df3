import { parseMinor } from '@plaza/base';
import type { FamilyCaps } from '@plaza/contract';
import { readPasted } from '../pay/index.ts';

/** What somebody typed into the three fields. */
export type TypedCaps = { payment: string; day: string; month: string };
export type CapField = keyof TypedCaps;

export type ReadCaps =
  | { ok: true; caps: FamilyCaps }
  /** The first field that is wrong, and how. */
  | { ok: false; field: CapField; wrong: 'empty' | 'tooMuch' | 'tooLow' };

function read(typed: string, scale: number): number | null {
  if (!/^[\d\s.,’']+$/u.test(typed.normalize('NFKC').trim())) return null;
  const text = readPasted(typed, scale);
  const amountMinor = text === null ? null : parseMinor(text, scale);
  return amountMinor === 0 ? null : amountMinor;
}

/** Reads the caps as any language writes amounts; each is at most the next one. */
export function readCaps(
  typed: TypedCaps,
  { scale, maxAmountMinor }: { scale: number; maxAmountMinor: number },
): ReadCaps {
  const fields: readonly CapField[] = ['payment', 'day', 'month'];
  const amounts: number[] = [];
  for (const field of fields) {
    const amountMinor = read(typed[field], scale);
    if (amountMinor === null) return { ok: false, field, wrong: 'empty' };
    if (amountMinor > maxAmountMinor) return { ok: false, field, wrong: 'tooMuch' };
    if (amountMinor < (amounts.at(-1) ?? 0)) return { ok: false, field, wrong: 'tooLow' };
    amounts.push(amountMinor);
  }
  const [paymentMinor = 0, dayMinor = 0, monthMinor = 0] = amounts;
  return { ok: true, caps: { paymentMinor, dayMinor, monthMinor } };
}

/** The caps as they are typed: with a point, and no more decimals than there are. */
export function typedOf(
  { paymentMinor, dayMinor, monthMinor }: FamilyCaps,
  scale: number,
): TypedCaps {
  const text = (minor: number) => {
    const unit = 10 ** scale;
    return minor % unit === 0 ? String(minor / unit) : (minor / unit).toFixed(scale);
  };
  return { payment: text(paymentMinor), day: text(dayMinor), month: text(monthMinor) };
}
