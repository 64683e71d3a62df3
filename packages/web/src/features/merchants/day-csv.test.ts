import type { MerchantLine } from '@plaza/contract';
import { expect, test } from 'vitest';
import { csvOf } from './day-csv.ts';

const line = (over: Partial<MerchantLine>): MerchantLine => ({
  ...{ lineNumber: 1, kind: 'order_in', balanceMinor: 500, orderId: null },
  money: { amountMinor: 500, currency: 'points', scale: 2 },
  ...{ outNo: 'A1', note: '', reference: 'r', at: '2026-11-23T10:00:00.000Z' },
  ...over,
});
const words = {
  head: ['Line', 'Time', 'What', 'Amount', 'Currency', 'Balance', 'Number', 'Note', 'Reference'],
  kindOf: ({ kind }: MerchantLine) => kind,
};

test('lines stand oldest first, amounts with a point, and nothing breaks the table', () => {
  const money = { amountMinor: -123_405, currency: 'points', scale: 2 };
  const text = csvOf(
    [line({ lineNumber: 2, money, note: 'He said "no", twice' }), line({ note: '=1+1' })],
    words,
  );
  expect(text.startsWith('\uFEFFLine,Time,')).toBe(true);
  expect(text.split('\r\n').slice(1)).toEqual([
    "1,2026-11-23T10:00:00.000Z,order_in,5.00,points,5.00,A1,'=1+1,r",
    '2,2026-11-23T10:00:00.000Z,order_in,-1234.05,points,5.00,A1,"He said ""no"", twice",r',
    '',
  ]);
});
