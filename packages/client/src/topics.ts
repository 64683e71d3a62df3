import type { ConversationId } from '@plaza/base';
import type { ConversationState, State } from './state/types.ts';

/**
 * What a listener may wait for: `list` is anything about any conversation, `conversation:<id>`
 * only that one, with its messages on their way and who types in it.
 */
export type Topic =
  | 'status'
  | 'me'
  | 'contacts'
  | 'list'
  | 'notices'
  | 'people'
  | 'pay'
  /** When and for what I want to be called. */
  | 'preferences'
  /** Messages to be sent later, and reminders. */
  | 'plans'
  /** Moments: posts, the feed, what I write of it. */
  | 'moments'
  | `conversation:${ConversationId}`;

const parts: readonly (readonly [keyof State, Topic])[] = [
  ['status', 'status'],
  ['me', 'me'],
  ['privacy', 'me'],
  ['contacts', 'contacts'],
  ['requests', 'contacts'],
  ['people', 'people'],
  ['sends', 'list'],
  ['intents', 'list'],
  ['acts', 'list'],
  ['notices', 'notices'],
  ['preferences', 'preferences'],
  ['schedules', 'plans'],
  ['reminders', 'plans'],
  ['joinRequests', 'list'],
  ['wallets', 'pay'],
  ['approval', 'pay'],
  ['transfers', 'pay'],
  ['packets', 'pay'],
  ['bills', 'pay'],
  ['codeUse', 'pay'],
  ['orders', 'pay'],
  ['merchantNews', 'pay'],
  ['familyNews', 'pay'],
  ['moments', 'moments'],
  ['postDrafts', 'moments'],
];

/** Whether anything changed that a screen can show; how far back the store reaches is not. */
function differs(before: unknown, after: unknown): boolean {
  if (before === after) return false;
  if (!isKnown(before) || !isKnown(after)) return true;
  if (before.held?.to !== after.held?.to) return true;
  const keys = Object.keys(after) as (keyof ConversationState)[];
  return keys.some((key) => key !== 'held' && before[key] !== after[key]);
}

function isKnown(value: unknown): value is ConversationState {
  return typeof value === 'object' && value !== null && 'held' in value;
}

function* touchedConversations(
  before: ReadonlyMap<ConversationId, unknown>,
  after: ReadonlyMap<ConversationId, unknown>,
): Generator<ConversationId> {
  if (before === after) return;
  for (const [id, value] of after) if (differs(before.get(id), value)) yield id;
  for (const id of before.keys()) if (!after.has(id)) yield id;
}

/** The topics that differ between two states. */
export function topicsOf(before: State, after: State): Set<Topic> {
  const touched = new Set<Topic>();
  for (const [part, topic] of parts) if (before[part] !== after[part]) touched.add(topic);
  for (const id of touchedConversations(before.conversations, after.conversations)) {
    touched.add('list').add(`conversation:${id}`);
  }
  for (const part of ['intents', 'typing', 'joinRequests'] as const) {
    for (const id of touchedConversations(before[part], after[part])) {
      touched.add(`conversation:${id}`);
    }
  }
  if (before.taken !== after.taken) {
    for (const key of [...before.taken.keys(), ...after.taken.keys()]) {
      touched.add(`conversation:${key.slice(0, key.indexOf('/')) as ConversationId}`);
    }
  }
  if (before.sends !== after.sends) {
    for (const send of [...before.sends.values(), ...after.sends.values()]) {
      if (before.sends.get(send.clientId) === after.sends.get(send.clientId)) continue;
      touched.add(`conversation:${send.conversationId}`);
    }
  }
  return touched;
}

export type Listeners = {
  subscribe(topic: Topic, listener: () => void): () => void;
  tell(topics: ReadonlySet<Topic>): void;
};

/** Creates the register of who waits for what. */
export function createListeners(): Listeners {
  const listeners = new Map<Topic, Set<() => void>>();
  return {
    subscribe(topic, listener) {
      const waiting = listeners.get(topic) ?? new Set();
      listeners.set(topic, waiting.add(listener));
      return () => {
        waiting.delete(listener);
        if (waiting.size === 0 && listeners.get(topic) === waiting) listeners.delete(topic);
      };
    },
    tell(topics) {
      for (const topic of topics) for (const listener of listeners.get(topic) ?? []) listener();
    },
  };
}
