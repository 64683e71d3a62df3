import type { CurrencyProfile } from '../pay/index.ts';

// What a till may take by a code alone, in whole units of a currency. More than that the person
// is asked about: a lost phone that is open costs a day of this at most.
const paymentUnits = 200;
const dayUnits = 1_000;

export type Caps = { paymentMinor: number; dayMinor: number };

/** The caps of a currency; a small currency allows no more than its own largest payment. */
export function capsOf({ scale, maxAmountMinor }: CurrencyProfile): Caps {
  const unit = 10 ** scale;
  const dayMinor = Math.min(dayUnits * unit, maxAmountMinor);
  return { paymentMinor: Math.min(paymentUnits * unit, dayMinor), dayMinor };
}
