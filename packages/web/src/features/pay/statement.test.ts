import type { StatementLine } from '@plaza/contract';
import { expect, test } from 'vitest';
import { appendPage, daysOf, joinPages, type Statement } from './statement.ts';

const line = (lineNumber: number, at = '2026-11-22T12:00:00.000Z') =>
  ({ lineNumber, at }) as StatementLine;

function page(from: number, to: number, next: string | null): Statement {
  const lines: StatementLine[] = [];
  for (let number = from; number >= to; number -= 1) lines.push(line(number));
  return { lines, next };
}

const numbers = ({ lines }: Statement) => lines.map(({ lineNumber }) => lineNumber);

test('a fresh first page keeps what was read behind it', () => {
  const joined = joinPages(page(9, 3, 'more'), page(11, 7, 'second'));
  expect(numbers(joined)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3]);
  expect(joined.next).toBe('more');
});

test('pages with a hole between them are not joined', () => {
  const fresh = page(30, 21, 'second');
  expect(joinPages(page(9, 3, 'more'), fresh)).toBe(fresh);
  expect(joinPages(null, fresh)).toBe(fresh);
});

test('a first page that is the whole statement replaces what was kept', () => {
  const fresh = page(3, 1, null);
  expect(joinPages(page(2, 1, 'more'), fresh)).toBe(fresh);
});

test('as much as the first page holds goes on as that page says', () => {
  expect(joinPages(page(10, 6, 'old'), page(10, 6, 'new')).next).toBe('new');
});

test('the next page follows, and a line of both stands once', () => {
  const all = appendPage(page(9, 5, 'second'), page(6, 1, null));
  expect(numbers(all)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(all.next).toBeNull();
});

test('days follow the calendar of the device and keep the order', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();
  const days = daysOf([
    line(4, at(22, 9)),
    line(3, at(22, 0)),
    line(2, at(21, 23)),
    line(1, at(1, 5)),
  ]);
  expect(days.map(({ lines }) => lines.map(({ lineNumber }) => lineNumber))).toEqual([
    [4, 3],
    [2],
    [1],
  ]);
  expect(new Set(days.map(({ key }) => key)).size).toBe(3);
});
