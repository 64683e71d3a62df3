import type { PersonId, TransferId } from '@plaza/base';
import type { Transfer, Wallet } from '@plaza/contract';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory.ts';
import { restore } from '../store/restore.ts';
import { takeTransfers, takeWallets } from './pay.ts';
import { changesOf } from './persist.ts';
import { reduce } from './reduce.ts';
import { emptyState } from './types.ts';

const points = (version: number, availableMinor: number): Wallet => ({
  ...{ currency: 'points', scale: 2, availableMinor, heldMinor: 0, version },
  ...{ state: 'open', reason: '', maxAmountMinor: 1_000_000 },
});

function card(personId: string) {
  const about = { handle: 'lin', displayName: 'Lin', photoPath: null, region: '', signature: '' };
  return { personId: personId as PersonId, ...about };
}

const transfer = (id: string, state: Transfer['state']): Transfer => ({
  transferId: id as TransferId,
  conversationId: 'c' as Transfer['conversationId'],
  ...{ payer: card('p'), payee: card('q'), note: '', state, failure: null },
  money: { amountMinor: 5, currency: 'points', scale: 2 },
  ...{ createdAt: '2026-11-22T00:00:00.000Z', expiresAt: null, settledAt: null },
  ...{ arrivesAt: null, contactedAt: null },
});

test('an older version of a wallet changes nothing', () => {
  const state = takeWallets(takeWallets(emptyState, [points(2, 200)]), [points(1, 100)]);
  expect(state.wallets.get('points')?.availableMinor).toBe(200);
});

test('a transfer never goes back to an earlier state', () => {
  const accepted = takeTransfers(emptyState, [transfer('t', 'accepted')]);
  const late = takeTransfers(accepted, [transfer('t', 'waiting')]);
  expect(late.transfers.get('t' as TransferId)?.state).toBe('accepted');
});

test('of many transfers the newest told are kept', () => {
  const many = Array.from({ length: 1_200 }, (_, n) => transfer(`t${n}`, 'waiting'));
  const { transfers } = takeTransfers(emptyState, many);
  expect(transfers.size).toBe(1_000);
  expect(transfers.has('t1199' as TransferId)).toBe(true);
});

test('what was known of money survives a restart, and not a snapshot', async () => {
  const store = createMemoryStore();
  const action = { type: 'transfers', transfers: [transfer('t', 'waiting')] } as const;
  const known = reduce(takeWallets(emptyState, [points(3, 300)]), action);
  await store.write(changesOf(action, emptyState, known));
  const { wallets, transfers } = await restore(store);
  expect(wallets?.get('points')).toEqual(points(3, 300));
  expect(transfers?.get('t' as TransferId)?.state).toBe('waiting');

  const snapshot = { headSeq: 9, me: null, contacts: [], requests: [], privacy: null };
  const anew = { type: 'snapshot', snapshot } as unknown as Parameters<typeof reduce>[1];
  await store.write(changesOf(anew, known, reduce(known, anew)));
  expect((await restore(store)).wallets?.size).toBe(0);
});
