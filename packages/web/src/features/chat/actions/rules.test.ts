import type { ConversationId, PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '../rows.ts';
import { offersOf } from './rules.ts';

/** A device that knows no conversation: nobody may write anywhere. */
const empty = { conversations: new Map(), me: null } as unknown as State;
const id = '00000000-0000-7000-8000-000000000001' as ConversationId;
const at = '2026-11-22T10:00:00.000Z';
const nowMs = Date.parse(at) + 60_000;

const row = (change: Partial<MessageRow>): MessageRow => ({
  ...{ kind: 'message', key: 'k', seq: 3, isOwn: true, isFirst: true, isLast: true },
  senderId: '00000000-0000-7000-8000-000000000002' as PersonId,
  said: { type: 'text', text: 'hello' },
  ...{ text: 'hello', entry: null, at, clientId: null, send: null },
  ...change,
});

describe('what can be done with a message', () => {
  it('is nothing while it is on its way, or when its sender was erased', () => {
    for (const change of [{ seq: null }, { said: null }]) {
      const offers = offersOf(empty, { id, row: row(change), nowMs });
      expect(Object.values(offers)).not.toContain(true);
    }
  });

  it('offers reading acts where nobody may write', () => {
    const offers = offersOf(empty, { id, row: row({ isOwn: false }), nowMs });
    expect(offers).toMatchObject({ forward: true, keep: true, report: true });
    expect(offers).toMatchObject({ react: false, answer: false, edit: false, recall: false });
  });

  it('does not forward what belongs to its place', () => {
    const poll = { question: '?', options: ['a', 'b'], multiple: false, anonymous: false };
    const said = { type: 'poll' as const, ...poll };
    expect(offersOf(empty, { id, row: row({ said }), nowMs }).forward).toBe(false);
  });
});
