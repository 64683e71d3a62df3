import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { StoreChange, StoredConversation, TableName, Tables } from '../store/types.ts';
import type { Action } from './actions.ts';
import type { ConversationState, State } from './types.ts';

function stored({ entries: _, window: __, ...kept }: ConversationState): StoredConversation {
  return kept;
}

/** The records of a map that are not what they were. */
function* differences<K extends string, V>(
  table: TableName,
  before: ReadonlyMap<K, V>,
  after: ReadonlyMap<K, V>,
): Generator<StoreChange> {
  if (before === after) return;
  for (const [key, value] of after) {
    if (before.get(key) === value) continue;
    yield { put: table, key, value: value as Tables[TableName] } as StoreChange;
  }
  for (const key of before.keys()) {
    if (!after.has(key)) yield { remove: table, key };
  }
}

function* conversationChanges(before: State, after: State): Generator<StoreChange> {
  if (before.conversations === after.conversations) return;
  for (const [key, value] of after.conversations) {
    const old = before.conversations.get(key);
    if (old === value) continue;
    yield { put: 'conversation', key, value: stored(value) };
  }
}

const keys = ['personalSeq', 'watermark', 'me', 'privacy'] as const;

function* metaChanges(before: State, after: State): Generator<StoreChange> {
  if (keys.every((key) => before[key] === after[key])) return;
  const { personalSeq, watermark, me, privacy } = after;
  yield { put: 'meta', key: 'meta', value: { personalSeq, watermark, me, privacy } };
}

/** The entries of an action that came to stand inside the held stretch. */
function heldEntries(after: State, id: ConversationId, entries: readonly Entry[]): Entry[] {
  const held = after.conversations.get(id)?.held ?? null;
  if (held === null) return [];
  return entries.filter(({ seq }) => seq >= held.from && seq <= held.to);
}

function* entryChanges(action: Action, after: State): Generator<StoreChange> {
  if (action.type === 'newestPage') yield { removeEntries: action.conversationId };
  if (action.type === 'page' || action.type === 'newestPage') {
    const { conversationId, entries } = action;
    const kept = heldEntries(after, conversationId, entries);
    if (kept.length > 0) yield { putEntries: conversationId, entries: kept };
  } else if (action.type === 'entry') {
    const { conversationId, entry } = action;
    const kept = heldEntries(after, conversationId, [entry]);
    if (kept.length > 0) yield { putEntries: conversationId, entries: kept };
  }
}

/** What the store must be told after an action, so that it holds what the state says. */
export function changesOf(action: Action, before: State, after: State): StoreChange[] {
  if (before === after || action.type === 'restored') return [];
  return [
    ...metaChanges(before, after),
    ...differences('contact', before.contacts, after.contacts),
    ...differences('request', before.requests, after.requests),
    ...differences('person', before.people, after.people),
    ...conversationChanges(before, after),
    ...differences('send', before.sends, after.sends),
    ...differences('intent', before.intents, after.intents),
    ...differences('wallet', before.wallets, after.wallets),
    ...differences('transfer', before.transfers, after.transfers),
    ...entryChanges(action, after),
  ];
}
