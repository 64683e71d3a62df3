import type { State } from '../state/types.ts';
import type { Store } from './types.ts';

function byKey<K extends string, V>(rows: readonly V[], key: (row: V) => K): ReadonlyMap<K, V> {
  return new Map(rows.map((row) => [key(row), row]));
}

/** Reads what the device knew when it last ran; entries are read when somebody looks. */
export async function restore(store: Store): Promise<Partial<State>> {
  const [meta, contacts, requests, people, conversations, sends, intents, wallets, transfers] =
    await Promise.all([
      store.readAll('meta'),
      store.readAll('contact'),
      store.readAll('request'),
      store.readAll('person'),
      store.readAll('conversation'),
      store.readAll('send'),
      store.readAll('intent'),
      store.readAll('wallet'),
      store.readAll('transfer'),
    ]);
  const { personalSeq = null, watermark = null, me = null, privacy = null } = meta[0] ?? {};
  return {
    personalSeq,
    watermark,
    me,
    privacy,
    contacts: byKey(contacts, ({ person }) => person.personId),
    requests: byKey(requests, ({ requestId }) => requestId),
    people: byKey(people, ({ personId }) => personId),
    conversations: byKey(
      conversations.map((kept) => ({ ...kept, entries: null, window: null })),
      ({ conversation }) => conversation.conversationId,
    ),
    // What was under way when the device stopped is asked again, under the same id.
    sends: byKey(
      sends
        .filter(({ state }) => state !== 'sent')
        .map((send) => (send.state === 'sending' ? { ...send, state: 'waiting' } : send)),
      ({ clientId }) => clientId,
    ),
    intents: byKey(intents, ({ conversationId }) => conversationId),
    wallets: byKey(wallets, ({ currency }) => currency),
    transfers: byKey(
      transfers.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)),
      ({ transferId }) => transferId,
    ),
  };
}
