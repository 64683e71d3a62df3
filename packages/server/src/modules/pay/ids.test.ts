import type { PayKey, PersonId } from '@plaza/base';
import { expect, it } from 'vitest';
import { bodyDigest, ledgerIdOf, operationIdOf, transferIdOf } from './ids.ts';

const payer = '0190a000-0000-7000-8000-000000000001' as PersonId;
const other = '0190a000-0000-7000-8000-000000000002' as PersonId;
const key = '0190a000-0000-7000-8000-00000000000a' as PayKey;

it('names the same things by the same ids, and different things by different ones', () => {
  const transferId = transferIdOf(payer, key);
  expect(transferIdOf(payer, key)).toBe(transferId);
  const ids = [
    transferId,
    transferIdOf(other, key),
    operationIdOf('top_up', payer, key),
    operationIdOf('freeze', payer, key),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  const steps = (['send', 'accept', 'return'] as const).flatMap((step) =>
    [0, 1, 2].map((attempt) => ledgerIdOf(transferId, step, attempt)),
  );
  expect(new Set(steps).size).toBe(9);
  expect(ledgerIdOf(transferId, 'send', 0)).toBe(ledgerIdOf(transferId, 'send', 0));
  for (const id of steps) expect(id > 0n && id < 1n << 128n).toBe(true);
});

it('tells bodies apart, wherever the words are cut', () => {
  const digest = (...body: (string | number)[]) => bodyDigest('sendTransfer', body).toString('hex');
  expect(digest('a', 1, 'points', 'x')).toBe(digest('a', 1, 'points', 'x'));
  expect(digest('a', 1, 'points', 'x')).not.toBe(digest('a', 1, 'points x', ''));
  expect(digest('a', 1)).not.toBe(digest('a', '1'));
});
