import type { PersonId } from '@plaza/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billTable, isOpen, shareTable, type BillEvent, type ShareEvent } from './bill.ts';
import { amountsOf } from './creating.ts';

const shareEvents: ShareEvent[] = ['asked', 'moved', 'refused', 'cash', 'letOff', 'open'];
const billEvents: BillEvent[] = ['settled', 'reopened', 'closed'];

describe('the tables of bills', () => {
  it('say what each event does to a part in each state', () => {
    const moves = Object.entries(shareTable).flatMap(([from, row]) =>
      shareEvents.flatMap((event) => {
        const effect = row[event];
        return typeof effect === 'object' ? [`${from} ${event} ${effect.to}`] : [];
      }),
    );
    expect(moves).toEqual([
      ...['open asked paying', 'open cash cash', 'open letOff letOff'],
      ...['paying moved paid', 'paying refused open'],
      ...['cash letOff letOff', 'cash open open', 'letOff cash cash', 'letOff open open'],
    ]);
    for (const [state, row] of Object.entries(shareTable)) {
      expect(Object.keys(row).toSorted()).toEqual(shareEvents.toSorted());
      // Only of what is on its way the ledger says anything, and only then.
      expect(row.moved === 'impossible', state).toBe(state !== 'paying');
      expect(row.refused === 'impossible', state).toBe(state !== 'paying');
      if (!isOpen(state as never)) expect(row.asked).toBe('settled');
    }
  });

  it('say what each event does to a bill, and leave a closed one closed', () => {
    const ends = Object.entries(billTable).map(([from, row]) => {
      return [from, ...billEvents.map((event) => row[event])];
    });
    expect(ends).toEqual([
      ['open', 'settled', 'open', 'closed'],
      ['settled', 'settled', 'open', 'settled'],
      ['closed', 'closed', 'closed', 'closed'],
    ]);
  });
});

describe('the parts of a bill', () => {
  const ids = Array.from({ length: 101 }, (_, n) => `p${n}` as PersonId);
  const me = ids[0] as PersonId;
  const partsOf = (amounts: (number | null)[]) =>
    amounts.map((amountMinor, n) => ({ personId: ids[n] as PersonId, amountMinor }));
  const split = (amountMinor: number | null, amounts: (number | null)[], most = 1_000_000) =>
    amountsOf(me, { kind: 'split', amountMinor, parts: partsOf(amounts) }, most);

  it('are the whole, and nobody has less than one unit', () => {
    const count = fc.integer({ min: 2, max: 100 });
    fc.assert(
      fc.property(count, fc.nat(1_000_000), fc.boolean(), (people, more, isOwn) => {
        const own = Array.from({ length: people }, (_, n) => (n === 0 ? 1 + more : 1));
        const asked = isOwn ? own : own.map(() => null);
        const outcome = split(people + more, asked, 2_000_000);
        if (!outcome.ok) throw new Error(outcome.reason);
        const amounts = outcome.value.map((one) => one ?? 0);
        expect(amounts.reduce((sum, one) => sum + one, 0)).toBe(people + more);
        expect(Math.min(...amounts)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('are refused where they are no parts', () => {
    const refused = (outcome: ReturnType<typeof split>) => (outcome.ok ? 'yes' : outcome.reason);
    expect(refused(split(10, [3, 3, 3]))).toBe('sum_wrong');
    expect(refused(split(10, [5, null]))).toBe('invalid');
    expect(refused(split(2, [null, null, null]))).toBe('amount_too_small');
    expect(refused(split(100, [null, null], 49))).toBe('amount_too_large');
    expect(refused(split(null, [null, null]))).toBe('invalid');
    // Nobody asks only themselves, or somebody twice, or more than a hundred.
    expect(refused(split(10, [null]))).toBe('invalid');
    const twice = [...partsOf([null, null]), ...partsOf([null])];
    expect(refused(amountsOf(me, { kind: 'split', amountMinor: 9, parts: twice }, 99))).toBe(
      'invalid',
    );
    expect(
      refused(
        split(
          1_000,
          Array.from({ length: 101 }, () => null),
        ),
      ),
    ).toBe('invalid');
    const collect = (amountMinor: number | null, parts = partsOf([null, null]).slice(1)) =>
      amountsOf(me, { kind: 'collect', amountMinor, parts }, 100);
    expect(collect(7)).toEqual({ ok: true, value: [7] });
    expect(collect(null)).toEqual({ ok: true, value: [null] });
    expect(refused(collect(101))).toBe('amount_too_large');
    expect(refused(collect(7, partsOf([null, null])))).toBe('invalid');
    expect(refused(collect(7, partsOf([null, 7]).slice(1)))).toBe('invalid');
  });
});
