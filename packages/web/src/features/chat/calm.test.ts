import type { ConversationId, PersonId } from '@plaza/base';
import {
  inboxOf,
  previewOf,
  unreadOf,
  type ConversationState,
  type Intent,
  type State,
} from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { expect, test } from 'vitest';
import { isCalm } from './calm.ts';
import { createSummaries } from './summaries-kept.ts';
import type { Summary } from './summaries.ts';

const id = 'room' as ConversationId;
const other = 'other' as ConversationId;

function entry(seq: number, text = `m${seq}`): Entry {
  const body = { type: 'message', message: { type: 'text', text } } as const;
  const at = new Date(1_790_000_000_000 + seq).toISOString();
  return { seq, senderId: 'ana' as PersonId, clientId: null, at, body };
}

function known(lastSeq: number): ConversationState {
  const conversation = { conversationId: id, kind: 'group', name: 'Choir', faces: [], lastSeq };
  const inbox = { joinedSeq: 0, clearedSeq: 0, leftSeq: null, readSeq: 0, unread: 0 };
  const rest = { unreadAtSeq: 0, mentionSeqs: [], hiddenSeq: null, draft: '', heardSeqs: [] };
  return {
    conversation: { ...conversation, peer: null, lastEntry: entry(lastSeq) },
    inbox: { ...inbox, ...rest, pinned: false, muted: false, archived: false },
    tally: { since: 0, seqs: [], mentions: [] },
    entries: [entry(lastSeq)],
  } as unknown as ConversationState;
}

const base = {
  ...{ me: null, sends: new Map(), intents: new Map(), typing: new Map(), personalSeq: 1 },
  ...{ people: new Map(), contacts: new Map(), preferences: { muteWords: [], quietHours: null } },
  conversations: new Map([
    [id, known(5)],
    [other, known(1)],
  ]),
} as unknown as State;

const withKnown = (state: State, of: ConversationId, change: object): State => {
  const before = state.conversations.get(of) as ConversationState;
  return {
    ...state,
    conversations: new Map([...state.conversations, [of, { ...before, ...change }]]),
  };
};
const arrived = (state: State, of: ConversationId, seq: number): State => {
  const { conversation, inbox } = state.conversations.get(of) as ConversationState;
  return withKnown(state, of, {
    conversation: { ...conversation, lastSeq: seq, lastEntry: entry(seq) },
    inbox: { ...inbox, unread: seq, unreadAtSeq: seq },
    entries: [entry(seq - 1), entry(seq)],
  });
};
const wished = (state: State, wish: Partial<Intent>): State => ({
  ...state,
  intents: new Map([[id, { conversationId: id, ...wish }]]),
});

test('messages that come, that are read and that are written elsewhere leave a thread calm', () => {
  const read = wished(arrived(base, id, 6), { readSeq: 6 });
  const now = { ...arrived(read, other, 9), personalSeq: 2, typing: new Map() };
  expect(isCalm(base, now, id)).toBe(true);
});

test('whatever else a row may show is not calm', () => {
  const { conversation, inbox } = base.conversations.get(id) as ConversationState;
  const changes: State[] = [
    { ...base, people: new Map() },
    { ...base, contacts: new Map() },
    { ...base, acts: new Map() },
    { ...base, preferences: { muteWords: ['x'], quietHours: null } },
    wished(base, { heard: [3] }),
    wished(base, { pinned: true }),
    withKnown(base, id, { members: [] }),
    withKnown(base, id, { conversation: { ...conversation, name: 'Band' } }),
    withKnown(base, id, { inbox: { ...inbox, heardSeqs: [3] } }),
    { ...base, conversations: new Map([[other, known(1)]]) },
  ];
  expect(changes.map((now) => isCalm(base, now, id))).toEqual(changes.map(() => false));
  // A part of the state that is new one day is not forgotten either.
  expect(isCalm(base, { ...base, later: 1 } as unknown as State, id)).toBe(false);
});

/** As the list's own, without the words of a language. */
function make(state: State, of: ConversationId): Summary | null {
  const found = state.conversations.get(of);
  const inbox = inboxOf(state, of);
  if (found === undefined || inbox === null) return null;
  const preview = JSON.stringify([previewOf(state, of)?.body, state.preferences.muteWords]);
  const { conversation } = found;
  return { id: of, conversation, preview, ...inbox, unread: unreadOf(state, of) } as never;
}

test('the list goes on from what it was, and says what a new one would say', () => {
  const read = createSummaries(make);
  const at = { locale: 'en', isArchive: false };
  const first = read(base, at);
  const steps = [
    arrived(base, id, 6),
    wished(arrived(base, id, 7), { draft: 'half a word' }),
    wished(arrived(base, id, 7), { pinned: true }),
    { ...arrived(base, other, 8), preferences: { muteWords: ['m8'], quietHours: null } },
  ];
  for (const state of steps) expect(read(state, at)).toEqual(createSummaries(make)(state, at));
  const again = read({ ...base, preferences: { ...base.preferences } }, at);
  expect(again).toEqual(first);
  const moved = read(arrived(base, id, 6), at);
  const summary = (rows: typeof moved, of: ConversationId) => rows.find((row) => row.id === of);
  expect(summary(moved, other)).toBe(summary(again, other));
  expect(summary(moved, id)).not.toBe(summary(again, id));
});
