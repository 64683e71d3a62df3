import type { PersonId } from '@plaza/base';
import type { Packet } from '@plaza/contract';
import { expect, test } from 'vitest';
import { isSpent, standsFor } from './standing.ts';

const person = (id: string) => ({ personId: id as PersonId }) as Packet['sender'];
const at = '2026-11-23T10:00:00.000Z';
const share = { number: 1, money: { amountMinor: 5, currency: 'points', scale: 2 }, at };

const packet = (over: Partial<Packet>): Packet =>
  ({ state: 'open', mine: null, forPerson: null, sender: person('ana'), ...over }) as Packet;
const seen = (over: Partial<Packet>, me: string, isGroup = true, nowMs = Date.parse(at)) =>
  standsFor(packet({ expiresAt: '2026-11-24T10:00:00.000Z', ...over }), {
    ...{ meId: me as PersonId, isGroup, nowMs },
  });

test('in a group everybody may open it, its sender too; between two only the other', () => {
  expect([seen({}, 'wei'), seen({}, 'ana')]).toEqual(['mine', 'mine']);
  expect([seen({}, 'wei', false), seen({}, 'ana', false)]).toEqual(['mine', 'waiting']);
});

test('one that is for somebody is theirs alone', () => {
  const forWei = { forPerson: person('wei') };
  expect(['wei', 'ana', 'lin'].map((me) => seen(forWei, me))).toEqual([
    'mine',
    'waiting',
    'theirs',
  ]);
});

test('what was got stays so, whatever became of the rest', () => {
  for (const state of ['open', 'taken', 'returned'] as const) {
    expect(seen({ state, mine: share }, 'wei')).toBe('got');
  }
  expect(seen({ state: 'taken' }, 'wei')).toBe('gone');
  expect([seen({ state: 'returned' }, 'wei'), seen({ state: 'returned' }, 'ana')]).toEqual([
    'over',
    'back',
  ]);
});

test('nobody is asked to open what is past its time, though its end was not told yet', () => {
  const late = Date.parse('2026-11-24T10:00:00.000Z');
  expect(seen({}, 'wei', true, late)).toBe('over');
  expect(seen({}, 'ana', true, late)).toBe('waiting');
  expect(seen({ mine: share }, 'wei', true, late)).toBe('got');
});

test('only what can be opened, or waits, is bright', () => {
  expect(
    ['mine', 'waiting', 'theirs', 'processing', 'unknown'].some((s) => isSpent(s as never)),
  ).toBe(false);
  expect(['got', 'gone', 'over', 'back', 'failed'].every((s) => isSpent(s as never))).toBe(true);
});
