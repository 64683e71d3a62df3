import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account, Transfer } from '../model/records.ts';
import { plainAccount, plainTransfer } from '../testing-operations.ts';
import { decodeResults, decodeWork, encodeResults, encodeWork } from './codec.ts';
import type { Results } from './request.ts';

const unsigned = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u64Fields = new Set(['user_data_64', 'timestamp']);
const u16Fields = new Set(['code', 'flags']);

/** Any values that fit the fields of a record. */
function anyOf<Row extends object>(plain: Row): fc.Arbitrary<Row> {
  const fields = Object.entries(plain).map(([name, value]) => {
    const big = unsigned(u64Fields.has(name) ? 64n : 128n);
    const small: fc.Arbitrary<bigint | number> = u16Fields.has(name) ? u16 : u32;
    return [name, typeof value === 'bigint' ? big : small] as const;
  });
  return fc.record(Object.fromEntries(fields)).map((row) => ({ ...plain, ...row }));
}

const anyWork = fc.oneof(
  fc.array(anyOf<Account>(plainAccount)).map((batch) => ({ kind: 'accounts' as const, batch })),
  fc.array(anyOf<Transfer>(plainTransfer)).map((batch) => ({ kind: 'transfers' as const, batch })),
);

test('a request arrives as it was sent', () => {
  fc.assert(
    fc.property(anyWork, (work) => {
      const bytes = encodeWork(work);
      expect(bytes).toHaveLength(work.batch.length * 128);
      expect(decodeWork(work.kind, bytes)).toEqual(work);
    }),
  );
});

test('results arrive as they were sent', () => {
  const anyResults = fc.array(fc.record({ timestamp: unsigned(64n), status: u32 }));
  fc.assert(
    fc.property(anyResults, (results) => {
      expect(decodeResults(encodeResults(results as Results))).toEqual(results);
    }),
  );
});

test('what is cut off is noticed', () => {
  const bytes = encodeWork({ kind: 'transfers', batch: [plainTransfer] });
  expect(() => decodeWork('transfers', bytes.subarray(1))).toThrow('whole records');
  expect(() => decodeResults(bytes.subarray(0, 13))).toThrow('whole results');
});
