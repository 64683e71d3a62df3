import type { Moment } from '@plaza/contract';
import { actKey } from '../state/acts.ts';
import { inOrder, keyOf } from '../state/posts.ts';
import { noMoments, type Moments, type State } from '../state/types.ts';
import type { Store } from './types.ts';
import { upgradedConversation, upgradedMeta, upgradedSend } from './upgrade.ts';

function byKey<K extends string, V>(rows: readonly V[], key: (row: V) => K): ReadonlyMap<K, V> {
  return new Map(rows.map((row) => [key(row), row]));
}

/** What is kept of the feed is shown until the server says how it stands now. */
function keptMoments(kept: readonly Moment[]): Moments {
  const posts = byKey(kept, keyOf);
  return { ...noMoments, posts, feed: inOrder(posts, posts.keys()) };
}

/** Cards of money, oldest first: of too many those go first. */
function byAge<K extends string, T extends { readonly createdAt: string }>(
  rows: readonly T[],
  keyOf: (row: T) => K,
) {
  return byKey(
    rows.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)),
    keyOf,
  );
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
  const [bills, schedules, reminders, joinRequests, acts, packets, posts, drafts] =
    await Promise.all([
      store.readAll('bill'),
      store.readAll('schedule'),
      store.readAll('reminder'),
      store.readAll('joinRequest'),
      store.readAll('act'),
      store.readAll('packet'),
      store.readAll('post'),
      store.readAll('postDraft'),
    ]);
  const { personalSeq = null, me = null, privacy = null } = meta[0] ?? {};
  const { watermark, preferences, isPlanKnown } = upgradedMeta(meta[0]);
  return {
    personalSeq,
    watermark,
    me,
    privacy,
    preferences,
    isPlanKnown,
    schedules: byKey(schedules, ({ scheduleId }) => scheduleId),
    reminders: byKey(reminders, ({ reminderId }) => reminderId),
    joinRequests: new Map(joinRequests.map((row) => [row.conversationId, row.waiting])),
    contacts: byKey(contacts, ({ person }) => person.personId),
    requests: byKey(requests, ({ requestId }) => requestId),
    people: byKey(people, ({ personId }) => personId),
    conversations: byKey(
      conversations.map((kept) => ({
        ...upgradedConversation(kept),
        ...{ entries: null, window: null, quoted: new Map() },
      })),
      ({ conversation }) => conversation.conversationId,
    ),
    // What was under way when the device stopped is asked again, under the same id.
    sends: byKey(
      sends
        .filter(({ state }) => state !== 'sent')
        .map((send) => ({
          ...upgradedSend(send),
          state: send.state === 'sending' ? ('waiting' as const) : send.state,
        })),
      ({ clientId }) => clientId,
    ),
    acts: byKey(acts, actKey),
    moments: keptMoments(posts),
    postDrafts: byKey(
      drafts.map((draft) => ({ ...draft, upload: null })),
      ({ postId }) => postId,
    ),
    intents: byKey(intents, ({ conversationId }) => conversationId),
    wallets: byKey(wallets, ({ currency }) => currency),
    transfers: byAge(transfers, ({ transferId }) => transferId),
    bills: byAge(bills, ({ billId }) => billId),
    packets: byAge(packets, ({ packetId }) => packetId),
  };
}
