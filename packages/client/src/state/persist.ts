import type { ConversationId } from '@plaza/base';
import type { Entry, EventPayload, PersonalEvent } from '@plaza/contract';
import type { StoreChange, StoredConversation, TableName, Tables } from '../store/types.ts';
import type { Action } from './actions.ts';
import { blank, copyOf } from './changes.ts';
import { keptPosts } from './posts.ts';
import type { ConversationState, PostDraft, State } from './types.ts';

function stored(known: ConversationState): StoredConversation {
  const { entries: _, window: __, quoted: ___, ...kept } = known;
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
  for (const key of before.conversations.keys()) {
    if (after.conversations.has(key)) continue;
    yield { remove: 'conversation', key };
    yield { removeEntries: key };
  }
}

const keys = ['personalSeq', 'watermark', 'me', 'privacy', 'preferences', 'isPlanKnown'] as const;

function* metaChanges(before: State, after: State): Generator<StoreChange> {
  if (keys.every((key) => before[key] === after[key])) return;
  const { personalSeq, watermark, me, privacy, preferences, isPlanKnown } = after;
  const value = { personalSeq, watermark, me, privacy, preferences, isPlanKnown };
  yield { put: 'meta', key: 'meta', value };
}

/** The entries of an action that came to stand inside the held stretch. */
function heldEntries(after: State, id: ConversationId, entries: readonly Entry[]): Entry[] {
  const held = after.conversations.get(id)?.held ?? null;
  if (held === null) return [];
  return entries.filter(({ seq }) => seq >= held.from && seq <= held.to);
}

/** What stands in the store already is replaced; what I deleted for me stays away there too. */
function* replaced(
  after: State,
  conversationId: ConversationId,
  entries: readonly Entry[],
): Generator<StoreChange> {
  const kept = heldEntries(after, conversationId, entries);
  if (kept.length > 0) yield { replaceEntries: conversationId, entries: kept };
}

function* added(
  after: State,
  conversationId: ConversationId,
  entries: readonly Entry[],
): Generator<StoreChange> {
  const kept = heldEntries(after, conversationId, entries);
  if (kept.length > 0) yield { putEntries: conversationId, entries: kept };
}

type GonePayload = EventPayload<'chat.messagesGone'>;
type HiddenPayload = { conversationId: ConversationId; seqs: readonly number[] };

function* personalChanges({ name, payload }: PersonalEvent): Generator<StoreChange> {
  if (name === 'chat.messagesGone') {
    const { conversationId, seqs, body } = payload as GonePayload;
    yield { blankEntries: conversationId, seqs, body };
  }
  if (name !== 'chat.messagesHidden') return;
  const { conversationId, seqs } = payload as HiddenPayload;
  yield { hideEntries: conversationId, seqs };
}

/** The recalled among an action's targets are in memory, made from what was there. */
function gone(action: { entries: readonly Entry[] }, { conversations }: State, id: ConversationId) {
  const known = conversations.get(id);
  if (known === undefined) return [];
  return action.entries.flatMap(({ body }) => {
    // A recall on its way is shown already, and may be refused yet.
    const isTold = body.type === 'changed' && body.how === 'recalled';
    const copy = isTold ? copyOf(known, body.seq) : null;
    return copy?.body.type === 'recalled' ? [copy] : [];
  });
}

/** An entry that I deleted before it came here stands in the store without its content. */
function asKept({ conversations }: State, id: ConversationId, entry: Entry): Entry {
  const isVeiled = conversations.get(id)?.veiled.includes(entry.seq) ?? false;
  return isVeiled ? blank(entry, { type: 'hidden' }) : entry;
}

type StoredPage = Extract<Action, { type: 'page' | 'newestPage' | 'kept' }>;

function* pageChanges(page: StoredPage, after: State): Generator<StoreChange> {
  const { conversationId, entries, targets } = page;
  yield* added(after, conversationId, entries);
  yield* replaced(after, conversationId, targets);
  yield* replaced(after, conversationId, gone(page, after, conversationId));
}

function* entryChanges(action: Action, before: State, after: State): Generator<StoreChange> {
  switch (action.type) {
    case 'newestPage':
      yield { removeEntries: action.conversationId };
      return yield* pageChanges(action, after);
    case 'page':
    case 'kept':
      return yield* pageChanges(action, after);
    case 'windowPage':
    case 'targets':
      return yield* replaced(after, action.conversationId, action.targets);
    case 'entry': {
      const { conversationId, entry, target } = action;
      yield* added(after, conversationId, [asKept(before, conversationId, entry)]);
      const targets =
        target === undefined ? gone({ entries: [entry] }, after, conversationId) : [target];
      return yield* replaced(after, conversationId, targets);
    }
    case 'expired':
      for (const { conversationId, entries } of action.stored) {
        yield { replaceEntries: conversationId, entries };
      }
      return;
    case 'hidden':
      return yield { hideEntries: action.conversationId, seqs: action.seqs };
    case 'retold':
    case 'personal':
      return yield* personalChanges(action.event);
    case 'snapshot':
      if (before.personalSeq === null) return;
      for (const id of before.conversations.keys()) yield { removeEntries: id };
      return;
    default:
      return;
  }
}

/** What reading without a network needs: the newest of the feed. */
function* postChanges(before: State, after: State): Generator<StoreChange> {
  if (before.moments === after.moments) return;
  const { feed, posts } = after.moments;
  const kept = new Set(feed.slice(0, keptPosts));
  const was = new Set(before.moments.feed.slice(0, keptPosts));
  for (const key of kept) {
    const value = posts.get(key);
    if (value === undefined || (was.has(key) && before.moments.posts.get(key) === value)) continue;
    yield { put: 'post', key, value };
  }
  for (const key of was) if (!kept.has(key)) yield { remove: 'post', key };
}

const filesOf = ({ media }: PostDraft): string[] =>
  media.flatMap(({ whole, small }) => [whole.blobKey, ...(small === null ? [] : [small.blobKey])]);

/** Files go with their post, or with the photo that was taken out of it. */
function* draftBlobChanges(before: State, after: State): Generator<StoreChange> {
  if (before.postDrafts === after.postDrafts) return;
  for (const [id, draft] of before.postDrafts) {
    const next = after.postDrafts.get(id);
    if (next === draft) continue;
    const kept = new Set(next === undefined ? [] : filesOf(next));
    for (const key of filesOf(draft)) if (!kept.has(key)) yield { remove: 'blob', key };
  }
}

/** Files go with their message. */
function* blobChanges(before: State, after: State): Generator<StoreChange> {
  yield* draftBlobChanges(before, after);
  if (before.sends === after.sends) return;
  for (const [id, { parts }] of before.sends) {
    if (after.sends.has(id)) continue;
    for (const { blobKey } of parts) yield { remove: 'blob', key: blobKey };
  }
}

function* joinRequestChanges(before: State, after: State): Generator<StoreChange> {
  if (before.joinRequests === after.joinRequests) return;
  for (const [key, waiting] of after.joinRequests) {
    if (before.joinRequests.get(key) === waiting) continue;
    yield { put: 'joinRequest', key, value: { conversationId: key, waiting } };
  }
  for (const key of before.joinRequests.keys()) {
    if (!after.joinRequests.has(key)) yield { remove: 'joinRequest', key };
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
    // How far an upload has come is not worth a write.
    ...(action.type === 'progress' ? [] : differences('send', before.sends, after.sends)),
    ...blobChanges(before, after),
    ...(action.type === 'postProgress'
      ? []
      : differences('postDraft', before.postDrafts, after.postDrafts)),
    ...postChanges(before, after),
    ...differences('act', before.acts, after.acts),
    ...differences('intent', before.intents, after.intents),
    ...differences('wallet', before.wallets, after.wallets),
    ...differences('transfer', before.transfers, after.transfers),
    ...differences('packet', before.packets, after.packets),
    ...differences('bill', before.bills, after.bills),
    ...differences('schedule', before.schedules, after.schedules),
    ...differences('reminder', before.reminders, after.reminders),
    ...joinRequestChanges(before, after),
    ...entryChanges(action, before, after),
  ];
}
