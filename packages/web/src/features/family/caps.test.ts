import { expect, test } from 'vitest';
import { judgeCaps, typedOf } from './caps.ts';

const most = 1_000_000;
const amounts = { payment: 1_250, day: 2_000, month: 120_000 };

test('each cap is at most the next one, and none is beyond what a payment may be', () => {
  const caps = { paymentMinor: 1_250, dayMinor: 2_000, monthMinor: 120_000 };
  expect(judgeCaps(amounts, most)).toEqual({ ok: true, caps });
  expect(judgeCaps({ payment: 5, day: 5, month: 5 }, 5)).toMatchObject({ ok: true });
  const wrong = (change: object) => judgeCaps({ ...amounts, ...change }, most);
  expect(wrong({ day: 1_249 })).toEqual({ ok: false, field: 'day', wrong: 'tooLow' });
  expect(wrong({ month: 1_999 })).toEqual({ ok: false, field: 'month', wrong: 'tooLow' });
  expect(wrong({ payment: null })).toEqual({ ok: false, field: 'payment', wrong: 'empty' });
  expect(wrong({ month: most + 1 })).toEqual({ ok: false, field: 'month', wrong: 'tooMuch' });
});

test('caps are shown as they would be typed', () => {
  const caps = { paymentMinor: 1_250, dayMinor: 2_000, monthMinor: 120_005 };
  expect(typedOf(caps, 2)).toEqual({ payment: '12.50', day: '20', month: '1200.05' });
  expect(typedOf(caps, 0)).toEqual({ payment: '1250', day: '2000', month: '120005' });
});
