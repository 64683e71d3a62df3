import type { StatementLine } from '@plaza/contract';
import { expect, test } from 'vitest';
import { csvOf } from './statement-csv.ts';

const line = (over: Partial<StatementLine>, amountMinor = -1_250) =>
  ({
    ...{ lineNumber: 2, at: '2026-11-22T12:00:00.000Z', kind: 'transfer_out', balanceMinor: 8_750 },
    ...{ money: { amountMinor, currency: 'points', scale: 2 }, note: '', reference: 'r' },
    ...over,
  }) as StatementLine;
const words = { head: ['No', 'Name'], kindOf: () => 'Sent', nameOf: () => 'Wei' };
const rowOf = (over: Partial<StatementLine>) => csvOf([line(over)], words).split('\r\n')[1];

test('amounts are numbers, whatever language is spoken', () => {
  expect(rowOf({})).toBe('2,2026-11-22T12:00:00.000Z,Sent,Wei,-12.50,points,87.50,,r');
});

test('commas, quotes and lines stay inside their field', () => {
  expect(rowOf({ note: 'a "b", c' })).toContain('"a ""b"", c"');
});

test('what others wrote is no formula', () => {
  for (const note of ['=1+1', '+1+1', '-1+1', '@sum', '\t=1']) {
    expect(rowOf({ note })).toContain(`,'${note}`);
  }
});
