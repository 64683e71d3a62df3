import type { ClientId, ConversationId } from '@plaza/base';
import { expect, test } from 'vitest';
import { inboxOf, listOf, mentionsOf, sendsOf, totalUnread } from '../state/select.ts';
import { emptyState } from '../state/types.ts';
import { createMemoryStore } from './memory.ts';
import { restore } from './restore.ts';
import type { StoreChange } from './types.ts';

const id = 'c1' as ConversationId;

/** What a device of version 2 of the database kept, as it was written then. */
const kept = [
  {
    put: 'meta',
    key: 'meta',
    value: { personalSeq: 7, watermark: 'w', me: null, privacy: null },
  },
  {
    put: 'conversation',
    key: id,
    value: {
      conversation: {
        ...{ conversationId: id, kind: 'group', name: 'Old', ownerId: null, memberCount: 2 },
        ...{ peer: null, faces: [], lastSeq: 3, lastEntry: null },
      },
      inbox: {
        ...{ conversationId: id, joinedSeq: 0, leftSeq: null, clearedSeq: 0, readSeq: 1 },
        ...{ unread: 2, unreadAtSeq: 3, pinned: true, muted: true, markedUnread: false },
        ...{ hiddenSeq: null, draft: 'half a word' },
      },
      tally: { since: 3, seqs: [] },
      ...{ stale: false, held: { from: 1, to: 3 }, members: null, membersStale: true },
    },
  },
  {
    put: 'send',
    key: 's1',
    value: {
      ...{ clientId: 's1', conversationId: id, message: { type: 'text', text: 'not yet' } },
      ...{ createdAt: '2026-11-22T00:00:00.000Z', order: 1, state: 'sending' },
      ...{ failure: null, seq: null },
    },
  },
  { put: 'intent', key: id, value: { conversationId: id, draft: 'a whole word' } },
] as unknown as StoreChange[];

test('what an older version kept is there, and what it did not know is asked for', async () => {
  const store = createMemoryStore();
  await store.write(kept);
  const state = { ...emptyState, ...(await restore(store)) };
  expect(listOf(state)).toEqual([id]);
  expect(inboxOf(state, id)).toMatchObject({
    ...{ draft: 'a whole word', pinned: true, notify: 'mentions', archived: false },
  });
  expect(mentionsOf(state, id)).toEqual([]);
  expect(totalUnread(state)).toBe(0);
  const [send] = sendsOf(state, id);
  expect(send).toMatchObject({ clientId: 's1' as ClientId, state: 'waiting', parts: [] });
  expect(state.conversations.get(id)?.conversation.adminIds).toEqual([]);
  // All heads are listed anew, for they say more than they did.
  expect([state.personalSeq, state.watermark, state.isPlanKnown]).toEqual([7, null, false]);
});
