// Days of the books are days in UTC, so that everybody counts them alike.

const dayMs = 86_400_000;

/** Null: there is no such day. */
export function spanOf(day: string): { from: Date; to: Date } | null {
  const fromMs = Date.parse(`${day}T00:00:00.000Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(fromMs)) return null;
  const from = new Date(fromMs);
  // Some numbers are of the next month.
  if (from.toISOString().slice(0, 10) !== day) return null;
  return { from, to: new Date(fromMs + dayMs) };
}

/** The same in nanoseconds of the ledger. */
export function ledgerSpanOf({ from, to }: { from: Date; to: Date }): { from: bigint; to: bigint } {
  return { from: BigInt(from.getTime()) * 1_000_000n, to: BigInt(to.getTime()) * 1_000_000n };
}

export const always = { from: 0n, to: 2n ** 63n - 1n };
