import { i18n } from '@lingui/core';
import { beforeAll, expect, test } from 'vitest';
import { readCaps, typedOf } from './caps.ts';

const of = { scale: 2, maxAmountMinor: 1_000_000 };

beforeAll(() => {
  i18n.loadAndActivate({ locale: 'en', messages: {} });
});

test('caps are read as people write them, each at most the next', () => {
  const typed = { payment: '12.50', day: '20', month: '1,200' };
  const caps = { paymentMinor: 1_250, dayMinor: 2_000, monthMinor: 120_000 };
  expect(readCaps(typed, of)).toEqual({ ok: true, caps });
  expect(readCaps(typedOf(caps, 2), of)).toEqual({ ok: true, caps });
  expect(readCaps({ ...typed, day: '12' }, of)).toEqual({
    ...{ ok: false, field: 'day', wrong: 'tooLow' },
  });
  expect(readCaps({ ...typed, payment: '' }, of)).toMatchObject({
    field: 'payment',
    wrong: 'empty',
  });
  expect(readCaps({ ...typed, month: 'x' }, of)).toMatchObject({ field: 'month', wrong: 'empty' });
  expect(readCaps({ ...typed, month: '99999' }, of)).toMatchObject({ wrong: 'tooMuch' });
});
