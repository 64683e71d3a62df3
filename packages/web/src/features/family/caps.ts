import type { FamilyCaps } from '@plaza/contract';

/** What somebody typed into the three fields. */
export type TypedCaps = { payment: string; day: string; month: string };
export type CapField = keyof TypedCaps;

export type ReadCaps =
  | { ok: true; caps: FamilyCaps }
  /** The first field that is wrong, and how. */
  | { ok: false; field: CapField; wrong: 'empty' | 'tooMuch' | 'tooLow' };

const fields: readonly CapField[] = ['payment', 'day', 'month'];

/** Judges the caps that were typed; each is at most the next one. Null: no amount. */
export function judgeCaps(
  amounts: Readonly<Record<CapField, number | null>>,
  maxAmountMinor: number,
): ReadCaps {
  const read: number[] = [];
  for (const field of fields) {
    const amountMinor = amounts[field];
    if (amountMinor === null) return { ok: false, field, wrong: 'empty' };
    if (amountMinor > maxAmountMinor) return { ok: false, field, wrong: 'tooMuch' };
    if (amountMinor < (read.at(-1) ?? 0)) return { ok: false, field, wrong: 'tooLow' };
    read.push(amountMinor);
  }
  const [paymentMinor = 0, dayMinor = 0, monthMinor = 0] = read;
  return { ok: true, caps: { paymentMinor, dayMinor, monthMinor } };
}

/** The caps as they are typed: with a point, and no more decimals than there are. */
export function typedOf(caps: FamilyCaps, scale: number): TypedCaps {
  const { paymentMinor, dayMinor, monthMinor } = caps;
  const text = (minor: number) => {
    const unit = 10 ** scale;
    return minor % unit === 0 ? String(minor / unit) : (minor / unit).toFixed(scale);
  };
  return { payment: text(paymentMinor), day: text(dayMinor), month: text(monthMinor) };
}
