import { expect, test } from 'vitest';
import { lastMonths, sumsOf } from './months.ts';
import { askedOf, boundsOf, monthsBefore, noFilter } from './statement-filter.ts';

test('months follow the calendar of the device, over the end of a year too', () => {
  const now = new Date(2026, 1, 28, 23, 59);
  expect(monthsBefore(now, 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  // The 31st has no place in the month before; the first always has one.
  expect(monthsBefore(new Date(2026, 2, 31), 2)).toEqual(['2026-03', '2026-02']);
  const { months, bounds } = lastMonths(now, 3);
  expect(months).toEqual(['2025-12', '2026-01', '2026-02']);
  expect(bounds).toHaveLength(4);
  expect(bounds.map((at) => new Date(at).getDate())).toEqual([1, 1, 1, 1]);
  expect(bounds).toEqual(bounds.toSorted());
  expect(boundsOf('2025-12').until).toBe(boundsOf('2026-01').since);
});

const from = '2026-11-01T00:00:00.000Z';
const sum = (kind: string, amountMinor: number) => ({ kind, amountMinor, lines: 1 }) as never;

test('what came back was not spent, and nothing is counted twice', () => {
  const sums = [sum('transfer_out', -1_000), sum('transfer_back', 400), sum('packet_in', 50)];
  expect(sumsOf(['2026-11'], [{ from, sums }])[0]).toEqual({
    ...{ month: '2026-11', inMinor: 50, outMinor: 600, lines: 3 },
    families: [
      { family: 'transfer', inMinor: 0, outMinor: 600, lines: 2 },
      { family: 'packet', inMinor: 50, outMinor: 0, lines: 1 },
    ],
  });
  // It went out a month before.
  const later = sumsOf(['2026-11'], [{ from, sums: [sum('transfer_back', 400)] }]);
  expect(later[0]).toMatchObject({ inMinor: 400, outMinor: 0 });
});

test('in minus out is what the balance changed by, whatever the lines are', () => {
  const sums = [sum('transfer_out', -300), sum('packet_back', 700), sum('top_up', 1_000)];
  const [month] = sumsOf(['2026-11'], [{ from, sums }]);
  expect((month?.inMinor ?? 0) - (month?.outMinor ?? 0)).toBe(1_400);
});

test('only what is looked for is asked', () => {
  expect(askedOf('points', noFilter, [])).toEqual({ currency: 'points' });
  const asked = askedOf('points', { family: 'packet', month: '2026-11', text: ' bike ' }, []);
  expect(asked).toMatchObject({ kinds: ['packet_out', 'packet_in', 'packet_back'], text: 'bike' });
  expect(asked.since).toBe(boundsOf('2026-11').since);
});
