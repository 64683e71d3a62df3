import { expect, test } from 'vitest';
import { classify } from './classify.ts';

test.each([
  ['LG001', undefined, 'known'],
  ['23505', 'ledger_transfer_pkey', 'known'],
  ['23505', 'ledger_failure_pkey', 'known'],
  // Looking up ids does not help where a timestamp or a resolution is there twice.
  ['23505', 'ledger_transfer_timestamp_key', 'fault'],
  ['23505', 'ledger_transfer_resolution', 'fault'],
  ['23514', 'ledger_account_no_debt', 'fault'],
  ['22003', undefined, 'fault'],
  ['LG003', undefined, 'fault'],
  ['LG002', undefined, 'lost'],
  ['57P01', undefined, 'lost'],
  ['57014', undefined, 'lost'],
  ['53100', undefined, 'lost'],
  ['EPIPE', undefined, 'lost'],
  [undefined, undefined, 'lost'],
])('%s of %s is %s', (code, constraint, failure) => {
  expect(classify({ code, constraint })).toBe(failure);
  expect(classify(null)).toBe('lost');
});
