import { createRequire } from 'node:module';
import type * as TigerBeetle from 'tigerbeetle-node';
import { expect, expectTypeOf, test } from 'vitest';
import type { LedgerDriver } from '../driver.ts';
import * as flags from './flags.ts';
import { amount_max } from './limits.ts';
import type * as records from './records.ts';
import { ErrorCodes, RequestError } from './request-error.ts';
import * as statuses from './statuses.ts';

// The names and numbers of the package, beside ours. It loads a native library, but connects to
// nothing.
const theirs = createRequire(import.meta.url)('tigerbeetle-node') as typeof TigerBeetle;

/** A TypeScript enum also maps its numbers back to names; those entries are left out. */
function namesOf(anEnum: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(anEnum).filter(([, value]) => typeof value === 'number'),
  );
}

test('has the flags and statuses of the package, name by name and number by number', () => {
  const enums = { ...flags, ...statuses };
  expect(Object.keys(enums)).toHaveLength(6);
  for (const [name, ours] of Object.entries(enums)) {
    const other = theirs[name as keyof typeof enums] as unknown as Record<string, number>;
    expect(ours, name).toEqual(namesOf(other));
  }
});

test('has its largest amount, its errors and their messages', () => {
  expect(amount_max).toBe(theirs.amount_max);
  expect(ErrorCodes).toEqual(theirs.ErrorCodes);
  for (const code of Object.values(ErrorCodes)) {
    expect(new RequestError(code).message).toBe(new theirs.RequestError(code).message);
  }
});

test('has its records and its client, for the compiler', () => {
  expectTypeOf<TigerBeetle.Client>().toExtend<LedgerDriver>();
  expectTypeOf<TigerBeetle.Account>().toEqualTypeOf<records.Account>();
  expectTypeOf<TigerBeetle.Transfer>().toEqualTypeOf<records.Transfer>();
  expectTypeOf<TigerBeetle.AccountBalance>().toEqualTypeOf<records.AccountBalance>();
  expectTypeOf<TigerBeetle.AccountFilter>().toEqualTypeOf<records.AccountFilter>();
  expectTypeOf<TigerBeetle.QueryFilter>().toEqualTypeOf<records.QueryFilter>();
});
