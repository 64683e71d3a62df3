import type { MethodOutput } from '@plaza/contract';
import { families, familyOf, type Family } from './line-families.ts';
import { boundsOf, monthsBefore } from './statement-filter.ts';

type Period = MethodOutput<'pay.sumStatement'>['periods'][number];
type Flow = { inMinor: number; outMinor: number };

export type MonthSum = Flow & {
  /** `2026-11`. */
  month: string;
  lines: number;
  /** Only families of which there was a line. */
  families: (Flow & { family: Family; lines: number })[];
};

/** What came back was never spent: it is taken off what went out, as far as that goes. */
function flowOf(sums: Period['sums']): Flow & { lines: number } {
  let [came, went, back, lines] = [0, 0, 0, 0];
  for (const sum of sums) {
    lines += sum.lines;
    if (sum.kind.endsWith('_back')) back += sum.amountMinor;
    else if (sum.amountMinor > 0) came += sum.amountMinor;
    else went -= sum.amountMinor;
  }
  return { inMinor: came + Math.max(0, back - went), outMinor: Math.max(0, went - back), lines };
}

/** The last months of this device’s calendar, oldest first, and where each of them begins. */
export function lastMonths(now: Date, count: number): { months: string[]; bounds: string[] } {
  const months = monthsBefore(now, count).reverse();
  const starts = months.map((month) => boundsOf(month).since);
  return { months, bounds: [...starts, boundsOf(months.at(-1) ?? '').until] };
}

export function sumsOf(months: readonly string[], periods: readonly Period[]): MonthSum[] {
  return months.map((month, index) => {
    const sums = periods[index]?.sums ?? [];
    const byFamily = Map.groupBy(sums, ({ kind }) => familyOf(kind));
    const shown = families.flatMap((family) => {
      const its = byFamily.get(family);
      return its === undefined ? [] : [{ family, ...flowOf(its) }];
    });
    const inMinor = shown.reduce((sum, one) => sum + one.inMinor, 0);
    const outMinor = shown.reduce((sum, one) => sum + one.outMinor, 0);
    const lines = shown.reduce((sum, one) => sum + one.lines, 0);
    return { month, inMinor, outMinor, lines, families: shown };
  });
}
