import type { PersonId, TransferId } from '@plaza/base';
import { expect, test } from 'vitest';
import { standsFor, tellingOf } from './transfer-telling.ts';

const [me, ana] = ['me' as PersonId, 'ana' as PersonId];
const money = { amountMinor: 1250, currency: 'points', scale: 2 };
const about = { transferId: 't1' as TransferId, money };
const toAna = { type: 'transfer', payeeId: ana, note: '', ...about } as const;
const toMe = { type: 'transfer', payeeId: me, note: '', ...about } as const;
const settled = (outcome: 'accepted' | 'returned' | 'expired') =>
  ({ type: 'transferSettled', outcome, ...about }) as const;

test('money that was sent is told with the other person, whoever sent it', () => {
  expect(tellingOf(toAna, me, me)).toEqual({ what: 'sent', byMe: true, personId: ana });
  expect(tellingOf(toMe, ana, me)).toEqual({ what: 'sent', byMe: false, personId: ana });
});

test('what became of it is told by who did it', () => {
  const byAna = { byMe: false, personId: ana };
  expect(tellingOf(settled('accepted'), ana, me)).toEqual({ what: 'accepted', ...byAna });
  expect(tellingOf(settled('expired'), ana, me)).toEqual({ what: 'expired', ...byAna });
  expect(tellingOf(settled('returned'), me, me)).toMatchObject({ what: 'returned', byMe: true });
});

test('only the payee of a waiting transfer is asked to do something', () => {
  expect(standsFor('waiting', false)).toBe('mine');
  expect(standsFor('waiting', true)).toBe('waiting');
  expect(standsFor('accepted', false)).toBe('accepted');
  expect(standsFor(null, false)).toBe('unknown');
});
