import type { PersonId } from '@plaza/base';
import type { Entry, Me } from '@plaza/contract';
import { expect, test } from 'vitest';
import { isMutedByWords, isQuiet } from './alerts.ts';
import { emptyState, type State } from './types.ts';

const meId = 'me' as PersonId;

function saying(text: string, senderId = 'other'): Entry {
  return {
    ...{ seq: 1, senderId: senderId as PersonId, clientId: null, at: '' },
    body: { type: 'message', message: { type: 'text', text } },
  };
}

const stateWith = (muteWords: string[], quietHours: State['preferences']['quietHours'] = null) => ({
  ...emptyState,
  me: { personId: meId } as Me,
  preferences: { quietHours, muteWords },
});

test.each([
  ['sale', 'Big SALE today', true],
  ['sale', 'wholesale prices', false],
  ['sale', 'salear', false],
  ['打折', '今天全场打折啦', true],
  ['ＳＡＬＥ', 'a sale!', true],
  ['セール', '本日セール中', true],
  ['ｾｰﾙ', '本日セール中', true],
  ['c++', 'I like C++.', true],
  ['año', 'feliz AÑO nuevo', true],
  ['ano', 'feliz año nuevo', false],
  ['распродажа', 'Распродажа!', true],
  [' ', 'anything', false],
])('the mute word %s against %s: %s', (word, text, isMuted) => {
  expect(isMutedByWords(stateWith([word]), saying(text))).toBe(isMuted);
});

test('my own messages are never folded away', () => {
  expect(isMutedByWords(stateWith(['sale']), saying('sale', meId))).toBe(false);
});

test('quiet hours go over midnight', () => {
  const state = stateWith([], { from: '22:30', to: '07:00' });
  const at = (hours: number, minutes: number) => new Date(2026, 10, 22, hours, minutes);
  expect(
    [at(22, 29), at(22, 30), at(3, 0), at(6, 59), at(7, 0)].map((t) => isQuiet(state, t)),
  ).toEqual([false, true, true, true, false]);
});
