import type { State } from '@plaza/client';
import { expect, test } from 'vitest';
import { countsOf } from './counts.ts';

const requests = (list: readonly (readonly [direction: string, state: string])[]) =>
  new Map(list.map(([direction, state], at) => [String(at), { direction, state }]));

test('only requests to me that wait are counted, and what happened at Moments', () => {
  const state = {
    conversations: new Map(),
    moments: { unread: 3 },
    requests: requests([
      ['incoming', 'pending'],
      ['incoming', 'ignored'],
      ['outgoing', 'pending'],
      ['incoming', 'pending'],
    ]),
  } as unknown as State;
  expect(countsOf(state)).toEqual({ chats: 0, contacts: 2, discover: 3 });
});
